//! Logistic regression of networks, with permutations of their nodes.

use ndarray::Array2;

use super::basis::Basis;
use super::dyads::{add, backward, cholesky, dot, forward};
use super::mrqap_sample::{Permuted, Plan, Regression, Sample, draws_of, stacked};
use crate::error::{Error, Result};
use crate::run::Run;

/// Newton's steps before a fit is given up: where there is a maximum a dozen are enough, and where there is none the
/// coefficients grow by about 1 in every step.
const STEPS: usize = 25;
/// Half of what a step gains in log-likelihood, below which it is the last.
const LAST_GAIN: f64 = 1e-18;

/// Kernel of `weakties.networks.mrqap` with the logit model.
pub fn mrqap_logit(plan: &Plan<'_>, run: &Run) -> Result<Regression> {
    let sample = Sample::of(plan)?;
    let k = plan.names.len();
    if let Some(y) = sample.outcome.iter().find(|&&y| y != 0.0 && y != 1.0) {
        return Err(Error::invalid(format!(
            "`y` must hold 0 and 1 only for model=\"logit\": got {y}; compare it with a number first, or use \
             model=\"linear\""
        )));
    }
    let columns: Vec<&[f64]> = sample.regressors.iter().map(Vec::as_slice).collect();
    let basis = Basis::of(&columns, plan.names)?;
    let fixed: Vec<&[f64]> = basis.columns.iter().map(Vec::as_slice).collect();
    let explained = Explained { outcome: &sample.outcome, counted: &sample.counted };
    let observed = maximum(&sample, &fixed, explained, vec![0.0; k]).ok_or_else(|| {
        Error::not_converged(format!(
            "the logit of `y` has no maximum that Newton's method finds in {STEPS} steps: most often a regressor of `x` \
             tells the ties from the others without error, so that its coefficient has no finite estimate; leave it out, \
             or use model=\"linear\""
        ))
    })?;
    let ties = dot(&sample.outcome, &sample.counted);
    let size = sample.size as f64;
    let part = |count: f64| if count > 0.0 { count * libm::log(count / size) } else { 0.0 };
    let mut found = Regression {
        coefficients: basis.coefficients(&observed.coefficients),
        errors: basis.errors(&observed.lower),
        dyads: sample.size,
        fit: log_likelihood(&sample, &fixed, &observed.coefficients),
        fit_without: if plan.intercept { part(ties) + part(size - ties) } else { -size * std::f64::consts::LN_2 },
        draws: Array2::zeros((0, k)),
    };
    run.expect_steps(plan.permutations as u64);
    let everyone = sample.dyads.nodes();
    let draws = if plan.permuted == Permuted::Outcome {
        let outcome = sample.dyads.unpack(&sample.outcome, &sample.counted);
        run.map(plan.permutations, |permutation| {
            let order = draws_of(plan, permutation).permutation(everyone);
            let (outcome, counted) = moved(&sample, &outcome, &order);
            let explained = Explained { outcome: &outcome, counted: &counted };
            let fit = maximum(&sample, &fixed, explained, vec![0.0; k]);
            run.advance(1)?;
            let Some(fit) = fit else { return Ok(vec![f64::NAN; k]) };
            let coefficients = basis.coefficients(&fit.coefficients);
            Ok(coefficients.iter().zip(basis.errors(&fit.lower)).map(|(b, error)| b / error).collect())
        })?
    } else {
        let parts = (0..k)
            .map(|at| {
                let (others, moving) = sample.partialled(at, plan)?;
                let columns: Vec<&[f64]> = others.columns.iter().map(Vec::as_slice).collect();
                // Where the others alone have no maximum, the fits start from nothing.
                let start = maximum(&sample, &columns, explained, vec![0.0; k - 1]);
                let start = start.map_or_else(|| vec![0.0; k - 1], |fit| fit.coefficients);
                let moving = sample.dyads.unpack(&moving, &sample.counted);
                Ok((others, moving, start))
            })
            .collect::<Result<Vec<_>>>()?;
        run.map(plan.permutations, |permutation| {
            let order = draws_of(plan, permutation).permutation(everyone);
            let mut statistics = Vec::with_capacity(k);
            for (others, moving, start) in &parts {
                run.go_on()?;
                let (moving, counted) = moved(&sample, moving, &order);
                let mut columns: Vec<&[f64]> = others.columns.iter().map(Vec::as_slice).collect();
                columns.push(&moving);
                let explained = Explained { outcome: &sample.outcome, counted: &counted };
                let fit = maximum(&sample, &columns, explained, [start.as_slice(), &[0.0]].concat());
                // The moving regressor is the last, so its variance is one over the last pivot.
                statistics.push(fit.map_or(f64::NAN, |fit| fit.coefficients[k - 1] * fit.lower[k - 1][k - 1]));
            }
            run.advance(1)?;
            Ok(statistics)
        })?
    };
    found.draws = stacked(draws, k)?;
    Ok(found)
}

/// A variable with its nodes in other places, packed, and where it and the regressors are known.
fn moved(sample: &Sample, matrix: &[f64], order: &[u32]) -> (Vec<f64>, Vec<f64>) {
    let mut counted = sample.counted.clone();
    let mut packed = Vec::with_capacity(counted.len());
    let mut row = Vec::with_capacity(order.len());
    for node in 0..order.len() {
        sample.dyads.permuted_row(matrix, order, node, &mut row);
        packed.extend_from_slice(&row);
    }
    for (x, counted) in packed.iter_mut().zip(&mut counted) {
        if x.is_nan() {
            (*x, *counted) = (0.0, 0.0);
        }
    }
    (packed, counted)
}

