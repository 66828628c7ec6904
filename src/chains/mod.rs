//! Careers as chains of states: spells, transition matrices, mobility, and job-contact networks.

pub mod contact;
pub mod contact_exact;
pub mod ipf;
pub mod markov;
pub mod mobility;
pub mod multiregional;
pub mod radiation;
pub mod spells;
pub mod stocks;
pub mod transitions;
