//! The border of the E-I index.

use numpy::IntoPyArray;
use pyo3::prelude::*;

use super::Network;
use super::communities::{Codes, Numbers};
use crate::networks;
use crate::networks::communities::Groups;
use crate::python::{detached, watched};
use crate::random::Seed;

/// Internal and external ties of the network and each group, and the index of each node.
#[pyfunction]
pub(crate) fn ei_index<'py>(
    py: Python<'py>,
    network: &Network,
    groups: Codes<'py>,
    count: usize,
    weighted: bool,
) -> PyResult<(Numbers<'py>, Numbers<'py>, Numbers<'py>)> {
    let groups = groups.as_slice()?;
    let found =
        detached(py, || networks::ei_index::ei_index(&network.0, Groups::new(&network.0, groups, count)?, weighted))?;
    Ok((found.internal.into_pyarray(py), found.external.into_pyarray(py), found.nodes.into_pyarray(py)))
}

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the arguments of the Python function, one by one")]
pub(crate) fn ei_index_permuted<'py>(
    py: Python<'py>,
    network: &Network,
    groups: Codes<'py>,
    count: usize,
    weighted: bool,
    permutations: usize,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Numbers<'py>> {
    let groups = groups.as_slice()?;
    let draws = watched(py, threads, progress, |run| {
        let groups = Groups::new(&network.0, groups, count)?;
        networks::ei_index::ei_index_permuted(&network.0, groups, weighted, permutations, Seed(seed.into()), run)
    })?;
    Ok(draws.into_pyarray(py))
}
