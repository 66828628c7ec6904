//! The border of `productivity::shift_share`.
