//! The border of how many ties a node has, and what they weigh.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::detached;

#[pyfunction]
pub(crate) fn degree<'py>(py: Python<'py>, network: &Network, direction: &str) -> PyResult<Bound<'py, PyArray1<i64>>> {
    let values = detached(py, || Ok(networks::degree::degree(&network.0, direction.parse()?)))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn strength<'py>(
    py: Python<'py>,
    network: &Network,
    direction: &str,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = detached(py, || Ok(networks::degree::strength(&network.0, direction.parse()?)))?;
    Ok(values.into_pyarray(py))
}
