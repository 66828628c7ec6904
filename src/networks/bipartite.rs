//! Where a node stands among nodes of two kinds, whose ties all lead from one kind to the other.

use std::ops::Range;
use std::str::FromStr;
use std::sync::atomic::{AtomicU64, Ordering};

use super::two_mode::kinds;
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// What the affiliations that two members share are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// All affiliations of the two.
    Dot,
    /// Those of the one that has fewer.
    Min,
    /// Those of the one that has more.
    Max,
}

impl FromStr for Overlap {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "dot" => Ok(Self::Dot),
            "min" => Ok(Self::Min),
            "max" => Ok(Self::Max),
            _ => Err(Error::invalid(format!("`overlap` must be \"dot\", \"min\" or \"max\": got \"{name}\""))),
        }
    }
}

/// Kernel of `weakties.networks.two_mode_clustering`; NaN for a member that shares no affiliation.
pub fn two_mode_clustering(
    affiliations: &Adjacency,
    firms: usize,
    of_firms: bool,
    overlap: Overlap,
    run: &Run,
) -> Result<Vec<f64>> {
    let (members, _) = kinds(affiliations, firms, of_firms)?;
    over_members(members, run, Shared::new(affiliations.len()), |member, shared| {
        shared.count(member, affiliations, run)?;
        let own = degree(affiliations, member);
        let mut sum = 0.0;
        for &other in &shared.met {
            let (both, theirs) = (u64::from(shared.counts[other as usize]), degree(affiliations, other as usize));
            let possible = match overlap {
                Overlap::Dot => own + theirs - both,
                Overlap::Min => own.min(theirs),
                Overlap::Max => own.max(theirs),
            };
            sum += both as f64 / possible as f64;
        }
        Ok(if shared.met.is_empty() { f64::NAN } else { sum / shared.met.len() as f64 })
    })
}

/// Kernel of `weakties.networks.two_mode_redundancy`; NaN for a member with fewer than two affiliations.
///
/// Two affiliations of a member are tied without it when they share two members or more, it being one of them.
pub fn two_mode_redundancy(affiliations: &Adjacency, firms: usize, of_firms: bool, run: &Run) -> Result<Vec<f64>> {
    let (members, others) = kinds(affiliations, firms, of_firms)?;
    // Whole numbers add up to the same whatever the order.
    let redundant: Vec<AtomicU64> = members.clone().map(|_| AtomicU64::new(0)).collect();
    over_members(others, run, Shared::new(affiliations.len()), |affiliation, shared| {
        shared.count(affiliation, affiliations, run)?;
        for &member in affiliations.successors(affiliation).nodes {
            run.go_on()?;
            let of_member = affiliations.successors(member as usize).nodes;
            let after = of_member.partition_point(|&other| other as usize <= affiliation);
            let tied = of_member[after..].iter().filter(|&&other| shared.counts[other as usize] > 1).count();
            redundant[member as usize - members.start].fetch_add(tied as u64, Ordering::Relaxed);
        }
        Ok(())
    })?;
    let share = |(member, pairs): (usize, AtomicU64)| match degree(affiliations, member) {
        0 | 1 => f64::NAN,
        ties => 2.0 * pairs.into_inner() as f64 / (ties as f64 * (ties - 1) as f64),
    };
    Ok(members.zip(redundant).map(share).collect())
}

