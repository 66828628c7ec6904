//! Complete polynomials: what stands for a function that is not known.

/// Every product of the columns up to `degree`, the constant included, each column first put on mean 0 and spread 1.
///
/// That changes no fitted value, since the polynomials are complete, and saves digits.
pub(super) fn polynomials(columns: &[Vec<f64>], degree: usize) -> Vec<Vec<f64>> {
    let rows = columns.first().map_or(0, Vec::len);
    let columns: Vec<Vec<f64>> = columns.iter().map(|column| standardised(column)).collect();
    let mut all = vec![vec![1.0; rows]];
    // The products of one degree, each with the last column that went in: only that one or later ones go in next.
    let mut last: Vec<(usize, Vec<f64>)> = vec![(0, vec![1.0; rows])];
    for _ in 0..degree {
        let mut next = Vec::new();
        for (from, product) in &last {
            for (place, column) in columns.iter().enumerate().skip(*from) {
                next.push((place, product.iter().zip(column).map(|(a, b)| a * b).collect::<Vec<f64>>()));
            }
        }
        all.extend(next.iter().map(|(_, product)| product.clone()));
        last = next;
    }
    all
}

fn standardised(column: &[f64]) -> Vec<f64> {
    let count = column.len() as f64;
    let mean = column.iter().sum::<f64>() / count;
    let spread = (column.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / count).sqrt();
    let unit = if spread > 0.0 { spread } else { 1.0 };
    column.iter().map(|x| (x - mean) / unit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_columns_have_six_products_up_to_the_second_degree() {
        let all = polynomials(&[vec![-1.0, 1.0], vec![5.0, 3.0]], 2);
        assert_eq!(all, [[1.0, 1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, -1.0], [1.0, 1.0]]);
        assert_eq!(polynomials(&vec![vec![0.0]; 3], 3).len(), 20);
    }
}
