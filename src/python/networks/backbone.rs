//! The border of the ties that stand out.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::detached;

#[pyfunction]
pub(crate) fn disparity<'py>(
    py: Python<'py>,
    network: &Network,
    direction: &str,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = detached(py, || Ok(networks::backbone::disparity(&network.0, direction.parse()?)))?;
    Ok(values.into_pyarray(py))
}
