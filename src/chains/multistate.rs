//! Continuous-time chains seen at some times only: maximum likelihood of intensities that covariates multiply.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use super::matrix_exponential::exponential;
use crate::error::{Error, Result};
use crate::run::Run;

/// How many kinds of interval one thread takes at a time.
const CHUNK: usize = 32;
/// By how much a parameter is moved to see how the slope changes.
const NUDGE: f64 = 1e-4;

/// People seen at the ends of intervals.
#[derive(Debug, Clone, Copy)]
pub struct Panel<'a> {
    /// How long each kind of interval lasts.
    pub durations: ArrayView1<'a, f64>,
    /// What multiplies the parameters in each kind of interval, the first 1: kind × term.
    pub terms: ArrayView2<'a, f64>,
    /// The kind of each interval, in order.
    pub kinds: &'a [i64],
    /// The state at its start.
    pub origins: &'a [i64],
    /// The state at its end.
    pub destinations: &'a [i64],
    /// Whose it is.
    pub persons: &'a [i64],
    /// The weight of each person.
    pub weights: &'a [f64],
    /// How many states there are.
    pub state_count: usize,
    /// Which moves can be made at once.
    pub pairs: &'a [(usize, usize)],
}

/// When to stop climbing.
#[derive(Debug, Clone, Copy)]
pub struct Stopping {
    /// What is left to gain in the logarithm of the likelihood.
    pub tolerance: f64,
    /// The most rounds.
    pub rounds: usize,
}

/// The highest point of the likelihood.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// Logarithms of intensities and effects: term × pair, row by row.
    pub parameters: Array1<f64>,
    /// The logarithm of the likelihood.
    pub likelihood: f64,
    /// Minus its second derivatives.
    pub curvature: Array2<f64>,
    /// Its slopes by person, times the person's weight: person × parameter.
    pub scores: Array2<f64>,
    /// How many rounds it took.
    pub rounds: usize,
}

/// The likelihood at a point, and its shape there.
struct Point {
    likelihood: f64,
    slope: Array1<f64>,
    /// Expected information given where intervals start.
    information: Array2<f64>,
}

/// Fits intensities; see `multistate` in Python.
///
/// Climbs by the information expected given the starts of intervals (Kalbfleisch and Lawless 1985), halving a step that
/// does not lead up.
pub fn multistate(panel: Panel<'_>, start: ArrayView1<'_, f64>, stopping: Stopping, run: &Run) -> Result<Estimate> {
    check(panel, start)?;
    run.expect_steps(stopping.rounds as u64);
    let mut parameters = start.to_owned();
    let mut here = point(panel, &parameters, run)?;
    let mut rounds = 0;
    loop {
        let step = inverse(&here.information).ok_or_else(not_identified)?.dot(&here.slope);
        let gain = step.dot(&here.slope);
        if gain <= stopping.tolerance {
            break;
        }
        if rounds == stopping.rounds {
            return Err(Error::not_converged(format!(
                "the estimate did not settle after {rounds} rounds: `allowed` may hold moves that nobody can have made, \
                 or `variables` may set few people apart; leave out such moves or variables"
            )));
        }
        let mut share = 1.0;
        loop {
            let tried = &parameters + &(&step * share);
            let there = point(panel, &tried, run)?;
            if there.likelihood > here.likelihood {
                (parameters, here) = (tried, there);
                break;
            }
            share /= 2.0;
            if share < 1e-10 {
                // As high as the rounding of the likelihood lets one see.
                return finished(panel, parameters, here.likelihood, rounds, run);
            }
        }
        rounds += 1;
        run.advance(1)?;
    }
    finished(panel, parameters, here.likelihood, rounds, run)
}

/// Slopes by person, and the curvature as differences of slopes.
fn finished(panel: Panel<'_>, parameters: Array1<f64>, likelihood: f64, rounds: usize, run: &Run) -> Result<Estimate> {
    let count = parameters.len();
    let mut curvature = Array2::zeros((count, count));
    for at in 0..count {
        let mut moved = parameters.clone();
        moved[at] += NUDGE;
        let above = point(panel, &moved, run)?.slope;
        moved[at] -= 2.0 * NUDGE;
        let below = point(panel, &moved, run)?.slope;
        curvature.row_mut(at).assign(&((below - above) / (2.0 * NUDGE)));
    }
    let curvature = (&curvature + &curvature.t()) / 2.0;
    let scores = scores(panel, &parameters, run)?;
    Ok(Estimate { parameters, likelihood, curvature, scores, rounds })
}

