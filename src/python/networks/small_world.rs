//! The border of `networks::small_world`.

use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::watched;
use crate::random::Seed;

/// How many nodes the largest component has, and four numbers for each shape.
type Shapes = (usize, Vec<[f64; 4]>);

#[pyfunction]
pub(crate) fn small_world(
    py: Python<'_>,
    network: &Network,
    replicates: usize,
    swaps: u64,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Shapes> {
    let seed = Seed(seed.into());
    let (nodes, shapes) = watched(py, threads, progress, |run| {
        networks::small_world::small_world(&network.0, replicates, swaps, seed, run)
    })?;
    let rows = shapes.iter().map(|shape| [shape.path, shape.connected, shape.transitivity, shape.clustering]);
    Ok((nodes, rows.collect()))
}
