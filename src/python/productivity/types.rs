//! The border of `productivity::types`.
