//! Balkanisation: how far a network falls apart into groups, by several measures at once.

use super::communities::{Groups, strength};
use super::degree::Direction;
use super::ei_index::permuted;
use super::participation::participation_coefficient;
use super::segregation::Mixing;
use crate::adjacency::Adjacency;
use crate::error::Result;
use crate::random::Seed;
use crate::run::Run;

/// Share of ties within groups, E-I index, modularity, assortativity, Freeman's segregation, mean participation, and
/// how many ties and nodes bridge groups.
pub type Statistics = [f64; 8];

/// Kernel of `weakties.networks.balkanisation`.
pub fn balkanisation(network: &Adjacency, groups: Groups<'_>, weighted: bool, run: &Run) -> Result<Statistics> {
    let mixing = Mixing::of(network, groups, weighted)?;
    let participation = participation_coefficient(network, groups, weighted, Direction::All, run)?;
    let (mut sum, mut tied) = (0.0, 0.0);
    for value in participation.iter().filter(|value| !value.is_nan()) {
        sum += value;
        tied += 1.0;
    }
    let mut bridges = 0.0;
    let mut bridging = vec![false; network.len()];
    for node in 0..network.len() {
        for (other, weight) in network.successors(node).iter() {
            if groups.of(node) != groups.of(other) && strength(weight, weighted) > 0.0 {
                bridging[node] = true;
                bridging[other] = true;
                bridges += if network.is_directed() { 1.0 } else { 0.5 };
            }
        }
    }
    Ok([
        mixing.share_within(),
        mixing.ei_index(),
        mixing.modularity(1.0),
        mixing.assortativity(),
        mixing.freeman(),
        sum / tied,
        bridges,
        bridging.iter().filter(|&&each| each).count() as f64,
    ])
}

/// The same with the groups of the nodes exchanged at random: a row a permutation.
pub fn balkanisation_permuted(
    network: &Adjacency,
    groups: Groups<'_>,
    weighted: bool,
    permutations: usize,
    seed: Seed,
    run: &Run,
) -> Result<Vec<f64>> {
    let rows =
        permuted(network, groups, permutations, seed, run, |groups| balkanisation(network, groups, weighted, run))?;
    Ok(rows.concat())
}
