//! The border of semi-Markov chains.

use numpy::{IntoPyArray, PyArray3, PyReadonlyArray1, PyReadonlyArray3};
use pyo3::prelude::*;

use super::{Floats, Integers, Table};
use crate::chains::semi_markov::{self, Sojourns};
use crate::python::{detached, watched};

/// Spells as they arrive from Python.
#[derive(FromPyObject)]
pub(crate) struct Borrowed<'py>(
    Integers<'py>,
    Integers<'py>,
    PyReadonlyArray1<'py, bool>,
    PyReadonlyArray1<'py, bool>,
    Floats<'py>,
    usize,
    usize,
);

/// Those at risk by state and duration; exits by state, duration and destination.
#[pyfunction]
pub(crate) fn sojourn_exits<'py>(
    py: Python<'py>,
    sojourns: Borrowed<'py>,
) -> PyResult<(Table<'py>, Bound<'py, PyArray3<f64>>)> {
    let sojourns = Sojourns {
        states: sojourns.0.as_slice()?,
        lengths: sojourns.1.as_slice()?,
        adjoins: sojourns.2.as_slice()?,
        begun: sojourns.3.as_slice()?,
        weights: sojourns.4.as_slice()?,
        state_count: sojourns.5,
        longest: sojourns.6,
    };
    let found = detached(py, || semi_markov::sojourn_exits(sojourns))?;
    Ok((found.at_risk.into_pyarray(py), found.exits.into_pyarray(py)))
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
