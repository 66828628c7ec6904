//! The border of `productivity::between_within`.

use numpy::{IntoPyArray, PyArray2, PyArray3, PyReadonlyArray1};
use pyo3::prelude::*;

use super::Plan;
use crate::error::{Error, Result};
use crate::productivity::between_within::{self as kernel, Measure, Rows};
use crate::python::watched;

type Integers<'py> = PyReadonlyArray1<'py, i64>;
type Floats<'py> = PyReadonlyArray1<'py, f64>;
type Table<'py> = Bound<'py, PyArray2<f64>>;

fn named(measure: &str) -> Result<Measure> {
    match measure {
        "theil" => Ok(Measure::Theil),
        "variance" => Ok(Measure::Variance),
        other => Err(Error::invalid(format!("`measure` must be \"theil\" or \"variance\": got \"{other}\""))),
    }
}

/// `weakties.productivity.theil` and `variance_decomposition`.
#[pyfunction]
#[pyo3(signature = (firm, period, group, size, level, counts, measure, plan, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "a panel's columns")]
pub(crate) fn between_within<'py>(
    py: Python<'py>,
    firm: Integers<'py>,
    period: Integers<'py>,
    group: Integers<'py>,
    size: Floats<'py>,
    level: Floats<'py>,
    counts: (usize, usize, usize),
    measure: &str,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Table<'py>, Table<'py>, Bound<'py, PyArray3<f64>>)> {
    let plan = plan.borrow()?;
    let rows = Rows {
        firm: firm.as_slice()?,
        period: period.as_slice()?,
        group: group.as_slice()?,
        size: size.as_slice()?,
        level: level.as_slice()?,
        counts,
    };
    let found = watched(py, threads, progress, |run| kernel::between_within(rows, named(measure)?, &plan, run))?;
    Ok((found.components.into_pyarray(py), found.groups.into_pyarray(py), found.replicates.into_pyarray(py)))
}
