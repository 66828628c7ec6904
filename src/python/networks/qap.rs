//! The border of `networks::qap`.
