//! Wooldridge (2009): both stages as one linear system, with each equation's own instruments.

use super::least_squares::Basis;
use super::matrices::{Square, dot};
use super::polynomials::polynomials;
use super::sample::{Sample, at};
use super::terms::{Role, Term};
use super::{Estimate, Estimator, Specification, Weights, length_about_mean, term_columns};
use crate::error::{Error, Result};
use crate::run::Run;

/// One equation at the rows of the system: y = X β + e, with E[Z e] = 0.
#[derive(Debug)]
struct Equation {
    output: Vec<f64>,
    /// Which coefficient of the system each column belongs to.
    of: Vec<usize>,
    columns: Vec<Vec<f64>>,
    instruments: Vec<Vec<f64>>,
}

/// The system.
#[derive(Debug)]
pub(super) struct Wooldridge {
    equations: Vec<Equation>,
    /// The rows of the sample that have a period before.
    rows: Vec<usize>,
    sample_rows: usize,
    coefficients: usize,
    /// How many of them belong to terms and controls; these come first.
    wanted: usize,
}

impl Wooldridge {
    pub fn new(sample: &Sample, terms: &[Term], specification: &Specification) -> Result<Self> {
        let roles = &specification.roles;
        let there = |row: usize| sample.proxy.get(row).is_some_and(|m| m.is_finite());
        let pairs: Vec<(usize, usize)> = (0..sample.rows())
            .filter_map(|row| sample.lag[row].map(|lag| (row, lag)))
            .filter(|&(row, lag)| there(lag) && (there(row) || !specification.first_equation))
            .filter(|&(_, lag)| sample.instruments.iter().all(|column| column[lag].is_finite()))
            .collect();
        let now: Vec<usize> = pairs.iter().map(|&(row, _)| row).collect();
        let before: Vec<usize> = pairs.iter().map(|&(_, lag)| lag).collect();
        let function = |rows: &[usize]| {
            let mut columns = sample.inputs_at(&[Role::State], rows);
            columns.push(at(&sample.proxy, rows));
            polynomials(&columns, specification.degree)
        };
        let orthonormal =
            |columns: Vec<Vec<f64>>| Basis::new(columns, vec![], &[], &[]).map(|basis| basis.columns().to_vec());
        let all: Vec<usize> = (0..terms.len()).collect();
        let free: Vec<usize> = all.iter().copied().filter(|&term| terms[term].holds(Role::Free, roles)).collect();
        let controls: Vec<Vec<f64>> = sample.controls.iter().map(|column| at(column, &now)).collect();
        let of_controls = terms.len()..terms.len() + controls.len();
        let wanted = of_controls.end;
        let output = at(&sample.output, &now);

        let inside = orthonormal(function(&before))?;
        let known = |term: &Term| {
            pairs.iter().map(|&(row, lag)| term.known(&sample.inputs, roles, row, lag)).collect::<Vec<f64>>()
        };
        let mut instruments = inside.clone();
        instruments.extend(terms.iter().map(known));
        instruments.extend(sample.instruments.iter().map(|column| at(column, &before)));
        instruments.extend(controls.iter().cloned());
        let mut columns = term_columns(sample, terms, &all, &now);
        columns.extend(controls.iter().cloned());
        let sizes: Vec<f64> = columns.iter().map(|column| length_about_mean(column)).collect();
        // What follows from the function of the period before cannot be told apart from it.
        Basis::new(inside.clone(), columns.clone(), &sizes, &specification.names)?;
        columns.extend(inside.iter().cloned());
        let mut coefficients = wanted + inside.len();
        let second = Equation {
            output: output.clone(),
            of: (0..coefficients).collect(),
            columns,
            instruments: orthonormal(instruments)?,
        };
        let mut equations = vec![second];
        if specification.first_equation {
            let inside = orthonormal(function(&now))?;
            let mut columns = term_columns(sample, terms, &free, &now);
            columns.extend(controls);
            let sizes: Vec<f64> = columns.iter().map(|column| length_about_mean(column)).collect();
            let of: Vec<usize> = free.iter().copied().chain(of_controls).collect();
            let names: Vec<String> = of.iter().map(|&which| specification.names[which].clone()).collect();
            Basis::new(inside.clone(), columns.clone(), &sizes, &names)?;
            columns.extend(inside.iter().cloned());
            let of = of.into_iter().chain(coefficients..coefficients + inside.len()).collect();
            coefficients += inside.len();
            equations.push(Equation { output, of, instruments: orthonormal(columns.clone())?, columns });
        }
        if pairs.len() <= coefficients {
            return Err(Error::invalid(format!(
                "`panel` must have more rows with a period before than coefficients: got {} for {coefficients}; lower \
                 `degree`",
                pairs.len()
            )));
        }
        let system = Self { equations, rows: now, sample_rows: sample.rows(), coefficients, wanted };
        if system.moments() < coefficients {
            return Err(Error::invalid(
                "`free` inputs of the period before follow from state and proxy of that period, so that they are no \
                 instruments; leave one out, or lower `degree`",
            ));
        }
        Ok(system)
    }

    fn moments(&self) -> usize {
        self.equations.iter().map(|equation| equation.instruments.len()).sum()
    }

