//! The border of the chains pillar.

use ndarray::Array2;
use numpy::{
    IntoPyArray, PyArray1, PyArray2, PyArray3, PyArray4, PyReadonlyArray1, PyReadonlyArray2, PyReadonlyArray3,
};
use pyo3::prelude::*;

use super::{detached, watched};
use crate::adjacency::{Adjacency, Parallel};
use crate::chains::contact::{self, Plan};
use crate::chains::spells::{self, Joined, Rows, Spells};
use crate::chains::transitions::{self, Moves};
use crate::chains::{contact_exact, markov, mobility as indices};
use crate::error::Result;
use crate::random::Seed;

type Integers<'py> = PyReadonlyArray1<'py, i64>;
type Floats<'py> = PyReadonlyArray1<'py, f64>;
type Matrix<'py> = PyReadonlyArray2<'py, f64>;
type Column<'py, T> = Bound<'py, PyArray1<T>>;
type Table<'py> = Bound<'py, PyArray2<f64>>;

/// Persons, states, starts, lengths, whether each adjoins the one before, first and last rows; then two rows that overlap.
#[pyfunction]
#[expect(clippy::type_complexity, reason = "a table's columns")]
pub(crate) fn join_spells<'py>(
    py: Python<'py>,
    persons: Integers<'py>,
    states: Integers<'py>,
    starts: Integers<'py>,
    lengths: Option<Integers<'py>>,
    person_count: usize,
) -> PyResult<(
    (Column<'py, i64>, Column<'py, i64>, Column<'py, i64>, Column<'py, i64>, Column<'py, bool>),
    (Column<'py, u32>, Column<'py, u32>),
    Option<(usize, usize)>,
)> {
    let rows = Rows {
        persons: persons.as_slice()?,
        states: states.as_slice()?,
        starts: starts.as_slice()?,
        lengths: lengths.as_ref().map(PyReadonlyArray1::as_slice).transpose()?,
    };
    let (s, overlap) = match detached(py, || spells::join_spells(rows, person_count))? {
        Joined::Spells(spells) => (spells, None),
        Joined::Overlap(one, other) => (Spells::default(), Some((one, other))),
    };
    let column = |values: Vec<i64>| values.into_pyarray(py);
    Ok((
        (column(s.persons), column(s.states), column(s.starts), column(s.lengths), s.adjoins.into_pyarray(py)),
        (s.first_rows.into_pyarray(py), s.last_rows.into_pyarray(py)),
        overlap,
    ))
}

/// What the transitions of spells are counted by, as it arrives from Python.
#[derive(FromPyObject)]
pub(crate) struct Borrowed<'py>(
    Integers<'py>,
    Integers<'py>,
    Integers<'py>,
    PyReadonlyArray1<'py, bool>,
    Floats<'py>,
    Integers<'py>,
    usize,
    usize,
);

impl Borrowed<'_> {
    fn moves(&self) -> PyResult<Moves<'_>> {
        Ok(Moves {
            persons: self.0.as_slice()?,
            states: self.1.as_slice()?,
            lengths: self.2.as_slice()?,
            linked: self.3.as_slice()?,
            weights: self.4.as_slice()?,
            groups: self.5.as_slice()?,
            state_count: self.6,
            group_count: self.7,
        })
    }
}

/// Weighted moves by group, origin and destination; sums of squared weights by group and origin.
#[pyfunction]
pub(crate) fn transition_counts<'py>(
    py: Python<'py>,
    moves: Borrowed<'py>,
) -> PyResult<(Bound<'py, PyArray3<f64>>, Table<'py>)> {
    let moves = moves.moves()?;
    let counts = detached(py, || transitions::transition_counts(moves))?;
    Ok((counts.moves.into_pyarray(py), counts.squares.into_pyarray(py)))
}

/// Probabilities by replicate, group, origin and destination.
#[pyfunction]
pub(crate) fn transition_bootstrap<'py>(
    py: Python<'py>,
    moves: Borrowed<'py>,
    replicates: usize,
    never_left_absorbs: bool,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray4<f64>>> {
    let moves = moves.moves()?;
    let seed = Seed(seed.into());
    let drawn = watched(py, threads, progress, |run| {
        transitions::transition_bootstrap(moves, replicates, never_left_absorbs, seed, run)
    })?;
    Ok(drawn.into_pyarray(py))
}

/// The class of each state, and whether each class is recurrent.
#[pyfunction]
pub(crate) fn communicating_classes<'py>(
    py: Python<'py>,
    matrix: Matrix<'py>,
) -> PyResult<(Column<'py, u32>, Column<'py, bool>)> {
    let matrix = matrix.as_array();
    let classes = detached(py, || markov::communicating_classes(matrix))?;
    Ok((classes.of_state.into_pyarray(py), classes.recurrent.into_pyarray(py)))
}

