//! How often a node lies on the shortest paths between others.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// Sources are added up in blocks of this size, and blocks pairwise in a fixed order: the bits do not depend on threads.
const BLOCK: usize = 32;

/// Paths whose lengths differ by less than this share are equally short: sums such as 0.1 + 0.2 and 0.3 differ by rounding.
const SAME_LENGTH: f64 = 1e-10;

/// Nodes between two looks at the stop request.
const LOOK_EVERY: usize = 256;

/// Kernel of `weakties.networks.betweenness`, not normalised: the sum over pairs, an undirected pair counting once.
///
/// Brandes's algorithm: from each source a walk outwards that counts shortest paths, and one back that adds up shares.
pub fn betweenness(network: &Adjacency, by_distance: bool, run: &Run) -> Result<Vec<f64>> {
    if by_distance {
        check_distances(network)?;
    }
    run.expect_steps(network.len() as u64);
    let mut values = run.within(|| of_sources(network, by_distance, run, 0..network.len()))?;
    if !network.is_directed() {
        for value in &mut values {
            *value /= 2.0;
        }
    }
    Ok(values)
}

fn check_distances(network: &Adjacency) -> Result<()> {
    let weights = network.ties().weights;
    if weights.contains(&0.0) {
        return Err(Error::invalid(
            "`distance` must be greater than 0 on every tie: found 0; shortest paths over ties of no length cannot be \
             counted, so merge such nodes first",
        ));
    }
    if weights.iter().sum::<f64>() == f64::INFINITY {
        return Err(Error::invalid(
            "`distance` must add up to a finite number: the sum exceeds 1.8e308; divide the distances by a common \
             number first",
        ));
    }
    Ok(())
}

/// The sum over a range of sources, split in halves down to single blocks.
fn of_sources(network: &Adjacency, by_distance: bool, run: &Run, sources: Range<usize>) -> Result<Vec<f64>> {
    let blocks = sources.len().div_ceil(BLOCK);
    if blocks <= 1 {
        return of_block(network, by_distance, run, sources);
    }
    let middle = sources.start + blocks / 2 * BLOCK;
    let (first, second) = rayon::join(
        || of_sources(network, by_distance, run, sources.start..middle),
        || of_sources(network, by_distance, run, middle..sources.end),
    );
    let mut sum = first?;
    for (value, more) in sum.iter_mut().zip(second?) {
        *value += more;
    }
    Ok(sum)
}

fn of_block(network: &Adjacency, by_distance: bool, run: &Run, sources: Range<usize>) -> Result<Vec<f64>> {
    let mut sum = vec![0.0; network.len()];
    let mut steps = Steps::new(network.len());
    let mut lengths = Lengths::new(if by_distance { network.len() } else { 0 });
    for source in sources {
        if by_distance {
            lengths.add_from(source, network, run, &mut sum)?;
        } else {
            steps.add_from(source, network, run, &mut sum)?;
        }
        run.advance(1)?;
    }
    Ok(sum)
}

fn too_many_paths() -> Error {
    Error::invalid(
        "`network` has more than 1e308 shortest paths between two of its nodes, too many to count; take a part of it",
    )
}

const UNSEEN: u32 = u32::MAX;

/// Scratch memory for paths measured in steps.
///
/// Names in Brandes (2001): `distance` d, `paths` σ, `order` S; `share` is (1 + δ) / σ.
struct Steps {
    distance: Vec<u32>,
    paths: Vec<f64>,
    share: Vec<f64>,
    order: Vec<u32>,
}

impl Steps {
    fn new(nodes: usize) -> Self {
        Self {
            distance: vec![UNSEEN; nodes],
            paths: vec![0.0; nodes],
            share: vec![0.0; nodes],
            order: Vec::with_capacity(nodes),
        }
    }

