//! The border of sequences.

use numpy::{IntoPyArray, PyReadonlyArray2, PyReadonlyArray3};
use pyo3::prelude::*;

use super::{Integers, Matrix, Table};
use crate::chains::sequences::{self, Sequences};
use crate::python::{detached, watched};

/// Indices by sequence.
#[pyfunction]
pub(crate) fn sequence_indices<'py>(
    py: Python<'py>,
    offsets: Integers<'py>,
    states: Integers<'py>,
    lengths: Integers<'py>,
    state_count: usize,
) -> PyResult<Table<'py>> {
    let (offsets, states, lengths) = (offsets.as_slice()?, states.as_slice()?, lengths.as_slice()?);
    let sequences = Sequences { offsets, states, lengths, state_count };
    Ok(detached(py, || sequences::sequence_indices(sequences))?.into_pyarray(py))
}

/// Distances by optimal matching.
#[pyfunction]
pub(crate) fn matching_distances<'py>(
    py: Python<'py>,
    codes: PyReadonlyArray2<'py, u32>,
    ends: Vec<usize>,
    costs: Matrix<'py>,
    indel: f64,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table<'py>> {
    let (codes, costs) = (codes.as_array(), costs.as_array());
    let found = watched(py, threads, progress, |run| sequences::matching_distances(codes, &ends, costs, indel, run))?;
    Ok(found.into_pyarray(py))
}

/// Distances position by position.
#[pyfunction]
pub(crate) fn position_distances<'py>(
    py: Python<'py>,
    codes: PyReadonlyArray2<'py, u32>,
    costs: PyReadonlyArray3<'py, f64>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table<'py>> {
    let (codes, costs) = (codes.as_array(), costs.as_array());
    let found = watched(py, threads, progress, |run| sequences::position_distances(codes, costs, run))?;
    Ok(found.into_pyarray(py))
}