/// Kernel of `weakties.networks.two_mode_closure`: four times the cycles of four ties over the paths of three.
pub fn two_mode_closure(affiliations: &Adjacency, firms: usize, run: &Run) -> Result<f64> {
    let (ours, theirs) = kinds(affiliations, firms, true)?;
    let effort = |side: &Range<usize>| side.clone().map(|node| degree(affiliations, node).pow(2)).sum::<u64>();
    // Each side's walk reads through the squares of the other's degrees.
    let (walked, other) = if effort(&theirs) <= effort(&ours) { (ours, theirs) } else { (theirs, ours) };
    let paths: u64 = other
        .flat_map(|node| {
            let ties = degree(affiliations, node);
            let ends = affiliations.successors(node).nodes.iter();
            ends.map(move |&end| (ties - 1) * (degree(affiliations, end as usize) - 1))
        })
        .sum();
    let cycles = over_members(walked, run, Shared::new(affiliations.len()), |member, shared| {
        shared.count(member, affiliations, run)?;
        let later = shared.met.iter().filter(|&&other| other as usize > member);
        Ok(later.map(|&other| u64::from(shared.counts[other as usize])).map(|both| both * (both - 1) / 2).sum::<u64>())
    })?;
    Ok(if paths == 0 { f64::NAN } else { 4.0 * cycles.into_iter().sum::<u64>() as f64 / paths as f64 })
}

/// Kernel of `weakties.networks.two_mode_closeness`: the least sum of distances to the nodes that a member reaches over
/// the sum it has, times the share of the others that it reaches.
pub fn two_mode_closeness(affiliations: &Adjacency, firms: usize, of_firms: bool, run: &Run) -> Result<Vec<f64>> {
    let (members, _) = kinds(affiliations, firms, of_firms)?;
    let nodes = affiliations.len();
    let walk = (vec![u32::MAX; nodes], Vec::<u32>::new());
    over_members(members, run, walk, |member, (distance, order)| {
        for &node in order.iter() {
            distance[node as usize] = u32::MAX;
        }
        order.clear();
        order.push(member as u32);
        distance[member] = 0;
        let (mut next, mut sum, mut least) = (0, 0_u64, 0_u64);
        while let Some(&node) = order.get(next) {
            next += 1;
            let further = distance[node as usize] + 1;
            for &other in affiliations.successors(node as usize).nodes {
                if distance[other as usize] == u32::MAX {
                    distance[other as usize] = further;
                    sum += u64::from(further);
                    // One step to the other kind, two to its own.
                    least += if further % 2 == 1 { 1 } else { 2 };
                    order.push(other);
                }
            }
        }
        let reached = (order.len() - 1) as f64 / (nodes as f64 - 1.0);
        Ok(if sum == 0 { 0.0 } else { least as f64 / sum as f64 * reached })
    })
}

fn degree(network: &Adjacency, node: usize) -> u64 {
    network.successors(node).nodes.len() as u64
}

/// Members are worked on in chunks, which share their scratch memory.
const SMALLEST_CHUNK: usize = 64;
const CHUNKS: usize = 128;

fn over_members<T: Send, Scratch: Clone + Sync>(
    members: Range<usize>,
    run: &Run,
    scratch: Scratch,
    measure: impl Fn(usize, &mut Scratch) -> Result<T> + Sync + Send,
) -> Result<Vec<T>> {
    run.expect_steps(members.len() as u64);
    let size = members.len().div_ceil(CHUNKS).max(SMALLEST_CHUNK);
    let chunks = run.map(members.len().div_ceil(size), |chunk| {
        let mut scratch = scratch.clone();
        let from = members.start + chunk * size;
        let of_chunk = (from..members.end.min(from + size)).map(|member| {
            let value = measure(member, &mut scratch)?;
            run.advance(1)?;
            Ok(value)
        });
        of_chunk.collect::<Result<Vec<T>>>()
    })?;
    Ok(chunks.into_iter().flatten().collect())
}

/// How many affiliations one member shares with each other.
#[derive(Clone)]
struct Shared {
    counts: Vec<u32>,
    met: Vec<u32>,
}

impl Shared {
    fn new(nodes: usize) -> Self {
        Self { counts: vec![0; nodes], met: Vec::new() }
    }

