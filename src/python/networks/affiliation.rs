//! The border of `networks::affiliation`.
