//! Spectral positions: how central a node is through the centrality of those it is tied to.

use std::str::FromStr;

use super::lanczos::{Pair, leading, power};
use super::matrix::{Matrix, Reading, added};
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// When an iteration ends.
#[derive(Debug, Clone, Copy)]
pub struct Stop {
    /// What it is to reach; each measure says of what.
    pub tolerance: f64,
    /// How often it may be tried.
    pub most: usize,
}

impl Stop {
    /// The failure to reach the tolerance.
    #[must_use]
    pub fn missed(&self, reached: f64) -> Error {
        Error::not_converged(format!(
            "`max_iterations` = {} did not reach `tolerance` = {:e}: it is {reached:.2e}; allow more iterations or a \
             larger tolerance",
            self.most, self.tolerance
        ))
    }
}

/// What is 1 in the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Norm {
    /// The sum of squares.
    Euclidean,
    /// The largest value.
    Max,
    /// The sum.
    Sum,
    /// Nothing: the values stay as they are.
    None,
}

impl FromStr for Norm {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "euclidean" => Ok(Self::Euclidean),
            "max" => Ok(Self::Max),
            "sum" => Ok(Self::Sum),
            "none" => Ok(Self::None),
            _ => Err(Error::invalid(format!(
                "`norm` must be \"euclidean\", \"max\", \"sum\" or \"none\": got \"{name}\""
            ))),
        }
    }
}

impl Norm {
    /// Scales values that are not negative.
    pub fn scale(self, values: &mut [f64], run: &Run) {
        let largest = values.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
        if self == Self::None || largest == 0.0 {
            return;
        }
        // By the largest first, so that squares neither overflow nor vanish.
        for x in values.iter_mut() {
            *x /= largest;
        }
        let size = match self {
            Self::Euclidean => added(values.len(), run, |rows| values[rows].iter().map(|x| x * x).sum()).sqrt(),
            Self::Sum => added(values.len(), run, |rows| values[rows].iter().sum()),
            Self::Max | Self::None => 1.0,
        };
        for x in values.iter_mut() {
            *x /= size;
        }
    }
}

/// Calls `found` with the leading pair of each component of a symmetric matrix that has more than one node.
pub(super) fn each_leading(matrix: &Matrix, stop: Stop, run: &Run, mut found: impl FnMut(&[u32], Pair)) -> Result<()> {
    let mut place = vec![0; matrix.len()];
    for class in matrix.connected().into_iter().filter(|class| class.len() > 1) {
        run.go_on()?;
        let pair = leading(&matrix.block(&class, &mut place), stop, run)?;
        found(&class, pair);
    }
    Ok(())
}

/// The classes with the largest eigenvalue, by their place among all, each with its eigenvector.
struct Leaders {
    eigenvalue: f64,
    classes: Vec<Vec<u32>>,
    leading: Vec<(usize, Pair)>,
}

/// Finds the largest eigenvalue; a class whose rows are all too small for it is not looked at.
fn leaders(matrix: &Matrix, stop: Stop, run: &Run) -> Result<Leaders> {
    let classes = matrix.classes();
    let mut by_size: Vec<usize> = (0..classes.len()).collect();
    by_size.sort_by_key(|&class| (std::cmp::Reverse(classes[class].len()), class));
    let mut place = vec![0; matrix.len()];
    let mut leading_classes: Vec<(usize, Pair)> = Vec::new();
    let mut largest = 0.0;
    // Eigenvalues this near each other count as the same.
    let near = 10.0 * stop.tolerance;
    for class in by_size {
        run.go_on()?;
        if let [only] = classes[class][..] {
            if matrix.row(only as usize).all(|(column, _)| column != only as usize) {
                continue;
            }
        }
        let block = matrix.block(&classes[class], &mut place);
        if block.largest_row() < largest * (1.0 - near) {
            continue;
        }
        let pair = if block.symmetric { leading(&block, stop, run)? } else { power(&block, stop, run)? };
        if pair.value > largest * (1.0 + near) {
            leading_classes.clear();
            largest = pair.value;
        } else if pair.value < largest * (1.0 - near) {
            continue;
        }
        leading_classes.push((class, pair));
    }
    Ok(Leaders { eigenvalue: largest, classes, leading: leading_classes })
}

