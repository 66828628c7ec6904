//! The border of how rows are put in the order of a panel.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use crate::productivity::ordering;
use crate::python::detached;

/// Puts rows in the order of firm and period: the row of each place, None if in order, and whether some repeat.
#[pyfunction]
pub(crate) fn panel_order<'py>(
    py: Python<'py>,
    firm: PyReadonlyArray1<'py, i32>,
    period: PyReadonlyArray1<'py, i32>,
    firms: usize,
) -> PyResult<(Option<Bound<'py, PyArray1<i32>>>, bool)> {
    let (firm, period) = (firm.as_slice()?, period.as_slice()?);
    let found = detached(py, || ordering::panel_order(firm, period, firms))?;
    Ok((found.rows.map(|rows| rows.into_pyarray(py)), found.repeats))
}
