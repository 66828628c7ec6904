//! The border of `productivity::stream`.
