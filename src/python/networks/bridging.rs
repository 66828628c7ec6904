//! The border of `networks::bridging`.
