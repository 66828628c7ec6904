//! Centrality by walks of all lengths, longer ones counting less: Katz's status and Bonacich's power.

use rayon::prelude::*;

use super::lanczos::dot;
use super::matrix::{Matrix, Reading, added, filled};
use super::spectral::{Norm, Stop, radius};
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// Beyond the reciprocal of the largest eigenvalue the equations are solved by elimination, which fills a square.
const MOST_ELIMINATED: usize = 2000;
/// How near to 1 the factor times the largest eigenvalue counts as having reached it.
const REACHED: f64 = 1e-12;
/// A solution this much larger than what it is made from says that the equations have none.
const BLOWN_UP: f64 = 1e12;

/// Kernel of `weakties.networks.katz`.
pub fn katz(
    network: &Adjacency,
    reading: Reading,
    attenuation: Option<f64>,
    base: Option<&[f64]>,
    norm: Norm,
    stop: Stop,
    run: &Run,
) -> Result<Vec<f64>> {
    let matrix = Matrix::of(network, reading)?;
    if base.is_some_and(|base| base.len() != matrix.len()) {
        return Err(Error::invalid("`base` must have one number for each node"));
    }
    let base = base.map_or_else(|| vec![1.0; matrix.len()], <[f64]>::to_vec);
    let (factor, reach) = if let Some(attenuation) = attenuation {
        let factor = attenuation * matrix.scale;
        let reach = reach(&matrix, factor, stop, run)?;
        if reach >= 1.0 - REACHED {
            return Err(Error::invalid(format!(
                "`attenuation` must be below {}, 1 over the largest eigenvalue, for longer walks to count less: got \
                 {attenuation}; take less, such as half of it",
                attenuation / reach
            )));
        }
        (factor, reach)
    } else {
        let largest = radius(&matrix, stop, run)?;
        if largest > 0.0 { (0.5 / largest, 0.5) } else { (0.5, 0.0) }
    };
    let mut values = walks(&matrix, factor, reach, &base, stop, run)?;
    norm.scale(&mut values, run);
    Ok(values)
}

/// Kernel of `weakties.networks.bonacich`.
pub fn bonacich(network: &Adjacency, reading: Reading, beta: f64, stop: Stop, run: &Run) -> Result<Vec<f64>> {
    let matrix = Matrix::of(network, reading)?;
    let nodes = matrix.len();
    let mut direct = vec![0.0; nodes];
    matrix.times(&vec![1.0; nodes], &mut direct, run);
    if direct.iter().all(|x| *x == 0.0) {
        return Ok(direct);
    }
    let factor = beta * matrix.scale;
    let reach = reach(&matrix, factor, stop, run)?;
    let mut values = if reach < 1.0 - REACHED {
        walks(&matrix, factor, reach, &direct, stop, run)?
    } else if nodes <= MOST_ELIMINATED {
        eliminated(&matrix, factor, &direct, run)?.ok_or_else(|| {
            Error::invalid(format!(
                "`beta` = {beta} leaves the equations without a solution, because 1 / `beta` is an eigenvalue of the \
                 network; take another, such as {}",
                0.99 * beta
            ))
        })?
    } else {
        return Err(Error::invalid(format!(
            "`beta` must be below {} in size, 1 over the largest eigenvalue, in a network of more than \
             {MOST_ELIMINATED} nodes: got {beta}; take less",
            (beta / reach).abs()
        )));
    };
    Norm::Euclidean.scale(&mut values, run);
    let size = (nodes as f64).sqrt();
    for x in &mut values {
        *x *= size;
    }
    Ok(values)
}

/// A bound below 1 on the size of the factor times every eigenvalue, or the largest when it is not that small.
fn reach(matrix: &Matrix, factor: f64, stop: Stop, run: &Run) -> Result<f64> {
    let bound = factor.abs() * matrix.bound();
    if bound < 1.0 {
        return Ok(bound);
    }
    let tight = Stop { tolerance: stop.tolerance.min(1e-10), ..stop };
    Ok(factor.abs() * radius(matrix, tight, run)? * (1.0 + f64::EPSILON))
}

/// The solution of `x = factor · matrix · x + base`, where the series of walks ends: `reach` is below 1.
///
/// The plain iteration adds walks of one more tie in each step. Where the matrix is symmetric, Chebyshev's weights on
/// the last two iterates take the root of the number of steps (Golub and Varga 1961).
fn walks(matrix: &Matrix, factor: f64, reach: f64, base: &[f64], stop: Stop, run: &Run) -> Result<Vec<f64>> {
    let nodes = matrix.len();
    let (mut last, mut current, mut next) = (vec![0.0; nodes], base.to_vec(), vec![0.0; nodes]);
    // What is missing on the left is at most 1 / (1 − reach) times as large in the solution.
    let enough = (stop.tolerance * (1.0 - reach)).max(4.0 * f64::EPSILON);
    let mut weight = 1.0;
    let mut missing = f64::INFINITY;
    for step in 0..stop.most {
        run.advance(1)?;
        filled(&mut next, run, |first, rows| {
            for (row, x) in (first..).zip(rows) {
                *x = factor * matrix.dot(row, &current) + base[row];
            }
            0.0
        });
        let change = |rows: std::ops::Range<usize>| {
            next[rows.clone()].iter().zip(&current[rows]).map(|(x, y)| (x - y) * (x - y)).sum()
        };
        let (change, size) = (added(nodes, run, change).sqrt(), dot(&next, &next, run).sqrt());
        if !size.is_finite() {
            return Err(Error::invalid(
                "`network` has so many walks that their number passes 1.8e308; take a smaller factor",
            ));
        }
        if change <= enough * size {
            return Ok(next);
        }
        missing = change / size / (1.0 - reach);
        if matrix.symmetric {
            weight = match step {
                0 => 1.0,
                1 => 1.0 / (1.0 - reach * reach / 2.0),
                _ => 1.0 / (1.0 - reach * reach * weight / 4.0),
            };
            filled(&mut next, run, |first, rows| {
                rows.iter_mut().zip(&last[first..]).for_each(|(x, y)| *x = weight * (*x - y) + y);
                0.0
            });
        }
        std::mem::swap(&mut last, &mut current);
        std::mem::swap(&mut current, &mut next);
    }
    Err(stop.missed(missing))
}

