//! Who is tied to whom: sorted neighbour lists in both directions, which every walk over a network reads.

use crate::error::{Error, Result};
use crate::sums::ExactSum;

/// What to do with several ties between the same two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parallel {
    /// Refuse them.
    Refuse,
    /// Add their weights up.
    Sum,
    /// Keep the largest weight.
    Max,
    /// Keep the smallest weight.
    Min,
    /// Take the mean of their weights.
    Mean,
}

/// One node's neighbours in ascending order, with the weight of each tie.
#[derive(Debug, Clone, Copy)]
pub struct Neighbours<'a> {
    /// The neighbours' numbers.
    pub nodes: &'a [u32],
    /// The weight of the tie to each.
    pub weights: &'a [f64],
}

impl<'a> Neighbours<'a> {
    /// The neighbours with their weights, one by one.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (usize, f64)> + use<'a> {
        self.nodes.iter().zip(self.weights).map(|(&node, &weight)| (node as usize, weight))
    }
}

/// Every tie once, sorted by source and target.
#[derive(Debug, Clone, PartialEq)]
pub struct Ties {
    /// Where each tie starts; the smaller end when undirected.
    pub sources: Vec<u32>,
    /// Where each tie ends.
    pub targets: Vec<u32>,
    /// What each tie weighs.
    pub weights: Vec<f64>,
}

/// Lists of neighbours laid end to end.
#[derive(Debug, Clone, PartialEq)]
struct Lists {
    offsets: Vec<usize>,
    nodes: Vec<u32>,
    weights: Vec<f64>,
}

impl Lists {
    /// Sorts ties into lists by a counting sort on `to` and then on `from`: linear in nodes and ties.
    fn of(nodes: usize, from: &[u32], to: &[u32], weights: &[f64]) -> Self {
        let by_target = ordered_by(nodes, to, 0..to.len() as u32);
        let order = ordered_by(nodes, from, by_target.into_iter());
        let mut offsets = vec![0; nodes + 1];
        for &node in from {
            offsets[node as usize + 1] += 1;
        }
        for node in 0..nodes {
            offsets[node + 1] += offsets[node];
        }
        Self {
            offsets,
            nodes: order.iter().map(|&tie| to[tie as usize]).collect(),
            weights: order.iter().map(|&tie| weights[tie as usize]).collect(),
        }
    }

    fn of_node(&self, node: usize) -> Neighbours<'_> {
        let range = self.offsets[node]..self.offsets[node + 1];
        Neighbours { nodes: &self.nodes[range.clone()], weights: &self.weights[range] }
    }
}

/// The given ties in stable order of their key.
fn ordered_by(nodes: usize, keys: &[u32], ties: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut next = vec![0_usize; nodes + 1];
    for &key in keys {
        next[key as usize + 1] += 1;
    }
    for node in 0..nodes {
        next[node + 1] += next[node];
    }
    let mut order = vec![0; keys.len()];
    for tie in ties {
        let place = &mut next[keys[tie as usize] as usize];
        order[*place] = tie;
        *place += 1;
    }
    order
}

/// A network's ties: sorted neighbour lists in both directions, self-ties kept apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Adjacency {
    outgoing: Lists,
    /// Absent when undirected: both directions are the same lists.
    incoming: Option<Lists>,
    self_tied: Vec<u32>,
    self_weights: Vec<f64>,
    nodes: usize,
    ties: usize,
}

