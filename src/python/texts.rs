//! The border of texts: columns as Arrow holds them become numbers.

use numpy::{IntoPyArray, PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;

use super::detached;
use crate::texts::{self, Texts};

type Column<'py, T> = Bound<'py, PyArray1<T>>;

/// The codes of texts, given in parts by where each begins and their bytes, and the place of one text of each code.
#[pyfunction]
pub(crate) fn numbered_texts<'py>(
    py: Python<'py>,
    parts: Vec<(PyReadonlyArray1<'py, i64>, PyReadonlyArray1<'py, u8>)>,
    missing: Option<PyReadonlyArray1<'py, bool>>,
) -> PyResult<(Column<'py, i32>, Column<'py, i64>)> {
    let parts =
        parts.iter().map(|(offsets, bytes)| Ok(Texts { offsets: offsets.as_slice()?, bytes: bytes.as_slice()? }));
    let parts = parts.collect::<PyResult<Vec<_>>>()?;
    let missing = missing.as_ref().map(|missing| missing.as_slice()).transpose()?;
    let found = detached(py, || texts::numbered(&parts, missing))?;
    Ok((found.codes.into_pyarray(py), found.firsts.into_pyarray(py)))
}
