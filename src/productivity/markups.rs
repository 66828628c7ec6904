//! Markups: an input's output elasticity over its share in revenue, and how they are spread.

use ndarray::Array2;

use super::index_numbers::codes;
use crate::error::{Error, Result};

/// What the columns of `distribution` are.
pub const MOMENTS: usize = 10;
/// Which quantiles are among them.
const QUANTILES: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];

/// `weakties.productivity.markups`: θ · (revenue / exp ε) / expenditure, row by row; NaN where one of them is.
pub fn markups(elasticity: &[f64], revenue: &[f64], residual: &[f64], expenditure: &[f64]) -> Result<Vec<f64>> {
    let rows = elasticity.len();
    if [revenue, residual, expenditure].iter().any(|column| column.len() != rows) {
        return Err(Error::invalid("`revenue`, `residual` and `expenditure` must have one value a row"));
    }
    Ok((0..rows).map(|row| elasticity[row] * revenue[row] / libm::exp(residual[row]) / expenditure[row]).collect())
}

/// Cell × number, mean, standard deviation, 10, 25, 50, 75 and 90 % quantiles, and means by revenue and by expenditure.
///
/// Quantiles between two values are interpolated as numpy does; rows without a markup are left out.
pub fn distribution(
    markup: &[f64],
    revenue: &[f64],
    expenditure: &[f64],
    cell: &[i64],
    cells: usize,
) -> Result<Array2<f64>> {
    let cell = codes(cell, markup.len(), cells, "cell")?;
    let mut rows: Vec<Vec<usize>> = vec![Vec::new(); cells];
    for (row, &cell) in cell.iter().enumerate().filter(|(row, _)| !markup[*row].is_nan()) {
        rows[cell].push(row);
    }
    let mut table = Array2::from_elem((cells, MOMENTS), f64::NAN);
    for (mut found, rows) in table.rows_mut().into_iter().zip(rows) {
        found[0] = rows.len() as f64;
        if rows.is_empty() {
            continue;
        }
        let mut sorted: Vec<f64> = rows.iter().map(|&row| markup[row]).collect();
        sorted.sort_by(f64::total_cmp);
        let mean = sorted.iter().sum::<f64>() / found[0];
        found[1] = mean;
        let squares: f64 = sorted.iter().map(|x| (x - mean) * (x - mean)).sum();
        found[2] = (squares / (found[0] - 1.0)).sqrt();
        for (place, part) in QUANTILES.iter().enumerate() {
            found[3 + place] = quantile(&sorted, *part);
        }
        for (place, weight) in [revenue, expenditure].into_iter().enumerate() {
            let sum: f64 = rows.iter().map(|&row| weight[row] * markup[row]).sum();
            found[8 + place] = sum / rows.iter().map(|&row| weight[row]).sum::<f64>();
        }
    }
    Ok(table)
}

/// The value below which a part of sorted values lies, between two of them in proportion.
pub(super) fn quantile(sorted: &[f64], part: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = part * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (place - place.floor()) * (sorted[above] - sorted[below])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // The input takes half of what revenue was expected to be; an elasticity of 0.6 makes 1.2.
        let found = markups(&[0.6, 0.6], &[100.0, 200.0], &[0.0, 2f64.ln()], &[50.0, 50.0]).unwrap();
        assert_eq!(found, [1.2, 1.2]);
        assert!(markups(&[0.6], &[1.0, 2.0], &[0.0], &[1.0]).is_err());
    }

    #[test]
    fn distribution_by_hand() {
        let table =
            distribution(&[3.0, 1.0, f64::NAN, 2.0], &[1.0, 3.0, 9.0, 0.0], &[0.0, 0.0, 0.0, 1.0], &[0; 4], 2).unwrap();
        assert_eq!(table.row(0).to_vec(), [3.0, 2.0, 1.0, 1.2, 1.5, 2.0, 2.5, 2.8, 1.5, 2.0]);
        assert_eq!(table[[1, 0]], 0.0);
        assert!(table[[1, 1]].is_nan());
    }
}
