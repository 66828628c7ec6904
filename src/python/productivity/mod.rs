//! The border of the productivity pillar: what panels and plans are read off; each topic has a file.

pub(crate) mod aggregate_growth;
pub(crate) mod augmented;
pub(crate) mod between_within;
pub(crate) mod cells;
pub(crate) mod concentration;
pub(crate) mod cost_shares;
pub(crate) mod decomposition;
pub(crate) mod disclosure;
pub(crate) mod index_numbers;
pub(crate) mod markups;
pub(crate) mod misallocation;
pub(crate) mod ordering;
pub(crate) mod production;
pub(crate) mod shift_share;
pub(crate) mod size_gap;
pub(crate) mod stream;
pub(crate) mod types;

use numpy::PyReadonlyArray1;
use pyo3::prelude::*;

use crate::error::{Error, Result};
use crate::productivity::decomposition::change::Rules;
use crate::productivity::moments::GroupChange;
use crate::productivity::panel;
use crate::productivity::resample;
use crate::random::Seed;

/// The columns of a panel, read off the Python object that holds them.
#[derive(FromPyObject)]
pub(crate) struct Columns<'py> {
    firm: PyReadonlyArray1<'py, i32>,
    period: PyReadonlyArray1<'py, i32>,
    group: PyReadonlyArray1<'py, i32>,
    productivity: PyReadonlyArray1<'py, f64>,
    weight: PyReadonlyArray1<'py, f64>,
    totals: PyReadonlyArray1<'py, f64>,
    first: PyReadonlyArray1<'py, i64>,
    last: PyReadonlyArray1<'py, i64>,
    periods: usize,
    groups: usize,
}

impl Columns<'_> {
    pub(crate) fn borrow(&self) -> PyResult<panel::Columns<'_>> {
        Ok(panel::Columns {
            firm: self.firm.as_slice()?,
            period: self.period.as_slice()?,
            group: self.group.as_slice()?,
            productivity: self.productivity.as_slice()?,
            weight: self.weight.as_slice()?,
            totals: self.totals.as_slice()?,
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
    pub(crate) fn borrow(&self) -> PyResult<resample::Plan<'_>> {
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
    bridged: usize,
}

impl EntryAndExit {
    pub(crate) fn rules(&self) -> Result<Rules> {
        let group_change = match self.group_change.as_str() {
            // A panel that refuses changes has none.
            "exit" | "refuse" => GroupChange::Exit,
            "start" => GroupChange::Start,
            "end" => GroupChange::End,
            other => {
                return Err(Error::invalid(format!(
                    "`group_change` must be \"exit\", \"start\" or \"end\": got \"{other}\""
                )));
            }
        };
        let Self { unseen_enter, unseen_exit, bridged, .. } = *self;
        Ok(Rules { group_change, unseen_enter, unseen_exit, bridged })
    }
}
