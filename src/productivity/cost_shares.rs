//! Mean shares of inputs in cost, how far off they are, and what they are in resamples of firms.

use ndarray::{Array2, ArrayView2};

use super::index_numbers::codes;
use super::resample::Plan;
use crate::error::{Error, Result};
use crate::run::Run;

/// Means over rows, one an input.
#[derive(Debug, PartialEq)]
pub struct CostShares {
    /// With every firm counted once.
    pub values: Vec<f64>,
    /// Of these, clustered, row by row; NaN with a single cluster.
    pub covariance: Vec<f64>,
    /// Resample × input; NaN where a resample has no row.
    pub draws: Array2<f64>,
}

/// Rows, and sums of shares less those of the first row, so that no digits are lost.
#[derive(Debug, Clone)]
struct Sums {
    rows: f64,
    shares: Vec<f64>,
}

impl Sums {
    fn none(inputs: usize) -> Self {
        Self { rows: 0.0, shares: vec![0.0; inputs] }
    }

    fn add(&mut self, other: &Self, times: f64) {
        self.rows += times * other.rows;
        self.shares.iter_mut().zip(&other.shares).for_each(|(sum, more)| *sum += times * more);
    }

    fn means(&self) -> impl Iterator<Item = f64> + '_ {
        self.shares.iter().map(|sum| sum / self.rows)
    }
}

/// The mean shares of `weakties.productivity.productivity` with `method="solow"` or the multilateral index.
pub fn mean_cost_shares(firm: &[i64], shares: ArrayView2<f64>, plan: &Plan, run: &Run) -> Result<CostShares> {
    let (rows, inputs) = shares.dim();
    let firms = plan.cluster.len();
    plan.check(firms)?;
    let firm = codes(firm, rows, firms, "firm")?;
    if rows == 0 {
        return Err(Error::invalid("`shares` must have at least one row"));
    }
    let first = shares.row(0);
    let mut of_firm = vec![Sums::none(inputs); firms];
    for (&firm, row) in firm.iter().zip(shares.outer_iter()) {
        let sums = &mut of_firm[firm];
        sums.rows += 1.0;
        for ((sum, share), first) in sums.shares.iter_mut().zip(row).zip(first) {
            *sum += share - first;
        }
    }
    let mut whole = Sums::none(inputs);
    let mut of_cluster = vec![Sums::none(inputs); plan.strata.iter().sum::<i64>() as usize];
    for (sums, &cluster) in of_firm.iter().zip(plan.cluster) {
        whole.add(sums, 1.0);
        of_cluster[cluster as usize].add(sums, 1.0);
    }
    let off: Vec<f64> = whole.means().collect();
    run.expect_steps(plan.replicates as u64);
    let draws = run.map(plan.replicates, |replicate| {
        let mut drawn = Sums::none(inputs);
        for (sums, &times) in of_firm.iter().zip(&plan.multiplicities(replicate)) {
            drawn.add(sums, f64::from(times));
        }
        run.advance(1)?;
        Ok(drawn.means().zip(first).map(|(off, first)| first + off).collect::<Vec<f64>>())
    })?;
    Ok(CostShares {
        values: off.iter().zip(first).map(|(off, first)| first + off).collect(),
        covariance: clustered(&of_cluster, &off, whole.rows),
        draws: Array2::from_shape_vec((plan.replicates, inputs), draws.into_iter().flatten().collect())
            .map_err(|problem| Error::internal(format!("resampled shares lost their shape: {problem}")))?,
    })
}

/// The covariance of means: sums over clusters of what is off the mean, with the usual G / (G − 1).
fn clustered(of_cluster: &[Sums], off: &[f64], rows: f64) -> Vec<f64> {
    let seen: Vec<&Sums> = of_cluster.iter().filter(|sums| sums.rows > 0.0).collect();
    let clusters = seen.len() as f64;
    let factor = if seen.len() < 2 { f64::NAN } else { clusters / (clusters - 1.0) / (rows * rows) };
    let score = |sums: &Sums, input: usize| sums.shares[input] - sums.rows * off[input];
    let places = 0..off.len();
    places
        .clone()
        .flat_map(|one| places.clone().map(move |other| (one, other)))
        .map(|(one, other)| factor * seen.iter().map(|sums| score(sums, one) * score(sums, other)).sum::<f64>())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;
    use ndarray::array;

    const PLAN: Plan = Plan { replicates: 4, seed: Seed([1, 2]), cluster: &[0, 1, 2], strata: &[3] };

    #[test]
    fn means_and_errors_by_hand() {
        // Firms with (¼, ¼), (½) and nothing: the mean is ⅓; the firms are off it by −⅙ and ⅙ in sum.
        let shares = array![[0.25, 0.75], [0.25, 0.75], [0.5, 0.5]];
        let found = mean_cost_shares(&[0, 0, 1], shares.view(), &PLAN, &Run::quiet()).unwrap();
        let variance = 2.0 * (2.0 / 36.0) / 9.0;
        let expected = [variance, -variance, -variance, variance];
        assert!((found.values[0] - 1.0 / 3.0).abs() < 1e-15 && (found.values[1] - 2.0 / 3.0).abs() < 1e-15);
        assert!(found.covariance.iter().zip(expected).all(|(x, y)| (x - y).abs() < 1e-15));
        for replicate in 0..4 {
            let times = PLAN.multiplicities(replicate);
            let (one, other) = (2.0 * f64::from(times[0]), f64::from(times[1]));
            let mean = (0.25 * one + 0.5 * other) / (one + other);
            assert!((found.draws[[replicate, 0]] - mean).abs() < 1e-15 || mean.is_nan());
        }
    }

    #[test]
    fn one_cluster_has_no_error_and_no_row_no_mean() {
        let shares = array![[0.25], [0.5]];
        let found = mean_cost_shares(&[1, 1], shares.view(), &PLAN, &Run::quiet()).unwrap();
        assert!(found.covariance[0].is_nan());
        assert!(mean_cost_shares(&[], Array2::zeros((0, 1)).view(), &PLAN, &Run::quiet()).is_err());
        assert!(mean_cost_shares(&[3], array![[1.0]].view(), &PLAN, &Run::quiet()).is_err());
    }
}