/// The stationary distribution of one class.
#[pyfunction]
pub(crate) fn stationary_distribution<'py>(py: Python<'py>, matrix: Matrix<'py>) -> PyResult<Column<'py, f64>> {
    let matrix = matrix.as_array();
    let stationary = watched(py, Some(1), None, |run| markov::stationary_distribution(matrix, run))?;
    Ok(stationary.into_pyarray(py))
}

/// Visits, probabilities of each end, expected steps and their variance.
#[pyfunction]
pub(crate) fn absorption<'py>(
    py: Python<'py>,
    matrix: Matrix<'py>,
    into: PyReadonlyArray1<'py, bool>,
) -> PyResult<(Table<'py>, Table<'py>, Column<'py, f64>, Column<'py, f64>)> {
    let (matrix, into) = (matrix.as_array(), into.as_slice()?);
    let found = watched(py, Some(1), None, |run| markov::absorption(matrix, into, run))?;
    Ok((
        found.visits.into_pyarray(py),
        found.probabilities.into_pyarray(py),
        found.steps.into_pyarray(py),
        found.variance.into_pyarray(py),
    ))
}

/// Indices by matrix and index.
#[pyfunction]
pub(crate) fn mobility<'py>(
    py: Python<'py>,
    matrices: PyReadonlyArray3<'py, f64>,
    ranks: Floats<'py>,
    weights: Option<Floats<'py>>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table<'py>> {
    let (matrices, ranks) = (matrices.as_array(), ranks.as_array());
    let weights = weights.as_ref().map(PyReadonlyArray1::as_array);
    let found = watched(py, threads, progress, |run| indices::mobility(matrices, ranks, weights, run))?;
    Ok(found.into_pyarray(py))
}

/// A number of nodes and the pairs among them, as they arrive from Python.
#[derive(FromPyObject)]
pub(crate) struct Pairs<'py>(usize, PyReadonlyArray1<'py, u32>, PyReadonlyArray1<'py, u32>);

/// Undirected ties as slices, which cross between threads.
type Ties<'a> = (usize, &'a [u32], &'a [u32]);

impl Pairs<'_> {
    fn ties(&self) -> PyResult<Ties<'_>> {
        Ok((self.0, self.1.as_slice()?, self.2.as_slice()?))
    }
}

fn adjacency((nodes, sources, targets): Ties<'_>) -> Result<Adjacency> {
    Adjacency::from_ties(nodes, sources, targets, &vec![1.0; sources.len()], false, Parallel::Max)
}

/// Probabilities of states, unemployment by agent, correlations, hazards by agent and duration.
#[pyfunction]
pub(crate) fn job_contact_exact<'py>(
    py: Python<'py>,
    network: Pairs<'py>,
    arrival: f64,
    separation: f64,
    durations: Vec<u32>,
) -> PyResult<(Column<'py, f64>, Column<'py, f64>, Table<'py>, Table<'py>)> {
    let ties = network.ties()?;
    let found = watched(py, Some(1), None, |run| {
        contact_exact::job_contact_exact(&adjacency(ties)?, arrival, separation, &durations, run)
    })?;
    Ok((
        found.probabilities.into_pyarray(py),
        found.unemployment.into_pyarray(py),
        found.correlations.into_pyarray(py),
        found.hazards.into_pyarray(py),
    ))
}

/// Unemployed by replicate and period; periods unemployed by agent and by pair; waiting and finding by duration.
#[pyfunction]
#[expect(clippy::too_many_arguments, clippy::type_complexity, reason = "one for each argument of the Python function")]
pub(crate) fn job_contact_simulate<'py>(
    py: Python<'py>,
    network: Pairs<'py>,
    watched_pairs: Pairs<'py>,
    arrival: f64,
    separation: f64,
    employed: PyReadonlyArray1<'py, bool>,
    burn_in: u32,
    periods: u32,
    replicates: usize,
    durations: Vec<u32>,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Bound<'py, PyArray2<u32>>, (Column<'py, u64>, Column<'py, u64>), (Column<'py, u64>, Column<'py, u64>))> {
    let (ties, pairs) = (network.ties()?, watched_pairs.ties()?);
    let employed = employed.as_slice()?;
    let plan = Plan { arrival, separation, employed, burn_in, periods, replicates, durations: &durations };
    let (counted, path) = watched(py, threads, progress, |run| {
        let (ties, pairs) = (adjacency(ties)?, adjacency(pairs)?);
        let mut counted = contact::job_contact_simulate(&ties, &pairs, plan, Seed(seed.into()), run)?;
        let path = Array2::from_shape_vec((replicates, periods as usize), std::mem::take(&mut counted.path))
            .map_err(|problem| crate::Error::internal(problem.to_string()))?;
        Ok((counted, path))
    })?;
    Ok((
        path.into_pyarray(py),
        (counted.unemployed.into_pyarray(py), counted.both.into_pyarray(py)),
        (counted.waiting.into_pyarray(py), counted.finding.into_pyarray(py)),
    ))
}
