//! The border of the networks pillar.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::{detached, watched};
use crate::adjacency::{Adjacency, Parallel};
use crate::error::{Error, Result};
use crate::networks::{self, components, holes, two_mode};

/// The ties of a network between nodes numbered from 0; labels and attributes are kept in Python.
#[pyclass(frozen, eq, module = "weakties._core")]
#[derive(PartialEq)]
pub(crate) struct Network(Adjacency);

type Ties<'py> = (Bound<'py, PyArray1<u32>>, Bound<'py, PyArray1<u32>>, Bound<'py, PyArray1<f64>>);

#[pymethods]
impl Network {
    #[new]
    fn new(
        py: Python<'_>,
        nodes: usize,
        sources: PyReadonlyArray1<'_, u32>,
        targets: PyReadonlyArray1<'_, u32>,
        weights: PyReadonlyArray1<'_, f64>,
        directed: bool,
        parallel: &str,
    ) -> PyResult<Self> {
        let (sources, targets, weights) = (sources.as_slice()?, targets.as_slice()?, weights.as_slice()?);
        detached(py, || Adjacency::from_ties(nodes, sources, targets, weights, directed, rule(parallel)?).map(Self))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }

    #[getter]
    fn directed(&self) -> bool {
        self.0.is_directed()
    }

    #[getter]
    fn tie_count(&self) -> usize {
        self.0.tie_count()
    }

    /// Every tie between different nodes once: sources, targets and weights.
    fn ties<'py>(&self, py: Python<'py>) -> PyResult<Ties<'py>> {
        let ties = detached(py, || Ok(self.0.ties()))?;
        Ok((ties.sources.into_pyarray(py), ties.targets.into_pyarray(py), ties.weights.into_pyarray(py)))
    }

    /// The nodes that are tied to themselves, and the weights of these ties.
    fn self_ties<'py>(&self, py: Python<'py>) -> (Bound<'py, PyArray1<u32>>, Bound<'py, PyArray1<f64>>) {
        let ties = self.0.self_ties();
        (PyArray1::from_slice(py, ties.nodes), PyArray1::from_slice(py, ties.weights))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let mut ties = self.0.ties();
        let loops = self.0.self_ties();
        ties.sources.extend(loops.nodes);
        ties.targets.extend(loops.nodes);
        ties.weights.extend(loops.weights);
        let arguments = (
            self.0.len(),
            ties.sources.into_pyarray(py),
            ties.targets.into_pyarray(py),
            ties.weights.into_pyarray(py),
            self.0.is_directed(),
            "raise",
        );
        Ok((py.get_type::<Self>().into_any(), arguments.into_pyobject(py)?))
    }
}

fn rule(parallel: &str) -> Result<Parallel> {
    match parallel {
        "raise" => Ok(Parallel::Refuse),
        "sum" => Ok(Parallel::Sum),
        "max" => Ok(Parallel::Max),
        "min" => Ok(Parallel::Min),
        "mean" => Ok(Parallel::Mean),
        _ => Err(Error::invalid(format!(
            "`parallel` must be \"raise\", \"sum\", \"max\", \"min\" or \"mean\": got \"{parallel}\""
        ))),
    }
}

#[pyfunction]
pub(crate) fn degree<'py>(py: Python<'py>, network: &Network, direction: &str) -> PyResult<Bound<'py, PyArray1<i64>>> {
    let values = detached(py, || Ok(networks::degree::degree(&network.0, direction.parse()?)))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn strength<'py>(
    py: Python<'py>,
    network: &Network,
    direction: &str,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = detached(py, || Ok(networks::degree::strength(&network.0, direction.parse()?)))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn connected_components<'py>(
    py: Python<'py>,
    network: &Network,
    strong: bool,
) -> PyResult<Bound<'py, PyArray1<i64>>> {
    let numbers = detached(py, || Ok(components::connected_components(&network.0, strong)))?;
    Ok(numbers.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn constraint<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values = watched(py, threads, progress, |run| holes::constraint(&network.0, weighted, model.parse()?, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn effective_size<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values =
        watched(py, threads, progress, |run| holes::effective_size(&network.0, weighted, model.parse()?, run))?;
    Ok(values.into_pyarray(py))
}

/// Constraint and effective size.
type Holes<'py> = (Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>);

#[pyfunction]
pub(crate) fn constraint_and_effective_size<'py>(
    py: Python<'py>,
    network: &Network,
    weighted: bool,
    model: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Holes<'py>> {
    let (constraint, size) = watched(py, threads, progress, |run| {
        holes::constraint_and_effective_size(&network.0, weighted, model.parse()?, run)
    })?;
    Ok((constraint.into_pyarray(py), size.into_pyarray(py)))
}

#[pyfunction]
pub(crate) fn betweenness<'py>(
    py: Python<'py>,
    network: &Network,
    by_distance: bool,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values =
        watched(py, threads, progress, |run| networks::betweenness::betweenness(&network.0, by_distance, run))?;
    Ok(values.into_pyarray(py))
}

#[pyfunction]
pub(crate) fn project(
    py: Python<'_>,
    affiliations: &Network,
    firms: usize,
    onto_firms: bool,
    weight: &str,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Network> {
    watched(py, threads, progress, |run| {
        two_mode::project(&affiliations.0, firms, onto_firms, weight.parse()?, run).map(Network)
    })
}
