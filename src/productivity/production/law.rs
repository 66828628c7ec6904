//! The innovation of productivity under coefficients that are tried, its law of motion concentrated out.

use super::matrices::{Square, dot, weighted_dot};
use super::search::Slope;

/// What innovations are made of, one row a firm and period that has a period before.
#[derive(Debug)]
pub(super) struct Pieces {
    /// What is left to explain before the tried coefficients are taken off, and in the period before.
    pub now: Vec<f64>,
    pub before: Vec<f64>,
    /// The terms whose coefficients are tried, by term.
    pub terms_now: Vec<Vec<f64>>,
    pub terms_before: Vec<Vec<f64>>,
    /// The probability to have survived, where the law depends on it.
    pub survival: Option<Vec<f64>>,
    /// How often each row counts.
    pub weights: Vec<f64>,
    /// How many rows there are, with those that count more than once.
    pub total: f64,
}

/// What makes the tried coefficients good.
#[derive(Debug)]
pub(super) enum Criterion {
    /// The mean square of the innovation.
    Squares,
    /// g' W g, where g has the mean products of the innovation with instruments of mean 0.
    Moments { instruments: Vec<Vec<f64>>, weight: Square },
}

/// An innovation that depends on coefficients, and its criterion.
///
/// The law is a polynomial of `degree` in productivity of the period before and, if given, the probability of survival.
#[derive(Debug)]
pub(super) struct Law<'a> {
    pub pieces: &'a Pieces,
    pub criterion: &'a Criterion,
    powers: Vec<(i32, i32)>,
}

/// The innovation at given coefficients.
#[derive(Debug)]
pub(super) struct Innovation {
    pub values: Vec<f64>,
    pub variance: f64,
    /// The mean slope of the law in productivity of the period before.
    pub persistence: f64,
}

/// The law at given coefficients.
struct Fitted {
    /// Productivity of the period before, on mean 0 and spread 1.
    before: Vec<f64>,
    unit: f64,
    /// Monomial × row.
    monomials: Vec<Vec<f64>>,
    factor: super::matrices::Triangle,
    coefficients: Vec<f64>,
    innovation: Vec<f64>,
}

impl<'a> Law<'a> {
    pub fn new(pieces: &'a Pieces, degree: usize, criterion: &'a Criterion) -> Self {
        let most = i32::try_from(degree).unwrap_or(i32::MAX);
        let powers = (0..=most)
            .flat_map(|total| (0..=total).map(move |of_survival| (total - of_survival, of_survival)))
            .filter(|(_, of_survival)| *of_survival == 0 || pieces.survival.is_some())
            .collect();
        Self { pieces, criterion, powers }
    }

    fn fitted(&self, tried: &[f64]) -> Option<Fitted> {
        let Pieces { now, before, terms_now, terms_before, survival, weights, .. } = self.pieces;
        let now = off(now, terms_now, tried);
        let mut before = off(before, terms_before, tried);
        let mean = dot(&before, weights) / self.pieces.total;
        for x in &mut before {
            *x -= mean;
        }
        let unit = (weighted_dot(weights, &before, &before) / self.pieces.total).sqrt();
        for x in &mut before {
            *x /= unit;
        }
        let monomials: Vec<Vec<f64>> = self
            .powers
            .iter()
            .map(|&(of_before, of_survival)| match survival {
                Some(p) if of_survival > 0 => {
                    before.iter().zip(p).map(|(x, p)| x.powi(of_before) * p.powi(of_survival)).collect()
                }
                _ => before.iter().map(|x| x.powi(of_before)).collect(),
            })
            .collect();
        let products = products(&monomials, weights);
        let factor = products.cholesky()?;
        let sides: Vec<f64> = monomials.iter().map(|monomial| weighted_dot(weights, monomial, &now)).collect();
        let coefficients = factor.solve(&sides);
        let mut innovation = now;
        for (monomial, coefficient) in monomials.iter().zip(&coefficients) {
            innovation.iter_mut().zip(monomial).for_each(|(x, m)| *x -= coefficient * m);
        }
        Some(Fitted { before, unit, monomials, factor, coefficients, innovation })
    }

    /// ∂ monomial / ∂ productivity before, by monomial and row.
    fn slopes(&self, fitted: &Fitted) -> Vec<Vec<f64>> {
        let survival = self.pieces.survival.as_deref();
        let slope = |(of_before, of_survival): (i32, i32), row: usize| {
            if of_before == 0 {
                return 0.0;
            }
            let of_p = survival.map_or(1.0, |p| p[row].powi(of_survival));
            f64::from(of_before) * fitted.before[row].powi(of_before - 1) * of_p / fitted.unit
        };
        let rows = fitted.before.len();
        self.powers.iter().map(|&powers| (0..rows).map(|row| slope(powers, row)).collect()).collect()
    }

