//! The border of `networks::rewiring` and `networks::random_networks`.

use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::{detached, watched};
use crate::random::Seed;

#[pyfunction]
pub(crate) fn rewire(
    py: Python<'_>,
    network: &Network,
    swaps: u64,
    seed: (u64, u64),
    replicate: u64,
    progress: Option<Py<PyAny>>,
) -> PyResult<Network> {
    let seed = Seed(seed.into());
    watched(py, None, progress, |run| networks::rewiring::rewire(&network.0, swaps, seed, replicate, run).map(Network))
}

#[pyfunction]
pub(crate) fn random_network_like(
    py: Python<'_>,
    network: &Network,
    keep: &str,
    seed: (u64, u64),
    replicate: u64,
) -> PyResult<Network> {
    let seed = Seed(seed.into());
    detached(py, || {
        networks::random_networks::random_network_like(&network.0, keep.parse()?, seed, replicate).map(Network)
    })
}
