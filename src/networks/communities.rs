//! Groups with many ties inside and few between.
