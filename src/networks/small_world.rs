//! Short paths and closed triangles, beside networks with the same degrees that are random or a lattice.

use super::components::connected_components;
use super::rewiring::rewire;
use super::ring::Ring;
use super::triangles::triangles;
use crate::adjacency::{Adjacency, Parallel};
use crate::error::{Error, Result};
use crate::random::Seed;
use crate::run::Run;

/// What the draws of this file are for: the streams they come from, beside that of rewiring.
const LATTICE: u64 = 5;
/// Searches run side by side in the bits of these words.
const WORDS: usize = 4;
const LANES: usize = 64 * WORDS;

/// How close and how clustered a network is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shape {
    /// Mean length of the shortest paths in its largest component; NaN where it was not asked for.
    pub path: f64,
    /// The share of its nodes in that component.
    pub connected: f64,
    /// Three times the triangles over the pairs of ties that share a node.
    pub transitivity: f64,
    /// Mean over all nodes of the share of pairs of contacts that are tied, 0 with fewer than two contacts.
    pub clustering: f64,
}

/// Kernel of `weakties.networks.small_world`: how many nodes the largest component has; its shape; and the shapes of
/// networks with its degrees, random ones and then lattices.
pub fn small_world(
    network: &Adjacency,
    replicates: usize,
    swaps: u64,
    seed: Seed,
    run: &Run,
) -> Result<(usize, Vec<Shape>)> {
    let largest = largest_component(network)?;
    if largest.len() < 3 {
        return Err(Error::invalid(format!(
            "`network` must have a component of at least 3 nodes: the largest has {}; there is no path to compare",
            largest.len()
        )));
    }
    let shape = |reference: &Adjacency, with_paths: bool| -> Result<Shape> {
        let (transitivity, clustering) = clustering(reference, run)?;
        let (path, connected) = if with_paths { mean_path(reference, run)? } else { (f64::NAN, f64::NAN) };
        Ok(Shape { path, connected, transitivity, clustering })
    };
    let mut shapes = vec![shape(&largest, true)?];
    let random: Vec<Shape> = run.map(replicates, |replicate| {
        // Its own count of steps, so that this run's stays one of networks; a stop request is looked for between networks.
        let reference = rewire(&largest, swaps, seed, replicate as u64, &Run::quiet())?;
        run.go_on()?;
        shape(&reference, true)
    })?;
    let lattices: Vec<Shape> = run.map(replicates, |replicate| {
        let mut draws = seed.stream(LATTICE, replicate as u64);
        let mut ring = Ring::of(&largest, &mut draws);
        ring.tighten(swaps, &mut draws, run)?;
        shape(&ring.network()?, false)
    })?;
    shapes.extend(random);
    shapes.extend(lattices);
    Ok((largest.len(), shapes))
}

/// The ties of the largest component, without directions and weights, between nodes numbered anew in their order.
fn largest_component(network: &Adjacency) -> Result<Adjacency> {
    // Components are numbered from the largest on.
    let component = connected_components(network, false);
    let mut place = vec![u32::MAX; network.len()];
    let mut nodes = 0;
    for (place, _) in place.iter_mut().zip(component).filter(|(_, component)| *component == 0) {
        *place = nodes;
        nodes += 1;
    }
    let ties = network.ties();
    let of = |ends: &[u32]| -> Vec<u32> {
        ends.iter()
            .zip(&ties.sources)
            .filter(|(_, from)| place[**from as usize] != u32::MAX)
            .map(|(end, _)| place[*end as usize])
            .collect()
    };
    let (sources, targets) = (of(&ties.sources), of(&ties.targets));
    let weights = vec![1.0; sources.len()];
    Adjacency::from_ties(nodes as usize, &sources, &targets, &weights, false, Parallel::Max)
}

/// Mean length of the shortest paths in the largest component, and its share of the nodes.
fn mean_path(network: &Adjacency, run: &Run) -> Result<(f64, f64)> {
    let component = connected_components(network, false);
    let inside: Vec<u32> =
        (0..).zip(component).filter(|(_, component)| *component == 0).map(|(node, _)| node).collect();
    let batches: Vec<&[u32]> = inside.chunks(LANES).collect();
    let lengths = run.map(batches.len(), |batch| {
        run.go_on()?;
        Ok(total_length(network, batches[batch]))
    })?;
    let pairs = inside.len() as f64 * (inside.len() as f64 - 1.0);
    let total: u64 = lengths.iter().sum();
    Ok((total as f64 / pairs, inside.len() as f64 / network.len() as f64))
}

