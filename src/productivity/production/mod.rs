//! Production functions, estimated: what firms make of their inputs, and how productive that shows them to be.

mod control_function;
mod gmm;
mod law;
mod least_squares;
mod matrices;
mod ordinary;
mod polynomials;
mod probit;
mod sample;
mod search;
mod second_stage;
mod terms;

use std::str::FromStr;

use ndarray::Array2;

pub use sample::Columns;
pub use terms::Role;

use super::resample::Plan;
use crate::error::{Error, Result};
use crate::run::Run;
use least_squares::weighted_mean;
use sample::Sample;
use terms::{Term, elasticities, terms};

/// How a production function is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Least squares.
    Ols,
    /// Least squares on what differs from the firm's mean.
    FixedEffects,
    /// Olley and Pakes (1996): investment reveals productivity.
    OlleyPakes,
    /// Levinsohn and Petrin (2003): an intermediate input does.
    LevinsohnPetrin,
    /// Ackerberg, Caves and Frazer (2015): all coefficients from the second stage.
    AckerbergCavesFrazer,
    /// Wooldridge (2009): both stages at once, linear in what is estimated.
    Wooldridge,
}

impl FromStr for Method {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "ols" => Ok(Self::Ols),
            "fixed-effects" => Ok(Self::FixedEffects),
            "olley-pakes" => Ok(Self::OlleyPakes),
            "levinsohn-petrin" => Ok(Self::LevinsohnPetrin),
            "ackerberg-caves-frazer" => Ok(Self::AckerbergCavesFrazer),
            "wooldridge" => Ok(Self::Wooldridge),
            other => Err(Error::invalid(format!("`method` must name an estimator: got \"{other}\""))),
        }
    }
}

/// What is to be estimated, and how.
#[derive(Debug, Clone)]
pub struct Specification {
    /// The estimator.
    pub method: Method,
    /// What each input is: free ones, then state, then the proxy where it is an input.
    pub roles: Vec<Role>,
    /// Whether squares and products of inputs enter.
    pub translog: bool,
    /// Degree of the polynomials that stand for unknown functions.
    pub degree: usize,
    /// Degree of the law of motion of productivity.
    pub law: usize,
    /// Whether the law depends on the probability of survival.
    pub survival: bool,
    /// Whether Wooldridge's first equation is used beside the second.
    pub first_equation: bool,
    /// From how many points each search starts.
    pub starts: usize,
    /// The box that is searched, by term.
    pub low: Vec<f64>,
    /// Its other corner.
    pub high: Vec<f64>,
    /// A further start, by term; of minima as low as each other the one nearest to it is taken. Without it the one with
    /// the most persistent productivity is, of those where no input has a negative coefficient if there are any.
    pub start: Option<Vec<f64>>,
    /// What refusals call each term and each control.
    pub names: Vec<String>,
}

/// One minimum of the criterion of a second stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimum {
    /// Value of the criterion.
    pub objective: f64,
    /// Length of its gradient, in units of the box.
    pub gradient: f64,
    /// The value as a test of overidentifying restrictions; near 0 at a root.
    pub j: f64,
    /// Mean slope of the law of motion.
    pub persistence: f64,
    /// Standard deviation of the innovation.
    pub innovation: f64,
    /// How many starts ended here.
    pub starts: usize,
    /// Whether the box holds the search back.
    pub at_limit: bool,
    /// Whether this is the estimate.
    pub chosen: bool,
    /// Of terms and controls.
    pub coefficients: Vec<f64>,
}

/// One estimate.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Of terms, then controls.
    pub coefficients: Vec<f64>,
    /// Mean output elasticity of each input.
    pub elasticities: Vec<f64>,
    /// Of the coefficients, where a formula gives it: row by row.
    pub covariance: Vec<f64>,
    /// What is no productivity: by row, NaN where not known.
    pub residuals: Vec<f64>,
    /// Probability to survive into the next period: by row, NaN where not known.
    pub survival: Vec<f64>,
    /// Every minimum found.
    pub minima: Vec<Minimum>,
    /// Further numbers, by name.
    pub facts: Vec<(&'static str, f64)>,
}

/// An estimate and its resamples.
#[derive(Debug, PartialEq)]
pub struct Production {
    /// With every firm counted once.
    pub estimate: Estimate,
    /// Resample × coefficient; NaN where a resample has no estimate.
    pub coefficients: Array2<f64>,
    /// Resample × input.
    pub elasticities: Array2<f64>,
}

/// How often each row counts, and whose it is.
struct Weights {
    rows: Vec<f64>,
    cluster: Vec<usize>,
    clusters: usize,
}

/// An estimator with all that does not change from resample to resample made ready.
trait Estimator: Sync {
    fn estimate(&self, weights: &Weights, run: &Run) -> Result<Estimate>;
}

