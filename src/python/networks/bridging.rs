//! The border of bridging.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::{detached, watched};

#[pyfunction]
pub(crate) fn bridging<'py>(
    py: Python<'py>,
    network: &Network,
    by_distance: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| networks::bridging::bridging(&network.0, by_distance, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn bridging_coefficient<'py>(py: Python<'py>, network: &Network) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = detached(py, || networks::bridging::bridging_coefficient(&network.0))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn bridging_centrality<'py>(
    py: Python<'py>,
    network: &Network,
    by_distance: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values =
        watched(py, threads, progress, |run| networks::bridging::bridging_centrality(&network.0, by_distance, run))?;
    Ok(values.into_pyarray(py))
}
