//! The border of spells.

use numpy::{IntoPyArray, PyReadonlyArray1};
use pyo3::prelude::*;

use super::{Column, Integers};
use crate::chains::spells::{self, Joined, Rows, Spells};
use crate::python::detached;

/// Persons, states, starts, lengths, whether each adjoins the one before, first and last rows; then two rows that overlap.
#[pyfunction]
#[expect(clippy::type_complexity, reason = "a table's columns")]
pub(crate) fn join_spells<'py>(
    py: Python<'py>,
    persons: Integers<'py>,
    states: Integers<'py>,
    starts: Integers<'py>,
    lengths: Option<Integers<'py>>,
    person_count: usize,
) -> PyResult<(
    (Column<'py, i64>, Column<'py, i64>, Column<'py, i64>, Column<'py, i64>, Column<'py, bool>),
    (Column<'py, u32>, Column<'py, u32>),
    Option<(usize, usize)>,
)> {
    let rows = Rows {
        persons: persons.as_slice()?,
        states: states.as_slice()?,
        starts: starts.as_slice()?,
        lengths: lengths.as_ref().map(PyReadonlyArray1::as_slice).transpose()?,
    };
    let (s, overlap) = match detached(py, || spells::join_spells(rows, person_count))? {
        Joined::Spells(spells) => (spells, None),
        Joined::Overlap(one, other) => (Spells::default(), Some((one, other))),
    };
    let column = |values: Vec<i64>| values.into_pyarray(py);
    Ok((
        (column(s.persons), column(s.states), column(s.starts), column(s.lengths), s.adjoins.into_pyarray(py)),
        (s.first_rows.into_pyarray(py), s.last_rows.into_pyarray(py)),
        overlap,
    ))
}
