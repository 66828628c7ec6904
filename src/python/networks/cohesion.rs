//! The border of `networks::cohesion`.
