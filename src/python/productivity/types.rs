//! The border of `productivity::types`.

use pyo3::prelude::*;

use super::decomposition::{Tables, tables};
use super::{Columns, Plan};
use crate::productivity::firms::Firms;
use crate::productivity::moments::Pair;
use crate::productivity::types;
use crate::python::watched;

/// `weakties.productivity.across_types`.
#[pyfunction]
#[pyo3(signature = (columns, types, pairs, plan, threads=None, progress=None))]
pub(crate) fn across_types<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    types: usize,
    pairs: Vec<(usize, usize)>,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan) = (columns.borrow()?, plan.borrow()?);
    let pairs: Vec<Pair> = pairs.into_iter().map(|(start, end)| Pair { start, end }).collect();
    let parts =
        watched(py, threads, progress, |run| types::across_types(&Firms::new(&columns)?, types, &pairs, &plan, run))?;
    Ok(tables(py, parts))
}
