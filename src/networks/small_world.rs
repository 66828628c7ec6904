//! Short paths and closed triangles, beside networks with the same degrees that are random or a lattice.

use super::components::connected_components;
use super::rewiring::rewire;
use crate::adjacency::{Adjacency, Parallel};
use crate::error::{Error, Result};
use crate::random::{Draws, Seed};
use crate::run::Run;

/// What the draws of this file are for: the streams they come from, beside that of rewiring.
const LATTICE: u64 = 5;
/// Searches run side by side in the bits of these words.
const WORDS: usize = 4;
const LANES: usize = 64 * WORDS;
/// Where no tie has been written yet.
const NOBODY: u32 = u32::MAX;
/// How many steps are taken between two looks at whether to stop.
const LOOK: usize = 1 << 14;

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
        let (transitivity, clustering) = clustering(reference);
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
fn clustering(network: &Adjacency) -> (f64, f64) {
    let nodes = network.len();
    let rank = |node: usize| (network.successors(node).nodes.len(), node);
    // Each triangle is met once, from its end with the fewest ties to the one with the most.
    let upward: Vec<Vec<u32>> = (0..nodes)
        .map(|node| {
            let ties = network.successors(node).nodes.iter().copied();
            ties.filter(|&other| rank(other as usize) > rank(node)).collect()
        })
        .collect();
    let mut triangles = vec![0_u64; nodes];
    let mut tied_to = vec![u32::MAX; nodes];
    for node in 0..nodes {
        for &other in &upward[node] {
            tied_to[other as usize] = node as u32;
        }
        for &other in &upward[node] {
            for &third in upward[other as usize].iter().filter(|&&third| tied_to[third as usize] == node as u32) {
                for corner in [node, other as usize, third as usize] {
                    triangles[corner] += 1;
                }
            }
        }
    }
    let pairs = |node: usize| {
        let contacts = network.successors(node).nodes.len() as f64;
        contacts * (contacts - 1.0) / 2.0
    };
    let (mut closed, mut all, mut local) = (0.0, 0.0, 0.0);
    for (node, &triangles) in triangles.iter().enumerate() {
        closed += triangles as f64;
        all += pairs(node);
        local += if triangles > 0 { triangles as f64 / pairs(node) } else { 0.0 };
    }
    (if all > 0.0 { closed / all } else { 0.0 }, local / nodes as f64)
}

/// A network on a ring, on which ties are made short while every node keeps its number of them.
struct Ring {
    starts: Vec<usize>,
    /// Each tie stands at both of its ends.
    ends: Vec<u32>,
    owners: Vec<u32>,
}

impl Ring {
    /// Nodes take their places at random and are tied to the nearest who have ties left to give.
    fn of(network: &Adjacency, draws: &mut Draws) -> Self {
        let nodes = network.len();
        let place = draws.permutation(nodes);
        let mut left = vec![0; nodes];
        for (node, &place) in place.iter().enumerate() {
            left[place as usize] = network.successors(node).nodes.len();
        }
        let mut ring = Self::empty(&left);
        ring.tie_nearest(&mut left);
        if !ring.tie_rest(&mut left, draws) {
            // It starts from the ties there are.
            ring = Self::empty(&(0..nodes).map(|_| 0).collect::<Vec<_>>());
            let mut node_at = vec![0; nodes];
            for (node, &place) in place.iter().enumerate() {
                node_at[place as usize] = node;
            }
            for (at, &node) in node_at.iter().enumerate() {
                for &other in network.successors(node).nodes {
                    ring.ends.push(place[other as usize]);
                    ring.owners.push(at as u32);
                }
                ring.starts[at + 1] = ring.ends.len();
            }
        }
        ring
    }

    /// Room for so many ties of each node.
    fn empty(degrees: &[usize]) -> Self {
        let mut ring = Self { starts: vec![0], ends: Vec::new(), owners: Vec::new() };
        for (node, &degree) in degrees.iter().enumerate() {
            ring.owners.extend(std::iter::repeat_n(node as u32, degree));
            ring.starts.push(ring.owners.len());
        }
        ring.ends = vec![NOBODY; ring.owners.len()];
        ring
    }

    /// Writes a tie at both of its ends, into room that is left.
    fn tie(&mut self, one: u32, other: u32, left: &mut [usize]) {
        for (node, end) in [(one, other), (other, one)] {
            let room = &mut left[node as usize];
            self.ends[self.starts[node as usize + 1] - *room] = end;
            *room -= 1;
        }
    }

    /// Ties nodes 1 apart, then 2 apart and so on, while both have ties left to give.
    fn tie_nearest(&mut self, left: &mut [usize]) {
        let nodes = left.len();
        let mut open: Vec<usize> = (0..nodes).filter(|&node| left[node] > 0).collect();
        for apart in 1..=nodes / 2 {
            if open.len() < 2 {
                break;
            }
            // Half around, every pair would come up twice.
            let starts = if 2 * apart == nodes { nodes / 2 } else { nodes };
            for &node in open.iter().take_while(|&&node| node < starts) {
                let other = (node + apart) % nodes;
                if left[node] > 0 && left[other] > 0 {
                    self.tie(node as u32, other as u32, left);
                }
            }
            open.retain(|&node| left[node] > 0);
        }
    }

