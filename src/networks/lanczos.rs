//! The largest eigenvalue of a sparse matrix without negative entries, and its eigenvector.

use super::matrix::{Matrix, added, filled};
use super::spectral::Stop;
use crate::error::Result;
use crate::run::Run;

/// An eigenvalue and its eigenvector, of Euclidean length 1 and without negative entries.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    pub(super) value: f64,
    pub(super) vector: Vec<f64>,
}

/// How often the small matrix is looked at.
const LOOK_EVERY: usize = 8;
/// A new direction of less than this beside the matrix is rounding: all that can be reached was reached.
const NOTHING: f64 = 1e-14;

/// The leading pair of an irreducible symmetric matrix, by Lanczos's iteration run twice.
///
/// The first run finds the small tridiagonal matrix, the second, with the same bits, adds its vectors up. So no more
/// than four vectors are kept. Vectors lose their orthogonality only once a pair has converged, which is when the first
/// run ends for the leading one; should that have hurt, the result is where a further round starts.
pub(super) fn leading(matrix: &Matrix, stop: Stop, run: &Run) -> Result<Pair> {
    let nodes = matrix.len();
    let mut vector = vec![1.0 / (nodes as f64).sqrt(); nodes];
    let mut steps = 0;
    loop {
        let (small, mixture) = tridiagonal(matrix, &vector, stop, stop.most.saturating_sub(steps), run)?;
        steps += small.diagonal.len();
        mixed(matrix, &small, &mixture, &mut vector, run)?;
        // The eigenvector has one sign, so what little has the other is rounding.
        for x in &mut vector {
            *x = x.abs();
        }
        normalize(&mut vector, run);
        let mut product = vec![0.0; nodes];
        matrix.times(&vector, &mut product, run);
        let value = dot(&vector, &product, run);
        let missing = residual(&vector, &product, value, run);
        if missing <= stop.tolerance * value {
            // One more step smooths the rounding.
            vector.iter_mut().zip(&product).for_each(|(x, y)| *x += y / value);
            normalize(&mut vector, run);
            return Ok(Pair { value, vector });
        }
        if steps >= stop.most {
            return Err(stop.missed(missing / value));
        }
    }
}

/// The leading pair of an irreducible matrix, by the power iteration on the matrix with a diagonal added, which lets
/// it converge where values would go round in circles.
pub(super) fn power(matrix: &Matrix, stop: Stop, run: &Run) -> Result<Pair> {
    const SHIFT: f64 = 0.3;
    let nodes = matrix.len();
    let mut vector = vec![1.0 / (nodes as f64).sqrt(); nodes];
    let mut product = vec![0.0; nodes];
    let mut missing = f64::INFINITY;
    for _ in 0..stop.most {
        run.advance(1)?;
        matrix.times(&vector, &mut product, run);
        let value = dot(&vector, &product, run);
        missing = residual(&vector, &product, value, run) / value;
        vector.iter_mut().zip(&product).for_each(|(x, y)| *x = SHIFT * value * *x + y);
        normalize(&mut vector, run);
        if missing <= stop.tolerance {
            return Ok(Pair { value, vector });
        }
    }
    Err(stop.missed(missing))
}

/// What the matrix does to the vectors of the iteration: its diagonal and what stands beside it.
struct Small {
    diagonal: Vec<f64>,
    beside: Vec<f64>,
}

/// Runs the iteration until the leading pair of the small matrix is good enough, and gives its eigenvector.
fn tridiagonal(matrix: &Matrix, start: &[f64], stop: Stop, most: usize, run: &Run) -> Result<(Small, Vec<f64>)> {
    let mut small = Small { diagonal: Vec::new(), beside: Vec::new() };
    let (mut last, mut current, mut next) = (vec![0.0; start.len()], start.to_vec(), vec![0.0; start.len()]);
    let mut size = 0.0_f64;
    loop {
        run.advance(1)?;
        let before = small.beside.last().copied().unwrap_or(0.0);
        matrix.times(&current, &mut next, run);
        let along = dot(&current, &next, run);
        let beside = without(&mut next, &current, along, &last, before, run).sqrt();
        small.diagonal.push(along);
        let count = small.diagonal.len();
        size = size.max(along.abs() + before);
        let exhausted = beside <= NOTHING * size;
        if exhausted || count % LOOK_EVERY == 0 || count >= most {
            let (value, mixture) = small.leading();
            if exhausted || count >= most || beside * mixture[count - 1] <= 0.5 * stop.tolerance * value {
                return Ok((small, mixture));
            }
        }
        small.beside.push(beside);
        scaled(&mut next, beside, run);
        std::mem::swap(&mut last, &mut current);
        std::mem::swap(&mut current, &mut next);
    }
}

