//! Least squares on fixed columns under changing weights.

use super::matrices::{Square, dot, weighted_dot};
use crate::error::{Error, Result};

/// A column counts as a combination of those before it when less than this part of it is left.
const NOTHING_LEFT: f64 = 1e-9;

/// Columns made orthonormal once, so that every later system of normal equations is near the identity.
///
/// First come the columns of a function that is not known, of which superfluous ones are left out; then those
/// whose coefficients are wanted.
#[derive(Debug)]
pub(super) struct Basis {
    columns: Vec<Vec<f64>>,
    /// How many columns stand for the unknown function.
    function: usize,
    wanted: Vec<Vec<f64>>,
    /// Wanted column j is Σᵢ `triangle[j][i]` times orthonormal column `function` + i, and a part of the function.
    triangle: Vec<Vec<f64>>,
}

/// What a weighted fit gives.
#[derive(Debug)]
pub(super) struct Fit {
    /// Of the wanted columns.
    pub coefficients: Vec<f64>,
    /// The unknown function, row by row.
    pub function: Vec<f64>,
    pub residuals: Vec<f64>,
}

impl Basis {
    /// `sizes` are the lengths by which it is judged whether anything is left of a wanted column; `names` go into the
    /// refusal of one of which nothing is.
    pub fn new(function: Vec<Vec<f64>>, wanted: Vec<Vec<f64>>, sizes: &[f64], names: &[String]) -> Result<Self> {
        let mut columns: Vec<Vec<f64>> = Vec::with_capacity(function.len() + wanted.len());
        for column in function {
            let size = dot(&column, &column).sqrt();
            let (rest, _) = less_its_part_in(column, &columns);
            columns.extend(of_length_one(rest, size));
        }
        let of_function = columns.len();
        let mut triangle: Vec<Vec<f64>> = Vec::with_capacity(wanted.len());
        for ((column, &size), name) in wanted.iter().zip(sizes).zip(names) {
            let (rest, parts) = less_its_part_in(column.clone(), &columns);
            let length = dot(&rest, &rest).sqrt();
            let Some(unit) = of_length_one(rest, size) else {
                return Err(Error::invalid(format!(
                    "{name} follows from the other columns, so that its coefficient cannot be told; leave it out"
                )));
            };
            columns.push(unit);
            triangle.push(parts[of_function..].iter().copied().chain([length]).collect());
        }
        Ok(Self { columns, function: of_function, wanted, triangle })
    }

    pub fn columns(&self) -> &[Vec<f64>] {
        &self.columns
    }

    /// Least squares with a weight for each row; `None` where the weighted rows do not tell all coefficients.
    pub fn fit(&self, target: &[f64], weights: &[f64]) -> Option<Fit> {
        let parts = self.parts(target, weights)?;
        let coefficients = self.of_wanted(&parts[self.function..]);
        let mut fitted = vec![0.0; target.len()];
        for (column, part) in self.columns.iter().zip(&parts) {
            fitted.iter_mut().zip(column).for_each(|(value, x)| *value += part * x);
        }
        let residuals = target.iter().zip(&fitted).map(|(y, f)| y - f).collect();
        for (column, coefficient) in self.wanted.iter().zip(&coefficients) {
            fitted.iter_mut().zip(column).for_each(|(value, x)| *value -= coefficient * x);
        }
        Some(Fit { coefficients, function: fitted, residuals })
    }

    fn parts(&self, target: &[f64], weights: &[f64]) -> Option<Vec<f64>> {
        let n = self.columns.len();
        let mut products = Square::zeros(n);
        let mut sides = Vec::with_capacity(n);
        let mut weighted = vec![0.0; target.len()];
        for (i, column) in self.columns.iter().enumerate() {
            weighted.iter_mut().zip(column).zip(weights).for_each(|((value, x), w)| *value = w * x);
            for (j, other) in self.columns[..=i].iter().enumerate() {
                let product = dot(&weighted, other);
                products.values[i * n + j] = product;
                products.values[j * n + i] = product;
            }
            sides.push(dot(&weighted, target));
        }
        Some(products.cholesky()?.solve(&sides))
    }

    /// Coefficients of the wanted columns from those of the orthonormal ones.
    fn of_wanted(&self, parts: &[f64]) -> Vec<f64> {
        let mut result = parts.to_vec();
        for j in (0..result.len()).rev() {
            result[j] /= self.triangle[j][j];
            for i in 0..j {
                result[i] -= self.triangle[j][i] * result[j];
            }
        }
        result
    }

