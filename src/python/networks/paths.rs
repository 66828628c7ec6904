//! The border of `networks::paths`.
