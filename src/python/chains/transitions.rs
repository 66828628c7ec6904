//! The border of transitions.

use numpy::{IntoPyArray, PyArray3, PyArray4, PyReadonlyArray1};
use pyo3::prelude::*;

use super::{Floats, Integers, Table};
use crate::chains::transitions::{self, Moves};
use crate::python::{detached, watched};
use crate::random::Seed;

/// What the transitions of spells are counted by, as it arrives from Python.
#[derive(FromPyObject)]
pub(crate) struct Borrowed<'py>(
    Integers<'py>,
    Integers<'py>,
    Integers<'py>,
    PyReadonlyArray1<'py, bool>,
    Floats<'py>,
    Integers<'py>,
    usize,
    usize,
);

impl Borrowed<'_> {
    fn moves(&self) -> PyResult<Moves<'_>> {
        Ok(Moves {
            persons: self.0.as_slice()?,
            states: self.1.as_slice()?,
            lengths: self.2.as_slice()?,
            linked: self.3.as_slice()?,
            weights: self.4.as_slice()?,
            groups: self.5.as_slice()?,
            state_count: self.6,
            group_count: self.7,
        })
    }
}

/// Weighted moves by group, origin and destination; sums of squared weights by group and origin.
#[pyfunction]
pub(crate) fn transition_counts<'py>(
    py: Python<'py>,
    moves: Borrowed<'py>,
) -> PyResult<(Bound<'py, PyArray3<f64>>, Table<'py>)> {
    let moves = moves.moves()?;
    let counts = detached(py, || transitions::transition_counts(moves))?;
    Ok((counts.moves.into_pyarray(py), counts.squares.into_pyarray(py)))
}

/// Probabilities by replicate, group, origin and destination.
#[pyfunction]
pub(crate) fn transition_bootstrap<'py>(
    py: Python<'py>,
    moves: Borrowed<'py>,
    replicates: usize,
    never_left_absorbs: bool,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray4<f64>>> {
    let moves = moves.moves()?;
    let seed = Seed(seed.into());
    let drawn = watched(py, threads, progress, |run| {
        transitions::transition_bootstrap(moves, replicates, never_left_absorbs, seed, run)
    })?;
    Ok(drawn.into_pyarray(py))
}
