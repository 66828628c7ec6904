//! The border of decompositions.

use numpy::{IntoPyArray, PyArray2, PyArray3};
use pyo3::prelude::*;

use super::{Columns, EntryAndExit, Plan};
use crate::productivity::decomposition::{self, Decomposition};
use crate::productivity::moments::Pair;
use crate::productivity::panel::Panel;
use crate::python::watched;

/// Cell × component, cell × count, resample × cell × component.
pub(super) type Tables<'py> = (Bound<'py, PyArray2<f64>>, Bound<'py, PyArray2<f64>>, Bound<'py, PyArray3<f64>>);

pub(super) fn tables(py: Python<'_>, parts: Decomposition) -> Tables<'_> {
    (parts.components.into_pyarray(py), parts.counts.into_pyarray(py), parts.replicates.into_pyarray(py))
}

/// `weakties.productivity.olley_pakes`.
#[pyfunction]
#[pyo3(signature = (columns, plan, threads=None, progress=None))]
pub(crate) fn olley_pakes<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan) = (columns.borrow()?, plan.borrow()?);
    let parts = watched(py, threads, progress, |run| {
        decomposition::olley_pakes::olley_pakes(&Panel::new(&columns)?, &plan, run)
    })?;
    Ok(tables(py, parts))
}

/// `weakties.productivity.melitz_polanec`.
#[pyfunction]
#[pyo3(signature = (columns, pairs, rules, plan, threads=None, progress=None))]
pub(crate) fn melitz_polanec<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    pairs: Vec<(usize, usize)>,
    rules: EntryAndExit,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan) = (columns.borrow()?, plan.borrow()?);
    let pairs: Vec<Pair> = pairs.into_iter().map(|(start, end)| Pair { start, end }).collect();
    let parts = watched(py, threads, progress, |run| {
        decomposition::melitz_polanec::melitz_polanec(&Panel::new(&columns)?, &pairs, rules.rules()?, &plan, run)
    })?;
    Ok(tables(py, parts))
}
