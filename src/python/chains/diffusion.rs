//! The border of diffusion.

use ndarray::Array2;
use numpy::{IntoPyArray, PyArray2, PyReadonlyArray1};
use pyo3::prelude::*;

use super::{Column, Floats};
use crate::chains::diffusion::{self, Influence, Model};
use crate::chains::diffusion_exact as exact;
use crate::python::watched;
use crate::random::Seed;

/// Nodes, ties with their weights, and whether ties are mutual, as they arrive from Python.
#[derive(FromPyObject)]
pub(crate) struct Borrowed<'py>(usize, PyReadonlyArray1<'py, u32>, PyReadonlyArray1<'py, u32>, Floats<'py>, bool);

impl Borrowed<'_> {
    fn influence(&self) -> PyResult<Influence<'_>> {
        let (sources, targets, weights) = (self.1.as_slice()?, self.2.as_slice()?, self.3.as_slice()?);
        Ok(Influence { nodes: self.0, sources, targets, weights, mutual: self.4 })
    }
}

/// In how many replicates each node adopted; how many had adopted by replicate and step.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one for each argument of the kernel")]
pub(crate) fn diffusion_simulate<'py>(
    py: Python<'py>,
    network: Borrowed<'py>,
    cascade: bool,
    thresholds: Option<Floats<'py>>,
    shares: bool,
    seeds: PyReadonlyArray1<'py, u32>,
    replicates: usize,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Column<'py, u64>, Bound<'py, PyArray2<u32>>)> {
    let (influence, seeds) = (network.influence()?, seeds.as_slice()?);
    let thresholds = thresholds.as_ref().map(PyReadonlyArray1::as_slice).transpose()?;
    let model = match thresholds {
        _ if cascade => Model::Cascade,
        Some(thresholds) => Model::Thresholds(thresholds, shares),
        None => Model::RandomThresholds,
    };
    let (adopted, paths) = watched(py, threads, progress, |run| {
        let found = diffusion::diffusion_simulate(influence, model, seeds, replicates, Seed(seed.into()), run)?;
        let steps = found.paths.first().map_or(0, Vec::len);
        let paths = Array2::from_shape_vec((replicates, steps), found.paths.concat())
            .map_err(|problem| crate::Error::internal(problem.to_string()))?;
        Ok((found.adopted, paths))
    })?;
    Ok((adopted.into_pyarray(py), paths.into_pyarray(py)))
}

/// The probability of adopting by node, and of each number of adopters.
#[pyfunction]
pub(crate) fn diffusion_exact<'py>(
    py: Python<'py>,
    network: Borrowed<'py>,
    thresholds: bool,
    seeds: PyReadonlyArray1<'py, u32>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Column<'py, f64>, Column<'py, f64>)> {
    let (influence, seeds) = (network.influence()?, seeds.as_slice()?);
    let (adopting, sizes) =
        watched(py, threads, progress, |run| exact::diffusion_exact(influence, thresholds, seeds, run))?;
    Ok((adopting.into_pyarray(py), sizes.into_pyarray(py)))
}

/// Seeds in the order of choice, and how many they reach together over all replicates.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "one for each argument of the kernel")]
pub(crate) fn greedy_seeds<'py>(
    py: Python<'py>,
    network: Borrowed<'py>,
    thresholds: bool,
    count: usize,
    replicates: usize,
    seed: (u64, u64),
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Column<'py, u32>, Column<'py, u64>)> {
    let influence = network.influence()?;
    let (chosen, totals) = watched(py, threads, progress, |run| {
        diffusion::greedy_seeds(influence, thresholds, count, replicates, Seed(seed.into()), run)
    })?;
    Ok((chosen.into_pyarray(py), totals.into_pyarray(py)))
}
