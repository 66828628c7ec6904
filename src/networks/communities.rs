//! What the measures of closed communities share: who is in which group, and the ties of a node in both directions.

use crate::adjacency::{Adjacency, Neighbours};
use crate::error::{Error, Result};
use crate::run::Run;

/// Which group each node is in, by numbers below `count`.
#[derive(Debug, Clone, Copy)]
pub struct Groups<'a> {
    of: &'a [u32],
    count: usize,
}

impl<'a> Groups<'a> {
    /// Groups of all nodes of `network`.
    pub fn new(network: &Adjacency, of: &'a [u32], count: usize) -> Result<Self> {
        if of.len() != network.len() {
            return Err(Error::invalid(format!(
                "`groups` must give every node a group: got {} for {} nodes",
                of.len(),
                network.len()
            )));
        }
        if let Some(group) = of.iter().find(|&&group| group as usize >= count) {
            return Err(Error::invalid(format!("`groups` must be numbered below {count}: got {group}")));
        }
        Ok(Self { of, count })
    }

    /// The group of a node.
    #[must_use]
    pub fn of(&self, node: usize) -> usize {
        self.of[node] as usize
    }

    /// The group of every node.
    #[must_use]
    pub fn all(&self) -> &'a [u32] {
        self.of
    }

    /// How many groups there are, empty ones included.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// How many nodes are in each group.
    #[must_use]
    pub fn sizes(&self) -> Vec<f64> {
        let mut sizes = vec![0.0; self.count];
        for &group in self.of {
            sizes[group as usize] += 1.0;
        }
        sizes
    }
}

/// What a tie counts: its strength where strengths are read, 1 otherwise.
#[must_use]
pub fn strength(weight: f64, weighted: bool) -> f64 {
    if weighted { weight } else { 1.0 }
}

/// Refuses a sum of strengths beyond the doubles.
pub(crate) fn finite(total: f64) -> Result<f64> {
    if total.is_finite() {
        return Ok(total);
    }
    Err(Error::invalid(
        "`strength` must add up to a finite number: the sum exceeds 1.8e308; divide the weights by a common number \
         first",
    ))
}

/// Everyone's ties with both directions added up, without those of no strength; an undirected tie counts once.
#[derive(Debug, Clone, Default)]
pub struct Mutual {
    offsets: Vec<usize>,
    nodes: Vec<u32>,
    strengths: Vec<f64>,
    /// Whether some tie counts other than 1.
    uneven: bool,
}

impl Mutual {
    /// Reads a network.
    pub fn of(network: &Adjacency, weighted: bool, run: &Run) -> Result<Self> {
        let mut mutual = Self::with_capacity(network.len(), 2 * network.tie_count());
        let none = Neighbours { nodes: &[], weights: &[] };
        for node in 0..network.len() {
            if node % 4096 == 0 {
                run.go_on()?;
            }
            let arriving = if network.is_directed() { network.predecessors(node) } else { none };
            let mut arriving = arriving.iter().peekable();
            for (other, weight) in network.successors(node).iter() {
                while let Some((earlier, weight)) = arriving.next_if(|tie| tie.0 < other) {
                    mutual.add(earlier as u32, strength(weight, weighted));
                }
                let back = arriving.next_if(|tie| tie.0 == other).map_or(0.0, |tie| strength(tie.1, weighted));
                mutual.add(other as u32, strength(weight, weighted) + back);
            }
            for (later, weight) in arriving {
                mutual.add(later as u32, strength(weight, weighted));
            }
            mutual.close();
        }
        finite(mutual.strengths.iter().sum())?;
        Ok(mutual)
    }

    /// A table without nodes, with room for some.
    #[must_use]
    pub fn with_capacity(nodes: usize, ties: usize) -> Self {
        let mut offsets = Vec::with_capacity(nodes + 1);
        offsets.push(0);
        Self { offsets, nodes: Vec::with_capacity(ties), strengths: Vec::with_capacity(ties), uneven: false }
    }

