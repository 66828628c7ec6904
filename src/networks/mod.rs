//! Networks: where a node stands among the others.

pub mod betweenness;
pub mod components;
pub mod degree;
pub mod holes;
pub mod two_mode;
