//! The border of places on a plane.

use numpy::{IntoPyArray, PyArray2};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;
use crate::random::Seed;

#[pyfunction]
pub(crate) fn layout<'py>(
    py: Python<'py>,
    network: &Network,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let places = watched(py, threads, progress, |run| networks::layout::layout(&network.0, Seed(seed.into()), run))?;
    Ok(places.into_pyarray(py))
}
