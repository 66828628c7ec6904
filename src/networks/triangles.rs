//! Triangles and squares, listed from the node with the fewest ties: nobody's long list is read more than needed.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::adjacency::Adjacency;
use crate::error::Result;
use crate::run::Run;

/// How a pair of nodes is tied, seen from the first.
pub(super) const FORWARD: u8 = 1;
pub(super) const BACKWARD: u8 = 2;
pub(super) const MUTUAL: u8 = FORWARD | BACKWARD;

/// The same tie seen from its other end.
pub(super) fn reversed(kind: u8) -> u8 {
    match kind {
        FORWARD => BACKWARD,
        BACKWARD => FORWARD,
        _ => kind,
    }
}

/// Work is cut into at most so many chunks of at least so many nodes, which share their scratch memory.
const CHUNKS: usize = 32;
const SMALLEST_CHUNK: usize = 1024;
/// Where each chunk brings a number for every node, there are fewer.
const FEW_CHUNKS: usize = 8;

/// Each pair of tied nodes once, at the end of lower rank; rank is the number of contacts, then the node's own number.
pub(super) struct Ranked {
    offsets: Vec<u32>,
    nodes: Vec<u32>,
    /// How each pair is tied, seen from the end of lower rank; empty where ties have no directions.
    kinds: Vec<u8>,
    /// How many contacts each node has, in whichever direction.
    pub(super) contacts: Vec<u32>,
}

impl Ranked {
    pub(super) fn of(network: &Adjacency, run: &Run) -> Result<Self> {
        let nodes = network.len();
        let mut contacts = Vec::with_capacity(nodes);
        for node in 0..nodes {
            run.go_on()?;
            let mut count = 0;
            if network.is_directed() {
                each_contact(network, node, |_, _| count += 1);
            } else {
                count = network.successors(node).nodes.len() as u32;
            }
            contacts.push(count);
        }
        let room = network.tie_count() + 1;
        let (mut to, mut kinds) = (vec![0_u32; room], vec![0_u8; if network.is_directed() { room } else { 0 }]);
        let mut offsets = Vec::with_capacity(nodes + 1);
        offsets.push(0);
        // Written always and kept if of higher rank: which it is cannot be foretold, so that a branch would cost more.
        let mut end = 0;
        for node in 0..nodes {
            run.go_on()?;
            let own = (contacts[node], node as u32);
            if network.is_directed() {
                each_contact(network, node, |other, kind| {
                    to[end] = other;
                    kinds[end] = kind;
                    end += usize::from((contacts[other as usize], other) > own);
                });
            } else {
                for &other in network.successors(node).nodes {
                    to[end] = other;
                    end += usize::from((contacts[other as usize], other) > own);
                }
            }
            offsets.push(end as u32);
        }
        to.truncate(end);
        kinds.truncate(end);
        let ranked = Self { offsets, nodes: to, kinds, contacts };
        Ok(ranked)
    }

    /// How a pair is tied, by its place.
    pub(super) fn kind(&self, place: usize) -> u8 {
        self.kinds.get(place).copied().unwrap_or(MUTUAL)
    }

    fn range(&self, node: usize) -> Range<usize> {
        self.offsets[node] as usize..self.offsets[node + 1] as usize
    }

    /// Works on chunks of nodes in parallel, each with a mark for every node, all 0 to begin with.
    pub(super) fn over_chunks<T: Send>(
        &self,
        run: &Run,
        work: impl Fn(Range<usize>, &mut [u32]) -> Result<T> + Sync + Send,
    ) -> Result<Vec<T>> {
        let nodes = self.contacts.len();
        let size = nodes.div_ceil(CHUNKS).max(SMALLEST_CHUNK);
        run.map(nodes.div_ceil(size), |chunk| work(chunk * size..nodes.min((chunk + 1) * size), &mut vec![0; nodes]))
    }

    /// Contacts of higher rank.
    fn above(&self, node: usize) -> &[u32] {
        &self.nodes[self.range(node)]
    }

    /// Works on few chunks of nodes in parallel, each with a byte for every node, all 0 to begin with.
    fn marked<T: Send>(
        &self,
        run: &Run,
        work: impl Fn(Range<usize>, &mut [u8]) -> Result<T> + Sync + Send,
    ) -> Result<Vec<T>> {
        let nodes = self.contacts.len();
        let size = nodes.div_ceil(FEW_CHUNKS).max(SMALLEST_CHUNK);
        run.map(nodes.div_ceil(size), |chunk| work(chunk * size..nodes.min((chunk + 1) * size), &mut vec![0; nodes]))
    }

