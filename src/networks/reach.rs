//! How far nodes can reach: how many others, how many steps away, and at what distance.

use super::degree::Direction;
use super::lengths::Lengths;
use super::levels::{Levels, TOGETHER};
use super::paths::{Steps, UNSEEN, Ways, added_up, check_distances, sampled};
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// What a node finds when it walks to all others it can reach.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Reach {
    /// How many others it reaches.
    pub others: u64,
    /// The sum of their distances, and of one over each.
    pub total: f64,
    /// The sum of one over each distance.
    pub inverse: f64,
    /// The distance of the farthest.
    pub farthest: f64,
}

impl Reach {
    fn meet(&mut self, count: u32, distance: f64) {
        self.others += u64::from(count);
        self.total += f64::from(count) * distance;
        self.inverse += f64::from(count) / distance;
        self.farthest = self.farthest.max(distance);
    }

    fn add(&mut self, more: Self) {
        self.others += more.others;
        self.total += more.total;
        self.inverse += more.inverse;
        self.farthest = self.farthest.max(more.farthest);
    }
}

/// Groups of walks, or walks by distance, that share memory and a sum.
const GROUPS: usize = 4;
const WALKS: usize = 64;

/// Walks together take a step for each place and level where some of them are; when those are more than so many times
/// what walks of their own take, each node walks alone.
const DEARER: usize = 2;
/// So many walks at most are looked at to tell.
const LOOKED_AT: usize = 64;

/// What every node reaches within so many steps.
pub fn by_steps(network: &Adjacency, direction: Direction, most: u32, run: &Run) -> Result<Vec<Reach>> {
    let ways = Ways::of(network, direction)?;
    let (places, levels) = sampled(&ways, most, LOOKED_AT.min(ways.len().div_ceil(TOGETHER)), run)?;
    if places * TOGETHER < DEARER * levels * ways.len() {
        return Ok(ways.by_node(&alone(&ways, most, run)?));
    }
    let ways = ways.turned();
    Ok(ways.by_node(&together(&ways, most, run)?))
}

/// What is reached from every place by a walk of its own.
fn alone(ways: &Ways, most: u32, run: &Run) -> Result<Vec<Reach>> {
    let nodes = ways.len();
    run.expect_steps(nodes as u64);
    let size = nodes.div_ceil(WALKS).max(WALKS);
    let chunks = run.map(nodes.div_ceil(size), |chunk| {
        let mut walk = Steps::new(nodes);
        let mut found = Vec::with_capacity(size);
        for source in chunk * size..nodes.min((chunk + 1) * size) {
            walk.walk(ways, source, most, run)?;
            let mut reach = Reach::default();
            for (step, count) in (0..).zip(walk.level_sizes()).skip(1) {
                reach.meet(count as u32, f64::from(step));
            }
            found.push(reach);
            run.advance(1)?;
        }
        Ok(found)
    })?;
    Ok(chunks.into_iter().flatten().collect())
}

/// What is reached from every place, by walks in groups on ways that are turned: they start where they should end, so
/// that how many come to a place tells how many it can go to, without looking at which they are.
fn together(ways: &Ways, most: u32, run: &Run) -> Result<Vec<Reach>> {
    let nodes = ways.len();
    run.expect_steps(nodes as u64);
    let block = GROUPS * TOGETHER;
    let of_block = |number: usize| {
        let mut reach = vec![Reach::default(); nodes];
        let mut levels = Levels::new(nodes);
        for first in (number * block..nodes.min((number + 1) * block)).step_by(TOGETHER) {
            let sources = first..nodes.min(first + TOGETHER);
            let count = sources.len();
            levels.walk(ways, sources, most, run, |place, step, walks| reach[place].meet(walks, f64::from(step)))?;
            run.advance(count as u64)?;
        }
        Ok(reach)
    };
    run.within(|| added_up(run, 0..nodes.div_ceil(block), &of_block, &Reach::add))
}

/// What every node reaches by distance; where `positive`, distances of 0 are refused.
pub fn by_distance(network: &Adjacency, direction: Direction, positive: bool, run: &Run) -> Result<Vec<Reach>> {
    check_distances(network, positive)?;
    let ways = Ways::of(network, direction)?;
    let nodes = ways.len();
    run.expect_steps(nodes as u64);
    let chunks = run.map(nodes.div_ceil(WALKS), |chunk| {
        let mut lengths = Lengths::new(nodes);
        let mut found = Vec::with_capacity(WALKS);
        for source in chunk * WALKS..nodes.min((chunk + 1) * WALKS) {
            lengths.walk(&ways, source, None, run)?;
            let mut reach = Reach::default();
            for &place in &lengths.order()[1..] {
                reach.meet(1, lengths.distance_to(place as usize));
            }
            found.push(reach);
            run.advance(1)?;
        }
        Ok(found)
    })?;
    let reach: Vec<Reach> = chunks.into_iter().flatten().collect();
    Ok(ways.by_node(&reach))
}

