//! How many of the ties that could exist do, and how many are returned.

use std::cmp::Ordering;

use super::degree::{Direction, degree};
use crate::adjacency::Adjacency;

/// Pairs of nodes by the ties between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dyads {
    /// Tied in both directions; every tie of a network without directions.
    pub mutual: u64,
    /// Tied in one direction.
    pub asymmetric: u64,
    /// Not tied.
    pub null: u64,
}

/// Kernel of `weakties.networks.dyad_census`, from which density and reciprocity follow.
#[must_use]
pub fn dyad_census(network: &Adjacency) -> Dyads {
    let (nodes, ties) = (network.len() as u64, network.tie_count() as u64);
    let pairs = nodes * nodes.saturating_sub(1) / 2;
    let mutual = if network.is_directed() {
        (0..network.len()).map(|node| returned(network, node)).sum::<u64>() / 2
    } else {
        ties
    };
    let asymmetric = if network.is_directed() { ties - 2 * mutual } else { 0 };
    Dyads { mutual, asymmetric, null: pairs - mutual - asymmetric }
}

/// Kernel of `weakties.networks.node_reciprocity`: the share of a node's ties that belong to a mutual pair.
#[must_use]
pub fn node_reciprocity(network: &Adjacency) -> Vec<f64> {
    (0..network.len())
        .map(|node| {
            let ties = network.successors(node).nodes.len() + network.predecessors(node).nodes.len();
            2.0 * returned(network, node) as f64 / ties as f64
        })
        .collect()
}

/// How many of a node's contacts it both sends a tie to and has one from.
pub(super) fn returned(network: &Adjacency, node: usize) -> u64 {
    let (sent, received) = (network.successors(node).nodes, network.predecessors(node).nodes);
    if !network.is_directed() {
        return sent.len() as u64;
    }
    let (mut one, mut other, mut both) = (0, 0, 0);
    while one < sent.len() && other < received.len() {
        match sent[one].cmp(&received[other]) {
            Ordering::Less => one += 1,
            Ordering::Greater => other += 1,
            Ordering::Equal => {
                both += 1;
                one += 1;
                other += 1;
            }
        }
    }
    both
}

/// Kernel of `weakties.networks.rich_club`: the density among nodes with more than k ties, for k = 0, 1, … as long as
/// there are two of them.
#[must_use]
pub fn rich_club(network: &Adjacency, direction: Direction) -> Vec<f64> {
    let degrees: Vec<usize> = degree(network, direction).into_iter().map(|ties| ties as usize).collect();
    let most = degrees.iter().max().map_or(0, |&most| most);
    // First how many nodes have, and how many ties lead to at least, so many ties; then how many have more.
    let mut members = vec![0_u64; most + 1];
    let mut ties = vec![0_u64; most + 1];
    for (node, &own) in degrees.iter().enumerate() {
        members[own] += 1;
        for &other in network.successors(node).nodes {
            ties[own.min(degrees[other as usize])] += 1;
        }
    }
    let (mut members_above, mut ties_above) = (network.len() as u64, ties.iter().sum::<u64>());
    let mut densities = Vec::new();
    for (members, ties) in members.into_iter().zip(ties) {
        members_above -= members;
        ties_above -= ties;
        if members_above < 2 {
            break;
        }
        densities.push(ties_above as f64 / (members_above as f64 * (members_above - 1) as f64));
    }
    densities
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, sources: &[u32], targets: &[u32], directed: bool) -> Adjacency {
        let weights = vec![1.0; sources.len()];
        Adjacency::from_ties(nodes, sources, targets, &weights, directed, Parallel::Refuse).unwrap()
    }

    #[test]
    fn pairs_are_mutual_asymmetric_or_null() {
        let network = ties(4, &[0, 1, 1, 3], &[1, 0, 2, 3], true);
        assert_eq!(dyad_census(&network), Dyads { mutual: 1, asymmetric: 1, null: 4 });
        let shares = node_reciprocity(&network);
        assert_eq!(shares[..3], [1.0, 2.0 / 3.0, 0.0]);
        assert!(shares[3].is_nan());
        let network = ties(4, &[0, 1], &[1, 2], false);
        assert_eq!(dyad_census(&network), Dyads { mutual: 2, asymmetric: 0, null: 4 });
        assert_eq!(dyad_census(&ties(0, &[], &[], true)), Dyads { mutual: 0, asymmetric: 0, null: 0 });
    }

    #[test]
    fn the_rich_of_a_triangle_with_a_tail() {
        // Ties left: 2, 2, 3, 1; an isolate; among all but the isolate 4 of 6 pairs are tied.
        let network = ties(5, &[0, 1, 0, 2], &[1, 2, 2, 3], false);
        assert_eq!(rich_club(&network, Direction::All), [4.0 / 6.0, 1.0]);
        assert!(rich_club(&ties(3, &[], &[], false), Direction::All).is_empty());
    }
}
