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

/// Kernel of `weakties.networks.constraint`.
pub fn constraint(network: &Adjacency, weighted: bool, model: Model, run: &Run) -> Result<Vec<f64>> {
    over_egos(network, weighted, model, run, Ego::constraint)
}

/// Kernel of `weakties.networks.effective_size`.
pub fn effective_size(network: &Adjacency, weighted: bool, model: Model, run: &Run) -> Result<Vec<f64>> {
    over_egos(network, weighted, model, run, Ego::effective_size)
}

/// Kernel of `weakties.networks.profile` where it holds both measures, which share all but a fraction of the work.
pub fn constraint_and_effective_size(
    network: &Adjacency,
    weighted: bool,
    model: Model,
    run: &Run,
) -> Result<(Vec<f64>, Vec<f64>)> {
    let both = over_egos(network, weighted, model, run, |ego| (ego.constraint(), ego.effective_size()))?;
    Ok(both.into_iter().unzip())
}

/// An alter with more than so many times the ego's ties is searched instead of read through: otherwise each leaf of a
/// star would read through all the others.
const SEARCHED_FROM: usize = 16;

/// Egos are worked on in chunks, which share their scratch memory.
const SMALLEST_CHUNK: usize = 256;
const CHUNKS: usize = 128;

fn over_egos<T: Send>(
    network: &Adjacency,
    weighted: bool,
    model: Model,
    run: &Run,
    measure: impl Fn(&Ego) -> T + Sync + Send,
) -> Result<Vec<T>> {
    let nodes = network.len();
    run.expect_steps(nodes as u64);
    let mutual = Mutual::of(network, weighted, run)?;
    let size = nodes.div_ceil(CHUNKS).max(SMALLEST_CHUNK);
    let chunks = run.map(nodes.div_ceil(size), |chunk| {
        let mut ego = Ego::new(nodes);
        let mut values = Vec::with_capacity(size);
        for node in chunk * size..nodes.min((chunk + 1) * size) {
            ego.visit(node, &mutual, model, run)?;
            values.push(measure(&ego));
            run.advance(1)?;
        }
        Ok(values)
    })?;
    Ok(chunks.into_iter().flatten().collect())
}

/// Everyone's ties with both directions added up: `z_ij + z_ji` in Burt's notation.
struct Mutual {
    offsets: Vec<usize>,
    nodes: Vec<u32>,
    strengths: Vec<f64>,
    /// Sum and maximum of each node's strengths.
    totals: Vec<f64>,
    largest: Vec<f64>,
}

impl Mutual {
    fn of(network: &Adjacency, weighted: bool, run: &Run) -> Result<Self> {
        let nodes = network.len();
        let mut mutual = Self {
            offsets: Vec::with_capacity(nodes + 1),
            nodes: Vec::with_capacity(2 * network.tie_count()),
            strengths: Vec::with_capacity(2 * network.tie_count()),
            totals: Vec::with_capacity(nodes),
            largest: Vec::with_capacity(nodes),
        };
        mutual.offsets.push(0);
        let none = Neighbours { nodes: &[], weights: &[] };
        for node in 0..nodes {
            run.go_on()?;
            let mut leaving = network.successors(node).iter().peekable();
            let arriving = if network.is_directed() { network.predecessors(node) } else { none };
            let mut arriving = arriving.iter().peekable();
            let (mut total, mut largest) = (0.0, 0.0_f64);
            while let Some(other) = leaving.peek().into_iter().chain(arriving.peek()).map(|tie| tie.0).min() {
                let ties = [leaving.next_if(|tie| tie.0 == other), arriving.next_if(|tie| tie.0 == other)];
                let ties = ties.into_iter().flatten();
                let strength = ties.fold(0.0, |sum, (_, weight)| sum + if weighted { weight } else { 1.0 });
                if strength > 0.0 {
                    mutual.nodes.push(other as u32);
                    mutual.strengths.push(strength);
                    total += strength;
                    largest = largest.max(strength);
                }
            }
            if total == f64::INFINITY {
                return Err(Error::invalid(
                    "`strength` must add up to a finite number at each node: the sum exceeds 1.8e308; divide the \
                     weights by a common number first",
                ));
            }
            mutual.offsets.push(mutual.nodes.len());
            mutual.totals.push(total);
            mutual.largest.push(largest);
        }
        Ok(mutual)
    }

    fn ties(&self, node: usize) -> Neighbours<'_> {
        let range = self.offsets[node]..self.offsets[node + 1];
        Neighbours { nodes: &self.nodes[range.clone()], weights: &self.strengths[range] }
    }
}

const NO_ALTER: u32 = u32::MAX;

/// One ego's network, with its alters numbered from 0 in the order of the nodes.
struct Ego {
    /// Strength of the ego's tie to each alter, and their sum.
    strengths: Vec<f64>,
    total: f64,
    /// Each alter's ties to other alters lie between two of `starts`.
    starts: Vec<usize>,
    others: Vec<(u32, f64)>,
    /// Sum and maximum of the ties of each alter that the model looks at.
    totals: Vec<f64>,
    largest: Vec<f64>,
    /// For every node its number among the alters, or `NO_ALTER`.
    place: Vec<u32>,
}

impl Ego {
    fn new(nodes: usize) -> Self {
        Self {
            strengths: Vec::new(),
            total: 0.0,
            starts: Vec::new(),
            others: Vec::new(),
            totals: Vec::new(),
            largest: Vec::new(),
            place: vec![NO_ALTER; nodes],
        }
    }

