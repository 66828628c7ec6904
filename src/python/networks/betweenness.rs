//! The border of how often a node or a tie lies between others.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;
use crate::random::Seed;

#[pyfunction]
pub(crate) fn betweenness<'py>(
    py: Python<'py>,
    network: &Network,
    by_distance: bool,
    ends: Option<(PyReadonlyArray1<'py, u32>, PyReadonlyArray1<'py, u32>)>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let ends = match &ends {
        Some((sources, targets)) => Some((sources.as_slice()?, targets.as_slice()?)),
        None => None,
    };
    let values =
        watched(py, threads, progress, |run| networks::betweenness::betweenness(&network.0, by_distance, ends, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn edge_betweenness<'py>(
    py: Python<'py>,
    network: &Network,
    by_distance: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values =
        watched(py, threads, progress, |run| networks::betweenness::edge_betweenness(&network.0, by_distance, run))?;
    Ok(values.into_pyarray(py))
}

/// Values, bounds, and the number of samples.
type Sampled<'py> = (Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>, u64);

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "they are those of the Python function")]
pub(crate) fn betweenness_approximate<'py>(
    py: Python<'py>,
    network: &Network,
    by_distance: bool,
    error: f64,
    confidence: f64,
    seed: [u64; 2],
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Sampled<'py>> {
    let found = watched(py, threads, progress, |run| {
        networks::approximate::betweenness_approximate(&network.0, by_distance, error, confidence, Seed(seed), run)
    })?;
    Ok((found.values.into_pyarray(py), found.bounds.into_pyarray(py), found.samples))
}
