//! The border of assortativity.

use numpy::PyReadonlyArray1;
use pyo3::prelude::*;

use super::Network;
use super::communities::Codes;
use crate::networks;
use crate::networks::communities::Groups;
use crate::python::detached;

/// The coefficient and its standard error, NaN unless asked for.
#[pyfunction]
pub(crate) fn assortativity(
    py: Python<'_>,
    network: &Network,
    groups: Codes<'_>,
    count: usize,
    weighted: bool,
    se: bool,
) -> PyResult<(f64, f64)> {
    let groups = groups.as_slice()?;
    detached(py, || {
        networks::assortativity::assortativity(&network.0, Groups::new(&network.0, groups, count)?, weighted, se)
    })
}

#[pyfunction]
pub(crate) fn degree_assortativity(
    py: Python<'_>,
    network: &Network,
    source: &str,
    target: &str,
    weighted: bool,
    se: bool,
) -> PyResult<(f64, f64)> {
    detached(py, || {
        networks::assortativity::degree_assortativity(&network.0, source.parse()?, target.parse()?, weighted, se)
    })
}

#[pyfunction]
pub(crate) fn numeric_assortativity(
    py: Python<'_>,
    network: &Network,
    at_source: PyReadonlyArray1<'_, f64>,
    at_target: PyReadonlyArray1<'_, f64>,
    weighted: bool,
    se: bool,
) -> PyResult<(f64, f64)> {
    let (at_source, at_target) = (at_source.as_slice()?, at_target.as_slice()?);
    detached(py, || networks::assortativity::numeric_assortativity(&network.0, at_source, at_target, weighted, se))
}
