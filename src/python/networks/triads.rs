//! The border of `networks::triads`.
