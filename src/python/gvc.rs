//! The border of the gvc pillar.

use numpy::{IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use super::{detached, watched};
use crate::gvc::{self, Table};

/// The factors of I − A, held by a table and shared by the measures on it.
#[pyclass(frozen, module = "weakties._core")]
pub(crate) struct Leontief(gvc::Leontief);

#[pymethods]
impl Leontief {
    #[new]
    fn new(
        py: Python<'_>,
        intermediates: PyReadonlyArray2<'_, f64>,
        output: PyReadonlyArray1<'_, f64>,
        threads: Option<usize>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Self> {
        let (intermediates, output) = (intermediates.as_array(), output.as_array());
        watched(py, threads, progress, |run| gvc::Leontief::new(intermediates, output, run)).map(Self)
    }
}

/// Exports of each country's sector to each country.
#[pyfunction]
pub(crate) fn gross_exports<'py>(
    py: Python<'py>,
    intermediates: PyReadonlyArray2<'py, f64>,
    final_demand: PyReadonlyArray2<'py, f64>,
    output: PyReadonlyArray1<'py, f64>,
    value_added: PyReadonlyArray1<'py, f64>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let (z, y, x, v) = (intermediates.as_array(), final_demand.as_array(), output.as_array(), value_added.as_array());
    Ok(detached(py, || Ok(Table::new(z, y, x, v)?.exports()))?.into_pyarray(py))
}

/// The Leontief inverse.
#[pyfunction]
pub(crate) fn leontief_inverse<'py>(
    py: Python<'py>,
    leontief: &Leontief,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    Ok(watched(py, threads, progress, |run| leontief.0.inverse(run))?.into_pyarray(py))
}

/// Exports, backward and forward participation of each country's sector.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the four arrays of a table, and how to run")]
#[expect(clippy::type_complexity, reason = "three arrays")]
pub(crate) fn participation<'py>(
    py: Python<'py>,
    leontief: &Leontief,
    intermediates: PyReadonlyArray2<'py, f64>,
    final_demand: PyReadonlyArray2<'py, f64>,
    output: PyReadonlyArray1<'py, f64>,
    value_added: PyReadonlyArray1<'py, f64>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>)> {
    let (z, y, x, v) = (intermediates.as_array(), final_demand.as_array(), output.as_array(), value_added.as_array());
    let found = watched(py, threads, progress, |run| {
        gvc::participation::participation(&Table::new(z, y, x, v)?, &leontief.0, run)
    })?;
    Ok((found.exports.into_pyarray(py), found.backward.into_pyarray(py), found.forward.into_pyarray(py)))
}

/// Value added of each country's sector by the country that absorbs it.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the four arrays of a table, and how to run")]
pub(crate) fn value_added_flows<'py>(
    py: Python<'py>,
    leontief: &Leontief,
    intermediates: PyReadonlyArray2<'py, f64>,
    final_demand: PyReadonlyArray2<'py, f64>,
    output: PyReadonlyArray1<'py, f64>,
    value_added: PyReadonlyArray1<'py, f64>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let (z, y, x, v) = (intermediates.as_array(), final_demand.as_array(), output.as_array(), value_added.as_array());
    let flows = watched(py, threads, progress, |run| {
        gvc::value_added::value_added_flows(&Table::new(z, y, x, v)?, &leontief.0, run)
    })?;
    Ok(flows.into_pyarray(py))
}

/// Distance of each country's sector from final use.
#[pyfunction]
pub(crate) fn upstreamness<'py>(
    py: Python<'py>,
    leontief: &Leontief,
    output: PyReadonlyArray1<'py, f64>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let output = output.as_array();
    let steps = watched(py, threads, progress, |run| gvc::position::upstreamness(output, &leontief.0, run))?;
    Ok(steps.into_pyarray(py))
}

/// Distance of each country's sector from primary inputs.
#[pyfunction]
pub(crate) fn downstreamness<'py>(
    py: Python<'py>,
    leontief: &Leontief,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    Ok(watched(py, threads, progress, |run| gvc::position::downstreamness(&leontief.0, run))?.into_pyarray(py))
}
