//! Regression of networks, with permutations of their nodes (MRQAP).

use ndarray::Array2;

use super::basis::{Basis, identity};
use super::dyads::{backward, cholesky, dot, forward};
use super::mrqap_sample::{Permuted, Plan, Regression, Sample, draws_of, stacked};
use crate::error::Result;
use crate::run::Run;

/// Kernel of `weakties.networks.mrqap` with the linear model.
pub fn mrqap(plan: &Plan<'_>, run: &Run) -> Result<Regression> {
    let sample = Sample::of(plan)?;
    let k = plan.names.len();
    let columns: Vec<&[f64]> = sample.regressors.iter().map(Vec::as_slice).collect();
    let basis = Basis::of(&columns, plan.names)?;
    let residual = basis.residual(&sample.outcome);
    let squares = dot(&residual, &residual);
    let freedom = (sample.size - k) as f64;
    let total = if plan.intercept { sample.centred(&sample.outcome).0 } else { sample.outcome.clone() };
    let mut found = Regression {
        coefficients: basis.coefficients(&basis.along(&sample.outcome)),
        errors: basis.errors(&identity(k)).into_iter().map(|error| error * (squares / freedom).sqrt()).collect(),
        dyads: sample.size,
        fit: squares,
        fit_without: dot(&total, &total),
        draws: Array2::zeros((0, k)),
    };
    run.expect_steps(plan.permutations as u64);
    let rows = if plan.permuted == Permuted::Outcome {
        let moving = Moving::outcome(&sample, plan.intercept);
        run.map(plan.permutations, |permutation| {
            let order = draws_of(plan, permutation).permutation(sample.dyads.nodes());
            let row = moving.outcome_statistics(&sample, &basis, &order);
            run.advance(1)?;
            Ok(row)
        })?
    } else {
        let parts: Vec<Moving> = (0..k)
            .map(|at| sample.partialled(at, plan).map(|part| Moving::regressor(&sample, part)))
            .collect::<Result<_>>()?;
        run.map(plan.permutations, |permutation| {
            let order = draws_of(plan, permutation).permutation(sample.dyads.nodes());
            let row = parts.iter().map(|part| part.statistic(&sample, &order)).collect();
            run.advance(1)?;
            Ok(row)
        })?
    };
    found.draws = stacked(rows, k)?;
    Ok(found)
}

/// The variable that changes places, the columns that do not, and the outcome's part that these leave.
struct Moving {
    basis: Basis,
    /// In full; NaN at the pairs that do not count.
    matrix: Vec<f64>,
    squares: f64,
    outcome: Vec<f64>,
    outcome_squares: f64,
    mean: f64,
}

impl Moving {
    fn regressor(sample: &Sample, (basis, moving): (Basis, Vec<f64>)) -> Self {
        let outcome = basis.residual(&sample.outcome);
        Self {
            matrix: sample.dyads.unpack(&moving, &sample.counted),
            squares: dot(&moving, &moving),
            outcome_squares: dot(&outcome, &outcome),
            basis,
            outcome,
            mean: 0.0,
        }
    }

    fn outcome(sample: &Sample, intercept: bool) -> Self {
        let (moving, mean) = if intercept { sample.centred(&sample.outcome) } else { (sample.outcome.clone(), 0.0) };
        Self {
            matrix: sample.dyads.unpack(&moving, &sample.counted),
            squares: dot(&moving, &moving),
            basis: Basis::default(),
            outcome: Vec::new(),
            outcome_squares: 0.0,
            mean,
        }
    }

    /// The moving regressor's t when it and the fixed ones explain the outcome.
    fn statistic(&self, sample: &Sample, order: &[u32]) -> f64 {
        let products = if sample.whole {
            self.products_of_whole(sample, order)
        } else {
            let Some(products) = self.products_of_known(sample, order) else { return f64::NAN };
            products
        };
        let Products { count, own, outcome, shared } = products;
        let freedom = count - (self.basis.columns.len() + 1) as f64;
        if own <= 1e-12 * self.squares || freedom <= 0.0 {
            return f64::NAN;
        }
        let coefficient = shared / own;
        let left = (outcome - coefficient * shared).max(0.0);
        coefficient * (own / (left / freedom)).sqrt()
    }

