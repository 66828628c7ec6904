//! The border of `networks::rewiring`.
