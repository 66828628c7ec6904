//! The border of label propagation.

use numpy::IntoPyArray;
use pyo3::prelude::*;

use super::Network;
use super::communities::Found;
use crate::networks;
use crate::python::watched;
use crate::random::Seed;

#[pyfunction]
pub(crate) fn label_propagation<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    seed: (u64, u64),
    progress: Option<Py<PyAny>>,
) -> PyResult<Found<'py>> {
    let (community, quality) = watched(py, None, progress, |run| {
        networks::label_propagation::label_propagation(&network.0, weighted, Seed(seed.into()), run)
    })?;
    Ok((community.into_pyarray(py), quality))
}
