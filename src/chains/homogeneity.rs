//! Whether the same chain holds in all groups, at all times, and whatever came before: one test of one table.
//!
//! Moves are counted by stratum, context and destination. In each context the destinations should have the same
//! probabilities in all strata. Groups or periods as strata and origins as contexts give homogeneity and stationarity;
//! what came before the context as stratum gives the order of the chain.

use ndarray::{Array1, Array3, ArrayView3, Axis};

use crate::error::{Error, Result};
use crate::random::{Draws, Seed};
use crate::run::Run;

/// Which statistics there are: likelihood ratio and chi-square.
pub const STATISTICS: usize = 2;

/// Stretches of periods without a gap, one after another.
#[derive(Debug, Clone, Copy)]
pub struct Stretches<'a> {
    /// The state in each period.
    pub states: &'a [i64],
    /// Where each stretch begins, and where the last one ends.
    pub offsets: &'a [i64],
    /// The stratum of the move into each period; not read where strata are earlier states.
    pub strata: &'a [i64],
    /// How many states there are.
    pub state_count: usize,
    /// How many strata there are; not read where strata are earlier states.
    pub stratum_count: usize,
    /// How many states before a move make its context.
    pub order: usize,
    /// How many states before these make its stratum; 0 where strata are given.
    pub earlier: usize,
}

/// What each cell adds to the statistics, and the degrees of freedom of each context.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Expected moves: stratum × context × destination.
    pub expected: Array3<f64>,
    /// Parts of the likelihood ratio, twice the logarithm.
    pub likelihood_ratio: Array3<f64>,
    /// Parts of chi-square.
    pub chi_square: Array3<f64>,
    /// Strata with moves out of the context less one, times destinations seen from it less one.
    pub freedom: Array1<i64>,
}

impl Comparison {
    fn statistics(&self) -> [f64; STATISTICS] {
        [self.likelihood_ratio.sum(), self.chi_square.sum()]
    }
}

/// Counts moves by stratum, context and destination; see `homogeneity_test` in Python.
pub fn moves_by_stratum(stretches: Stretches<'_>) -> Result<Array3<f64>> {
    check(stretches)?;
    Ok(stretches.count(stretches.states))
}

/// Compares the strata of a table of moves; see `homogeneity_test` in Python.
#[must_use]
pub fn compare_strata(moves: ArrayView3<'_, f64>) -> Comparison {
    let (strata, contexts, states) = moves.dim();
    let pooled = moves.sum_axis(Axis(0));
    let (by_context, by_row) = (pooled.sum_axis(Axis(1)), moves.sum_axis(Axis(2)));
    let mut found = Comparison {
        expected: Array3::zeros((strata, contexts, states)),
        likelihood_ratio: Array3::zeros((strata, contexts, states)),
        chi_square: Array3::zeros((strata, contexts, states)),
        freedom: Array1::zeros(contexts),
    };
    for context in 0..contexts {
        let rows = (0..strata).filter(|&stratum| by_row[[stratum, context]] > 0.0).count() as i64;
        let seen = pooled.row(context).iter().filter(|&&count| count > 0.0).count() as i64;
        found.freedom[context] = (rows - 1).max(0) * (seen - 1).max(0);
    }
    for (at, &observed) in moves.indexed_iter() {
        let (stratum, context, state) = at;
        if pooled[[context, state]] > 0.0 && by_row[[stratum, context]] > 0.0 {
            let expected = by_row[[stratum, context]] * pooled[[context, state]] / by_context[context];
            found.expected[at] = expected;
            found.chi_square[at] = (observed - expected) * (observed - expected) / expected;
            if observed > 0.0 {
                found.likelihood_ratio[at] = 2.0 * observed * libm::log(observed / expected);
            }
        }
    }
    found
}

/// Statistics of moves drawn as if all strata were alike: replicate × statistic; see `homogeneity_test` in Python.
///
/// Every stretch keeps its length, its first states and its strata; draws come from the stream of the replicate.
pub fn homogeneity_bootstrap(
    stretches: Stretches<'_>,
    replicates: usize,
    seed: Seed,
    run: &Run,
) -> Result<Vec<[f64; STATISTICS]>> {
    check(stretches)?;
    let mut reached = stretches.count(stretches.states).sum_axis(Axis(0));
    for mut row in reached.outer_iter_mut() {
        let sum = row.sum();
        let mut so_far = 0.0;
        row.mapv_inplace(|count| {
            so_far += count;
            so_far / sum
        });
    }
    run.expect_steps(replicates as u64);
    run.map(replicates, |replicate| {
        let mut draws = seed.stream(replicate as u64, 0);
        let mut states = stretches.states.to_vec();
        let fixed = stretches.order + stretches.earlier;
        for ends in stretches.offsets.windows(2) {
            let (start, end) = (ends[0] as usize, ends[1] as usize);
            for period in start + fixed.max(1)..end {
                let context = stretches.code(&states, period - stretches.order, period);
                states[period] = drawn(reached.row(context).iter().copied(), &mut draws);
            }
            run.go_on()?;
        }
        run.advance(1)?;
        Ok(compare_strata(stretches.count(&states).view()).statistics())
    })
}

