//! The border of `productivity::aggregate_growth`.

use numpy::{PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use super::decomposition::{Tables, tables};
use super::{Columns, EntryAndExit, Plan};
use crate::productivity::aggregate_growth as growth;
use crate::productivity::firms::Firms;
use crate::productivity::moments::Pair;
use crate::python::watched;

/// What firms make and use, read off the Python object that holds it.
#[derive(FromPyObject)]
pub(crate) struct Accounts<'py> {
    revenue: PyReadonlyArray1<'py, f64>,
    quantity: PyReadonlyArray1<'py, f64>,
    inputs: PyReadonlyArray2<'py, f64>,
    costs: PyReadonlyArray2<'py, f64>,
    elasticities: PyReadonlyArray2<'py, f64>,
    intermediate: Vec<bool>,
}

/// `weakties.productivity.aggregate_growth`.
#[pyfunction]
#[pyo3(signature = (columns, accounts, pairs, rules, plan, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "those of the kernel and those of every long one")]
pub(crate) fn aggregate_growth<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    accounts: Accounts<'py>,
    pairs: Vec<(usize, usize)>,
    rules: EntryAndExit,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan) = (columns.borrow()?, plan.borrow()?);
    let pairs: Vec<Pair> = pairs.into_iter().map(|(start, end)| Pair { start, end }).collect();
    let accounts = growth::Accounts {
        revenue: accounts.revenue.as_slice()?,
        quantity: accounts.quantity.as_slice()?,
        inputs: accounts.inputs.as_array(),
        costs: accounts.costs.as_array(),
        elasticities: accounts.elasticities.as_array(),
        intermediate: &accounts.intermediate,
    };
    let parts = watched(py, threads, progress, |run| {
        growth::aggregate_growth(&Firms::new(&columns)?, &accounts, &pairs, rules.rules()?, &plan, run)
    })?;
    Ok(tables(py, parts))
}