    /// What is left over is tied by breaking ties up: a − b becomes u − a and v − b. Says whether it came out even.
    fn tie_rest(&mut self, left: &mut [usize], draws: &mut Draws) -> bool {
        let mut over: Vec<u32> =
            left.iter().enumerate().flat_map(|(node, &left)| std::iter::repeat_n(node as u32, left)).collect();
        let mut tries = 64 * self.ends.len() + 64;
        while let [.., u, v] = *over {
            let first = draws.below(self.ends.len() as u64) as usize;
            let (a, b) = (self.owners[first], self.ends[first]);
            let apart = b != NOBODY && a != u && a != v && b != u && b != v;
            if apart && !self.is_tied(u, a) && !self.is_tied(v, b) {
                let Some(back) = self.place_of(b, a) else { return false };
                self.ends[first] = u;
                self.ends[back] = v;
                for (node, end) in [(u, a), (v, b)] {
                    let room = &mut left[node as usize];
                    self.ends[self.starts[node as usize + 1] - *room] = end;
                    *room -= 1;
                }
                over.truncate(over.len() - 2);
            }
            tries -= 1;
            if tries == 0 {
                return false;
            }
        }
        over.is_empty()
    }

    fn place_of(&self, node: u32, end: u32) -> Option<usize> {
        self.ties(node).iter().position(|&other| other == end).map(|place| self.starts[node as usize] + place)
    }

    fn distance(&self, one: u32, other: u32) -> u32 {
        let apart = one.abs_diff(other);
        apart.min(self.starts.len() as u32 - 1 - apart)
    }

    fn ties(&self, node: u32) -> &[u32] {
        &self.ends[self.starts[node as usize]..self.starts[node as usize + 1]]
    }

    fn is_tied(&self, one: u32, other: u32) -> bool {
        let (one, other) = if self.ties(one).len() > self.ties(other).len() { (other, one) } else { (one, other) };
        self.ties(one).contains(&other)
    }

    /// Tries `swaps` exchanges for each tie: a − b and c − d become a − c and b − d where that is shorter on the ring.
    ///
    /// The node c is looked for near a, nearer ones more often, since only then can it be shorter in the end.
    fn tighten(&mut self, swaps: u64, draws: &mut Draws, run: &Run) -> Result<()> {
        let nodes = self.starts.len() as u64 - 1;
        let farthest = libm::log((nodes / 2) as f64);
        let steps = (self.ends.len() as u64 / 2).saturating_mul(swaps);
        for step in 0..steps {
            if step % LOOK as u64 == 0 {
                run.go_on()?;
            }
            let first = draws.below(self.ends.len() as u64) as usize;
            let (a, b) = (self.owners[first], self.ends[first]);
            let away = libm::exp(draws.uniform() * farthest) as u64;
            let away = if draws.next_u64() >> 63 == 1 { away } else { nodes - away };
            let c = ((u64::from(a) + away) % nodes) as u32;
            let of_c = self.starts[c as usize]..self.starts[c as usize + 1];
            if of_c.is_empty() {
                continue;
            }
            let second = of_c.start + draws.below(of_c.len() as u64) as usize;
            let d = self.ends[second];
            if c == b || c == a || d == a || d == b {
                continue;
            }
            let now = self.distance(a, b) + self.distance(c, d);
            if self.distance(a, c) + self.distance(b, d) >= now || self.is_tied(a, c) || self.is_tied(b, d) {
                continue;
            }
            let (Some(at_b), Some(at_d)) = (self.place_of(b, a), self.place_of(d, c)) else {
                return Err(Error::internal("a tie stands at one of its ends only"));
            };
            self.ends[first] = c;
            self.ends[second] = a;
            self.ends[at_b] = d;
            self.ends[at_d] = b;
        }
        Ok(())
    }

    fn network(&self) -> Result<Adjacency> {
        let once = |ends: &[u32]| -> Vec<u32> {
            ends.iter()
                .zip(self.owners.iter().zip(&self.ends))
                .filter(|(_, (from, to))| from < to)
                .map(|(&end, _)| end)
                .collect()
        };
        let (sources, targets) = (once(&self.owners), once(&self.ends));
        let weights = vec![1.0; sources.len()];
        Adjacency::from_ties(self.starts.len() - 1, &sources, &targets, &weights, false, Parallel::Refuse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(nodes: u32, reach: u32) -> Adjacency {
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
        let (transitivity, local) = clustering(&ring);
        assert!((transitivity - 0.6).abs() < 1e-12 && (local - 0.6).abs() < 1e-12);
    }

    #[test]
    fn a_random_network_becomes_a_ring_again() {
        let start = rewire(&ring(500, 4), 20, Seed([1, 2]), 0, &Run::quiet()).unwrap();
        let mut draws = Seed([1, 2]).stream(0, 0);
        let mut lattice = Ring::of(&start, &mut draws);
        lattice.tighten(10, &mut draws, &Run::quiet()).unwrap();
        assert_eq!(lattice.network().unwrap(), ring(500, 4));
    }

    #[test]
    fn lattices_keep_every_degree() {
        for seed in 0..40 {
            // A few hubs beside many with few ties.
            let mut draws = Seed([7, seed]).stream(0, 0);
            let (mut sources, mut targets) = (Vec::new(), Vec::new());
            for node in 1..30_u32 {
                for _ in 0..2 {
                    let other = draws.below(u64::from(node)).min(draws.below(u64::from(node)));
                    sources.push(node);
                    targets.push(other as u32);
                }
            }
            let weights = vec![1.0; sources.len()];
            let start = Adjacency::from_ties(30, &sources, &targets, &weights, false, Parallel::Max).unwrap();
            let mut lattice = Ring::of(&start, &mut draws);
            lattice.tighten(10, &mut draws, &Run::quiet()).unwrap();
            let lattice = lattice.network().unwrap();
            let degrees = |network: &Adjacency| {
                let mut degrees: Vec<_> = (0..30).map(|node| network.successors(node).nodes.len()).collect();
                degrees.sort_unstable();
                degrees
            };
            assert_eq!(degrees(&lattice), degrees(&start));
        }
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
