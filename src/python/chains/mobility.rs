//! The border of mobility.

use numpy::{IntoPyArray, PyReadonlyArray1, PyReadonlyArray3};
use pyo3::prelude::*;

use super::{Floats, Table};
use crate::chains::mobility as indices;
use crate::python::watched;

/// Indices by matrix and index.
#[pyfunction]
pub(crate) fn mobility<'py>(
    py: Python<'py>,
    matrices: PyReadonlyArray3<'py, f64>,
    ranks: Floats<'py>,
    weights: Option<Floats<'py>>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table<'py>> {
    let (matrices, ranks) = (matrices.as_array(), ranks.as_array());
    let weights = weights.as_ref().map(PyReadonlyArray1::as_array);
    let found = watched(py, threads, progress, |run| indices::mobility(matrices, ranks, weights, run))?;
    Ok(found.into_pyarray(py))
}
