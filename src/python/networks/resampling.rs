//! The border of `networks::resampling`.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::detached;
use crate::random::Seed;

#[pyfunction]
pub(crate) fn resampled<'py>(
    py: Python<'py>,
    network: &Network,
    seed: (u64, u64),
    replicate: u64,
) -> PyResult<(Network, Bound<'py, PyArray1<u32>>)> {
    let (made, nodes) = detached(py, || networks::resampling::resampled(&network.0, Seed(seed.into()), replicate))?;
    Ok((Network(made), nodes.into_pyarray(py)))
}

#[pyfunction]
pub(crate) fn among(py: Python<'_>, network: &Network, kept: PyReadonlyArray1<'_, u32>) -> PyResult<Network> {
    let kept = kept.as_slice()?;
    detached(py, || networks::resampling::among(&network.0, kept).map(Network))
}

#[pyfunction]
pub(crate) fn staying(
    py: Python<'_>,
    count: usize,
    dropped: usize,
    seed: (u64, u64),
    stream: u64,
    replicate: u64,
) -> PyResult<Bound<'_, PyArray1<u32>>> {
    let kept = detached(py, || networks::resampling::staying(count, dropped, Seed(seed.into()), stream, replicate))?;
    Ok(kept.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn with_ties(py: Python<'_>, network: &Network, kept: PyReadonlyArray1<'_, u32>) -> PyResult<Network> {
    let kept = kept.as_slice()?;
    detached(py, || networks::resampling::with_ties(&network.0, kept).map(Network))
}
