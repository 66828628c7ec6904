//! The border of `networks::qap` and `networks::mrqap`.

use numpy::{IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1, PyReadonlyArray2, PyReadonlyArray3};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::networks::mrqap_sample::Plan;
use crate::python::watched;
use crate::random::Seed;

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the function's own options and those of every long kernel")]
pub(crate) fn shared_ties<'py>(
    py: Python<'py>,
    one: &Network,
    other: &Network,
    places: PyReadonlyArray1<'_, u32>,
    permutations: usize,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let (places, seed) = (places.as_slice()?, Seed(seed.into()));
    let shared = watched(py, threads, progress, |run| {
        networks::qap::shared_ties(&one.0, &other.0, places, permutations, seed, run)
    })?;
    Ok(shared.into_pyarray(py))
}

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the function's own options and those of every long kernel")]
pub(crate) fn qap_correlation<'py>(
    py: Python<'py>,
    one: PyReadonlyArray2<'_, f64>,
    other: PyReadonlyArray2<'_, f64>,
    directed: bool,
    method: &str,
    permutations: usize,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let (one, other, seed) = (one.as_array(), other.as_array(), Seed(seed.into()));
    let values = watched(py, threads, progress, |run| {
        networks::qap::qap_correlation(one, other, directed, method.parse()?, permutations, seed, run)
    })?;
    Ok(values.into_pyarray(py))
}

/// Coefficients, standard errors, number of pairs, fit with and without the regressors, and draws.
type Regression<'py> =
    (Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>, usize, f64, f64, Bound<'py, PyArray2<f64>>);

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the function's own options and those of every long kernel")]
pub(crate) fn mrqap<'py>(
    py: Python<'py>,
    outcome: PyReadonlyArray2<'_, f64>,
    regressors: PyReadonlyArray3<'_, f64>,
    names: Vec<String>,
    intercept: bool,
    directed: bool,
    logit: bool,
    method: &str,
    permutations: usize,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Regression<'py>> {
    let (outcome, regressors, names, seed) = (outcome.as_array(), regressors.as_array(), &names, Seed(seed.into()));
    let found = watched(py, threads, progress, |run| {
        let permuted = method.parse()?;
        let plan = Plan { outcome, regressors, names, intercept, directed, permuted, permutations, seed };
        if logit { networks::mrqap_logit::mrqap_logit(&plan, run) } else { networks::mrqap::mrqap(&plan, run) }
    })?;
    Ok((
        found.coefficients.into_pyarray(py),
        found.errors.into_pyarray(py),
        found.dyads,
        found.fit,
        found.fit_without,
        found.draws.into_pyarray(py),
    ))
}
