//! The border of `productivity::shift_share`.

use numpy::{IntoPyArray, PyArray2, PyArray3, PyReadonlyArray2, PyReadonlyArray3};
use pyo3::prelude::*;

use crate::error::{Error, Result};
use crate::productivity::moments::Pair;
use crate::productivity::shift_share::{self as kernel, Method, Sectors};
use crate::python::detached;

type Cube<'py> = PyReadonlyArray3<'py, f64>;

fn named(method: &str) -> Result<Method> {
    match method {
        "mcmillan-rodrik" => Ok(Method::McMillanRodrik),
        "fabricant" => Ok(Method::Fabricant),
        "csls" => Ok(Method::Csls),
        "gead" => Ok(Method::Gead),
        "nordhaus" => Ok(Method::Nordhaus),
        other => Err(Error::invalid(format!("`method` must be one of the five: got \"{other}\""))),
    }
}

/// `weakties.productivity.shift_share`.
#[pyfunction]
#[expect(clippy::type_complexity, reason = "contributions and totals")]
pub(crate) fn shift_share<'py>(
    py: Python<'py>,
    output: Cube<'py>,
    labour: Cube<'py>,
    price: Cube<'py>,
    aggregate_price: PyReadonlyArray2<'py, f64>,
    pairs: Vec<(usize, usize)>,
    method: &str,
) -> PyResult<(Bound<'py, PyArray3<f64>>, Bound<'py, PyArray2<f64>>)> {
    let pairs: Vec<Pair> = pairs.into_iter().map(|(start, end)| Pair { start, end }).collect();
    let sectors = Sectors {
        output: output.as_array(),
        labour: labour.as_array(),
        price: price.as_array(),
        aggregate_price: aggregate_price.as_array(),
    };
    let found = detached(py, || kernel::shift_share(sectors, &pairs, named(method)?))?;
    Ok((found.parts.into_pyarray(py), found.totals.into_pyarray(py)))
}
