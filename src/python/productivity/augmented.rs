//! The border of `productivity::augmented`.
