//! The border of brokerage.

use numpy::{IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use super::Network;
use crate::error::{Error, Result};
use crate::networks;
use crate::networks::brokerage::{Groups, ROLES};
use crate::networks::brokerage_moments::{ByChance, COLUMNS};
use crate::python::{detached, watched};
use crate::random::Seed;

type Table<'py> = Bound<'py, PyArray2<f64>>;

fn table<const WIDTH: usize>(py: Python<'_>, rows: Vec<[f64; WIDTH]>) -> PyResult<Table<'_>> {
    let shape = (rows.len(), WIDTH);
    let table = ndarray::Array2::from_shape_vec(shape, rows.into_iter().flatten().collect());
    Ok(table.map_err(|problem| PyValueError::new_err(problem.to_string()))?.into_pyarray(py))
}

/// The pairs that each node brokers, by role.
#[pyfunction]
pub(crate) fn brokerage<'py>(
    py: Python<'py>,
    network: &Network,
    groups: PyReadonlyArray1<'_, i64>,
    group_count: usize,
    partial: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Table<'py>> {
    let groups = groups.as_slice()?;
    let counts = watched(py, threads, progress, |run| {
        let groups = Groups::new(groups, group_count, network.0.len())?;
        networks::brokerage::brokerage(&network.0, groups, partial, run)
    })?;
    table(py, counts)
}

/// Means, standard deviations and shares above and below, one row a node and last the network.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "Python passes them by position")]
pub(crate) fn brokerage_permuted<'py>(
    py: Python<'py>,
    network: &Network,
    groups: PyReadonlyArray1<'_, i64>,
    group_count: usize,
    partial: bool,
    observed: PyReadonlyArray2<'_, f64>,
    permutations: usize,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<[Table<'py>; 4]> {
    let groups = groups.as_slice()?;
    let observed = rows(observed.as_slice()?);
    let spread = watched(py, threads, progress, |run| {
        let nodes = network.0.len();
        let groups = Groups::new(groups, group_count, nodes)?;
        if observed.len() != nodes {
            return Err(Error::invalid(format!("`observed` must have one row a node: got {}", observed.len())));
        }
        let seed = Seed(seed.into());
        networks::brokerage_permuted::brokerage_permuted(
            &network.0,
            groups,
            partial,
            &observed,
            permutations,
            seed,
            run,
        )
    })?;
    Ok([
        table(py, spread.iter().map(|row| row.map(|role| role.mean)).collect())?,
        table(py, spread.iter().map(|row| row.map(|role| role.sd)).collect())?,
        table(py, spread.iter().map(|row| row.map(|role| role.above)).collect())?,
        table(py, spread.iter().map(|row| row.map(|role| role.below)).collect())?,
    ])
}

fn rows(values: &[f64]) -> Vec<[f64; ROLES]> {
    values.chunks_exact(ROLES).map(|row| std::array::from_fn(|role| row[role])).collect()
}

/// Expectations and variances for a broker of each group, and last for the network.
#[pyfunction]
pub(crate) fn brokerage_by_chance<'py>(
    py: Python<'py>,
    sizes: PyReadonlyArray1<'_, f64>,
    density: f64,
    directed: bool,
    variance: &str,
) -> PyResult<(Table<'py>, Table<'py>)> {
    let sizes = sizes.as_slice()?;
    let by_chance = detached(py, || -> Result<Vec<ByChance>> {
        let (mut rows, network) = networks::brokerage_moments::by_chance(sizes, density, directed, variance.parse()?);
        rows.push(network);
        Ok(rows)
    })?;
    let expectation: Vec<[f64; COLUMNS]> = by_chance.iter().map(|row| row.expectation).collect();
    Ok((table(py, expectation)?, table(py, by_chance.iter().map(|row| row.variance).collect())?))
}

type Numbers<'py> = Bound<'py, PyArray1<f64>>;

/// The pairs each node brokers, and those it brokers alone.
#[pyfunction]
pub(crate) fn brokerage_exclusivity<'py>(
    py: Python<'py>,
    network: &Network,
    groups: Option<PyReadonlyArray1<'_, i64>>,
    group_count: usize,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Numbers<'py>, Numbers<'py>)> {
    let groups = groups.as_ref().map(PyReadonlyArray1::as_slice).transpose()?;
    let (all, alone) = watched(py, threads, progress, |run| {
        let groups = groups.map(|groups| Groups::new(groups, group_count, network.0.len())).transpose()?;
        networks::brokerage::brokerage_exclusivity(&network.0, groups, run)
    })?;
    Ok((all.into_pyarray(py), alone.into_pyarray(py)))
}
