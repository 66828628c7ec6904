//! The border of `networks::closeness`.
