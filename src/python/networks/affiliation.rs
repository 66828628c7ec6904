//! The border of what a node's ties lead to.

use numpy::{IntoPyArray, PyArray1, PyArray2, PyReadonlyArray1};
use pyo3::prelude::*;

use super::Network;
use crate::networks;
use crate::python::{detached, watched};

#[pyfunction]
pub(crate) fn composition<'py>(
    py: Python<'py>,
    network: &Network,
    groups: PyReadonlyArray1<'_, u32>,
    group_count: usize,
    direction: &str,
    weighted: bool,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let groups = groups.as_slice()?;
    let shares = detached(py, || {
        networks::affiliation::composition(&network.0, groups, group_count, direction.parse()?, weighted)
    })?;
    Ok(shares.into_pyarray(py))
}

/// How many groups, Blau's index and Shannon's entropy.
type Spread<'py> = (Bound<'py, PyArray1<i64>>, Bound<'py, PyArray1<f64>>, Bound<'py, PyArray1<f64>>);

#[pyfunction]
pub(crate) fn spread<'py>(
    py: Python<'py>,
    affiliations: &Network,
    firms: usize,
    of_firms: bool,
    groups: PyReadonlyArray1<'_, u32>,
    group_count: usize,
    weighted: bool,
) -> PyResult<Spread<'py>> {
    let groups = groups.as_slice()?;
    let (counts, blau, entropy) = detached(py, || {
        networks::affiliation::spread(&affiliations.0, firms, of_firms, groups, group_count, weighted)
    })?;
    Ok((counts.into_pyarray(py), blau.into_pyarray(py), entropy.into_pyarray(py)))
}

/// Communities, firms and institutions.
type Access<'py> = (Bound<'py, PyArray1<i64>>, Bound<'py, PyArray1<i64>>, Bound<'py, PyArray1<i64>>);

#[pyfunction]
pub(crate) fn access<'py>(
    py: Python<'py>,
    affiliations: &Network,
    firms: usize,
    groups: PyReadonlyArray1<'_, u32>,
    group_count: usize,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Access<'py>> {
    let groups = groups.as_slice()?;
    let (communities, reached, leading) = watched(py, threads, progress, |run| {
        networks::affiliation::access(&affiliations.0, firms, groups, group_count, run)
    })?;
    Ok((communities.into_pyarray(py), reached.into_pyarray(py), leading.into_pyarray(py)))
}
