//! Networks that are random but for their size, their ties in number, their dyads of each kind, or their ties themselves.

use std::str::FromStr;

use super::keys::Keys;
use super::rewiring::{rewire, with_self_ties};
use crate::adjacency::{Adjacency, Ties};
use crate::error::{Error, Result};
use crate::random::{Draws, Seed};
use crate::run::Run;

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
    /// How many ties every node has.
    Degree,
    /// The ties, among which weights are dealt out anew.
    Ties,
    /// The ties and what the ties weigh together that leave a node.
    Strength,
}

impl FromStr for Keep {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "size" => Ok(Self::Size),
            "density" => Ok(Self::Density),
            "dyad_census" => Ok(Self::Census),
            "degree" => Ok(Self::Degree),
            "ties" => Ok(Self::Ties),
            "strength" => Ok(Self::Strength),
            _ => Err(Error::invalid(format!(
                "`keep` must be \"size\", \"density\", \"dyad_census\", \"degree\", \"ties\" or \"strength\": got \"{name}\""
            ))),
        }
    }
}

/// Kernel of `weakties.networks.random_network_like`: the random network of this number.
///
/// `swaps` is how many steps [`rewire`] takes for each tie.
pub fn random_network_like(
    network: &Adjacency,
    keep: Keep,
    swaps: u64,
    seed: Seed,
    replicate: u64,
    run: &Run,
) -> Result<Adjacency> {
    let mut draws = seed.stream(NETWORKS, replicate);
    let mut ties = network.ties();
    match keep {
        Keep::Degree => return rewire(network, swaps, seed, replicate, run),
        Keep::Size => ties = of_size(network, &ties.weights, &mut draws)?,
        Keep::Ties => draws.shuffle(&mut ties.weights),
        Keep::Strength => {
            if !network.is_directed() {
                return Err(Error::invalid(
                    "`keep` = \"strength\" deals out anew what each node sends, which needs directions; use keep=\"ties\"",
                ));
            }
            // Ties are sorted by where they start.
            let mut first = 0;
            for node in 0..network.len() {
                let last = first + network.successors(node).nodes.len();
                draws.shuffle(&mut ties.weights[first..last]);
                first = last;
            }
        }
        Keep::Density | Keep::Census => {
            let pairs = if keep == Keep::Census && network.is_directed() {
                with_census(network, &ties, &mut draws)
            } else {
                let (nodes, directed) = (network.len() as u64, network.is_directed());
                let pairs = if directed { 2 * pairs_of(network) } else { pairs_of(network) };
                let drawn = some_of(pairs, ties.weights.len(), &mut draws);
                drawn.into_iter().map(|pair| pair_of(pair, nodes, directed)).collect()
            };
            (ties.sources, ties.targets) = pairs.into_iter().unzip();
            draws.shuffle(&mut ties.weights);
        }
    }
    with_self_ties(network, ties)
}

/// How many pairs of different nodes there are.
fn pairs_of(network: &Adjacency) -> u64 {
    let nodes = network.len() as u64;
    nodes * nodes.saturating_sub(1) / 2
}

/// Each tie with probability one half.
fn of_size(network: &Adjacency, weights: &[f64], draws: &mut Draws) -> Result<Ties> {
    let (nodes, directed) = (network.len() as u64, network.is_directed());
    let pairs = if directed { 2 * pairs_of(network) } else { pairs_of(network) };
    if pairs > u64::from(u32::MAX / 2) {
        return Err(Error::invalid(format!(
            "`keep` = \"size\" ties half of the {pairs} pairs of nodes, more than a network may hold; use keep=\"density\""
        )));
    }
    let tied = (0..pairs).filter(|_| draws.next_u64() >> 63 == 1).map(|pair| pair_of(pair, nodes, directed));
    let (sources, targets): (Vec<u32>, Vec<u32>) = tied.unzip();
    // There may be more ties than weights, so that these are drawn with replacement.
    let count = weights.len() as u64;
    let weight = |_: &u32| if count == 0 { 1.0 } else { weights[draws.below(count) as usize] };
    let weights = sources.iter().map(weight).collect();
    Ok(Ties { sources, targets, weights })
}

/// As many pairs tied in both directions, and in one, as there are.
fn with_census(network: &Adjacency, ties: &Ties, draws: &mut Draws) -> Vec<(u32, u32)> {
    let returned = |from: u32, to: u32| network.successors(to as usize).nodes.binary_search(&from).is_ok();
    let both = ties.sources.iter().zip(&ties.targets);
    let mutual = both.filter(|&(&from, &to)| from < to && returned(from, to)).count();
    let mut tied = some_of(pairs_of(network), ties.weights.len() - mutual, draws);
    draws.shuffle(&mut tied);
    let mut found = Vec::with_capacity(ties.weights.len());
    for (place, pair) in tied.into_iter().enumerate() {
        let (from, to) = pair_of(pair, network.len() as u64, false);
        if place < mutual {
            found.extend([(from, to), (to, from)]);
        } else {
            found.push(if draws.next_u64() >> 63 == 1 { (from, to) } else { (to, from) });
        }
    }
    found
}

