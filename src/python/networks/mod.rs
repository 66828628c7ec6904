//! The border of the networks pillar: the object; each topic has a file.

pub(crate) mod affiliation;
pub(crate) mod assortativity;
pub(crate) mod backbone;
pub(crate) mod balkanisation;
pub(crate) mod betweenness;
pub(crate) mod bipartite;
pub(crate) mod bonacich;
pub(crate) mod bridges;
pub(crate) mod bridging;
pub(crate) mod brokerage;
pub(crate) mod closeness;
pub(crate) mod clustering;
pub(crate) mod cohesion;
pub(crate) mod communities;
pub(crate) mod components;
pub(crate) mod core_periphery;
pub(crate) mod coreness;
pub(crate) mod degree;
pub(crate) mod ego;
pub(crate) mod ei_index;
pub(crate) mod equivalence;
pub(crate) mod holes;
pub(crate) mod label_propagation;
pub(crate) mod layout;
pub(crate) mod leiden;
pub(crate) mod modularity;
pub(crate) mod pagerank;
pub(crate) mod participation;
pub(crate) mod partitions;
pub(crate) mod qap;
pub(crate) mod reach;
pub(crate) mod resampling;
pub(crate) mod rewiring;
pub(crate) mod segregation;
pub(crate) mod small_world;
pub(crate) mod spectral;
pub(crate) mod triads;
pub(crate) mod triangles;
pub(crate) mod two_mode;

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use super::detached;
use crate::adjacency::{Adjacency, Parallel};
use crate::error::{Error, Result};

/// The ties of a network between nodes numbered from 0; labels and attributes are kept in Python.
#[pyclass(frozen, eq, module = "weakties._core")]
#[derive(PartialEq)]
pub(crate) struct Network(pub(crate) Adjacency);

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
