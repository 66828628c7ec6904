//! The border of Leiden communities.

use numpy::IntoPyArray;
use pyo3::prelude::*;

use super::Network;
use super::communities::Found;
use crate::networks;
use crate::networks::leiden::Search;
use crate::python::watched;
use crate::random::Seed;

#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "the arguments of the Python function, one by one")]
pub(crate) fn leiden<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    quality: &str,
    resolution: f64,
    iterations: Option<usize>,
    starts: usize,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Found<'py>> {
    let (community, quality) = watched(py, threads, progress, |run| {
        let search = Search { quality: quality.parse()?, resolution, iterations, starts };
        networks::leiden::leiden(&network.0, weighted, search, Seed(seed.into()), run)
    })?;
    Ok((community.into_pyarray(py), quality))
}
