//! Every minimum of an objective in a box, found from many starts.

use super::matrices::{Square, dot};

const STEPS: usize = 300;
/// Two ends nearer than this part of the box in every direction are the same minimum.
const SAME: f64 = 1e-4;

/// An objective at a point.
#[derive(Debug, Clone)]
pub(super) struct Slope {
    pub value: f64,
    /// The half of its gradient.
    pub gradient: Vec<f64>,
    /// The half of its second derivatives, or what stands for them; positive semidefinite.
    pub curvature: Square,
}

/// Where a search may go.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    pub low: Vec<f64>,
    pub high: Vec<f64>,
}

/// A point that no start could leave downhill.
#[derive(Debug, Clone)]
pub(super) struct Minimum {
    pub at: Vec<f64>,
    pub value: f64,
    /// Length of the gradient, in units of the box.
    pub gradient: f64,
    /// How many starts ended here.
    pub starts: usize,
    /// Whether the box holds the search back.
    pub at_limit: bool,
}

impl Limits {
    fn width(&self, i: usize) -> f64 {
        self.high[i] - self.low[i]
    }

    fn clip(&self, point: &mut [f64]) {
        for (i, x) in point.iter_mut().enumerate() {
            *x = x.clamp(self.low[i], self.high[i]);
        }
    }

    /// Whether a coordinate stands at a limit and downhill lies beyond.
    fn held(&self, point: &[f64], gradient: &[f64], i: usize) -> bool {
        (point[i] <= self.low[i] && gradient[i] > 0.0) || (point[i] >= self.high[i] && gradient[i] < 0.0)
    }

    /// `count` points that fill the box evenly: Halton's sequence, without chance.
    pub fn fill(&self, count: usize) -> Vec<Vec<f64>> {
        let primes: Vec<usize> = (2..).filter(|n| (2..*n).all(|d| n % d != 0)).take(self.low.len()).collect();
        (1..=count)
            .map(|place| {
                primes
                    .iter()
                    .enumerate()
                    .map(|(i, &prime)| self.low[i] + self.width(i) * mirrored(place, prime))
                    .collect()
            })
            .collect()
    }
}

/// The digits of a number to a base, behind the point and in reverse.
fn mirrored(mut number: usize, base: usize) -> f64 {
    let (mut result, mut unit) = (0.0, 1.0);
    while number > 0 {
        unit /= base as f64;
        result += unit * (number % base) as f64;
        number /= base;
    }
    result
}

/// Levenberg's and Marquardt's descent from one start, within the limits.
fn descend(slope: &impl Fn(&[f64]) -> Option<Slope>, limits: &Limits, start: &[f64]) -> Option<Minimum> {
    let mut at = start.to_vec();
    limits.clip(&mut at);
    let mut here = slope(&at)?;
    let mut damping = 1e-3;
    for _ in 0..STEPS {
        let open: Vec<usize> = (0..at.len()).filter(|&i| !limits.held(&at, &here.gradient, i)).collect();
        if open.is_empty() {
            break;
        }
        let mut system = Square::zeros(open.len());
        for (row, &i) in open.iter().enumerate() {
            for (column, &j) in open.iter().enumerate() {
                let damped = if i == j { 1.0 + damping } else { 1.0 };
                system.add(row, column, here.curvature.at(i, j) * damped);
            }
            // A direction that does not matter at all moves nothing.
            system.add(row, row, f64::MIN_POSITIVE.sqrt());
        }
        let side: Vec<f64> = open.iter().map(|&i| -here.gradient[i]).collect();
        let Some(step) = system.cholesky().map(|factor| factor.solve(&side)) else {
            damping *= 10.0;
            if damping > 1e12 {
                break;
            }
            continue;
        };
        let mut tried = at.clone();
        open.iter().zip(&step).for_each(|(&i, s)| tried[i] += s);
        limits.clip(&mut tried);
        let moved = (0..at.len()).map(|i| ((tried[i] - at[i]) / limits.width(i)).abs()).fold(0.0, f64::max);
        if moved < 1e-13 {
            break;
        }
        match slope(&tried).filter(|there| there.value <= here.value) {
            Some(there) => {
                (at, here) = (tried, there);
                damping = (damping / 10.0).max(1e-12);
            }
            None if damping > 1e12 => break,
            None => damping *= 10.0,
        }
    }
    let open = |i: usize| !limits.held(&at, &here.gradient, i);
    let scaled: Vec<f64> =
        (0..at.len()).filter(|&i| open(i)).map(|i| 2.0 * here.gradient[i] * limits.width(i)).collect();
    let at_limit = (0..at.len()).any(|i| at[i] <= limits.low[i] || at[i] >= limits.high[i]);
    Some(Minimum { value: here.value, gradient: dot(&scaled, &scaled).sqrt(), starts: 1, at_limit, at })
}

