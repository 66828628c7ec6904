//! The border of where a node stands among nodes of two kinds.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;

#[pyfunction]
pub(crate) fn two_mode_clustering<'py>(
    py: Python<'py>,
    affiliations: &Network,
    firms: usize,
    of_firms: bool,
    overlap: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| {
        networks::bipartite::two_mode_clustering(&affiliations.0, firms, of_firms, overlap.parse()?, run)
    })?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn two_mode_redundancy<'py>(
    py: Python<'py>,
    affiliations: &Network,
    firms: usize,
    of_firms: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| {
        networks::bipartite::two_mode_redundancy(&affiliations.0, firms, of_firms, run)
    })?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn two_mode_closure(
    py: Python<'_>,
    affiliations: &Network,
    firms: usize,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<f64> {
    watched(py, threads, progress, |run| networks::bipartite::two_mode_closure(&affiliations.0, firms, run))
}

#[pyfunction]
pub(crate) fn two_mode_closeness<'py>(
    py: Python<'py>,
    affiliations: &Network,
    firms: usize,
    of_firms: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| {
        networks::bipartite::two_mode_closeness(&affiliations.0, firms, of_firms, run)
    })?;
    Ok(values.into_pyarray(py))
}
