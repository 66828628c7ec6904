//! The border of participation.

use numpy::IntoPyArray;
use pyo3::prelude::*;

use super::Network;
use super::communities::{Codes, Numbers};
use crate::networks;
use crate::networks::communities::Groups;
use crate::python::{detached, watched};

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the arguments of the Python function, one by one")]
pub(crate) fn participation_coefficient<'py>(
    py: Python<'py>,
    network: &Network,
    groups: Codes<'py>,
    count: usize,
    weighted: bool,
    direction: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Numbers<'py>> {
    let groups = groups.as_slice()?;
    let values = watched(py, threads, progress, |run| {
        let groups = Groups::new(&network.0, groups, count)?;
        networks::participation::participation_coefficient(&network.0, groups, weighted, direction.parse()?, run)
    })?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn within_module_degree<'py>(
    py: Python<'py>,
    network: &Network,
    groups: Codes<'py>,
    count: usize,
    weighted: bool,
    direction: &str,
    sample: bool,
) -> PyResult<Numbers<'py>> {
    let groups = groups.as_slice()?;
    let values = detached(py, || {
        let groups = Groups::new(&network.0, groups, count)?;
        networks::participation::within_module_degree(&network.0, groups, weighted, direction.parse()?, sample)
    })?;
    Ok(values.into_pyarray(py))
}
