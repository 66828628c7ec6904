//! The border of `productivity::size_gap`.