    /// Shows each contact of higher rank while all of them are marked by 1.
    fn each_marked(&self, low: usize, marks: &mut [u8], mut see: impl FnMut(usize, &[u8])) {
        let above = self.above(low);
        if above.len() < 2 {
            return;
        }
        for &node in above {
            marks[node as usize] = 1;
        }
        for &middle in above {
            see(middle as usize, marks);
        }
        for &node in above {
            marks[node as usize] = 0;
        }
    }

    /// Shows the places of the three ties of every triangle in which `low` has the lowest rank.
    pub(super) fn each_triangle(&self, low: usize, marks: &mut [u32], mut see: impl FnMut(usize, usize, usize)) {
        for place in self.range(low) {
            marks[self.nodes[place] as usize] = place as u32 + 1;
        }
        for low_middle in self.range(low) {
            for middle_high in self.range(self.nodes[low_middle] as usize) {
                let mark = marks[self.nodes[middle_high] as usize];
                if mark > 0 {
                    see(low_middle, mark as usize - 1, middle_high);
                }
            }
        }
        for place in self.range(low) {
            marks[self.nodes[place] as usize] = 0;
        }
    }
}

/// Shows everyone a node has a tie to or from, in order, and how they are tied.
fn each_contact(network: &Adjacency, node: usize, mut see: impl FnMut(u32, u8)) {
    if !network.is_directed() {
        for &other in network.successors(node).nodes {
            see(other, MUTUAL);
        }
        return;
    }
    let (mut sent, mut received) = (network.successors(node).nodes, network.predecessors(node).nodes);
    while let (Some(&to), Some(&from)) = (sent.first(), received.first()) {
        let kind = if to <= from { FORWARD } else { 0 } | if from <= to { BACKWARD } else { 0 };
        see(to.min(from), kind);
        sent = &sent[usize::from(to <= from)..];
        received = &received[usize::from(from <= to)..];
    }
    for &other in sent {
        see(other, FORWARD);
    }
    for &other in received {
        see(other, BACKWARD);
    }
}

/// Kernel of `weakties.networks.triangles`: how many each node is in; directions are not looked at.
#[expect(clippy::cast_possible_wrap, reason = "pairs of nodes with 32-bit numbers")]
pub fn triangles(network: &Adjacency, run: &Run) -> Result<Vec<i64>> {
    Ok(counted(&Ranked::of(network, run)?, run)?.into_iter().map(|count| count as i64).collect())
}

/// How many triangles each node is in.
pub(super) fn counted(ranked: &Ranked, run: &Run) -> Result<Vec<u64>> {
    let nodes = ranked.contacts.len();
    let parts = ranked.marked(run, |range, marks| {
        let mut counts = vec![0_u64; nodes];
        for low in range {
            run.go_on()?;
            let mut of_low = 0;
            ranked.each_marked(low, marks, |middle, marks| {
                let mut of_middle = 0;
                // Added also where it is 0: a branch that cannot be foretold would cost more.
                for &high in ranked.above(middle) {
                    let closed = u64::from(marks[high as usize]);
                    counts[high as usize] += closed;
                    of_middle += closed;
                }
                counts[middle] += of_middle;
                of_low += of_middle;
            });
            counts[low] += of_low;
        }
        Ok(counts)
    })?;
    let mut parts = parts.into_iter();
    let mut counts = parts.next().unwrap_or_default();
    for part in parts {
        for (sum, count) in counts.iter_mut().zip(part) {
            *sum += count;
        }
    }
    Ok(counts)
}

/// How many triangles there are.
pub(super) fn total(ranked: &Ranked, run: &Run) -> Result<u128> {
    let parts = ranked.marked(run, |range, marks| {
        let mut count = 0_u64;
        for low in range {
            run.go_on()?;
            ranked.each_marked(low, marks, |middle, marks| {
                count += ranked.above(middle).iter().map(|&high| u64::from(marks[high as usize])).sum::<u64>();
            });
        }
        Ok(u128::from(count))
    })?;
    Ok(parts.into_iter().sum())
}

/// Kernel of `weakties.networks.square_clustering`: the share of possible squares around a node that exist; NaN where
/// none is possible.
pub fn square_clustering(network: &Adjacency, run: &Run) -> Result<Vec<f64>> {
    run.expect_steps(network.len() as u64);
    let lists = Contacts::of(network, run)?;
    let triangles = counted(&Ranked::of(network, run)?, run)?;
    let squares = lists.squares(run)?;
    let of_node = |node: usize| {
        let contacts = lists.of_node(node);
        let others = (contacts.len() as u128).saturating_sub(1);
        let theirs: u128 = contacts.iter().map(|&other| lists.of_node(other as usize).len() as u128).sum();
        // Each pair of contacts could share all that either has beside the node itself and the other contact; what
        // they do share would be counted twice.
        let possible = theirs * others
            - contacts.len() as u128 * others
            - 2 * u128::from(triangles[node])
            - u128::from(squares[node]);
        squares[node] as f64 / possible as f64
    };
    Ok((0..network.len()).map(of_node).collect())
}

