//! The border of tests of chains.

use ndarray::Array2;
use numpy::{IntoPyArray, PyArray3, PyReadonlyArray3};
use pyo3::prelude::*;

use super::{Column, Integers, Table};
use crate::chains::homogeneity::{self, STATISTICS, Stretches};
use crate::python::{detached, watched};
use crate::random::Seed;

/// Stretches of periods as they arrive from Python.
#[derive(FromPyObject)]
pub(crate) struct Borrowed<'py>(Integers<'py>, Integers<'py>, Integers<'py>, usize, usize, usize, usize);

impl Borrowed<'_> {
    fn stretches(&self) -> PyResult<Stretches<'_>> {
        Ok(Stretches {
            states: self.0.as_slice()?,
            offsets: self.1.as_slice()?,
            strata: self.2.as_slice()?,
            state_count: self.3,
            stratum_count: self.4,
            order: self.5,
            earlier: self.6,
        })
    }
}

type Cells<'py> = Bound<'py, PyArray3<f64>>;

/// Moves by stratum, context and destination.
#[pyfunction]
pub(crate) fn moves_by_stratum<'py>(py: Python<'py>, stretches: Borrowed<'py>) -> PyResult<Cells<'py>> {
    let stretches = stretches.stretches()?;
    Ok(detached(py, || homogeneity::moves_by_stratum(stretches))?.into_pyarray(py))
}

/// Expected moves, parts of the likelihood ratio and of chi-square, and degrees of freedom by context.
#[pyfunction]
pub(crate) fn compare_strata<'py>(
    py: Python<'py>,
    moves: PyReadonlyArray3<'py, f64>,
) -> PyResult<(Cells<'py>, Cells<'py>, Cells<'py>, Column<'py, i64>)> {
    let moves = moves.as_array();
    let found = detached(py, || Ok(homogeneity::compare_strata(moves)))?;
    Ok((
        found.expected.into_pyarray(py),
        found.likelihood_ratio.into_pyarray(py),
        found.chi_square.into_pyarray(py),
        found.freedom.into_pyarray(py),
    ))
}

/// Statistics by replicate.
#[pyfunction]
pub(crate) fn homogeneity_bootstrap<'py>(
    py: Python<'py>,
    stretches: Borrowed<'py>,
    replicates: usize,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table<'py>> {
    let stretches = stretches.stretches()?;
    let seed = Seed(seed.into());
    let drawn =
        watched(py, threads, progress, |run| homogeneity::homogeneity_bootstrap(stretches, replicates, seed, run))?;
    Ok(Array2::from_shape_fn((replicates, STATISTICS), |(at, statistic)| drawn[at][statistic]).into_pyarray(py))
}

/// The upper tail of chi-square.
#[pyfunction]
pub(crate) fn chi_square_tail(statistic: f64, freedom: i64) -> f64 {
    homogeneity::chi_square_tail(statistic, freedom)
}