impl Adjacency {
    /// Builds the lists from ties given by node numbers below `nodes`.
    pub fn from_ties(
        nodes: usize,
        sources: &[u32],
        targets: &[u32],
        weights: &[f64],
        directed: bool,
        parallel: Parallel,
    ) -> Result<Self> {
        check_ties(nodes, sources, targets, weights)?;
        let (mut from, mut to, mut weight) = (Vec::new(), Vec::new(), Vec::new());
        let (mut loops_at, mut loop_weights) = (Vec::new(), Vec::new());
        for ((&source, &target), &value) in sources.iter().zip(targets).zip(weights) {
            if source == target {
                loops_at.push(source);
                loop_weights.push(value);
                continue;
            }
            let flip = !directed && source > target;
            from.push(if flip { target } else { source });
            to.push(if flip { source } else { target });
            weight.push(value);
        }
        let merged = merged(nodes, &from, &to, &weight, parallel)?;
        let loops = self::merged(nodes, &loops_at, &loops_at, &loop_weights, parallel)?;
        let ties = merged.sources.len();
        let (outgoing, incoming) = if directed {
            (
                Lists::of(nodes, &merged.sources, &merged.targets, &merged.weights),
                Some(Lists::of(nodes, &merged.targets, &merged.sources, &merged.weights)),
            )
        } else {
            let both = |one: &[u32], other: &[u32]| [one, other].concat();
            (
                Lists::of(
                    nodes,
                    &both(&merged.sources, &merged.targets),
                    &both(&merged.targets, &merged.sources),
                    &[merged.weights.as_slice(), merged.weights.as_slice()].concat(),
                ),
                None,
            )
        };
        Ok(Self { outgoing, incoming, self_tied: loops.sources, self_weights: loops.weights, nodes, ties })
    }

    /// How many nodes there are, isolates included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes
    }

    /// Whether there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes == 0
    }

    /// Whether ties have a direction.
    #[must_use]
    pub fn is_directed(&self) -> bool {
        self.incoming.is_some()
    }

    /// How many ties there are between different nodes; an undirected tie counts once.
    #[must_use]
    pub fn tie_count(&self) -> usize {
        self.ties
    }

    /// Whom `node` is tied to.
    #[must_use]
    pub fn successors(&self, node: usize) -> Neighbours<'_> {
        self.outgoing.of_node(node)
    }

    /// Who is tied to `node`; the same as the successors when undirected.
    #[must_use]
    pub fn predecessors(&self, node: usize) -> Neighbours<'_> {
        self.incoming.as_ref().unwrap_or(&self.outgoing).of_node(node)
    }

    /// The nodes that are tied to themselves, with the weight of each such tie.
    #[must_use]
    pub fn self_ties(&self) -> Neighbours<'_> {
        Neighbours { nodes: &self.self_tied, weights: &self.self_weights }
    }

    /// Every tie between different nodes once, sorted; an undirected one from its smaller end.
    #[must_use]
    pub fn ties(&self) -> Ties {
        let mut ties = Ties {
            sources: Vec::with_capacity(self.ties),
            targets: Vec::with_capacity(self.ties),
            weights: Vec::with_capacity(self.ties),
        };
        for source in 0..self.len() {
            for (target, weight) in self.successors(source).iter() {
                if self.is_directed() || source < target {
                    ties.sources.push(source as u32);
                    ties.targets.push(target as u32);
                    ties.weights.push(weight);
                }
            }
        }
        ties
    }
}

fn check_ties(nodes: usize, sources: &[u32], targets: &[u32], weights: &[f64]) -> Result<()> {
    if nodes >= u32::MAX as usize || sources.len() >= (u32::MAX / 2) as usize {
        return Err(Error::invalid(format!(
            "a network may hold up to {} nodes and {} ties: got {nodes} and {}; split it",
            u32::MAX - 1,
            u32::MAX / 2 - 1,
            sources.len()
        )));
    }
    if sources.len() != targets.len() || sources.len() != weights.len() {
        return Err(Error::invalid(format!(
            "`source`, `target` and `weight` must be equally long: got {}, {} and {}",
            sources.len(),
            targets.len(),
            weights.len()
        )));
    }
    if let Some(&node) = sources.iter().chain(targets).find(|&&node| node as usize >= nodes) {
        return Err(Error::invalid(format!("ties must join nodes numbered below {nodes}: got {node}")));
    }
    if let Some(row) = weights.iter().position(|weight| !weight.is_finite() || *weight < 0.0) {
        return Err(Error::invalid(format!(
            "`weight` must be finite and not negative: {} in row {row} (counted from 0); drop or correct it",
            weights[row]
        )));
    }
    Ok(())
}

