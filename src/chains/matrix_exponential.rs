//! The exponential of a matrix of intensities, and its derivatives.
//!
//! With λ the fastest rate out of a state, exp(Qt) = exp(−λt) exp((Q + λI)t), and the last matrix has no negative entry:
//! its series, and the squaring that follows, add positive numbers only, so that small probabilities keep their digits.

use ndarray::{Array2, ArrayView2};

/// Terms after which the series of a matrix with rows that sum to at most 1 is known to the last bit: 1/20! < 2⁻⁶¹.
const TERMS: usize = 20;

/// Probabilities after some time, and how they change with the logarithm of some intensities.
#[derive(Debug, Clone, PartialEq)]
pub struct Transition {
    /// exp(Qt).
    pub probabilities: Array2<f64>,
    /// Derivatives by the logarithm of each intensity asked for.
    pub derivatives: Vec<Array2<f64>>,
}

/// exp(Qt) and its derivatives by the logarithms of the intensities from the first to the second of each of `pairs`.
///
/// The diagonal of `intensities` is not read: it is minus the sum of the rest of the row.
#[must_use]
pub fn exponential(intensities: ArrayView2<'_, f64>, time: f64, pairs: &[(usize, usize)]) -> Transition {
    let states = intensities.nrows();
    let leaving: Vec<f64> = (0..states)
        .map(|state| (0..states).filter(|&other| other != state).map(|other| intensities[[state, other]]).sum())
        .collect();
    let fastest = leaving.iter().copied().fold(0.0, f64::max);
    let mut halvings = 0;
    let mut step = time;
    while fastest * step > 1.0 {
        step /= 2.0;
        halvings += 1;
    }
    let shifted = Array2::from_shape_fn((states, states), |(i, j)| {
        step * if i == j { fastest - leaving[i] } else { intensities[[i, j]] }
    });
    let mut term = Array2::eye(states);
    let mut sum = Array2::eye(states);
    let mut term_changes = vec![Array2::zeros((states, states)); pairs.len()];
    let mut changes = term_changes.clone();
    for n in 1..=TERMS {
        for ((&(i, j), term_change), change) in pairs.iter().zip(&mut term_changes).zip(&mut changes) {
            let mut next = term_change.dot(&shifted);
            let weight = step * intensities[[i, j]];
            for row in 0..states {
                next[[row, j]] += term[[row, i]] * weight;
                next[[row, i]] -= term[[row, i]] * weight;
            }
            next /= n as f64;
            *change += &next;
            *term_change = next;
        }
        term = term.dot(&shifted) / n as f64;
        sum += &term;
    }
    let shift = libm::exp(-fastest * step);
    sum *= shift;
    for change in &mut changes {
        *change *= shift;
    }
    for _ in 0..halvings {
        for change in &mut changes {
            *change = change.dot(&sum) + sum.dot(change);
        }
        sum = sum.dot(&sum);
    }
    Transition { probabilities: sum, derivatives: changes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn two_states_have_their_closed_form() {
        let (a, b) = (0.3, 0.05);
        for time in [1e-6, 0.7, 3.0, 40.0, 1e6] {
            let found = exponential(array![[0.0, a], [b, 0.0]].view(), time, &[(0, 1)]);
            let decay = libm::exp(-(a + b) * time);
            let moved = -libm::expm1(-(a + b) * time) * a / (a + b);
            // Each squaring doubles what was rounded before, so that errors grow with time.
            let tolerance = 1e-13 + 1e-15 * time;
            assert!((found.probabilities[[0, 1]] / moved - 1.0).abs() < tolerance);
            // The derivative of a / (a + b) (1 − exp(−(a + b) t)) by ln a.
            let slope = a * b / (a + b).powi(2) * (1.0 - decay) + a * a / (a + b) * time * decay;
            assert!((found.derivatives[0][[0, 1]] - slope).abs() < tolerance * (1.0 + slope));
        }
    }

    #[test]
    fn far_states_keep_their_digits() {
        let chain = array![[0.0, 1e-9, 0.0], [0.0, 0.0, 1e-9], [0.0, 0.0, 0.0]];
        let found = exponential(chain.view(), 1.0, &[]).probabilities;
        assert!((found[[0, 2]] / 0.5e-18 - 1.0).abs() < 1e-8);
        assert_eq!(found[[2, 2]], 1.0);
        assert_eq!(found[[1, 0]], 0.0);
    }
}
