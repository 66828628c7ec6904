//! Ties between two kinds of nodes that are random but for how many each has.

use std::str::FromStr;

use super::random_networks::some_of;
use super::rewiring::rewire_two_mode;
use super::two_mode::kinds;
use crate::adjacency::{Adjacency, Parallel};
use crate::error::{Error, Result};
use crate::random::Seed;
use crate::run::Run;

/// What the draws of this file are for: the stream they come from.
const NETWORKS: u64 = 5;

/// What a random two-mode network has in common with the one it stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The number of ties.
    Density,
    /// How many ties every firm has.
    Firms,
    /// How many ties every institution has.
    Institutions,
    /// How many ties every node has.
    Degree,
    /// The ties, among which weights are dealt out anew.
    Ties,
}

impl FromStr for Keep {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "density" => Ok(Self::Density),
            "firm_degree" => Ok(Self::Firms),
            "institution_degree" => Ok(Self::Institutions),
            "degree" => Ok(Self::Degree),
            "ties" => Ok(Self::Ties),
            _ => Err(Error::invalid(format!(
                "`keep` must be \"density\", \"firm_degree\", \"institution_degree\", \"degree\" or \"ties\" for a two-mode \
                 network: got \"{name}\""
            ))),
        }
    }
}

/// Kernel of `weakties.networks.random_network_like` for ties of the first `firms` nodes with the others.
pub fn random_two_mode_like(
    affiliations: &Adjacency,
    firms: usize,
    keep: Keep,
    swaps: u64,
    seed: Seed,
    replicate: u64,
    run: &Run,
) -> Result<Adjacency> {
    let (firm_numbers, institutions) = kinds(affiliations, firms, true)?;
    let mut draws = seed.stream(NETWORKS, replicate);
    let mut ties = affiliations.ties();
    match keep {
        Keep::Degree => return rewire_two_mode(affiliations, firms, swaps, seed, replicate, run),
        Keep::Ties => draws.shuffle(&mut ties.weights),
        Keep::Density => {
            let cells = firms as u64 * institutions.len() as u64;
            let width = institutions.len() as u64;
            for (tie, cell) in some_of(cells, ties.weights.len(), &mut draws).into_iter().enumerate() {
                ties.sources[tie] = (cell / width) as u32;
                ties.targets[tie] = (firms as u64 + cell % width) as u32;
            }
            draws.shuffle(&mut ties.weights);
        }
        Keep::Firms | Keep::Institutions => {
            let (kept, others) = match keep {
                Keep::Firms => (firm_numbers, institutions),
                _ => (institutions, firm_numbers),
            };
            let mut place = 0;
            for node in kept {
                let own = affiliations.successors(node);
                // Weights stay with the node whose number of ties does, in any order.
                let mut weights = own.weights.to_vec();
                draws.shuffle(&mut weights);
                let drawn = some_of(others.len() as u64, weights.len(), &mut draws);
                for (other, weight) in drawn.into_iter().zip(weights) {
                    ties.sources[place] = node as u32;
                    ties.targets[place] = others.start as u32 + other as u32;
                    ties.weights[place] = weight;
                    place += 1;
                }
            }
        }
    }
    let nodes = affiliations.len();
    Adjacency::from_ties(nodes, &ties.sources, &ties.targets, &ties.weights, false, Parallel::Refuse)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// Firms 0 and 1 with 2 and 1 ties, institutions 2, 3 and 4 with 2, 1 and 0.
    fn start() -> Adjacency {
        Adjacency::from_ties(5, &[0, 0, 1], &[2, 3, 2], &[1.0, 2.0, 4.0], false, Parallel::Refuse).unwrap()
    }

    fn drawn(keep: Keep, replicates: u64) -> HashMap<Vec<(u32, u32)>, u32> {
        let mut counts = HashMap::new();
        for replicate in 0..replicates {
            let found = random_two_mode_like(&start(), 2, keep, 30, Seed([7, 8]), replicate, &Run::quiet()).unwrap();
            let strength = |node| found.successors(node).weights.iter().sum::<f64>();
            let kept: &[usize] = match keep {
                Keep::Firms | Keep::Degree => &[0, 1],
                Keep::Institutions => &[2, 3, 4],
                _ => &[],
            };
            for &node in kept {
                assert_eq!(strength(node), start().successors(node).weights.iter().sum::<f64>());
            }
            let ties = found.ties();
            assert_eq!(ties.weights.iter().sum::<f64>(), 7.0);
            *counts.entry(ties.sources.into_iter().zip(ties.targets).collect()).or_insert(0) += 1;
        }
        counts
    }

    #[test]
    fn every_network_of_the_kind_is_equally_likely() {
        // 3 of 6 cells; 3 pairs times 3 single ones; 1 way to fill the institution of two, and 2 for that of one; the
        // firm of two ties must take both institutions, which leaves 1 table.
        for (keep, kinds, replicates) in [
            (Keep::Density, 20, 8000),
            (Keep::Firms, 9, 50_000),
            (Keep::Institutions, 2, 2000),
            (Keep::Degree, 1, 2000),
            (Keep::Ties, 1, 10),
        ] {
            let counts = drawn(keep, replicates);
            assert_eq!(counts.len(), kinds, "{keep:?}");
            let mean = replicates as f64 / kinds as f64;
            let chi_square: f64 = counts.values().map(|&count| (f64::from(count) - mean).powi(2) / mean).sum();
            let freedom = (kinds - 1) as f64;
            assert!(chi_square <= freedom + 4.0 * (2.0 * freedom).sqrt(), "{keep:?} {chi_square}");
        }
    }
}
