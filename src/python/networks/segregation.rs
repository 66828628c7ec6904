//! The border of segregation.

use numpy::ndarray::Array2;
use numpy::{IntoPyArray, PyArray1, PyArray2};
use pyo3::prelude::*;

use super::Network;
use super::communities::{Codes, Numbers};
use super::spectral::{Until, stop};
use crate::error::Error;
use crate::networks;
use crate::networks::communities::Groups;
use crate::python::{detached, watched};

/// Indices of the network, and a row for each group.
#[pyfunction]
pub(crate) fn segregation<'py>(
    py: Python<'py>,
    network: &Network,
    groups: Codes<'py>,
    count: usize,
) -> PyResult<(Numbers<'py>, Bound<'py, PyArray2<f64>>)> {
    let groups = groups.as_slice()?;
    let (whole, of_groups) =
        detached(py, || networks::segregation::segregation(&network.0, Groups::new(&network.0, groups, count)?))?;
    Ok((PyArray1::from_slice(py, &whole), Array2::from(of_groups).into_pyarray(py)))
}

#[pyfunction]
pub(crate) fn mixing_matrix<'py>(
    py: Python<'py>,
    network: &Network,
    groups: Codes<'py>,
    count: usize,
    weighted: bool,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let groups = groups.as_slice()?;
    let matrix = detached(py, || {
        let groups = Groups::new(&network.0, groups, count)?;
        let cells = networks::segregation::mixing_matrix(&network.0, groups, weighted)?;
        Array2::from_shape_vec((count, count), cells).map_err(|problem| Error::internal(problem.to_string()))
    })?;
    Ok(matrix.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn spectral_segregation<'py>(
    py: Python<'py>,
    network: &Network,
    groups: Codes<'py>,
    weighted: bool,
    until: Until,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Numbers<'py>> {
    let groups = groups.as_slice()?;
    let index = watched(py, threads, progress, |run| {
        networks::spectral_segregation::spectral_segregation(&network.0, groups, weighted, stop(until), run)
    })?;
    Ok(index.into_pyarray(py))
}
