//! The border of `productivity::augmented`.

use pyo3::prelude::*;

use super::decomposition::{Tables, tables};
use super::{Columns, EntryAndExit, Plan};
use crate::productivity::augmented::{self, Look};
use crate::productivity::firms::Firms;
use crate::python::watched;

/// `weakties.productivity.augmented_olley_pakes`.
#[pyfunction]
#[pyo3(signature = (columns, looks, ages, rules, plan, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "those of the kernel and those of every long one")]
pub(crate) fn augmented_olley_pakes<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    looks: Vec<(usize, Option<usize>, Option<usize>)>,
    ages: usize,
    rules: EntryAndExit,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan) = (columns.borrow()?, plan.borrow()?);
    let looks: Vec<Look> = looks.into_iter().map(|(period, before, after)| Look { period, before, after }).collect();
    let parts = watched(py, threads, progress, |run| {
        augmented::augmented_olley_pakes(&Firms::new(&columns)?, &looks, ages, rules.rules()?, &plan, run)
    })?;
    Ok(tables(py, parts))
}
