//! How many ties a node has, and what they weigh together.

use std::ops::Add;
use std::str::FromStr;

use crate::adjacency::{Adjacency, Neighbours};
use crate::error::{Error, Result};

/// Which ties of a directed network count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Those that leave and those that arrive.
    All,
    /// Those that arrive.
    In,
    /// Those that leave.
    Out,
}

impl FromStr for Direction {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "all" => Ok(Self::All),
            "in" => Ok(Self::In),
            "out" => Ok(Self::Out),
            _ => Err(Error::invalid(format!("`direction` must be \"all\", \"in\" or \"out\": got \"{name}\""))),
        }
    }
}

/// Kernel of `weakties.networks.degree`.
#[must_use]
pub fn degree(network: &Adjacency, direction: Direction) -> Vec<i64> {
    #[expect(clippy::cast_possible_wrap, reason = "node numbers have 32 bits")]
    over_nodes(network, direction, |ties| ties.nodes.len() as i64)
}

/// Kernel of `weakties.networks.strength`.
#[must_use]
pub fn strength(network: &Adjacency, direction: Direction) -> Vec<f64> {
    // Folded from +0, since the empty sum of doubles is -0.
    over_nodes(network, direction, |ties| ties.weights.iter().fold(0.0, |sum, weight| sum + weight))
}

fn over_nodes<T: Add<Output = T>>(
    network: &Adjacency,
    direction: Direction,
    of: impl Fn(Neighbours<'_>) -> T,
) -> Vec<T> {
    let direction = if network.is_directed() { direction } else { Direction::Out };
    (0..network.len())
        .map(|node| match direction {
            Direction::Out => of(network.successors(node)),
            Direction::In => of(network.predecessors(node)),
            Direction::All => of(network.successors(node)) + of(network.predecessors(node)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    #[test]
    fn a_directed_tie_counts_once_at_each_end_and_a_self_tie_nowhere() {
        let ties = |directed| {
            Adjacency::from_ties(4, &[0, 0, 1], &[1, 2, 1], &[2.0, 3.0, 9.0], directed, Parallel::Refuse).unwrap()
        };
        assert_eq!(degree(&ties(true), Direction::All), [2, 1, 1, 0]);
        assert_eq!(degree(&ties(true), Direction::In), [0, 1, 1, 0]);
        assert_eq!(strength(&ties(true), Direction::Out), [5.0, 0.0, 0.0, 0.0]);
        for direction in [Direction::All, Direction::In, Direction::Out] {
            assert_eq!(degree(&ties(false), direction), [2, 1, 1, 0]);
            assert_eq!(strength(&ties(false), direction), [5.0, 2.0, 3.0, 0.0]);
        }
    }
}
