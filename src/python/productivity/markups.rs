//! The border of `productivity::markups`.
