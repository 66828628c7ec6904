//! Structural holes: how much a node's contacts are tied to each other.

use std::str::FromStr;

use crate::adjacency::{Adjacency, Neighbours};
use crate::error::{Error, Result};
use crate::run::Run;

/// Which ties of an alter are compared with those it has to the ego's other alters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// All its ties.
    Whole,
    /// Those inside the ego's own network.
    Ego,
}

impl FromStr for Model {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "whole" => Ok(Self::Whole),
            "ego" => Ok(Self::Ego),
            _ => Err(Error::invalid(format!("`model` must be \"whole\" or \"ego\": got \"{name}\""))),
        }
    }
}

/// Which ties of the ego make the other end an alter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alters {
    /// Those in either direction.
    Both,
    /// Those that arrive.
    In,
    /// Those that leave.
    Out,
}

impl FromStr for Alters {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "both" => Ok(Self::Both),
            "in" => Ok(Self::In),
            "out" => Ok(Self::Out),
            _ => Err(Error::invalid(format!("`ties` must be \"both\", \"in\" or \"out\": got \"{name}\""))),
        }
    }
}

/// How a measure reads the network.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Whether ties count by their weight, or 1 each.
    pub weighted: bool,
    /// Which ties of an alter are looked at.
    pub model: Model,
    /// Who is an alter.
    pub alters: Alters,
}

/// Kernel of `weakties.networks.constraint`.
#[expect(clippy::redundant_closure_for_method_calls, reason = "the method is for one lifetime, the closure for all")]
pub fn constraint(network: &Adjacency, reading: Reading, run: &Run) -> Result<Vec<f64>> {
    over_egos(network, reading, run, |ego| ego.constraint())
}

/// Kernel of `weakties.networks.effective_size`.
#[expect(clippy::redundant_closure_for_method_calls, reason = "the method is for one lifetime, the closure for all")]
pub fn effective_size(network: &Adjacency, reading: Reading, run: &Run) -> Result<Vec<f64>> {
    over_egos(network, reading, run, |ego| ego.effective_size())
}

/// Kernel of `weakties.networks.efficiency`.
pub fn efficiency(network: &Adjacency, reading: Reading, run: &Run) -> Result<Vec<f64>> {
    over_egos(network, reading, run, |ego| ego.effective_size() / ego.alters().len() as f64)
}

/// Kernel of `weakties.networks.hierarchy`.
pub fn hierarchy(network: &Adjacency, reading: Reading, run: &Run) -> Result<Vec<f64>> {
    over_egos(network, reading, run, |ego| {
        ego.constraint();
        ego.hierarchy()
    })
}

/// The measures of structural holes of every node.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Holes {
    /// Number of alters.
    pub degree: Vec<i64>,
    /// Burt's constraint.
    pub constraint: Vec<f64>,
    /// Burt's effective size.
    pub effective_size: Vec<f64>,
    /// Effective size by number of alters.
    pub efficiency: Vec<f64>,
    /// Burt's hierarchy.
    pub hierarchy: Vec<f64>,
}

/// Kernel of `weakties.networks.structural_holes`: all at once, since they share all but a fraction of the work.
pub fn holes(network: &Adjacency, reading: Reading, run: &Run) -> Result<Holes> {
    let each = over_egos(network, reading, run, |ego| {
        let constraint = ego.constraint();
        (ego.alters().len() as u32, constraint, ego.effective_size(), ego.hierarchy())
    })?;
    let mut holes = Holes::default();
    for (degree, constraint, effective_size, hierarchy) in each {
        holes.degree.push(i64::from(degree));
        holes.constraint.push(constraint);
        holes.effective_size.push(effective_size);
        holes.efficiency.push(effective_size / f64::from(degree));
        holes.hierarchy.push(hierarchy);
    }
    Ok(holes)
}

/// Each ego and alter with the constraint that the alter exerts.
pub type Dyads = (Vec<u32>, Vec<u32>, Vec<f64>);

