//! Least squares, on levels or within firms.

use super::least_squares::{Basis, explained};
use super::sample::Sample;
use super::terms::Term;
use super::{Estimate, Estimator, Method, Specification, Weights, length_about_mean, term_columns};
use crate::error::{Error, Result};
use crate::run::Run;

/// Least squares on fixed columns.
#[derive(Debug)]
pub(super) struct Ordinary {
    basis: Basis,
    output: Vec<f64>,
    /// How many coefficients count in the correction for degrees of freedom, the constant among them.
    coefficients: usize,
}

impl Ordinary {
    pub fn new(sample: &Sample, terms: &[Term], specification: &Specification) -> Result<Self> {
        let all: Vec<usize> = (0..terms.len()).collect();
        let rows: Vec<usize> = (0..sample.rows()).collect();
        let mut wanted = term_columns(sample, terms, &all, &rows);
        wanted.extend(sample.controls.iter().cloned());
        let sizes: Vec<f64> = wanted.iter().map(|column| length_about_mean(column)).collect();
        let coefficients = wanted.len() + 1;
        let within = specification.method == Method::FixedEffects;
        let (function, output) = if within {
            for column in &mut wanted {
                less_firm_means(column, &sample.firm);
            }
            let mut output = sample.output.clone();
            less_firm_means(&mut output, &sample.firm);
            (vec![], output)
        } else {
            (vec![vec![1.0; sample.rows()]], sample.output.clone())
        };
        if sample.rows() <= coefficients {
            return Err(Error::invalid(format!(
                "`panel` must have more rows than coefficients: got {} for {coefficients}; leave out terms or controls",
                sample.rows()
            )));
        }
        Ok(Self { basis: Basis::new(function, wanted, &sizes, &specification.names)?, output, coefficients })
    }
}

impl Estimator for Ordinary {
    fn estimate(&self, weights: &Weights, _run: &Run) -> Result<Estimate> {
        let fit = self
            .basis
            .fit(&self.output, &weights.rows)
            .ok_or_else(|| Error::invalid("`panel` does not vary enough to tell the coefficients"))?;
        let covariance = self.basis.clustered(&fit.residuals, &weights.cluster, weights.clusters, self.coefficients);
        Ok(Estimate {
            coefficients: fit.coefficients,
            elasticities: vec![],
            covariance: covariance.values,
            facts: vec![
                ("rows", self.output.len() as f64),
                ("clusters", weights.clusters as f64),
                ("r2", explained(&self.output, &fit.residuals, &weights.rows)),
            ],
            survival: vec![f64::NAN; fit.residuals.len()],
            residuals: fit.residuals,
            minima: vec![],
        })
    }
}

/// Takes off each firm's mean; rows of a firm stand together.
fn less_firm_means(column: &mut [f64], firm: &[usize]) {
    let mut start = 0;
    while start < column.len() {
        let end = start + firm[start..].iter().take_while(|&&other| other == firm[start]).count();
        let mean = column[start..end].iter().sum::<f64>() / (end - start) as f64;
        column[start..end].iter_mut().for_each(|x| *x -= mean);
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn firm_means_are_taken_off() {
        let mut column = [1.0, 3.0, 10.0, 2.0, 4.0, 6.0];
        less_firm_means(&mut column, &[0, 0, 1, 2, 2, 2]);
        assert_eq!(column, [-1.0, 1.0, 0.0, -2.0, 0.0, 2.0]);
    }
}
