//! Flows that turn one table of where people live, by place of birth, into a later one.

use ndarray::{Array3, ArrayView2, Axis};

use super::ipf::{Margin, Stopping, ipf};
use crate::error::{Error, Result};
use crate::run::Run;

/// `weakties.chains.flows_from_stocks`, for stocks whose rows have the same sums at the start and the end.
///
/// Flows are birthplace × origin × destination. With `fewest_moves` as many as can stay do, and only the others are
/// spread over origins and destinations; else all are.
pub fn flows_between(
    start: ArrayView2<'_, f64>,
    end: ArrayView2<'_, f64>,
    prior: ArrayView2<'_, f64>,
    fewest_moves: bool,
    stopping: Stopping,
    run: &Run,
) -> Result<Array3<f64>> {
    let (births, places) = start.dim();
    if end.dim() != start.dim() || prior.dim() != (places, places) {
        return Err(Error::invalid("`start`, `end` and `prior` must be of the same places"));
    }
    let tables = run.map(births, |birth| {
        let mut from = start.row(birth).to_vec();
        let mut to = end.row(birth).to_vec();
        let mut stay = vec![0.0; places];
        if fewest_moves {
            for ((stay, from), to) in stay.iter_mut().zip(&mut from).zip(&mut to) {
                *stay = from.min(*to);
                *from -= *stay;
                *to -= *stay;
            }
        }
        let mut flows = spread(&from, &to, prior, stopping, run)?;
        for (place, stay) in stay.into_iter().enumerate() {
            flows[place * places + place] += stay;
        }
        Ok(flows)
    })?;
    let mut all = Array3::zeros((births, places, places));
    for (mut table, flows) in all.axis_iter_mut(Axis(0)).zip(tables) {
        for (cell, flow) in table.iter_mut().zip(flows) {
            *cell = flow;
        }
    }
    Ok(all)
}

/// The flows with these sums that follow the prior.
fn spread(from: &[f64], to: &[f64], prior: ArrayView2<'_, f64>, stopping: Stopping, run: &Run) -> Result<Vec<f64>> {
    let seed: Vec<f64> = prior.iter().copied().collect();
    let total: f64 = from.iter().sum();
    if total <= 0.0 {
        return Ok(vec![0.0; seed.len()]);
    }
    // Both sums are the same but for rounding, which would else keep the fit from ending.
    let scale = total / to.iter().sum::<f64>();
    let to: Vec<f64> = to.iter().map(|x| x * scale).collect();
    let margins = [Margin { axes: vec![0], target: from }, Margin { axes: vec![1], target: &to }];
    Ok(ipf(&seed, &[from.len(), to.len()], &margins, stopping, run)?.table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    const STOPPING: Stopping = Stopping { tolerance: 1e-12, rounds: 1000 };

    #[test]
    fn the_fewest_moves_are_those_that_the_change_needs() {
        let (start, end) = (array![[10.0, 5.0, 5.0]], array![[6.0, 8.0, 6.0]]);
        let ones = ndarray::Array2::ones((3, 3));
        let flows = flows_between(start.view(), end.view(), ones.view(), true, STOPPING, &Run::quiet()).unwrap();
        assert_eq!(flows, array![[[6.0, 3.0, 1.0], [0.0, 5.0, 0.0], [0.0, 0.0, 5.0]]]);
        let flows = flows_between(start.view(), end.view(), ones.view(), false, STOPPING, &Run::quiet()).unwrap();
        assert!((flows[[0, 0, 0]] - 3.0).abs() < 1e-12 && (flows[[0, 1, 1]] - 2.0).abs() < 1e-12);
    }
}
