//! The border of job-contact networks, simulated.

use ndarray::Array2;
use numpy::{IntoPyArray, PyArray2, PyReadonlyArray1};
use pyo3::prelude::*;

use super::Column;
use crate::chains::contact::{self, Plan};
use crate::python::networks::Network;
use crate::python::watched;
use crate::random::Seed;

/// Unemployed by replicate and period; periods unemployed by agent and by pair; waiting and finding by duration.
#[pyfunction]
#[expect(clippy::too_many_arguments, clippy::type_complexity, reason = "one for each argument of the Python function")]
pub(crate) fn job_contact_simulate<'py>(
    py: Python<'py>,
    network: &Network,
    pairs: (PyReadonlyArray1<'py, u32>, PyReadonlyArray1<'py, u32>),
    arrival: f64,
    separation: f64,
    employed: PyReadonlyArray1<'py, bool>,
    burn_in: u32,
    periods: u32,
    replicates: usize,
    durations: Vec<u32>,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Bound<'py, PyArray2<u32>>, (Column<'py, u64>, Column<'py, u64>), (Column<'py, u64>, Column<'py, u64>))> {
    let pairs = [pairs.0.as_slice()?, pairs.1.as_slice()?];
    let employed = employed.as_slice()?;
    let plan = Plan { arrival, separation, employed, burn_in, periods, replicates, durations: &durations };
    let (counted, path) = watched(py, threads, progress, |run| {
        let mut counted = contact::job_contact_simulate(&network.0, pairs, plan, Seed(seed.into()), run)?;
        let path = Array2::from_shape_vec((replicates, periods as usize), std::mem::take(&mut counted.path))
            .map_err(|problem| crate::Error::internal(problem.to_string()))?;
        Ok((counted, path))
    })?;
    Ok((
        path.into_pyarray(py),
        (counted.unemployed.into_pyarray(py), counted.both.into_pyarray(py)),
        (counted.waiting.into_pyarray(py), counted.finding.into_pyarray(py)),
    ))
}
