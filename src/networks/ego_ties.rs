//! The network of one ego after another, and the sums over it of which measures of structural holes are made.

use super::holes::{Alters, Model, Reading};
use crate::adjacency::{Adjacency, Neighbours};
use crate::error::{Error, Result};
use crate::run::Run;

/// Lists of ties laid end to end.
struct Lists {
    offsets: Vec<usize>,
    nodes: Vec<u32>,
    strengths: Vec<f64>,
}

impl Lists {
    fn new(nodes: usize, ties: usize) -> Self {
        let mut offsets = Vec::with_capacity(nodes + 1);
        offsets.push(0);
        Self { offsets, nodes: Vec::with_capacity(ties), strengths: Vec::with_capacity(ties) }
    }

    fn push(&mut self, node: u32, strength: f64) {
        self.nodes.push(node);
        self.strengths.push(strength);
    }

    /// Ends the list of one node.
    fn close(&mut self) {
        self.offsets.push(self.nodes.len());
    }

    fn of_node(&self, node: usize) -> Neighbours<'_> {
        let range = self.offsets[node]..self.offsets[node + 1];
        Neighbours { nodes: &self.nodes[range.clone()], weights: &self.strengths[range] }
    }
}

/// Everyone's ties with both directions added up: `z_ij + z_ji` in Burt's notation.
pub(super) struct Mutual {
    ties: Lists,
    /// Those ties that make the other end an alter, where not all do.
    alters: Option<Lists>,
    /// Sum and maximum of each node's strengths.
    totals: Vec<f64>,
    largest: Vec<f64>,
}

impl Mutual {
    pub(super) fn of(network: &Adjacency, reading: Reading, run: &Run) -> Result<Self> {
        let nodes = network.len();
        let some = network.is_directed() && reading.alters != Alters::Both;
        let mut ties = Lists::new(nodes, 2 * network.tie_count());
        let mut alters = some.then(|| Lists::new(nodes, network.tie_count()));
        let (mut totals, mut largest) = (Vec::with_capacity(nodes), Vec::with_capacity(nodes));
        for node in 0..nodes {
            run.go_on()?;
            let first = ties.nodes.len();
            let strength = |weight: f64| if reading.weighted { weight } else { 1.0 };
            if !network.is_directed() && !reading.weighted {
                let others = network.successors(node).nodes;
                ties.nodes.extend_from_slice(others);
                ties.strengths.resize(ties.nodes.len(), 1.0);
            } else if network.is_directed() {
                for_each_pair(network, node, strength, |other, leaving, arriving| {
                    if leaving + arriving > 0.0 {
                        ties.push(other, leaving + arriving);
                    }
                    let chosen = if reading.alters == Alters::Out { leaving } else { arriving };
                    if let Some(alters) = alters.as_mut().filter(|_| chosen > 0.0) {
                        alters.push(other, leaving + arriving);
                    }
                });
            } else {
                for (other, weight) in network.successors(node).iter() {
                    if strength(weight) > 0.0 {
                        ties.push(other as u32, strength(weight));
                    }
                }
            }
            let of_node = &ties.strengths[first..];
            let total: f64 = of_node.iter().sum();
            if total == f64::INFINITY {
                return Err(Error::invalid(
                    "`strength` must add up to a finite number at each node: the sum exceeds 1.8e308; divide the \
                     weights by a common number first",
                ));
            }
            totals.push(total);
            largest.push(of_node.iter().copied().fold(0.0, f64::max));
            ties.close();
            if let Some(alters) = &mut alters {
                alters.close();
            }
        }
        Ok(Self { ties, alters, totals, largest })
    }

    fn alters(&self, node: usize) -> Neighbours<'_> {
        self.alters.as_ref().unwrap_or(&self.ties).of_node(node)
    }
}

/// Calls `visit` for each node tied to or from `node`, in order, with the strength of either direction.
fn for_each_pair(
    network: &Adjacency,
    node: usize,
    strength: impl Fn(f64) -> f64,
    mut visit: impl FnMut(u32, f64, f64),
) {
    let (leaving, arriving) = (network.successors(node), network.predecessors(node));
    let (mut out, mut back) = (0, 0);
    while out < leaving.nodes.len() || back < arriving.nodes.len() {
        let to = leaving.nodes.get(out).copied().unwrap_or(u32::MAX);
        let from = arriving.nodes.get(back).copied().unwrap_or(u32::MAX);
        let other = to.min(from);
        let (mut there, mut here) = (0.0, 0.0);
        if to == other {
            there = strength(leaving.weights[out]);
            out += 1;
        }
        if from == other {
            here = strength(arriving.weights[back]);
            back += 1;
        }
        visit(other, there, here);
    }
}

/// An alter with more than so many times the ego's ties is searched instead of read through: otherwise each leaf of a
/// star would read through all the others.
const SEARCHED_FROM: usize = 16;

/// One ego's network.
pub(super) struct Ego<'a> {
    mutual: &'a Mutual,
    /// Who is an alter, with the strength of the ego's tie, and its share in the sum of these.
    alters: Neighbours<'a>,
    shares: Vec<f64>,
    /// Sum and maximum of the ties of each alter that the model looks at.
    totals: Vec<f64>,
    largest: Vec<f64>,
    /// The constraint that each alter exerts, once the ego's was asked for.
    pub(super) dyadic: Vec<f64>,
    /// For every node what it counts for in `through`: 0 unless it is an alter, so that no tie of an alter has to be
    /// asked whether it leads to another, which no processor could foresee.
    given: Vec<f64>,
}

