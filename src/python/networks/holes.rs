//! The border of structural holes.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;

#[pyfunction]
pub(crate) fn constraint<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values =
        watched(py, threads, progress, |run| networks::holes::constraint(&network.0, weighted, model.parse()?, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn effective_size<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| {
        networks::holes::effective_size(&network.0, weighted, model.parse()?, run)
    })?;
    Ok(values.into_pyarray(py))
}

/// Constraint and effective size.
type Holes<'py> = (Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>);

#[pyfunction]
pub(crate) fn constraint_and_effective_size<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Holes<'py>> {
    let (constraint, size) = watched(py, threads, progress, |run| {
        networks::holes::constraint_and_effective_size(&network.0, weighted, model.parse()?, run)
    })?;
    Ok((constraint.into_pyarray(py), size.into_pyarray(py)))
}
