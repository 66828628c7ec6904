//! The border of `productivity::between_within`.
