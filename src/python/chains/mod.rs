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

type Integers<'py> = PyReadonlyArray1<'py, i64>;
type Floats<'py> = PyReadonlyArray1<'py, f64>;
type Matrix<'py> = PyReadonlyArray2<'py, f64>;
type Column<'py, T> = Bound<'py, PyArray1<T>>;
type Table<'py> = Bound<'py, PyArray2<f64>>;
