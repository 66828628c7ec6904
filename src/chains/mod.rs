//! Careers as chains of states: spells, transition matrices, mobility, job-contact networks, and flows between places.

pub mod contact;
pub mod contact_exact;
pub mod ipf;
pub mod markov;
pub mod mobility;
pub mod multiregional;
pub mod open_chain;
pub mod radiation;
pub mod spells;
pub mod stocks;
pub mod transitions;
