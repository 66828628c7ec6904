//! The second stage: coefficients at which the innovation of productivity is small, or unrelated to what was known.

use super::law::{Criterion, Innovation, Law, Pieces, condensed, products};
use super::matrices::{Square, dot};
use super::search::{self, Limits, minima};
use super::{Minimum, Specification};
use crate::error::{Error, Result};
use crate::run::Run;

/// A criterion as a test statistic below this is that of a root.
const ROOT: f64 = 1e-6;

/// What was known when the innovation came.
#[derive(Debug)]
pub(super) struct Instruments<'a> {
    pub columns: &'a [Vec<f64>],
    /// How many of the coefficients, the first ones, belong to inputs themselves.
    pub inputs: usize,
    /// The cluster of each row.
    pub cluster: &'a [usize],
    pub clusters: usize,
}

/// Every minimum; `None` for instruments minimises squares.
pub(super) fn second_stage(
    pieces: &Pieces,
    instruments: Option<&Instruments>,
    limits: &Limits,
    first: Option<&[f64]>,
    specification: &Specification,
    run: &Run,
) -> Result<Vec<Minimum>> {
    let rows = pieces.now.len();
    let Some(instruments) = instruments else {
        let found = searched(pieces, &Criterion::Squares, limits, first, specification, run)?;
        return chosen(found, pieces, &Criterion::Squares, 0, first, limits, specification);
    };
    let columns: Vec<Vec<f64>> = instruments.columns.iter().map(|z| about_mean(z, pieces)).collect();
    let weight = inverse(&products(&columns, &pieces.weights).scaled(1.0 / pieces.total))?;
    let criterion = Criterion::Moments { instruments: columns, weight };
    let found = searched(pieces, &criterion, limits, first, specification, run)?;
    let described = chosen(found, pieces, &criterion, instruments.inputs, first, limits, specification)?;
    if instruments.columns.len() == pieces.terms_now.len() {
        return Ok(described);
    }
    // More moments than coefficients: a second step weighs them by their own variance.
    let Criterion::Moments { instruments: columns, .. } = criterion else { return Ok(described) };
    let step = described.iter().find(|one| one.chosen).map(|one| one.coefficients.clone()).unwrap_or_default();
    let law_at = Law::new(pieces, specification.law, &Criterion::Squares).innovation(&step).ok_or_else(degenerate)?;
    let variance = clustered_variance(&columns, &law_at.values, pieces, instruments, rows);
    let criterion = Criterion::Moments { instruments: columns, weight: inverse(&variance)? };
    let found = searched(pieces, &criterion, limits, first, specification, run)?;
    chosen(found, pieces, &criterion, instruments.inputs, first, limits, specification)
}

fn searched(
    pieces: &Pieces,
    criterion: &Criterion,
    limits: &Limits,
    first: Option<&[f64]>,
    specification: &Specification,
    run: &Run,
) -> Result<Vec<search::Minimum>> {
    let mut starts = limits.fill(specification.starts);
    starts.extend(first.map(<[f64]>::to_vec));
    let search = |law: &Law| {
        let slope = |at: &[f64]| if run.go_on().is_ok() { law.slope(at) } else { None };
        minima(&slope, limits, &starts)
    };
    let found = if specification.law == 1 && pieces.survival.is_none() {
        let (pieces, criterion) = condensed(pieces, criterion);
        search(&Law::new(&pieces, 1, &criterion))
    } else {
        search(&Law::new(pieces, specification.law, criterion))
    };
    run.go_on()?;
    if found.is_empty() { Err(degenerate()) } else { Ok(found) }
}

/// Describes the minima and marks the estimate.
fn chosen(
    found: Vec<search::Minimum>,
    pieces: &Pieces,
    criterion: &Criterion,
    inputs: usize,
    first: Option<&[f64]>,
    limits: &Limits,
    specification: &Specification,
) -> Result<Vec<Minimum>> {
    let law = Law::new(pieces, specification.law, criterion);
    let two_steps =
        matches!(criterion, Criterion::Moments { instruments, .. } if instruments.len() > pieces.terms_now.len());
    let mut described = found
        .into_iter()
        .map(|one| {
            let Innovation { variance, persistence, .. } = law.innovation(&one.at).ok_or_else(degenerate)?;
            Ok(Minimum {
                objective: one.value,
                gradient: one.gradient,
                j: match criterion {
                    Criterion::Squares => f64::NAN,
                    Criterion::Moments { .. } if two_steps => pieces.total * one.value,
                    Criterion::Moments { .. } => pieces.total * one.value / variance,
                },
                persistence,
                innovation: variance.sqrt(),
                starts: one.starts,
                at_limit: one.at_limit,
                chosen: false,
                coefficients: one.at,
            })
        })
        .collect::<Result<Vec<Minimum>>>()?;
    let distance = |one: &Minimum| -> f64 {
        let Some(start) = first else { return -one.persistence };
        (0..start.len()).map(|i| ((one.coefficients[i] - start[i]) / (limits.high[i] - limits.low[i])).powi(2)).sum()
    };
    let doubtful = |one: &Minimum| first.is_none() && one.coefficients[..inputs].iter().any(|&b| b < 0.0);
    // What the box holds back is no minimum of the criterion; it stands in only where nothing else is found.
    let inside = described.iter().any(|one| !one.at_limit);
    let least = described.iter().filter(|one| one.at_limit != inside).map(level).fold(f64::INFINITY, f64::min);
    let best = (0..described.len())
        .filter(|&i| described[i].at_limit != inside && level(&described[i]) <= least + tie(criterion, least))
        .min_by(|&a, &b| {
            let (a, b) = (&described[a], &described[b]);
            doubtful(a).cmp(&doubtful(b)).then(distance(a).total_cmp(&distance(b)))
        });
    if let Some(best) = best {
        described[best].chosen = true;
    }
    Ok(described)
}

fn level(one: &Minimum) -> f64 {
    if one.j.is_nan() { one.objective } else { one.j }
}

fn tie(criterion: &Criterion, least: f64) -> f64 {
    match criterion {
        Criterion::Squares => ROOT * least,
        Criterion::Moments { .. } => ROOT,
    }
}

fn about_mean(column: &[f64], pieces: &Pieces) -> Vec<f64> {
    let mean = dot(column, &pieces.weights) / pieces.total;
    column.iter().map(|x| x - mean).collect()
}

/// The variance of the moments, related within clusters; a cluster drawn m times is m clusters.
fn clustered_variance(
    columns: &[Vec<f64>],
    innovation: &[f64],
    pieces: &Pieces,
    instruments: &Instruments,
    rows: usize,
) -> Square {
    let mut scores = vec![vec![0.0; columns.len()]; instruments.clusters];
    let mut counts = vec![0.0; instruments.clusters];
    for row in 0..rows {
        let cluster = instruments.cluster[row];
        counts[cluster] = pieces.weights[row];
        scores[cluster].iter_mut().zip(columns).for_each(|(score, z)| *score += z[row] * innovation[row]);
    }
    let mut variance = Square::zeros(columns.len());
    scores.iter().zip(&counts).for_each(|(score, &count)| variance.add_outer(count / pieces.total, score));
    variance
}

fn inverse(matrix: &Square) -> Result<Square> {
    matrix.cholesky().map(|factor| factor.inverse()).ok_or_else(|| {
        Error::invalid("`instruments` and the lags of the inputs must not follow from each other; leave out one")
    })
}

fn degenerate() -> Error {
    Error::not_converged(
        "the second stage has no minimum: productivity does not vary enough in the rows that have a period before",
    )
}
