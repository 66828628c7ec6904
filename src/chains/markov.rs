//! Markov chains with finitely many states: classes, stationary distribution, absorption.
//!
//! Nothing is ever subtracted from a probability: what leaves a state is the sum of where it goes, so small numbers
//! keep all their digits.

use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};
use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use crate::error::{Error, Result};
use crate::run::Run;

/// How far from one a row of probabilities may sum.
const TOLERANCE: f64 = 1e-8;

/// Which states lead to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classes {
    /// The class of each state; classes are numbered by their first state.
    pub of_state: Vec<u32>,
    /// Whether each class is never left.
    pub recurrent: Vec<bool>,
}

/// What becomes of a chain until it is absorbed.
#[derive(Debug, Clone, PartialEq)]
pub struct Absorption {
    /// Expected visits to each transient state: start × visited.
    pub visits: Array2<f64>,
    /// Probability of ending in each absorbing state: start × end.
    pub probabilities: Array2<f64>,
    /// Expected number of steps from each start.
    pub steps: Array1<f64>,
    /// Variance of the number of steps.
    pub variance: Array1<f64>,
}

fn check(matrix: ArrayView2<'_, f64>) -> Result<()> {
    if matrix.nrows() != matrix.ncols() || matrix.is_empty() {
        let (rows, columns) = matrix.dim();
        return Err(Error::invalid(format!("`matrix` must be square: got {rows} × {columns}")));
    }
    for (state, row) in matrix.outer_iter().enumerate() {
        let sum = row.sum();
        if row.iter().any(|p| *p < 0.0) || sum.is_nan() || (sum - 1.0).abs() > TOLERANCE {
            return Err(Error::invalid(format!(
                "`matrix` must hold probabilities that sum to 1 in each row: row {state} (counted from 0) sums to \
                 {sum}; divide each row by its sum"
            )));
        }
    }
    Ok(())
}

/// Communicating classes; see `communicating_classes` in Python.
pub fn communicating_classes(matrix: ArrayView2<'_, f64>) -> Result<Classes> {
    check(matrix)?;
    let states = matrix.nrows();
    let mut graph = DiGraph::<(), (), u32>::with_capacity(states, states);
    let nodes: Vec<_> = (0..states).map(|_| graph.add_node(())).collect();
    for ((origin, destination), &p) in matrix.indexed_iter() {
        if p > 0.0 {
            graph.add_edge(nodes[origin], nodes[destination], ());
        }
    }
    let mut components: Vec<Vec<usize>> =
        tarjan_scc(&graph).into_iter().map(|component| component.iter().map(|node| node.index()).collect()).collect();
    components.sort_by_key(|component| component.iter().copied().min());
    let mut of_state = vec![0_u32; states];
    for (class, component) in components.iter().enumerate() {
        for &state in component {
            of_state[state] = class as u32;
        }
    }
    let recurrent = components
        .iter()
        .enumerate()
        .map(|(class, component)| {
            component.iter().all(|&state| {
                matrix.row(state).iter().zip(&of_state).all(|(&p, &other)| p == 0.0 || other == class as u32)
            })
        })
        .collect();
    Ok(Classes { of_state, recurrent })
}

/// The stationary distribution of a chain whose states all lead to each other; see `stationary_distribution` in Python.
///
/// States are taken out one by one, the last first: those that stay see the chain only when it is with them. What is
/// left of a chain of one state is put together again in reverse (Grassmann, Taksar and Heyman 1985).
pub fn stationary_distribution(matrix: ArrayView2<'_, f64>, run: &Run) -> Result<Array1<f64>> {
    check(matrix)?;
    let states = matrix.nrows();
    let mut flows = matrix.to_owned();
    run.expect_steps(states as u64);
    for last in (1..states).rev() {
        let (mut kept, taken) = flows.view_mut().split_at(Axis(0), last);
        let out = taken.row(0);
        let leaves: f64 = out.iter().take(last).sum();
        if leaves <= 0.0 {
            return Err(Error::invalid(
                "`matrix` must let every state lead to every other: some do not; take the states of one class",
            ));
        }
        let stay = Slice::from(..last);
        for mut row in kept.outer_iter_mut() {
            let share = row[last] / leaves;
            row[last] = share;
            if share > 0.0 {
                row.slice_axis_mut(Axis(0), stay).scaled_add(share, &out.slice_axis(Axis(0), stay));
            }
        }
        run.advance(1)?;
    }
    let mut weights = Array1::zeros(states);
    weights[0] = 1.0;
    for state in 1..states {
        weights[state] = (0..state).map(|origin| weights[origin] * flows[[origin, state]]).sum();
    }
    let total = weights.sum();
    Ok(weights / total)
}

