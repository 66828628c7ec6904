//! The border of how far nodes can reach.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;

#[pyfunction]
pub(crate) fn reach<'py>(
    py: Python<'py>,
    network: &Network,
    steps: Option<u32>,
    direction: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<i64>>> {
    let values =
        watched(py, threads, progress, |run| networks::reach::reach(&network.0, steps, direction.parse()?, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn eccentricity<'py>(
    py: Python<'py>,
    network: &Network,
    by_distance: bool,
    direction: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| {
        networks::reach::eccentricity(&network.0, by_distance, direction.parse()?, run)
    })?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn average_path_length(
    py: Python<'_>,
    network: &Network,
    by_distance: bool,
    direction: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<f64> {
    watched(py, threads, progress, |run| {
        networks::reach::average_path_length(&network.0, by_distance, direction.parse()?, run)
    })
}

/// Row by row, one a source.
#[pyfunction]
pub(crate) fn distances<'py>(
    py: Python<'py>,
    network: &Network,
    sources: PyReadonlyArray1<'py, u32>,
    by_distance: bool,
    direction: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let sources = sources.as_slice()?;
    let values = watched(py, threads, progress, |run| {
        networks::reach::distances(&network.0, sources, by_distance, direction.parse()?, run)
    })?;
    Ok(values.into_pyarray(py))
}
