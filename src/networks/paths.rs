//! Shortest paths: what every walk by ties or by distance reads, and the walk by ties; `lengths` has the other.
//!
//! Kernels ask for [`Ways`] once and then walk from place to place; at the end [`Ways::by_node`] puts what they found
//! back into the order of the network's nodes.

use std::cmp::Reverse;
use std::ops::Range;

use super::degree::Direction;
use crate::adjacency::{Adjacency, Neighbours, Parallel};
use crate::error::{Error, Result};
use crate::run::Run;

/// Nodes between two looks at the stop request.
pub const LOOK_EVERY: usize = 1024;

/// Where a walk has not been.
pub const UNSEEN: u32 = u32::MAX;

/// The ties of a network in the direction of a walk, with the nodes renumbered for the cache.
///
/// The number of a node here is its place. Nodes with many ties, which all walks pass, come first.
pub struct Ways {
    ties: Adjacency,
    against: bool,
    /// The node in each place.
    nodes: Vec<u32>,
    /// The place of each node.
    places: Vec<u32>,
}

impl Ways {
    /// Ways along the ties (`Out`), against them (`In`), or both (`All`); of two ties the shorter one is the way.
    pub fn of(network: &Adjacency, direction: Direction) -> Result<Self> {
        let degree = |&node: &u32| network.successors(node as usize).nodes.len() + arriving(network, node as usize);
        let mut nodes: Vec<u32> = (0..network.len() as u32).collect();
        nodes.sort_by_key(|node| Reverse(degree(node)));
        let mut places = vec![0; nodes.len()];
        for (place, &node) in (0..).zip(&nodes) {
            places[node as usize] = place;
        }
        let ties = network.ties();
        let sources: Vec<u32> = ties.sources.iter().map(|&node| places[node as usize]).collect();
        let targets: Vec<u32> = ties.targets.iter().map(|&node| places[node as usize]).collect();
        let directed = network.is_directed() && direction != Direction::All;
        let ties = Adjacency::from_ties(nodes.len(), &sources, &targets, &ties.weights, directed, Parallel::Min)?;
        Ok(Self { ties, against: direction == Direction::In, nodes, places })
    }

    /// The same ways, walked back.
    #[must_use]
    pub fn turned(self) -> Self {
        Self { against: !self.against, ..self }
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Whether a way can lead to a place and none back.
    #[must_use]
    pub fn is_directed(&self) -> bool {
        self.ties.is_directed()
    }

    /// How many steps can be made: a tie that leads both ways counts twice.
    #[must_use]
    pub fn step_count(&self) -> usize {
        if self.is_directed() { self.ties.tie_count() } else { 2 * self.ties.tie_count() }
    }

    /// Where one step leads from a place.
    #[must_use]
    pub fn onward(&self, place: usize) -> Neighbours<'_> {
        if self.against { self.ties.predecessors(place) } else { self.ties.successors(place) }
    }

    /// From where one step leads to a place.
    #[must_use]
    pub fn back(&self, place: usize) -> Neighbours<'_> {
        if self.against { self.ties.successors(place) } else { self.ties.predecessors(place) }
    }

    /// The place of a node.
    #[must_use]
    pub fn place_of(&self, node: u32) -> u32 {
        self.places[node as usize]
    }

    /// The node in a place.
    #[must_use]
    pub fn node_at(&self, place: usize) -> u32 {
        self.nodes[place]
    }

    /// Puts one value a place into the order of the nodes.
    #[must_use]
    pub fn by_node<T: Copy>(&self, values: &[T]) -> Vec<T> {
        self.places.iter().map(|&place| values[place as usize]).collect()
    }
}

fn arriving(network: &Adjacency, node: usize) -> usize {
    if network.is_directed() { network.predecessors(node).nodes.len() } else { 0 }
}

