//! The border of decompositions.

use numpy::{IntoPyArray, PyArray2, PyArray3, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use super::{Columns, EntryAndExit, Plan};
use crate::error::Result;
use crate::productivity::decomposition::contributions::{self, Weights, Wholes};
use crate::productivity::decomposition::method::Method;
use crate::productivity::decomposition::{Decomposition, Question, errors};
use crate::productivity::moments::Pair;
use crate::productivity::panel::Panel;
use crate::productivity::stream;
use crate::python::{detached, watched};

/// Cell × component, cell × count, resample × cell × component.
pub(super) type Tables<'py> = (Bound<'py, PyArray2<f64>>, Bound<'py, PyArray2<f64>>, Bound<'py, PyArray3<f64>>);

pub(super) fn tables(py: Python<'_>, parts: Decomposition) -> Tables<'_> {
    (parts.components.into_pyarray(py), parts.counts.into_pyarray(py), parts.replicates.into_pyarray(py))
}

pub(super) fn methods_of(names: &[String]) -> Result<Vec<Method>> {
    names.iter().map(|name| Method::named(name)).collect()
}

pub(super) fn pairs_of(pairs: Vec<(usize, usize)>) -> Vec<Pair> {
    pairs.into_iter().map(|(start, end)| Pair { start, end }).collect()
}

/// `weakties.productivity.olley_pakes`.
#[pyfunction]
#[pyo3(signature = (columns, plan, productivity=None, threads=None, progress=None))]
pub(crate) fn olley_pakes<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    plan: Plan<'py>,
    productivity: Option<PyReadonlyArray2<'py, f64>>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan) = (columns.borrow()?, plan.borrow()?);
    let given = productivity.as_ref().map(PyReadonlyArray2::as_array);
    let parts = watched(py, threads, progress, |run| stream::levels(&columns, &plan, given, run))?;
    Ok(tables(py, parts))
}

/// `weakties.productivity.decompose`.
#[pyfunction]
#[pyo3(signature = (columns, methods, pairs, rules, plan, productivity=None, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "one argument for each of the Python function's")]
pub(crate) fn decompose<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    methods: Vec<String>,
    pairs: Vec<(usize, usize)>,
    rules: EntryAndExit,
    plan: Plan<'py>,
    productivity: Option<PyReadonlyArray2<'py, f64>>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan, pairs) = (columns.borrow()?, plan.borrow()?, pairs_of(pairs));
    let given = productivity.as_ref().map(PyReadonlyArray2::as_array);
    let parts = watched(py, threads, progress, |run| {
        let methods = methods_of(&methods)?;
        let question = Question { methods: &methods, pairs: &pairs, rules: rules.rules()? };
        stream::changes(&columns, &question, &plan, given, run)
    })?;
    Ok(tables(py, parts))
}

/// `weakties.productivity.decompose` with `errors="analytic"`; without methods that of `olley_pakes`.
#[pyfunction]
#[pyo3(signature = (columns, methods, pairs, rules, plan, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "one argument for each of the Python function's")]
pub(crate) fn analytic_errors<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    methods: Vec<String>,
    pairs: Vec<(usize, usize)>,
    rules: EntryAndExit,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let (columns, plan, pairs) = (columns.borrow()?, plan.borrow()?, pairs_of(pairs));
    let errors = watched(py, threads, progress, |run| {
        let (panel, methods) = (Panel::new(&columns)?, methods_of(&methods)?);
        if methods.is_empty() {
            return errors::analytic_level_errors(&panel, &plan, run);
        }
        let question = Question { methods: &methods, pairs: &pairs, rules: rules.rules()? };
        errors::analytic_errors(&panel, &question, &plan, run)
    })?;
    Ok(errors.into_pyarray(py))
}

/// `weakties.productivity.group_contributions`.
#[pyfunction]
#[pyo3(signature = (columns, method, pairs, rules, wholes, weights, plan, productivity=None, threads=None, progress=None))]
#[expect(clippy::too_many_arguments, reason = "one argument for each of the Python function's")]
pub(crate) fn group_contributions<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    method: &str,
    pairs: Vec<(usize, usize)>,
    rules: EntryAndExit,
    wholes: PyReadonlyArray1<'py, i64>,
    weights: &str,
    plan: Plan<'py>,
    productivity: Option<PyReadonlyArray2<'py, f64>>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan, pairs) = (columns.borrow()?, plan.borrow()?, pairs_of(pairs));
    let given = productivity.as_ref().map(PyReadonlyArray2::as_array);
    let of = wholes.as_slice()?;
    let parts = watched(py, threads, progress, |run| {
        let methods = [Method::named(method)?];
        let question = Question { methods: &methods, pairs: &pairs, rules: rules.rules()? };
        let count = of.iter().max().map_or(0, |&last| last.max(0) as usize + 1);
        let wholes = Wholes { of, count, weights: Weights::named(weights)? };
        contributions::contributions(&Panel::new(&columns)?, &question, &wholes, &plan, given, run)
    })?;
    Ok(tables(py, parts))
}

/// How often each firm counts in one resample.
#[pyfunction]
pub(crate) fn multiplicities(py: Python<'_>, plan: Plan<'_>, replicate: usize) -> PyResult<Vec<u32>> {
    let plan = plan.borrow()?;
    detached(py, || {
        plan.check(plan.cluster.len())?;
        Ok(plan.multiplicities(replicate))
    })
}
