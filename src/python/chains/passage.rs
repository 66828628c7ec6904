//! The border of first passages.

use numpy::IntoPyArray;
use pyo3::prelude::*;

use super::{Matrix, Table};
use crate::chains::passage;
use crate::python::watched;

/// Probability, mean and variance of first passages.
#[pyfunction]
pub(crate) fn first_passage<'py>(
    py: Python<'py>,
    matrix: Matrix<'py>,
) -> PyResult<(Table<'py>, Table<'py>, Table<'py>)> {
    let matrix = matrix.as_array();
    let found = watched(py, Some(1), None, |run| passage::first_passage(matrix, run))?;
    Ok((found.probability.into_pyarray(py), found.mean.into_pyarray(py), found.variance.into_pyarray(py)))
}

/// The fundamental matrix of one class.
#[pyfunction]
pub(crate) fn fundamental_matrix<'py>(py: Python<'py>, matrix: Matrix<'py>) -> PyResult<Table<'py>> {
    let matrix = matrix.as_array();
    let found = watched(py, Some(1), None, |run| passage::fundamental_matrix(matrix, run))?;
    Ok(found.into_pyarray(py))
}

/// Kemeny's constant of one class.
#[pyfunction]
pub(crate) fn kemeny_constant(py: Python<'_>, matrix: Matrix<'_>) -> PyResult<f64> {
    let matrix = matrix.as_array();
    watched(py, Some(1), None, |run| passage::kemeny_constant(matrix, run))
}
