//! The border of spectral positions.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::error::Result;
use crate::networks::matrix::Reading;
use crate::networks::spectral::{self, Stop};
use crate::python::watched;

/// Whether weights are read, which direction of ties counts, whether self-ties do.
pub(super) type Read = (bool, String, bool);

/// The tolerance and the most iterations.
pub(super) type Until = (f64, usize);

pub(super) fn reading((weighted, direction, self_ties): &Read) -> Result<Reading> {
    Ok(Reading { weighted: *weighted, direction: direction.parse()?, self_ties: *self_ties })
}

pub(super) fn stop((tolerance, most): Until) -> Stop {
    Stop { tolerance, most }
}

#[pyfunction]
pub(crate) fn spectral_radius(
    py: Python<'_>,
    network: &Network,
    read: Read,
    until: Until,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<f64> {
    watched(py, threads, progress, |run| spectral::spectral_radius(&network.0, reading(&read)?, stop(until), run))
}

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one for each option of the Python function")]
pub(crate) fn eigenvector<'py>(
    py: Python<'py>,
    network: &Network,
    read: Read,
    norm: &str,
    unique: bool,
    until: Until,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| {
        spectral::eigenvector(&network.0, reading(&read)?, norm.parse()?, unique, stop(until), run)
    })?;
    Ok(values.into_pyarray(py))
}

/// Hubs and authorities.
type Hits<'py> = (Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>);

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one for each option of the Python function")]
pub(crate) fn hits<'py>(
    py: Python<'py>,
    network: &Network,
    read: Read,
    norm: &str,
    unique: bool,
    until: Until,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Hits<'py>> {
    let (hubs, authorities) = watched(py, threads, progress, |run| {
        spectral::hits(&network.0, reading(&read)?, norm.parse()?, unique, stop(until), run)
    })?;
    Ok((hubs.into_pyarray(py), authorities.into_pyarray(py)))
}
