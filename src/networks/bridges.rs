//! Ties and nodes without which parts fall apart, and ties whose ends share no one.

use std::borrow::Cow;
use std::ops::Range;

use crate::adjacency::{Adjacency, Parallel};
use crate::error::Result;
use crate::run::Run;

/// The network with directions left out, in which two ties in opposite directions are one.
pub(super) fn without_directions(network: &Adjacency) -> Result<Cow<'_, Adjacency>> {
    if !network.is_directed() {
        return Ok(Cow::Borrowed(network));
    }
    let ties = network.ties();
    let built = Adjacency::from_ties(network.len(), &ties.sources, &ties.targets, &ties.weights, false, Parallel::Max)?;
    Ok(Cow::Owned(built))
}

const UNSEEN: u32 = u32::MAX;

/// One walk into depth over everybody, from parent to child, and what holds its parts together (Tarjan).
struct Walk {
    /// By node, who it was reached from; itself for those a walk began at.
    parent: Vec<u32>,
    /// Whether the tie to the parent is the only way back above it.
    bridge: Vec<bool>,
    articulation: Vec<bool>,
}

impl Walk {
    fn over(network: &Adjacency, run: &Run) -> Result<Self> {
        let nodes = network.len();
        let mut parent = vec![UNSEEN; nodes];
        let mut bridge = vec![false; nodes];
        let mut articulation = vec![false; nodes];
        // When each node was reached, and the earliest reached that its part of the walk is tied to.
        let mut reached = vec![UNSEEN; nodes];
        let mut earliest = vec![UNSEEN; nodes];
        let mut next = vec![0_u32; nodes];
        let mut clock = 0;
        let mut path: Vec<u32> = Vec::new();
        for root in 0..nodes {
            if reached[root] != UNSEEN {
                continue;
            }
            run.go_on()?;
            let mut children_of_root = 0;
            parent[root] = root as u32;
            (reached[root], earliest[root]) = (clock, clock);
            clock += 1;
            path.push(root as u32);
            while let Some(&node) = path.last() {
                let node = node as usize;
                let neighbours = network.successors(node).nodes;
                let mut at = next[node] as usize;
                let mut low = earliest[node];
                let mut child = None;
                while let Some(&other) = neighbours.get(at) {
                    at += 1;
                    let seen = reached[other as usize];
                    if seen == UNSEEN {
                        child = Some(other);
                        break;
                    }
                    if other != parent[node] {
                        low = low.min(seen);
                    }
                }
                next[node] = at as u32;
                earliest[node] = low;
                if let Some(child) = child {
                    parent[child as usize] = node as u32;
                    (reached[child as usize], earliest[child as usize]) = (clock, clock);
                    clock += 1;
                    if clock % 4096 == 0 {
                        run.go_on()?;
                    }
                    path.push(child);
                    continue;
                }
                path.pop();
                let above = parent[node] as usize;
                if above == node {
                    articulation[node] = children_of_root > 1;
                    continue;
                }
                earliest[above] = earliest[above].min(low);
                bridge[node] = low > reached[above];
                if above == root {
                    children_of_root += 1;
                } else if low >= reached[above] {
                    articulation[above] = true;
                }
            }
        }
        Ok(Self { parent, bridge, articulation })
    }

    fn is_bridge(&self, one: usize, other: usize) -> bool {
        (self.bridge[one] && self.parent[one] as usize == other)
            || (self.bridge[other] && self.parent[other] as usize == one)
    }
}

/// Kernel of `weakties.networks.bridges`: whether each tie is one, in the order of the ties.
pub fn bridges(network: &Adjacency, run: &Run) -> Result<Vec<bool>> {
    let walk = Walk::over(&*without_directions(network)?, run)?;
    let mut found = Vec::with_capacity(network.tie_count());
    for source in 0..network.len() {
        for target in tied_to(network, source) {
            found.push(walk.is_bridge(source, target));
        }
    }
    Ok(found)
}

/// Kernel of `weakties.networks.articulation_points`: whether each node is one.
pub fn articulation_points(network: &Adjacency, run: &Run) -> Result<Vec<bool>> {
    Ok(Walk::over(&*without_directions(network)?, run)?.articulation)
}

/// The ends of a node's ties, each tie of the network once.
fn tied_to(network: &Adjacency, source: usize) -> impl Iterator<Item = usize> {
    let directed = network.is_directed();
    let all = network.successors(source).nodes.iter().map(|&target| target as usize);
    all.filter(move |&target| directed || source < target)
}

