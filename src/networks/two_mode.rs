//! Ties between members of two kinds, and what they imply between members of one kind.

use std::ops::Range;
use std::str::FromStr;

use crate::adjacency::{Adjacency, Parallel};
use crate::error::{Error, Result};
use crate::run::Run;

/// What an affiliation in common adds to the tie between two members, whose ties to it weigh `v` and `w`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// `v w`, which is 1 without weights.
    Count,
    /// One over its other members.
    Newman,
    /// One over its members.
    Hyperbolic,
    /// The smaller of `v` and `w`; the sum is divided by what the larger ones add up to over all affiliations.
    Jaccard,
}

impl FromStr for Rule {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "count" => Ok(Self::Count),
            "newman" => Ok(Self::Newman),
            "hyperbolic" => Ok(Self::Hyperbolic),
            "jaccard" => Ok(Self::Jaccard),
            _ => Err(Error::invalid(format!(
                "`weight` must be \"count\", \"newman\", \"hyperbolic\" or \"jaccard\": got \"{name}\""
            ))),
        }
    }
}

/// Members are worked on in chunks, which share their scratch memory.
const SMALLEST_CHUNK: usize = 64;
const CHUNKS: usize = 128;

/// The numbers of the members of one kind, and of those of the other: the first `firms` nodes are firms.
pub(super) fn kinds(affiliations: &Adjacency, firms: usize, of_firms: bool) -> Result<(Range<usize>, Range<usize>)> {
    let nodes = affiliations.len();
    if firms > nodes {
        return Err(Error::invalid(format!("`firms` must be at most the number of nodes, {nodes}: got {firms}")));
    }
    Ok(if of_firms { (0..firms, firms..nodes) } else { (firms..nodes, 0..firms) })
}

/// Kernel of `weakties.networks.TwoModeNetwork.project`: the first `firms` nodes are of one kind, the rest of the other.
pub fn project(
    affiliations: &Adjacency,
    firms: usize,
    onto_firms: bool,
    rule: Rule,
    weighted: bool,
    run: &Run,
) -> Result<Adjacency> {
    let (kept, others) = kinds(affiliations, firms, onto_firms)?;
    if weighted && matches!(rule, Rule::Newman | Rule::Hyperbolic) {
        return Err(Error::invalid("`strength` is read with `weight` = \"count\" or \"jaccard\" only; leave it out"));
    }
    check_sizes(affiliations, others)?;
    run.expect_steps(kept.len() as u64);
    let first = kept.start;
    let weighs = |tie: f64| if weighted { tie } else { 1.0 };
    let totals: Vec<f64> =
        kept.clone().map(|node| affiliations.successors(node).weights.iter().map(|&tie| weighs(tie)).sum()).collect();
    let size = kept.len().div_ceil(CHUNKS).max(SMALLEST_CHUNK);
    let chunks = run.map(kept.len().div_ceil(size), |chunk| {
        let (mut sources, mut targets, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        let mut shared = vec![0.0; kept.len()];
        let mut touched = Vec::new();
        for member in chunk * size..kept.len().min((chunk + 1) * size) {
            for (affiliation, one) in affiliations.successors(first + member).iter() {
                run.go_on()?;
                let members = affiliations.successors(affiliation);
                let one = weighs(one);
                // Each pair once: only members after this one.
                let after = members.nodes.partition_point(|&other| other as usize <= first + member);
                for (&other, &two) in members.nodes[after..].iter().zip(&members.weights[after..]) {
                    let share = match rule {
                        Rule::Count => one * weighs(two),
                        Rule::Newman => 1.0 / (members.nodes.len() as f64 - 1.0),
                        Rule::Hyperbolic => 1.0 / members.nodes.len() as f64,
                        Rule::Jaccard => one.min(weighs(two)),
                    };
                    let other = other as usize - first;
                    if share > 0.0 {
                        if shared[other] == 0.0 {
                            touched.push(other);
                        }
                        shared[other] += share;
                    }
                }
            }
            for other in touched.drain(..) {
                let weight = match rule {
                    Rule::Jaccard => shared[other] / (totals[member] + totals[other] - shared[other]),
                    _ => shared[other],
                };
                if !weight.is_finite() || totals[member].max(totals[other]) == f64::INFINITY {
                    return Err(Error::invalid(
                        "`strength` must give finite sums: one exceeds 1.8e308; divide the weights by a common number \
                         first",
                    ));
                }
                sources.push(member as u32);
                targets.push(other as u32);
                weights.push(weight);
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
fn check_sizes(affiliations: &Adjacency, others: Range<usize>) -> Result<()> {
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
        let ties = [2.0, 3.0, 0.0, 4.0, 1.0];
        let affiliations =
            Adjacency::from_ties(5, &[0, 1, 2, 0, 1], &[3, 3, 3, 4, 4], &ties, false, Parallel::Refuse).unwrap();
        let weights = |onto_firms, rule, weighted| {
            let ties = project(&affiliations, 3, onto_firms, rule, weighted, &Run::quiet()).unwrap().ties();
            ties.sources.into_iter().zip(ties.targets).zip(ties.weights).collect::<Vec<_>>()
        };
        assert_eq!(weights(true, Rule::Count, false), [((0, 1), 2.0), ((0, 2), 1.0), ((1, 2), 1.0)]);
        assert_eq!(weights(true, Rule::Newman, false), [((0, 1), 1.5), ((0, 2), 0.5), ((1, 2), 0.5)]);
        let third = 1.0 / 3.0;
        assert_eq!(weights(true, Rule::Hyperbolic, false), [((0, 1), third + 0.5), ((0, 2), third), ((1, 2), third)]);
        assert_eq!(weights(true, Rule::Jaccard, false), [((0, 1), 1.0), ((0, 2), 0.5), ((1, 2), 0.5)]);
        assert_eq!(weights(false, Rule::Count, false), [((0, 1), 2.0)]);
        assert_eq!(weights(false, Rule::Newman, false), [((0, 1), 2.0)]);
        // With weights, the tie of firm 2 is none.
        assert_eq!(weights(true, Rule::Count, true), [((0, 1), 10.0)]);
        assert_eq!(weights(true, Rule::Jaccard, true), [((0, 1), 3.0 / 7.0)]);
        let outcome = project(&affiliations, 3, true, Rule::Newman, true, &Run::quiet());
        assert!(matches!(outcome, Err(Error::InvalidInput(_))));
    }

    #[test]
    fn an_affiliation_of_too_many_is_refused_at_once() {
        let firms: Vec<u32> = (0..70_000).collect();
        let one = vec![70_000; firms.len()];
        let weights = vec![1.0; firms.len()];
        let affiliations = Adjacency::from_ties(70_001, &firms, &one, &weights, false, Parallel::Refuse).unwrap();
        let outcome = project(&affiliations, 70_000, true, Rule::Count, false, &Run::quiet());
        assert!(matches!(outcome, Err(Error::InvalidInput(_))));
    }
}
