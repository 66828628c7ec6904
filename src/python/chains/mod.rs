//! The border of the chains pillar: what several topics read and give; each topic has a file.

pub(crate) mod contact;
pub(crate) mod contact_exact;
pub(crate) mod contact_games;
pub(crate) mod contact_games_simulated;
pub(crate) mod diffusion;
pub(crate) mod homogeneity;
pub(crate) mod ipf;
pub(crate) mod markov;
pub(crate) mod mobility;
pub(crate) mod multiregional;
pub(crate) mod multistate;
pub(crate) mod open_chain;
pub(crate) mod openness;
pub(crate) mod passage;
pub(crate) mod radiation;
pub(crate) mod semi_markov;
pub(crate) mod sequences;
pub(crate) mod spells;
pub(crate) mod stocks;
pub(crate) mod transitions;

use numpy::{PyArray1, PyArray2, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::prelude::*;

use crate::adjacency::{Adjacency, Parallel};
use crate::error::Result;

type Integers<'py> = PyReadonlyArray1<'py, i64>;
type Floats<'py> = PyReadonlyArray1<'py, f64>;
type Matrix<'py> = PyReadonlyArray2<'py, f64>;
type Column<'py, T> = Bound<'py, PyArray1<T>>;
type Table<'py> = Bound<'py, PyArray2<f64>>;

/// A number of nodes and the pairs among them, as they arrive from Python.
#[derive(FromPyObject)]
pub(crate) struct Pairs<'py>(usize, PyReadonlyArray1<'py, u32>, PyReadonlyArray1<'py, u32>);

/// Undirected ties as slices, which cross between threads.
pub(super) type Ties<'a> = (usize, &'a [u32], &'a [u32]);

impl Pairs<'_> {
    pub(super) fn ties(&self) -> PyResult<Ties<'_>> {
        Ok((self.0, self.1.as_slice()?, self.2.as_slice()?))
    }
}

pub(super) fn adjacency((nodes, sources, targets): Ties<'_>) -> Result<Adjacency> {
    Adjacency::from_ties(nodes, sources, targets, &vec![1.0; sources.len()], false, Parallel::Max)
}
