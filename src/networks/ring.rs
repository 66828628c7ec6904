//! Lattices with given degrees: nodes on a ring, tied to near ones.

use crate::adjacency::{Adjacency, Parallel};
use crate::error::{Error, Result};
use crate::random::Draws;
use crate::run::Run;

/// Where no tie has been written yet.
const NOBODY: u32 = u32::MAX;
/// How many steps are taken between two looks at whether to stop.
const LOOK: u64 = 1 << 14;

/// A network on a ring, on which ties are made short while every node keeps its number of them.
pub(super) struct Ring {
    starts: Vec<usize>,
    /// Each tie stands at both of its ends.
    ends: Vec<u32>,
    owners: Vec<u32>,
}

impl Ring {
    /// Nodes take their places at random and are tied to the nearest who have ties left to give.
    pub(super) fn of(network: &Adjacency, draws: &mut Draws) -> Self {
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
    pub(super) fn tighten(&mut self, swaps: u64, draws: &mut Draws, run: &Run) -> Result<()> {
        let nodes = self.starts.len() as u64 - 1;
        let farthest = libm::log((nodes / 2) as f64);
        let steps = (self.ends.len() as u64 / 2).saturating_mul(swaps);
        for step in 0..steps {
            if step % LOOK == 0 {
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

    pub(super) fn network(&self) -> Result<Adjacency> {
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
    use crate::networks::rewiring::rewire;
    use crate::networks::small_world::tests::ring;
    use crate::random::Seed;

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
}
