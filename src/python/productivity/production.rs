//! The border of `productivity::production`.

use numpy::{IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use super::Plan;
use crate::error::{Error, Result};
use crate::productivity::production::{self, Minimum, Role};
use crate::python::{detached, watched};

/// What is estimated from, read off the Python object that holds it.
#[derive(FromPyObject)]
pub(crate) struct Columns<'py> {
    firm: PyReadonlyArray1<'py, i64>,
    lag: PyReadonlyArray1<'py, i64>,
    output: PyReadonlyArray1<'py, f64>,
    inputs: PyReadonlyArray2<'py, f64>,
    proxy: PyReadonlyArray1<'py, f64>,
    controls: PyReadonlyArray2<'py, f64>,
    instruments: PyReadonlyArray2<'py, f64>,
    survives: PyReadonlyArray1<'py, i64>,
}

/// What is to be estimated and how, read off the Python object that says so.
#[derive(FromPyObject)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the Python function")]
pub(crate) struct Specification {
    method: String,
    free: usize,
    state: usize,
    proxy_is_input: bool,
    translog: bool,
    degree: usize,
    law: usize,
    survival: bool,
    first_equation: bool,
    starts: usize,
    low: Vec<f64>,
    high: Vec<f64>,
    start: Option<Vec<f64>>,
    names: Vec<String>,
}

impl Specification {
    fn checked(self) -> Result<production::Specification> {
        // A text beyond any panel must not ask for memory beyond any machine.
        if [self.free, self.state, self.degree, self.law, self.starts].iter().any(|&count| count > 100_000) {
            return Err(Error::invalid("`free`, `state`, `degree`, `law` and `starts` must be at most 100000"));
        }
        let roles = std::iter::repeat_n(Role::Free, self.free)
            .chain(std::iter::repeat_n(Role::State, self.state))
            .chain(self.proxy_is_input.then_some(Role::Proxy))
            .collect();
        Ok(production::Specification {
            method: self.method.parse()?,
            roles,
            translog: self.translog,
            degree: self.degree,
            law: self.law,
            survival: self.survival,
            first_equation: self.first_equation,
            starts: self.starts,
            low: self.low,
            high: self.high,
            start: self.start,
            names: self.names,
        })
    }
}

/// An estimate as Python gets it.
#[derive(IntoPyObject)]
pub(crate) struct Production<'py> {
    coefficients: Vec<f64>,
    elasticities: Vec<f64>,
    covariance: Vec<f64>,
    residuals: Bound<'py, PyArray1<f64>>,
    survival: Bound<'py, PyArray1<f64>>,
    minima: Vec<(Vec<f64>, Vec<f64>)>,
    facts: Vec<(&'static str, f64)>,
    coefficient_draws: Bound<'py, PyArray2<f64>>,
    elasticity_draws: Bound<'py, PyArray2<f64>>,
}

/// Coefficients; then objective, gradient, j, persistence, innovation, starts, at limit, chosen.
fn described(one: Minimum) -> (Vec<f64>, Vec<f64>) {
    let flag = |yes: bool| f64::from(u8::from(yes));
    let numbers = vec![
        one.objective,
        one.gradient,
        one.j,
        one.persistence,
        one.innovation,
        one.starts as f64,
        flag(one.at_limit),
        flag(one.chosen),
    ];
    (one.coefficients, numbers)
}

/// `weakties.productivity.productivity`.
#[pyfunction]
#[pyo3(signature = (columns, specification, plan, threads=None, progress=None))]
pub(crate) fn productivity<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    specification: Specification,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Production<'py>> {
    let specification = detached(py, || specification.checked())?;
    let columns = production::Columns {
        firm: columns.firm.as_slice()?,
        lag: columns.lag.as_slice()?,
        output: columns.output.as_slice()?,
        inputs: columns.inputs.as_array(),
        proxy: columns.proxy.as_slice()?,
        controls: columns.controls.as_array(),
        instruments: columns.instruments.as_array(),
        survives: columns.survives.as_slice()?,
    };
    let plan = plan.borrow()?;
    let found = watched(py, threads, progress, |run| production::productivity(&columns, &specification, &plan, run))?;
    let estimate = found.estimate;
    Ok(Production {
        coefficients: estimate.coefficients,
        elasticities: estimate.elasticities,
        covariance: estimate.covariance,
        residuals: estimate.residuals.into_pyarray(py),
        survival: estimate.survival.into_pyarray(py),
        minima: estimate.minima.into_iter().map(described).collect(),
        facts: estimate.facts,
        coefficient_draws: found.coefficients.into_pyarray(py),
        elasticity_draws: found.elasticities.into_pyarray(py),
    })
}
