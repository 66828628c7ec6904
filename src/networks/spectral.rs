//! Spectral positions: how central a node is through the centrality of those it is tied to.

use std::ops::Range;
use std::str::FromStr;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use rayon::prelude::*;

use super::degree::Direction;
use super::lanczos::{Pair, leading, power};
use crate::adjacency::{Adjacency, Neighbours};
use crate::error::{Error, Result};
use crate::run::Run;

/// Which ties count, and for how much.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Whether ties weigh their strength, or 1.
    pub weighted: bool,
    /// Which ties make up a node's value: those that arrive, that leave, or both added up.
    pub direction: Direction,
    /// Whether ties of a node to itself count.
    pub self_ties: bool,
}

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

/// How many rows one thread takes at a time; fixed, so that sums are always cut at the same places.
const CHUNK: usize = 4096;

/// The sum over `0..len` of what `of` gives for a chunk of it, added up in order on any number of threads.
pub(super) fn added(len: usize, run: &Run, of: impl Fn(Range<usize>) -> f64 + Sync + Send) -> f64 {
    let chunk = |at: usize| of(at * CHUNK..len.min((at + 1) * CHUNK));
    if len <= CHUNK {
        return if len == 0 { 0.0 } else { chunk(0) };
    }
    let parts: Vec<f64> = run.within(|| (0..len.div_ceil(CHUNK)).into_par_iter().map(chunk).collect());
    parts.iter().sum()
}

/// Fills `values` chunk by chunk: `fill` gets the first row of a chunk and the chunk, and gives a number to add up.
pub(super) fn filled(values: &mut [f64], run: &Run, fill: impl Fn(usize, &mut [f64]) -> f64 + Sync + Send) -> f64 {
    if values.len() <= CHUNK {
        return fill(0, values);
    }
    let parts: Vec<f64> = run
        .within(|| values.par_chunks_mut(CHUNK).enumerate().map(|(chunk, rows)| fill(chunk * CHUNK, rows)).collect());
    parts.iter().sum()
}

/// A network's ties as a sparse matrix: row `i` holds the ties that make up the value of node `i`.
#[derive(Debug, Clone)]
pub(super) struct Matrix {
    offsets: Vec<usize>,
    columns: Vec<u32>,
    /// In units of `scale`; absent when every tie counts 1.
    values: Option<Vec<f64>>,
    /// The largest weight, by which all are divided so that squares stay within the doubles.
    pub(super) scale: f64,
    /// Whether it equals its transpose.
    pub(super) symmetric: bool,
}

impl Matrix {
    /// The matrix of a whole network.
    pub(super) fn of(network: &Adjacency, reading: Reading) -> Result<Self> {
        let loops = network.self_ties();
        let mut own = vec![0.0; if reading.self_ties { network.len() } else { 0 }];
        if reading.self_ties {
            for (node, weight) in loops.iter() {
                own[node] = if reading.weighted { weight } else { 1.0 };
            }
        }
        let symmetric = !network.is_directed() || reading.direction == Direction::All;
        let none = Neighbours { nodes: &[], weights: &[] };
        let rows = |node: usize| match reading.direction {
            _ if !network.is_directed() => [network.successors(node), none],
            Direction::In => [network.predecessors(node), none],
            Direction::Out => [network.successors(node), none],
            Direction::All => [network.successors(node), network.predecessors(node)],
        };
        // Both directions of a self-tie are the same tie twice, as those of any other.
        let twice = if network.is_directed() && reading.direction == Direction::All { 2.0 } else { 1.0 };
        let mut matrix = Self::with_capacity(network.len(), 2 * network.tie_count(), reading.weighted, symmetric);
        for node in 0..network.len() {
            for ties in rows(node) {
                matrix.extend(ties);
            }
            if own.get(node).is_some_and(|weight| *weight > 0.0) {
                if matrix.values.is_some() {
                    matrix.push(node as u32, twice * own[node]);
                } else {
                    (0..twice as usize).for_each(|_| matrix.push(node as u32, 1.0));
                }
            }
            matrix.offsets.push(matrix.columns.len());
        }
        matrix.scaled()
    }

