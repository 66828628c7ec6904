//! The border of the radiation model.

use numpy::IntoPyArray;
use pyo3::prelude::*;

use super::{Floats, Matrix, Table};
use crate::chains;
use crate::python::watched;

/// The probability of each destination, by origin.
#[pyfunction]
pub(crate) fn radiation<'py>(
    py: Python<'py>,
    population: Floats<'py>,
    opportunities: Floats<'py>,
    distances: Matrix<'py>,
    threads: Option<usize>,
) -> PyResult<Table<'py>> {
    let (population, opportunities) = (population.as_slice()?, opportunities.as_slice()?);
    let distances = distances.as_array();
    let found =
        watched(py, threads, None, |run| chains::radiation::radiation(population, opportunities, distances, run))?;
    Ok(found.into_pyarray(py))
}