/// Runs the iteration again from `vector` and leaves there the mixture of its vectors.
fn mixed(matrix: &Matrix, small: &Small, mixture: &[f64], vector: &mut [f64], run: &Run) -> Result<()> {
    let (mut last, mut current, mut next) = (vec![0.0; vector.len()], vector.to_vec(), vec![0.0; vector.len()]);
    for x in vector.iter_mut() {
        *x *= mixture[0];
    }
    for step in 0..small.beside.len() {
        run.advance(1)?;
        let before = if step == 0 { 0.0 } else { small.beside[step - 1] };
        matrix.times(&current, &mut next, run);
        without(&mut next, &current, small.diagonal[step], &last, before, run);
        scaled(&mut next, small.beside[step], run);
        std::mem::swap(&mut last, &mut current);
        std::mem::swap(&mut current, &mut next);
        filled(vector, run, |first, rows| {
            rows.iter_mut().zip(&current[first..]).for_each(|(x, v)| *x += mixture[step + 1] * v);
            0.0
        });
    }
    Ok(())
}

impl Small {
    /// The largest eigenvalue by bisection, and its eigenvector of length 1 from both ends to where it is largest.
    fn leading(&self) -> (f64, Vec<f64>) {
        let count = self.diagonal.len();
        let beside = |at: usize| self.beside[at];
        let reach = |at: usize| {
            self.diagonal[at]
                + if at > 0 { beside(at - 1) } else { 0.0 }
                + if at + 1 < count { beside(at) } else { 0.0 }
        };
        let mut high = (0..count).map(reach).fold(f64::NEG_INFINITY, f64::max);
        let mut low = self.diagonal.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // A number is above all eigenvalues when all pivots of it less the matrix are positive.
        let above = |x: f64| {
            let mut pivot = x - self.diagonal[0];
            for at in 1..count {
                if pivot <= 0.0 {
                    return false;
                }
                pivot = x - self.diagonal[at] - beside(at - 1) * beside(at - 1) / pivot;
            }
            pivot > 0.0
        };
        loop {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                break;
            }
            if above(middle) { high = middle } else { low = middle }
        }
        let value = high;
        // Rounding may leave nothing of a pivot, or less; it then divides as if a little were left.
        let least = f64::EPSILON * value;
        let mut from_start = vec![value - self.diagonal[0]; count];
        for at in 1..count {
            let before = from_start[at - 1].max(least);
            from_start[at] = value - self.diagonal[at] - beside(at - 1) * beside(at - 1) / before;
        }
        let mut from_end = vec![value - self.diagonal[count - 1]; count];
        for at in (0..count - 1).rev() {
            let after = from_end[at + 1].max(least);
            from_end[at] = value - self.diagonal[at] - beside(at) * beside(at) / after;
        }
        let twist = |at: &usize| (from_start[*at] + from_end[*at] - (value - self.diagonal[*at])).abs();
        let top = (0..count).min_by(|one, other| twist(one).total_cmp(&twist(other))).unwrap_or(0);
        let mut vector = vec![1.0; count];
        for at in (0..top).rev() {
            vector[at] = vector[at + 1] * beside(at) / from_start[at].max(least);
        }
        for at in top + 1..count {
            vector[at] = vector[at - 1] * beside(at - 1) / from_end[at].max(least);
        }
        let size = vector.iter().map(|x| x * x).sum::<f64>().sqrt();
        for x in &mut vector {
            *x /= size;
        }
        (value, vector)
    }
}

pub(super) fn dot(x: &[f64], y: &[f64], run: &Run) -> f64 {
    added(x.len(), run, |rows| x[rows.clone()].iter().zip(&y[rows]).map(|(x, y)| x * y).sum())
}

/// The length of `product − value · vector`.
fn residual(vector: &[f64], product: &[f64], value: f64, run: &Run) -> f64 {
    let of = |(x, y): (&f64, &f64)| (y - value * x).powi(2);
    added(vector.len(), run, |rows| vector[rows.clone()].iter().zip(&product[rows]).map(of).sum()).sqrt()
}

/// Takes from `next` what lies along two vectors, and gives the squared length of what is left.
fn without(next: &mut [f64], current: &[f64], along: f64, last: &[f64], before: f64, run: &Run) -> f64 {
    filled(next, run, |first, rows| {
        let mut square = 0.0;
        for ((x, v), u) in rows.iter_mut().zip(&current[first..]).zip(&last[first..]) {
            *x -= along * v + before * u;
            square += *x * *x;
        }
        square
    })
}

fn scaled(vector: &mut [f64], by: f64, run: &Run) {
    filled(vector, run, |_, rows| {
        for x in rows.iter_mut() {
            *x /= by;
        }
        0.0
    });
}

fn normalize(vector: &mut [f64], run: &Run) {
    let size = dot(vector, vector, run).sqrt();
    scaled(vector, size, run);
}
