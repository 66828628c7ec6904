//! The border of coreness.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;

#[pyfunction]
pub(crate) fn coreness<'py>(
    py: Python<'py>,
    network: &Network,
    direction: &str,
) -> PyResult<Bound<'py, PyArray1<i64>>> {
    let values = watched(py, None, None, |run| networks::coreness::coreness(&network.0, direction.parse()?, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn strength_coreness<'py>(
    py: Python<'py>,
    network: &Network,
    direction: &str,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values =
        watched(py, None, None, |run| networks::coreness::strength_coreness(&network.0, direction.parse()?, run))?;
    Ok(values.into_pyarray(py))
}
