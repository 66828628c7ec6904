//! The border of games around job contacts.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use super::{Column, Floats};
use crate::adjacency::Adjacency;
use crate::chains::contact_games::{self, Market, Migration, Participation};
use crate::python::networks::Network;
use crate::python::watched;

/// Arrival, separation, discount and whether the present period counts, as they arrive from Python.
type Rates = (f64, f64, Option<f64>, bool);

/// One column for home and one for the destination.
type Both<'py> = (Column<'py, f64>, Column<'py, f64>);

fn market((arrival, separation, discount, from_now): Rates) -> Market {
    Market { arrival, separation, discount, from_now }
}

/// The game of dropping out, as it arrives from Python.
#[derive(FromPyObject)]
pub(crate) struct Staying<'py>(PyRef<'py, Network>, Rates, Floats<'py>, PyReadonlyArray1<'py, bool>);

impl Staying<'_> {
    pub(super) fn game(&self) -> PyResult<(&Adjacency, Participation<'_>)> {
        let (costs, employed) = (self.2.as_slice()?, self.3.as_slice()?);
        Ok((&self.0.0, Participation { market: market(self.1), costs, employed }))
    }
}

/// The game of leaving the country, as it arrives from Python.
#[derive(FromPyObject)]
pub(crate) struct Leaving<'py>(
    PyRef<'py, Network>,
    [Rates; 2],
    [f64; 2],
    [f64; 2],
    PyReadonlyArray1<'py, bool>,
    Floats<'py>,
    PyReadonlyArray1<'py, bool>,
);

impl Leaving<'_> {
    pub(super) fn game(&self) -> PyResult<(&Adjacency, Migration<'_>)> {
        let migration = Migration {
            markets: self.1.map(market),
            wages: self.2,
            benefits: self.3,
            at_home: self.4.as_slice()?,
            costs: self.5.as_slice()?,
            employed: self.6.as_slice()?,
        };
        Ok((&self.0.0, migration))
    }
}

/// Who stays, and what staying is worth.
#[pyfunction]
pub(crate) fn job_contact_dropout<'py>(
    py: Python<'py>,
    game: Staying<'py>,
    all_in: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Column<'py, bool>, Column<'py, f64>)> {
    let (ties, participation) = game.game()?;
    let (staying, values) =
        watched(py, Some(1), progress, |run| contact_games::job_contact_dropout(ties, participation, all_in, run))?;
    Ok((staying.into_pyarray(py), values.into_pyarray(py)))
}

/// Who leaves, and incomes at home and at the destination.
#[pyfunction]
pub(crate) fn two_countries<'py>(
    py: Python<'py>,
    game: Leaving<'py>,
    all_leave: bool,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Column<'py, bool>, Both<'py>)> {
    let (ties, migration) = game.game()?;
    let (abroad, incomes) =
        watched(py, Some(1), progress, |run| contact_games::two_countries(ties, migration, all_leave, run))?;
    let [home, there] = [0, 1].map(|country| PyArray1::from_iter(py, incomes.iter().map(|both| both[country])));
    Ok((abroad.into_pyarray(py), (home, there)))
}
