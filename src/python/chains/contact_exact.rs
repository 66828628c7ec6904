//! The border of small job-contact networks, solved.

use numpy::IntoPyArray;
use pyo3::prelude::*;

use super::{Column, Table};
use crate::chains::contact_exact;
use crate::python::networks::Network;
use crate::python::watched;

/// Probabilities of states, unemployment by agent, correlations, hazards by agent and duration.
#[pyfunction]
pub(crate) fn job_contact_exact<'py>(
    py: Python<'py>,
    network: &Network,
    arrival: f64,
    separation: f64,
    durations: Vec<u32>,
) -> PyResult<(Column<'py, f64>, Column<'py, f64>, Table<'py>, Table<'py>)> {
    let found = watched(py, Some(1), None, |run| {
        contact_exact::job_contact_exact(&network.0, arrival, separation, &durations, run)
    })?;
    Ok((
        found.probabilities.into_pyarray(py),
        found.unemployment.into_pyarray(py),
        found.correlations.into_pyarray(py),
        found.hazards.into_pyarray(py),
    ))
}
