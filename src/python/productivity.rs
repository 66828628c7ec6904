//! The border of the productivity pillar.

use numpy::{IntoPyArray, PyArray2, PyArray3, PyReadonlyArray1};
use pyo3::prelude::*;

use super::watched;
use crate::error::{Error, Result};
use crate::productivity::decomposition::melitz_polanec::Rules;
use crate::productivity::decomposition::{self, Decomposition};
use crate::productivity::moments::{GroupChange, Pair};
use crate::productivity::panel::{self, Panel};
use crate::productivity::resample;
use crate::random::Seed;

/// The columns of a panel, read off the Python object that holds them.
#[derive(FromPyObject)]
pub(crate) struct Columns<'py> {
    firm: PyReadonlyArray1<'py, i64>,
    period: PyReadonlyArray1<'py, i64>,
    group: PyReadonlyArray1<'py, i64>,
    productivity: PyReadonlyArray1<'py, f64>,
    share: PyReadonlyArray1<'py, f64>,
    first: PyReadonlyArray1<'py, i64>,
    last: PyReadonlyArray1<'py, i64>,
    periods: usize,
    groups: usize,
}

impl Columns<'_> {
    fn borrow(&self) -> PyResult<panel::Columns<'_>> {
        Ok(panel::Columns {
            firm: self.firm.as_slice()?,
            period: self.period.as_slice()?,
            group: self.group.as_slice()?,
            productivity: self.productivity.as_slice()?,
            share: self.share.as_slice()?,
            first: self.first.as_slice()?,
            last: self.last.as_slice()?,
            periods: self.periods,
            groups: self.groups,
        })
    }
}

/// How resamples are drawn, read off the Python object that says so.
#[derive(FromPyObject)]
pub(crate) struct Plan<'py> {
    replicates: usize,
    key: (u64, u64),
    cluster: PyReadonlyArray1<'py, i64>,
    strata: PyReadonlyArray1<'py, i64>,
}

impl Plan<'_> {
    fn borrow(&self) -> PyResult<resample::Plan<'_>> {
        Ok(resample::Plan {
            replicates: self.replicates,
            seed: Seed(self.key.into()),
            cluster: self.cluster.as_slice()?,
            strata: self.strata.as_slice()?,
        })
    }
}

/// Who counts as coming in and as leaving, read off the Python object that says so.
#[derive(FromPyObject)]
pub(crate) struct EntryAndExit {
    group_change: String,
    unseen_enter: bool,
    unseen_exit: bool,
}

impl EntryAndExit {
    fn rules(&self) -> Result<Rules> {
        let group_change = match self.group_change.as_str() {
            "exit" => GroupChange::Exit,
            "start" => GroupChange::Start,
            "end" => GroupChange::End,
            other => {
                return Err(Error::invalid(format!(
                    "`group_change` must be \"exit\", \"start\" or \"end\": got \"{other}\""
                )));
            }
        };
        Ok(Rules { group_change, unseen_enter: self.unseen_enter, unseen_exit: self.unseen_exit })
    }
}

/// Cell × component, cell × count, resample × cell × component.
type Tables<'py> = (Bound<'py, PyArray2<f64>>, Bound<'py, PyArray2<f64>>, Bound<'py, PyArray3<f64>>);

fn tables(py: Python<'_>, parts: Decomposition) -> Tables<'_> {
    (parts.components.into_pyarray(py), parts.counts.into_pyarray(py), parts.replicates.into_pyarray(py))
}

/// `weakties.productivity.olley_pakes`.
#[pyfunction]
#[pyo3(signature = (columns, plan, threads=None, progress=None))]
pub(crate) fn olley_pakes<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan) = (columns.borrow()?, plan.borrow()?);
    let parts = watched(py, threads, progress, |run| {
        decomposition::olley_pakes::olley_pakes(&Panel::new(&columns)?, &plan, run)
    })?;
    Ok(tables(py, parts))
}

/// `weakties.productivity.melitz_polanec`.
#[pyfunction]
#[pyo3(signature = (columns, pairs, rules, plan, threads=None, progress=None))]
pub(crate) fn melitz_polanec<'py>(
    py: Python<'py>,
    columns: Columns<'py>,
    pairs: Vec<(usize, usize)>,
    rules: EntryAndExit,
    plan: Plan<'py>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Tables<'py>> {
    let (columns, plan) = (columns.borrow()?, plan.borrow()?);
    let pairs: Vec<Pair> = pairs.into_iter().map(|(start, end)| Pair { start, end }).collect();
    let parts = watched(py, threads, progress, |run| {
        decomposition::melitz_polanec::melitz_polanec(&Panel::new(&columns)?, &pairs, rules.rules()?, &plan, run)
    })?;
    Ok(tables(py, parts))
}