    /// Z'X as rows of moments, and Z'y.
    fn products(&self, weights: &[f64]) -> (Vec<Vec<f64>>, Vec<f64>) {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for equation in &self.equations {
            for instrument in &equation.instruments {
                let weighted: Vec<f64> = instrument.iter().zip(weights).map(|(z, w)| z * w).collect();
                let mut row = vec![0.0; self.coefficients];
                for (&of, column) in equation.of.iter().zip(&equation.columns) {
                    row[of] = dot(&weighted, column);
                }
                left.push(row);
                right.push(dot(&weighted, &equation.output));
            }
        }
        (left, right)
    }

    /// Z'Z, equation by equation.
    fn first_weight(&self, weights: &[f64]) -> Square {
        let mut result = Square::zeros(self.moments());
        let mut from = 0;
        for equation in &self.equations {
            let products = super::law::products(&equation.instruments, weights);
            for i in 0..products.size {
                for j in 0..products.size {
                    result.add(from + i, from + j, products.at(i, j));
                }
            }
            from += products.size;
        }
        result
    }

    fn residuals(&self, coefficients: &[f64]) -> Vec<Vec<f64>> {
        self.equations
            .iter()
            .map(|equation| {
                let mut rest = equation.output.clone();
                for (&of, column) in equation.of.iter().zip(&equation.columns) {
                    rest.iter_mut().zip(column).for_each(|(x, c)| *x -= coefficients[of] * c);
                }
                rest
            })
            .collect()
    }

    /// The variance of the moments, related within clusters and across equations.
    fn variance(&self, coefficients: &[f64], weights: &Weights) -> Square {
        let residuals = self.residuals(coefficients);
        let moments = self.moments();
        let mut scores = vec![vec![0.0; moments]; weights.clusters];
        let mut counts = vec![0.0; weights.clusters];
        for (place, &row) in self.rows.iter().enumerate() {
            let cluster = weights.cluster[row];
            counts[cluster] = weights.rows[row];
            let instruments = self
                .equations
                .iter()
                .zip(&residuals)
                .flat_map(|(equation, rest)| equation.instruments.iter().map(move |z| z[place] * rest[place]));
            scores[cluster].iter_mut().zip(instruments).for_each(|(score, value)| *score += value);
        }
        let mut variance = Square::zeros(moments);
        scores.iter().zip(&counts).for_each(|(score, &count)| variance.add_outer(count, score));
        variance
    }
}

/// Least g' V⁻¹ g: the coefficients, the value, and the inverse of X'Z V⁻¹ Z'X.
fn least(left: &[Vec<f64>], right: &[f64], variance: &Square) -> Option<(Vec<f64>, f64, Square)> {
    let factor = variance.cholesky()?;
    let size = left.first()?.len();
    // Columns of L⁻¹ Z'X, and L⁻¹ Z'y: an ordinary least squares problem.
    let columns: Vec<Vec<f64>> =
        (0..size).map(|j| factor.forward(&left.iter().map(|row| row[j]).collect::<Vec<f64>>())).collect();
    let side = factor.forward(right);
    let normal = super::law::products(&columns, &vec![1.0; side.len()]).cholesky()?;
    let coefficients = normal.solve(&columns.iter().map(|column| dot(column, &side)).collect::<Vec<f64>>());
    let mut rest = side;
    for (column, coefficient) in columns.iter().zip(&coefficients) {
        rest.iter_mut().zip(column).for_each(|(x, c)| *x -= coefficient * c);
    }
    Some((coefficients, dot(&rest, &rest), normal.inverse()))
}

impl Estimator for Wooldridge {
    fn estimate(&self, weights: &Weights, _run: &Run) -> Result<Estimate> {
        let of_rows = at(&weights.rows, &self.rows);
        let (left, right) = self.products(&of_rows);
        let unclear = || {
            Error::invalid(
                "`panel` does not vary enough, or has too few clusters, to tell the coefficients of both equations; \
                 lower `degree` or pass equations=\"second\"",
            )
        };
        let (first, ..) = least(&left, &right, &self.first_weight(&of_rows)).ok_or_else(unclear)?;
        let (coefficients, j, covariance) =
            least(&left, &right, &self.variance(&first, weights)).ok_or_else(unclear)?;
        let mut residuals = vec![f64::NAN; self.sample_rows];
        if let [_, of_first] = &self.residuals(&coefficients)[..] {
            self.rows.iter().zip(of_first).for_each(|(&row, &residual)| residuals[row] = residual);
        }
        let part = (0..self.wanted).flat_map(|i| covariance.row(i)[..self.wanted].to_vec()).collect();
        Ok(Estimate {
            coefficients: coefficients[..self.wanted].to_vec(),
            elasticities: vec![],
            covariance: part,
            residuals,
            survival: vec![f64::NAN; self.sample_rows],
            minima: vec![],
            facts: vec![
                ("rows", self.rows.len() as f64),
                ("clusters", weights.clusters as f64),
                ("moments", self.moments() as f64),
                ("overidentifying restrictions", (self.moments() - self.coefficients) as f64),
                ("j", j),
            ],
        })
    }
}