/// Kernel of `weakties.networks.dyadic_constraint`: sorted by ego and alter.
pub fn dyadic_constraint(network: &Adjacency, reading: Reading, run: &Run) -> Result<Dyads> {
    let each = over_egos(network, reading, run, |ego| {
        ego.constraint();
        (ego.alters().to_vec(), ego.dyadic.clone())
    })?;
    let (mut egos, mut alters, mut values) = (Vec::new(), Vec::new(), Vec::new());
    for (ego, (of_ego, dyadic)) in (0..).zip(each) {
        egos.extend(std::iter::repeat_n(ego, of_ego.len()));
        alters.extend(of_ego);
        values.extend(dyadic);
    }
    Ok((egos, alters, values))
}

/// Egos are worked on in chunks, which share their scratch memory.
const SMALLEST_CHUNK: usize = 256;
const CHUNKS: usize = 32;

fn over_egos<T: Send>(
    network: &Adjacency,
    reading: Reading,
    run: &Run,
    measure: impl Fn(&mut Ego) -> T + Sync + Send,
) -> Result<Vec<T>> {
    let nodes = network.len();
    run.expect_steps(nodes as u64);
    let mutual = Mutual::of(network, reading, run)?;
    let size = nodes.div_ceil(CHUNKS).max(SMALLEST_CHUNK);
    let chunks = run.map(nodes.div_ceil(size), |chunk| {
        let mut ego = Ego::new(&mutual);
        let mut values = Vec::with_capacity(size);
        for node in chunk * size..nodes.min((chunk + 1) * size) {
            ego.visit(node, reading.model, run)?;
            values.push(measure(&mut ego));
            run.advance(1)?;
        }
        Ok(values)
    })?;
    Ok(chunks.into_iter().flatten().collect())
}

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
struct Mutual {
    ties: Lists,
    /// Those ties that make the other end an alter, where not all do.
    alters: Option<Lists>,
    /// Sum and maximum of each node's strengths.
    totals: Vec<f64>,
    largest: Vec<f64>,
}

impl Mutual {
    fn of(network: &Adjacency, reading: Reading, run: &Run) -> Result<Self> {
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
struct Ego<'a> {
    mutual: &'a Mutual,
    /// Who is an alter, with the strength of the ego's tie, and its share in the sum of these.
    alters: Neighbours<'a>,
    shares: Vec<f64>,
    /// Sum and maximum of the ties of each alter that the model looks at.
    totals: Vec<f64>,
    largest: Vec<f64>,
    /// The constraint that each alter exerts, once the ego's was asked for.
    dyadic: Vec<f64>,
    /// For every node what it counts for in `through`: 0 unless it is an alter, so that no tie of an alter has to be
    /// asked whether it leads to another, which no processor could foresee.
    given: Vec<f64>,
}

impl<'a> Ego<'a> {
    fn new(mutual: &'a Mutual) -> Self {
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

    fn alters(&self) -> &[u32] {
        self.alters.nodes
    }

    /// Moves on to the network of another ego.
    fn visit(&mut self, node: usize, model: Model, run: &Run) -> Result<()> {
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
    fn constraint(&mut self) -> f64 {
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
    fn effective_size(&mut self) -> f64 {
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
    fn hierarchy(&self) -> f64 {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, ties: &[(u32, u32, f64)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        let weights: Vec<f64> = ties.iter().map(|tie| tie.2).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &weights, directed, Parallel::Refuse).unwrap()
    }

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} instead of {expected}");
        }
    }

    fn read(weighted: bool, model: Model) -> Reading {
        Reading { weighted, model, alters: Alters::Both }
    }

    #[test]
    fn a_triangle_with_a_pendant_by_hand() {
        // 0, 1, 2 tied to each other and 3 to 0, whose shares are 1/3 each.
        let network = ties(4, &[(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (0, 3, 1.0)], false);
        let run = Run::quiet();
        let whole = constraint(&network, read(false, Model::Whole), &run).unwrap();
        let of_one = 0.75_f64.powi(2) + (0.5_f64 + 0.5 / 3.0).powi(2);
        near(&whole, &[0.25 + 0.25 + 1.0 / 9.0, of_one, of_one, 1.0]);
        // In the network of 1, its alter 0 has no tie to 3.
        let ego = constraint(&network, read(false, Model::Ego), &run).unwrap();
        near(&ego, &[0.25 + 0.25 + 1.0 / 9.0, 1.125, 1.125, 1.0]);
        for model in [Model::Whole, Model::Ego] {
            near(&effective_size(&network, read(false, model), &run).unwrap(), &[3.0 - 2.0 / 3.0, 1.0, 1.0, 1.0]);
        }
    }

    #[test]
    fn directions_add_up_and_a_tie_of_no_strength_is_none() {
        let network = ties(4, &[(0, 1, 2.0), (1, 0, 1.0), (2, 0, 1.0), (1, 3, 0.0)], true);
        let run = Run::quiet();
        let found = constraint(&network, read(true, Model::Whole), &run).unwrap();
        near(&found[..3], &[0.75 * 0.75 + 0.25 * 0.25, 1.0, 1.0]);
        assert!(found[3].is_nan());
        let size = effective_size(&network, read(true, Model::Whole), &run).unwrap();
        near(&size[..3], &[2.0, 1.0, 1.0]);
        assert!(size[3].is_nan());
    }

    #[test]
    fn hierarchy_is_0_for_equal_alters_and_1_for_a_single_one() {
        let star = ties(4, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0)], false);
        let found = hierarchy(&star, read(false, Model::Whole), &Run::quiet()).unwrap();
        assert_eq!(found, [0.0, 1.0, 1.0, 1.0]);
        // Shares 3/4 and 1/4 exert 9/16 and 1/16: 9/5 and 1/5 of their mean.
        let uneven = ties(3, &[(0, 1, 3.0), (0, 2, 1.0)], false);
        let found = hierarchy(&uneven, read(true, Model::Whole), &Run::quiet()).unwrap();
        near(&found, &[(1.8 * 1.8_f64.ln() + 0.2 * 0.2_f64.ln()) / (2.0 * 2.0_f64.ln()), 1.0, 1.0]);
    }