    fn products_of_whole(&self, sample: &Sample, order: &[u32]) -> Products {
        let mut row = Vec::with_capacity(order.len());
        let mut along = vec![0.0; self.basis.columns.len()];
        let mut shared = 0.0;
        for node in 0..order.len() {
            sample.dyads.permuted_row(&self.matrix, order, node, &mut row);
            let (start, width) = sample.dyads.row(node);
            for (sum, column) in along.iter_mut().zip(&self.basis.columns) {
                *sum += dot(&column[start..start + width], &row);
            }
            shared += dot(&self.outcome[start..start + width], &row);
        }
        let own = self.squares - dot(&along, &along);
        Products { count: sample.size as f64, own, outcome: self.outcome_squares, shared }
    }

    /// The same over the pairs that count both before and after the permutation, over which the columns are not orthonormal.
    fn products_of_known(&self, sample: &Sample, order: &[u32]) -> Option<Products> {
        let k = self.basis.columns.len();
        let outcome = |place: usize| self.outcome[place];
        let known = Known::over(sample, &self.matrix, order, &self.basis, outcome);
        let lower = cholesky(&known.products)?;
        let (own, other) = (forward(&lower, &known.moving[..k]), forward(&lower, &known.fixed[..k]));
        Some(Products {
            count: known.count,
            own: known.moving[k] - dot(&own, &own),
            outcome: known.fixed[k] - dot(&other, &other),
            shared: known.shared - dot(&own, &other),
        })
    }

    /// Every regressor's t when the outcome has moved.
    fn outcome_statistics(&self, sample: &Sample, basis: &Basis, order: &[u32]) -> Vec<f64> {
        let k = basis.columns.len();
        let known = Known::over(sample, &self.matrix, order, basis, |_| 0.0);
        let freedom = known.count - k as f64;
        let Some(lower) = cholesky(&known.products).filter(|_| freedom > 0.0) else { return vec![f64::NAN; k] };
        let half = forward(&lower, &known.moving[..k]);
        let left = (known.moving[k] - dot(&half, &half)).max(0.0);
        let mut coefficients = basis.coefficients(&backward(&lower, &half));
        // Zero without a constant, which is the first regressor.
        coefficients[0] += self.mean;
        let errors = basis.errors(&lower);
        coefficients.iter().zip(errors).map(|(b, error)| b / (error * (left / freedom).sqrt())).collect()
    }
}

/// Squares and products of what the fixed columns leave of the moving variable and of the outcome.
struct Products {
    count: f64,
    own: f64,
    outcome: f64,
    shared: f64,
}

/// Sums over the pairs that count both before and after a permutation.
struct Known {
    count: f64,
    /// Of the columns with each other.
    products: Vec<Vec<f64>>,
    /// Of the columns, and last itself, with the moving and with a fixed variable; and of these two.
    moving: Vec<f64>,
    fixed: Vec<f64>,
    shared: f64,
}

