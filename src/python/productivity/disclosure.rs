//! The border of `productivity::disclosure`.
