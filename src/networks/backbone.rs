//! The ties that stand out.