/// Everyone that each node has a tie to or from.
struct Contacts {
    offsets: Vec<u32>,
    nodes: Vec<u32>,
}

impl Contacts {
    fn of(network: &Adjacency, run: &Run) -> Result<Self> {
        let mut lists = Self { offsets: vec![0], nodes: Vec::with_capacity(2 * network.tie_count()) };
        for node in 0..network.len() {
            run.go_on()?;
            each_contact(network, node, |other, _| lists.nodes.push(other));
            lists.offsets.push(lists.nodes.len() as u32);
        }
        Ok(lists)
    }

    fn of_node(&self, node: usize) -> &[u32] {
        &self.nodes[self.offsets[node] as usize..self.offsets[node + 1] as usize]
    }

    /// How many cycles of four ties each node is in: each is found once, from its corner of highest rank.
    fn squares(&self, run: &Run) -> Result<Vec<u64>> {
        let nodes = self.offsets.len() - 1;
        let rank = |node: u32| (self.of_node(node as usize).len(), node);
        let counts = zeros(nodes);
        let size = nodes.div_ceil(CHUNKS).max(SMALLEST_CHUNK);
        run.map(nodes.div_ceil(size), |chunk| {
            let mut paths = vec![0_u64; nodes];
            let mut opposite = Vec::new();
            for corner in chunk * size..nodes.min((chunk + 1) * size) {
                let top = rank(corner as u32);
                let sides = || self.of_node(corner).iter().filter(|&&side| rank(side) < top);
                let ends = |side: u32| self.of_node(side as usize).iter().filter(|&&end| rank(end) < top);
                for &side in sides() {
                    for &end in ends(side) {
                        if paths[end as usize] == 0 {
                            opposite.push(end);
                        }
                        paths[end as usize] += 1;
                    }
                }
                for &side in sides() {
                    let of_side = ends(side).map(|&end| paths[end as usize] - 1).sum();
                    counts[side as usize].fetch_add(of_side, Ordering::Relaxed);
                }
                let mut of_corner = 0;
                for end in opposite.drain(..) {
                    let squares = paths[end as usize] * (paths[end as usize] - 1) / 2;
                    counts[end as usize].fetch_add(squares, Ordering::Relaxed);
                    of_corner += squares;
                    paths[end as usize] = 0;
                }
                counts[corner].fetch_add(of_corner, Ordering::Relaxed);
                run.advance(1)?;
            }
            Ok(())
        })?;
        Ok(counts.into_iter().map(AtomicU64::into_inner).collect())
    }
}

/// Whole numbers that all threads add to: their sums do not depend on the order.
fn zeros(count: usize) -> Vec<AtomicU64> {
    std::iter::repeat_with(AtomicU64::default).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, ties: &[(u32, u32)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        let weights = vec![1.0; ties.len()];
        Adjacency::from_ties(nodes, &sources, &targets, &weights, directed, Parallel::Refuse).unwrap()
    }

    #[test]
    fn a_square_with_one_diagonal_by_hand() {
        let drawn = [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (4, 4)];
        for directed in [false, true] {
            let network = ties(5, &drawn, directed);
            let run = Run::quiet();
            assert_eq!(triangles(&network, &run).unwrap(), [2, 1, 2, 1, 0]);
            // 0: contacts 1, 2, 3. 1-3 share 2; 1-2 share 3, 3-2 share 1, but not as squares with 0 as a corner.
            let found = square_clustering(&network, &run).unwrap();
            let lists = Contacts::of(&network, &run).unwrap();
            assert_eq!(lists.squares(&run).unwrap(), [1, 1, 1, 1, 0]);
            // 0: 7 ties of its contacts times 2, less 3 · 2, less 2 · 2 triangles, less the one square.
            assert_eq!(found[..2], [1.0 / 3.0, 1.0]);
            assert!(found[4].is_nan());
        }
    }

    #[test]
    fn threads_give_equal_counts() {
        let wheel: Vec<(u32, u32)> = (1..5000).flat_map(|i| [(0, i), (i, i % 4999 + 1), (i, (i + 7) % 5000)]).collect();
        let mut wheel: Vec<(u32, u32)> = wheel.into_iter().filter(|(one, other)| one != other).collect();
        wheel.sort_unstable();
        wheel.dedup();
        let network = ties(5000, &wheel, true);
        let expected =
            (triangles(&network, &Run::quiet()).unwrap(), square_clustering(&network, &Run::quiet()).unwrap());
        for threads in [1, 2, 7] {
            let run = Run::new(Some(threads)).unwrap();
            assert_eq!((triangles(&network, &run).unwrap(), square_clustering(&network, &run).unwrap()), expected);
        }
    }
}
