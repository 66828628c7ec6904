//! The border of balkanisation.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use super::Network;
use super::communities::{Codes, Numbers};
use crate::networks;
use crate::networks::communities::Groups;
use crate::python::watched;
use crate::random::Seed;

#[pyfunction]
pub(crate) fn balkanisation<'py>(
    py: Python<'py>,
    network: &Network,
    groups: Codes<'py>,
    count: usize,
    weighted: bool,
    threads: Option<usize>,
) -> PyResult<Numbers<'py>> {
    let groups = groups.as_slice()?;
    let values = watched(py, threads, None, |run| {
        networks::balkanisation::balkanisation(&network.0, Groups::new(&network.0, groups, count)?, weighted, run)
    })?;
    Ok(PyArray1::from_slice(py, &values))
}

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the arguments of the Python function, one by one")]
pub(crate) fn balkanisation_permuted<'py>(
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
        networks::balkanisation::balkanisation_permuted(
            &network.0,
            groups,
            weighted,
            permutations,
            Seed(seed.into()),
            run,
        )
    })?;
    Ok(draws.into_pyarray(py))
}
