//! The border of `productivity::size_gap`.

use pyo3::prelude::*;

use super::decomposition::{Tables, tables};
use super::{Columns, EntryAndExit, Plan};
use crate::error::{Error, Result};
use crate::productivity::firms::Firms;
use crate::productivity::moments::Pair;
use crate::productivity::size_gap::{self, ClassOf, Question};
use crate::python::watched;

/// What is asked of classes, read off the Python object that says so.
#[derive(FromPyObject)]
#[expect(clippy::struct_field_names, reason = "named as in Python")]
pub(crate) struct Classes {
    classes: usize,
    reference: usize,
    close: f64,
    logs: bool,
    class_of: String,
}

impl Classes {
    fn question(&self) -> Question {
        Question { classes: self.classes, reference: self.reference, close: self.close, logs: self.logs }
    }

    fn class_of(&self) -> Result<ClassOf> {
        match self.class_of.as_str() {
            "moving" => Ok(ClassOf::Moving),
            "start" => Ok(ClassOf::Start),
            "end" => Ok(ClassOf::End),
            other => {
                Err(Error::invalid(format!("`class_of` must be \"moving\", \"start\" or \"end\": got \"{other}\"")))
            }
        }
    }
}

/// `weakties.productivity.size_gap`, period by period.
#[pyfunction]
#[pyo3(signature = (columns, classes, plan, threads=None, progress=None))]
pub(crate) fn size_levels<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    classes: Classes,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan) = (columns.borrow()?, plan.borrow()?);
    let parts = watched(py, threads, progress, |run| {
        size_gap::size_levels(&Firms::new(&columns)?, classes.question(), &plan, run)
    })?;
    Ok(tables(py, parts))
}

/// `weakties.productivity.size_gap`, pair by pair of periods.
#[pyfunction]
#[pyo3(signature = (columns, classes, pairs, rules, plan, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "those of the kernel and those of every long one")]
pub(crate) fn size_changes<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    classes: Classes,
    pairs: Vec<(usize, usize)>,
    rules: EntryAndExit,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan) = (columns.borrow()?, plan.borrow()?);
    let pairs: Vec<Pair> = pairs.into_iter().map(|(start, end)| Pair { start, end }).collect();
    let parts = watched(py, threads, progress, |run| {
        let (firms, class_of) = (Firms::new(&columns)?, classes.class_of()?);
        size_gap::size_changes(&firms, classes.question(), class_of, &pairs, rules.rules()?, &plan, run)
    })?;
    Ok(tables(py, parts))
}

/// `weakties.productivity.size_gap`: who moves from which class to which.
#[pyfunction]
#[pyo3(signature = (columns, classes, pairs, rules, plan, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "those of the kernel and those of every long one")]
pub(crate) fn size_flows<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    classes: usize,
    pairs: Vec<(usize, usize)>,
    rules: EntryAndExit,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan) = (columns.borrow()?, plan.borrow()?);
    let pairs: Vec<Pair> = pairs.into_iter().map(|(start, end)| Pair { start, end }).collect();
    let parts = watched(py, threads, progress, |run| {
        size_gap::size_flows(&Firms::new(&columns)?, classes, &pairs, rules.rules()?, &plan, run)
    })?;
    Ok(tables(py, parts))
}
