//! Ties between members of two kinds, and what they imply between members of one kind.

use std::str::FromStr;

use crate::adjacency::{Adjacency, Parallel};
use crate::error::{Error, Result};
use crate::run::Run;

/// What an affiliation in common adds to the tie between two members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// One.
    Count,
    /// One over its other members.
    Newman,
}

impl FromStr for Rule {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "count" => Ok(Self::Count),
            "newman" => Ok(Self::Newman),
            _ => Err(Error::invalid(format!("`weight` must be \"count\" or \"newman\": got \"{name}\""))),
        }
    }
}

/// Members are worked on in chunks, which share their scratch memory.
const SMALLEST_CHUNK: usize = 64;
const CHUNKS: usize = 128;

/// Kernel of `weakties.networks.TwoModeNetwork.project`: the first `firms` nodes are of one kind, the rest of the other.
pub fn project(affiliations: &Adjacency, firms: usize, onto_firms: bool, rule: Rule, run: &Run) -> Result<Adjacency> {
    let nodes = affiliations.len();
    if firms > nodes {
        return Err(Error::invalid(format!("`firms` must be at most the number of nodes, {nodes}: got {firms}")));
    }
    let (kept, others) = if onto_firms { (0..firms, firms..nodes) } else { (firms..nodes, 0..firms) };
    check_sizes(affiliations, others)?;
    run.expect_steps(kept.len() as u64);
    let first = kept.start;
    let size = kept.len().div_ceil(CHUNKS).max(SMALLEST_CHUNK);
    let chunks = run.map(kept.len().div_ceil(size), |chunk| {
        let (mut sources, mut targets, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        let mut shared = vec![0.0; kept.len()];
        let mut touched = Vec::new();
        for member in chunk * size..kept.len().min((chunk + 1) * size) {
            for &affiliation in affiliations.successors(first + member).nodes {
                run.go_on()?;
                let members = affiliations.successors(affiliation as usize).nodes;
                let share = match rule {
                    Rule::Count => 1.0,
                    Rule::Newman => 1.0 / (members.len() as f64 - 1.0),
                };
                // Each pair once: only members after this one.
                for &other in &members[members.partition_point(|&other| other as usize <= first + member)..] {
                    let other = other as usize - first;
                    if shared[other] == 0.0 {
                        touched.push(other);
                    }
                    shared[other] += share;
                }
            }
            for other in touched.drain(..) {
                sources.push(member as u32);
                targets.push(other as u32);
                weights.push(shared[other]);
                shared[other] = 0.0;
            }
            run.advance(1)?;
        }
        Ok((sources, targets, weights))
    })?;
    let (mut sources, mut targets, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for (from, to, weight) in chunks {
        sources.extend(from);
        targets.extend(to);
        weights.extend(weight);
    }
    Adjacency::from_ties(kept.len(), &sources, &targets, &weights, false, Parallel::Refuse)
}

/// Refuses at once what would fill the memory first.
fn check_sizes(affiliations: &Adjacency, others: std::ops::Range<usize>) -> Result<()> {
    let most = u64::from(u32::MAX / 2);
    let largest = others.map(|node| affiliations.successors(node).nodes.len() as u64).max().unwrap_or(0);
    if largest * largest.saturating_sub(1) / 2 >= most {
        return Err(Error::invalid(format!(
            "the projection would tie every two of {largest} members that share one affiliation, more than the {most} \
             ties a network may hold; leave out such large affiliations"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_firms_and_two_institutions_by_hand() {
        // Institution 3 joins firms 0, 1, 2; institution 4 joins 0 and 1.
        let affiliations =
            Adjacency::from_ties(5, &[0, 1, 2, 0, 1], &[3, 3, 3, 4, 4], &[1.0; 5], false, Parallel::Refuse).unwrap();
        let weights = |onto_firms, rule| {
            let ties = project(&affiliations, 3, onto_firms, rule, &Run::quiet()).unwrap().ties();
            ties.sources.into_iter().zip(ties.targets).zip(ties.weights).collect::<Vec<_>>()
        };
        assert_eq!(weights(true, Rule::Count), [((0, 1), 2.0), ((0, 2), 1.0), ((1, 2), 1.0)]);
        assert_eq!(weights(true, Rule::Newman), [((0, 1), 1.5), ((0, 2), 0.5), ((1, 2), 0.5)]);
        assert_eq!(weights(false, Rule::Count), [((0, 1), 2.0)]);
        assert_eq!(weights(false, Rule::Newman), [((0, 1), 2.0)]);
    }

    #[test]
    fn an_affiliation_of_too_many_is_refused_at_once() {
        let firms: Vec<u32> = (0..70_000).collect();
        let one = vec![70_000; firms.len()];
        let weights = vec![1.0; firms.len()];
        let affiliations = Adjacency::from_ties(70_001, &firms, &one, &weights, false, Parallel::Refuse).unwrap();
        let outcome = project(&affiliations, 70_000, true, Rule::Count, &Run::quiet());
        assert!(matches!(outcome, Err(Error::InvalidInput(_))));
    }
}
