//! The border of small job-contact networks, solved.

use numpy::IntoPyArray;
use pyo3::prelude::*;

use super::{Column, Pairs, Table, adjacency};
use crate::chains::contact_exact;
use crate::python::watched;

/// Probabilities of states, unemployment by agent, correlations, hazards by agent and duration.
#[pyfunction]
pub(crate) fn job_contact_exact<'py>(
    py: Python<'py>,
    network: Pairs<'py>,
    arrival: f64,
    separation: f64,
    durations: Vec<u32>,
) -> PyResult<(Column<'py, f64>, Column<'py, f64>, Table<'py>, Table<'py>)> {
    let ties = network.ties()?;
    let found = watched(py, Some(1), None, |run| {
        contact_exact::job_contact_exact(&adjacency(ties)?, arrival, separation, &durations, run)
    })?;
    Ok((
        found.probabilities.into_pyarray(py),
        found.unemployment.into_pyarray(py),
        found.correlations.into_pyarray(py),
        found.hazards.into_pyarray(py),
    ))
}
