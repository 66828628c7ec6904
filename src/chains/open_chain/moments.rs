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
        let count = self.count as f64;
        let spread = self.low[first..].iter_mut().zip(&mut self.high[first..]);
        let moments = self.mean[first..].iter_mut().zip(&mut self.squares[first..]).zip(spread);
        for (&value, ((mean, squares), (low, high))) in values.iter().zip(moments) {
            let before = value - *mean;
            *mean += before / count;
            *squares += before * (value - *mean);
            *low = low.min(value);
            *high = high.max(value);
        }
    }
}
