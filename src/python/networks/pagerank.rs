//! The border of `pagerank`.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use super::Network;
use super::spectral::{Read, Until, reading, stop};
use crate::networks::pagerank::{self as kernel, Jumps};
use crate::python::watched;

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one for each option of the Python function")]
pub(crate) fn pagerank<'py>(
    py: Python<'py>,
    network: &Network,
    read: Read,
    damping: f64,
    personalization: Option<PyReadonlyArray1<'py, f64>>,
    dangling: Option<PyReadonlyArray1<'py, f64>>,
    until: Until,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let jumps = Jumps {
        personalization: personalization.as_ref().map(PyReadonlyArray1::as_slice).transpose()?,
        dangling: dangling.as_ref().map(PyReadonlyArray1::as_slice).transpose()?,
    };
    let values = watched(py, threads, progress, |run| {
        kernel::pagerank(&network.0, reading(&read)?, damping, jumps, stop(until), run)
    })?;
    Ok(values.into_pyarray(py))
}