/// What every node reaches, by steps or by distance.
fn in_all(network: &Adjacency, by_distance: bool, direction: Direction, run: &Run) -> Result<Vec<Reach>> {
    if by_distance {
        self::by_distance(network, direction, false, run)
    } else {
        by_steps(network, direction, UNSEEN, run)
    }
}

/// Kernel of `weakties.networks.reach`: how many others each node can reach within so many steps.
#[expect(clippy::cast_possible_wrap, reason = "node numbers have 32 bits")]
pub fn reach(network: &Adjacency, steps: Option<u32>, direction: Direction, run: &Run) -> Result<Vec<i64>> {
    let reach = by_steps(network, direction, steps.unwrap_or(UNSEEN), run)?;
    Ok(reach.into_iter().map(|reach| reach.others as i64).collect())
}

/// Kernel of `weakties.networks.eccentricity`: the distance of the farthest node that each can reach.
pub fn eccentricity(network: &Adjacency, by_distance: bool, direction: Direction, run: &Run) -> Result<Vec<f64>> {
    Ok(in_all(network, by_distance, direction, run)?.into_iter().map(|reach| reach.farthest).collect())
}

/// Kernel of `weakties.networks.average_path_length`: the mean over pairs that a path joins, NaN without any.
pub fn average_path_length(network: &Adjacency, by_distance: bool, direction: Direction, run: &Run) -> Result<f64> {
    let reach = in_all(network, by_distance, direction, run)?;
    let (mut pairs, mut total) = (0, 0.0);
    for node in reach {
        pairs += node.others;
        total += node.total;
    }
    Ok(total / pairs as f64)
}

