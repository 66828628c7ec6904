//! The border of which nodes can reach each other.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::detached;

#[pyfunction]
pub(crate) fn connected_components<'py>(
    py: Python<'py>,
    network: &Network,
    strong: bool,
) -> PyResult<Bound<'py, PyArray1<i64>>> {
    let numbers = detached(py, || Ok(networks::components::connected_components(&network.0, strong)))?;
    Ok(numbers.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn strong_components<'py>(py: Python<'py>, network: &Network) -> PyResult<Bound<'py, PyArray1<u32>>> {
    let numbers = detached(py, || Ok(networks::components::strong_components(&network.0)))?;
    Ok(numbers.into_pyarray(py))
}
