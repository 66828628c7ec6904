//! The border of structural holes.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::error::Result;
use crate::networks;
use crate::networks::holes::Reading;
use crate::python::watched;
use crate::run::Run;

type Numbers<'py> = Bound<'py, PyArray1<f64>>;

fn reading(weighted: bool, model: &str, ties: &str) -> Result<Reading> {
    Ok(Reading { weighted, model: model.parse()?, alters: ties.parse()? })
}

#[pyfunction]
pub(crate) fn constraint<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    ties: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Numbers<'py>> {
    let kernel = |run: &Run| networks::holes::constraint(&network.0, reading(weighted, model, ties)?, run);
    Ok(watched(py, threads, progress, kernel)?.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn effective_size<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    ties: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Numbers<'py>> {
    let kernel = |run: &Run| networks::holes::effective_size(&network.0, reading(weighted, model, ties)?, run);
    Ok(watched(py, threads, progress, kernel)?.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn efficiency<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    ties: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Numbers<'py>> {
    let kernel = |run: &Run| networks::holes::efficiency(&network.0, reading(weighted, model, ties)?, run);
    Ok(watched(py, threads, progress, kernel)?.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn hierarchy<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    ties: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Numbers<'py>> {
    let kernel = |run: &Run| networks::holes::hierarchy(&network.0, reading(weighted, model, ties)?, run);
    Ok(watched(py, threads, progress, kernel)?.into_pyarray(py))
}

type Dyads<'py> = (Bound<'py, PyArray1<u32>>, Bound<'py, PyArray1<u32>>, Numbers<'py>);

#[pyfunction]
pub(crate) fn dyadic_constraint<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    ties: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Dyads<'py>> {
    let kernel = |run: &Run| networks::holes::dyadic_constraint(&network.0, reading(weighted, model, ties)?, run);
    let (egos, alters, values) = watched(py, threads, progress, kernel)?;
    Ok((egos.into_pyarray(py), alters.into_pyarray(py), values.into_pyarray(py)))
}

/// Number of alters, constraint, effective size, efficiency and hierarchy.
type Holes<'py> = (Bound<'py, PyArray1<i64>>, Numbers<'py>, Numbers<'py>, Numbers<'py>, Numbers<'py>);

#[pyfunction]
pub(crate) fn holes<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    ties: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Holes<'py>> {
    let kernel = |run: &Run| networks::holes::holes(&network.0, reading(weighted, model, ties)?, run);
    let all = watched(py, threads, progress, kernel)?;
    Ok((
        all.degree.into_pyarray(py),
        all.constraint.into_pyarray(py),
        all.effective_size.into_pyarray(py),
        all.efficiency.into_pyarray(py),
        all.hierarchy.into_pyarray(py),
    ))
}