    /// Moves on to another member.
    fn count(&mut self, member: usize, affiliations: &Adjacency, run: &Run) -> Result<()> {
        for other in self.met.drain(..) {
            self.counts[other as usize] = 0;
        }
        for &affiliation in affiliations.successors(member).nodes {
            run.go_on()?;
            for &other in affiliations.successors(affiliation as usize).nodes {
                let count = &mut self.counts[other as usize];
                if *count == 0 && other as usize != member {
                    self.met.push(other);
                }
                *count += 1;
            }
        }
        self.counts[member] = 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    /// Institution 3 joins firms 0, 1 and 2; institution 4 joins 0 and 1; institution 5 joins 2.
    fn example() -> Adjacency {
        Adjacency::from_ties(6, &[0, 1, 2, 0, 1, 2], &[3, 3, 3, 4, 4, 5], &[1.0; 6], false, Parallel::Refuse).unwrap()
    }

    #[test]
    fn clustering_by_hand() {
        let run = Run::quiet();
        let dot = two_mode_clustering(&example(), 3, true, Overlap::Dot, &run).unwrap();
        assert_eq!(dot, [f64::midpoint(1.0, 1.0 / 3.0), f64::midpoint(1.0, 1.0 / 3.0), 1.0 / 3.0]);
        let least = two_mode_clustering(&example(), 3, false, Overlap::Min, &run).unwrap();
        assert_eq!(least, [1.0, 1.0, 1.0]);
        let most = two_mode_clustering(&example(), 3, false, Overlap::Max, &run).unwrap();
        assert_eq!(most, [f64::midpoint(2.0 / 3.0, 1.0 / 3.0), 2.0 / 3.0, 1.0 / 3.0]);
    }

    #[test]
    fn redundancy_and_closure_by_hand() {
        let run = Run::quiet();
        // Institutions 3 and 4 share 0 and 1, so that either of the firms is redundant; firm 2 alone ties 3 to 5.
        assert_eq!(two_mode_redundancy(&example(), 3, true, &run).unwrap(), [1.0, 1.0, 0.0]);
        let of_institutions = two_mode_redundancy(&example(), 3, false, &run).unwrap();
        assert_eq!(of_institutions[..2], [1.0 / 3.0, 1.0]);
        assert!(of_institutions[2].is_nan());
        // One cycle, 0-3-1-4; paths of three by their middle ties: 2, 2, 2, 1, 1 and 0.
        assert_eq!(two_mode_closure(&example(), 3, &run).unwrap(), 4.0 / 8.0);
    }

    #[test]
    fn closeness_by_hand() {
        let found = two_mode_closeness(&example(), 3, true, &Run::quiet()).unwrap();
        // From firm 0: institutions at 1, 1, 3 and firms at 2, 2.
        assert_eq!(found, [7.0 / 9.0, 7.0 / 9.0, 7.0 / 9.0]);
    }

    #[test]
    fn threads_give_equal_bits_and_a_stopped_run_ends() {
        let firms: Vec<u32> = (0..6000_u32).map(|tie| tie % 1500).collect();
        let joined: Vec<u32> = (0..6000_u32).map(|tie| 1500 + (tie * tie / 7 + tie) % 300).collect();
        let ties = Adjacency::from_ties(1800, &firms, &joined, &vec![1.0; 6000], false, Parallel::Max).unwrap();
        let on = |threads| {
            let run = Run::new(Some(threads)).unwrap();
            let mut all = two_mode_clustering(&ties, 1500, true, Overlap::Dot, &run).unwrap();
            all.extend(two_mode_redundancy(&ties, 1500, true, &run).unwrap());
            all.extend(two_mode_closeness(&ties, 1500, false, &run).unwrap());
            all.push(two_mode_closure(&ties, 1500, &run).unwrap());
            all.into_iter().map(f64::to_bits).collect::<Vec<u64>>()
        };
        let one = on(1);
        assert!(on(2) == one && on(7) == one);
        let run = Run::quiet();
        run.stop();
        assert_eq!(two_mode_closure(&ties, 1500, &run), Err(Error::Stopped));
    }
}
