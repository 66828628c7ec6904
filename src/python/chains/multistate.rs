//! The border of continuous-time chains.

use numpy::IntoPyArray;
use pyo3::prelude::*;

use super::{Column, Floats, Integers, Matrix, Table};
use crate::chains;
use crate::chains::matrix_exponential::exponential;
use crate::chains::multistate::{Panel, Stopping};
use crate::python::{detached, watched};

/// Kinds of intervals and the intervals, as they arrive from Python.
#[derive(FromPyObject)]
pub(crate) struct Borrowed<'py>(
    Floats<'py>,
    Matrix<'py>,
    Integers<'py>,
    Integers<'py>,
    Integers<'py>,
    Integers<'py>,
    Floats<'py>,
    usize,
    Vec<(usize, usize)>,
);

type Fitted<'py> = (Column<'py, f64>, f64, Table<'py>, Table<'py>, usize);

/// Parameters, likelihood, curvature, slopes by person, and how many rounds it took.
#[pyfunction]
pub(crate) fn multistate<'py>(
    py: Python<'py>,
    panel: Borrowed<'py>,
    start: Floats<'py>,
    tolerance: f64,
    rounds: usize,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Fitted<'py>> {
    let borrowed = Panel {
        durations: panel.0.as_array(),
        terms: panel.1.as_array(),
        kinds: panel.2.as_slice()?,
        origins: panel.3.as_slice()?,
        destinations: panel.4.as_slice()?,
        persons: panel.5.as_slice()?,
        weights: panel.6.as_slice()?,
        state_count: panel.7,
        pairs: &panel.8,
    };
    let start = start.as_array();
    let found = watched(py, threads, progress, |run| {
        chains::multistate::multistate(borrowed, start, Stopping { tolerance, rounds }, run)
    })?;
    Ok((
        found.parameters.into_pyarray(py),
        found.likelihood,
        found.curvature.into_pyarray(py),
        found.scores.into_pyarray(py),
        found.rounds,
    ))
}

/// Probabilities after some time, and their derivatives by the logarithms of some intensities.
#[pyfunction]
pub(crate) fn matrix_exponential<'py>(
    py: Python<'py>,
    intensities: Matrix<'py>,
    time: f64,
    pairs: Vec<(usize, usize)>,
) -> PyResult<(Table<'py>, Vec<Table<'py>>)> {
    let intensities = intensities.as_array();
    let found = detached(py, || Ok(exponential(intensities, time, &pairs)))?;
    let derivatives = found.derivatives.into_iter().map(|one| one.into_pyarray(py)).collect();
    Ok((found.probabilities.into_pyarray(py), derivatives))
}
