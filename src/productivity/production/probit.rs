//! The probability of an event, a normal distribution's at an index that is linear in the columns.

use super::matrices::{Square, dot};

const STEPS: usize = 100;
/// A log likelihood above this says that nothing was uncertain.
const FORETOLD: f64 = -1e-6;

/// Probabilities by maximum likelihood with a weight for each row; `None` where the likelihood has no maximum.
pub(super) fn probit(columns: &[Vec<f64>], happened: &[bool], weights: &[f64]) -> Option<Vec<f64>> {
    let rows = happened.len();
    let mut coefficients = vec![0.0; columns.len()];
    let mut index = vec![0.0; rows];
    let mut best = likelihood(&index, happened, weights);
    for _ in 0..STEPS {
        let mut score = vec![0.0; columns.len()];
        let mut curvature = vec![0.0; rows];
        for row in 0..rows {
            // λ = φ / Φ of the index, with its sign turned where the event did not happen.
            let sign = if happened[row] { 1.0 } else { -1.0 };
            let ratio = sign * mills(sign * index[row]);
            curvature[row] = weights[row] * ratio * (ratio + index[row]);
            score.iter_mut().zip(columns).for_each(|(s, column)| *s += weights[row] * ratio * column[row]);
        }
        let mut information = Square::zeros(columns.len());
        for (i, column) in columns.iter().enumerate() {
            let scaled: Vec<f64> = column.iter().zip(&curvature).map(|(x, c)| x * c).collect();
            for (j, other) in columns[..=i].iter().enumerate() {
                let product = dot(&scaled, other);
                information.values[i * columns.len() + j] = product;
                information.values[j * columns.len() + i] = product;
            }
        }
        let step = information.cholesky()?.solve(&score);
        // Twice the gain a full step promises; the likelihood is concave.
        let promised = dot(&step, &score);
        if promised < 1e-18 * (1.0 + best.abs()) {
            // Where every event is foretold, the coefficients run to infinity.
            return (best < FORETOLD).then(|| index.iter().map(|&x| normal(x)).collect());
        }
        let mut length = 1.0;
        loop {
            let tried: Vec<f64> = coefficients.iter().zip(&step).map(|(c, s)| c + length * s).collect();
            let moved = indices(columns, &tried, rows);
            let found = likelihood(&moved, happened, weights);
            if found >= best || length < 1e-6 {
                (coefficients, index, best) = (tried, moved, found);
                break;
            }
            length /= 2.0;
        }
    }
    None
}

fn indices(columns: &[Vec<f64>], coefficients: &[f64], rows: usize) -> Vec<f64> {
    let mut index = vec![0.0; rows];
    for (column, coefficient) in columns.iter().zip(coefficients) {
        index.iter_mut().zip(column).for_each(|(value, x)| *value += coefficient * x);
    }
    index
}

fn likelihood(index: &[f64], happened: &[bool], weights: &[f64]) -> f64 {
    let terms = index.iter().zip(happened).zip(weights);
    terms.map(|((&x, &yes), w)| w * log_normal(if yes { x } else { -x })).sum()
}

/// Φ.
fn normal(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

/// ln Φ, also far out where Φ itself is 0.
fn log_normal(x: f64) -> f64 {
    if x > -30.0 { libm::log(normal(x)) } else { -0.5 * x * x - 0.5 * libm::log(std::f64::consts::TAU) - libm::log(-x) }
}

/// φ / Φ, which nears −x far out.
fn mills(x: f64) -> f64 {
    if x > -30.0 { libm::exp(-0.5 * x * x) / (std::f64::consts::TAU.sqrt() * normal(x)) } else { -x - 1.0 / x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_gives_the_share_of_events() {
        let found = probit(&[vec![1.0; 4]], &[true, true, true, false], &[1.0; 4]).unwrap();
        assert!(found.iter().all(|p| (p - 0.75).abs() < 1e-12));
        let found = probit(&[vec![1.0; 2]], &[true, false], &[9.0, 1.0]).unwrap();
        assert!((found[0] - 0.9).abs() < 1e-12);
    }

    #[test]
    fn events_that_the_columns_tell_apart_have_no_maximum() {
        let columns = [vec![1.0; 4], vec![-2.0, -1.0, 1.0, 2.0]];
        assert!(probit(&columns, &[false, false, true, true], &[1.0; 4]).is_none());
        assert!(probit(&columns[..1], &[true; 4], &[1.0; 4]).is_none());
    }

    #[test]
    fn the_tails_join_smoothly() {
        for of in [mills, log_normal] {
            assert!((of(-30.0 + 1e-9) / of(-30.0) - 1.0).abs() < 2e-3);
        }
    }
}
