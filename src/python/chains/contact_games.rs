//! The border of games around job contacts.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use super::{Column, Floats, Pairs, adjacency};
use crate::chains::contact_games::{self, Market, Migration};
use crate::python::watched;

/// Arrival, separation, discount and whether the present period counts, as they arrive from Python.
pub(super) type Rates = (f64, f64, Option<f64>, bool);

/// One column for home and one for the destination.
type Both<'py> = (Column<'py, f64>, Column<'py, f64>);

pub(super) fn market((arrival, separation, discount, from_now): Rates) -> Market {
    Market { arrival, separation, discount, from_now }
}

/// Who stays, and what staying is worth.
#[pyfunction]
pub(crate) fn job_contact_dropout<'py>(
    py: Python<'py>,
    network: Pairs<'py>,
    rates: Rates,
    costs: Floats<'py>,
    employed: PyReadonlyArray1<'py, bool>,
    all_in: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Column<'py, bool>, Column<'py, f64>)> {
    let (ties, costs, employed) = (network.ties()?, costs.as_slice()?, employed.as_slice()?);
    let (staying, values) = watched(py, Some(1), progress, |run| {
        contact_games::job_contact_dropout(&adjacency(ties)?, market(rates), costs, employed, all_in, run)
    })?;
    Ok((staying.into_pyarray(py), values.into_pyarray(py)))
}

/// Who leaves, and incomes at home and at the destination.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one for each argument of the kernel")]
pub(crate) fn two_countries<'py>(
    py: Python<'py>,
    network: Pairs<'py>,
    rates: (Rates, Rates),
    wages: (f64, f64),
    benefits: (f64, f64),
    at_home: PyReadonlyArray1<'py, bool>,
    costs: Floats<'py>,
    employed: PyReadonlyArray1<'py, bool>,
    all_leave: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Column<'py, bool>, Both<'py>)> {
    let ties = network.ties()?;
    let migration = Migration {
        markets: [market(rates.0), market(rates.1)],
        wages: wages.into(),
        benefits: benefits.into(),
        at_home: at_home.as_slice()?,
        costs: costs.as_slice()?,
        employed: employed.as_slice()?,
    };
    let (abroad, incomes) = watched(py, Some(1), progress, |run| {
        contact_games::two_countries(&adjacency(ties)?, migration, all_leave, run)
    })?;
    let [home, there] = [0, 1].map(|country| PyArray1::from_iter(py, incomes.iter().map(|both| both[country])));
    Ok((abroad.into_pyarray(py), (home, there)))
}
