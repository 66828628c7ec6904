//! The border of how often a node lies between others.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;

#[pyfunction]
pub(crate) fn betweenness<'py>(
    py: Python<'py>,
    network: &Network,
    by_distance: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values =
        watched(py, threads, progress, |run| networks::betweenness::betweenness(&network.0, by_distance, run))?;
    Ok(values.into_pyarray(py))
}
