//! The border of `networks::equivalence`.
