//! The border of `networks::clustering`.