/// Intensities in one kind of interval.
fn intensities(panel: Panel<'_>, parameters: &Array1<f64>, kind: usize) -> Array2<f64> {
    let mut found = Array2::zeros((panel.state_count, panel.state_count));
    let terms = panel.terms.row(kind);
    for (at, &pair) in panel.pairs.iter().enumerate() {
        let logarithm: f64 =
            terms.iter().enumerate().map(|(term, x)| x * parameters[term * panel.pairs.len() + at]).sum();
        found[pair] = libm::exp(logarithm);
    }
    found
}

fn point(panel: Panel<'_>, parameters: &Array1<f64>, run: &Run) -> Result<Point> {
    let (kinds, terms) = panel.terms.dim();
    let moves = panel.pairs.len();
    let count = parameters.len();
    let firsts = firsts(panel, kinds);
    let parts = run.map(kinds.div_ceil(CHUNK), |chunk| {
        let mut part =
            Point { likelihood: 0.0, slope: Array1::zeros(count), information: Array2::zeros((count, count)) };
        for kind in chunk * CHUNK..((chunk + 1) * CHUNK).min(kinds) {
            run.go_on()?;
            let found = exponential(intensities(panel, parameters, kind).view(), panel.durations[kind], panel.pairs);
            let mut slope = vec![0.0; moves];
            let mut starts = vec![0.0; panel.state_count];
            for interval in firsts[kind]..firsts[kind + 1] {
                let at = [panel.origins[interval] as usize, panel.destinations[interval] as usize];
                let p = found.probabilities[at];
                let weight = panel.weights[panel.persons[interval] as usize];
                part.likelihood += weight * libm::log(p);
                starts[at[0]] += weight;
                for (slope, change) in slope.iter_mut().zip(&found.derivatives) {
                    *slope += weight * change[at] / p;
                }
            }
            let mut information = Array2::<f64>::zeros((moves, moves));
            for ((from, to), &p) in found.probabilities.indexed_iter() {
                if starts[from] > 0.0 && p > 0.0 {
                    for one in 0..moves {
                        let weight = starts[from] * found.derivatives[one][[from, to]] / p;
                        for other in 0..=one {
                            information[[one, other]] += weight * found.derivatives[other][[from, to]];
                        }
                    }
                }
            }
            let x = panel.terms.row(kind);
            for one in 0..terms {
                for (at, slope) in slope.iter().enumerate() {
                    part.slope[one * moves + at] += x[one] * slope;
                }
                for other in 0..terms {
                    let weight = x[one] * x[other];
                    for i in 0..moves {
                        for j in 0..moves {
                            part.information[[one * moves + i, other * moves + j]] +=
                                weight * information[[i.max(j), i.min(j)]];
                        }
                    }
                }
            }
        }
        Ok(part)
    })?;
    let mut whole = Point { likelihood: 0.0, slope: Array1::zeros(count), information: Array2::zeros((count, count)) };
    for part in parts {
        whole.likelihood += part.likelihood;
        whole.slope += &part.slope;
        whole.information += &part.information;
    }
    if whole.likelihood.is_nan() {
        whole.likelihood = f64::NEG_INFINITY;
    }
    Ok(whole)
}

fn scores(panel: Panel<'_>, parameters: &Array1<f64>, run: &Run) -> Result<Array2<f64>> {
    let (kinds, terms) = panel.terms.dim();
    let moves = panel.pairs.len();
    let firsts = firsts(panel, kinds);
    let mut found = Array2::zeros((panel.weights.len(), parameters.len()));
    for kind in 0..kinds {
        let here = exponential(intensities(panel, parameters, kind).view(), panel.durations[kind], panel.pairs);
        for interval in firsts[kind]..firsts[kind + 1] {
            let at = [panel.origins[interval] as usize, panel.destinations[interval] as usize];
            let person = panel.persons[interval] as usize;
            let share = panel.weights[person] / here.probabilities[at];
            let mut own = found.index_axis_mut(Axis(0), person);
            for term in 0..terms {
                for (place, change) in here.derivatives.iter().enumerate() {
                    own[term * moves + place] += panel.terms[[kind, term]] * change[at] * share;
                }
            }
        }
        run.go_on()?;
    }
    Ok(found)
}

