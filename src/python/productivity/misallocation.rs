//! The border of `productivity::misallocation`.
