//! Olley and Pakes, Levinsohn and Petrin, Ackerberg, Caves and Frazer: two stages.

use super::law::Pieces;
use super::least_squares::{Basis, explained};
use super::polynomials::polynomials;
use super::probit::probit;
use super::sample::{Sample, at};
use super::search::Limits;
use super::second_stage::{Instruments, second_stage};
use super::terms::{Role, Term};
use super::{Estimate, Estimator, Method, Minimum, Specification, Weights, length_about_mean, term_columns};
use crate::error::{Error, Result};
use crate::run::Run;

/// The part of an estimator that does not depend on how often firms count.
#[derive(Debug)]
pub(super) struct ControlFunction<'a> {
    sample: &'a Sample,
    specification: &'a Specification,
    terms: usize,
    /// Rows of the first stage, and each row's place among them.
    rows: Vec<usize>,
    place: Vec<Option<usize>>,
    first: Basis,
    output: Vec<f64>,
    /// Terms whose coefficients the first stage gives, and those that the second is searched for.
    early: Vec<usize>,
    late: Vec<usize>,
    survival: Option<Survival>,
    /// Rows of the second stage, with the row of the period before.
    pairs: Vec<(usize, usize)>,
    early_now: Vec<Vec<f64>>,
    late_now: Vec<Vec<f64>>,
    late_before: Vec<Vec<f64>>,
    /// Empty where squares are minimised.
    instruments: Vec<Vec<f64>>,
    limits: Limits,
    start: Option<Vec<f64>>,
}

/// The step that says how likely a firm was to stay.
#[derive(Debug)]
struct Survival {
    basis: Basis,
    rows: Vec<usize>,
    stayed: Vec<bool>,
}

impl<'a> ControlFunction<'a> {
    pub fn new(sample: &'a Sample, terms: &'a [Term], specification: &'a Specification) -> Result<Self> {
        let roles = &specification.roles;
        let all_late = specification.method == Method::AckerbergCavesFrazer;
        let is_early = |term: &Term| !all_late && term.holds(Role::Free, roles);
        let (early, late): (Vec<usize>, Vec<usize>) = (0..terms.len()).partition(|&term| is_early(&terms[term]));

        let rows = sample.revealing();
        let mut place = vec![None; sample.rows()];
        rows.iter().enumerate().for_each(|(at, &row)| place[row] = Some(at));
        let known: &[Role] = if all_late { &[Role::Free, Role::State] } else { &[Role::State] };
        let of_function = |rows: &[usize], roles: &[Role]| {
            let mut columns = sample.inputs_at(roles, rows);
            columns.push(at(&sample.proxy, rows));
            polynomials(&columns, specification.degree)
        };
        let mut wanted = term_columns(sample, terms, &early, &rows);
        wanted.extend(sample.controls.iter().map(|column| at(column, &rows)));
        let sizes: Vec<f64> = wanted.iter().map(|column| length_about_mean(column)).collect();
        let names: Vec<String> = early
            .iter()
            .copied()
            .chain(terms.len()..terms.len() + sample.controls.len())
            .map(|which| specification.names[which].clone())
            .collect();
        let function = of_function(&rows, known);
        enough("first", rows.len(), function.len() + wanted.len())?;
        let first = Basis::new(function, wanted, &sizes, &names)?;

        let survival = if specification.survival {
            let rows: Vec<usize> = rows.iter().copied().filter(|&row| sample.survives[row].is_some()).collect();
            let stayed = rows.iter().map(|&row| sample.survives[row] == Some(true)).collect();
            let basis = Basis::new(of_function(&rows, &[Role::State]), vec![], &[], &[])?;
            Some(Survival { basis, rows, stayed })
        } else {
            None
        };
        let usable = |row: usize, lag: usize| {
            place[lag].is_some()
                && (!all_late || place[row].is_some())
                && (survival.is_none() || sample.survives[lag].is_some())
                && sample.instruments.iter().all(|column| column[lag].is_finite())
        };
        let pairs: Vec<(usize, usize)> = (0..sample.rows())
            .filter_map(|row| sample.lag[row].map(|lag| (row, lag)))
            .filter(|&(row, lag)| usable(row, lag))
            .collect();
        enough("second", pairs.len(), late.len() + specification.law + 1)?;
        let now: Vec<usize> = pairs.iter().map(|&(row, _)| row).collect();
        let before: Vec<usize> = pairs.iter().map(|&(_, lag)| lag).collect();
        let moments = all_late || late.iter().any(|&term| terms[term].holds(Role::Proxy, roles));
        let instruments = if moments {
            let known = |term: &Term| {
                pairs.iter().map(|&(row, lag)| term.known(&sample.inputs, roles, row, lag)).collect::<Vec<f64>>()
            };
            let further = sample.instruments.iter().map(|column| at(column, &before));
            late.iter().map(|&term| known(&terms[term])).chain(further).collect()
        } else {
            vec![]
        };
        let late_before = term_columns(sample, terms, &late, &before);
        let of_late = |values: &[f64]| late.iter().map(|&term| values[term]).collect::<Vec<f64>>();
        Ok(Self {
            output: at(&sample.output, &rows),
            early_now: term_columns(sample, terms, &early, &now),
            late_now: term_columns(sample, terms, &late, &now),
            late_before,
            limits: Limits { low: of_late(&specification.low), high: of_late(&specification.high) },
            start: specification.start.as_deref().map(of_late),
            terms: terms.len(),
            sample,
            specification,
            rows,
            place,
            first,
            early,
            late,
            survival,
            pairs,
            instruments,
        })
    }

