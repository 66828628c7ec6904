//! The border of `networks::spectral`.
