//! The border of `productivity::misallocation`.

use numpy::{IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1};
use pyo3::prelude::*;

use super::Plan;
use crate::productivity::misallocation::{self as kernel, Firms, Model};
use crate::python::watched;

type Integers<'py> = PyReadonlyArray1<'py, i64>;
type Floats<'py> = PyReadonlyArray1<'py, f64>;
type Column<'py, T> = Bound<'py, PyArray1<T>>;
type Table<'py> = Bound<'py, PyArray2<f64>>;
/// Rows, which of them are kept, sectors, gains and their resamples.
type Found<'py> = (Table<'py>, Column<'py, bool>, Table<'py>, Column<'py, f64>, Table<'py>);

/// `weakties.productivity.misallocation`.
#[pyfunction]
#[pyo3(signature = (
    firm, period, sector, revenue, labour, capital, counts, labour_share, sigma, rental, trim, plan, threads=None,
    progress=None
))]
#[expect(clippy::too_many_arguments, reason = "a panel's columns and a model's parameters")]
pub(crate) fn misallocation<'py>(
    py: Python<'py>,
    firm: Integers<'py>,
    period: Integers<'py>,
    sector: Integers<'py>,
    revenue: Floats<'py>,
    labour: Floats<'py>,
    capital: Floats<'py>,
    counts: (usize, usize, usize),
    labour_share: Floats<'py>,
    sigma: f64,
    rental: f64,
    trim: f64,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Found<'py>> {
    let plan = plan.borrow()?;
    let firms = Firms {
        firm: firm.as_slice()?,
        period: period.as_slice()?,
        sector: sector.as_slice()?,
        revenue: revenue.as_slice()?,
        labour: labour.as_slice()?,
        capital: capital.as_slice()?,
        counts,
    };
    let model = Model { sigma, rental, labour_share: labour_share.as_slice()?, trim };
    let found = watched(py, threads, progress, |run| kernel::misallocation(firms, model, &plan, run))?;
    Ok((
        found.rows.into_pyarray(py),
        found.kept.into_pyarray(py),
        found.sectors.into_pyarray(py),
        found.gains.into_pyarray(py),
        found.replicates.into_pyarray(py),
    ))
}
