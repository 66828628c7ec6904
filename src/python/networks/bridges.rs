//! The border of bridges.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;

#[pyfunction]
pub(crate) fn bridges<'py>(
    py: Python<'py>,
    network: &Network,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<bool>>> {
    let values = watched(py, Some(1), progress, |run| networks::bridges::bridges(&network.0, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn articulation_points<'py>(
    py: Python<'py>,
    network: &Network,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<bool>>> {
    let values = watched(py, Some(1), progress, |run| networks::bridges::articulation_points(&network.0, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn embeddedness<'py>(
    py: Python<'py>,
    network: &Network,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<i64>>> {
    let values = watched(py, threads, progress, |run| networks::bridges::embeddedness(&network.0, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn overlap<'py>(
    py: Python<'py>,
    network: &Network,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| networks::bridges::overlap(&network.0, run))?;
    Ok(values.into_pyarray(py))
}

/// How far apart the ends of each tie are without it.
#[pyfunction]
pub(crate) fn span<'py>(
    py: Python<'py>,
    network: &Network,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| networks::bridges::span(&network.0, run))?;
    Ok(values.into_pyarray(py))
}
