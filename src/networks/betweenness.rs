//! How often a node or a tie lies on the shortest paths between others.
//!
//! Brandes's algorithm: from each source a walk outwards that counts shortest paths, and one back that adds up shares.

use super::degree::Direction;
use super::path_counts::{ByPlaces, CountedWalk};
use super::path_counts_by_distance::ByDistance;
use super::path_counts_by_level::BySteps;
use super::paths::{UNSEEN, Ways, added_up, check_distances, sampled};
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// So many sources share scratch memory and a sum.
const BLOCK: usize = 32;

/// Kernel of `weakties.networks.betweenness`, not normalised: the sum over pairs, an undirected pair counting once.
///
/// `ends` are the sources and targets of the paths that count, each node named once; without it all are both.
pub fn betweenness(
    network: &Adjacency,
    by_distance: bool,
    ends: Option<(&[u32], &[u32])>,
    run: &Run,
) -> Result<Vec<f64>> {
    let ways = ways_of(network, by_distance)?;
    let pairs = Pairs::of(&ways, ends)?;
    let values = if by_distance {
        passing_places::<ByDistance>(&ways, &pairs, run)?
    } else if is_narrow(&ways, run)? {
        passing_places::<ByPlaces>(&ways, &pairs, run)?
    } else {
        passing_places::<BySteps>(&ways, &pairs, run)?
    };
    Ok(ways.by_node(&values))
}

/// Kernel of `weakties.networks.edge_betweenness`, not normalised: one value a tie, in the order of `Adjacency::ties`.
pub fn edge_betweenness(network: &Adjacency, by_distance: bool, run: &Run) -> Result<Vec<f64>> {
    let ways = ways_of(network, by_distance)?;
    let pairs = Pairs::of(&ways, None)?;
    let mut starts = vec![0; ways.len() + 1];
    for place in 0..ways.len() {
        starts[place + 1] = starts[place] + ways.back(place).nodes.len();
    }
    let steps = if by_distance {
        passing_steps::<ByDistance>(&ways, &pairs, &starts, run)?
    } else if is_narrow(&ways, run)? {
        passing_steps::<ByPlaces>(&ways, &pairs, &starts, run)?
    } else {
        passing_steps::<BySteps>(&ways, &pairs, &starts, run)?
    };
    let of_step = |from: u32, to: u32| {
        let number = ways.back(to as usize).nodes.binary_search(&from);
        number.map_or(0.0, |number| steps[starts[to as usize] + number])
    };
    let ties = network.ties();
    let values = ties.sources.iter().zip(&ties.targets).map(|(&source, &target)| {
        let (source, target) = (ways.place_of(source), ways.place_of(target));
        of_step(source, target) + if ways.is_directed() { 0.0 } else { of_step(target, source) }
    });
    Ok(values.collect())
}

fn ways_of(network: &Adjacency, by_distance: bool) -> Result<Ways> {
    if by_distance {
        check_distances(network, true)?;
    }
    Ways::of(network, Direction::Out)
}

/// With fewer places than this a level, a walk goes place by place.
const NARROW: usize = 150;
/// So many walks are looked at to tell.
const LOOKED_AT: usize = 8;

fn is_narrow(ways: &Ways, run: &Run) -> Result<bool> {
    let (places, levels) = sampled(ways, UNSEEN, LOOKED_AT, run)?;
    Ok(places < NARROW * levels)
}

/// Which pairs of ends count, and how much: an undirected pair that is met from both ends counts half each time.
struct Pairs {
    sources: Vec<u32>,
    /// What each place counts as a target, for sources that are targets too and for those that are not.
    from_target: Vec<f64>,
    from_other: Vec<f64>,
}

impl Pairs {
    fn of(ways: &Ways, ends: Option<(&[u32], &[u32])>) -> Result<Self> {
        let once = if ways.is_directed() { 1.0 } else { 0.5 };
        let Some((sources, targets)) = ends else {
            let sources = (0..ways.len() as u32).collect();
            return Ok(Self { sources, from_target: vec![once; ways.len()], from_other: Vec::new() });
        };
        if let Some(&node) = sources.iter().chain(targets).find(|&&node| node as usize >= ways.len()) {
            return Err(Error::invalid(format!(
                "`sources` and `targets` must be nodes numbered below {}: got {node}",
                ways.len()
            )));
        }
        let mut sources: Vec<u32> = sources.iter().map(|&node| ways.place_of(node)).collect();
        sources.sort_unstable();
        let mut from_other = vec![0.0; ways.len()];
        for &target in targets {
            from_other[ways.place_of(target) as usize] = 1.0;
        }
        let mut from_target = from_other.clone();
        for &source in &sources {
            from_target[source as usize] *= once;
        }
        Ok(Self { sources, from_target, from_other })
    }