    /// Adds to each node its dependency for one source.
    fn add_from(&mut self, source: usize, network: &Adjacency, run: &Run, sum: &mut [f64]) -> Result<()> {
        let Self { distance, paths, share, order } = self;
        for &node in order.iter() {
            distance[node as usize] = UNSEEN;
            paths[node as usize] = 0.0;
        }
        order.clear();
        order.push(source as u32);
        distance[source] = 0;
        paths[source] = 1.0;
        let mut next = 0;
        while let Some(&node) = order.get(next) {
            if next % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            next += 1;
            let (further, through) = (distance[node as usize] + 1, paths[node as usize]);
            for &other in network.successors(node as usize).nodes {
                let seen = &mut distance[other as usize];
                if *seen == UNSEEN {
                    *seen = further;
                    order.push(other);
                }
                if *seen == further {
                    paths[other as usize] += through;
                }
            }
        }
        for (count, &node) in order.iter().enumerate().rev() {
            if count % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            let node = node as usize;
            let further = distance[node] + 1;
            let mut shares = 0.0;
            for &other in network.successors(node).nodes {
                if distance[other as usize] == further {
                    shares += share[other as usize];
                }
            }
            if paths[node] == f64::INFINITY {
                return Err(too_many_paths());
            }
            let dependency = paths[node] * shares;
            share[node] = (1.0 + dependency) / paths[node];
            if node != source {
                sum[node] += dependency;
            }
        }
        Ok(())
    }
}

/// Scratch memory for paths measured by the ties' weights; `rank` is each node's place in `order`.
struct Lengths {
    distance: Vec<f64>,
    rank: Vec<u32>,
    paths: Vec<f64>,
    share: Vec<f64>,
    order: Vec<u32>,
    /// Nodes to come, nearest first; the bits of doubles that are not negative are in the order of the doubles.
    queue: BinaryHeap<Reverse<(u64, u32)>>,
}

impl Lengths {
    fn new(nodes: usize) -> Self {
        Self {
            distance: vec![f64::INFINITY; nodes],
            rank: vec![UNSEEN; nodes],
            paths: vec![0.0; nodes],
            share: vec![0.0; nodes],
            order: Vec::with_capacity(nodes),
            queue: BinaryHeap::new(),
        }
    }

    /// Whether the tie from `node` to `other` is the last of a shortest path; known once both are settled.
    fn leads_on(&self, node: usize, other: usize, length: f64) -> bool {
        let by_node = self.distance[node] + length;
        self.rank[other] > self.rank[node] && by_node - self.distance[other] <= SAME_LENGTH * by_node
    }

    /// Adds to each node its dependency for one source.
    fn add_from(&mut self, source: usize, network: &Adjacency, run: &Run, sum: &mut [f64]) -> Result<()> {
        self.settle(source, network, run)?;
        self.paths[source] = 1.0;
        for (count, &node) in self.order.iter().enumerate() {
            if count % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            let node = node as usize;
            for (other, length) in network.successors(node).iter() {
                if self.leads_on(node, other, length) {
                    self.paths[other] += self.paths[node];
                }
            }
        }
        for (count, &node) in self.order.iter().enumerate().rev() {
            if count % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            let node = node as usize;
            let mut shares = 0.0;
            for (other, length) in network.successors(node).iter() {
                if self.leads_on(node, other, length) {
                    shares += self.share[other];
                }
            }
            if self.paths[node] == f64::INFINITY {
                return Err(too_many_paths());
            }
            let dependency = self.paths[node] * shares;
            self.share[node] = (1.0 + dependency) / self.paths[node];
            if node != source {
                sum[node] += dependency;
            }
        }
        Ok(())
    }