/// `count` different numbers below `n`, every such set equally likely, by Floyd's method.
pub(super) fn some_of(n: u64, count: usize, draws: &mut Draws) -> Vec<u64> {
    let mut chosen = Keys::with_capacity(count);
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
    // The larger node is where the triangle numbers pass the pair. Where they reach one, the root is a whole number below
    // 2³³ and so exact; before, it may be rounded up to that.
    let mut larger = f64::midpoint(1.0, (8.0 * pair as f64 + 1.0).sqrt()) as u64;
    while larger * (larger - 1) / 2 > pair {
        larger -= 1;
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
    fn weights_are_dealt_out_among_the_same_ties() {
        let start = |directed| {
            let (sources, targets) = ([0, 0, 0, 1, 2], [1, 2, 3, 2, 3]);
            let weights = [1.0, 2.0, 4.0, 8.0, 16.0];
            Adjacency::from_ties(4, &sources, &targets, &weights, directed, Parallel::Refuse).unwrap()
        };
        let drawn = |directed, keep| {
            let orders: std::collections::BTreeSet<_> = (0..600)
                .map(|replicate| {
                    let like = random_network_like(&start(directed), keep, 0, Seed([3, 4]), replicate, &Run::quiet());
                    let ties = like.unwrap().ties();
                    assert_eq!((&ties.sources[..], &ties.targets[..]), (&[0, 0, 0, 1, 2][..], &[1, 2, 3, 2, 3][..]));
                    ties.weights.iter().map(|weight| *weight as u32).collect::<Vec<_>>()
                })
                .collect();
            assert!(keep == Keep::Ties || orders.iter().all(|order| order[3..] == [8, 16]));
            orders.len()
        };
        assert!(drawn(false, Keep::Ties) > 110);
        assert_eq!(drawn(true, Keep::Strength), 6);
        let refused = random_network_like(&start(false), Keep::Strength, 0, Seed([3, 4]), 0, &Run::quiet());
        assert!(matches!(refused, Err(Error::InvalidInput(_))));
    }

    #[test]
    fn any_weight_falls_on_any_of_the_drawn_ties() {
        let start = Adjacency::from_ties(3, &[0, 0], &[1, 2], &[1.0, 2.0], false, Parallel::Refuse).unwrap();
        let like = |start: &Adjacency, keep, replicate| {
            random_network_like(start, keep, 0, Seed([3, 4]), replicate, &Run::quiet()).unwrap().ties()
        };
        // Three choices of two pairs, and either weight on the first.
        let mut counts = HashMap::new();
        for replicate in 0..3000 {
            let ties = like(&start, Keep::Density, replicate);
            *counts.entry((ties.sources, ties.targets, ties.weights[0] > 1.5)).or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 6);
        assert!(counts.values().all(|count| count.abs_diff(500) < 100), "{counts:?}");
        // There, a tie may have the weight of any, and 1 where there is none.
        let drawn: Vec<f64> = (0..400).flat_map(|replicate| like(&start, Keep::Size, replicate).weights).collect();
        let heavy = drawn.iter().filter(|weight| **weight == 2.0).count();
        assert!(drawn.len().abs_diff(600) < 60 && heavy.abs_diff(300) < 60, "{heavy} of {}", drawn.len());
        assert!(drawn.iter().all(|weight| [1.0, 2.0].contains(weight)));
        let bare = Adjacency::from_ties(3, &[], &[], &[], false, Parallel::Refuse).unwrap();
        assert!(
            (0..20).all(|replicate| like(&bare, Keep::Size, replicate).weights.iter().all(|weight| *weight == 1.0))
        );
    }

    #[test]
    fn every_network_of_the_kind_is_equally_likely() {
        let start = Adjacency::from_ties(3, &[0, 1, 1], &[1, 0, 2], &[1.0, 2.0, 3.0], true, Parallel::Refuse).unwrap();
        // 3 of 6 ties; one mutual pair, one tied in one direction, one not: 3 · 2 · 2; any of 64.
        for (keep, kinds, draws) in [(Keep::Density, 20, 8000), (Keep::Census, 12, 6000), (Keep::Size, 64, 12_800)] {
            let mut counts = HashMap::new();
            for replicate in 0..draws {
                let ties = random_network_like(&start, keep, 0, Seed([3, 4]), replicate, &Run::quiet()).unwrap().ties();
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
