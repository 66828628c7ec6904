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
    fn of_node(&self, node: usize) -> Neighbours<'_> {
        let range = self.offsets[node]..self.offsets[node + 1];
        Neighbours { nodes: &self.nodes[range.clone()], weights: &self.weights[range] }
    }

    /// The same ties from the other end: walking sorted lists in order leaves sorted lists.
    fn reversed(&self) -> Self {
        let nodes = self.offsets.len() - 1;
        let mut offsets = vec![0; nodes + 1];
        for &node in &self.nodes {
            offsets[node as usize + 1] += 1;
        }
        add_up(&mut offsets);
        let mut next = offsets.clone();
        let mut reversed = Self { offsets, nodes: vec![0; self.nodes.len()], weights: vec![0.0; self.weights.len()] };
        for from in 0..nodes {
            for (to, weight) in self.of_node(from).iter() {
                reversed.nodes[next[to]] = from as u32;
                reversed.weights[next[to]] = weight;
                next[to] += 1;
            }
        }
        reversed
    }
}

/// Turns the length of each list, one place late, into where each list begins.
fn add_up(offsets: &mut [usize]) {
    let mut sum = 0;
    for offset in offsets {
        sum += *offset;
        *offset = sum;
    }
}

/// One end of a given tie, as the list of its other end holds it until the weights are read.
#[derive(Debug, Clone, Copy, Default)]
struct Given {
    node: u32,
    tie: u32,
}

/// Given ties in lists laid end to end, those between the same nodes side by side in the order they were given.
struct GivenLists {
    offsets: Vec<usize>,
    ends: Vec<Given>,
}

impl GivenLists {
    /// Sorts by a bucket sort on the far end and then on the near one: linear in nodes and ties.
    ///
    /// Undirected ties enter at both ends, and self-ties not at all.
    fn of(nodes: usize, sources: &[u32], targets: &[u32], directed: bool) -> Self {
        let (mut by_target, mut by_source) = (vec![0; nodes + 1], vec![0; nodes + 1]);
        for (&source, &target) in sources.iter().zip(targets).filter(|(source, target)| source != target) {
            by_target[target as usize + 1] += 1;
            by_source[source as usize + 1] += 1;
        }
        if !directed {
            by_target.iter_mut().zip(&by_source).for_each(|(all, leaving)| *all += leaving);
            by_source.clone_from(&by_target);
        }
        add_up(&mut by_target);
        add_up(&mut by_source);
        let offsets = by_source;
        let mut arriving = vec![Given::default(); by_target[nodes]];
        let mut next = by_target.clone();
        let mut put = |at: u32, node: u32, tie: u32| {
            let place = &mut next[at as usize];
            arriving[*place] = Given { node, tie };
            *place += 1;
        };
        for (tie, (&source, &target)) in (0..).zip(sources.iter().zip(targets)) {
            if source != target {
                put(target, source, tie);
                if !directed {
                    put(source, target, tie);
                }
            }
        }
        let mut ends = vec![Given::default(); arriving.len()];
        let mut next = offsets.clone();
        for node in 0..nodes {
            for given in &arriving[by_target[node]..by_target[node + 1]] {
                let place = &mut next[given.node as usize];
                ends[*place] = Given { node: node as u32, tie: given.tie };
                *place += 1;
            }
        }
        Self { offsets, ends }
    }

    /// Combines ties between the same two nodes by the stated rule.
    fn merged(self, weights: &[f64], parallel: Parallel) -> Result<Lists> {
        // Ties without weights all have one, which need not be looked up in the order of neighbours.
        let first = weights.first().copied().unwrap_or_default();
        let alike = weights.iter().all(|weight| weight.to_bits() == first.to_bits());
        let mut lists = Lists {
            offsets: self.offsets,
            nodes: Vec::with_capacity(self.ends.len()),
            weights: Vec::with_capacity(self.ends.len()),
        };
        let mut start = 0;
        for node in 1..lists.offsets.len() {
            let end = lists.offsets[node];
            let list = &self.ends[start..end];
            if list.windows(2).any(|pair| pair[0].node == pair[1].node) {
                for same in list.chunk_by(|one, next| one.node == next.node) {
                    let given = same.iter().map(|given| weights[given.tie as usize]);
                    lists.nodes.push(same[0].node);
                    lists.weights.push(match same {
                        [one] => weights[one.tie as usize],
                        _ => combined(given, parallel)?,
                    });
                }
            } else {
                lists.nodes.extend(list.iter().map(|given| given.node));
                if alike {
                    lists.weights.resize(lists.nodes.len(), first);
                } else {
                    lists.weights.extend(list.iter().map(|given| weights[given.tie as usize]));
                }
            }
            start = end;
            lists.offsets[node] = lists.nodes.len();
        }
        Ok(lists)
    }
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
        let outgoing = GivenLists::of(nodes, sources, targets, directed).merged(weights, parallel)?;
        let incoming = directed.then(|| outgoing.reversed());
        let ties = if directed { outgoing.nodes.len() } else { outgoing.nodes.len() / 2 };
        let (self_tied, self_weights) = self_ties(sources, targets, weights, parallel)?;
        Ok(Self { outgoing, incoming, self_tied, self_weights, nodes, ties })
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

    /// The same without the weights, for walks that look at many nodes and few of their ties.
    #[must_use]
    pub fn successor_nodes(&self, node: usize) -> &[u32] {
        let lists = &self.outgoing;
        &lists.nodes[lists.offsets[node]..lists.offsets[node + 1]]
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

/// The nodes that are tied to themselves, in order, with the weight of each such tie.
fn self_ties(sources: &[u32], targets: &[u32], weights: &[f64], parallel: Parallel) -> Result<(Vec<u32>, Vec<f64>)> {
    let mut given: Vec<(u32, f64)> = sources
        .iter()
        .zip(targets)
        .zip(weights)
        .filter(|((one, other), _)| one == other)
        .map(|((&node, _), &weight)| (node, weight))
        .collect();
    given.sort_by_key(|&(node, _)| node);
    let (mut nodes, mut combined_weights) = (Vec::new(), Vec::new());
    for group in given.chunk_by(|one, other| one.0 == other.0) {
        nodes.push(group[0].0);
        combined_weights.push(if group.len() == 1 {
            group[0].1
        } else {
            combined(group.iter().map(|&(_, weight)| weight), parallel)?
        });
    }
    Ok((nodes, combined_weights))
}

/// The weight of several ties between the same two nodes.
fn combined(weights: impl ExactSizeIterator<Item = f64>, parallel: Parallel) -> Result<f64> {
    let count = weights.len();
    match parallel {
        Parallel::Refuse => Err(Error::invalid(format!(
            "`parallel` = \"raise\" allows one tie between two nodes: {count} join the same pair; \
             choose parallel=\"sum\", \"max\", \"min\" or \"mean\""
        ))),
        Parallel::Sum => Ok(weights.collect::<ExactSum>().value()),
        Parallel::Max => Ok(weights.fold(f64::NEG_INFINITY, f64::max)),
        Parallel::Min => Ok(weights.fold(f64::INFINITY, f64::min)),
        Parallel::Mean => Ok(weights.collect::<ExactSum>().value() / count as f64),
    }
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