/// Kernel of `weakties.networks.distances`: from each source, row by row, to every node; infinite where no path leads.
pub fn distances(
    network: &Adjacency,
    sources: &[u32],
    by_distance: bool,
    direction: Direction,
    run: &Run,
) -> Result<Vec<f64>> {
    if by_distance {
        check_distances(network, false)?;
    }
    let ways = Ways::of(network, direction)?;
    let nodes = ways.len();
    if let Some(&node) = sources.iter().find(|&&node| node as usize >= nodes) {
        return Err(Error::invalid(format!("`sources` must be nodes numbered below {nodes}: got {node}")));
    }
    run.expect_steps(sources.len() as u64);
    let chunks = run.map(sources.len().div_ceil(WALKS), |chunk| {
        let sources = &sources[chunk * WALKS..sources.len().min((chunk + 1) * WALKS)];
        let mut found = vec![f64::INFINITY; sources.len() * nodes];
        let mut steps = Steps::new(if by_distance { 0 } else { nodes });
        let mut lengths = Lengths::new(if by_distance { nodes } else { 0 });
        for (&source, row) in sources.iter().zip(found.chunks_mut(nodes)) {
            let source = ways.place_of(source) as usize;
            if by_distance {
                lengths.walk(&ways, source, None, run)?;
                for &place in lengths.order() {
                    row[ways.node_at(place as usize) as usize] = lengths.distance_to(place as usize);
                }
            } else {
                steps.walk(&ways, source, UNSEEN, run)?;
                for &place in steps.order() {
                    row[ways.node_at(place as usize) as usize] = f64::from(steps.steps_to(place as usize));
                }
            }
            run.advance(1)?;
        }
        Ok(found)
    })?;
    Ok(chunks.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn chain() -> Adjacency {
        // 0 → 1 → 2 → 3, and 4 alone.
        Adjacency::from_ties(5, &[0, 1, 2], &[1, 2, 3], &[1.0, 2.0, 0.5], true, Parallel::Refuse).unwrap()
    }

    #[test]
    fn a_chain_by_hand() {
        let run = Run::quiet();
        assert_eq!(reach(&chain(), Some(2), Direction::Out, &run).unwrap(), [2, 2, 1, 0, 0]);
        assert_eq!(reach(&chain(), Some(2), Direction::In, &run).unwrap(), [0, 1, 2, 2, 0]);
        assert_eq!(reach(&chain(), None, Direction::All, &run).unwrap(), [3, 3, 3, 3, 0]);
        assert_eq!(reach(&chain(), Some(0), Direction::All, &run).unwrap(), [0; 5]);
        assert_eq!(eccentricity(&chain(), false, Direction::Out, &run).unwrap(), [3.0, 2.0, 1.0, 0.0, 0.0]);
        assert_eq!(eccentricity(&chain(), true, Direction::In, &run).unwrap(), [0.0, 1.0, 3.0, 3.5, 0.0]);
        assert_eq!(average_path_length(&chain(), false, Direction::Out, &run).unwrap(), 10.0 / 6.0);
        let far = f64::INFINITY;
        let expected = [3.0, 2.0, 0.0, far, far, far, far, far, far, 0.0];
        assert_eq!(distances(&chain(), &[2, 4], true, Direction::In, &run).unwrap(), expected);
        let whole = by_steps(&chain(), Direction::Out, UNSEEN, &run).unwrap()[0];
        assert_eq!(whole, Reach { others: 3, total: 6.0, inverse: 1.0 + 0.5 + 1.0 / 3.0, farthest: 3.0 });
    }

    #[test]
    fn walks_together_find_what_single_walks_find() {
        // Dense enough for both ways of going on, and more nodes than walk together.
        let ties: Vec<(u32, u32)> = (0..2400_u32).map(|i| (i % 600, (i * i + 7 * i + 3) % 601)).collect();
        let (sources, targets): (Vec<u32>, Vec<u32>) = ties.into_iter().unzip();
        let ones = vec![1.0; sources.len()];
        for directed in [false, true] {
            let network = Adjacency::from_ties(601, &sources, &targets, &ones, directed, Parallel::Min).unwrap();
            for threads in [1, 2, 7] {
                let run = Run::new(Some(threads)).unwrap();
                let together = by_steps(&network, Direction::Out, UNSEEN, &run).unwrap();
                for (one, other) in together.iter().zip(by_distance(&network, Direction::Out, true, &run).unwrap()) {
                    assert_eq!((one.others, one.total, one.farthest), (other.others, other.total, other.farthest));
                    assert!((one.inverse - other.inverse).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn walks_alone_find_what_walks_together_find() {
        // A ring of 3,000 with a few chords.
        let sources: Vec<u32> = (0..3000).chain((0..50).map(|chord| chord * 57)).collect();
        let targets: Vec<u32> =
            (0..3000).map(|node| (node + 1) % 3000).chain((0..50).map(|chord| chord * 31 + 7)).collect();
        let network =
            Adjacency::from_ties(3000, &sources, &targets, &vec![1.0; sources.len()], true, Parallel::Max).unwrap();
        let run = Run::quiet();
        for direction in [Direction::Out, Direction::In, Direction::All] {
            for most in [0, 1, 4, UNSEEN] {
                let ways = Ways::of(&network, direction).unwrap();
                let alone = alone(&ways, most, &run).unwrap();
                let together = together(&ways.turned(), most, &run).unwrap();
                for (one, other) in alone.iter().zip(&together) {
                    assert_eq!((one.others, one.total, one.farthest), (other.others, other.total, other.farthest));
                    assert!((one.inverse - other.inverse).abs() < 1e-9 * (1.0 + one.inverse));
                }
            }
        }
    }

    #[test]
    fn each_way_is_taken_where_it_costs_less() {
        let run = Run::quiet();
        let ring: Vec<u32> = (0..2000).collect();
        let next: Vec<u32> = (1..=2000).map(|node| node % 2000).collect();
        let (narrow, wide) = (
            Adjacency::from_ties(2000, &ring, &next, &[1.0; 2000], false, Parallel::Refuse).unwrap(),
            Adjacency::from_ties(2000, &[0; 1999], &ring[1..], &[1.0; 1999], false, Parallel::Refuse).unwrap(),
        );
        for (network, expected) in [(&narrow, 999.0 * 1000.0 + 1000.0), (&wide, 1999.0)] {
            for threads in [1, 2, 7] {
                let run = Run::new(Some(threads)).unwrap();
                let found = by_steps(network, Direction::Out, UNSEEN, &run).unwrap();
                assert_eq!((found[0].others, found[0].total), (1999, expected));
            }
        }
        let levels_and_places = |network: &Adjacency| {
            let ways = Ways::of(network, Direction::Out).unwrap();
            sampled(&ways, UNSEEN, 8, &run).unwrap()
        };
        assert_eq!(levels_and_places(&narrow), (8 * 2000, 8 * 1001));
        // The middle and seven ends of the star.
        assert_eq!(levels_and_places(&wide), (8 * 2000, 2 + 7 * 3));
    }
}
