//! The border of `productivity::aggregate_growth`.
