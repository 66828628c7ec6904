//! The border of the open-chain model.

use numpy::{IntoPyArray, PyReadonlyArray1, PyReadwriteArray1};
use pyo3::prelude::*;

use super::{Column, Floats};
use crate::chains::open_chain::{self, ACCOUNTS, KINDS, Moments, Neighbours, Plan, Scenario, VARIABLES};
use crate::python::networks::Network;
use crate::python::{detached, watched};
use crate::random::Seed;

/// Moments over replicates as they arrive from Python: how many, means, squares, least and greatest.
type Given<'py> = (u64, Floats<'py>, Floats<'py>, Floats<'py>, Floats<'py>);
/// And as they go back.
type Sums<'py> = (u64, Column<'py, f64>, Column<'py, f64>, Column<'py, f64>, Column<'py, f64>);
/// Replicate, person, period; place, rung, employment, kind; who told.
type Events<'py> = (
    (Column<'py, u32>, Column<'py, u32>, Column<'py, u32>),
    (Column<'py, u8>, Column<'py, u8>, Column<'py, bool>, Column<'py, u8>),
    Column<'py, u32>,
);

/// Names of the variables of a path, of the items of an account, and of what can happen to a person.
#[pyfunction]
pub(crate) fn open_chain_names() -> (Vec<&'static str>, Vec<&'static str>, Vec<&'static str>) {
    (VARIABLES.to_vec(), ACCOUNTS.to_vec(), KINDS.to_vec())
}

/// Refuses a scenario that the model cannot run.
#[pyfunction]
pub(crate) fn check_scenario(py: Python<'_>, scenario: &str) -> PyResult<()> {
    detached(py, || Scenario::from_json(scenario).map(drop))
}

/// Moments; accounts and stages of the replicates whose paths `paths` has room for; stages entered by all; histories.
#[pyfunction]
#[expect(clippy::too_many_arguments, clippy::type_complexity, reason = "one for each argument of the Python function")]
pub(crate) fn simulate<'py>(
    py: Python<'py>,
    pieces: Vec<(u32, String)>,
    network: Option<&Network>,
    replicates: (u32, u32),
    periods: u32,
    mut paths: PyReadwriteArray1<'py, f64>,
    histories: u32,
    counterfactual: bool,
    moments: Option<Given<'py>>,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Sums<'py>, (Column<'py, f64>, Column<'py, u32>), [(u64, u64); 3], Events<'py>)> {
    let given = moments.map(moments_of).transpose()?;
    let paths = paths.as_slice_mut()?;
    let batch = watched(py, threads, progress, |run| {
        let pieces: crate::Result<Vec<_>> =
            pieces.iter().map(|(at, text)| Scenario::from_json(text).map(|scenario| (*at, scenario))).collect();
        let network = network.map(|network| Neighbours::of(&network.0));
        let plan = Plan {
            pieces: &pieces?,
            network: network.as_ref(),
            first: replicates.0,
            count: replicates.1,
            periods,
            histories,
            counterfactual,
        };
        open_chain::simulate(&plan, given, paths, Seed(seed.into()), run)
    })?;
    let sums = batch.moments;
    let events = &batch.events;
    Ok((
        (
            sums.count,
            sums.mean.into_pyarray(py),
            sums.squares.into_pyarray(py),
            sums.low.into_pyarray(py),
            sums.high.into_pyarray(py),
        ),
        (batch.accounts.into_pyarray(py), batch.entered.into_pyarray(py)),
        batch.stages,
        (
            (
                column(py, events, |(replicate, _)| *replicate),
                column(py, events, |(_, event)| event.person),
                column(py, events, |(_, event)| event.period),
            ),
            (
                column(py, events, |(_, event)| event.place),
                column(py, events, |(_, event)| event.rung),
                column(py, events, |(_, event)| event.employed),
                column(py, events, |(_, event)| event.kind),
            ),
            column(py, events, |(_, event)| event.heard_from),
        ),
    ))
}

fn column<'py, E, T: numpy::Element>(py: Python<'py>, rows: &[E], of: impl Fn(&E) -> T) -> Column<'py, T> {
    rows.iter().map(of).collect::<Vec<T>>().into_pyarray(py)
}

fn moments_of((count, mean, squares, low, high): Given<'_>) -> PyResult<Moments> {
    let values = |array: PyReadonlyArray1<'_, f64>| array.as_slice().map(<[f64]>::to_vec);
    Ok(Moments { count, mean: values(mean)?, squares: values(squares)?, low: values(low)?, high: values(high)? })
}