/// The first state up to which the probability exceeds a draw.
fn drawn(reached: impl Iterator<Item = f64>, draws: &mut Draws) -> i64 {
    let luck = draws.uniform();
    let mut last_possible = 0;
    let mut before = 0.0;
    for (state, up_to) in reached.enumerate() {
        if up_to > before {
            last_possible = state as i64;
            if luck < up_to {
                break;
            }
        }
        before = up_to;
    }
    last_possible
}

/// Probability that chi-square with `freedom` degrees of freedom is at least `statistic`.
///
/// A finite sum of positive terms, each taken by its logarithm (Abramowitz and Stegun 1964, 26.4.4 and 26.4.5).
#[must_use]
pub fn chi_square_tail(statistic: f64, freedom: i64) -> f64 {
    if freedom < 1 || statistic.is_nan() {
        return f64::NAN;
    }
    if statistic <= 0.0 {
        return 1.0;
    }
    let half = statistic / 2.0;
    let odd = freedom % 2 == 1;
    let (mut tail, offset) = if odd { (libm::erfc(half.sqrt()), 0.5) } else { (0.0, 0.0) };
    for term in 0..freedom / 2 {
        let power = term as f64 + offset;
        tail += libm::exp(power * libm::log(half) - half - libm::lgamma(power + 1.0));
    }
    tail.min(1.0)
}

impl Stretches<'_> {
    /// Numbers the states of some periods in a row.
    fn code(&self, states: &[i64], from: usize, to: usize) -> usize {
        states[from..to].iter().fold(0, |code, &state| code * self.state_count + state as usize)
    }

    fn count(&self, states: &[i64]) -> Array3<f64> {
        let k = self.state_count;
        let strata = if self.earlier > 0 { k.pow(self.earlier as u32) } else { self.stratum_count };
        let mut moves = Array3::zeros((strata, k.pow(self.order as u32), k));
        let fixed = self.order + self.earlier;
        for ends in self.offsets.windows(2) {
            for period in ends[0] as usize + fixed.max(1)..ends[1] as usize {
                let context = period - self.order;
                let stratum = if self.earlier > 0 {
                    self.code(states, context - self.earlier, context)
                } else {
                    self.strata[period] as usize
                };
                moves[[stratum, self.code(states, context, period), states[period] as usize]] += 1.0;
            }
        }
        moves
    }
}

fn check(stretches: Stretches<'_>) -> Result<()> {
    let below = |values: &[i64], limit: usize| {
        values.iter().all(|&value| usize::try_from(value).is_ok_and(|value| value < limit))
    };
    let periods = stretches.states.len();
    let sound = below(stretches.states, stretches.state_count)
        && below(stretches.offsets, periods + 1)
        && stretches.offsets.is_sorted()
        && (stretches.earlier > 0
            || (stretches.strata.len() == periods && below(stretches.strata, stretches.stratum_count)))
        && stretches.order + stretches.earlier <= 8;
    if sound { Ok(()) } else { Err(Error::internal("stretches of periods do not fit together")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// 0 0 1 0 1 1 in the first stratum, 1 0 0 in the second.
    const STRETCHES: Stretches<'static> = Stretches {
        states: &[0, 0, 1, 0, 1, 1, 1, 0, 0],
        offsets: &[0, 6, 9],
        strata: &[0, 0, 0, 0, 0, 0, 1, 1, 1],
        state_count: 2,
        stratum_count: 2,
        order: 1,
        earlier: 0,
    };

    #[test]
    fn moves_are_counted_within_stretches() {
        let moves = moves_by_stratum(STRETCHES).unwrap();
        assert_eq!(moves, array![[[1.0, 2.0], [1.0, 1.0]], [[1.0, 0.0], [1.0, 0.0]]]);
        let by_past = moves_by_stratum(Stretches { earlier: 1, ..STRETCHES }).unwrap();
        // After 0 0: 1; after 1 0: 1, then 0; after 0 1: 0, then 1.
        assert_eq!(by_past, array![[[0.0, 1.0], [1.0, 1.0]], [[1.0, 1.0], [0.0, 0.0]]]);
    }

    #[test]
    fn a_two_by_two_table_has_its_chi_square() {
        let found = compare_strata(array![[[10.0, 20.0]], [[30.0, 40.0]]].view());
        assert!(
            (found.chi_square.sum() - 100.0 * (400.0 - 600.0_f64).powi(2) / (30.0 * 70.0 * 40.0 * 60.0)).abs() < 1e-12
        );
        assert_eq!(found.freedom, array![1]);
        assert_eq!(compare_strata(array![[[10.0, 0.0]], [[0.0, 0.0]]].view()).freedom, array![0]);
    }

    #[test]
    fn tails_are_those_of_the_tables() {
        for (statistic, freedom, tail) in
            [(3.841_458_820_694_124, 1, 0.05), (5.991_464_547_107_979, 2, 0.05), (18.307_038_053_275_146, 10, 0.05)]
        {
            assert!((chi_square_tail(statistic, freedom) - tail).abs() < 1e-14);
        }
        assert_eq!(chi_square_tail(0.0, 3), 1.0);
        assert!(chi_square_tail(1.0, 0).is_nan());
    }

    #[test]
    fn threads_give_equal_bits() {
        let of =
            |threads| homogeneity_bootstrap(STRETCHES, 40, Seed([1, 2]), &Run::new(Some(threads)).unwrap()).unwrap();
        assert_eq!(of(1), of(2));
        assert_eq!(of(1), of(7));
    }
}