/// The solution by Gaussian elimination with the largest pivot of each column, or none where there is none.
fn eliminated(matrix: &Matrix, factor: f64, base: &[f64], run: &Run) -> Result<Option<Vec<f64>>> {
    let nodes = matrix.len();
    run.expect_steps(nodes as u64);
    let width = nodes + 1;
    let mut rows = vec![0.0; nodes * width];
    for (row, cells) in rows.chunks_mut(width).enumerate() {
        matrix.row(row).for_each(|(column, value)| cells[column] -= factor * value);
        cells[row] += 1.0;
        cells[nodes] = base[row];
    }
    let largest = rows.iter().fold(0.0_f64, |largest, cell| largest.max(cell.abs()));
    let lost = 4.0 * f64::EPSILON * nodes as f64 * largest;
    for column in 0..nodes {
        run.advance(1)?;
        let size = |row: usize| rows[row * width + column].abs();
        let Some(pivot) =
            (column..nodes).max_by(|&one, &other| size(one).total_cmp(&size(other)).then(other.cmp(&one)))
        else {
            return Ok(None);
        };
        if size(pivot) <= lost {
            return Ok(None);
        }
        let (above, below) = rows.split_at_mut((column + 1) * width);
        let top = &mut above[column * width..];
        if pivot > column {
            top.swap_with_slice(&mut below[(pivot - column - 1) * width..(pivot - column) * width]);
        }
        let top = &*top;
        run.within(|| {
            below.par_chunks_mut(width).with_min_len(64).for_each(|cells| {
                let share = cells[column] / top[column];
                if share != 0.0 {
                    cells[column..].iter_mut().zip(&top[column..]).for_each(|(cell, over)| *cell -= share * over);
                }
            });
        });
    }
    let mut values = vec![0.0; nodes];
    for row in (0..nodes).rev() {
        let cells = &rows[row * width..(row + 1) * width];
        let known: f64 = (row + 1..nodes).map(|column| cells[column] * values[column]).sum();
        values[row] = (cells[nodes] - known) / cells[row];
    }
    let size = |values: &[f64]| values.iter().fold(0.0_f64, |size, x| size.max(x.abs()));
    Ok((size(&values) * largest <= BLOWN_UP * size(base)).then_some(values))
}

#[cfg(test)]
mod tests {
    use super::super::degree::Direction;
    use super::*;
    use crate::adjacency::Parallel;

    const OUT: Reading = Reading { weighted: false, direction: Direction::Out, self_ties: false };
    const STOP: Stop = Stop { tolerance: 1e-12, most: 10_000 };

    fn ties(nodes: usize, ties: &[(u32, u32)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &vec![1.0; ties.len()], directed, Parallel::Refuse).unwrap()
    }

    fn near(found: &[f64], expected: &[f64]) {
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
        }
    }

    #[test]
    fn a_pair_by_hand() {
        // x = 1 + x/4, and power without direction among equals is 1.
        let pair = ties(2, &[(0, 1)], false);
        let run = Run::quiet();
        near(&katz(&pair, OUT, Some(0.25), None, Norm::None, STOP, &run).unwrap(), &[4.0 / 3.0; 2]);
        near(&bonacich(&pair, OUT, -0.5, STOP, &run).unwrap(), &[1.0; 2]);
        assert!(katz(&pair, OUT, Some(1.0), None, Norm::None, STOP, &run).is_err());
    }

    #[test]
    fn beyond_the_largest_eigenvalue_power_is_solved_or_has_no_solution() {
        // A star with three leaves: c = 3 + βΣl and l = 1 + βc, so c = (3 + 3β) / (1 − 3β²).
        let star = ties(4, &[(0, 1), (0, 2), (0, 3)], false);
        let run = Run::quiet();
        for beta in [-0.5, 0.3, 1.0, 2.0] {
            let centre: f64 = (3.0 + 3.0 * beta) / (1.0 - 3.0 * beta * beta);
            let leaf = 1.0 + beta * centre;
            let size = ((centre * centre + 3.0 * leaf * leaf) / 4.0).sqrt();
            let expected = [centre / size, leaf / size, leaf / size, leaf / size];
            near(&bonacich(&star, OUT, beta, STOP, &run).unwrap(), &expected);
        }
        let singular = bonacich(&star, OUT, 1.0 / 3.0_f64.sqrt(), STOP, &run);
        assert!(matches!(singular, Err(Error::InvalidInput(_))));
    }

    #[test]
    fn threads_give_equal_bits() {
        let ring: Vec<(u32, u32)> = (0..9000).map(|i| (i, (i + 1) % 9000)).collect();
        for directed in [false, true] {
            let network = ties(9000, &ring, directed);
            let of = |run: &Run| bonacich(&network, OUT, 0.4, STOP, run).unwrap();
            let expected = of(&Run::quiet());
            for threads in [1, 2, 7] {
                let found = of(&Run::new(Some(threads)).unwrap());
                assert!(found.iter().zip(&expected).all(|(one, other)| one.to_bits() == other.to_bits()));
            }
        }
    }
}