    pub fn innovation(&self, tried: &[f64]) -> Option<Innovation> {
        let fitted = self.fitted(tried)?;
        let slope = along(&self.slopes(&fitted), &fitted.coefficients);
        let weights = &self.pieces.weights;
        Some(Innovation {
            variance: weighted_dot(weights, &fitted.innovation, &fitted.innovation) / self.pieces.total,
            persistence: dot(&slope, weights) / self.pieces.total,
            values: fitted.innovation,
        })
    }

    /// The criterion and its derivatives.
    ///
    /// With H the monomials, P the projection on them and ξ = (I − P) ω, the derivative of ξ is
    /// (I − P)(dω − dH γ) − H (H'H)⁻¹ dH' ξ (Golub and Pereyra 1973).
    pub fn slope(&self, tried: &[f64]) -> Option<Slope> {
        let fitted = self.fitted(tried)?;
        let Pieces { terms_now, terms_before, weights, .. } = self.pieces;
        let slopes = self.slopes(&fitted);
        let along = along(&slopes, &fitted.coefficients);
        let moves: Vec<Vec<f64>> = terms_now
            .iter()
            .zip(terms_before)
            .map(|(now, before)| now.iter().zip(before).zip(&along).map(|((x, v), s)| s * v - x).collect())
            .collect();
        // (H'WH)⁻¹ H'W times each move.
        let through: Vec<Vec<f64>> = moves
            .iter()
            .map(|one| {
                let sides: Vec<f64> = fitted.monomials.iter().map(|m| weighted_dot(weights, m, one)).collect();
                fitted.factor.solve(&sides)
            })
            .collect();
        let slope = match self.criterion {
            Criterion::Squares => {
                let cleared: Vec<Vec<f64>> =
                    moves.iter().zip(&through).map(|(one, part)| off(one, &fitted.monomials, part)).collect();
                Slope {
                    value: weighted_dot(weights, &fitted.innovation, &fitted.innovation) / self.pieces.total,
                    gradient: cleared
                        .iter()
                        .map(|one| weighted_dot(weights, one, &fitted.innovation) / self.pieces.total)
                        .collect(),
                    curvature: products(&cleared, weights).scaled(1.0 / self.pieces.total),
                }
            }
            Criterion::Moments { instruments, weight } => {
                let means: Vec<f64> = instruments
                    .iter()
                    .map(|z| weighted_dot(weights, z, &fitted.innovation) / self.pieces.total)
                    .collect();
                let weighted: Vec<f64> = fitted.innovation.iter().zip(weights).map(|(xi, w)| xi * w).collect();
                let jacobian: Vec<Vec<f64>> = moves
                    .iter()
                    .zip(&through)
                    .zip(terms_before)
                    .map(|((one, part), term)| {
                        let turned: Vec<f64> = slopes
                            .iter()
                            .map(|slope| {
                                -slope.iter().zip(term).zip(&weighted).map(|((s, v), x)| s * v * x).sum::<f64>()
                            })
                            .collect();
                        let both: Vec<f64> =
                            part.iter().zip(fitted.factor.solve(&turned)).map(|(a, b)| a + b).collect();
                        let change = off(one, &fitted.monomials, &both);
                        instruments.iter().map(|z| weighted_dot(weights, z, &change) / self.pieces.total).collect()
                    })
                    .collect();
                Slope {
                    value: dot(&means, &weight.times(&means)),
                    gradient: jacobian.iter().map(|row| dot(row, &weight.times(&means))).collect(),
                    curvature: weight.sandwiched(&jacobian),
                }
            }
        };
        slope.value.is_finite().then_some(slope)
    }
}

/// Rows as few as there are columns, of which a law of degree 1 makes the same criterion: it depends on the data through
/// the columns' variances and covariances alone.
pub(super) fn condensed(pieces: &Pieces, criterion: &Criterion) -> (Pieces, Criterion) {
    let (instruments, weight) = match criterion {
        Criterion::Squares => (&[][..], None),
        Criterion::Moments { instruments, weight } => (instruments.as_slice(), Some(weight)),
    };
    let mut columns: Vec<Vec<f64>> = vec![pieces.now.clone(), pieces.before.clone()];
    columns.extend(pieces.terms_now.iter().chain(&pieces.terms_before).chain(instruments).cloned());
    for column in &mut columns {
        let mean = dot(column, &pieces.weights) / pieces.total;
        for x in column {
            *x -= mean;
        }
    }
    // Each row also stands with its sign turned, so that all columns keep the mean 0.
    let rows = products(&columns, &pieces.weights).semidefinite_cholesky();
    let mut short = rows.into_iter().map(|row| row.iter().copied().chain(row.iter().map(|x| -x)).collect::<Vec<f64>>());
    let terms = pieces.terms_now.len();
    let mut take = |count: usize| short.by_ref().take(count).collect::<Vec<_>>();
    let (mut both, terms_now, terms_before, instruments) = (take(2), take(terms), take(terms), take(instruments.len()));
    let (before, now) = (both.pop().unwrap_or_default(), both.pop().unwrap_or_default());
    let weights = vec![0.5; now.len()];
    let pieces = Pieces { now, before, terms_now, terms_before, survival: None, weights, total: pieces.total };
    let criterion = match weight {
        None => Criterion::Squares,
        Some(weight) => Criterion::Moments { instruments, weight: weight.clone() },
    };
    (pieces, criterion)
}

