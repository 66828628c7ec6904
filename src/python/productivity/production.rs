//! The border of `productivity::production`.
