//! Levels between and within types of firms.