    /// The ties between each node as a hub (the first half) and each as an authority (the second).
    pub(super) fn doubled(network: &Adjacency, reading: Reading) -> Result<Self> {
        let nodes = network.len();
        let shifted = |ties: Neighbours<'_>, by: usize, into: &mut Self| {
            for (node, weight) in ties.iter() {
                into.push((node + by) as u32, weight);
            }
        };
        let loops = network.self_ties();
        let mut matrix = Self::with_capacity(2 * nodes, 2 * network.tie_count(), reading.weighted, true);
        for (by, half) in [nodes, 0].into_iter().enumerate() {
            let mut own = loops.iter().peekable();
            for node in 0..nodes {
                shifted(if by == 0 { network.successors(node) } else { network.predecessors(node) }, half, &mut matrix);
                if let Some((_, weight)) = own.next_if(|tie| tie.0 == node) {
                    if reading.self_ties {
                        matrix.push((node + half) as u32, weight);
                    }
                }
                matrix.offsets.push(matrix.columns.len());
            }
        }
        matrix.scaled()
    }

    /// A symmetric matrix of which `fill` says each row, sorted by column and without entries of 0.
    pub(super) fn symmetric(nodes: usize, ties: usize, fill: impl Fn(usize, &mut Vec<(u32, f64)>)) -> Self {
        let mut matrix = Self::with_capacity(nodes, ties, true, true);
        let mut entries = Vec::new();
        for node in 0..nodes {
            fill(node, &mut entries);
            for (column, value) in entries.drain(..) {
                matrix.push(column, value);
            }
            matrix.offsets.push(matrix.columns.len());
        }
        matrix
    }

    fn with_capacity(nodes: usize, ties: usize, weighted: bool, symmetric: bool) -> Self {
        let mut offsets = Vec::with_capacity(nodes + 1);
        offsets.push(0);
        Self {
            offsets,
            columns: Vec::with_capacity(ties),
            values: weighted.then(|| Vec::with_capacity(ties)),
            scale: 1.0,
            symmetric,
        }
    }

    fn extend(&mut self, ties: Neighbours<'_>) {
        if self.values.is_none() {
            self.columns.extend_from_slice(ties.nodes);
        } else {
            ties.iter().for_each(|(node, weight)| self.push(node as u32, weight));
        }
    }

    /// Adds a tie to the last row; one of no strength is none.
    fn push(&mut self, column: u32, weight: f64) {
        match &mut self.values {
            None => self.columns.push(column),
            Some(values) if weight > 0.0 => {
                self.columns.push(column);
                values.push(weight);
            }
            Some(_) => {}
        }
    }

    fn scaled(mut self) -> Result<Self> {
        if let Some(values) = &mut self.values {
            let largest = values.iter().fold(0.0_f64, |largest, weight| largest.max(*weight));
            if largest == f64::INFINITY || largest * self.offsets.len() as f64 == f64::INFINITY {
                return Err(Error::invalid(
                    "`strength` must add up to a finite number at each node: the sum may exceed 1.8e308; divide the \
                     weights by a common number first",
                ));
            }
            if largest > 0.0 {
                for weight in values.iter_mut() {
                    *weight /= largest;
                }
                self.scale = largest;
            }
        }
        Ok(self)
    }

    pub(super) fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// The entries of a row: columns and values.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.offsets[row]..self.offsets[row + 1];
        let values = self.values.as_ref().map(|values| &values[range.clone()]);
        self.columns[range]
            .iter()
            .enumerate()
            .map(move |(at, &column)| (column as usize, values.map_or(1.0, |values| values[at])))
    }

    /// One row times a vector.
    #[inline]
    pub(super) fn dot(&self, row: usize, x: &[f64]) -> f64 {
        let range = self.offsets[row]..self.offsets[row + 1];
        let columns = &self.columns[range.clone()];
        // Four sums at a time, since each addition waits for the one before it.
        let mut sums = [0.0; 4];
        let at = |column: &u32| x[*column as usize];
        let fours = columns.chunks_exact(4);
        let rest = fours.remainder();
        let last: f64;
        if let Some(values) = &self.values {
            let weights = values[range].chunks_exact(4);
            last = rest.iter().zip(weights.remainder()).map(|(column, weight)| weight * at(column)).sum();
            for (four, weights) in fours.zip(weights) {
                (0..4).for_each(|lane| sums[lane] += weights[lane] * at(&four[lane]));
            }
        } else {
            last = rest.iter().map(at).sum();
            for four in fours {
                (0..4).for_each(|lane| sums[lane] += at(&four[lane]));
            }
        }
        (sums[0] + sums[1]) + (sums[2] + sums[3]) + last
    }

    /// The product with a vector, rows in parallel.
    pub(super) fn times(&self, x: &[f64], product: &mut [f64], run: &Run) {
        filled(product, run, |first, rows| {
            for (row, value) in (first..).zip(rows) {
                *value = self.dot(row, x);
            }
            0.0
        });
    }

    /// The largest sum of a row, which no eigenvalue exceeds.
    pub(super) fn largest_row(&self) -> f64 {
        let sum = |row: usize| self.row(row).fold(0.0, |sum, tie| sum + tie.1);
        (0..self.len()).map(sum).fold(0.0, f64::max)
    }

    /// The largest sum of a column, which no eigenvalue exceeds.
    fn largest_column(&self) -> f64 {
        let mut sums = vec![0.0; self.len()];
        for row in 0..self.len() {
            self.row(row).for_each(|(column, value)| sums[column] += value);
        }
        sums.into_iter().fold(0.0, f64::max)
    }

    /// A cheap bound on the size of every eigenvalue, in units of `scale`.
    pub(super) fn bound(&self) -> f64 {
        let rows = self.largest_row();
        if self.symmetric { rows } else { rows.min(self.largest_column()) }
    }

    /// The rows and columns of some nodes, in ascending order; `place` is scratch memory, one number a node.
    fn block(&self, members: &[u32], place: &mut [u32]) -> Self {
        for (number, &member) in (1..).zip(members) {
            place[member as usize] = number;
        }
        let mut block = Self::with_capacity(members.len(), 0, self.values.is_some(), self.symmetric);
        for &member in members {
            for (column, value) in self.row(member as usize) {
                if place[column] > 0 {
                    block.push(place[column] - 1, value);
                }
            }
            block.offsets.push(block.columns.len());
        }
        for &member in members {
            place[member as usize] = 0;
        }
        block
    }

    /// The classes of nodes that depend on each other, each in ascending order; a class comes after those it depends on.
    fn classes(&self) -> Vec<Vec<u32>> {
        if self.symmetric { self.connected() } else { self.strongly_connected() }
    }

    fn connected(&self) -> Vec<Vec<u32>> {
        let mut seen = vec![false; self.len()];
        let mut classes = Vec::new();
        for start in 0..self.len() {
            if seen[start] {
                continue;
            }
            seen[start] = true;
            let mut members = vec![start as u32];
            let mut next = 0;
            while next < members.len() {
                for (other, _) in self.row(members[next] as usize) {
                    if !seen[other] {
                        seen[other] = true;
                        members.push(other as u32);
                    }
                }
                next += 1;
            }
            members.sort_unstable();
            classes.push(members);
        }
        classes
    }

    fn strongly_connected(&self) -> Vec<Vec<u32>> {
        let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(self.len(), self.columns.len());
        for _ in 0..self.len() {
            graph.add_node(());
        }
        for row in 0..self.len() {
            graph.extend_with_edges(self.row(row).map(|(column, _)| (row as u32, column as u32)));
        }
        let members = |class: Vec<petgraph::graph::NodeIndex>| {
            let mut members: Vec<u32> = class.into_iter().map(|node| node.index() as u32).collect();
            members.sort_unstable();
            members
        };
        kosaraju_scc(&graph).into_iter().map(members).collect()
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
