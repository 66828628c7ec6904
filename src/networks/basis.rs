//! Regressors made orthonormal, which least squares and its permutations share.

use super::dyads::{add, dot, forward};
use crate::error::{Error, Result};

/// Orthonormal columns that span the regressors, and the triangle that leads back to these.
#[derive(Default)]
pub(super) struct Basis {
    pub(super) columns: Vec<Vec<f64>>,
    /// Row by row: `regressor_j = Σ_i triangle_ij column_i`.
    triangle: Vec<Vec<f64>>,
}

impl Basis {
    /// By Gram and Schmidt's method, done twice.
    pub(super) fn of(regressors: &[&[f64]], names: &[String]) -> Result<Self> {
        let k = regressors.len();
        let mut basis = Self { columns: Vec::with_capacity(k), triangle: vec![vec![0.0; k]; k] };
        for (j, &x) in regressors.iter().enumerate() {
            let mut rest = x.to_vec();
            for _ in 0..2 {
                for (i, column) in basis.columns.iter().enumerate() {
                    let along = dot(column, &rest);
                    add(-along, column, &mut rest);
                    basis.triangle[i][j] += along;
                }
            }
            let length = dot(&rest, &rest).sqrt();
            if length.is_nan() || length <= 1e-10 * dot(x, x).sqrt() {
                return Err(Error::invalid(format!(
                    "`x`: {:?} is a sum of multiples of the constant and the regressors before it; leave it out",
                    names[j]
                )));
            }
            for x in &mut rest {
                *x /= length;
            }
            basis.triangle[j][j] = length;
            basis.columns.push(rest);
        }
        Ok(basis)
    }

    /// Coefficients on the columns.
    pub(super) fn along(&self, x: &[f64]) -> Vec<f64> {
        self.columns.iter().map(|column| dot(column, x)).collect()
    }

    /// What the columns leave of a variable.
    pub(super) fn residual(&self, x: &[f64]) -> Vec<f64> {
        let mut rest = x.to_vec();
        for _ in 0..2 {
            for column in &self.columns {
                let along = dot(column, &rest);
                add(-along, column, &mut rest);
            }
        }
        rest
    }

    /// Coefficients on the regressors.
    pub(super) fn coefficients(&self, along: &[f64]) -> Vec<f64> {
        let mut solved = along.to_vec();
        for i in (0..solved.len()).rev() {
            let known: f64 = (i + 1..solved.len()).map(|j| self.triangle[i][j] * solved[j]).sum();
            solved[i] = (solved[i] - known) / self.triangle[i][i];
        }
        solved
    }

    /// The square roots of the diagonal of `T⁻¹ A⁻¹ T⁻ᵀ` for the triangle `T` and a matrix `A` with this Cholesky factor.
    pub(super) fn errors(&self, lower: &[Vec<f64>]) -> Vec<f64> {
        let k = self.columns.len();
        let inverse: Vec<Vec<f64>> = (0..k)
            .map(|i| self.coefficients(&(0..k).map(|j| f64::from(u8::from(i == j))).collect::<Vec<_>>()))
            .collect();
        // `inverse` holds the columns of the triangle's inverse.
        (0..k)
            .map(|i| {
                let row: Vec<f64> = inverse.iter().map(|column| column[i]).collect();
                let z = forward(lower, &row);
                dot(&z, &z).sqrt()
            })
            .collect()
    }
}

/// The lower triangle of a matrix of products, with room for one number more.
pub(super) fn identity(k: usize) -> Vec<Vec<f64>> {
    (0..k).map(|i| (0..=i).map(|j| f64::from(u8::from(i == j))).collect()).collect()
}
