//! The border of `productivity::index_numbers`.
