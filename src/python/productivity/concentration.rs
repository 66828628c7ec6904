//! The border of `productivity::concentration`.

use numpy::{IntoPyArray, PyArray2, PyArray3};
use pyo3::prelude::*;

use super::decomposition::pairs_of;
use super::{Columns, EntryAndExit};
use crate::productivity::concentration;
use crate::productivity::firms::Firms;
use crate::python::watched;

/// What the largest firms hold of the weight of those that stay, come in and leave.
#[pyfunction]
#[pyo3(signature = (columns, pairs, rules, largest, threads=None, progress=None))]
pub(crate) fn concentration_of_changes<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    pairs: Vec<(usize, usize)>,
    rules: EntryAndExit,
    largest: usize,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray3<f64>>> {
    let (columns, pairs) = (columns.borrow()?, pairs_of(pairs));
    let found = watched(py, threads, progress, |run| {
        concentration::concentration_of_changes(&Firms::new(&columns)?, &pairs, rules.rules()?, largest, run)
    })?;
    Ok(found.into_pyarray(py))
}

/// What the largest firms hold of the weight of each group and period.
#[pyfunction]
#[pyo3(signature = (columns, largest, threads=None, progress=None))]
pub(crate) fn concentration_of_levels<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    largest: usize,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let columns = columns.borrow()?;
    let found = watched(py, threads, progress, |run| {
        concentration::concentration_of_levels(&Firms::new(&columns)?, largest, run)
    })?;
    Ok(found.into_pyarray(py))
}
