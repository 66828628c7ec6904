//! The border of `productivity::index_numbers`.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use crate::error::{Error, Result};
use crate::productivity::index_numbers::{self as kernel, Quantities, Reference};
use crate::python::detached;

fn named(reference: &str) -> Result<Reference> {
    match reference {
        "all" => Ok(Reference::All),
        "period" => Ok(Reference::Period),
        "chained" => Ok(Reference::Chained),
        other => {
            Err(Error::invalid(format!("`reference` must be \"all\", \"period\" or \"chained\": got \"{other}\"")))
        }
    }
}

/// `weakties.productivity.solow_index`.
#[pyfunction]
pub(crate) fn solow_index<'py>(
    py: Python<'py>,
    output: PyReadonlyArray1<'py, f64>,
    inputs: PyReadonlyArray2<'py, f64>,
    shares: PyReadonlyArray2<'py, f64>,
    cell: PyReadonlyArray1<'py, i64>,
    cells: usize,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let quantities =
        Quantities { output: output.as_array(), inputs: inputs.as_array(), shares: shares.as_array(), weight: None };
    let cell = cell.as_slice()?;
    Ok(detached(py, || kernel::solow_index(quantities, cell, cells))?.into_pyarray(py))
}

/// `weakties.productivity.multilateral_index`.
#[pyfunction]
#[pyo3(signature = (output, inputs, shares, group, period, groups, periods, reference, weight=None))]
#[expect(clippy::too_many_arguments, reason = "a panel's columns")]
pub(crate) fn multilateral_index<'py>(
    py: Python<'py>,
    output: PyReadonlyArray1<'py, f64>,
    inputs: PyReadonlyArray2<'py, f64>,
    shares: PyReadonlyArray2<'py, f64>,
    group: PyReadonlyArray1<'py, i64>,
    period: PyReadonlyArray1<'py, i64>,
    groups: usize,
    periods: usize,
    reference: &str,
    weight: Option<PyReadonlyArray1<'py, f64>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let quantities = Quantities {
        output: output.as_array(),
        inputs: inputs.as_array(),
        shares: shares.as_array(),
        weight: weight.as_ref().map(PyReadonlyArray1::as_array),
    };
    let (group, period) = (group.as_slice()?, period.as_slice()?);
    let work = || kernel::multilateral_index(quantities, group, period, (groups, periods), named(reference)?);
    Ok(detached(py, work)?.into_pyarray(py))
}
