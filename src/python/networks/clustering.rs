//! The border of clustering.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;

#[pyfunction]
pub(crate) fn clustering<'py>(
    py: Python<'py>,
    network: &Network,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| networks::clustering::clustering(&network.0, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn strength_clustering<'py>(
    py: Python<'py>,
    network: &Network,
    method: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| {
        networks::clustering::strength_clustering(&network.0, method.parse()?, run)
    })?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn directed_clustering<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    pattern: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| {
        networks::clustering::directed_clustering(&network.0, weighted, pattern.parse()?, run)
    })?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn transitivity(
    py: Python<'_>,
    network: &Network,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<f64> {
    watched(py, threads, progress, |run| networks::clustering::transitivity(&network.0, run))
}
