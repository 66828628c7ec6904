//! Means and spreads over replicates, kept up to date one replicate at a time.

use rayon::prelude::*;

use crate::run::Run;

/// How many columns are brought up to date together: few enough to stay near.
const FEW: usize = 256;

/// The moments of many numbers over replicates, by Welford's updates.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moments {
    /// Replicates so far.
    pub count: u64,
    /// Their means.
    pub mean: Vec<f64>,
    /// Sums of squared deviations from the means.
    pub squares: Vec<f64>,
    /// The least of each.
    pub low: Vec<f64>,
    /// The greatest of each.
    pub high: Vec<f64>,
}

impl Moments {
    /// Of no replicate yet.
    #[must_use]
    pub fn none(len: usize) -> Self {
        Self {
            count: 0,
            mean: vec![0.0; len],
            squares: vec![0.0; len],
            low: vec![f64::INFINITY; len],
            high: vec![f64::NEG_INFINITY; len],
        }
    }

    /// Adds replicates: rows of paths one after another, and of accounts, which follow in the moments of each.
    ///
    /// The result depends on the order of replicates only, which is theirs: each number is brought up to date by itself.
    pub(super) fn add(&mut self, paths: &[f64], accounts: &[f64], replicates: usize, run: &Run) {
        let split = paths.len() / replicates;
        let (mean, mean_of_accounts) = self.mean.split_at_mut(split);
        let (squares, squares_of_accounts) = self.squares.split_at_mut(split);
        let (low, low_of_accounts) = self.low.split_at_mut(split);
        let (high, high_of_accounts) = self.high.split_at_mut(split);
        let before = self.count;
        run.within(|| {
            let columns = mean.par_chunks_mut(FEW).zip(squares.par_chunks_mut(FEW));
            let columns = columns.zip(low.par_chunks_mut(FEW)).zip(high.par_chunks_mut(FEW));
            columns.enumerate().for_each(|(few, (((mean, squares), low), high))| {
                update(before, paths, split, few * FEW, [mean, squares, low, high]);
            });
        });
        let moments = [mean_of_accounts, squares_of_accounts, low_of_accounts, high_of_accounts];
        update(before, accounts, accounts.len() / replicates, 0, moments);
        self.count += replicates as u64;
    }
}

/// Welford's step for some columns of each of many rows.
fn update(mut count: u64, rows: &[f64], width: usize, first: usize, [mean, squares, low, high]: [&mut [f64]; 4]) {
    for row in rows.chunks_exact(width) {
        count += 1;
        let part = 1.0 / count as f64;
        let values = &row[first..first + mean.len()];
        let moments = mean.iter_mut().zip(&mut *squares).zip(&mut *low).zip(&mut *high);
        for (&value, (((mean, squares), low), high)) in values.iter().zip(moments) {
            let before = value - *mean;
            *mean += before * part;
            *squares += before * (value - *mean);
            // In place of `min` and `max`, which take time to look for numbers that are none.
            *low = if value < *low { value } else { *low };
            *high = if value > *high { value } else { *high };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_all_rows_by_the_definition() {
        let (replicates, width) = (7, 2 * FEW + 3);
        let value = |row: usize, column: usize| ((row * 31 + column * 17) % 23) as f64 - 9.0;
        let path = |row| (0..width).map(move |column| value(row, column));
        let account = |row| (width..width + 2).map(move |column| value(row, column));
        let mut moments = Moments::none(width + 2);
        for rows in [0..3, 3..replicates] {
            let paths: Vec<f64> = rows.clone().flat_map(path).collect();
            let accounts: Vec<f64> = rows.clone().flat_map(account).collect();
            moments.add(&paths, &accounts, rows.len(), &Run::quiet());
        }
        assert_eq!(moments.count, 7);
        for column in 0..width + 2 {
            let values = (0..replicates).map(|row| value(row, column));
            let mean = values.clone().sum::<f64>() / 7.0;
            let squares = values.clone().map(|value| (value - mean).powi(2)).sum::<f64>();
            assert!((moments.mean[column] - mean).abs() < 1e-12, "{column}");
            assert!((moments.squares[column] - squares).abs() < 1e-9, "{column}");
            assert_eq!(moments.low[column], values.clone().fold(f64::INFINITY, f64::min));
            assert_eq!(moments.high[column], values.fold(f64::NEG_INFINITY, f64::max));
        }
    }
}
