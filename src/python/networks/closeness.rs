//! The border of how near a node is to all others.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "they are those of the Python function")]
pub(crate) fn closeness<'py>(
    py: Python<'py>,
    network: &Network,
    by_distance: bool,
    direction: &str,
    improved: bool,
    normalized: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| {
        networks::closeness::closeness(&network.0, by_distance, direction.parse()?, improved, normalized, run)
    })?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn harmonic<'py>(
    py: Python<'py>,
    network: &Network,
    by_distance: bool,
    direction: &str,
    normalized: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| {
        networks::closeness::harmonic(&network.0, by_distance, direction.parse()?, normalized, run)
    })?;
    Ok(values.into_pyarray(py))
}

/// Closeness, harmonic closeness and eccentricity.
type Nearness<'py> = (Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>);

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "they are those of the Python function")]
pub(crate) fn nearness<'py>(
    py: Python<'py>,
    network: &Network,
    by_distance: bool,
    direction: &str,
    improved: bool,
    normalized: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Nearness<'py>> {
    let found = watched(py, threads, progress, |run| {
        networks::closeness::nearness(&network.0, by_distance, direction.parse()?, improved, normalized, run)
    })?;
    Ok((found.closeness.into_pyarray(py), found.harmonic.into_pyarray(py), found.eccentricity.into_pyarray(py)))
}
