//! Numbers for pairs of nodes: which pairs count, and how they are read when the nodes change places.

use ndarray::ArrayView2;

use crate::error::{Error, Result};

/// Which pairs of different nodes there are: both directions of each, or each once, below the diagonal.
#[derive(Debug, Clone, Copy)]
pub struct Dyads {
    nodes: usize,
    directed: bool,
}

impl Dyads {
    /// The pairs among so many nodes.
    #[must_use]
    pub fn among(nodes: usize, directed: bool) -> Self {
        Self { nodes, directed }
    }

    /// How many nodes there are.
    #[must_use]
    pub fn nodes(&self) -> usize {
        self.nodes
    }

    /// How many numbers a packed variable has; with directions the diagonal is packed too, as zeros.
    #[must_use]
    pub fn packed(&self) -> usize {
        self.row(self.nodes).0
    }

    /// Where a node's row starts in a packed variable, and how long it is.
    #[must_use]
    pub fn row(&self, node: usize) -> (usize, usize) {
        if self.directed { (node * self.nodes, self.nodes) } else { (node * node.saturating_sub(1) / 2, node) }
    }

    /// Refuses a matrix of another size.
    pub fn check(&self, matrix: &ArrayView2<'_, f64>, argument: &str) -> Result<()> {
        if matrix.dim() == (self.nodes, self.nodes) {
            return Ok(());
        }
        let (nodes, found) = (self.nodes, matrix.dim());
        Err(Error::invalid(format!("`{argument}` has the wrong shape: expected ({nodes}, {nodes}), got {found:?}")))
    }

    /// The numbers of a matrix row by row; the diagonal becomes 0.
    #[must_use]
    pub fn pack(&self, matrix: &ArrayView2<'_, f64>) -> Vec<f64> {
        let mut packed = Vec::with_capacity(self.packed());
        for node in 0..self.nodes {
            let row = matrix.row(node);
            packed.extend(row.iter().take(self.row(node).1).enumerate().map(
                |(other, &x)| {
                    if other == node { 0.0 } else { x }
                },
            ));
        }
        packed
    }

    /// A full matrix of packed numbers, row by row, with NaN where `counted` is 0 and 0 on the diagonal.
    #[must_use]
    pub fn unpack(&self, packed: &[f64], counted: &[f64]) -> Vec<f64> {
        let mut matrix = vec![0.0; self.nodes * self.nodes];
        for node in 0..self.nodes {
            let (start, width) = self.row(node);
            for other in (0..width).filter(|&other| other != node) {
                let x = if counted[start + other] == 0.0 { f64::NAN } else { packed[start + other] };
                matrix[node * self.nodes + other] = x;
                if !self.directed {
                    matrix[other * self.nodes + node] = x;
                }
            }
        }
        matrix
    }

    /// Reads a node's row of a full matrix with every node in the place of another.
    pub fn permuted_row(&self, matrix: &[f64], order: &[u32], node: usize, row: &mut Vec<f64>) {
        let from = order[node] as usize * self.nodes;
        let from = &matrix[from..from + self.nodes];
        row.clear();
        row.extend(order[..self.row(node).1].iter().map(|&other| from[other as usize]));
    }
}

/// `Σ aᵢ bᵢ`, in eight sums side by side.
#[must_use]
pub fn dot(one: &[f64], other: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (ones, others) = (one.chunks_exact(8), other.chunks_exact(8));
    let rest: f64 = ones.remainder().iter().zip(others.remainder()).map(|(a, b)| a * b).sum();
    for (ones, others) in ones.zip(others) {
        for ((sum, a), b) in sums.iter_mut().zip(ones).zip(others) {
            *sum += a * b;
        }
    }
    sums.iter().sum::<f64>() + rest
}

/// `y += a x`.
pub fn add(a: f64, x: &[f64], y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y += a * x;
    }
}

/// The lower triangle of a positive definite matrix's Cholesky factor, row by row; `None` where there is none.
#[must_use]
pub fn cholesky(matrix: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let mut lower: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (i, given) in matrix.iter().enumerate() {
        let mut row = Vec::with_capacity(i + 1);
        for j in 0..i {
            let other: &Vec<f64> = &lower[j];
            row.push((given[j] - dot(&row, &other[..j])) / other[j]);
        }
        let pivot = given[i] - dot(&row, &row);
        if !pivot.is_finite() || pivot <= 1e-13 * given[i] {
            return None;
        }
        row.push(pivot.sqrt());
        lower.push(row);
    }
    Some(lower)
}

/// Solves `L z = b`.
#[must_use]
pub fn forward(lower: &[Vec<f64>], b: &[f64]) -> Vec<f64> {
    let mut z: Vec<f64> = Vec::with_capacity(b.len());
    for (row, b) in lower.iter().zip(b) {
        let known = z.len();
        z.push((b - dot(&row[..known], &z)) / row[known]);
    }
    z
}

/// Solves `Lᵀ x = z`.
#[must_use]
pub fn backward(lower: &[Vec<f64>], z: &[f64]) -> Vec<f64> {
    let mut x = z.to_vec();
    for i in (0..x.len()).rev() {
        x[i] /= lower[i][i];
        let solved = x[i];
        add(-solved, &lower[i][..i], &mut x[..i]);
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn pairs_are_packed_and_unpacked() {
        let matrix = arr2(&[[9.0, 1.0, 2.0], [1.0, 9.0, 3.0], [2.0, 3.0, 9.0]]);
        let once = Dyads::among(3, false);
        assert_eq!(once.pack(&matrix.view()), [1.0, 2.0, 3.0]);
        assert_eq!(once.packed(), 3);
        let full = once.unpack(&[1.0, 2.0, 3.0], &[1.0; 3]);
        assert_eq!(full, [0.0, 1.0, 2.0, 1.0, 0.0, 3.0, 2.0, 3.0, 0.0]);
        let both = Dyads::among(3, true);
        assert_eq!(both.pack(&matrix.view()), full);
        let mut row = Vec::new();
        once.permuted_row(&full, &[2, 0, 1], 2, &mut row);
        assert_eq!(row, [3.0, 1.0]);
    }

    #[test]
    fn cholesky_solves() {
        let matrix = vec![vec![4.0, 2.0], vec![2.0, 5.0]];
        let lower = cholesky(&matrix).unwrap();
        assert_eq!(lower, vec![vec![2.0], vec![1.0, 2.0]]);
        assert_eq!(backward(&lower, &forward(&lower, &[8.0, 8.0])), [1.5, 1.0]);
        assert_eq!(cholesky(&[vec![1.0, 1.0], vec![1.0, 1.0]]), None);
    }

    #[test]
    fn products_add_up_whatever_the_length() {
        for n in 0..30 {
            let x: Vec<f64> = (0..n).map(f64::from).collect();
            assert_eq!(dot(&x, &x), x.iter().map(|x| x * x).sum::<f64>());
        }
    }
}