/// The largest eigenvalue in units of the matrix's scale.
pub(super) fn radius(matrix: &Matrix, stop: Stop, run: &Run) -> Result<f64> {
    Ok(leaders(matrix, stop, run)?.eigenvalue)
}

/// Kernel of `weakties.networks.spectral_radius`.
pub fn spectral_radius(network: &Adjacency, reading: Reading, stop: Stop, run: &Run) -> Result<f64> {
    let matrix = Matrix::of(network, reading)?;
    Ok(radius(&matrix, stop, run)? * matrix.scale)
}

/// Kernel of `weakties.networks.eigenvector`.
pub fn eigenvector(
    network: &Adjacency,
    reading: Reading,
    norm: Norm,
    unique: bool,
    stop: Stop,
    run: &Run,
) -> Result<Vec<f64>> {
    let mut values = perron(&Matrix::of(network, reading)?, unique, stop, run)?;
    norm.scale(&mut values, run);
    Ok(values)
}

/// Kernel of `weakties.networks.hits`: hubs and authorities.
pub fn hits(
    network: &Adjacency,
    reading: Reading,
    norm: Norm,
    unique: bool,
    stop: Stop,
    run: &Run,
) -> Result<(Vec<f64>, Vec<f64>)> {
    if !network.is_directed() {
        let values = eigenvector(network, reading, norm, unique, stop, run)?;
        return Ok((values.clone(), values));
    }
    let mut hubs = perron(&Matrix::doubled(network, reading)?, unique, stop, run)?;
    let mut authorities = hubs.split_off(network.len());
    norm.scale(&mut hubs, run);
    norm.scale(&mut authorities, run);
    Ok((hubs, authorities))
}

/// The eigenvector of the largest eigenvalue, which has no negative entry.
fn perron(matrix: &Matrix, unique: bool, stop: Stop, run: &Run) -> Result<Vec<f64>> {
    let leaders = leaders(matrix, stop, run)?;
    if leaders.leading.is_empty() {
        return Err(Error::invalid(
            "`network` must have a tie, and a cycle if ties have directions: its largest eigenvalue is 0, which \
             singles out nobody; take katz or pagerank",
        ));
    }
    if leaders.leading.len() > 1 && (unique || !matrix.symmetric) {
        return Err(Error::invalid(format!(
            "`network` must have one part with the largest eigenvalue: {} separate parts share {}; measure each part \
             alone, or take katz or pagerank",
            leaders.leading.len(),
            leaders.eigenvalue * matrix.scale
        )));
    }
    let mut values = vec![0.0; matrix.len()];
    for (class, pair) in &leaders.leading {
        // Of several eigenvectors the sum that is nearest to equal values.
        let share = pair.vector.iter().sum::<f64>();
        for (&member, value) in leaders.classes[*class].iter().zip(&pair.vector) {
            values[member as usize] = share * value;
        }
    }
    if !matrix.symmetric {
        passed_on(matrix, &leaders, &mut values, stop, run)?;
    }
    Ok(values)
}

