//! Careers as chains of states: spells, transition matrices, mobility, job-contact networks, and flows between places.

mod binomial;
pub mod contact;
mod contact_bits;
pub mod contact_exact;
pub mod contact_games;
pub mod contact_games_simulated;
pub mod contact_market;
pub mod diffusion;
pub mod diffusion_exact;
pub mod homogeneity;
pub mod ipf;
pub mod markov;
pub mod matrix_exponential;
pub mod mobility;
pub mod multiregional;
pub mod multistate;
pub mod open_chain;
pub mod openness;
pub mod passage;
pub mod radiation;
mod redrawn;
pub mod semi_markov;
pub mod sequences;
pub mod spells;
pub mod stocks;
pub mod transitions;