/// Refuses weights that cannot be the lengths of shortest paths; a length of 0 only when `positive` asks for it.
pub fn check_distances(network: &Adjacency, positive: bool) -> Result<()> {
    let weights = network.ties().weights;
    if positive && weights.contains(&0.0) {
        return Err(Error::invalid(
            "`distance` must be greater than 0 on every tie: found 0; merge the nodes that such a tie joins first",
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

/// Adds up what blocks of work give, in halves: the order of the sum does not depend on threads, and of the sums only
/// as many are alive as the work can be halved.
pub fn added_up<T: Send>(
    run: &Run,
    blocks: Range<usize>,
    of_block: &(impl Fn(usize) -> Result<Vec<T>> + Sync),
    add: &(impl Fn(&mut T, T) + Sync),
) -> Result<Vec<T>> {
    run.go_on()?;
    if blocks.len() <= 1 {
        return if blocks.is_empty() { Ok(Vec::new()) } else { of_block(blocks.start) };
    }
    let middle = blocks.start + blocks.len() / 2;
    let (first, second) = rayon::join(
        || added_up(run, blocks.start..middle, of_block, add),
        || added_up(run, middle..blocks.end, of_block, add),
    );
    let mut sum = first?;
    for (value, more) in sum.iter_mut().zip(second?) {
        add(value, more);
    }
    Ok(sum)
}

/// A walk from one place by number of ties; its memory serves one source after the other.
pub struct Steps {
    taken: Vec<u32>,
    order: Vec<u32>,
    /// Where in `order` the places of each number of steps begin, and the last end.
    levels: Vec<usize>,
}

impl Steps {
    /// Scratch memory for networks of so many nodes.
    #[must_use]
    pub fn new(nodes: usize) -> Self {
        Self { taken: vec![UNSEEN; nodes], order: Vec::with_capacity(nodes), levels: Vec::new() }
    }

    /// Finds all places within `most` steps of the source.
    pub fn walk(&mut self, ways: &Ways, source: usize, most: u32, run: &Run) -> Result<()> {
        for &place in &self.order {
            self.taken[place as usize] = UNSEEN;
        }
        self.order.clear();
        self.order.push(source as u32);
        self.taken[source] = 0;
        self.levels.clear();
        self.levels.extend([0, 1]);
        let mut next = 0;
        for further in 1..=most {
            let end = self.order.len();
            while next < end {
                if next % LOOK_EVERY == 0 {
                    run.go_on()?;
                }
                for &other in ways.onward(self.order[next] as usize).nodes {
                    let steps = &mut self.taken[other as usize];
                    if *steps == UNSEEN {
                        *steps = further;
                        self.order.push(other);
                    }
                }
                next += 1;
            }
            if self.order.len() == end {
                break;
            }
            self.levels.push(self.order.len());
        }
        Ok(())
    }

    /// The places that were found, nearest first, from the source on.
    #[must_use]
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// How many places are 0 steps away, 1 step, and so on.
    #[must_use]
    pub fn level_sizes(&self) -> impl ExactSizeIterator<Item = usize> {
        self.levels.windows(2).map(|level| level[1] - level[0])
    }

    /// How many steps it takes to a place that was found; [`UNSEEN`] for all others.
    #[must_use]
    pub fn steps_to(&self, place: usize) -> u32 {
        self.taken[place]
    }
}

/// What walks from a few places, spread evenly, find: places in all, and levels in all.
pub fn sampled(ways: &Ways, most: u32, samples: usize, run: &Run) -> Result<(usize, usize)> {
    let mut walk = Steps::new(ways.len());
    let (mut places, mut levels) = (0, 0);
    for source in (0..ways.len()).step_by(ways.len().div_ceil(samples.max(1)).max(1)) {
        walk.walk(ways, source, most, run)?;
        places += walk.order().len();
        levels += walk.level_sizes().len();
    }
    Ok((places, levels))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::networks) fn ways(direction: Direction) -> Ways {
        // 0 → 1 → 2 and 2 → 0, and 3 alone.
        let network =
            Adjacency::from_ties(4, &[0, 1, 2], &[1, 2, 0], &[1.0, 2.0, 4.0], true, Parallel::Refuse).unwrap();
        Ways::of(&network, direction).unwrap()
    }

    fn steps(ways: &Ways, source: u32) -> Vec<u32> {
        let mut walk = Steps::new(4);
        walk.walk(ways, ways.place_of(source) as usize, UNSEEN, &Run::quiet()).unwrap();
        (0..4).map(|node| walk.steps_to(ways.place_of(node) as usize)).collect()
    }

    #[test]
    fn walks_follow_the_direction() {
        assert_eq!(steps(&ways(Direction::Out), 0), [0, 1, 2, UNSEEN]);
        assert_eq!(steps(&ways(Direction::In), 0), [0, 2, 1, UNSEEN]);
        assert_eq!(steps(&ways(Direction::All), 0), [0, 1, 1, UNSEEN]);
    }
}
