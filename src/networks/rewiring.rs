//! Networks that are random but for what each node's ties are in number.

use super::keys::Keys;
use super::two_mode::kinds;
use crate::adjacency::{Adjacency, Parallel, Ties};
use crate::error::Result;
use crate::random::{Draws, Seed};
use crate::run::Run;

/// What the draws of this file are for: the stream they come from.
const SWAPS: u64 = 1;
/// How many steps are taken between two looks at whether to stop.
const LOOK: u64 = 1 << 14;
/// With directions, one step in so many tries to turn a triangle around.
const TRIANGLES: u64 = 8;

/// Kernel of `weakties.networks.rewire`: one random network for each of `replicates`, by numbers.
///
/// Every step is as likely as the one that undoes it, and a step that cannot be taken counts too, so that in the long run
/// every network with these degrees is equally likely.
pub fn rewire(network: &Adjacency, swaps: u64, seed: Seed, replicate: u64, run: &Run) -> Result<Adjacency> {
    let ends = if network.is_directed() { Ends::Told } else { Ends::Alike };
    let chain = Chain::of(network.ties(), network.len(), ends);
    with_self_ties(network, chain.walked(swaps, seed.stream(SWAPS, replicate), run)?)
}

/// Kernel of `weakties.networks.rewire` for ties of the first `firms` nodes with the others.
///
/// Every matrix of zeros and ones leads to every other with the same sums by such exchanges.
pub fn rewire_two_mode(
    affiliations: &Adjacency,
    firms: usize,
    swaps: u64,
    seed: Seed,
    replicate: u64,
    run: &Run,
) -> Result<Adjacency> {
    kinds(affiliations, firms, true)?;
    let chain = Chain::of(affiliations.ties(), affiliations.len(), Ends::OfTwoKinds);
    with_self_ties(affiliations, chain.walked(swaps, seed.stream(SWAPS, replicate), run)?)
}

/// Ties put together with the self-ties of the network they come from.
pub(super) fn with_self_ties(network: &Adjacency, mut ties: Ties) -> Result<Adjacency> {
    let loops = network.self_ties();
    ties.sources.extend(loops.nodes);
    ties.targets.extend(loops.nodes);
    ties.weights.extend(loops.weights);
    let directed = network.is_directed();
    Adjacency::from_ties(network.len(), &ties.sources, &ties.targets, &ties.weights, directed, Parallel::Refuse)
}

/// How the two ends of a tie differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    /// Not at all.
    Alike,
    /// One sends and the other receives.
    Told,
    /// One is a firm and the other an institution.
    OfTwoKinds,
}

struct Chain {
    /// Ties in the order of their sources, which never change unless the ends are alike.
    ties: Ties,
    /// Where each node's ties start.
    starts: Vec<usize>,
    there: Keys,
    ends: Ends,
}