    /// Finds every node's distance from the source, nearest first (Dijkstra).
    fn settle(&mut self, source: usize, network: &Adjacency, run: &Run) -> Result<()> {
        for &node in &self.order {
            self.distance[node as usize] = f64::INFINITY;
            self.rank[node as usize] = UNSEEN;
            self.paths[node as usize] = 0.0;
        }
        self.order.clear();
        self.distance[source] = 0.0;
        self.queue.push(Reverse((0, source as u32)));
        while let Some(Reverse((_, node))) = self.queue.pop() {
            let node = node as usize;
            if self.rank[node] != UNSEEN {
                continue;
            }
            if self.order.len() % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            self.rank[node] = self.order.len() as u32;
            self.order.push(node as u32);
            for (other, length) in network.successors(node).iter() {
                let by_node = self.distance[node] + length;
                if by_node < self.distance[other] {
                    self.distance[other] = by_node;
                    self.queue.push(Reverse((by_node.to_bits(), other as u32)));
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, sources: &[u32], targets: &[u32], weights: &[f64], directed: bool) -> Adjacency {
        Adjacency::from_ties(nodes, sources, targets, weights, directed, Parallel::Refuse).unwrap()
    }

    fn values(network: &Adjacency, by_distance: bool) -> Vec<f64> {
        betweenness(network, by_distance, &Run::quiet()).unwrap()
    }

    #[test]
    fn a_square_by_hand() {
        // Each pair of opposite corners has two shortest paths, over either of the others.
        let square = ties(4, &[0, 1, 2, 3], &[1, 2, 3, 0], &[1.0, 1.0, 1.0, 1.5], false);
        assert_eq!(values(&square, false), [0.5; 4]);
        // By distance the tie 3-0 is on none of them any more, but still the way between its ends.
        assert_eq!(values(&square, true), [0.0, 1.0, 1.0, 0.0]);
        let ring = ties(4, &[0, 1, 2, 3], &[1, 2, 3, 0], &[1.0; 4], true);
        assert_eq!(values(&ring, false), [3.0; 4]);
    }

    #[test]
    fn paths_that_differ_by_rounding_are_equally_short() {
        let network = ties(4, &[0, 1, 0, 2], &[1, 3, 2, 3], &[0.1, 0.2, 0.15, 0.15], false);
        assert_ne!(0.1 + 0.2, 0.15 + 0.15);
        assert_eq!(values(&network, true)[1..3], [0.5, 0.5]);
    }

    #[test]
    fn threads_give_equal_bits() {
        let targets: Vec<u32> = (0..3000_u32).map(|i| (i * i + 7) % 500).collect();
        let sources: Vec<u32> = (0..3000_u32).map(|i| i % 500).collect();
        let weights: Vec<f64> = (0..3000).map(|i| 1.0 + f64::from(i % 17) / 3.0).collect();
        let network = Adjacency::from_ties(500, &sources, &targets, &weights, true, Parallel::Min).unwrap();
        for by_distance in [false, true] {
            let on = |threads| betweenness(&network, by_distance, &Run::new(Some(threads)).unwrap()).unwrap();
            let expected: Vec<u64> = on(1).into_iter().map(f64::to_bits).collect();
            for threads in [2, 7] {
                assert_eq!(on(threads).into_iter().map(f64::to_bits).collect::<Vec<u64>>(), expected);
            }
        }
    }

    #[test]
    fn what_cannot_be_counted_is_refused() {
        let network = ties(2, &[0], &[1], &[0.0], false);
        assert!(matches!(betweenness(&network, true, &Run::quiet()), Err(Error::InvalidInput(_))));
        // A chain of diamonds doubles the paths with each.
        let (mut sources, mut targets) = (Vec::new(), Vec::new());
        for first in (0..3 * 1100).step_by(3) {
            sources.extend([first, first, first + 1, first + 2]);
            targets.extend([first + 1, first + 2, first + 3, first + 3]);
        }
        let chain = ties(3 * 1100 + 1, &sources, &targets, &vec![1.0; sources.len()], false);
        for by_distance in [false, true] {
            assert_eq!(betweenness(&chain, by_distance, &Run::quiet()), Err(too_many_paths()));
        }
    }

    #[test]
    fn a_stopped_run_ends_early() {
        let run = Run::quiet();
        run.stop();
        let network = ties(2, &[0], &[1], &[1.0], false);
        assert_eq!(betweenness(&network, false, &run), Err(Error::Stopped));
    }
}
