//! The border of random networks.

use pyo3::prelude::*;

use super::Network;
use crate::networks::{random_networks, random_two_mode, rewiring};
use crate::python::watched;
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
    watched(py, None, progress, |run| rewiring::rewire(&network.0, swaps, seed, replicate, run).map(Network))
}

#[pyfunction]
pub(crate) fn rewire_two_mode(
    py: Python<'_>,
    affiliations: &Network,
    firms: usize,
    swaps: u64,
    seed: (u64, u64),
    progress: Option<Py<PyAny>>,
) -> PyResult<Network> {
    let seed = Seed(seed.into());
    watched(py, None, progress, |run| {
        rewiring::rewire_two_mode(&affiliations.0, firms, swaps, seed, 0, run).map(Network)
    })
}

/// The random networks of `count` numbers from `first` on.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "what is kept, how, and which of the draws")]
pub(crate) fn random_network_like(
    py: Python<'_>,
    network: &Network,
    keep: &str,
    swaps: u64,
    seed: (u64, u64),
    first: u64,
    count: usize,
    threads: Option<usize>,
) -> PyResult<Vec<Network>> {
    let seed = Seed(seed.into());
    watched(py, threads, None, |run| {
        let keep = keep.parse()?;
        run.map(count, |place| {
            random_networks::random_network_like(&network.0, keep, swaps, seed, first + place as u64, run).map(Network)
        })
    })
}

/// The random two-mode networks of `count` numbers from `first` on.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "what is kept, how, and which of the draws")]
pub(crate) fn random_two_mode_like(
    py: Python<'_>,
    affiliations: &Network,
    firms: usize,
    keep: &str,
    swaps: u64,
    seed: (u64, u64),
    first: u64,
    count: usize,
    threads: Option<usize>,
) -> PyResult<Vec<Network>> {
    let (seed, network) = (Seed(seed.into()), &affiliations.0);
    watched(py, threads, None, |run| {
        let keep = keep.parse()?;
        run.map(count, |place| {
            let number = first + place as u64;
            random_two_mode::random_two_mode_like(network, firms, keep, swaps, seed, number, run).map(Network)
        })
    })
}