    /// The probability to stay, by row of the sample.
    fn stays(&self, weights: &Weights) -> Result<Vec<f64>> {
        let mut result = vec![f64::NAN; self.sample.rows()];
        if let Some(Survival { basis, rows, stayed }) = &self.survival {
            let found = probit(basis.columns(), stayed, &at(&weights.rows, rows)).ok_or_else(|| {
                Error::not_converged(
                    "the survival step finds no most likely coefficients: state and proxy tell exactly who leaves, or \
                     nobody does; pass survival=False, or a lower `degree`",
                )
            })?;
            rows.iter().zip(found).for_each(|(&row, probability)| result[row] = probability);
        }
        Ok(result)
    }

    /// Coefficients of terms and controls from those of the two stages.
    fn joined(&self, early: &[f64], late: &[f64]) -> Vec<f64> {
        let (of_terms, of_controls) = early.split_at(self.early.len());
        let mut all = vec![0.0; self.terms];
        self.early.iter().zip(of_terms).for_each(|(&term, &value)| all[term] = value);
        self.late.iter().zip(late).for_each(|(&term, &value)| all[term] = value);
        all.extend(of_controls);
        all
    }
}

impl Estimator for ControlFunction<'_> {
    fn estimate(&self, weights: &Weights, run: &Run) -> Result<Estimate> {
        let of_rows = at(&weights.rows, &self.rows);
        let first = self
            .first
            .fit(&self.output, &of_rows)
            .ok_or_else(|| Error::invalid("`panel` does not vary enough for the first stage"))?;
        let survival = self.stays(weights)?;
        let phi = |row: usize| self.place[row].map_or(f64::NAN, |place| first.function[place]);
        let (of_terms, of_controls) = first.coefficients.split_at(self.early.len());
        let explained_now = |(at, &(row, _)): (usize, &(usize, usize))| {
            if self.specification.method == Method::AckerbergCavesFrazer {
                return phi(row);
            }
            let terms: f64 = self.early_now.iter().zip(of_terms).map(|(column, b)| column[at] * b).sum();
            let controls: f64 = self.sample.controls.iter().zip(of_controls).map(|(column, b)| column[row] * b).sum();
            self.sample.output[row] - terms - controls
        };
        let of_pairs: Vec<f64> = self.pairs.iter().map(|&(row, _)| weights.rows[row]).collect();
        let pieces = Pieces {
            now: self.pairs.iter().enumerate().map(explained_now).collect(),
            before: self.pairs.iter().map(|&(_, lag)| phi(lag)).collect(),
            terms_now: self.late_now.clone(),
            terms_before: self.late_before.clone(),
            survival: self.survival.is_some().then(|| self.pairs.iter().map(|&(_, lag)| survival[lag]).collect()),
            total: of_pairs.iter().sum(),
            weights: of_pairs,
        };
        let cluster: Vec<usize> = self.pairs.iter().map(|&(row, _)| weights.cluster[row]).collect();
        let instruments = (!self.instruments.is_empty()).then(|| Instruments {
            columns: &self.instruments,
            inputs: self.late.iter().filter(|&&term| term < self.specification.roles.len()).count(),
            cluster: &cluster,
            clusters: weights.clusters,
        });
        let found =
            second_stage(&pieces, instruments.as_ref(), &self.limits, self.start.as_deref(), self.specification, run)?;
        let minima: Vec<Minimum> = found
            .into_iter()
            .map(|one| Minimum { coefficients: self.joined(&first.coefficients, &one.coefficients), ..one })
            .collect();
        let estimate =
            minima.iter().find(|one| one.chosen).ok_or_else(|| Error::internal("a second stage chose no minimum"))?;
        let mut residuals = vec![f64::NAN; self.sample.rows()];
        self.rows.iter().zip(&first.residuals).for_each(|(&row, &residual)| residuals[row] = residual);
        Ok(Estimate {
            coefficients: estimate.coefficients.clone(),
            elasticities: vec![],
            covariance: vec![],
            residuals,
            survival,
            facts: vec![
                ("first stage: rows", self.rows.len() as f64),
                ("first stage: columns", self.first.columns().len() as f64),
                ("first stage: r2", explained(&self.output, &first.residuals, &of_rows)),
                ("second stage: rows", self.pairs.len() as f64),
                ("overidentifying restrictions", self.instruments.len().saturating_sub(self.late.len()) as f64),
                ("objective", estimate.objective),
                ("j", estimate.j),
                ("persistence", estimate.persistence),
                ("innovation", estimate.innovation),
            ],
            minima,
        })
    }
}

fn enough(stage: &str, rows: usize, coefficients: usize) -> Result<()> {
    if rows > coefficients {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "`panel` must have more usable rows than coefficients in the {stage} stage: got {rows} for {coefficients}; a \
         first stage needs the proxy in the same period, a second stage the period before; lower `degree` or `law`"
    )))
}
