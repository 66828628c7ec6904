//! How near a node is to all others.

use super::degree::Direction;
use super::paths::UNSEEN;
use super::reach::{self, Reach};
use crate::adjacency::Adjacency;
use crate::error::Result;
use crate::run::Run;

/// What one walk from every node tells of how near it is to the others.
pub struct Nearness {
    /// See [`closeness`].
    pub closeness: Vec<f64>,
    /// See [`harmonic`].
    pub harmonic: Vec<f64>,
    /// The distance of the farthest node that each can reach.
    pub eccentricity: Vec<f64>,
}

/// Kernel of several of these in `weakties.networks.profile`.
pub fn nearness(
    network: &Adjacency,
    by_distance: bool,
    direction: Direction,
    improved: bool,
    normalized: bool,
    run: &Run,
) -> Result<Nearness> {
    let reach = if by_distance {
        reach::by_distance(network, direction, true, run)?
    } else {
        reach::by_steps(network, direction, UNSEEN, run)?
    };
    let close = |node: &Reach| {
        if node.others == 0 {
            return 0.0;
        }
        let reached = node.others as f64;
        let share = if improved { reached / (network.len() - 1) as f64 } else { 1.0 };
        share * if normalized { reached / node.total } else { 1.0 / node.total }
    };
    let others = if normalized { network.len().saturating_sub(1).max(1) as f64 } else { 1.0 };
    Ok(Nearness {
        closeness: reach.iter().map(close).collect(),
        harmonic: reach.iter().map(|node| node.inverse / others).collect(),
        eccentricity: reach.iter().map(|node| node.farthest).collect(),
    })
}

/// Kernel of `weakties.networks.closeness`: others reached over the sum of their distances, 0 where there are none.
pub fn closeness(
    network: &Adjacency,
    by_distance: bool,
    direction: Direction,
    improved: bool,
    normalized: bool,
    run: &Run,
) -> Result<Vec<f64>> {
    Ok(nearness(network, by_distance, direction, improved, normalized, run)?.closeness)
}

/// Kernel of `weakties.networks.harmonic`: the sum of one over each distance, or its mean over all others.
pub fn harmonic(
    network: &Adjacency,
    by_distance: bool,
    direction: Direction,
    normalized: bool,
    run: &Run,
) -> Result<Vec<f64>> {
    Ok(nearness(network, by_distance, direction, true, normalized, run)?.harmonic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    #[test]
    fn a_path_and_an_isolate_by_hand() {
        let network = Adjacency::from_ties(4, &[0, 1], &[1, 2], &[2.0, 0.5], false, Parallel::Refuse).unwrap();
        let run = Run::quiet();
        let plain = closeness(&network, false, Direction::Out, false, true, &run).unwrap();
        assert_eq!(plain, [2.0 / 3.0, 1.0, 2.0 / 3.0, 0.0]);
        let improved = closeness(&network, true, Direction::Out, true, true, &run).unwrap();
        assert_eq!(improved, [2.0 / 3.0 * (2.0 / 4.5), 2.0 / 3.0 * (2.0 / 2.5), 2.0 / 3.0 * (2.0 / 3.0), 0.0]);
        assert_eq!(closeness(&network, false, Direction::Out, false, false, &run).unwrap()[0], 1.0 / 3.0);
        assert_eq!(harmonic(&network, false, Direction::Out, false, &run).unwrap(), [1.5, 2.0, 1.5, 0.0]);
        assert_eq!(harmonic(&network, true, Direction::Out, true, &run).unwrap()[1], 2.5 / 3.0);
        let alone = Adjacency::from_ties(1, &[], &[], &[], true, Parallel::Refuse).unwrap();
        assert_eq!(harmonic(&alone, false, Direction::In, true, &run).unwrap(), [0.0]);
    }
}
