//! The border of ties between two kinds of nodes.

use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one for each argument of the Python method")]
pub(crate) fn project(
    py: Python<'_>,
    affiliations: &Network,
    firms: usize,
    onto_firms: bool,
    weight: &str,
    weighted: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Network> {
    watched(py, threads, progress, |run| {
        networks::two_mode::project(&affiliations.0, firms, onto_firms, weight.parse()?, weighted, run).map(Network)
    })
}
