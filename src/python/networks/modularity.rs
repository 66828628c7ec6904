//! The border of modularity.

use pyo3::prelude::*;

use super::Network;
use super::communities::Codes;
use crate::networks;
use crate::networks::communities::Groups;
use crate::python::detached;

#[pyfunction]
pub(crate) fn modularity(
    py: Python<'_>,
    network: &Network,
    groups: Codes<'_>,
    count: usize,
    weighted: bool,
    resolution: f64,
) -> PyResult<f64> {
    let groups = groups.as_slice()?;
    detached(py, || {
        networks::modularity::modularity(&network.0, Groups::new(&network.0, groups, count)?, weighted, resolution)
    })
}
