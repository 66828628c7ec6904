//! The border of structural and regular equivalence.

use numpy::{IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::{detached, watched};

#[pyfunction]
pub(crate) fn structural_equivalence<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    measure: &str,
    own: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let values = watched(py, threads, progress, |run| {
        networks::equivalence::structural_equivalence(&network.0, weighted, measure.parse()?, own.parse()?, run)
    })?;
    Ok(values.into_pyarray(py))
}

/// Blocks, and how many could not be divided.
type Blocks<'py> = (Bound<'py, PyArray1<i64>>, usize);

#[pyfunction]
pub(crate) fn concor<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    own: &str,
    depth: usize,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Blocks<'py>> {
    let (blocks, whole) =
        watched(py, threads, progress, |run| networks::concor::concor(&network.0, weighted, own.parse()?, depth, run))?;
    Ok((blocks.into_pyarray(py), whole))
}

#[pyfunction]
pub(crate) fn densities<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    blocks: PyReadonlyArray1<'py, i64>,
    count: usize,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let blocks = blocks.as_slice()?;
    let values = detached(py, || networks::concor::densities(&network.0, weighted, blocks, count))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn regular_equivalence<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    iterations: usize,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let values = watched(py, threads, progress, |run| {
        networks::regular::regular_equivalence(&network.0, weighted, iterations, run)
    })?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn regular_classes<'py>(
    py: Python<'py>,
    network: &Network,
    start: Option<PyReadonlyArray1<'py, i64>>,
    counted: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<i64>>> {
    let start = start.as_ref().map(PyReadonlyArray1::as_slice).transpose()?;
    let values =
        watched(py, threads, progress, |run| networks::regular::regular_classes(&network.0, start, counted, run))?;
    Ok(values.into_pyarray(py))
}
