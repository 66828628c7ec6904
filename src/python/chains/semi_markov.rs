//! The border of semi-Markov chains.

use numpy::{IntoPyArray, PyArray3, PyArray4, PyReadonlyArray1, PyReadonlyArray3};
use pyo3::prelude::*;

use super::{Floats, Integers, Table};
use crate::chains::semi_markov::{self, Sojourns};
use crate::python::{detached, watched};
use crate::random::Seed;

/// Spells as they arrive from Python.
#[derive(FromPyObject)]
pub(crate) struct Borrowed<'py>(
    Integers<'py>,
    Integers<'py>,
    PyReadonlyArray1<'py, bool>,
    PyReadonlyArray1<'py, bool>,
    Integers<'py>,
    Floats<'py>,
    usize,
    usize,
);

/// Those at risk and exits, by replicate.
type Redrawn<'py> = (Bound<'py, PyArray3<f64>>, Bound<'py, PyArray4<f64>>);

impl Borrowed<'_> {
    fn sojourns(&self) -> PyResult<Sojourns<'_>> {
        Ok(Sojourns {
            states: self.0.as_slice()?,
            lengths: self.1.as_slice()?,
            adjoins: self.2.as_slice()?,
            begun: self.3.as_slice()?,
            persons: self.4.as_slice()?,
            weights: self.5.as_slice()?,
            state_count: self.6,
            longest: self.7,
        })
    }
}

/// Those at risk by state and duration; exits by state, duration and destination.
#[pyfunction]
pub(crate) fn sojourn_exits<'py>(
    py: Python<'py>,
    sojourns: Borrowed<'py>,
) -> PyResult<(Table<'py>, Bound<'py, PyArray3<f64>>)> {
    let sojourns = sojourns.sojourns()?;
    let found = detached(py, || semi_markov::sojourn_exits(sojourns))?;
    Ok((found.at_risk.into_pyarray(py), found.exits.into_pyarray(py)))
}

/// The same of redrawn persons, by replicate.
#[pyfunction]
pub(crate) fn sojourn_bootstrap<'py>(
    py: Python<'py>,
    sojourns: Borrowed<'py>,
    replicates: usize,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Redrawn<'py>> {
    let sojourns = sojourns.sojourns()?;
    let (at_risk, exits) = watched(py, threads, progress, |run| {
        semi_markov::sojourn_bootstrap(sojourns, replicates, Seed(seed.into()), run)
    })?;
    Ok((at_risk.into_pyarray(py), exits.into_pyarray(py)))
}

/// Shares by period and state.
#[pyfunction]
pub(crate) fn occupation<'py>(
    py: Python<'py>,
    hazards: PyReadonlyArray3<'py, f64>,
    start: Floats<'py>,
    periods: usize,
) -> PyResult<Table<'py>> {
    let (hazards, start) = (hazards.as_array(), start.as_array());
    let shares = watched(py, Some(1), None, |run| semi_markov::occupation(hazards, start, periods, run))?;
    Ok(shares.into_pyarray(py))
}