/// Sorts ties and combines those between the same two nodes by the stated rule.
fn merged(nodes: usize, from: &[u32], to: &[u32], weights: &[f64], parallel: Parallel) -> Result<Ties> {
    let order = ordered_by(nodes, from, ordered_by(nodes, to, 0..to.len() as u32).into_iter());
    let mut ties = Ties { sources: Vec::new(), targets: Vec::new(), weights: Vec::new() };
    let same =
        |&one: &u32, &other: &u32| from[one as usize] == from[other as usize] && to[one as usize] == to[other as usize];
    for group in order.chunk_by(same) {
        let (source, target) = (from[group[0] as usize], to[group[0] as usize]);
        let of_group = group.iter().map(|&tie| weights[tie as usize]);
        let weight = match parallel {
            Parallel::Refuse if group.len() > 1 => {
                return Err(Error::invalid(format!(
                    "`parallel` = \"raise\" allows one tie between two nodes: {} join the same pair; \
                     choose parallel=\"sum\", \"max\", \"min\" or \"mean\"",
                    group.len()
                )));
            }
            Parallel::Refuse => weights[group[0] as usize],
            Parallel::Sum => of_group.collect::<ExactSum>().value(),
            Parallel::Max => of_group.fold(f64::NEG_INFINITY, f64::max),
            Parallel::Min => of_group.fold(f64::INFINITY, f64::min),
            Parallel::Mean => of_group.collect::<ExactSum>().value() / group.len() as f64,
        };
        ties.sources.push(source);
        ties.targets.push(target);
        ties.weights.push(weight);
    }
    Ok(ties)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_isolates_kept() {
        let network =
            Adjacency::from_ties(5, &[3, 0, 1], &[0, 1, 3], &[2.0, 1.0, 4.0], false, Parallel::Refuse).unwrap();
        assert_eq!((network.len(), network.tie_count(), network.is_directed()), (5, 3, false));
        assert_eq!(network.successors(0).nodes, [1, 3]);
        assert_eq!(network.successors(3).weights, [2.0, 4.0]);
        assert_eq!(network.predecessors(3).nodes, [0, 1]);
        assert!(network.successors(4).nodes.is_empty());
        let ties = network.ties();
        assert_eq!((ties.sources, ties.targets, ties.weights), (vec![0, 0, 1], vec![1, 3, 3], vec![1.0, 2.0, 4.0]));
    }

    #[test]
    fn directed_lists_differ_by_direction_and_self_ties_stand_apart() {
        let network =
            Adjacency::from_ties(3, &[0, 1, 1], &[1, 1, 2], &[1.0, 5.0, 2.0], true, Parallel::Refuse).unwrap();
        assert_eq!(network.tie_count(), 2);
        assert_eq!(network.successors(1).nodes, [2]);
        assert_eq!(network.predecessors(1).nodes, [0]);
        assert_eq!((network.self_ties().nodes, network.self_ties().weights), (&[1][..], &[5.0][..]));
    }

    #[test]
    fn parallel_ties_follow_the_stated_rule() {
        let build = |rule| Adjacency::from_ties(2, &[0, 1, 0], &[1, 0, 1], &[1.0, 2.0, 6.0], false, rule);
        assert!(matches!(build(Parallel::Refuse), Err(Error::InvalidInput(_))));
        for (rule, weight) in [(Parallel::Sum, 9.0), (Parallel::Max, 6.0), (Parallel::Min, 1.0), (Parallel::Mean, 3.0)]
        {
            assert_eq!(build(rule).unwrap().ties().weights, [weight]);
        }
    }

    #[test]
    fn bad_ties_are_refused() {
        for (source, weight) in [(2, 1.0), (0, -1.0), (0, f64::NAN), (0, f64::INFINITY)] {
            let built = Adjacency::from_ties(2, &[source], &[1], &[weight], true, Parallel::Sum);
            assert!(matches!(built, Err(Error::InvalidInput(_))));
        }
    }
}
