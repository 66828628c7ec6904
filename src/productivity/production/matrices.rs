//! Small dense symmetric systems, kept row by row.

/// A square matrix of a few dozen rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Square {
    pub size: usize,
    pub values: Vec<f64>,
}

impl Square {
    pub fn zeros(size: usize) -> Self {
        Self { size, values: vec![0.0; size * size] }
    }

    pub fn row(&self, i: usize) -> &[f64] {
        &self.values[i * self.size..(i + 1) * self.size]
    }

    pub fn at(&self, i: usize, j: usize) -> f64 {
        self.values[i * self.size + j]
    }

    pub fn add(&mut self, i: usize, j: usize, value: f64) {
        self.values[i * self.size + j] += value;
    }

    /// Adds `weight` times the product of a vector with itself.
    pub fn add_outer(&mut self, weight: f64, vector: &[f64]) {
        for (row, &left) in self.values.chunks_exact_mut(self.size).zip(vector) {
            let scaled = weight * left;
            row.iter_mut().zip(vector).for_each(|(value, &right)| *value += scaled * right);
        }
    }

    pub fn scaled(mut self, factor: f64) -> Self {
        self.values.iter_mut().for_each(|value| *value *= factor);
        self
    }

    pub fn times(&self, vector: &[f64]) -> Vec<f64> {
        self.values.chunks_exact(self.size).map(|row| dot(row, vector)).collect()
    }

    /// `left · self · leftᵀ` for a matrix given by its rows.
    pub fn sandwiched(&self, left: &[Vec<f64>]) -> Self {
        let mut result = Self::zeros(left.len());
        for (i, row) in left.iter().enumerate() {
            let half = self.times(row);
            for (j, other) in left.iter().enumerate() {
                result.add(i, j, dot(&half, other));
            }
        }
        result
    }

    /// The lower triangle whose product with its transpose this is; `None` unless well positive definite.
    pub fn cholesky(&self) -> Option<Triangle> {
        let n = self.size;
        let mut lower = Self::zeros(n);
        for j in 0..n {
            let diagonal = self.at(j, j) - dot(&lower.row(j)[..j], &lower.row(j)[..j]);
            // What is left of a column after the others is rounding alone below this.
            if !diagonal.is_finite() || diagonal <= 1e-13 * self.at(j, j) {
                return None;
            }
            let root = diagonal.sqrt();
            lower.values[j * n + j] = root;
            for i in j + 1..n {
                let rest = self.at(i, j) - dot(&lower.row(i)[..j], &lower.row(j)[..j]);
                lower.values[i * n + j] = rest / root;
            }
        }
        Some(Triangle { lower })
    }

    /// The rows of a lower triangle whose product with its transpose this is; columns that follow from others are 0.
    pub fn semidefinite_cholesky(&self) -> Vec<Vec<f64>> {
        let n = self.size;
        let mut lower = vec![vec![0.0; n]; n];
        for j in 0..n {
            let diagonal = self.at(j, j) - dot(&lower[j][..j], &lower[j][..j]);
            if diagonal <= 1e-14 * self.at(j, j) {
                continue;
            }
            let root = diagonal.sqrt();
            lower[j][j] = root;
            for i in j + 1..n {
                lower[i][j] = (self.at(i, j) - dot(&lower[i][..j], &lower[j][..j])) / root;
            }
        }
        lower
    }
}

/// A Cholesky factor.
#[derive(Debug, Clone)]
pub(super) struct Triangle {
    lower: Square,
}

impl Triangle {
    /// `L⁻¹ x`.
    pub fn forward(&self, vector: &[f64]) -> Vec<f64> {
        let mut result = vector.to_vec();
        for i in 0..result.len() {
            let row = self.lower.row(i);
            result[i] = (result[i] - dot(&row[..i], &result[..i])) / row[i];
        }
        result
    }

    /// `(L Lᵀ)⁻¹ x`.
    pub fn solve(&self, vector: &[f64]) -> Vec<f64> {
        let mut result = self.forward(vector);
        for i in (0..result.len()).rev() {
            let tail: f64 = (i + 1..result.len()).map(|k| self.lower.at(k, i) * result[k]).sum();
            result[i] = (result[i] - tail) / self.lower.at(i, i);
        }
        result
    }

    /// `(L Lᵀ)⁻¹`.
    pub fn inverse(&self) -> Square {
        let n = self.lower.size;
        let mut result = Square::zeros(n);
        for j in 0..n {
            let mut unit = vec![0.0; n];
            unit[j] = 1.0;
            for (i, value) in self.solve(&unit).into_iter().enumerate() {
                result.add(i, j, value);
            }
        }
        result
    }
}

pub(super) fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// The same with a weight for each product.
pub(super) fn weighted_dot(weights: &[f64], left: &[f64], right: &[f64]) -> f64 {
    weights.iter().zip(left).zip(right).map(|((w, a), b)| w * a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_of_two_is_solved_and_a_singular_one_is_not() {
        let matrix = Square { size: 2, values: vec![4.0, 2.0, 2.0, 3.0] };
        let factor = matrix.cholesky().unwrap();
        assert!(factor.solve(&[8.0, 8.0]).iter().zip([1.0, 2.0]).all(|(x, y)| (x - y).abs() < 1e-15));
        assert!((factor.inverse().at(0, 0) - 0.375).abs() < 1e-15);
        assert!(Square { size: 2, values: vec![1.0, 1.0, 1.0, 1.0] }.cholesky().is_none());
        assert!(Square { size: 1, values: vec![f64::NAN] }.cholesky().is_none());
    }

    #[test]
    fn outer_products_and_sandwiches() {
        let mut matrix = Square::zeros(2);
        matrix.add_outer(2.0, &[1.0, 3.0]);
        assert_eq!(matrix.values, [2.0, 6.0, 6.0, 18.0]);
        assert_eq!(matrix.sandwiched(&[vec![1.0, 1.0]]).values, [32.0]);
    }
}
