//! Blocks of nodes with like ties: division by iterated correlations, and the densities between blocks.

use ndarray::{Array2, ArrayView2};

use super::equivalence::{Measure, Own, check_size, mirrored, structural_equivalence};
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// Correlations of correlations take time with the cube of the nodes.
pub const MOST_NODES: usize = 2_000;
/// How near 1 in size all correlations are when a division is found.
const DIVIDED: f64 = 1e-9;
/// Correlations that change by no more than this have come to rest.
const AT_REST: f64 = 1e-12;
/// Divisions are found within some dozens of rounds.
const MOST_ROUNDS: usize = 1_000;

/// Kernel of `weakties.networks.concor`: the number of each node's block, and how many blocks a further division of
/// which was tried and not found.
pub fn concor(network: &Adjacency, weighted: bool, own: Own, depth: usize, run: &Run) -> Result<(Vec<i64>, usize)> {
    let nodes = network.len();
    check_size(nodes, MOST_NODES)?;
    let mut alike = structural_equivalence(network, weighted, Measure::Correlation, own, run)?;
    // A node with the same tie to everybody is neither like nor unlike the others.
    alike.mapv_inplace(|r| if r.is_nan() { 0.0 } else { r });
    let tied = |node: &usize| {
        let ties = [network.successors(*node), network.predecessors(*node)];
        ties.iter().any(|ties| ties.weights.iter().any(|weight| !weighted || *weight > 0.0))
    };
    let (tied, isolates): (Vec<usize>, Vec<usize>) = (0..nodes).partition(tied);
    let mut blocks = if tied.is_empty() { Vec::new() } else { vec![tied] };
    let mut whole = 0;
    for _ in 0..depth {
        whole = 0;
        let mut divided = Vec::with_capacity(2 * blocks.len());
        for block in blocks {
            if let Some((one, other)) = halves(&alike.view(), &block, run)? {
                divided.extend([one, other]);
            } else {
                whole += 1;
                divided.push(block);
            }
        }
        blocks = divided;
    }
    if !isolates.is_empty() {
        blocks.push(isolates);
    }
    let mut numbers = vec![0; nodes];
    for (number, block) in (0..).zip(&blocks) {
        for &node in block {
            numbers[node] = number;
        }
    }
    Ok((numbers, whole))
}

/// Divides a block in two; none where all are alike, or correlations come to rest before all are 1 or −1.
fn halves(alike: &ArrayView2<'_, f64>, block: &[usize], run: &Run) -> Result<Option<(Vec<usize>, Vec<usize>)>> {
    let size = block.len();
    let mut current = Array2::from_shape_fn((size, size), |(i, j)| alike[[block[i], block[j]]]);
    for _ in 0..MOST_ROUNDS {
        if current.iter().all(|r| *r >= 1.0 - DIVIDED) {
            return Ok(None);
        }
        if current.iter().all(|r| r.abs() >= 1.0 - DIVIDED) {
            let (one, other): (Vec<_>, Vec<_>) = (0..size).partition(|&place| current[[0, place]] > 0.0);
            let named = |places: Vec<usize>| places.into_iter().map(|place| block[place]).collect();
            return Ok(Some((named(one), named(other))));
        }
        let next = correlations(&current, run)?;
        if next.iter().zip(&current).all(|(one, other)| (one - other).abs() <= AT_REST) {
            break;
        }
        current = next;
    }
    Ok(None)
}

/// The correlations between the rows of a table; 0 with a row that is the same everywhere.
fn correlations(table: &Array2<f64>, run: &Run) -> Result<Array2<f64>> {
    let size = table.nrows();
    let standard = run.map(size, |i| {
        let row = table.row(i);
        let mean = row.iter().sum::<f64>() / size as f64;
        let centred: Vec<f64> = row.iter().map(|r| r - mean).collect();
        let length = centred.iter().map(|r| r * r).sum::<f64>().sqrt();
        let share = if length > 1e-14 * size as f64 { length.recip() } else { 0.0 };
        Ok(centred.into_iter().map(|r| r * share).collect::<Vec<f64>>())
    })?;
    let rows = run.map(size, |i| {
        let with = |j: usize| standard[i].iter().zip(&standard[j]).map(|(x, y)| x * y).sum::<f64>().clamp(-1.0, 1.0);
        Ok((i + 1..size).map(with).collect::<Vec<f64>>())
    })?;
    Ok(mirrored(&rows, 1.0))
}

/// Kernel of `weakties.networks.blockmodel`: what the ties from each block to each other weigh on average over all
/// pairs of different nodes; NaN where there is no pair.
pub fn densities(network: &Adjacency, weighted: bool, blocks: &[i64], count: usize) -> Result<Array2<f64>> {
    let block = |node: usize| blocks.get(node).and_then(|&block| usize::try_from(block).ok()).filter(|&b| b < count);
    let of: Option<Vec<usize>> = (0..network.len()).map(block).collect();
    let Some(of) = of else {
        return Err(Error::invalid("`blocks` must give each node the number of its block"));
    };
    let mut sizes = vec![0.0_f64; count];
    for &block in &of {
        sizes[block] += 1.0;
    }
    let mut sums = Array2::<f64>::zeros((count, count));
    for source in 0..network.len() {
        for (target, weight) in network.successors(source).iter() {
            sums[[of[source], of[target]]] += if weighted { weight } else { 1.0 };
        }
    }
    Ok(Array2::from_shape_fn((count, count), |(one, other)| {
        let pairs = sizes[one] * (sizes[other] - if one == other { 1.0 } else { 0.0 });
        if pairs > 0.0 { sums[[one, other]] / pairs } else { f64::NAN }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, ties: &[(u32, u32)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &vec![1.0; ties.len()], directed, Parallel::Refuse).unwrap()
    }

    #[test]
    fn two_kinds_of_nodes_are_told_apart_and_isolates_stand_alone() {
        let list: Vec<(u32, u32)> = (0..3).flat_map(|i| (3..7).map(move |j| (i, j))).collect();
        let network = ties(8, &list, true);
        let (blocks, whole) = concor(&network, false, Own::Ignore, 2, &Run::quiet()).unwrap();
        assert_eq!(blocks, [0, 0, 0, 1, 1, 1, 1, 2]);
        assert_eq!(whole, 2);
        let found = densities(&network, false, &blocks, 3).unwrap();
        assert_eq!((found[[0, 1]], found[[1, 0]], found[[0, 0]], found[[1, 2]]), (1.0, 0.0, 0.0, 0.0));
        assert!(found[[2, 2]].is_nan());
    }

    #[test]
    fn a_ring_is_not_divided_by_rounding() {
        let ring: Vec<(u32, u32)> = (0..3).map(|i| (i, (i + 1) % 3)).collect();
        let (blocks, whole) = concor(&ties(3, &ring, false), false, Own::Retain, 3, &Run::quiet()).unwrap();
        assert_eq!((blocks, whole), (vec![0, 0, 0], 1));
    }
}
