//! Networks made of a network's nodes drawn again, or of a part of its nodes or ties.

use crate::adjacency::{Adjacency, Parallel, Ties};
use crate::error::{Error, Result};
use crate::random::Seed;

use super::rewiring::with_self_ties;

/// What the draws of this file are for: the streams they come from.
const RESAMPLES: u64 = 3;
const DROPPED: u64 = 4;

/// Kernel of `weakties.networks.node_bootstrap`: the resample of this number, and which node each of its nodes is a copy of.
///
/// Two copies of one node are tied as a pair of different nodes drawn at random is.
pub fn resampled(network: &Adjacency, seed: Seed, replicate: u64) -> Result<(Adjacency, Vec<u32>)> {
    let nodes = network.len();
    let mut draws = seed.stream(RESAMPLES, replicate);
    let mut drawn: Vec<u32> = (0..nodes).map(|_| draws.below(nodes as u64) as u32).collect();
    drawn.sort_unstable();
    // The copies of each node follow each other.
    let mut starts = vec![0_usize; nodes + 1];
    for &node in &drawn {
        starts[node as usize + 1] += 1;
    }
    for node in 0..nodes {
        starts[node + 1] += starts[node];
    }
    let copies = |node: usize| (starts[node] as u32)..(starts[node + 1] as u32);
    let mut ties = Ties { sources: Vec::new(), targets: Vec::new(), weights: Vec::new() };
    let mut tie = |from: u32, to: u32, weight: f64| {
        ties.sources.push(from);
        ties.targets.push(to);
        ties.weights.push(weight);
    };
    let directed = network.is_directed();
    for node in 0..nodes {
        for from in copies(node) {
            for (other, weight) in network.successors(node).iter() {
                if directed || node < other {
                    copies(other).for_each(|to| tie(from, to, weight));
                }
            }
            for to in from + 1..copies(node).end {
                let one = draws.below(nodes as u64);
                let other = draws.below(nodes as u64 - 1);
                let (one, other) = (one as u32, (other + u64::from(other >= one)) as u32);
                if let Some(weight) = weight_of(network, one, other) {
                    tie(from, to, weight);
                }
                if let Some(weight) = weight_of(network, other, one).filter(|_| directed) {
                    tie(to, from, weight);
                }
            }
        }
    }
    for (node, weight) in network.self_ties().iter() {
        copies(node).for_each(|copy| tie(copy, copy, weight));
    }
    let made = Adjacency::from_ties(nodes, &ties.sources, &ties.targets, &ties.weights, directed, Parallel::Refuse)?;
    Ok((made, drawn))
}

fn weight_of(network: &Adjacency, from: u32, to: u32) -> Option<f64> {
    let ties = network.successors(from as usize);
    ties.nodes.binary_search(&to).ok().map(|place| ties.weights[place])
}

/// Kernel of `weakties.networks.node_jackknife`: the network among some nodes, which are in ascending order.
pub fn among(network: &Adjacency, kept: &[u32]) -> Result<Adjacency> {
    const GONE: u32 = u32::MAX;
    let mut place = vec![GONE; network.len()];
    for (number, &node) in (0..).zip(kept) {
        *place.get_mut(node as usize).ok_or_else(|| Error::internal(format!("there is no node {node} to keep")))? =
            number;
    }
    let mut ties = network.ties();
    let loops = network.self_ties();
    ties.sources.extend(loops.nodes);
    ties.targets.extend(loops.nodes);
    ties.weights.extend(loops.weights);
    let (mut sources, mut targets, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for ((from, to), weight) in ties.sources.iter().zip(&ties.targets).zip(ties.weights) {
        let (from, to) = (place[*from as usize], place[*to as usize]);
        if from != GONE && to != GONE {
            sources.push(from);
            targets.push(to);
            weights.push(weight);
        }
    }
    Adjacency::from_ties(kept.len(), &sources, &targets, &weights, network.is_directed(), Parallel::Refuse)
}

/// Kernel of `weakties.networks.sensitivity`: the numbers of those that stay, in order, when `dropped` of `count` go.
pub fn staying(count: usize, dropped: usize, seed: Seed, stream: u64, replicate: u64) -> Result<Vec<u32>> {
    let left = count.checked_sub(dropped).ok_or_else(|| Error::internal("more are dropped than there are"))?;
    let mut order = seed.stream(DROPPED + stream, replicate).permutation(count);
    order.truncate(left);
    order.sort_unstable();
    Ok(order)
}

/// Kernel of `weakties.networks.sensitivity`: the network with some of its ties.
pub fn with_ties(network: &Adjacency, kept: &[u32]) -> Result<Adjacency> {
    let ties = network.ties();
    let of = |all: &[u32]| kept.iter().filter_map(|&tie| all.get(tie as usize).copied()).collect();
    let weights = kept.iter().filter_map(|&tie| ties.weights.get(tie as usize).copied()).collect();
    with_self_ties(network, Ties { sources: of(&ties.sources), targets: of(&ties.targets), weights })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(directed: bool) -> Adjacency {
        let weights = [1.0, 2.0, 3.0, 4.0, 9.0];
        Adjacency::from_ties(5, &[0, 1, 2, 3, 4], &[1, 2, 0, 0, 4], &weights, directed, Parallel::Refuse).unwrap()
    }

    #[test]
    fn copies_have_the_ties_of_their_nodes_and_of_each_other_the_expected_share() {
        for directed in [false, true] {
            let start = network(directed);
            let (mut imputed, mut between_copies) = (0, 0);
            for replicate in 0..2000 {
                let (found, drawn) = resampled(&start, Seed([1, 2]), replicate).unwrap();
                for one in 0..5 {
                    for other in (0..5).filter(|&other| other != one) {
                        let weight = weight_of(&found, one as u32, other as u32);
                        if drawn[one] == drawn[other] {
                            between_copies += 1;
                            imputed += u32::from(weight.is_some());
                        } else {
                            assert_eq!(weight, weight_of(&start, drawn[one], drawn[other]));
                        }
                    }
                }
                assert!(found.self_ties().iter().all(|(node, weight)| drawn[node] == 4 && weight == 9.0));
            }
            let (density, share) = (if directed { 0.2 } else { 0.4 }, f64::from(imputed) / f64::from(between_copies));
            assert!((share - density).abs() < 0.02, "{share}");
        }
    }

    #[test]
    fn parts_keep_their_weights() {
        let start = network(true);
        let part = among(&start, &[0, 2, 4]).unwrap();
        assert_eq!((part.len(), part.tie_count()), (3, 1));
        assert_eq!(weight_of(&part, 1, 0), Some(3.0));
        assert_eq!(part.self_ties().nodes, [2]);
        let part = with_ties(&start, &[1, 3]).unwrap();
        assert_eq!((part.len(), part.ties().weights), (5, vec![2.0, 4.0]));
        assert!(staying(4, 4, Seed([1, 2]), 0, 0).unwrap().is_empty());
        assert_eq!(staying(9, 4, Seed([1, 2]), 0, 0).unwrap().len(), 5);
    }
}
