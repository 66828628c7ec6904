//! Mobility indices of transition matrices.

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::evd::{ComputeEigenvectors, evd_real, evd_scratch};
use faer::{Mat, Par, Spec};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayView3, Axis};

use super::markov::{communicating_classes, stationary_distribution};
use crate::error::{Error, Result};
use crate::run::Run;

/// How many indices there are for each matrix.
pub const INDICES: usize = 10;

/// Indices of each of a stack of matrices; see `mobility` in Python, which names them in this order.
///
/// Without `weights` the states weigh as in each matrix's own stationary distribution. A matrix with a row that is
/// unknown, or without a single recurrent class where that distribution is needed, has NaN for what cannot be known.
pub fn mobility(
    matrices: ArrayView3<'_, f64>,
    ranks: ArrayView1<'_, f64>,
    weights: Option<ArrayView1<'_, f64>>,
    run: &Run,
) -> Result<Array2<f64>> {
    let (count, states, columns) = matrices.dim();
    if states != columns || ranks.len() != states || weights.is_some_and(|weights| weights.len() != states) {
        return Err(Error::invalid("`order` and `weights` must have one entry for each state of a square `matrix`"));
    }
    if states < 2 {
        return Err(Error::invalid("`matrix` must have at least two states: nobody can move in a chain of one"));
    }
    run.expect_steps(count as u64);
    let rows = run.map(count, |at| {
        let matrix = matrices.index_axis(Axis(0), at);
        let indices =
            if matrix.iter().any(|p| p.is_nan()) { [f64::NAN; INDICES] } else { indices(matrix, ranks, weights)? };
        run.advance(1)?;
        Ok(indices)
    })?;
    Ok(Array2::from_shape_fn((count, INDICES), |(at, index)| rows[at][index]))
}

fn indices(
    matrix: ArrayView2<'_, f64>,
    ranks: ArrayView1<'_, f64>,
    weights: Option<ArrayView1<'_, f64>>,
) -> Result<[f64; INDICES]> {
    let k = matrix.nrows() as f64;
    let trace = matrix.diag().sum();
    let moduli = eigenvalue_moduli(matrix)?;
    let determinant: f64 = moduli.iter().product();
    let weights = match weights {
        Some(weights) => Some(weights.to_owned()),
        None => stationary_of_only_class(matrix)?,
    };
    let [mut distance, mut stay, mut up, mut down] = [f64::NAN; 4];
    if let Some(weights) = weights {
        [distance, stay, up, down] = [0.0; 4];
        for ((origin, destination), &p) in matrix.indexed_iter() {
            let flow = weights[origin] * p;
            let climb = ranks[destination] - ranks[origin];
            distance += flow * climb.abs();
            stay += if origin == destination { flow } else { 0.0 };
            up += if climb > 0.0 { flow } else { 0.0 };
            down += if climb < 0.0 { flow } else { 0.0 };
        }
    }
    let span = ranks.fold(f64::NEG_INFINITY, |a, &b| a.max(b)) - ranks.fold(f64::INFINITY, |a, &b| a.min(b));
    Ok([
        (k - trace) / (k - 1.0),
        1.0 - determinant,
        1.0 - libm::pow(determinant, 1.0 / (k - 1.0)),
        1.0 - moduli[1],
        distance,
        distance / span,
        k / (k - 1.0) * (1.0 - stay),
        stay,
        up,
        down,
    ])
}

/// Stationary distribution, 0 for transient states; none when there are several recurrent classes.
fn stationary_of_only_class(matrix: ArrayView2<'_, f64>) -> Result<Option<Array1<f64>>> {
    let classes = communicating_classes(matrix)?;
    let mut recurrent = classes.recurrent.iter().enumerate().filter(|(_, closed)| **closed).map(|(class, _)| class);
    let (Some(class), None) = (recurrent.next(), recurrent.next()) else { return Ok(None) };
    let members: Vec<usize> = (0..matrix.nrows()).filter(|&state| classes.of_state[state] == class as u32).collect();
    let within = matrix.select(Axis(0), &members).select(Axis(1), &members);
    let stationary = stationary_distribution(within.view(), &Run::quiet())?;
    let mut all = Array1::zeros(matrix.nrows());
    for (&state, &weight) in members.iter().zip(&stationary) {
        all[state] = weight;
    }
    Ok(Some(all))
}

/// The moduli of the eigenvalues, the largest first.
fn eigenvalue_moduli(matrix: ArrayView2<'_, f64>) -> Result<Vec<f64>> {
    let states = matrix.nrows();
    let dense = Mat::from_fn(states, states, |row, column| matrix[[row, column]]);
    let (mut real, mut imaginary) = (Diag::<f64>::zeros(states), Diag::<f64>::zeros(states));
    // On one thread, so that the bits do not depend on how many there are.
    let scratch =
        evd_scratch::<f64>(states, ComputeEigenvectors::No, ComputeEigenvectors::No, Par::Seq, Spec::default());
    evd_real(
        dense.as_ref(),
        real.as_mut(),
        imaginary.as_mut(),
        None,
        None,
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(scratch)),
        Spec::default(),
    )
    .map_err(|_| Error::not_converged("the eigenvalues of `matrix` were not found"))?;
    let mut moduli: Vec<f64> = (0..states).map(|at| libm::hypot(real[at], imaginary[at])).collect();
    moduli.sort_by(|one, other| other.total_cmp(one));
    Ok(moduli)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{array, aview1};

    #[test]
    fn the_three_state_example_has_its_indices() {
        let matrix = array![[[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8]]];
        let ranks = array![0.0, 1.0, 2.0];
        let found = mobility(matrix.view(), ranks.view(), None, &Run::quiet()).unwrap();
        let pi = [5.0 / 24.0, 11.0 / 24.0, 8.0 / 24.0];
        let stay = pi[0] * 0.7 + pi[1] * 0.8 + pi[2] * 0.8;
        let expected = [
            0.35,
            0.58,
            1.0 - 0.42_f64.sqrt(),
            0.30,
            0.258_333_333_333_333_3,
            0.129_166_666_666_666_67,
            1.5 * (1.0 - stay),
            stay,
            pi[0] * 0.3 + pi[1] * 0.1,
            pi[1] * 0.1 + pi[2] * 0.2,
        ];
        for (found, expected) in found.row(0).iter().zip(expected) {
            assert!((found - expected).abs() < 1e-14, "{found} {expected}");
        }
    }

    #[test]
    fn two_closed_classes_have_no_stationary_weights() {
        let still = array![[[1.0, 0.0], [0.0, 1.0]]];
        let ranks = aview1(&[0.0, 1.0]);
        let found = mobility(still.view(), ranks, None, &Run::quiet()).unwrap();
        assert_eq!((found[[0, 0]], found[[0, 1]], found[[0, 3]]), (0.0, 0.0, 0.0));
        assert!(found.row(0).iter().skip(4).all(|index| index.is_nan()));
        let weighted = mobility(still.view(), ranks, Some(aview1(&[0.5, 0.5])), &Run::quiet()).unwrap();
        assert_eq!(weighted[[0, 7]], 1.0);
    }
}