impl Known {
    fn over(sample: &Sample, matrix: &[f64], order: &[u32], basis: &Basis, fixed: impl Fn(usize) -> f64) -> Self {
        let k = basis.columns.len();
        let mut known = Self {
            count: 0.0,
            products: if sample.whole { identity(k) } else { (0..k).map(|i| vec![0.0; i + 1]).collect() },
            moving: vec![0.0; k + 1],
            fixed: vec![0.0; k + 1],
            shared: 0.0,
        };
        let mut row = Vec::with_capacity(order.len());
        for node in 0..order.len() {
            sample.dyads.permuted_row(matrix, order, node, &mut row);
            let (start, width) = sample.dyads.row(node);
            if sample.whole {
                known.count += sample.counted[start..start + width].iter().sum::<f64>();
                for (sum, column) in known.moving.iter_mut().zip(&basis.columns) {
                    *sum += dot(&column[start..start + width], &row);
                }
                known.moving[k] += dot(&row, &row);
                continue;
            }
            for (place, &x) in (start..).zip(&row) {
                if x.is_nan() || sample.counted[place] == 0.0 {
                    continue;
                }
                let y = fixed(place);
                known.count += 1.0;
                known.moving[k] += x * x;
                known.fixed[k] += y * y;
                known.shared += x * y;
                for (i, column) in basis.columns.iter().enumerate() {
                    let value = column[place];
                    known.moving[i] += value * x;
                    known.fixed[i] += value * y;
                    for (sum, other) in known.products[i].iter_mut().zip(&basis.columns) {
                        *sum += value * other[place];
                    }
                }
            }
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::random::Seed;
    use ndarray::{Array3, Axis};

    fn numbers(n: usize, k: usize) -> (Array2<f64>, Array3<f64>) {
        let mut draws = Seed([3, 4]).stream(9, 9);
        let x = Array3::from_shape_fn((k, n, n), |(plane, _, _)| if plane == 0 { 1.0 } else { draws.normal() });
        let mut draws = Seed([3, 4]).stream(9, 10);
        let y = Array2::from_shape_fn((n, n), |(i, j)| 2.0 + 3.0 * x[[1, i, j]] + 1e-3 * draws.normal());
        (y, x)
    }

    fn plan<'a>(y: &'a Array2<f64>, x: &'a Array3<f64>, names: &'a [String], permuted: Permuted) -> Plan<'a> {
        Plan {
            outcome: y.view(),
            regressors: x.view(),
            names,
            intercept: true,
            directed: true,
            permuted,
            permutations: 5,
            seed: Seed([1, 2]),
        }
    }

    #[test]
    fn coefficients_are_found_and_threads_give_equal_bits() {
        let (y, x) = numbers(9, 3);
        let names = ["constant", "a", "b"].map(String::from);
        for permuted in [Permuted::Residual, Permuted::Outcome, Permuted::Regressor] {
            let plan = plan(&y, &x, &names, permuted);
            let of = |threads| mrqap(&plan, &Run::new(Some(threads)).unwrap()).unwrap();
            let found = of(1);
            assert_eq!(found.dyads, 72);
            for (found, expected) in found.coefficients.iter().zip([2.0, 3.0, 0.0]) {
                assert!((found - expected).abs() < 1e-3, "{found} instead of {expected}");
            }
            assert!(found.draws.iter().all(|t| t.is_finite()));
            assert_eq!(found, of(2));
            assert_eq!(found, of(7));
        }
    }

    #[test]
    fn a_missing_pair_leads_through_the_other_sums_to_nearly_the_same() {
        let (mut y, x) = numbers(30, 3);
        y.mapv_inplace(|y| y * y);
        let names = ["constant", "a", "b"].map(String::from);
        for permuted in [Permuted::Residual, Permuted::Outcome, Permuted::Regressor] {
            let whole = mrqap(&plan(&y, &x, &names, permuted), &Run::quiet()).unwrap();
            let mut lacking = y.clone();
            lacking[[3, 4]] = f64::NAN;
            let lacking = mrqap(&plan(&lacking, &x, &names, permuted), &Run::quiet()).unwrap();
            assert_eq!(lacking.dyads, 869);
            for (one, other) in whole.draws.iter().zip(&lacking.draws) {
                assert!((one - other).abs() < 0.3, "{one} and {other}");
            }
        }
    }

    #[test]
    fn a_regressor_that_says_nothing_new_is_refused_by_name() {
        let (y, mut x) = numbers(6, 3);
        let twice = x.index_axis(Axis(0), 1).mapv(|x| 2.0 * x - 1.0);
        x.index_axis_mut(Axis(0), 2).assign(&twice);
        let names = ["constant", "a", "b"].map(String::from);
        let outcome = mrqap(&plan(&y, &x, &names, Permuted::Residual), &Run::quiet());
        assert!(matches!(outcome, Err(Error::InvalidInput(text)) if text.contains("\"b\"")));
    }
}
