//! The border of who is near a node.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::detached;

#[pyfunction]
pub(crate) fn ego<'py>(
    py: Python<'py>,
    network: &Network,
    node: usize,
    radius: usize,
    direction: &str,
) -> PyResult<Bound<'py, PyArray1<bool>>> {
    let near = detached(py, || Ok(networks::ego::ego(&network.0, node, radius, direction.parse()?)))?;
    Ok(near.into_pyarray(py))
}