    /// Moves on to the network of another ego.
    fn visit(&mut self, node: usize, mutual: &Mutual, model: Model, run: &Run) -> Result<()> {
        let alters = mutual.ties(node);
        self.strengths.clear();
        self.strengths.extend_from_slice(alters.weights);
        self.total = mutual.totals[node];
        self.starts.clear();
        self.starts.push(0);
        self.others.clear();
        self.totals.clear();
        self.largest.clear();
        for (number, &alter) in (0..).zip(alters.nodes) {
            self.place[alter as usize] = number;
        }
        for (alter, strength) in alters.iter() {
            run.go_on()?;
            let ties = mutual.ties(alter);
            if ties.nodes.len() > SEARCHED_FROM * alters.nodes.len() {
                for (number, other) in (0..).zip(alters.nodes) {
                    if let Ok(at) = ties.nodes.binary_search(other) {
                        self.others.push((number, ties.weights[at]));
                    }
                }
            } else {
                let among_alters = |(other, tie): (usize, f64)| {
                    let number = self.place[other];
                    (number != NO_ALTER).then_some((number, tie))
                };
                self.others.extend(ties.iter().filter_map(among_alters));
            }
            let inside = &self.others[self.starts[self.starts.len() - 1]..];
            let (total, largest) = match model {
                Model::Whole => (mutual.totals[alter], mutual.largest[alter]),
                Model::Ego => inside
                    .iter()
                    .fold((strength, strength), |(total, largest), &(_, tie)| (total + tie, largest.max(tie))),
            };
            self.totals.push(total);
            self.largest.push(largest);
            self.starts.push(self.others.len());
        }
        for &alter in alters.nodes {
            self.place[alter as usize] = NO_ALTER;
        }
        Ok(())
    }

    /// Each alter's share of the ego's strength (`p_ij`), its number and its ties to other alters.
    fn alters(&self) -> impl Iterator<Item = (f64, usize, &[(u32, f64)])> {
        self.strengths.iter().enumerate().map(|(alter, strength)| {
            let others = &self.others[self.starts[alter]..self.starts[alter + 1]];
            (strength / self.total, alter, others)
        })
    }

    /// `Σ_j (p_ij + Σ_q p_iq p_qj)²`, NaN without alters.
    fn constraint(&self) -> f64 {
        if self.strengths.is_empty() {
            return f64::NAN;
        }
        let invested = |&(other, tie): &(u32, f64)| {
            let other = other as usize;
            self.strengths[other] / self.total * (tie / self.totals[other])
        };
        self.alters().map(|(share, _, others)| (share + others.iter().map(invested).sum::<f64>()).powi(2)).sum()
    }

    /// `Σ_j (1 − Σ_q p_iq m_jq)`, NaN without alters.
    fn effective_size(&self) -> f64 {
        if self.strengths.is_empty() {
            return f64::NAN;
        }
        let redundancy = self.alters().map(|(_, alter, others)| {
            let shared = |&(other, tie): &(u32, f64)| self.strengths[other as usize] / self.total * tie;
            others.iter().map(shared).sum::<f64>() / self.largest[alter]
        });
        self.strengths.len() as f64 - redundancy.sum::<f64>()
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

    #[test]
    fn a_triangle_with_a_pendant_by_hand() {
        // 0, 1, 2 tied to each other and 3 to 0, whose shares are 1/3 each.
        let network = ties(4, &[(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (0, 3, 1.0)], false);
        let run = Run::quiet();
        let whole = constraint(&network, false, Model::Whole, &run).unwrap();
        let of_one = 0.75_f64.powi(2) + (0.5_f64 + 0.5 / 3.0).powi(2);
        near(&whole, &[0.25 + 0.25 + 1.0 / 9.0, of_one, of_one, 1.0]);
        // In the network of 1, its alter 0 has no tie to 3.
        let ego = constraint(&network, false, Model::Ego, &run).unwrap();
        near(&ego, &[0.25 + 0.25 + 1.0 / 9.0, 1.125, 1.125, 1.0]);
        for model in [Model::Whole, Model::Ego] {
            near(&effective_size(&network, false, model, &run).unwrap(), &[3.0 - 2.0 / 3.0, 1.0, 1.0, 1.0]);
        }
    }

    #[test]
    fn directions_add_up_and_a_tie_of_no_strength_is_none() {
        let network = ties(4, &[(0, 1, 2.0), (1, 0, 1.0), (2, 0, 1.0), (1, 3, 0.0)], true);
        let run = Run::quiet();
        let found = constraint(&network, true, Model::Whole, &run).unwrap();
        near(&found[..3], &[0.75 * 0.75 + 0.25 * 0.25, 1.0, 1.0]);
        assert!(found[3].is_nan());
        let size = effective_size(&network, true, Model::Whole, &run).unwrap();
        near(&size[..3], &[2.0, 1.0, 1.0]);
        assert!(size[3].is_nan());
    }

    #[test]
    fn one_pass_for_both_gives_the_same_bits_as_two_on_any_number_of_threads() {
        let spokes: Vec<(u32, u32, f64)> =
            (1..2000).flat_map(|i| [(0, i, f64::from(i)), (i, i % 1999 + 1, 0.3)]).collect();
        let wheel = ties(2000, &spokes, false);
        let expected = constraint(&wheel, true, Model::Ego, &Run::quiet()).unwrap();
        for threads in [1, 2, 7] {
            let run = Run::new(Some(threads)).unwrap();
            let (both, _) = constraint_and_effective_size(&wheel, true, Model::Ego, &run).unwrap();
            assert!(both.iter().zip(&expected).all(|(one, other)| one.to_bits() == other.to_bits()));
        }
    }

    #[test]
    fn strengths_beyond_the_doubles_are_refused() {
        let network = ties(3, &[(0, 1, f64::MAX), (0, 2, f64::MAX)], false);
        let outcome = constraint(&network, true, Model::Whole, &Run::quiet());
        assert!(matches!(outcome, Err(Error::InvalidInput(_))));
    }
}
