//! The border of `networks::backbone`.
