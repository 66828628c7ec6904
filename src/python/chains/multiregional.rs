//! The border of multiregional populations.