/// What is left of a column once coefficients times terms are taken off.
fn off(column: &[f64], terms: &[Vec<f64>], coefficients: &[f64]) -> Vec<f64> {
    let mut rest = column.to_vec();
    for (term, coefficient) in terms.iter().zip(coefficients) {
        rest.iter_mut().zip(term).for_each(|(x, t)| *x -= coefficient * t);
    }
    rest
}

fn along(columns: &[Vec<f64>], coefficients: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; columns.first().map_or(0, Vec::len)];
    for (column, coefficient) in columns.iter().zip(coefficients) {
        sum.iter_mut().zip(column).for_each(|(value, x)| *value += coefficient * x);
    }
    sum
}

/// Σ w xᵢ xⱼ.
pub(super) fn products(columns: &[Vec<f64>], weights: &[f64]) -> Square {
    let n = columns.len();
    let mut result = Square::zeros(n);
    for (i, column) in columns.iter().enumerate() {
        for (j, other) in columns[..=i].iter().enumerate() {
            let product = weighted_dot(weights, column, other);
            result.values[i * n + j] = product;
            result.values[j * n + i] = product;
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    fn pieces(survival: bool) -> Pieces {
        let mut draws = Seed([3, 4]).stream(0, 0);
        let mut column = || (0..40).map(|_| draws.normal()).collect::<Vec<f64>>();
        let weights: Vec<f64> = (0..40).map(|row| f64::from(row % 3)).collect();
        Pieces {
            now: column(),
            before: column(),
            terms_now: vec![column(), column()],
            terms_before: vec![column(), column()],
            survival: survival.then(|| column().into_iter().map(|x| 1.0 / (1.0 + x * x)).collect()),
            total: weights.iter().sum(),
            weights,
        }
    }

    fn moments(pieces: &Pieces) -> Criterion {
        let weight = Square { size: 3, values: vec![2.0, 0.5, 0.0, 0.5, 1.0, 0.0, 0.0, 0.0, 3.0] };
        Criterion::Moments {
            instruments: [&pieces.terms_now[..], std::slice::from_ref(&pieces.before)].concat(),
            weight,
        }
    }

    #[test]
    fn the_gradient_is_that_of_the_value() {
        for (degree, survival) in [(1, false), (3, false), (2, true)] {
            let pieces = pieces(survival);
            for criterion in [Criterion::Squares, moments(&pieces)] {
                let law = Law::new(&pieces, degree, &criterion);
                let at = [0.3, -0.2];
                let slope = law.slope(&at).unwrap();
                for i in 0..2 {
                    let value = |shift: f64| {
                        let mut moved = at;
                        moved[i] += shift;
                        law.slope(&moved).unwrap().value
                    };
                    let numeric = (value(1e-5) - value(-1e-5)) / 4e-5;
                    assert!((slope.gradient[i] - numeric).abs() < 1e-7, "{degree} {survival} {i}");
                }
            }
        }
    }

    #[test]
    fn condensed_rows_give_the_same_criterion_of_a_linear_law() {
        let mut pieces = pieces(false);
        // A column that follows from another must do no harm.
        pieces.terms_before[1] = pieces.terms_now[0].iter().map(|x| 2.0 * x).collect();
        for criterion in [Criterion::Squares, moments(&pieces)] {
            let (short, same) = condensed(&pieces, &criterion);
            assert!(short.now.len() < 40);
            let (long, short) = (Law::new(&pieces, 1, &criterion), Law::new(&short, 1, &same));
            let (a, b) = (long.slope(&[0.5, 0.1]).unwrap(), short.slope(&[0.5, 0.1]).unwrap());
            assert!((a.value - b.value).abs() < 1e-12 * a.value.abs().max(1.0));
            for (x, y) in a.gradient.iter().chain(&a.curvature.values).zip(b.gradient.iter().chain(&b.curvature.values))
            {
                assert!((x - y).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn an_autoregression_is_found() {
        let before = vec![-1.0, 0.0, 1.0, 2.0];
        let now: Vec<f64> = before.iter().map(|x| 3.0 + 0.5 * x).collect();
        let pieces = Pieces {
            now,
            before,
            terms_now: vec![],
            terms_before: vec![],
            survival: None,
            weights: vec![1.0; 4],
            total: 4.0,
        };
        let found = Law::new(&pieces, 1, &Criterion::Squares).innovation(&[]).unwrap();
        assert!((found.persistence - 0.5).abs() < 1e-14);
        assert!(found.variance < 1e-28);
    }
}
