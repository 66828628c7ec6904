//! The border of games around job contacts, simulated.

use numpy::IntoPyArray;
use pyo3::prelude::*;

use super::Column;
use super::contact_games::{Leaving, Staying};
use crate::chains::contact_games_simulated as games;
use crate::chains::contact_market::{Effort, Worth};
use crate::python::watched;
use crate::random::Seed;

/// Burn-in, periods, replicates, groups of trials and margin, as they arrive from Python.
type Length = (u32, u32, usize, usize, f64);

/// Means and their standard errors.
type Values<'py> = (Column<'py, f64>, Column<'py, f64>);

/// Rounds of choices, and how many who would change are not sure of it.
type Rounds = (usize, usize);

fn effort((burn_in, periods, replicates, trials, margin): Length) -> Effort {
    Effort { burn_in, periods, replicates, trials, margin }
}

fn values(py: Python<'_>, worth: Worth) -> Values<'_> {
    (worth.mean.into_pyarray(py), worth.se.into_pyarray(py))
}

/// Who stays, and what staying is worth.
#[pyfunction]
pub(crate) fn job_contact_dropout_simulate<'py>(
    py: Python<'py>,
    game: Staying<'py>,
    all_in: bool,
    length: Length,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Column<'py, bool>, Values<'py>, Rounds)> {
    let (ties, participation) = game.game()?;
    let (effort, seed) = (effort(length), Seed(seed.into()));
    let (staying, worth, rest) = watched(py, threads, progress, |run| {
        games::job_contact_dropout_simulate(ties, participation, all_in, effort, seed, run)
    })?;
    Ok((staying.into_pyarray(py), values(py, worth), (rest.rounds, rest.unsure)))
}

/// Who leaves, and incomes at home and at the destination.
#[pyfunction]
pub(crate) fn two_countries_simulate<'py>(
    py: Python<'py>,
    game: Leaving<'py>,
    all_leave: bool,
    length: Length,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Column<'py, bool>, (Values<'py>, Values<'py>), Rounds)> {
    let (ties, migration) = game.game()?;
    let (effort, seed) = (effort(length), Seed(seed.into()));
    let (abroad, [home, there], rest) = watched(py, threads, progress, |run| {
        games::two_countries_simulate(ties, migration, all_leave, effort, seed, run)
    })?;
    Ok((abroad.into_pyarray(py), (values(py, home), values(py, there)), (rest.rounds, rest.unsure)))
}
