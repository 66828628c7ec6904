//! The border of iterative proportional fitting.

use numpy::IntoPyArray;
use pyo3::prelude::*;

use super::{Column, Floats};
use crate::chains;
use crate::chains::ipf::{Margin, Stopping};
use crate::python::watched;

/// The cells, how many rounds it took, and the farthest that a sum is from its target.
#[pyfunction]
pub(crate) fn ipf<'py>(
    py: Python<'py>,
    seed: Floats<'py>,
    shape: Vec<usize>,
    margins: Vec<(Vec<usize>, Floats<'py>)>,
    tolerance: f64,
    rounds: usize,
) -> PyResult<(Column<'py, f64>, usize, f64)> {
    let seed = seed.as_slice()?;
    let targets = margins.iter().map(|(_, target)| target.as_slice()).collect::<Result<Vec<_>, _>>()?;
    let margins: Vec<Margin> =
        margins.iter().zip(targets).map(|((axes, _), target)| Margin { axes: axes.clone(), target }).collect();
    let fitted = watched(py, Some(1), None, |run| {
        chains::ipf::ipf(seed, &shape, &margins, Stopping { tolerance, rounds }, run)
    })?;
    Ok((fitted.table.into_pyarray(py), fitted.rounds, fitted.farthest))
}
