//! The border of flows from stocks.

use numpy::{IntoPyArray, PyArray3};
use pyo3::prelude::*;

use super::Matrix;
use crate::chains::ipf::Stopping;
use crate::chains::stocks;
use crate::python::watched;

/// Flows by birthplace, origin and destination.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one for each argument of the Python function")]
pub(crate) fn flows_between<'py>(
    py: Python<'py>,
    start: Matrix<'py>,
    end: Matrix<'py>,
    prior: Matrix<'py>,
    fewest_moves: bool,
    tolerance: f64,
    rounds: usize,
    threads: Option<usize>,
) -> PyResult<Bound<'py, PyArray3<f64>>> {
    let (start, end, prior) = (start.as_array(), end.as_array(), prior.as_array());
    let stopping = Stopping { tolerance, rounds };
    let flows =
        watched(py, threads, None, |run| stocks::flows_between(start, end, prior, fewest_moves, stopping, run))?;
    Ok(flows.into_pyarray(py))
}