/// Gives values to the classes that depend on the leading one, in the order of their dependence.
fn passed_on(matrix: &Matrix, leaders: &Leaders, values: &mut [f64], stop: Stop, run: &Run) -> Result<()> {
    let first = leaders.leading[0].0;
    for class in &leaders.classes[first + 1..] {
        let (mut rounds, mut change) = (0, f64::INFINITY);
        while change > stop.tolerance {
            if rounds > stop.most {
                return Err(stop.missed(change));
            }
            run.go_on()?;
            let mut largest = 0.0_f64;
            change = 0.0;
            for &member in class {
                let (member, mut sum, mut own) = (member as usize, 0.0, 0.0);
                for (column, value) in matrix.row(member) {
                    if column == member { own += value } else { sum += value * values[column] }
                }
                let value = sum / (leaders.eigenvalue - own);
                change = change.max((value - values[member]).abs());
                largest = largest.max(value);
                values[member] = value;
            }
            if class.len() == 1 || largest == 0.0 {
                break;
            }
            change /= largest;
            rounds += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::degree::Direction;
    use super::*;
    use crate::adjacency::Parallel;

    pub(crate) fn ties(nodes: usize, ties: &[(u32, u32, f64)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        let weights: Vec<f64> = ties.iter().map(|tie| tie.2).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &weights, directed, Parallel::Refuse).unwrap()
    }

    const STOP: Stop = Stop { tolerance: 1e-12, most: 10_000 };
    const PLAIN: Reading = Reading { weighted: false, direction: Direction::In, self_ties: false };

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "{found} instead of {expected}");
        }
    }

    #[test]
    fn the_centre_of_a_star_has_the_root_of_its_leaves() {
        let star = ties(5, &[(0, 1, 1.0), (0, 2, 1.0), (0, 3, 1.0), (0, 4, 1.0)], false);
        let run = Run::quiet();
        near(&eigenvector(&star, PLAIN, Norm::Max, true, STOP, &run).unwrap(), &[1.0, 0.5, 0.5, 0.5, 0.5]);
        near(&[spectral_radius(&star, PLAIN, STOP, &run).unwrap()], &[2.0]);
    }

    #[test]
    fn what_depends_on_the_leading_part_gets_a_value_and_nobody_else() {
        // 0 and 1 tie each other; 1 ties 2, 2 ties 3; 4 ties 0.
        let chain = ties(5, &[(0, 1, 1.0), (1, 0, 1.0), (1, 2, 1.0), (2, 3, 1.0), (4, 0, 1.0)], true);
        let run = Run::quiet();
        let found = eigenvector(&chain, PLAIN, Norm::Max, true, STOP, &run).unwrap();
        near(&found, &[1.0, 1.0, 1.0, 1.0, 0.0]);
        let out = Reading { direction: Direction::Out, ..PLAIN };
        near(&eigenvector(&chain, out, Norm::Max, true, STOP, &run).unwrap(), &[1.0, 1.0, 0.0, 0.0, 1.0]);
    }

    #[test]
    fn parts_that_share_the_largest_eigenvalue_are_refused_or_joined() {
        let pairs = ties(4, &[(0, 1, 1.0), (2, 3, 1.0)], false);
        let run = Run::quiet();
        assert!(eigenvector(&pairs, PLAIN, Norm::Max, true, STOP, &run).is_err());
        near(&eigenvector(&pairs, PLAIN, Norm::Max, false, STOP, &run).unwrap(), &[1.0; 4]);
    }

    #[test]
    fn hubs_point_and_authorities_are_pointed_at() {
        let network = ties(4, &[(0, 2, 1.0), (0, 3, 1.0), (1, 2, 1.0)], true);
        let (hubs, authorities) = hits(&network, PLAIN, Norm::Max, true, STOP, &Run::quiet()).unwrap();
        let golden = f64::midpoint(5.0_f64.sqrt(), -1.0);
        near(&hubs, &[1.0, golden, 0.0, 0.0]);
        near(&authorities, &[0.0, 0.0, 1.0, golden]);
    }

    #[test]
    fn threads_give_equal_bits() {
        let spokes: Vec<(u32, u32, f64)> =
            (1..9000).flat_map(|i| [(0, i, f64::from(i)), (i, i % 8999 + 1, 0.3)]).collect();
        let reading = Reading { weighted: true, ..PLAIN };
        for directed in [false, true] {
            let wheel = ties(9000, &spokes, directed);
            let of = |run: &Run| hits(&wheel, reading, Norm::Euclidean, true, STOP, run).unwrap();
            let expected = of(&Run::quiet());
            for threads in [1, 2, 7] {
                let found = of(&Run::new(Some(threads)).unwrap());
                assert!(found.0.iter().zip(&expected.0).all(|(one, other)| one.to_bits() == other.to_bits()));
                assert!(found.1.iter().zip(&expected.1).all(|(one, other)| one.to_bits() == other.to_bits()));
            }
        }
    }
}
