//! First passages: how long a Markov chain takes from one state to another, its fundamental matrix and Kemeny's constant.
//!
//! Nothing is subtracted but where a variance is taken, so chains that move slowly keep their digits.

use std::ops::Range;

use ndarray::{Array2, ArrayView2};

use super::markov::{communicating_classes, stationary_distribution};
use crate::error::Result;
use crate::run::Run;

/// First passages from each state (row) to each state (column), those back to the same state on the diagonal.
#[derive(Debug, Clone, PartialEq)]
pub struct Passages {
    /// Probability of ever getting there.
    pub probability: Array2<f64>,
    /// Expected number of steps; infinite where the state is not reached for sure.
    pub mean: Array2<f64>,
    /// Variance of that number; infinite where the mean is.
    pub variance: Array2<f64>,
}

/// A way from one state to another: its probability, and that times the mean and mean square of the steps it takes.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Way {
    p: f64,
    mean: f64,
    square: f64,
}

impl Way {
    const NONE: Self = Self { p: 0.0, mean: 0.0, square: 0.0 };
    /// To be there already.
    const HERE: Self = Self { p: 1.0, mean: 0.0, square: 0.0 };

    /// One way and then another.
    fn then(self, next: Self) -> Self {
        Self {
            p: self.p * next.p,
            mean: self.p * next.mean + self.mean * next.p,
            square: self.p * next.square + 2.0 * self.mean * next.mean + self.square * next.p,
        }
    }

    fn or(self, other: Self) -> Self {
        Self { p: self.p + other.p, mean: self.mean + other.mean, square: self.square + other.square }
    }

    /// This way back to where it began, any number of times until it is left, which has the probability `leaves`.
    fn repeated(self, leaves: f64) -> Self {
        let visits = 1.0 / leaves;
        Self {
            p: visits,
            mean: self.mean * visits * visits,
            square: (self.square + 2.0 * self.mean * self.mean * visits) * visits * visits,
        }
    }
}

/// First passages; see `first_passage` in Python.
pub fn first_passage(matrix: ArrayView2<'_, f64>, run: &Run) -> Result<Passages> {
    let classes = communicating_classes(matrix)?;
    let states = matrix.nrows();
    run.expect_steps(states as u64);
    let ways = ways(&matrix.mapv(|p| Way { p, mean: p, square: p }), &vec![0.0; states], run)?;
    let mut found = Passages {
        probability: ways.mapv(|way| way.p.min(1.0)),
        mean: ways.mapv(|way| way.mean),
        variance: ways.mapv(|way| (way.square - way.mean * way.mean).max(0.0)),
    };
    let sure = if classes.recurrent.len() == 1 { None } else { Some(reached_for_sure(matrix, run)?) };
    for (at, p) in found.probability.indexed_iter_mut() {
        if sure.as_ref().is_none_or(|sure| sure[at]) {
            *p = 1.0;
        } else {
            found.mean[at] = f64::INFINITY;
            found.variance[at] = f64::INFINITY;
        }
    }
    Ok(found)
}

/// The fundamental matrix of a chain whose states all lead to each other; see `fundamental_matrix` in Python.
pub fn fundamental_matrix(matrix: ArrayView2<'_, f64>, run: &Run) -> Result<Array2<f64>> {
    let stationary = stationary_distribution(matrix, &Run::quiet())?;
    let mean = first_passage(matrix, run)?.mean;
    let states = matrix.nrows();
    let mut found = Array2::zeros((states, states));
    for end in 0..states {
        let waits: f64 =
            (0..states).filter(|&start| start != end).map(|start| stationary[start] * mean[[start, end]]).sum();
        let own = stationary[end] * (1.0 + waits);
        for start in 0..states {
            found[[start, end]] = if start == end { own } else { own - stationary[end] * mean[[start, end]] };
        }
    }
    Ok(found)
}

/// Kemeny's constant of a chain whose states all lead to each other; see `kemeny_constant` in Python.
pub fn kemeny_constant(matrix: ArrayView2<'_, f64>, run: &Run) -> Result<f64> {
    let stationary = stationary_distribution(matrix, &Run::quiet())?;
    let mean = first_passage(matrix, run)?.mean;
    Ok(mean
        .indexed_iter()
        .filter(|((start, end), _)| start != end)
        .map(|((start, end), mean)| stationary[start] * stationary[end] * mean)
        .sum())
}

/// Ways between all pairs of states when `lost` is the probability of going where no state is reached any more.
///
/// For each half of the states the other half is taken out state by state, its ways joined to those of who stays. The
/// half that stays is solved in the same manner, and from it follow the ways of those taken out, the last one first.
fn ways(moves: &Array2<Way>, lost: &[f64], run: &Run) -> Result<Array2<Way>> {
    let states = moves.nrows();
    if states == 1 {
        run.advance(1)?;
        return Ok(moves.clone());
    }
    let mut found = Array2::from_elem((states, states), Way::NONE);
    let middle = states / 2;
    for first_half in [true, false] {
        let (mut rest, mut lost) = (moves.clone(), lost.to_vec());
        // Those who stay and those still to be taken out are next to each other.
        let staying = |taken: usize| if first_half { 0..taken } else { taken + 1..states };
        let order: Vec<usize> = if first_half { (middle..states).rev().collect() } else { (0..middle).collect() };
        let kept = if first_half { 0..middle } else { middle..states };
        for &taken in &order {
            take_out(&mut rest, &mut lost, taken, staying(taken));
            run.go_on()?;
        }
        let first = kept.start;
        let own = Array2::from_shape_fn((kept.len(), kept.len()), |(i, j)| rest[[first + i, first + j]]);
        for ((i, j), &way) in ways(&own, &lost[kept.clone()], run)?.indexed_iter() {
            found[[first + i, first + j]] = way;
        }
        for &taken in order.iter().rev() {
            for end in kept.clone() {
                found[[taken, end]] = staying(taken).fold(Way::NONE, |sum, next| {
                    let onwards = if next == end { Way::HERE } else { found[[next, end]] };
                    sum.or(rest[[taken, next]].then(onwards))
                });
            }
        }
    }
    Ok(found)
}

