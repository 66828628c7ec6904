//! The border of core and periphery.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;
use crate::random::Seed;

/// Who is in the core, and the fit.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one a named option of the Python function")]
pub(crate) fn core_periphery<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    between: &str,
    starts: u64,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Bound<'py, PyArray1<bool>>, f64)> {
    let (core, fit) = watched(py, threads, progress, |run| {
        networks::core_periphery::core_periphery(&network.0, weighted, between.parse()?, starts, Seed(seed.into()), run)
    })?;
    Ok((core.into_pyarray(py), fit))
}

/// Coreness, the fit, and how many rounds it took.
#[pyfunction]
pub(crate) fn continuous_core_periphery<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    tolerance: f64,
    most_rounds: u64,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Bound<'py, PyArray1<f64>>, f64, u64)> {
    let (coreness, fit, rounds) = watched(py, None, progress, |run| {
        networks::continuous_core_periphery::continuous_core_periphery(
            &network.0,
            weighted,
            tolerance,
            most_rounds,
            run,
        )
    })?;
    Ok((coreness.into_pyarray(py), fit, rounds))
}
