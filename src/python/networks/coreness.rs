//! The border of `networks::coreness`.