/// Where the intervals of each kind begin, and where the last ones end.
fn firsts(panel: Panel<'_>, kinds: usize) -> Vec<usize> {
    (0..=kinds).map(|kind| panel.kinds.partition_point(|&one| one < kind as i64)).collect()
}

/// The inverse of a positive definite matrix, by Cholesky's factors.
fn inverse(matrix: &Array2<f64>) -> Option<Array2<f64>> {
    let size = matrix.nrows();
    let scale: Vec<f64> = matrix.diag().iter().map(|&value| value.sqrt()).collect();
    let mut lower = Array2::<f64>::zeros((size, size));
    for row in 0..size {
        for column in 0..=row {
            let done: f64 = (0..column).map(|k| lower[[row, k]] * lower[[column, k]]).sum();
            let left = matrix[[row, column]] / (scale[row] * scale[column]) - done;
            lower[[row, column]] = if row == column {
                // What is left of a row that others imply is rounding.
                if left.is_nan() || left < 1e-13 {
                    return None;
                }
                left.sqrt()
            } else {
                left / lower[[column, column]]
            };
        }
    }
    let mut found = Array2::<f64>::eye(size);
    for side in 0..size {
        for row in 0..size {
            let done: f64 = (0..row).map(|k| lower[[row, k]] * found[[k, side]]).sum();
            found[[row, side]] = (found[[row, side]] - done) / lower[[row, row]];
        }
        for row in (0..size).rev() {
            let done: f64 = (row + 1..size).map(|k| lower[[k, row]] * found[[k, side]]).sum();
            found[[row, side]] = (found[[row, side]] - done) / lower[[row, row]];
        }
    }
    Some(Array2::from_shape_fn((size, size), |(i, j)| found[[i, j]] / (scale[i] * scale[j])))
}

fn not_identified() -> Error {
    Error::not_converged(
        "the estimate cannot be told from others that fit as well: `allowed` may hold moves that leave no trace, or \
         `variables` may imply each other; leave some out",
    )
}

fn check(panel: Panel<'_>, start: ArrayView1<'_, f64>) -> Result<()> {
    let below = |values: &[i64], limit: usize| {
        values.iter().all(|&value| usize::try_from(value).is_ok_and(|value| value < limit))
    };
    let intervals = panel.kinds.len();
    let sound = panel.terms.nrows() == panel.durations.len()
        && panel.origins.len() == intervals
        && panel.destinations.len() == intervals
        && panel.persons.len() == intervals
        && panel.kinds.is_sorted()
        && below(panel.kinds, panel.durations.len())
        && below(panel.origins, panel.state_count)
        && below(panel.destinations, panel.state_count)
        && below(panel.persons, panel.weights.len())
        && panel.weights.iter().all(|weight| weight.is_finite() && *weight >= 0.0)
        && panel.pairs.iter().all(|&(from, to)| from != to && from.max(to) < panel.state_count)
        && start.len() == panel.pairs.len() * panel.terms.ncols()
        && panel.durations.iter().all(|duration| duration.is_finite() && *duration > 0.0);
    if sound { Ok(()) } else { Err(Error::internal("intervals do not fit together")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn one_way_out_has_its_closed_form() {
        // 3 of 10 leave within 2 units of time: the rate is −ln(0.7) / 2.
        let (durations, terms) = (array![2.0], array![[1.0]]);
        let panel = Panel {
            durations: durations.view(),
            terms: terms.view(),
            kinds: &[0; 10],
            origins: &[0; 10],
            destinations: &[0, 0, 0, 0, 0, 0, 0, 1, 1, 1],
            persons: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
            weights: &[1.0; 10],
            state_count: 2,
            pairs: &[(0, 1)],
        };
        let stopping = Stopping { tolerance: 1e-16, rounds: 50 };
        let found = multistate(panel, array![0.0].view(), stopping, &Run::quiet()).unwrap();
        assert!((libm::exp(found.parameters[0]) + 0.7_f64.ln() / 2.0).abs() < 1e-9);
        assert!((found.likelihood - (7.0 * 0.7_f64.ln() + 3.0 * 0.3_f64.ln())).abs() < 1e-12);
        assert!(found.scores.sum().abs() < 1e-7);
    }
}