/// What is explained, and at which pairs.
#[derive(Clone, Copy)]
struct Explained<'a> {
    outcome: &'a [f64],
    counted: &'a [f64],
}

/// Coefficients on the columns, and the Cholesky factor of the information about them.
struct Maximum {
    coefficients: Vec<f64>,
    lower: Vec<Vec<f64>>,
}

/// The largest likelihood by Newton's method, which for the logit is iteratively reweighted least squares.
fn maximum(sample: &Sample, columns: &[&[f64]], explained: Explained<'_>, start: Vec<f64>) -> Option<Maximum> {
    let Explained { outcome, counted } = explained;
    let k = columns.len();
    let mut coefficients = start;
    let width = sample.dyads.nodes();
    let (mut expected, mut weighted) = (vec![0.0; width], vec![0.0; width]);
    for _ in 0..STEPS {
        let mut gradient = vec![0.0; k];
        let mut information: Vec<Vec<f64>> = (0..k).map(|i| vec![0.0; i + 1]).collect();
        for node in 0..width {
            let (start, width) = sample.dyads.row(node);
            let range = start..start + width;
            let (expected, weighted) = (&mut expected[..width], &mut weighted[..width]);
            expected.fill(0.0);
            for (b, column) in coefficients.iter().zip(columns) {
                add(*b, &column[range.clone()], expected);
            }
            for x in &mut *expected {
                *x = 1.0 / (1.0 + libm::exp(-*x));
            }
            for (i, column) in columns.iter().enumerate() {
                let column = &column[range.clone()];
                let terms = column.iter().zip(&*expected).zip(&counted[range.clone()]).zip(&mut *weighted);
                for (((x, p), counted), weighted) in terms {
                    *weighted = x * p * (1.0 - p) * counted;
                }
                for (sum, other) in information[i].iter_mut().zip(columns) {
                    *sum += dot(&other[range.clone()], weighted);
                }
                let terms = column.iter().zip(&*expected).zip(&counted[range.clone()]).zip(&outcome[range.clone()]);
                gradient[i] += terms.map(|(((x, p), counted), y)| x * counted * (y - p)).sum::<f64>();
            }
        }
        let lower = cholesky(&information)?;
        let half = forward(&lower, &gradient);
        for (b, step) in coefficients.iter_mut().zip(backward(&lower, &half)) {
            *b += step;
        }
        let gain = dot(&half, &half);
        if !gain.is_finite() {
            return None;
        }
        if gain < LAST_GAIN {
            return Some(Maximum { coefficients, lower });
        }
    }
    None
}

fn log_likelihood(sample: &Sample, columns: &[&[f64]], coefficients: &[f64]) -> f64 {
    let mut expected = vec![0.0; sample.outcome.len()];
    for (b, column) in coefficients.iter().zip(columns) {
        add(*b, column, &mut expected);
    }
    let terms = expected.iter().zip(&sample.outcome).zip(&sample.counted);
    // log p where there is a tie and log(1 − p) where there is none, without overflow.
    terms
        .map(|((x, y), counted)| {
            let x = if *y == 1.0 { -x } else { *x };
            -counted * (x.max(0.0) + libm::log1p(libm::exp(-x.abs())))
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;
    use ndarray::{Array3, Axis};

    #[test]
    fn log_odds_of_two_groups_by_hand_and_threads_give_equal_bits() {
        // Of 6 pairs with x = 1, 3 are tied, and of 24 with x = 0, 6.
        let n = 6;
        let x = Array3::from_shape_fn(
            (2, n, n),
            |(plane, i, j)| {
                if plane == 0 { 1.0 } else { f64::from(u8::from((i + 1) % n == j)) }
            },
        );
        let y = Array2::from_shape_fn((n, n), |(i, j)| {
            f64::from(u8::from(((i + 1) % n == j && i % 2 == 0) || (i + 2) % n == j))
        });
        let names = ["constant", "next"].map(String::from);
        for permuted in [Permuted::Residual, Permuted::Outcome, Permuted::Regressor] {
            let plan = Plan {
                outcome: y.view(),
                regressors: x.view(),
                names: &names,
                intercept: true,
                directed: true,
                permuted,
                permutations: 6,
                seed: Seed([1, 2]),
            };
            let of = |threads| mrqap_logit(&plan, &Run::new(Some(threads)).unwrap()).unwrap();
            let found = of(1);
            assert!((found.coefficients[0] - (6.0_f64 / 18.0).ln()).abs() < 1e-12);
            assert!((found.coefficients[1] - 3.0_f64.ln()).abs() < 1e-12);
            let error = (1.0 / 3.0 + 1.0 / 3.0 + 1.0 / 6.0 + 1.0_f64 / 18.0).sqrt();
            assert!((found.errors[1] - error).abs() < 1e-9);
            assert_eq!(format!("{:?}", of(2)), format!("{found:?}"));
            assert_eq!(format!("{:?}", of(7)), format!("{found:?}"));
        }
        let tied = x.index_axis(Axis(0), 1).to_owned();
        let plan = Plan {
            outcome: tied.view(),
            regressors: x.view(),
            names: &names,
            intercept: true,
            directed: true,
            permuted: Permuted::Outcome,
            permutations: 0,
            seed: Seed([1, 2]),
        };
        assert!(matches!(mrqap_logit(&plan, &Run::quiet()), Err(Error::NotConverged(_))));
    }
}
