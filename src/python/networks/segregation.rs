//! The border of `networks::segregation`.
