//! How deep in the network a node sits: the cores that remain when nodes with few ties are taken away.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use super::degree::Direction;
use crate::adjacency::{Adjacency, Neighbours};
use crate::error::{Error, Result};
use crate::run::Run;

/// How many nodes are taken away between two looks at whether to go on.
const LOOK: usize = 1024;

const NONE: Neighbours<'static> = Neighbours { nodes: &[], weights: &[] };

/// Kernel of `weakties.networks.coreness`: the largest k such that a subnetwork with k ties a node holds the node.
///
/// Nodes stand in order of the ties they have left, in bins of equal numbers; taking one away moves each neighbour to
/// the front of its bin and the bin's border past it (Batagelj and Zaveršnik 2003).
pub fn coreness(network: &Adjacency, direction: Direction, run: &Run) -> Result<Vec<i64>> {
    let nodes = network.len();
    let direction = if network.is_directed() { direction } else { Direction::Out };
    let mut left: Vec<u32> = (0..nodes)
        .map(|node| counted(network, direction, node).iter().map(|ties| ties.nodes.len() as u32).sum())
        .collect();
    let most = left.iter().max().map_or(0, |&most| most as usize);
    let mut starts = vec![0_u32; most + 2];
    for &ties in &left {
        starts[ties as usize + 1] += 1;
    }
    for ties in 0..=most {
        starts[ties + 1] += starts[ties];
    }
    let mut order = vec![0_u32; nodes];
    let mut place = vec![0_u32; nodes];
    let mut next = starts.clone();
    for (node, &ties) in (0..).zip(&left) {
        let at = &mut next[ties as usize];
        order[*at as usize] = node;
        place[node as usize] = *at;
        *at += 1;
    }
    for at in 0..nodes {
        if at % LOOK == 0 {
            run.go_on()?;
        }
        let node = order[at] as usize;
        for ties in losing(network, direction, node) {
            for &other in ties.nodes {
                let ties = left[other as usize];
                if ties > left[node] {
                    let front = starts[ties as usize];
                    let first = order[front as usize];
                    let from = place[other as usize];
                    order.swap(front as usize, from as usize);
                    place[first as usize] = from;
                    place[other as usize] = front;
                    starts[ties as usize] += 1;
                    left[other as usize] -= 1;
                }
            }
        }
    }
    Ok(left.into_iter().map(i64::from).collect())
}

/// Kernel of `weakties.networks.coreness` with strengths: the largest s such that a subnetwork in which every node has
/// strength s or more holds the node.
pub fn strength_coreness(network: &Adjacency, direction: Direction, run: &Run) -> Result<Vec<f64>> {
    let nodes = network.len();
    let direction = if network.is_directed() { direction } else { Direction::Out };
    let mut left: Vec<f64> = (0..nodes).map(|node| remaining(network, direction, node, &[])).collect();
    if left.contains(&f64::INFINITY) {
        return Err(Error::invalid(
            "`strength` must add up to a finite number at each node: the sum exceeds 1.8e308; divide the weights by a \
             common number first",
        ));
    }
    let mut queue: BinaryHeap<Reverse<Waiting>> =
        left.iter().zip(0..).map(|(&left, node)| Reverse(Waiting { left, node })).collect();
    let mut gone = vec![false; nodes];
    let mut values = vec![0.0; nodes];
    let (mut level, mut taken) = (0.0_f64, 0_usize);
    while let Some(Reverse(first)) = queue.pop() {
        let node = first.node as usize;
        if gone[node] || first.left != left[node] {
            continue;
        }
        if taken % LOOK == 0 {
            run.go_on()?;
        }
        taken += 1;
        gone[node] = true;
        // Added up anew: what subtractions have left over differs by rounding.
        level = level.max(remaining(network, direction, node, &gone));
        values[node] = level;
        for ties in losing(network, direction, node) {
            for (other, weight) in ties.iter() {
                if !gone[other] && weight > 0.0 {
                    left[other] -= weight;
                    queue.push(Reverse(Waiting { left: left[other], node: other as u32 }));
                }
            }
        }
    }
    Ok(values)
}

/// The lists of ties that count for a node.
fn counted(network: &Adjacency, direction: Direction, node: usize) -> [Neighbours<'_>; 2] {
    match direction {
        Direction::Out => [network.successors(node), NONE],
        Direction::In => [network.predecessors(node), NONE],
        Direction::All => [network.successors(node), network.predecessors(node)],
    }
}

/// The lists of those that lose a tie when a node is taken away.
fn losing(network: &Adjacency, direction: Direction, node: usize) -> [Neighbours<'_>; 2] {
    let reversed = match direction {
        Direction::Out => Direction::In,
        Direction::In => Direction::Out,
        Direction::All => Direction::All,
    };
    counted(network, reversed, node)
}

/// The sum of a node's ties with those who are not gone; nobody is when the list is empty.
fn remaining(network: &Adjacency, direction: Direction, node: usize, gone: &[bool]) -> f64 {
    let there = |&(other, _): &(usize, f64)| gone.get(other) != Some(&true);
    let ties = counted(network, direction, node);
    ties.iter().flat_map(Neighbours::iter).filter(there).fold(0.0, |sum, (_, weight)| sum + weight)
}

/// A node in the queue, with the strength it had when it was put there.
struct Waiting {
    left: f64,
    node: u32,
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        self.left.total_cmp(&other.left).then(self.node.cmp(&other.node))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Waiting {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, ties: &[(u32, u32, f64)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        let weights: Vec<f64> = ties.iter().map(|tie| tie.2).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &weights, directed, Parallel::Refuse).unwrap()
    }

    #[test]
    fn a_triangle_with_a_tail_and_an_isolate_by_hand() {
        let network = ties(6, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0), (2, 3, 1.0), (3, 4, 1.0), (5, 5, 1.0)], false);
        let run = Run::quiet();
        assert_eq!(coreness(&network, Direction::All, &run).unwrap(), [2, 2, 2, 1, 1, 0]);
        assert_eq!(strength_coreness(&network, Direction::In, &run).unwrap(), [2.0, 2.0, 2.0, 1.0, 1.0, 0.0]);
    }

    #[test]
    fn directions_count_as_asked() {
        // A ring of three, of which 2 also sends to 3.
        let network = ties(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0), (2, 3, 4.0)], true);
        let run = Run::quiet();
        assert_eq!(coreness(&network, Direction::In, &run).unwrap(), [1, 1, 1, 1]);
        assert_eq!(coreness(&network, Direction::Out, &run).unwrap(), [1, 1, 1, 0]);
        assert_eq!(coreness(&network, Direction::All, &run).unwrap(), [2, 2, 2, 1]);
        assert_eq!(strength_coreness(&network, Direction::All, &run).unwrap(), [2.0, 2.0, 4.0, 4.0]);
    }

    #[test]
    fn strengths_beyond_the_doubles_are_refused() {
        let network = ties(3, &[(0, 1, f64::MAX), (0, 2, f64::MAX)], false);
        let outcome = strength_coreness(&network, Direction::All, &Run::quiet());
        assert!(matches!(outcome, Err(Error::InvalidInput(_))));
    }
}
