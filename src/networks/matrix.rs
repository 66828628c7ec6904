//! A network's ties as a sparse matrix, and sums over its rows that threads do not change.

use std::ops::Range;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use rayon::prelude::*;

use super::degree::Direction;
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
    pub(super) fn block(&self, members: &[u32], place: &mut [u32]) -> Self {
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
    pub(super) fn classes(&self) -> Vec<Vec<u32>> {
        if self.symmetric { self.connected() } else { self.strongly_connected() }
    }

    pub(super) fn connected(&self) -> Vec<Vec<u32>> {
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