/// The lengths of all shortest paths from some nodes, added up: one search for all of them, a bit each.
fn total_length(network: &Adjacency, starts: &[u32]) -> u64 {
    let nodes = network.len();
    let none = [0_u64; WORDS];
    let (mut seen, mut arrived, mut met) = (vec![none; nodes], vec![none; nodes], vec![none; nodes]);
    let mut frontier: Vec<u32> = starts.to_vec();
    for (lane, &start) in starts.iter().enumerate() {
        seen[start as usize][lane / 64] |= 1 << (lane % 64);
        arrived[start as usize] = seen[start as usize];
    }
    let (mut total, mut length) = (0, 0);
    let mut touched: Vec<u32> = Vec::new();
    while !frontier.is_empty() {
        length += 1;
        for &node in &frontier {
            let here = std::mem::take(&mut arrived[node as usize]);
            for &neighbour in network.successors(node as usize).nodes {
                let there = &mut met[neighbour as usize];
                if *there == none {
                    touched.push(neighbour);
                }
                for (there, here) in there.iter_mut().zip(here) {
                    *there |= here;
                }
            }
        }
        frontier.clear();
        for &node in &touched {
            let place = node as usize;
            let mut new = std::mem::take(&mut met[place]);
            let mut count = 0;
            for (new, seen) in new.iter_mut().zip(&mut seen[place]) {
                *new &= !*seen;
                *seen |= *new;
                count += u64::from(new.count_ones());
            }
            if count > 0 {
                total += length * count;
                arrived[place] = new;
                frontier.push(node);
            }
        }
        touched.clear();
    }
    total
}

/// Transitivity and mean local clustering of a network without directions.
fn clustering(network: &Adjacency, run: &Run) -> Result<(f64, f64)> {
    let pairs = |node: usize| {
        let contacts = network.successors(node).nodes.len() as f64;
        contacts * (contacts - 1.0) / 2.0
    };
    let (mut closed, mut all, mut local) = (0.0, 0.0, 0.0);
    for (node, triangles) in triangles(network, run)?.into_iter().enumerate() {
        closed += triangles as f64;
        all += pairs(node);
        local += if triangles > 0 { triangles as f64 / pairs(node) } else { 0.0 };
    }
    Ok((if all > 0.0 { closed / all } else { 0.0 }, local / network.len() as f64))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::networks) fn ring(nodes: u32, reach: u32) -> Adjacency {
        let (sources, targets): (Vec<u32>, Vec<u32>) =
            (0..nodes).flat_map(|node| (1..=reach).map(move |away| (node, (node + away) % nodes))).unzip();
        let weights = vec![1.0; sources.len()];
        Adjacency::from_ties(nodes as usize, &sources, &targets, &weights, false, Parallel::Refuse).unwrap()
    }

    #[test]
    fn a_ring_by_hand() {
        let ring = ring(600, 3);
        // From any node 6 lie 1 step away, 6 lie 2 steps away, up to 99 steps, and the last 5 lie 100 away.
        let expected = (6.0 * (99.0 * 100.0 / 2.0) + 500.0) / 599.0;
        let (path, connected) = mean_path(&ring, &Run::quiet()).unwrap();
        assert!((path - expected).abs() < 1e-12);
        assert_eq!(connected, 1.0);
        let (transitivity, local) = clustering(&ring, &Run::quiet()).unwrap();
        assert!((transitivity - 0.6).abs() < 1e-12 && (local - 0.6).abs() < 1e-12);
    }

    #[test]
    fn threads_give_equal_bits() {
        let (_, one) = small_world(&ring(300, 2), 3, 5, Seed([1, 2]), &Run::new(Some(1)).unwrap()).unwrap();
        for threads in [2, 7] {
            let run = Run::new(Some(threads)).unwrap();
            let (_, many) = small_world(&ring(300, 2), 3, 5, Seed([1, 2]), &run).unwrap();
            assert_eq!(format!("{many:?}"), format!("{one:?}"));
        }
    }
}
