//! The border of `networks::layout`.
