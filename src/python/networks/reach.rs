//! The border of `networks::reach`.