    /// The covariance of the coefficients of an unweighted fit that lets residuals be related within clusters:
    /// `(X'X)⁻¹ (Σ s s') (X'X)⁻¹`, where s sums a cluster's scores, times G/(G−1) · (n−1)/(n−k).
    pub fn clustered(&self, residuals: &[f64], cluster: &[usize], clusters: usize, k: usize) -> Square {
        let wanted = &self.columns[self.function..];
        let mut scores = vec![vec![0.0; wanted.len()]; clusters];
        for (row, (&group, residual)) in cluster.iter().zip(residuals).enumerate() {
            for (score, column) in scores[group].iter_mut().zip(wanted) {
                *score += column[row] * residual;
            }
        }
        let mut middle = Square::zeros(wanted.len());
        for score in &scores {
            middle.add_outer(1.0, score);
        }
        let (n, groups) = (residuals.len() as f64, clusters as f64);
        let factor = groups / (groups - 1.0) * (n - 1.0) / (n - k as f64);
        let turned: Vec<Vec<f64>> = (0..wanted.len())
            .map(|i| {
                let mut unit = vec![0.0; wanted.len()];
                unit[i] = 1.0;
                self.of_wanted(&unit)
            })
            .collect();
        // `turned` holds the columns of R⁻¹; the sandwich wants its rows.
        let rows: Vec<Vec<f64>> = (0..wanted.len()).map(|i| turned.iter().map(|column| column[i]).collect()).collect();
        middle.sandwiched(&rows).scaled(factor)
    }
}

/// A column less its projection on orthonormal ones, and its products with them; done twice, which is enough for
/// orthogonality to machine precision.
fn less_its_part_in(mut column: Vec<f64>, basis: &[Vec<f64>]) -> (Vec<f64>, Vec<f64>) {
    let mut parts = vec![0.0; basis.len()];
    for _ in 0..2 {
        for (part, unit) in parts.iter_mut().zip(basis) {
            let product = dot(&column, unit);
            column.iter_mut().zip(unit).for_each(|(x, u)| *x -= product * u);
            *part += product;
        }
    }
    (column, parts)
}

fn of_length_one(mut column: Vec<f64>, size: f64) -> Option<Vec<f64>> {
    let length = dot(&column, &column).sqrt();
    if length <= NOTHING_LEFT * size {
        return None;
    }
    for x in &mut column {
        *x /= length;
    }
    Some(column)
}

/// Σ w x / Σ w.
pub(super) fn weighted_mean(values: &[f64], weights: &[f64]) -> f64 {
    dot(values, weights) / weights.iter().sum::<f64>()
}

/// One less the part of the weighted variance of the target that is left in the residuals.
pub(super) fn explained(target: &[f64], residuals: &[f64], weights: &[f64]) -> f64 {
    let mean = weighted_mean(target, weights);
    let around: Vec<f64> = target.iter().map(|y| y - mean).collect();
    1.0 - weighted_dot(weights, residuals, residuals) / weighted_dot(weights, &around, &around)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Basis {
        Basis::new(vec![vec![1.0; 4]], vec![vec![0.0, 1.0, 2.0, 3.0]], &[3.0], &["x".into()]).unwrap()
    }

    #[test]
    fn a_line_through_points_by_hand() {
        let fit = line().fit(&[1.0, 3.0, 5.0, 7.0], &[1.0; 4]).unwrap();
        assert!((fit.coefficients[0] - 2.0).abs() < 1e-14);
        assert!(fit.function.iter().all(|value| (value - 1.0).abs() < 1e-14));
        assert!(fit.residuals.iter().all(|value| value.abs() < 1e-14));
    }

    #[test]
    fn a_row_that_counts_twice_is_two_rows() {
        let doubled =
            Basis::new(vec![vec![1.0; 5]], vec![vec![0.0, 1.0, 2.0, 3.0, 3.0]], &[3.0], &["x".into()]).unwrap();
        let one = line().fit(&[1.0, 0.0, 4.0, 9.0], &[1.0, 1.0, 1.0, 2.0]).unwrap();
        let other = doubled.fit(&[1.0, 0.0, 4.0, 9.0, 9.0], &[1.0; 5]).unwrap();
        assert!((one.coefficients[0] - other.coefficients[0]).abs() < 1e-13);
    }

    #[test]
    fn superfluous_columns_are_left_out_or_refused() {
        let x = vec![0.0, 1.0, 2.0];
        let basis = Basis::new(vec![vec![1.0; 3], x.clone(), x.clone()], vec![], &[], &[]).unwrap();
        assert_eq!(basis.columns().len(), 2);
        let refused = Basis::new(vec![vec![1.0; 3], x.clone()], vec![x], &[2.0], &["`free` 'l'".into()]);
        assert!(refused.unwrap_err().to_string().starts_with("`free` 'l' follows"));
        assert!(line().fit(&[1.0; 4], &[0.0, 0.0, 0.0, 1.0]).is_none());
    }
}
