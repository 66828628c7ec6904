//! Regular equivalence: nodes are alike that are tied to alike nodes.

use std::collections::HashMap;

use ndarray::Array2;

use super::equivalence::{MOST_NODES, check_size, mirrored, power_of_two};
use crate::adjacency::{Adjacency, Neighbours};
use crate::error::{Error, Result};
use crate::run::Run;

/// Kernel of `weakties.networks.regular_equivalence`.
///
/// In each round the two nodes are compared through the ties of both: each tie to an alter is matched with the tie of
/// the other node that fits best, by what the two ties share and by how alike the alters were in the round before.
pub fn regular_equivalence(network: &Adjacency, weighted: bool, iterations: usize, run: &Run) -> Result<Array2<f64>> {
    let nodes = network.len();
    check_size(nodes, MOST_NODES)?;
    run.expect_steps((nodes * iterations) as u64);
    let ties = mutual(network, weighted);
    let totals: Vec<f64> = ties.iter().map(|ties| ties.iter().map(|tie| tie.to + tie.from).sum()).collect();
    let mut alike = Array2::ones((nodes, nodes));
    for _ in 0..iterations {
        let rows = run.map(nodes, |i| {
            let compared = |j: usize| {
                let total = totals[i] + totals[j];
                if total == 0.0 {
                    return 1.0;
                }
                (matched(&ties[i], &ties[j], &alike) + matched(&ties[j], &ties[i], &alike)) / total
            };
            let row: Vec<f64> = (i + 1..nodes).map(compared).collect();
            run.advance(1)?;
            Ok(row)
        })?;
        let next = mirrored(&rows, 1.0);
        let ended = next == alike;
        alike = next;
        if ended {
            break;
        }
    }
    Ok(alike)
}

/// A node's ties with an alter, in both directions.
struct Mutual {
    alter: usize,
    to: f64,
    from: f64,
}

fn mutual(network: &Adjacency, weighted: bool) -> Vec<Vec<Mutual>> {
    let scale = if weighted { power_of_two(network) } else { 1.0 };
    let weight = |tie: Option<(usize, f64)>| match tie {
        None => 0.0,
        Some((_, weight)) if weighted => weight * scale,
        Some(_) => 1.0,
    };
    let none = Neighbours { nodes: &[], weights: &[] };
    let of = |node: usize| {
        let mut leaving = network.successors(node).iter().peekable();
        let mut arriving = if network.is_directed() { network.predecessors(node) } else { none }.iter().peekable();
        let mut ties = Vec::with_capacity(leaving.len());
        while let Some(alter) = leaving.peek().into_iter().chain(arriving.peek()).map(|tie| tie.0).min() {
            let to = weight(leaving.next_if(|tie| tie.0 == alter));
            let from = weight(arriving.next_if(|tie| tie.0 == alter));
            if to + from > 0.0 {
                ties.push(Mutual { alter, to, from });
            }
        }
        ties
    };
    (0..network.len()).map(of).collect()
}

/// What the ties of one node find among those of the other, each at best.
fn matched(ties: &[Mutual], others: &[Mutual], alike: &Array2<f64>) -> f64 {
    let mut sum = 0.0;
    for tie in ties {
        let row = alike.row(tie.alter);
        let mut best = 0.0_f64;
        for other in others {
            best = best.max(row[other.alter] * (tie.to.min(other.to) + tie.from.min(other.from)));
            if best >= tie.to + tie.from {
                break;
            }
        }
        sum += best;
    }
    sum
}

/// How many nodes one thread takes at a time.
const CHUNK: usize = 4096;

/// Kernel of `weakties.networks.regular_classes`.
///
/// Classes are divided until all nodes of a class are tied to nodes of the same classes; with `counted` to as many.
pub fn regular_classes(network: &Adjacency, start: Option<&[i64]>, counted: bool, run: &Run) -> Result<Vec<i64>> {
    let nodes = network.len();
    if start.is_some_and(|start| start.len() != nodes) {
        return Err(Error::invalid("`groups` must give each node a group"));
    }
    let numbers = |keys: &mut dyn Iterator<Item = Vec<i64>>| {
        let mut known: HashMap<Vec<i64>, i64> = HashMap::new();
        #[expect(clippy::cast_possible_wrap, reason = "node numbers have 32 bits")]
        let classes: Vec<i64> = keys
            .map(|key| {
                let next = known.len() as i64;
                *known.entry(key).or_insert(next)
            })
            .collect();
        (classes, known.len())
    };
    let (mut classes, mut count) = numbers(&mut (0..nodes).map(|node| vec![start.map_or(0, |start| start[node])]));
    loop {
        let described = |node: usize| {
            let seen = |ties: Neighbours<'_>| {
                let mut seen: Vec<i64> = ties.nodes.iter().map(|&other| classes[other as usize]).collect();
                seen.sort_unstable();
                if !counted {
                    seen.dedup();
                }
                seen
            };
            let mut key = vec![classes[node]];
            key.extend(seen(network.successors(node)));
            if network.is_directed() {
                key.push(-1);
                key.extend(seen(network.predecessors(node)));
            }
            key
        };
        let keys = run.map(nodes.div_ceil(CHUNK), |chunk| {
            run.advance(1)?;
            Ok((chunk * CHUNK..nodes.min((chunk + 1) * CHUNK)).map(described).collect::<Vec<_>>())
        })?;
        let (next, more) = numbers(&mut keys.into_iter().flatten());
        classes = next;
        if more == count {
            return Ok(classes);
        }
        count = more;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, ties: &[(u32, u32)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &vec![1.0; ties.len()], directed, Parallel::Refuse).unwrap()
    }

    /// A head, three heads of departments, and their five subordinates.
    const HIERARCHY: [(u32, u32); 8] = [(0, 1), (0, 2), (0, 3), (1, 4), (1, 5), (2, 6), (3, 7), (3, 8)];

    #[test]
    fn the_levels_of_a_hierarchy_are_its_classes() {
        let network = ties(9, &HIERARCHY, true);
        let run = Run::quiet();
        assert_eq!(regular_classes(&network, None, false, &run).unwrap(), [0, 1, 1, 1, 2, 2, 2, 2, 2]);
        assert_eq!(regular_classes(&network, None, true, &run).unwrap(), [0, 1, 2, 1, 3, 3, 4, 3, 3]);
        let alike = regular_equivalence(&network, false, 20, &run).unwrap();
        assert_eq!((alike[[1, 2]], alike[[4, 8]]), (1.0, 1.0));
        assert!(alike[[0, 1]] < 1.0 && alike[[1, 4]] < 1.0 && alike[[0, 4]] == 0.0);
    }

    #[test]
    fn without_directions_only_isolates_differ() {
        let network = ties(5, &[(0, 1), (1, 2), (2, 3)], false);
        assert_eq!(regular_classes(&network, None, false, &Run::quiet()).unwrap(), [0, 0, 0, 0, 1]);
        assert_eq!(regular_classes(&network, Some(&[1, 0, 0, 0, 0]), false, &Run::quiet()).unwrap(), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn threads_give_equal_bits() {
        let list: Vec<(u32, u32)> = (0..300).map(|i| (i, (i * 7 + 1) % 300)).filter(|tie| tie.0 != tie.1).collect();
        let network = ties(300, &list, true);
        let of = |run: &Run| regular_equivalence(&network, false, 3, run).unwrap();
        let expected = of(&Run::quiet());
        for threads in [1, 2, 7] {
            assert_eq!(of(&Run::new(Some(threads)).unwrap()), expected);
        }
    }
}
