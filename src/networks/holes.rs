//! Structural holes: how much a node's contacts are tied to each other.

use std::str::FromStr;

use super::ego_ties::{Ego, Mutual};
use crate::adjacency::Adjacency;
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
