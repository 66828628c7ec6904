//! Leiden communities: groups of nodes with more ties inside than a null model expects, each of them connected.
//!
//! Traag, Waltman and van Eck (2019). This file says what is looked for, `leiden_attempt` how.

use std::str::FromStr;

use super::communities::{Groups, Mutual};
use super::components::numbered_by_size;
use super::leiden_attempt::{Level, partition};
use super::segregation::Mixing;
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::random::Seed;
use crate::run::Run;

/// What communities are to have much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// Ties beyond what the strengths of the nodes let expect.
    Modularity,
    /// Ties beyond a share of the pairs (the constant Potts model).
    Cpm,
}

impl FromStr for Quality {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "modularity" => Ok(Self::Modularity),
            "cpm" => Ok(Self::Cpm),
            _ => Err(Error::invalid(format!("`quality` must be \"modularity\" or \"cpm\": got \"{name}\""))),
        }
    }
}

/// How communities are looked for.
#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// What they are to have much of.
    pub quality: Quality,
    /// How much they must exceed the null model: higher gives more and smaller ones.
    pub resolution: f64,
    /// How often to go through the network; `None` until nothing changes.
    pub iterations: Option<usize>,
    /// How many independent attempts to make, of which the best is kept.
    pub starts: usize,
}

const STARTS: u64 = 1;

/// Kernel of `weakties.networks.leiden`: the community of each node, largest first, and the quality.
pub fn leiden(network: &Adjacency, weighted: bool, search: Search, seed: Seed, run: &Run) -> Result<(Vec<i64>, f64)> {
    let mutual = Mutual::of(network, weighted, run)?;
    run.expect_steps(search.starts as u64);
    let found = run.map(search.starts, |start| {
        let draws = seed.stream(STARTS, start as u64);
        let community = match search.quality {
            Quality::Modularity if network.is_directed() => {
                let level = Level { ties: &mutual, mass: &directed_strengths(network, weighted) };
                let total: f64 = level.mass.iter().map(|mass| mass[0]).sum();
                partition(level, over(search.resolution, total), search.iterations, draws, run)?
            }
            Quality::Modularity => {
                let strengths: Vec<[f64; 1]> =
                    (0..mutual.len()).map(|node| [mutual.ties(node).weights.iter().sum()]).collect();
                let total: f64 = strengths.iter().map(|mass| mass[0]).sum();
                let level = Level { ties: &mutual, mass: &strengths };
                partition(level, over(search.resolution, total), search.iterations, draws, run)?
            }
            Quality::Cpm => {
                let level = Level { ties: &mutual, mass: &vec![[1.0]; mutual.len()] };
                let pairs = if network.is_directed() { 2.0 } else { 1.0 };
                partition(level, pairs * search.resolution, search.iterations, draws, run)?
            }
        };
        let community = numbered_by_size(&community);
        let quality = quality(network, &community, weighted, search)?;
        run.advance(1)?;
        Ok((community, quality))
    })?;
    let best = found.into_iter().reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.ok_or_else(|| Error::invalid("`starts` must be at least 1: got 0"))
}

fn quality(network: &Adjacency, community: &[i64], weighted: bool, search: Search) -> Result<f64> {
    let community: Vec<u32> = community.iter().map(|&each| each as u32).collect();
    let mixing = Mixing::of(network, Groups::new(network, &community, network.len())?, weighted)?;
    Ok(match search.quality {
        Quality::Modularity => mixing.modularity(search.resolution),
        Quality::Cpm => mixing.potts(search.resolution),
    })
}

fn over(resolution: f64, total: f64) -> f64 {
    if total > 0.0 { resolution / total } else { 0.0 }
}

/// Strength sent and received.
fn directed_strengths(network: &Adjacency, weighted: bool) -> Vec<[f64; 2]> {
    let of = |weights: &[f64]| if weighted { weights.iter().sum() } else { weights.len() as f64 };
    (0..network.len())
        .map(|node| [of(network.successors(node).weights), of(network.predecessors(node).weights)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::communities::tests::ties;
    use super::*;

    const SEED: Seed = Seed([3, 4]);

    fn search(quality: Quality, resolution: f64) -> Search {
        Search { quality, resolution, iterations: Some(2), starts: 1 }
    }

    /// Cliques of four in a ring, one tie between neighbours.
    fn ring_of_cliques(cliques: u32) -> Vec<(u32, u32, f64)> {
        let mut all = Vec::new();
        for clique in 0..cliques {
            for one in 0..4 {
                all.extend((0..one).map(|other| (4 * clique + one, 4 * clique + other, 1.0)));
            }
            all.push((4 * clique, (4 * clique + 5) % (4 * cliques), 1.0));
        }
        all
    }

    #[test]
    fn cliques_in_a_ring_are_found_and_the_quality_is_theirs() {
        let network = ties(24, &ring_of_cliques(6), false);
        let expected: Vec<i64> = (0..24).map(|node| node / 4).collect();
        let run = Run::quiet();
        let (found, quality) = leiden(&network, false, search(Quality::Modularity, 1.0), SEED, &run).unwrap();
        assert_eq!(found, expected);
        // Six cliques with 6 of 42 ties and 14 of 84 ends each.
        assert!((quality - 6.0 * (6.0 / 42.0 - 1.0 / 36.0)).abs() < 1e-12, "{quality}");
        let (found, quality) = leiden(&network, false, search(Quality::Cpm, 0.5), SEED, &run).unwrap();
        assert_eq!(found, expected);
        assert!((quality - 6.0 * (6.0 - 0.5 * 6.0)).abs() < 1e-12, "{quality}");
    }

    #[test]
    fn direction_matters_where_it_is_all_there_is() {
        // 0 and 1 send to 2 and 3 and to each other; by arcs alone 0-1 and 2-3 hold together.
        let arcs = [(0, 1, 1.0), (1, 0, 1.0), (2, 3, 1.0), (3, 2, 1.0), (0, 2, 1.0)];
        let network = ties(4, &arcs, true);
        let run = Run::quiet();
        let (found, quality) = leiden(&network, false, search(Quality::Modularity, 1.0), SEED, &run).unwrap();
        assert_eq!(found, [0, 0, 1, 1]);
        // 4 of 5 arcs inside, less (3·2 + 2·3)/25.
        assert!((quality - (0.8 - 12.0 / 25.0)).abs() < 1e-12, "{quality}");
    }

    #[test]
    fn without_ties_everyone_is_alone() {
        let network = ties(3, &[], false);
        let (found, quality) = leiden(&network, false, search(Quality::Modularity, 1.0), SEED, &Run::quiet()).unwrap();
        assert_eq!(found, [0, 1, 2]);
        assert!(quality.is_nan());
        let (_, quality) = leiden(&network, false, search(Quality::Cpm, 1.0), SEED, &Run::quiet()).unwrap();
        assert_eq!(quality, 0.0);
    }

    #[test]
    fn more_starts_are_never_worse_and_threads_change_nothing() {
        let network = ties(400, &ring_of_cliques(100), false);
        let many = Search { starts: 9, ..search(Quality::Modularity, 1.0) };
        let one = leiden(&network, false, search(Quality::Modularity, 1.0), SEED, &Run::quiet()).unwrap();
        let best = leiden(&network, false, many, SEED, &Run::quiet()).unwrap();
        assert!(best.1 >= one.1);
        for threads in [1, 2, 7] {
            assert_eq!(leiden(&network, false, many, SEED, &Run::new(Some(threads)).unwrap()).unwrap(), best);
        }
    }
}