/// Absorption; see `absorption` in Python. The states marked in `into` absorb, whatever their own rows say.
///
/// I − Q is factorised without pivots, its diagonal taken as the sum of where each state leads (as in
/// [`stationary_distribution`]); both factors are then solved with positive terms only.
pub fn absorption(matrix: ArrayView2<'_, f64>, into: &[bool], run: &Run) -> Result<Absorption> {
    check(matrix)?;
    if into.len() != matrix.nrows() {
        return Err(Error::invalid("`into` must mark each state"));
    }
    let states_where = |wanted: bool| -> Vec<usize> { (0..into.len()).filter(|&s| into[s] == wanted).collect() };
    let (inner, ends) = (states_where(false), states_where(true));
    let mut flows = Array2::from_shape_fn((inner.len(), inner.len()), |(i, j)| matrix[[inner[i], inner[j]]]);
    let exits = Array2::from_shape_fn((inner.len(), ends.len()), |(i, j)| matrix[[inner[i], ends[j]]]);
    run.expect_steps(2 * inner.len() as u64);
    let leaves = factorise(&mut flows, exits.sum_axis(Axis(1)), run)?;
    let mut visits = Array2::eye(inner.len());
    solve(&flows, &leaves, &mut visits, run)?;
    let steps = visits.sum_axis(Axis(1));
    let variance = 2.0 * visits.dot(&steps) - &steps - &steps * &steps;
    Ok(Absorption { probabilities: visits.dot(&exits), visits, steps, variance })
}

/// Takes the states out one by one, the first first, and returns with what probability each left for another.
///
/// Below the diagonal of `flows` remain the shares passed on, above it the probabilities at the time of removal.
fn factorise(flows: &mut Array2<f64>, mut exits: Array1<f64>, run: &Run) -> Result<Array1<f64>> {
    let states = flows.nrows();
    let mut leaves = Array1::zeros(states);
    for first in 0..states {
        let (done, mut rest) = flows.view_mut().split_at(Axis(0), first + 1);
        let out = done.row(first);
        let sum = exits[first] + out.iter().skip(first + 1).sum::<f64>();
        if sum <= 0.0 {
            return Err(Error::invalid("`into` must be reached from every other state: it is not; add closed classes"));
        }
        leaves[first] = sum;
        let stay = Slice::from(first + 1..);
        for (mut row, later) in rest.outer_iter_mut().zip(first + 1..) {
            let share = row[first] / sum;
            row[first] = share;
            if share > 0.0 {
                row.slice_axis_mut(Axis(0), stay).scaled_add(share, &out.slice_axis(Axis(0), stay));
                exits[later] += share * exits[first];
            }
        }
        run.advance(1)?;
    }
    Ok(leaves)
}

/// Solves (I − Q) X = Y in place with what [`factorise`] left.
fn solve(flows: &Array2<f64>, leaves: &Array1<f64>, sides: &mut Array2<f64>, run: &Run) -> Result<()> {
    let states = flows.nrows();
    for state in 1..states {
        let (above, mut row) = sides.view_mut().split_at(Axis(0), state);
        for (earlier, values) in above.outer_iter().enumerate() {
            row.row_mut(0).scaled_add(flows[[state, earlier]], &values);
        }
        run.go_on()?;
    }
    for state in (0..states).rev() {
        let (mut upper, below) = sides.view_mut().split_at(Axis(0), state + 1);
        let mut row = upper.row_mut(state);
        for (later, values) in below.outer_iter().enumerate() {
            row.scaled_add(flows[[state, state + 1 + later]], &values);
        }
        row /= leaves[state];
        run.advance(1)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_three_state_example_has_its_stationary_distribution() {
        let matrix = array![[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8]];
        let stationary = stationary_distribution(matrix.view(), &Run::quiet()).unwrap();
        for (found, expected) in stationary.iter().zip([5.0 / 24.0, 11.0 / 24.0, 8.0 / 24.0]) {
            assert!((found - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn tiny_probabilities_keep_their_digits() {
        let small = 1e-200;
        let matrix = array![[1.0 - small, small], [0.5, 0.5]];
        let stationary = stationary_distribution(matrix.view(), &Run::quiet()).unwrap();
        assert!((stationary[1] / (2.0 * small) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn classes_are_found_and_told_apart() {
        // 0 leads to the pair 1, 3; 2 absorbs.
        let matrix = array![[0.5, 0.2, 0.3, 0.0], [0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 0.0]];
        let classes = communicating_classes(matrix.view()).unwrap();
        assert_eq!(classes.of_state, [0, 1, 2, 1]);
        assert_eq!(classes.recurrent, [false, true, true]);
        assert!(stationary_distribution(matrix.view(), &Run::quiet()).is_err());
    }

    #[test]
    fn the_gambler_is_ruined_as_in_the_textbook() {
        // Fair bets with 1 of 3 coins: N = [[4, 2], [2, 4]] / 3 of the inner states.
        let matrix = array![[1.0, 0.0, 0.0, 0.0], [0.5, 0.0, 0.5, 0.0], [0.0, 0.5, 0.0, 0.5], [0.0, 0.0, 0.0, 1.0]];
        let found = absorption(matrix.view(), &[true, false, false, true], &Run::quiet()).unwrap();
        let near = |one: &Array2<f64>, other: Array2<f64>| (one - other).iter().all(|d| d.abs() < 1e-15);
        assert!(near(&found.visits, array![[4.0, 2.0], [2.0, 4.0]] / 3.0));
        assert!(near(&found.probabilities, array![[2.0, 1.0], [1.0, 2.0]] / 3.0));
        assert!((&found.steps - 2.0).iter().chain((&found.variance - 2.0).iter()).all(|d| d.abs() < 1e-14));
        assert!(absorption(matrix.view(), &[true, false, false, false], &Run::quiet()).is_err());
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        for bad in
            [array![[0.5, 0.4], [0.0, 1.0]], array![[1.5, -0.5], [0.0, 1.0]], array![[f64::NAN, 1.0], [0.0, 1.0]]]
        {
            assert!(matches!(communicating_classes(bad.view()), Err(Error::InvalidInput(_))));
        }
    }
}
