//! What the border of closed communities shares.

use numpy::{PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

/// The number of each node's group.
pub(super) type Codes<'py> = PyReadonlyArray1<'py, u32>;
/// Numbers on their way to Python.
pub(super) type Numbers<'py> = Bound<'py, PyArray1<f64>>;
/// The number of each node's community, and the quality of all.
pub(super) type Found<'py> = (Bound<'py, PyArray1<i64>>, f64);
