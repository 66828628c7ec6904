//! The border of `networks::core_periphery`.