/// The different minima in which the starts end, the lowest first; the order of starts does not matter.
pub(super) fn minima(slope: &impl Fn(&[f64]) -> Option<Slope>, limits: &Limits, starts: &[Vec<f64>]) -> Vec<Minimum> {
    let mut ends: Vec<Minimum> = starts.iter().filter_map(|start| descend(slope, limits, start)).collect();
    ends.sort_by(|a, b| a.value.total_cmp(&b.value).then_with(|| compared(&a.at, &b.at)));
    let mut different: Vec<Minimum> = Vec::new();
    for end in ends {
        let near =
            |one: &&mut Minimum| (0..end.at.len()).all(|i| (one.at[i] - end.at[i]).abs() <= SAME * limits.width(i));
        match different.iter_mut().find(near) {
            Some(one) => one.starts += 1,
            None => different.push(end),
        }
    }
    different
}

fn compared(a: &[f64], b: &[f64]) -> std::cmp::Ordering {
    a.iter().zip(b).map(|(x, y)| x.total_cmp(y)).find(|order| order.is_ne()).unwrap_or(std::cmp::Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (x² − 1)², least at −1 and 1.
    #[expect(clippy::unnecessary_wraps, reason = "a search asks for objectives that may have no value")]
    fn two_valleys(at: &[f64]) -> Option<Slope> {
        let (x, error) = (at[0], at[0] * at[0] - 1.0);
        let curvature = Square { size: 1, values: vec![4.0 * x * x] };
        Some(Slope { value: error * error, gradient: vec![2.0 * x * error], curvature })
    }

    fn limits(low: f64, high: f64) -> Limits {
        Limits { low: vec![low], high: vec![high] }
    }

    #[test]
    fn every_minimum_is_found_whatever_the_order_of_starts() {
        let limits = limits(-2.0, 3.0);
        let mut starts = limits.fill(10);
        let found = minima(&two_valleys, &limits, &starts);
        let ends: Vec<f64> = found.iter().map(|one| one.at[0]).collect();
        assert_eq!(found.len(), 2);
        assert!(ends.iter().all(|x| (x.abs() - 1.0).abs() < 1e-9));
        assert_eq!(found.iter().map(|one| one.starts).sum::<usize>(), 10);
        assert!(found.iter().all(|one| one.gradient < 1e-8 && !one.at_limit));
        starts.reverse();
        assert_eq!(minima(&two_valleys, &limits, &starts).iter().map(|one| one.at[0]).collect::<Vec<_>>(), ends);
    }

    #[test]
    fn a_search_ends_at_the_limits_and_says_so() {
        let limits = limits(1.5, 3.0);
        let found = minima(&two_valleys, &limits, &limits.fill(3));
        assert_eq!((found.len(), found[0].at[0], found[0].at_limit), (1, 1.5, true));
    }

    #[test]
    fn haltons_points_by_hand() {
        let limits = Limits { low: vec![0.0, 0.0], high: vec![1.0, 9.0] };
        let points = limits.fill(3);
        for (found, expected) in points.iter().flatten().zip([0.5, 3.0, 0.25, 6.0, 0.75, 1.0]) {
            assert!((found - expected).abs() < 1e-15);
        }
    }
}
