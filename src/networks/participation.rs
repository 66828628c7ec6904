//! Participation and within-module degree: how a node's ties are spread over groups.

use super::communities::{Groups, finite, strength};
use super::degree::Direction;
use crate::adjacency::{Adjacency, Neighbours};
use crate::error::Result;
use crate::run::Run;

/// Egos are worked on in chunks, which share their scratch memory.
const CHUNK: usize = 4096;

/// Kernel of `weakties.networks.participation_coefficient`: `1 − Σ_g (k_ig / k_i)²`, NaN without ties.
pub fn participation_coefficient(
    network: &Adjacency,
    groups: Groups<'_>,
    weighted: bool,
    direction: Direction,
    run: &Run,
) -> Result<Vec<f64>> {
    let nodes = network.len();
    let chunks = run.map(nodes.div_ceil(CHUNK), |chunk| {
        let mut tied = vec![0.0; groups.count()];
        let mut touched = Vec::new();
        (chunk * CHUNK..nodes.min((chunk + 1) * CHUNK))
            .map(|node| {
                let mut total = 0.0;
                for ties in lists(network, direction, node).into_iter().flatten() {
                    for (other, weight) in ties.iter() {
                        let (group, tie) = (groups.of(other), strength(weight, weighted));
                        if tied[group] == 0.0 {
                            touched.push(group);
                        }
                        tied[group] += tie;
                        total += tie;
                    }
                }
                finite(total)?;
                let mut squares = 0.0;
                for group in touched.drain(..) {
                    squares += (tied[group] / total).powi(2);
                    tied[group] = 0.0;
                }
                // Rounding must not make a node with one group look as if it had more.
                Ok(if total > 0.0 { (1.0 - squares).max(0.0) } else { f64::NAN })
            })
            .collect::<Result<Vec<f64>>>()
    })?;
    Ok(chunks.concat())
}

/// Kernel of `weakties.networks.within_module_degree`: z of each node's ties within its group, NaN where none differ.
pub fn within_module_degree(
    network: &Adjacency,
    groups: Groups<'_>,
    weighted: bool,
    direction: Direction,
    sample: bool,
) -> Result<Vec<f64>> {
    let inside: Vec<f64> = (0..network.len())
        .map(|node| {
            let ties = lists(network, direction, node).into_iter().flatten();
            let own = ties.flat_map(|ties| ties.iter()).filter(|tie| groups.of(tie.0) == groups.of(node));
            finite(own.fold(0.0, |sum, tie| sum + strength(tie.1, weighted)))
        })
        .collect::<Result<_>>()?;
    let sizes = groups.sizes();
    let mut means = vec![0.0; groups.count()];
    let (mut lowest, mut highest) = (vec![f64::INFINITY; groups.count()], vec![0.0_f64; groups.count()]);
    for (node, &ties) in inside.iter().enumerate() {
        let group = groups.of(node);
        means[group] += ties / sizes[group];
        lowest[group] = lowest[group].min(ties);
        highest[group] = highest[group].max(ties);
    }
    let mut squares = vec![0.0; groups.count()];
    for (node, &ties) in inside.iter().enumerate() {
        squares[groups.of(node)] += (ties - means[groups.of(node)]).powi(2);
    }
    let z = |(node, &ties): (usize, &f64)| {
        let group = groups.of(node);
        // Where all have the same, the mean may differ from it by rounding.
        if lowest[group] == highest[group] {
            return f64::NAN;
        }
        let count = if sample { sizes[group] - 1.0 } else { sizes[group] };
        (ties - means[group]) / (squares[group] / count).sqrt()
    };
    Ok(inside.iter().enumerate().map(z).collect())
}

fn lists(network: &Adjacency, direction: Direction, node: usize) -> [Option<Neighbours<'_>>; 2] {
    let (leaving, arriving) = (Some(network.successors(node)), Some(network.predecessors(node)));
    match direction {
        _ if !network.is_directed() => [leaving, None],
        Direction::Out => [leaving, None],
        Direction::In => [None, arriving],
        Direction::All => [leaving, arriving],
    }
}

#[cfg(test)]
mod tests {
    use super::super::communities::tests::ties;
    use super::*;

    #[test]
    fn a_bridge_between_two_pairs_by_hand() {
        // 2 is tied to both pairs, and belongs to the first; the second tie weighs 3.
        let network = ties(6, &[(0, 1, 1.0), (0, 2, 1.0), (2, 3, 3.0), (3, 4, 1.0)], false);
        let groups = Groups::new(&network, &[0, 0, 0, 1, 1, 1], 2).unwrap();
        let run = Run::quiet();
        let found = participation_coefficient(&network, groups, true, Direction::All, &run).unwrap();
        assert_eq!(found[..5], [0.0, 0.0, 1.0 - 1.0 / 16.0 - 9.0 / 16.0, 1.0 - 1.0 / 16.0 - 9.0 / 16.0, 0.0]);
        assert!(found[5].is_nan());
        // Within the first group 2, 1 and 1 ties: mean 4/3, variance 2/9.
        let z = within_module_degree(&network, groups, false, Direction::All, false).unwrap();
        assert!((z[0] - 2.0_f64.sqrt()).abs() < 1e-12);
        let z = within_module_degree(&network, groups, false, Direction::All, true).unwrap();
        assert!((z[0] - 2.0 / 3.0 / (1.0_f64 / 3.0).sqrt()).abs() < 1e-12);
        let alike = Groups::new(&network, &[0, 1, 2, 3, 4, 5], 6).unwrap();
        let z = within_module_degree(&network, alike, false, Direction::All, false).unwrap();
        assert!(z.iter().all(|z| z.is_nan()));
    }

    #[test]
    fn direction_chooses_the_ties() {
        let network = ties(3, &[(0, 1, 1.0), (2, 0, 1.0)], true);
        let groups = Groups::new(&network, &[0, 0, 1], 2).unwrap();
        let run = Run::quiet();
        let of_0 = |direction| participation_coefficient(&network, groups, false, direction, &run).unwrap()[0];
        assert_eq!([Direction::In, Direction::Out, Direction::All].map(of_0), [0.0, 0.0, 0.5]);
    }
}
