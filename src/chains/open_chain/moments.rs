//! Means and spreads over replicates, kept up to date one replicate at a time.

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

    /// Adds a replicate, in two parts. The result depends on the order of replicates only, which is theirs.
    pub(super) fn add(&mut self, path: &[f64], account: &[f64]) {
        self.count += 1;
        self.add_from(0, path);
        self.add_from(path.len(), account);
    }

    fn add_from(&mut self, first: usize, values: &[f64]) {
        let these = first..first + values.len();
        let (mean, squares) = (&mut self.mean[these.clone()], &mut self.squares[these.clone()]);
        update(self.count as f64, values, mean, squares);
        // In place of `min` and `max`, which take time to look for numbers that are none.
        for (least, &value) in self.low[these.clone()].iter_mut().zip(values) {
            *least = if value < *least { value } else { *least };
        }
        for (greatest, &value) in self.high[these].iter_mut().zip(values) {
            *greatest = if value > *greatest { value } else { *greatest };
        }
    }
}

/// Welford's step for each of many numbers.
fn update(count: f64, values: &[f64], mean: &mut [f64], squares: &mut [f64]) {
    for ((&value, mean), squares) in values.iter().zip(mean).zip(squares) {
        let before = value - *mean;
        *mean += before / count;
        *squares += before * (value - *mean);
    }
}
