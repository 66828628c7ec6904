//! The border of multiregional populations.

use numpy::{IntoPyArray, PyArray3, PyReadonlyArray3};
use pyo3::prelude::*;

use super::{Matrix, Table};
use crate::chains::multiregional;
use crate::python::detached;

/// Probabilities by age, origin and place.
#[pyfunction]
pub(crate) fn multiregional_survival<'py>(
    py: Python<'py>,
    moves: PyReadonlyArray3<'py, f64>,
    deaths: Matrix<'py>,
    width: f64,
) -> PyResult<Bound<'py, PyArray3<f64>>> {
    let (moves, deaths) = (moves.as_array(), deaths.as_array());
    let found = detached(py, || multiregional::multiregional_survival(moves, deaths, width))?;
    Ok(found.into_pyarray(py))
}

/// What one step makes of a population: ages and places by ages and places.
#[pyfunction]
pub(crate) fn multiregional_growth<'py>(
    py: Python<'py>,
    survival: PyReadonlyArray3<'py, f64>,
    births: Matrix<'py>,
    width: f64,
) -> PyResult<Table<'py>> {
    let (survival, births) = (survival.as_array(), births.as_array());
    let found = detached(py, || multiregional::multiregional_growth(survival, births, width))?;
    Ok(found.into_pyarray(py))
}
