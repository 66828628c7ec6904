//! The border of iterative proportional fitting.
