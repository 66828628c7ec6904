//! The border of `networks::brokerage`.
