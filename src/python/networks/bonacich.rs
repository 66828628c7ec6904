//! The border of Katz's status and Bonacich's power.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use super::Network;
use super::spectral::{Read, Until, reading, stop};
use crate::networks::bonacich as kernel;
use crate::python::watched;

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one for each option of the Python function")]
pub(crate) fn katz<'py>(
    py: Python<'py>,
    network: &Network,
    read: Read,
    attenuation: Option<f64>,
    base: Option<PyReadonlyArray1<'py, f64>>,
    norm: &str,
    until: Until,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let base = base.as_ref().map(PyReadonlyArray1::as_slice).transpose()?;
    let values = watched(py, threads, progress, |run| {
        kernel::katz(&network.0, reading(&read)?, attenuation, base, norm.parse()?, stop(until), run)
    })?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn bonacich<'py>(
    py: Python<'py>,
    network: &Network,
    read: Read,
    beta: f64,
    until: Until,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values =
        watched(py, threads, progress, |run| kernel::bonacich(&network.0, reading(&read)?, beta, stop(until), run))?;
    Ok(values.into_pyarray(py))
}
