//! Networks: where a node stands among the others.

pub mod affiliation;
pub mod backbone;
pub mod betweenness;
pub mod bridges;
pub mod bridging;
pub mod brokerage;
pub mod closeness;
pub mod clustering;
pub mod cohesion;
pub mod communities;
pub mod components;
pub mod core_periphery;
pub mod coreness;
pub mod degree;
pub mod equivalence;
pub mod holes;
pub mod layout;
pub mod participation;
pub mod paths;
pub mod qap;
pub mod reach;
pub mod rewiring;
pub mod segregation;
pub mod spectral;
pub mod triads;
pub mod two_mode;
