//! The border of `productivity::cells`.