impl<'a> Ego<'a> {
    pub(super) fn new(mutual: &'a Mutual) -> Self {
        Self {
            mutual,
            alters: Neighbours { nodes: &[], weights: &[] },
            shares: Vec::new(),
            totals: Vec::new(),
            largest: Vec::new(),
            dyadic: Vec::new(),
            given: vec![0.0; mutual.totals.len()],
        }
    }

    pub(super) fn alters(&self) -> &[u32] {
        self.alters.nodes
    }

    /// Moves on to the network of another ego.
    pub(super) fn visit(&mut self, node: usize, model: Model, run: &Run) -> Result<()> {
        run.go_on()?;
        self.alters = self.mutual.alters(node);
        let total: f64 = self.alters.weights.iter().sum();
        self.shares.clear();
        self.shares.extend(self.alters.weights.iter().map(|strength| strength / total));
        self.totals.clear();
        self.largest.clear();
        match model {
            Model::Whole => {
                for &alter in self.alters.nodes {
                    self.totals.push(self.mutual.totals[alter as usize]);
                    self.largest.push(self.mutual.largest[alter as usize]);
                }
            }
            Model::Ego => {
                self.give(|_| 1.0);
                for (alter, strength) in self.alters.iter() {
                    let mut largest = strength;
                    let inside = self.through(alter, |counts, tie| {
                        largest = largest.max(counts * tie);
                        counts * tie
                    });
                    self.totals.push(strength + inside);
                    self.largest.push(largest);
                }
                self.take_back();
            }
        }
        Ok(())
    }

    /// Lets each alter count for something, by its number.
    fn give(&mut self, counts: impl Fn(usize) -> f64) {
        for (number, &alter) in self.alters.nodes.iter().enumerate() {
            self.given[alter as usize] = counts(number);
        }
    }

    fn take_back(&mut self) {
        for &alter in self.alters.nodes {
            self.given[alter as usize] = 0.0;
        }
    }

    /// Adds up over an alter's ties what their other ends count for, and 0 for those that are no alters.
    fn through(&self, alter: usize, mut add: impl FnMut(f64, f64) -> f64) -> f64 {
        let ties = self.mutual.ties.of_node(alter);
        let mut sum = 0.0;
        if ties.nodes.len() > SEARCHED_FROM * self.alters.nodes.len() {
            for &other in self.alters.nodes {
                if let Ok(at) = ties.nodes.binary_search(&other) {
                    sum += add(self.given[other as usize], ties.weights[at]);
                }
            }
        } else {
            for (other, strength) in ties.iter() {
                sum += add(self.given[other], strength);
            }
        }
        sum
    }

    /// `Σ_j (p_ij + Σ_q p_iq p_qj)²`, NaN without alters.
    pub(super) fn constraint(&mut self) -> f64 {
        let (shares, totals) = (std::mem::take(&mut self.shares), std::mem::take(&mut self.totals));
        // What each alter passes on for each unit of its own ties: p_iq / Σ_k z_qk.
        self.give(|number| shares[number] / totals[number]);
        let mut dyadic = std::mem::take(&mut self.dyadic);
        dyadic.clear();
        for (share, &alter) in shares.iter().zip(self.alters.nodes) {
            let invested = share + self.through(alter as usize, |passed_on, tie| passed_on * tie);
            dyadic.push(invested * invested);
        }
        self.take_back();
        (self.shares, self.totals, self.dyadic) = (shares, totals, dyadic);
        if self.dyadic.is_empty() { f64::NAN } else { self.dyadic.iter().sum() }
    }

    /// `Σ_j (1 − Σ_q p_iq m_jq)`, NaN without alters.
    pub(super) fn effective_size(&mut self) -> f64 {
        let shares = std::mem::take(&mut self.shares);
        self.give(|number| shares[number]);
        let mut redundancy = 0.0;
        for (&alter, largest) in self.alters.nodes.iter().zip(&self.largest) {
            redundancy += self.through(alter as usize, |share, tie| share * tie) / largest;
        }
        self.take_back();
        self.shares = shares;
        let alters = self.alters.nodes.len();
        if alters == 0 { f64::NAN } else { alters as f64 - redundancy }
    }

    /// `Σ_j r_j ln r_j / (N ln N)` with `r_j` the constraint by alter j over its mean; 1 with one alter, NaN without.
    ///
    /// Asked for after the constraint.
    pub(super) fn hierarchy(&self) -> f64 {
        let alters = self.alters().len() as f64;
        let mean = self.dyadic.iter().sum::<f64>() / alters;
        if self.alters().len() == 1 {
            return 1.0;
        }
        // What constrains too little for a double adds nothing, as r ln r goes to 0 with r.
        let ratios = self.dyadic.iter().map(|dyadic| dyadic / mean).filter(|&ratio| ratio > 0.0);
        let disorder: f64 = ratios.map(|ratio| ratio * libm::log(ratio)).sum();
        // Rounding may leave it a little below 0 when all alters constrain alike; NaN must stay NaN.
        let hierarchy = if self.alters().is_empty() { f64::NAN } else { disorder / (alters * libm::log(alters)) };
        if hierarchy < 0.0 { 0.0 } else { hierarchy }
    }
}