impl Chain {
    fn of(ties: Ties, nodes: usize, ends: Ends) -> Self {
        let mut starts = vec![0; nodes + 1];
        for &source in &ties.sources {
            starts[source as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let there = Keys::with_capacity(ties.weights.len());
        let mut chain = Self { ties, starts, there, ends };
        for tie in 0..chain.ties.weights.len() {
            chain.there.insert(chain.key(chain.ties.sources[tie], chain.ties.targets[tie]));
        }
        chain
    }

    fn key(&self, from: u32, to: u32) -> u64 {
        let (from, to) = if self.ends != Ends::Alike || from < to { (from, to) } else { (to, from) };
        (u64::from(from) << 32) | u64::from(to)
    }

    fn is_tied(&self, from: u32, to: u32) -> bool {
        self.there.contains(self.key(from, to))
    }

    /// Takes so many steps for each tie.
    fn walked(mut self, swaps: u64, mut draws: Draws, run: &Run) -> Result<Ties> {
        let steps = swaps.saturating_mul(self.ties.weights.len() as u64);
        run.expect_steps(steps);
        let mut taken = 0;
        while taken < steps && self.ties.weights.len() > 1 {
            let some = LOOK.min(steps - taken);
            for _ in 0..some {
                self.step(&mut draws);
            }
            taken += some;
            run.advance(some)?;
        }
        Ok(self.ties)
    }

    fn step(&mut self, draws: &mut Draws) {
        if self.ends == Ends::Told && draws.below(TRIANGLES) == 0 {
            self.turn(draws);
        } else {
            self.swap(draws);
        }
    }

    /// Two ties exchange their targets: a → b and c → d become a → d and c → b.
    fn swap(&mut self, draws: &mut Draws) {
        let count = self.ties.weights.len() as u64;
        let (one, other) = (draws.below(count) as usize, draws.below(count) as usize);
        let (a, b) = (self.ties.sources[one], self.ties.targets[one]);
        let (mut c, mut d) = (self.ties.sources[other], self.ties.targets[other]);
        // An undirected tie may be taken from either end.
        if self.ends == Ends::Alike && draws.next_u64() >> 63 == 1 {
            (c, d) = (d, c);
        }
        if a == d || b == c || self.is_tied(a, d) || self.is_tied(c, b) {
            return;
        }
        for (from, to) in [(a, b), (c, d)] {
            self.there.remove(self.key(from, to));
        }
        for (place, from, to) in [(one, a, d), (other, c, b)] {
            self.there.insert(self.key(from, to));
            (self.ties.sources[place], self.ties.targets[place]) = (from, to);
        }
    }

    /// A directed triangle a → b → c → a is turned around, which no row of swaps may be able to do.
    fn turn(&mut self, draws: &mut Draws) {
        let one = draws.below(self.ties.weights.len() as u64) as usize;
        let (a, b) = (self.ties.sources[one], self.ties.targets[one]);
        let of_b = self.starts[b as usize]..self.starts[b as usize + 1];
        if of_b.is_empty() {
            return;
        }
        let two = of_b.start + draws.below(of_b.len() as u64) as usize;
        let c = self.ties.targets[two];
        let turned = [(b, a), (c, b), (a, c)];
        if !self.is_tied(c, a) || turned.iter().any(|&(from, to)| self.is_tied(from, to)) {
            return;
        }
        let of_c = self.starts[c as usize]..self.starts[c as usize + 1];
        let Some(three) = of_c.clone().find(|&place| self.ties.targets[place] == a) else { return };
        for (from, to) in turned {
            self.there.remove(self.key(to, from));
            self.there.insert(self.key(from, to));
        }
        self.ties.targets[one] = c;
        self.ties.targets[two] = a;
        self.ties.targets[three] = b;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn network(nodes: usize, ties: &[(u32, u32)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        let weights: Vec<f64> = (0..ties.len()).map(|tie| tie as f64).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &weights, directed, Parallel::Refuse).unwrap()
    }

    fn frequencies(start: &Adjacency, replicates: u64) -> HashMap<Vec<(u32, u32)>, u32> {
        let mut counts = HashMap::new();
        for replicate in 0..replicates {
            let ties = rewire(start, 30, Seed([5, 6]), replicate, &Run::quiet()).unwrap().ties();
            *counts.entry(ties.sources.into_iter().zip(ties.targets).collect()).or_insert(0) += 1;
        }
        counts
    }

    fn assert_even(counts: &HashMap<Vec<(u32, u32)>, u32>, expected: usize) {
        assert_eq!(counts.len(), expected);
        let mean = f64::from(counts.values().sum::<u32>()) / expected as f64;
        let chi_square: f64 = counts.values().map(|&count| (f64::from(count) - mean).powi(2) / mean).sum();
        // Four standard deviations above what is expected.
        let freedom = (expected - 1) as f64;
        assert!(chi_square < freedom + 4.0 * (2.0 * freedom).sqrt() + 4.0, "{chi_square}");
    }

    #[test]
    fn every_network_with_the_degrees_is_equally_likely() {
        // A path of five nodes: its ends can be any two of the three inner places, and so on; degrees 1 2 2 2 1.
        assert_even(&frequencies(&network(5, &[(0, 1), (1, 2), (2, 3), (3, 4)], false), 7000), 7);
        // A triangle that turns around: no swap leads from one to the other.
        assert_even(&frequencies(&network(3, &[(0, 1), (1, 2), (2, 0)], true), 2000), 2);
        // All arrangements of two rings of three or one of six without mutual self-ties: permutations without fixed points.
        assert_even(&frequencies(&network(4, &[(0, 1), (1, 2), (2, 3), (3, 0)], true), 9000), 9);
        // A triangle with a tie that is returned stays: turned around, it would have that tie twice.
        assert_even(&frequencies(&network(3, &[(0, 1), (1, 0), (1, 2), (2, 0)], true), 50), 1);
    }

    #[test]
    fn directed_networks_of_uneven_degrees_are_equally_likely() {
        let start = network(4, &[(0, 1), (0, 2), (1, 2), (1, 3), (2, 0), (3, 0)], true);
        let degrees = |network: &Adjacency| -> Vec<_> {
            (0..4).map(|node| (network.successors(node).nodes.len(), network.predecessors(node).nodes.len())).collect()
        };
        let pairs: Vec<(u32, u32)> = (0..16).map(|pair| (pair / 4, pair % 4)).filter(|(from, to)| from != to).collect();
        let alike = (0_u32..1 << 12).filter(|chosen| {
            let ties: Vec<_> = (0..12).filter(|pair| chosen >> pair & 1 == 1).map(|pair| pairs[pair]).collect();
            degrees(&network(4, &ties, true)) == degrees(&start)
        });
        let count = alike.count();
        assert_even(&frequencies(&start, 1000 * count as u64), count);
    }

    #[test]
    fn steps_are_counted_and_stop_when_asked() {
        let ring = network(40, &(0..40).map(|node| (node, (node + 1) % 40)).collect::<Vec<_>>(), false);
        let run = Run::quiet();
        rewire(&ring, 1000, Seed([1, 2]), 0, &run).unwrap();
        assert_eq!((run.done(), run.total()), (40_000, 40_000));
        run.stop();
        assert_eq!(rewire(&ring, 1000, Seed([1, 2]), 0, &run), Err(crate::Error::Stopped));
    }

    #[test]
    fn every_table_with_the_sums_is_equally_likely() {
        // Firms 0, 1, 2 with 2, 1, 1 ties and institutions 3, 4, 5 with 2, 1, 1: five such tables.
        let start = network(6, &[(0, 3), (0, 4), (1, 3), (2, 5)], false);
        let mut counts = HashMap::new();
        for replicate in 0..5000 {
            let found = rewire_two_mode(&start, 3, 30, Seed([5, 6]), replicate, &Run::quiet()).unwrap().ties();
            let firm_strength: f64 = found.weights[..2].iter().sum();
            assert!(found.sources == [0, 0, 1, 2] && firm_strength == 1.0);
            *counts.entry(found.sources.into_iter().zip(found.targets).collect()).or_insert(0) += 1;
        }
        assert_even(&counts, 5);
        assert!(rewire_two_mode(&start, 7, 1, Seed([5, 6]), 0, &Run::quiet()).is_err());
    }

    #[test]
    fn degrees_stay_and_weights_travel() {
        let start = network(6, &[(0, 1), (0, 2), (3, 4), (4, 5), (5, 1), (2, 2)], true);
        let found = rewire(&start, 50, Seed([1, 2]), 0, &Run::quiet()).unwrap();
        for node in 0..6 {
            assert_eq!(found.successors(node).nodes.len(), start.successors(node).nodes.len());
            assert_eq!(found.predecessors(node).nodes.len(), start.predecessors(node).nodes.len());
            let strength = |network: &Adjacency| network.successors(node).weights.iter().sum::<f64>();
            assert_eq!(strength(&found), strength(&start));
        }
        assert_eq!(found.self_ties().nodes, [2]);
        assert_ne!(found, start);
    }

    #[test]
    fn a_star_has_nowhere_to_go() {
        let star = network(4, &[(0, 1), (0, 2), (0, 3)], false);
        assert_eq!(rewire(&star, 100, Seed([1, 2]), 0, &Run::quiet()).unwrap(), star);
    }
}
