//! The border of `networks::communities`.
