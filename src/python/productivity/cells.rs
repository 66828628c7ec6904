//! The border of `productivity::cells`.

use numpy::{IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1};
use pyo3::prelude::*;

use crate::productivity::cells;
use crate::python::watched;

/// `weakties.productivity.micro_moments`.
#[pyfunction]
#[pyo3(signature = (cell, cells, value, weight, percentiles, neighbours, largest, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "each is an option of the call")]
pub(crate) fn micro_moments<'py>(
    py: Python<'py>,
    cell: PyReadonlyArray1<'py, i64>,
    cells: usize,
    value: PyReadonlyArray1<'py, f64>,
    weight: PyReadonlyArray1<'py, f64>,
    percentiles: Vec<u32>,
    neighbours: usize,
    largest: usize,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let (cell, value, weight) = (cell.as_slice()?, value.as_slice()?, weight.as_slice()?);
    let wanted = cells::Wanted { percentiles: &percentiles, neighbours, largest };
    let found = watched(py, threads, progress, |run| cells::micro_moments(cell, cells, value, weight, &wanted, run))?;
    Ok(found.into_pyarray(py))
}

/// The classes of `weakties.productivity.joint_distribution` and `transition_matrix`.
#[pyfunction]
#[pyo3(signature = (cell, cells, value, weight, classes, threads=None))]
pub(crate) fn quantile_classes<'py>(
    py: Python<'py>,
    cell: PyReadonlyArray1<'py, i64>,
    cells: usize,
    value: PyReadonlyArray1<'py, f64>,
    weight: PyReadonlyArray1<'py, f64>,
    classes: usize,
    threads: Option<usize>,
) -> PyResult<Bound<'py, PyArray1<i64>>> {
    let (cell, value, weight) = (cell.as_slice()?, value.as_slice()?, weight.as_slice()?);
    let found = watched(py, threads, None, |run| cells::quantile_classes(cell, cells, value, weight, classes, run))?;
    Ok(found.into_pyarray(py))
}
