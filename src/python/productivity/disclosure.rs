//! The border of `productivity::disclosure`.

use numpy::{IntoPyArray, PyArray1};
use pyo3::prelude::*;

use crate::error::{Error, Result};
use crate::productivity::disclosure::{self, Fate, Role, Values};
use crate::python::watched;

/// `weakties.productivity.disclosure`: roles are 0 shown, 1 secret, 2 outside; fates 0 kept, 1 hidden, 2 exposed.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "lists come as vectors")]
pub(crate) fn complementary(
    py: Python<'_>,
    roles: Vec<u8>,
    costs: Vec<f64>,
    sets: Vec<Vec<usize>>,
    sizes: Vec<f64>,
    relations: Vec<Vec<(usize, f64)>>,
    minimum: f64,
) -> PyResult<Bound<'_, PyArray1<i64>>> {
    let found = watched(py, Some(1), None, |run| {
        let roles: Vec<Role> = roles.iter().map(|&role| role_of(role)).collect::<Result<_>>()?;
        let values = Values { roles: &roles, costs: &costs, sets: &sets, sizes: &sizes, relations: &relations };
        disclosure::complementary(&values, minimum, run)
    })?;
    let code = |fate: Fate| match fate {
        Fate::Kept => 0,
        Fate::Hidden => 1,
        Fate::Exposed => 2,
    };
    Ok(found.into_iter().map(code).collect::<Vec<i64>>().into_pyarray(py))
}

fn role_of(role: u8) -> Result<Role> {
    match role {
        0 => Ok(Role::Shown),
        1 => Ok(Role::Secret),
        2 => Ok(Role::Outside),
        other => Err(Error::invalid(format!("`roles` must be 0, 1 or 2: got {other}"))),
    }
}
