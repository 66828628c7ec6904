//! The border of `productivity::markups`.

use numpy::{IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1};
use pyo3::prelude::*;

use crate::productivity::markups as kernel;
use crate::python::detached;

type Floats<'py> = PyReadonlyArray1<'py, f64>;

/// `weakties.productivity.markups`: the markups, and their distribution by cell.
#[pyfunction]
#[expect(clippy::type_complexity, reason = "a column and a table")]
pub(crate) fn markups<'py>(
    py: Python<'py>,
    elasticity: Floats<'py>,
    revenue: Floats<'py>,
    residual: Floats<'py>,
    expenditure: Floats<'py>,
    cell: PyReadonlyArray1<'py, i64>,
    cells: usize,
) -> PyResult<(Bound<'py, PyArray1<f64>>, Bound<'py, PyArray2<f64>>)> {
    let (elasticity, revenue) = (elasticity.as_slice()?, revenue.as_slice()?);
    let (residual, expenditure, cell) = (residual.as_slice()?, expenditure.as_slice()?, cell.as_slice()?);
    let (markup, table) = detached(py, || {
        let markup = kernel::markups(elasticity, revenue, residual, expenditure)?;
        let table = kernel::distribution(&markup, revenue, expenditure, cell, cells)?;
        Ok((markup, table))
    })?;
    Ok((markup.into_pyarray(py), table.into_pyarray(py)))
}