    fn targets(&self, source: usize) -> &[f64] {
        if self.from_target[source] > 0.0 { &self.from_target } else { &self.from_other }
    }
}

fn passing_places<W: CountedWalk>(ways: &Ways, pairs: &Pairs, run: &Run) -> Result<Vec<f64>> {
    over_sources(ways.len(), ways, pairs, run, |walk: &mut W, targets, sum| walk.add_to_places(ways, targets, run, sum))
}

fn passing_steps<W: CountedWalk>(ways: &Ways, pairs: &Pairs, starts: &[usize], run: &Run) -> Result<Vec<f64>> {
    over_sources(ways.step_count(), ways, pairs, run, |walk: &mut W, targets, sum| {
        walk.add_to_steps(ways, targets, starts, run, sum)
    })
}

/// Walks from every source, in blocks that share memory, and adds up what `add` makes of it.
fn over_sources<W: CountedWalk>(
    values: usize,
    ways: &Ways,
    pairs: &Pairs,
    run: &Run,
    add: impl Fn(&mut W, &[f64], &mut [f64]) -> Result<()> + Sync,
) -> Result<Vec<f64>> {
    run.expect_steps(pairs.sources.len() as u64);
    let of_block = |block: usize| {
        let mut sum = vec![0.0; values];
        let mut walk = W::new(ways.len());
        for &source in pairs.sources.iter().skip(block * BLOCK).take(BLOCK) {
            walk.walk(ways, source as usize, run)?;
            add(&mut walk, pairs.targets(source as usize), &mut sum)?;
            run.advance(1)?;
        }
        Ok(sum)
    };
    // One block at least, so that there are values even without a source.
    let blocks = pairs.sources.len().div_ceil(BLOCK).max(1);
    run.within(|| added_up(run, 0..blocks, &of_block, &|sum, more| *sum += more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, sources: &[u32], targets: &[u32], weights: &[f64], directed: bool) -> Adjacency {
        Adjacency::from_ties(nodes, sources, targets, weights, directed, Parallel::Refuse).unwrap()
    }

    fn values(network: &Adjacency, by_distance: bool) -> Vec<f64> {
        betweenness(network, by_distance, None, &Run::quiet()).unwrap()
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
            let on = |threads| betweenness(&network, by_distance, None, &Run::new(Some(threads)).unwrap()).unwrap();
            let expected: Vec<u64> = on(1).into_iter().map(f64::to_bits).collect();
            for threads in [2, 7] {
                assert_eq!(on(threads).into_iter().map(f64::to_bits).collect::<Vec<u64>>(), expected);
            }
        }
    }

    #[test]
    fn what_cannot_be_counted_is_refused() {
        let network = ties(2, &[0], &[1], &[0.0], false);
        assert!(matches!(betweenness(&network, true, None, &Run::quiet()), Err(Error::InvalidInput(_))));
        // A chain of diamonds doubles the paths with each.
        let (mut sources, mut targets) = (Vec::new(), Vec::new());
        for first in (0..3 * 1100).step_by(3) {
            sources.extend([first, first, first + 1, first + 2]);
            targets.extend([first + 1, first + 2, first + 3, first + 3]);
        }
        let chain = ties(3 * 1100 + 1, &sources, &targets, &vec![1.0; sources.len()], false);
        for by_distance in [false, true] {
            assert!(matches!(betweenness(&chain, by_distance, None, &Run::quiet()), Err(Error::InvalidInput(_))));
        }
    }

    #[test]
    fn a_stopped_run_ends_early() {
        let run = Run::quiet();
        run.stop();
        let network = ties(2, &[0], &[1], &[1.0], false);
        assert_eq!(betweenness(&network, false, None, &run), Err(Error::Stopped));
    }
}