    #[test]
    fn only_chosen_alters_share_out_the_strength_of_the_ego() {
        // 0 sends to 1 and 2, receives from 2 and 3, and 1 sends to 3.
        let network = ties(4, &[(0, 1, 1.0), (0, 2, 1.0), (2, 0, 1.0), (3, 0, 1.0), (1, 3, 1.0)], true);
        let of = |alters| {
            let reading = Reading { weighted: false, model: Model::Whole, alters };
            dyadic_constraint(&network, reading, &Run::quiet()).unwrap()
        };
        let (egos, alters, values) = of(Alters::Out);
        assert_eq!((egos, alters), (vec![0, 0, 1, 2, 3], vec![1, 2, 3, 0, 0]));
        near(&values, &[1.0 / 9.0, 4.0 / 9.0, 1.0, 1.0, 1.0]);
        let (egos, alters, values) = of(Alters::In);
        assert_eq!((egos, alters), (vec![0, 0, 1, 2, 3], vec![2, 3, 0, 0, 1]));
        near(&values, &[4.0 / 9.0, 1.0 / 9.0, 1.0, 1.0, 1.0]);
    }

    #[test]
    fn one_pass_for_all_gives_the_same_bits_as_one_each_on_any_number_of_threads() {
        let spokes: Vec<(u32, u32, f64)> =
            (1..2000).flat_map(|i| [(0, i, f64::from(i)), (i, i % 1999 + 1, 0.3)]).collect();
        let wheel = ties(2000, &spokes, false);
        let reading = read(true, Model::Ego);
        let one = Run::new(Some(1)).unwrap();
        let expected = [
            constraint(&wheel, reading, &one).unwrap(),
            effective_size(&wheel, reading, &one).unwrap(),
            efficiency(&wheel, reading, &one).unwrap(),
            hierarchy(&wheel, reading, &one).unwrap(),
        ];
        for threads in [1, 2, 7] {
            let all = holes(&wheel, reading, &Run::new(Some(threads)).unwrap()).unwrap();
            let found = [all.constraint, all.effective_size, all.efficiency, all.hierarchy];
            for (found, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
                assert_eq!(found.to_bits(), expected.to_bits());
            }
        }
    }

    #[test]
    fn strengths_beyond_the_doubles_are_refused() {
        let network = ties(3, &[(0, 1, f64::MAX), (0, 2, f64::MAX)], false);
        let outcome = constraint(&network, read(true, Model::Whole), &Run::quiet());
        assert!(matches!(outcome, Err(Error::InvalidInput(_))));
    }
}
