//! The border of `networks::participation`.
