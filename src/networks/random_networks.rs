//! Networks that are random but for their size, their number of ties, or their dyads of each kind.

use std::str::FromStr;

use super::rewiring::{Keys, with_self_ties};
use crate::adjacency::{Adjacency, Ties};
use crate::error::{Error, Result};
use crate::random::{Draws, Seed};

/// What the draws of this file are for: the stream they come from.
const NETWORKS: u64 = 2;

/// What a random network has in common with the one it stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The nodes: each tie is there with probability one half.
    Size,
    /// The number of ties.
    Density,
    /// How many pairs are tied in both directions, and in one.
    Census,
}

impl FromStr for Keep {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "size" => Ok(Self::Size),
            "density" => Ok(Self::Density),
            "dyad_census" => Ok(Self::Census),
            _ => {
                Err(Error::invalid(format!("`keep` must be \"size\", \"density\" or \"dyad_census\": got \"{name}\"")))
            }
        }
    }
}

/// Kernel of `weakties.networks.random_network_like`: the random network of this number.
pub fn random_network_like(network: &Adjacency, keep: Keep, seed: Seed, replicate: u64) -> Result<Adjacency> {
    let mut draws = seed.stream(NETWORKS, replicate);
    let given = network.ties();
    let (nodes, directed) = (network.len() as u64, network.is_directed());
    let once = nodes * nodes.saturating_sub(1) / 2;
    let pairs = if directed { 2 * once } else { once };
    let (mut sources, mut targets) = (Vec::new(), Vec::new());
    let mut tie = |(from, to): (u32, u32)| {
        sources.push(from);
        targets.push(to);
    };
    match keep {
        Keep::Size => {
            if pairs > u64::from(u32::MAX / 2) {
                return Err(Error::invalid(format!(
                    "`keep` = \"size\" ties half of the {pairs} pairs of nodes, more than a network may hold; use \
                     keep=\"density\""
                )));
            }
            (0..pairs).filter(|_| draws.next_u64() >> 63 == 1).for_each(|pair| tie(pair_of(pair, nodes, directed)));
        }
        Keep::Census if directed => {
            let mutual = given
                .sources
                .iter()
                .zip(&given.targets)
                .filter(|&(&from, to)| {
                    from < *to && network.successors(*to as usize).nodes.binary_search(&from).is_ok()
                })
                .count();
            let mut tied = some_of(once, given.weights.len() - mutual, &mut draws);
            draws.shuffle(&mut tied);
            for (place, pair) in tied.into_iter().enumerate() {
                let (from, to) = pair_of(pair, nodes, false);
                if place < mutual {
                    tie((from, to));
                    tie((to, from));
                } else {
                    tie(if draws.next_u64() >> 63 == 1 { (from, to) } else { (to, from) });
                }
            }
        }
        Keep::Density | Keep::Census => {
            for pair in some_of(pairs, given.weights.len(), &mut draws) {
                tie(pair_of(pair, nodes, directed));
            }
        }
    }
    let mut weights = given.weights;
    if keep == Keep::Size {
        // There may be more ties than weights, so that these are drawn with replacement.
        let count = weights.len() as u64;
        weights = sources.iter().map(|_| if count == 0 { 1.0 } else { weights[draws.below(count) as usize] }).collect();
    } else {
        draws.shuffle(&mut weights);
    }
    with_self_ties(network, Ties { sources, targets, weights })
}

/// `count` different numbers below `n`, every such set equally likely, by Floyd's method.
pub(super) fn some_of(n: u64, count: usize, draws: &mut Draws) -> Vec<u64> {
    let mut chosen = Keys::default();
    let mut numbers = Vec::with_capacity(count);
    for last in n - count as u64..n {
        let number = draws.below(last + 1);
        let number = if chosen.insert(number) { number } else { last };
        chosen.insert(number);
        numbers.push(number);
    }
    numbers
}

/// The nodes of the pair of this number, of which an undirected one counts once.
fn pair_of(pair: u64, nodes: u64, directed: bool) -> (u32, u32) {
    if directed {
        let (from, to) = (pair / (nodes - 1), pair % (nodes - 1));
        return (from as u32, (to + u64::from(to >= from)) as u32);
    }
    // The larger node is where the triangle numbers pass the pair; the root is off by one at most.
    let mut larger = f64::midpoint(1.0, (8.0 * pair as f64 + 1.0).sqrt()) as u64;
    while larger * (larger - 1) / 2 > pair {
        larger -= 1;
    }
    while larger * (larger + 1) / 2 <= pair {
        larger += 1;
    }
    ((pair - larger * (larger - 1) / 2) as u32, larger as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;
    use std::collections::HashMap;

    #[test]
    fn every_pair_has_its_number() {
        let undirected: Vec<_> = (0..6).map(|pair| pair_of(pair, 4, false)).collect();
        assert_eq!(undirected, [(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]);
        let directed: Vec<_> = (0..6).map(|pair| pair_of(pair, 3, true)).collect();
        assert_eq!(directed, [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)]);
        let nodes = u64::from(u32::MAX) - 1;
        let last = pair_of(nodes * (nodes - 1) / 2 - 1, nodes, false);
        assert_eq!(last, (u32::MAX - 3, u32::MAX - 2));
    }

    #[test]
    fn every_network_of_the_kind_is_equally_likely() {
        let start = Adjacency::from_ties(3, &[0, 1, 1], &[1, 0, 2], &[1.0, 2.0, 3.0], true, Parallel::Refuse).unwrap();
        // 3 of 6 ties; one mutual pair, one tied in one direction, one not: 3 · 2 · 2; any of 64.
        for (keep, kinds, draws) in [(Keep::Density, 20, 8000), (Keep::Census, 12, 6000), (Keep::Size, 64, 12_800)] {
            let mut counts = HashMap::new();
            for replicate in 0..draws {
                let ties = random_network_like(&start, keep, Seed([3, 4]), replicate).unwrap().ties();
                let mut weights = ties.weights.clone();
                weights.sort_by(f64::total_cmp);
                assert!(keep == Keep::Size || weights == [1.0, 2.0, 3.0]);
                let ties: Vec<_> = ties.sources.into_iter().zip(ties.targets).collect();
                *counts.entry(ties).or_insert(0_u32) += 1;
            }
            assert_eq!(counts.len(), kinds);
            let mean = draws as f64 / kinds as f64;
            let chi_square: f64 = counts.values().map(|&count| (f64::from(count) - mean).powi(2) / mean).sum();
            let freedom = (kinds - 1) as f64;
            assert!(chi_square < freedom + 4.0 * (2.0 * freedom).sqrt(), "{keep:?} {chi_square}");
        }
    }
}
