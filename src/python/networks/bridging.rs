//! The border of bridging.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::{detached, watched};

#[pyfunction]
pub(crate) fn bridging<'py>(
    py: Python<'py>,
    network: &Network,
    between: PyReadonlyArray1<'py, f64>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let between = between.as_slice()?;
    let values = watched(py, threads, progress, |run| networks::bridging::bridging(&network.0, between, run))?;
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
    between: PyReadonlyArray1<'py, f64>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let between = between.as_slice()?;
    let values = detached(py, || networks::bridging::bridging_centrality(&network.0, between))?;
    Ok(values.into_pyarray(py))
}
