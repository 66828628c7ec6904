//! The border of what follows from a transition matrix.

use numpy::{IntoPyArray, PyReadonlyArray1};
use pyo3::prelude::*;

use super::{Column, Matrix, Table};
use crate::chains::markov;
use crate::python::{detached, watched};

/// The class of each state, and whether each class is recurrent.
#[pyfunction]
pub(crate) fn communicating_classes<'py>(
    py: Python<'py>,
    matrix: Matrix<'py>,
) -> PyResult<(Column<'py, u32>, Column<'py, bool>)> {
    let matrix = matrix.as_array();
    let classes = detached(py, || markov::communicating_classes(matrix))?;
    Ok((classes.of_state.into_pyarray(py), classes.recurrent.into_pyarray(py)))
}

/// The stationary distribution of one class.
#[pyfunction]
pub(crate) fn stationary_distribution<'py>(py: Python<'py>, matrix: Matrix<'py>) -> PyResult<Column<'py, f64>> {
    let matrix = matrix.as_array();
    let stationary = watched(py, Some(1), None, |run| markov::stationary_distribution(matrix, run))?;
    Ok(stationary.into_pyarray(py))
}

/// Visits, probabilities of each end, expected steps and their variance.
#[pyfunction]
pub(crate) fn absorption<'py>(
    py: Python<'py>,
    matrix: Matrix<'py>,
    into: PyReadonlyArray1<'py, bool>,
) -> PyResult<(Table<'py>, Table<'py>, Column<'py, f64>, Column<'py, f64>)> {
    let (matrix, into) = (matrix.as_array(), into.as_slice()?);
    let found = watched(py, Some(1), None, |run| markov::absorption(matrix, into, run))?;
    Ok((
        found.visits.into_pyarray(py),
        found.probabilities.into_pyarray(py),
        found.steps.into_pyarray(py),
        found.variance.into_pyarray(py),
    ))
}
