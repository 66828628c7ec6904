//! The border of comparisons of partitions.

use numpy::PyArray1;
use pyo3::prelude::*;

use super::communities::{Codes, Numbers};
use crate::networks;
use crate::python::detached;

/// Normalised mutual information, adjusted and plain Rand index, variation of information.
#[pyfunction]
pub(crate) fn compare_partitions<'py>(py: Python<'py>, one: Codes<'py>, other: Codes<'py>) -> PyResult<Numbers<'py>> {
    let (one, other) = (one.as_slice()?, other.as_slice()?);
    let found = detached(py, || networks::partitions::compare_partitions(one, other))?;
    let values = [found.normalized_mutual_information, found.adjusted_rand, found.rand, found.variation_of_information];
    Ok(PyArray1::from_slice(py, &values))
}