/// Nodes are worked on in chunks, which share their scratch memory.
const SMALLEST_CHUNK: usize = 256;
const CHUNKS: usize = 32;

fn in_chunks<T: Send>(
    nodes: usize,
    run: &Run,
    work: impl Fn(Range<usize>) -> Result<Vec<T>> + Sync + Send,
) -> Result<Vec<T>> {
    run.expect_steps(nodes as u64);
    let size = nodes.div_ceil(CHUNKS).max(SMALLEST_CHUNK);
    let parts = run.map(nodes.div_ceil(size), |chunk| work(chunk * size..nodes.min((chunk + 1) * size)))?;
    Ok(parts.into_iter().flatten().collect())
}

/// Counts neighbours that two nodes have in common.
struct Shared<'a> {
    network: &'a Adjacency,
    /// By node, one more than the last node whose neighbour it was found to be.
    neighbour_of: Vec<u32>,
}

/// A list so many times as long as the other is searched instead of read through.
const SEARCHED_FROM: usize = 16;

impl<'a> Shared<'a> {
    fn new(network: &'a Adjacency) -> Self {
        Self { network, neighbour_of: vec![0; network.len()] }
    }

    /// Prepares to count what others have in common with `node`.
    fn look_at(&mut self, node: usize) {
        for &other in self.network.successors(node).nodes {
            self.neighbour_of[other as usize] = node as u32 + 1;
        }
    }

    fn with(&self, node: usize, other: usize) -> u32 {
        let (own, others) = (self.network.successors(node).nodes, self.network.successors(other).nodes);
        if others.len() > SEARCHED_FROM * own.len() {
            return own.iter().map(|each| u32::from(others.binary_search(each).is_ok())).sum();
        }
        let mark = node as u32 + 1;
        others.iter().map(|&each| u32::from(self.neighbour_of[each as usize] == mark)).sum()
    }
}

/// Kernel of `weakties.networks.embeddedness`: for each tie, how many neighbours its ends have in common.
pub fn embeddedness(network: &Adjacency, run: &Run) -> Result<Vec<i64>> {
    let flat = without_directions(network)?;
    in_chunks(network.len(), run, |sources| {
        let mut shared = Shared::new(&flat);
        let mut found = Vec::new();
        for source in sources {
            shared.look_at(source);
            found.extend(tied_to(network, source).map(|target| i64::from(shared.with(source, target))));
            run.advance(1)?;
        }
        Ok(found)
    })
}

/// Kernel of `weakties.networks.overlap`: for each tie, the share of its ends' other neighbours that they have in
/// common; NaN where they have no others.
pub fn overlap(network: &Adjacency, run: &Run) -> Result<Vec<f64>> {
    let flat = without_directions(network)?;
    in_chunks(network.len(), run, |sources| {
        let mut shared = Shared::new(&flat);
        let mut found = Vec::new();
        for source in sources {
            shared.look_at(source);
            for target in tied_to(network, source) {
                let common = shared.with(source, target);
                let others = flat.successors(source).nodes.len() + flat.successors(target).nodes.len() - 2;
                found.push(f64::from(common) / (others as f64 - f64::from(common)));
            }
            run.advance(1)?;
        }
        Ok(found)
    })
}

/// Kernel of `weakties.networks.local_bridges`: for each tie, how far apart its ends are without it; 2 where they have a
/// neighbour in common, infinite for a bridge.
pub fn span(network: &Adjacency, run: &Run) -> Result<Vec<f64>> {
    let flat = without_directions(network)?;
    let walk = Walk::over(&flat, run)?;
    in_chunks(network.len(), run, |sources| {
        let mut shared = Shared::new(&flat);
        let mut search = Search::new(&flat);
        let mut found = Vec::new();
        for source in sources {
            shared.look_at(source);
            for target in tied_to(network, source) {
                found.push(if walk.is_bridge(source, target) {
                    f64::INFINITY
                } else if shared.with(source, target) > 0 {
                    2.0
                } else {
                    f64::from(search.way_around(source, target, run)?)
                });
            }
            run.advance(1)?;
        }
        Ok(found)
    })
}

/// Finds the shortest way between the ends of a tie without the tie, from both ends at once.
struct Search<'a> {
    network: &'a Adjacency,
    /// By node, how far it is from the first end, or from the second counted downwards from -1; 0 where not seen.
    distance: Vec<i32>,
    seen: Vec<u32>,
    fronts: [Vec<u32>; 2],
    next: Vec<u32>,
}