/// `weakties.productivity.productivity`: the estimate, and anew for every resample of the plan.
pub fn productivity(columns: &Columns, specification: &Specification, plan: &Plan, run: &Run) -> Result<Production> {
    plan.check(plan.cluster.len())?;
    let sample = Sample::new(columns, &specification.roles, plan.cluster.len())?;
    let terms = terms(specification.roles.len(), specification.translog);
    let wanted = terms.len() + sample.controls.len();
    let per_term = [specification.low.len(), specification.high.len()];
    if per_term != [terms.len(); 2] || specification.names.len() != wanted {
        return Err(Error::invalid("`low`, `high` and `names` must have one value a term"));
    }
    let (cluster, clusters) = clusters_seen(&sample, plan);
    let weights = |of_firm: &dyn Fn(usize) -> f64| Weights {
        rows: sample.firm.iter().map(|&firm| of_firm(firm)).collect(),
        cluster: cluster.clone(),
        clusters,
    };
    let estimator = made_ready(&sample, &terms, specification)?;
    run.expect_steps(plan.replicates as u64);
    let estimate = finished(&*estimator, &sample, &terms, &weights(&|_| 1.0), run)?;
    let draws = run.map(plan.replicates, |replicate| {
        let counts = plan.multiplicities(replicate);
        let weights = weights(&|firm| f64::from(counts[firm]));
        let draw = match finished(&*estimator, &sample, &terms, &weights, run) {
            Ok(estimate) => (estimate.coefficients, estimate.elasticities),
            Err(Error::Stopped) => return Err(Error::Stopped),
            Err(_) => (vec![f64::NAN; wanted], vec![f64::NAN; specification.roles.len()]),
        };
        run.advance(1)?;
        Ok(draw)
    })?;
    let (coefficients, elasticities): (Vec<_>, Vec<_>) = draws.into_iter().unzip();
    Ok(Production {
        estimate,
        coefficients: table(coefficients, wanted)?,
        elasticities: table(elasticities, specification.roles.len())?,
    })
}

fn made_ready<'a>(
    sample: &'a Sample,
    terms: &'a [Term],
    specification: &'a Specification,
) -> Result<Box<dyn Estimator + 'a>> {
    Ok(match specification.method {
        Method::Ols | Method::FixedEffects => Box::new(ordinary::Ordinary::new(sample, terms, specification)?),
        Method::OlleyPakes | Method::LevinsohnPetrin | Method::AckerbergCavesFrazer => {
            Box::new(control_function::ControlFunction::new(sample, terms, specification)?)
        }
        Method::Wooldridge => Box::new(gmm::Wooldridge::new(sample, terms, specification)?),
    })
}

fn finished(
    estimator: &dyn Estimator,
    sample: &Sample,
    terms: &[Term],
    weights: &Weights,
    run: &Run,
) -> Result<Estimate> {
    let mut estimate = estimator.estimate(weights, run)?;
    let means: Vec<f64> = sample.inputs.iter().map(|input| weighted_mean(input, &weights.rows)).collect();
    estimate.elasticities =
        elasticities(terms, &means).iter().map(|row| matrices::dot(row, &estimate.coefficients)).collect();
    Ok(estimate)
}

/// The cluster of each row, numbered from 0 on among those that have rows.
fn clusters_seen(sample: &Sample, plan: &Plan) -> (Vec<usize>, usize) {
    let mut number = vec![usize::MAX; plan.strata.iter().sum::<i64>() as usize];
    let mut clusters = 0;
    let of_row = sample
        .firm
        .iter()
        .map(|&firm| {
            let place = &mut number[plan.cluster[firm] as usize];
            if *place == usize::MAX {
                *place = clusters;
                clusters += 1;
            }
            *place
        })
        .collect();
    (of_row, clusters)
}

fn table(rows: Vec<Vec<f64>>, columns: usize) -> Result<Array2<f64>> {
    Array2::from_shape_vec((rows.len(), columns), rows.into_iter().flatten().collect())
        .map_err(|problem| Error::internal(format!("resampled coefficients lost their shape: {problem}")))
}

/// Columns of terms at some rows.
fn term_columns(sample: &Sample, terms: &[Term], which: &[usize], rows: &[usize]) -> Vec<Vec<f64>> {
    which.iter().map(|&term| rows.iter().map(|&row| terms[term].value(&sample.inputs, row)).collect()).collect()
}

/// The length of a column about its mean: what is judged by whether anything is left of it.
fn length_about_mean(column: &[f64]) -> f64 {
    let mean = column.iter().sum::<f64>() / column.len() as f64;
    column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>().sqrt()
}

#[cfg(test)]
mod tests;