/// Joins the ways through a state to those among `staying`; its row is left with the ways on which it is left for good.
fn take_out(moves: &mut Array2<Way>, lost: &mut [f64], taken: usize, staying: Range<usize>) {
    let leaves = lost[taken] + staying.clone().map(|next| moves[[taken, next]].p).sum::<f64>();
    let visits = if leaves > 0.0 { moves[[taken, taken]].repeated(leaves) } else { Way::NONE };
    for next in staying.clone() {
        moves[[taken, next]] = visits.then(moves[[taken, next]]);
    }
    let lost_share = if leaves > 0.0 { lost[taken] / leaves } else { 1.0 };
    for start in staying.clone() {
        let into = moves[[start, taken]];
        if into.p > 0.0 {
            lost[start] += into.p * lost_share;
            for next in staying.clone() {
                moves[[start, next]] = moves[[start, next]].or(into.then(moves[[taken, next]]));
            }
        }
    }
}

/// Whether the chain reaches each state (column) from each state (row) with probability 1.
fn reached_for_sure(matrix: ArrayView2<'_, f64>, run: &Run) -> Result<Array2<bool>> {
    let states = matrix.nrows();
    let before: Vec<Vec<usize>> =
        (0..states).map(|state| (0..states).filter(|&start| matrix[[start, state]] > 0.0).collect()).collect();
    let mut sure = Array2::from_elem((states, states), true);
    for end in 0..states {
        let mut leads = vec![false; states];
        leads[end] = true;
        let mut open = vec![end];
        while let Some(state) = open.pop() {
            for &start in &before[state] {
                if !leads[start] {
                    leads[start] = true;
                    open.push(start);
                }
            }
        }
        let mut may_miss: Vec<bool> = leads.iter().map(|leads| !leads).collect();
        open.extend((0..states).filter(|&state| may_miss[state]));
        while let Some(state) = open.pop() {
            for &start in &before[state] {
                if !may_miss[start] {
                    may_miss[start] = true;
                    // Whoever comes through `end` has reached it.
                    if start != end {
                        open.push(start);
                    }
                }
            }
        }
        for (start, missed) in may_miss.iter().enumerate() {
            sure[[start, end]] = !missed;
        }
        run.go_on()?;
    }
    Ok(sure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn near(one: &Array2<f64>, other: &Array2<f64>) -> bool {
        one.iter().zip(other).all(|(a, b)| a == b || (a - b).abs() < 1e-12)
    }

    #[test]
    fn the_weather_in_oz_is_that_of_the_textbook() {
        // Kemeny and Snell: rain, nice, snow.
        let oz = array![[0.5, 0.25, 0.25], [0.5, 0.0, 0.5], [0.25, 0.25, 0.5]];
        let found = first_passage(oz.view(), &Run::quiet()).unwrap();
        let mean = array![[2.5, 4.0, 10.0 / 3.0], [8.0 / 3.0, 5.0, 8.0 / 3.0], [10.0 / 3.0, 4.0, 2.5]];
        assert!(near(&found.mean, &mean), "{}", found.mean);
        assert!((kemeny_constant(oz.view(), &Run::quiet()).unwrap() - 32.0 / 15.0).abs() < 1e-14);
        let fundamental = array![[86.0, 3.0, -14.0], [6.0, 63.0, 6.0], [-14.0, 3.0, 86.0]] / 75.0;
        assert!(near(&fundamental_matrix(oz.view(), &Run::quiet()).unwrap(), &fundamental));
    }

    #[test]
    fn what_may_be_missed_takes_for_ever() {
        // 0 goes to 1 or is caught in 2.
        let chain = array![[0.5, 0.25, 0.25], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]];
        let found = first_passage(chain.view(), &Run::quiet()).unwrap();
        assert!(near(&found.probability, &array![[0.75, 0.5, 1.0], [1.0, 0.5, 1.0], [0.0, 0.0, 1.0]]));
        let endless = f64::INFINITY;
        assert!(near(&found.mean, &array![[endless, endless, 5.0], [1.0, endless, 6.0], [endless, endless, 1.0]]));
    }

    #[test]
    fn slow_chains_keep_their_digits() {
        let (slow, tiny) = (1e-12, 1e-60);
        let chain = array![[1.0 - slow, slow, 0.0], [0.5, 0.5 - tiny, tiny], [0.0, 0.5, 0.5]];
        let mean = first_passage(chain.view(), &Run::quiet()).unwrap().mean;
        assert!((mean[[0, 1]] * slow - 1.0).abs() < 1e-15);
        // From 1, it is 2 · 0.5 · 10¹² visits to 0 for every 10⁶⁰ turns.
        assert!((mean[[0, 2]] / (mean[[0, 1]] + mean[[1, 2]]) - 1.0).abs() < 1e-14);
        assert!((mean[[1, 2]] * tiny / (1.0 + 0.5 / slow) - 1.0).abs() < 1e-14);
    }
}
