//! How far a node holds together what is otherwise far apart.

use super::bridges::without_directions;
use super::components::connected_components;
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// Kernel of `weakties.networks.bridging_coefficient`: NaN for a node without ties.
pub fn bridging_coefficient(network: &Adjacency) -> Result<Vec<f64>> {
    let flat = without_directions(network)?;
    let resistance = |node: u32| 1.0 / flat.successors(node as usize).nodes.len() as f64;
    let coefficient = |node: u32| {
        let around: f64 = flat.successors(node as usize).nodes.iter().map(|&other| resistance(other)).sum();
        if around > 0.0 { resistance(node) / around } else { f64::NAN }
    };
    Ok((0..network.len() as u32).map(coefficient).collect())
}

/// Refuses values that are not one a node.
fn check_between(network: &Adjacency, between: &[f64]) -> Result<()> {
    if between.len() == network.len() {
        return Ok(());
    }
    Err(Error::invalid(format!("`between` must have one value a node: got {} for {}", between.len(), network.len())))
}

/// Kernel of `weakties.networks.bridging_centrality` from betweenness: 0 for a node without ties.
pub fn bridging_centrality(network: &Adjacency, between: &[f64]) -> Result<Vec<f64>> {
    check_between(network, between)?;
    let coefficients = bridging_coefficient(network)?;
    let product = |(between, coefficient): (&f64, f64)| if *between == 0.0 { 0.0 } else { between * coefficient };
    Ok(between.iter().zip(coefficients).map(product).collect())
}

/// Kernel of `weakties.networks.bridging` from betweenness that is not normalised: 0 for a node with one contact, and along
/// directions for one that lies between nobody.
///
/// The shortest paths over a node's ties are those that pass it, which enter by one tie and leave by another, and those
/// that it begins or ends.
pub fn bridging(network: &Adjacency, between: &[f64], run: &Run) -> Result<Vec<f64>> {
    check_between(network, between)?;
    let degree = |node: usize| network.successors(node).nodes.len() as f64;
    if !network.is_directed() {
        let components = connected_components(network, false);
        let mut sizes = vec![0.0; network.len()];
        for &component in &components {
            sizes[component as usize] += 1.0;
        }
        let per_tie = |(node, between): (usize, &f64)| {
            let others = sizes[components[node] as usize] - 1.0;
            if degree(node) > 1.0 { (2.0 * between + others) / degree(node) } else { 0.0 }
        };
        return Ok(between.iter().enumerate().map(per_tie).collect());
    }
    let reached = reached_and_reaching(network, between, run)?;
    let per_tie = |(node, (between, (reached, reaching))): (usize, (&f64, (f64, f64)))| {
        if *between > 0.0 {
            let arriving = network.predecessors(node).nodes.len() as f64;
            f64::midpoint((between + reaching) / arriving, (between + reached) / degree(node))
        } else {
            0.0
        }
    };
    Ok(between.iter().zip(reached).enumerate().map(per_tie).collect())
}

const CHUNKS: usize = 64;

/// For each node that lies between others, how many it reaches along directions and how many reach it.
fn reached_and_reaching(network: &Adjacency, between: &[f64], run: &Run) -> Result<Vec<(f64, f64)>> {
    let nodes = network.len();
    run.expect_steps(nodes as u64);
    let size = nodes.div_ceil(CHUNKS).max(1);
    let parts = run.map(nodes.div_ceil(size), |chunk| {
        let (mut seen, mut order) = (vec![u32::MAX; nodes], Vec::new());
        let mut found = Vec::with_capacity(size);
        for source in chunk * size..nodes.min((chunk + 1) * size) {
            let mut counts = [0.0; 2];
            if between[source] > 0.0 {
                for (backward, count) in counts.iter_mut().enumerate() {
                    let mark = (2 * source + backward) as u32;
                    order.clear();
                    order.push(source as u32);
                    seen[source] = mark;
                    let mut next = 0;
                    while let Some(&node) = order.get(next) {
                        next += 1;
                        let node = node as usize;
                        let ties = if backward == 1 { network.predecessors(node) } else { network.successors(node) };
                        for &other in ties.nodes {
                            if seen[other as usize] != mark {
                                seen[other as usize] = mark;
                                order.push(other);
                            }
                        }
                    }
                    *count = (order.len() - 1) as f64;
                    run.go_on()?;
                }
            }
            found.push((counts[0], counts[1]));
            run.advance(1)?;
        }
        Ok(found)
    })?;
    Ok(parts.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;
    use crate::networks::betweenness::betweenness;

    fn path(directed: bool) -> Adjacency {
        Adjacency::from_ties(5, &[0, 1, 2], &[1, 2, 3], &[1.0; 3], directed, Parallel::Refuse).unwrap()
    }

    #[test]
    fn a_path_of_four_and_an_isolate_by_hand() {
        let run = Run::quiet();
        for directed in [false, true] {
            let between = betweenness(&path(directed), false, None, &run).unwrap();
            // The middle ties carry 4 pairs, the outer ones 3.
            assert_eq!(bridging(&path(directed), &between, &run).unwrap(), [0.0, 3.5, 3.5, 0.0, 0.0]);
            let found = bridging_coefficient(&path(directed)).unwrap();
            assert_eq!(found[..4], [2.0, 0.5 / 1.5, 0.5 / 1.5, 2.0]);
            assert!(found[4].is_nan());
            let found = bridging_centrality(&path(directed), &between).unwrap();
            assert_eq!(found, [0.0, 2.0 * (0.5 / 1.5), 2.0 * (0.5 / 1.5), 0.0, 0.0]);
            assert!(bridging(&path(directed), &between[1..], &run).is_err());
            assert!(bridging_centrality(&path(directed), &between[1..]).is_err());
        }
    }
}
