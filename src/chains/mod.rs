//! Careers as chains of states: spells, transition matrices, mobility, and job-contact networks.

pub mod contact;
pub mod contact_exact;
pub mod markov;
pub mod mobility;
pub mod spells;
pub mod transitions;