impl<'a> Search<'a> {
    fn new(network: &'a Adjacency) -> Self {
        let distance = vec![0; network.len()];
        Self { network, distance, seen: Vec::new(), fronts: [Vec::new(), Vec::new()], next: Vec::new() }
    }

    /// The length of the way around a tie that is no bridge.
    fn way_around(&mut self, one: usize, other: usize, run: &Run) -> Result<i32> {
        for node in self.seen.drain(..) {
            self.distance[node as usize] = 0;
        }
        // Distances are stored one larger, with the sign of the side.
        for (side, (end, sign)) in [(one, 1), (other, -1)].into_iter().enumerate() {
            self.distance[end] = sign;
            self.seen.push(end as u32);
            self.fronts[side].clear();
            self.fronts[side].push(end as u32);
        }
        let (mut depths, mut best) = ([0_i32; 2], i32::MAX);
        while best == i32::MAX {
            run.go_on()?;
            let side = usize::from(self.fronts[1].len() < self.fronts[0].len());
            if self.fronts[side].is_empty() {
                break;
            }
            let sign = if side == 0 { 1 } else { -1 };
            depths[side] += 1;
            self.next.clear();
            for &node in &self.fronts[side] {
                for &neighbour in self.network.successors(node as usize).nodes {
                    let (from, to) = (node as usize, neighbour as usize);
                    if (from == one && to == other) || (from == other && to == one) {
                        continue;
                    }
                    let distance = &mut self.distance[to];
                    if *distance == 0 {
                        *distance = sign * (depths[side] + 1);
                        self.seen.push(neighbour);
                        self.next.push(neighbour);
                    } else if distance.signum() != sign {
                        best = best.min(depths[side] + distance.abs() - 1);
                    }
                }
            }
            std::mem::swap(&mut self.fronts[side], &mut self.next);
        }
        Ok(best)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ties(nodes: usize, pairs: &[(u32, u32)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = pairs.iter().map(|pair| pair.0).collect();
        let targets: Vec<u32> = pairs.iter().map(|pair| pair.1).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &vec![1.0; pairs.len()], directed, Parallel::Refuse).unwrap()
    }

    #[test]
    fn a_triangle_with_a_tail_and_a_square_by_hand() {
        // 0-1-2 a triangle, 2-3 a bridge, 3-4-5-6 a square, 7 alone.
        let pairs = [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (3, 6), (4, 5), (5, 6)];
        let run = Run::quiet();
        for directed in [false, true] {
            let network = ties(8, &pairs, directed);
            let yes = |found: Vec<bool>| found.iter().map(|&each| u8::from(each)).collect::<Vec<_>>();
            assert_eq!(yes(bridges(&network, &run).unwrap()), [0, 0, 0, 1, 0, 0, 0, 0]);
            assert_eq!(yes(articulation_points(&network, &run).unwrap()), [0, 0, 1, 1, 0, 0, 0, 0]);
            let infinite = f64::INFINITY;
            assert_eq!(span(&network, &run).unwrap(), [2.0, 2.0, 2.0, infinite, 3.0, 3.0, 3.0, 3.0]);
            assert_eq!(embeddedness(&network, &run).unwrap(), [1, 1, 1, 0, 0, 0, 0, 0]);
            let shares = overlap(&network, &run).unwrap();
            assert_eq!(shares[..4], [1.0, 0.5, 0.5, 0.0]);
        }
    }

    #[test]
    fn ties_in_both_directions_are_one_connection() {
        let pair = ties(2, &[(0, 1), (1, 0)], true);
        assert_eq!(bridges(&pair, &Run::quiet()).unwrap(), [true, true]);
        assert!(overlap(&pair, &Run::quiet()).unwrap().iter().all(|each| each.is_nan()));
    }

    #[test]
    fn a_ring_has_no_bridge_and_every_tie_spans_it_on_any_number_of_threads() {
        let pairs: Vec<(u32, u32)> = (0..1001).map(|i| (i, (i + 1) % 1001)).collect();
        let ring = ties(1001, &pairs, false);
        for threads in [1, 2, 7] {
            let run = Run::new(Some(threads)).unwrap();
            assert!(span(&ring, &run).unwrap().iter().all(|&each| each == 1000.0));
            assert!(!bridges(&ring, &run).unwrap().contains(&true));
        }
    }
}
