//! The border of openness.

use numpy::{IntoPyArray, PyArray3, PyReadonlyArray1};
use pyo3::prelude::*;

use super::{Floats, Integers, Matrix, Table};
use crate::chains::openness::{self, Careers};
use crate::python::{detached, watched};
use crate::random::Seed;

/// Careers as they arrive from Python.
#[derive(FromPyObject)]
pub(crate) struct Borrowed<'py>(
    Integers<'py>,
    Integers<'py>,
    Integers<'py>,
    PyReadonlyArray1<'py, bool>,
    Integers<'py>,
    Integers<'py>,
    Integers<'py>,
    Option<i64>,
    usize,
    usize,
);

/// What each person adds to every total.
#[pyfunction]
pub(crate) fn openness_totals<'py>(py: Python<'py>, careers: Borrowed<'py>) -> PyResult<Table<'py>> {
    let careers = Careers {
        persons: careers.0.as_slice()?,
        starts: careers.1.as_slice()?,
        lengths: careers.2.as_slice()?,
        linked: careers.3.as_slice()?,
        rungs: careers.4.as_slice()?,
        places: careers.5.as_slice()?,
        firms: careers.6.as_slice()?,
        home: careers.7,
        rung_count: careers.8,
        person_count: careers.9,
    };
    Ok(detached(py, || openness::openness_totals(careers))?.into_pyarray(py))
}

/// Sums over redrawn persons by replicate, group and total.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one for each argument of the kernel")]
pub(crate) fn redrawn_totals<'py>(
    py: Python<'py>,
    totals: Matrix<'py>,
    weights: Floats<'py>,
    groups: Integers<'py>,
    group_count: usize,
    replicates: usize,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray3<f64>>> {
    let (totals, weights, groups) = (totals.as_array(), weights.as_slice()?, groups.as_slice()?);
    let drawn = watched(py, threads, progress, |run| {
        openness::redrawn_totals(totals, weights, groups, group_count, replicates, Seed(seed.into()), run)
    })?;
    Ok(drawn.into_pyarray(py))
}
