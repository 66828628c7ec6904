//! The ties that stand out.

use super::degree::Direction;
use crate::adjacency::{Adjacency, Neighbours};
use crate::sums::ExactSum;

/// What a node's ties amount to: how many weigh something, and how much together.
#[derive(Debug, Clone, Copy)]
struct Side {
    ties: i32,
    strength: f64,
}

impl Side {
    fn of(neighbours: Neighbours<'_>) -> Self {
        #[expect(clippy::cast_possible_wrap, reason = "a list that long has no memory to stand in")]
        let ties = neighbours.weights.iter().filter(|&&weight| weight > 0.0).count() as i32;
        Self { ties, strength: neighbours.weights.iter().copied().collect::<ExactSum>().value() }
    }

    /// How likely a tie is to get this share or more, where the node's strength is cut at random places.
    fn p_value(self, weight: f64) -> f64 {
        // One tie alone says nothing, and neither does one that weighs nothing.
        if self.ties < 2 || weight == 0.0 {
            return 1.0;
        }
        (1.0 - weight / self.strength).max(0.0).powi(self.ties - 1)
    }
}

/// Kernel of `weakties.networks.disparity`: one p-value a tie, in the order of `Adjacency::ties`.
#[must_use]
pub fn disparity(network: &Adjacency, direction: Direction) -> Vec<f64> {
    let sending: Vec<Side> = (0..network.len()).map(|node| Side::of(network.successors(node))).collect();
    let receiving: Vec<Side> = (0..network.len()).map(|node| Side::of(network.predecessors(node))).collect();
    let direction = if network.is_directed() { direction } else { Direction::All };
    let ties = network.ties();
    let ends = ties.sources.iter().zip(&ties.targets);
    ends.zip(&ties.weights)
        .map(|((&source, &target), &weight)| {
            let (out, into) = (sending[source as usize], receiving[target as usize]);
            match direction {
                Direction::Out => out.p_value(weight),
                Direction::In => into.p_value(weight),
                Direction::All => out.p_value(weight).min(into.p_value(weight)),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    #[test]
    fn a_share_is_unlikely_by_the_power_of_the_other_ties() {
        let network = |directed| {
            Adjacency::from_ties(4, &[0, 0, 0, 2], &[1, 2, 3, 1], &[6.0, 3.0, 1.0, 0.0], directed, Parallel::Refuse)
                .unwrap()
        };
        let expected: Vec<f64> = [0.4_f64, 0.7, 0.9].iter().map(|rest| rest.powi(2)).chain([1.0]).collect();
        for direction in [Direction::All, Direction::Out] {
            let found = disparity(&network(true), direction);
            assert!(found.iter().zip(&expected).all(|(one, other)| (one - other).abs() < 1e-15));
        }
        assert_eq!(disparity(&network(true), Direction::In), [1.0; 4]);
        assert_eq!(disparity(&network(false), Direction::In), disparity(&network(true), Direction::Out));
    }
}