    /// Adds a tie to the node that is being described.
    pub fn add(&mut self, other: u32, strength: f64) {
        if strength > 0.0 {
            self.nodes.push(other);
            self.strengths.push(strength);
            self.uneven |= strength != 1.0;
        }
    }

    /// Ends the description of a node.
    pub fn close(&mut self) {
        self.offsets.push(self.nodes.len());
    }

    /// How many nodes there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there is no node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ties of a node.
    #[inline]
    #[must_use]
    pub fn ties(&self, node: usize) -> Neighbours<'_> {
        let range = self.offsets[node]..self.offsets[node + 1];
        Neighbours { nodes: &self.nodes[range.clone()], weights: &self.strengths[range] }
    }

    /// Shows each tie of a node; where all count 1 their strengths are not fetched from memory, which is what takes time.
    #[inline]
    pub fn each_tie(&self, node: usize, mut show: impl FnMut(usize, f64)) {
        let range = self.offsets[node]..self.offsets[node + 1];
        if self.uneven {
            for (&other, &strength) in self.nodes[range.clone()].iter().zip(&self.strengths[range]) {
                show(other as usize, strength);
            }
        } else {
            for &other in &self.nodes[range] {
                show(other as usize, 1.0);
            }
        }
    }

    /// The sum of all strengths, each tie once, over the number of ties; 0 without ties.
    #[must_use]
    pub fn mean_strength(&self) -> f64 {
        if self.nodes.is_empty() { 0.0 } else { self.strengths.iter().sum::<f64>() / self.nodes.len() as f64 }
    }

    /// Splits groups whose members are not all tied to each other, if only through other members; numbers from 0 by
    /// first node.
    #[must_use]
    pub fn connected_within(&self, group: &[u32]) -> (Vec<u32>, usize) {
        const NEW: u32 = u32::MAX;
        let mut part = vec![NEW; self.len()];
        let mut parts = 0;
        let mut found = Vec::new();
        for first in 0..self.len() {
            if part[first] != NEW {
                continue;
            }
            part[first] = parts;
            found.push(first);
            while let Some(node) = found.pop() {
                for &other in self.ties(node).nodes {
                    let other = other as usize;
                    if part[other] == NEW && group[other] == group[node] {
                        part[other] = parts;
                        found.push(other);
                    }
                }
            }
            parts += 1;
        }
        (part, parts as usize)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    pub(crate) fn ties(nodes: usize, ties: &[(u32, u32, f64)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        let weights: Vec<f64> = ties.iter().map(|tie| tie.2).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &weights, directed, Parallel::Refuse).unwrap()
    }

    #[test]
    fn directions_add_up_and_ties_of_no_strength_are_left_out() {
        let network = ties(4, &[(0, 1, 2.0), (1, 0, 1.0), (2, 0, 1.0), (1, 3, 0.0)], true);
        let mutual = Mutual::of(&network, true, &Run::quiet()).unwrap();
        assert_eq!((mutual.ties(0).nodes, mutual.ties(0).weights), (&[1, 2][..], &[3.0, 1.0][..]));
        assert_eq!(mutual.ties(1).nodes, [0]);
        assert!(mutual.ties(3).nodes.is_empty());
        assert_eq!(mutual.mean_strength(), 2.0);
        assert_eq!(mutual.connected_within(&[0, 0, 1, 1]), (vec![0, 0, 1, 2], 3));
    }

    #[test]
    fn groups_must_fit_the_network() {
        let network = ties(2, &[(0, 1, 1.0)], false);
        assert!(Groups::new(&network, &[0], 1).is_err());
        assert!(Groups::new(&network, &[0, 2], 2).is_err());
        assert_eq!(Groups::new(&network, &[0, 2], 4).unwrap().sizes(), [1.0, 0.0, 1.0, 0.0]);
    }
}
