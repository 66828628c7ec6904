//! The border of density, reciprocity and the rich club.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::networks::cohesion::Dyads;
use crate::python::detached;

/// Mutual, asymmetric and null pairs.
#[pyfunction]
pub(crate) fn dyad_census(py: Python<'_>, network: &Network) -> PyResult<(u64, u64, u64)> {
    let Dyads { mutual, asymmetric, null } = detached(py, || Ok(networks::cohesion::dyad_census(&network.0)))?;
    Ok((mutual, asymmetric, null))
}

#[pyfunction]
pub(crate) fn node_reciprocity<'py>(py: Python<'py>, network: &Network) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = detached(py, || Ok(networks::cohesion::node_reciprocity(&network.0)))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn rich_club<'py>(
    py: Python<'py>,
    network: &Network,
    direction: &str,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = detached(py, || Ok(networks::cohesion::rich_club(&network.0, direction.parse()?)))?;
    Ok(values.into_pyarray(py))
}
