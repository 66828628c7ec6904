//! What a regression of networks is asked, and what it reads: the linear model and the logit share both.

use std::str::FromStr;

use ndarray::{Array2, ArrayView2, ArrayView3, Axis};

use super::basis::Basis;
use super::dyads::{Dyads, dot};
use super::qap::PERMUTATIONS;
use crate::error::{Error, Result};
use crate::random::{Draws, Seed};

/// What changes places in a permutation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permuted {
    /// What the other regressors leave of each regressor: double semi-partialling.
    Residual,
    /// The outcome.
    Outcome,
    /// Each regressor in turn.
    Regressor,
}

impl FromStr for Permuted {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "dsp" => Ok(Self::Residual),
            "y" => Ok(Self::Outcome),
            "x" => Ok(Self::Regressor),
            _ => Err(Error::invalid(format!("`method` must be \"dsp\", \"y\" or \"x\": got \"{name}\""))),
        }
    }
}

/// A regression: its matrices, what the regressors are called, and how the nodes change places.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// The outcome; NaN is missing, here and in the regressors, and its pair is left out.
    pub outcome: ArrayView2<'a, f64>,
    /// The regressors one after another.
    pub regressors: ArrayView3<'a, f64>,
    /// Their names, for messages.
    pub names: &'a [String],
    /// Whether the first regressor is the constant.
    pub intercept: bool,
    /// Whether both directions of a pair count.
    pub directed: bool,
    /// What changes places.
    pub permuted: Permuted,
    /// How often.
    pub permutations: usize,
    /// Where the draws come from; permutation r is a function of it and r alone.
    pub seed: Seed,
}

/// What a regression found, first as observed and then by permutation.
#[derive(Debug, Clone, PartialEq)]
pub struct Regression {
    /// One a regressor.
    pub coefficients: Vec<f64>,
    /// The standard errors that hold for independent pairs.
    pub errors: Vec<f64>,
    /// How many pairs there are.
    pub dyads: usize,
    /// Of the linear model the sum of squared residuals, of the logit the log-likelihood.
    pub fit: f64,
    /// The same of the model with the constant alone, or with nothing if there is no constant.
    pub fit_without: f64,
    /// Coefficient over standard error: permutation by regressor.
    pub draws: Array2<f64>,
}

/// The variables over the pairs that count, packed, with 0 at all others.
pub(super) struct Sample {
    pub(super) dyads: Dyads,
    pub(super) outcome: Vec<f64>,
    pub(super) regressors: Vec<Vec<f64>>,
    /// 1 at the pairs that count.
    pub(super) counted: Vec<f64>,
    pub(super) size: usize,
    /// Whether all pairs count, so that a permutation changes none that does for one that does not.
    pub(super) whole: bool,
}

impl Sample {
    pub(super) fn of(plan: &Plan<'_>) -> Result<Self> {
        let dyads = Dyads::among(plan.outcome.nrows(), plan.directed);
        dyads.check(&plan.outcome, "y")?;
        let mut regressors = Vec::with_capacity(plan.names.len());
        for matrix in plan.regressors.axis_iter(Axis(0)) {
            dyads.check(&matrix, "x")?;
            regressors.push(dyads.pack(&matrix));
        }
        let mut outcome = dyads.pack(&plan.outcome);
        let mut counted = vec![0.0; outcome.len()];
        let (mut size, mut pairs) = (0, 0);
        for node in 0..dyads.nodes() {
            let (start, width) = dyads.row(node);
            for other in (0..width).filter(|&other| other != node) {
                let place = start + other;
                pairs += 1;
                if !outcome[place].is_nan() && regressors.iter().all(|x| !x[place].is_nan()) {
                    counted[place] = 1.0;
                    size += 1;
                }
            }
        }
        for variable in regressors.iter_mut().chain([&mut outcome]) {
            for (x, &counted) in variable.iter_mut().zip(&counted) {
                *x = if counted == 0.0 { 0.0 } else { *x };
            }
        }
        if size <= regressors.len() {
            return Err(Error::invalid(format!(
                "`x` must hold fewer regressors than there are pairs of nodes without missing numbers: got {} for \
                 {size} pairs",
                regressors.len()
            )));
        }
        Ok(Self { dyads, outcome, regressors, counted, size, whole: size == pairs })
    }

    /// A variable less its mean over the pairs that count, and that mean.
    pub(super) fn centred(&self, variable: &[f64]) -> (Vec<f64>, f64) {
        let mean = dot(variable, &self.counted) / self.size as f64;
        (variable.iter().zip(&self.counted).map(|(x, counted)| x - mean * counted).collect(), mean)
    }

    /// The others' columns for each regressor, and of itself what is to change places.
    pub(super) fn partialled(&self, at: usize, plan: &Plan<'_>) -> Result<(Basis, Vec<f64>)> {
        let without = |names: &[String]| [&names[..at], &names[at + 1..]].concat();
        let others: Vec<&[f64]> =
            self.regressors.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, x)| x.as_slice()).collect();
        let basis = Basis::of(&others, &without(plan.names))?;
        let x = &self.regressors[at];
        let moving = match plan.permuted {
            Permuted::Residual => basis.residual(x),
            _ if plan.intercept && at > 0 => self.centred(x).0,
            _ => x.clone(),
        };
        Ok((basis, moving))
    }
}

pub(super) fn draws_of(plan: &Plan<'_>, permutation: usize) -> Draws {
    plan.seed.stream(PERMUTATIONS, permutation as u64)
}

/// Puts rows drawn in parallel under each other.
pub(super) fn stacked(rows: Vec<Vec<f64>>, width: usize) -> Result<Array2<f64>> {
    let shape = (rows.len(), width);
    Array2::from_shape_vec(shape, rows.into_iter().flatten().collect())
        .map_err(|problem| Error::internal(problem.to_string()))
}
