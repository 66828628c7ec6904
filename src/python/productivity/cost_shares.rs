//! The border of `productivity::cost_shares`.

use numpy::{IntoPyArray, PyArray2, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use super::Plan;
use crate::productivity::cost_shares as kernel;
use crate::python::watched;

/// Values, covariance row by row, resample × input.
type Means<'py> = (Vec<f64>, Vec<f64>, Bound<'py, PyArray2<f64>>);

/// The mean shares of `weakties.productivity.productivity`: values, covariance, resamples.
#[pyfunction]
#[pyo3(signature = (firm, shares, plan, threads=None, progress=None))]
pub(crate) fn mean_cost_shares<'py>(
    py: Python<'py>,
    firm: PyReadonlyArray1<'py, i64>,
    shares: PyReadonlyArray2<'py, f64>,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Means<'py>> {
    let (firm, shares, plan) = (firm.as_slice()?, shares.as_array(), plan.borrow()?);
    let found = watched(py, threads, progress, |run| kernel::mean_cost_shares(firm, shares, &plan, run))?;
    Ok((found.values, found.covariance, found.draws.into_pyarray(py)))
}
