//! The border of the triad census.

use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;

/// The names of the types and how many triads there are of each.
#[pyfunction]
pub(crate) fn triad_census(
    py: Python<'_>,
    network: &Network,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Vec<&'static str>, Vec<u128>)> {
    let counts = watched(py, threads, progress, |run| networks::triads::triad_census(&network.0, run))?;
    Ok((networks::triads::TYPES.to_vec(), counts.to_vec()))
}
