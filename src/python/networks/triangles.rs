//! The border of triangles and squares.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;

#[pyfunction]
pub(crate) fn triangles<'py>(
    py: Python<'py>,
    network: &Network,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<i64>>> {
    let values = watched(py, threads, progress, |run| networks::triangles::triangles(&network.0, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn square_clustering<'py>(
    py: Python<'py>,
    network: &Network,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| networks::triangles::square_clustering(&network.0, run))?;
    Ok(values.into_pyarray(py))
}
