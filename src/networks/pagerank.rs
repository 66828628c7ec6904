//! Where a walker is found who follows ties and now and then starts afresh.

use super::degree::Direction;
use super::matrix::{Matrix, Reading, added, filled};
use super::spectral::Stop;
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// Where the walker goes when not along a tie; both add up to 1 over the nodes, and absent ones are even.
#[derive(Debug, Clone, Copy)]
pub struct Jumps<'a> {
    /// After growing tired of following ties.
    pub personalization: Option<&'a [f64]>,
    /// After a node that no tie leaves; where it is absent, as after growing tired.
    pub dangling: Option<&'a [f64]>,
}

/// Kernel of `weakties.networks.pagerank`.
///
/// The values solve `x = d·P'x + b`, where `b` is what jumps give each node. The iteration is the plain one where ties
/// have directions; otherwise the eigenvalues of `P` are real, and Chebyshev's weights on the last two iterates more
/// than halve the number of steps (Golub and Varga 1961).
pub fn pagerank(
    network: &Adjacency,
    reading: Reading,
    damping: f64,
    jumps: Jumps<'_>,
    stop: Stop,
    run: &Run,
) -> Result<Vec<f64>> {
    let nodes = network.len();
    let even = vec![1.0 / nodes as f64; nodes];
    let home = shares(jumps.personalization, nodes, "personalization")?.unwrap_or(even);
    let elsewhere = shares(jumps.dangling, nodes, "dangling")?.unwrap_or_else(|| home.clone());
    let matrix = Matrix::of(network, Reading { direction: Direction::In, ..reading })?;
    let leaving = leaving(&matrix);
    let per_unit: Vec<f64> = leaving.iter().map(|total| if *total > 0.0 { total.recip() } else { 0.0 }).collect();
    let stuck: Vec<u32> = (0..nodes as u32).filter(|&node| leaving[node as usize] == 0.0).collect();
    let mass = |x: &[f64]| stuck.iter().fold(0.0, |sum, &node| sum + x[node as usize]);
    let undirected = matrix.symmetric;
    // Without directions nobody is tied to those without ties, so what they hold is known beforehand.
    let held = (1.0 - damping) * mass(&home) / (1.0 - damping * mass(&elsewhere));

    let mut last = vec![0.0; nodes];
    let mut current = home.clone();
    let mut next = vec![0.0; nodes];
    let mut spread = vec![0.0; nodes];
    let mut weight = 1.0;
    let mut missing = f64::INFINITY;
    for step in 0..stop.most {
        run.advance(1)?;
        filled(&mut spread, run, |first, rows| {
            rows.iter_mut()
                .zip(&current[first..])
                .zip(&per_unit[first..])
                .for_each(|((share, x), per)| *share = x * per);
            0.0
        });
        let held = damping * if undirected { held } else { mass(&current) };
        filled(&mut next, run, |first, rows| {
            for (row, x) in (first..).zip(rows) {
                *x = damping * matrix.dot(row, &spread) + held * elsewhere[row] + (1.0 - damping) * home[row];
            }
            0.0
        });
        let change = |rows: std::ops::Range<usize>| {
            next[rows.clone()].iter().zip(&current[rows]).map(|(x, y)| (x - y).abs()).sum()
        };
        // What one step changes, over one less the damping, bounds what all further steps would change.
        missing = added(nodes, run, change) / (1.0 - damping);
        if missing <= stop.tolerance {
            return Ok(next);
        }
        if undirected {
            weight = match step {
                0 => 1.0,
                1 => 1.0 / (1.0 - damping * damping / 2.0),
                _ => 1.0 / (1.0 - damping * damping * weight / 4.0),
            };
            filled(&mut next, run, |first, rows| {
                rows.iter_mut().zip(&last[first..]).for_each(|(x, y)| *x = weight * (*x - y) + y);
                0.0
            });
        }
        std::mem::swap(&mut last, &mut current);
        std::mem::swap(&mut current, &mut next);
    }
    if nodes == 0 { Ok(Vec::new()) } else { Err(stop.missed(missing)) }
}

/// What the ties that leave each node add up to.
fn leaving(matrix: &Matrix) -> Vec<f64> {
    let mut sums = vec![0.0; matrix.len()];
    for row in 0..matrix.len() {
        matrix.row(row).for_each(|(column, value)| sums[column] += value);
    }
    sums
}

/// Numbers divided by their sum.
fn shares(values: Option<&[f64]>, nodes: usize, argument: &str) -> Result<Option<Vec<f64>>> {
    let Some(values) = values else { return Ok(None) };
    let largest = values.iter().copied().fold(0.0, f64::max);
    if values.len() != nodes || values.iter().any(|x| !x.is_finite() || *x < 0.0) || largest == 0.0 {
        return Err(Error::invalid(format!(
            "`{argument}` must hold a number from 0 up for each node, and one above 0: correct it first"
        )));
    }
    let sum: f64 = values.iter().map(|x| x / largest).sum();
    Ok(Some(values.iter().map(|x| x / largest / sum).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    const PLAIN: Reading = Reading { weighted: false, direction: Direction::In, self_ties: false };
    const STOP: Stop = Stop { tolerance: 1e-13, most: 10_000 };
    const NO_JUMPS: Jumps<'_> = Jumps { personalization: None, dangling: None };

    fn ties(nodes: usize, ties: &[(u32, u32)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &vec![1.0; ties.len()], directed, Parallel::Refuse).unwrap()
    }

    #[test]
    fn a_star_by_hand() {
        // c = 0.15/4 + 0.85 · 3l and l = 0.15/4 + 0.85 c/3, with and without directions.
        let spokes = [(0, 1), (0, 2), (0, 3)];
        let both = [spokes, [(1, 0), (2, 0), (3, 0)]].concat();
        let centre = (0.15 / 4.0) * (1.0 + 3.0 * 0.85) / (1.0 - 0.85 * 0.85);
        for star in [ties(4, &spokes, false), ties(4, &both, true)] {
            let found = pagerank(&star, PLAIN, 0.85, NO_JUMPS, STOP, &Run::quiet()).unwrap();
            assert!((found[0] - centre).abs() < 1e-12 && (found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn isolates_keep_what_they_are_given_without_directions_too() {
        let pair = ties(3, &[(0, 1)], false);
        let jumps = Jumps { personalization: Some(&[1.0, 1.0, 2.0]), dangling: Some(&[1.0, 0.0, 3.0]) };
        let found = pagerank(&pair, PLAIN, 0.5, jumps, STOP, &Run::quiet()).unwrap();
        // m = 0.5 · 0.5 + 0.5 · 0.75 m.
        assert!((found[2] - 0.4).abs() < 1e-12 && (found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn threads_give_equal_bits() {
        let ring: Vec<(u32, u32)> = (0..9000).flat_map(|i| [(i, (i + 1) % 9000), (i, (i * 7 + 3) % 9000)]).collect();
        let ring: Vec<(u32, u32)> = ring
            .into_iter()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .filter(|tie| tie.0 != tie.1)
            .collect();
        let network = ties(9000, &ring, true);
        let of = |run: &Run| pagerank(&network, PLAIN, 0.85, NO_JUMPS, STOP, run).unwrap();
        let expected = of(&Run::quiet());
        for threads in [1, 2, 7] {
            let found = of(&Run::new(Some(threads)).unwrap());
            assert!(found.iter().zip(&expected).all(|(one, other)| one.to_bits() == other.to_bits()));
        }
    }
}
