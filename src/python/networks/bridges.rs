//! The border of `networks::bridges`.
