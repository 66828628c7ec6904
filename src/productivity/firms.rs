//! A panel read firm by firm, for decompositions that need more of a firm than its part in the sums of a cell.

use std::ops::Range;

use ndarray::{Array2, Array3};

pub use super::decomposition::change::Rules;

use super::decomposition::Decomposition;
use super::moments::{GroupChange, Moments, Pair};
use super::panel::{Columns, Panel};
use super::resample::Plan;
use crate::error::{Error, Result};
use crate::run::Run;

/// How many firms are read between two looks at stop requests: well under a millisecond of work.
const FIRMS_BETWEEN_LOOKS: usize = 4096;

/// Checked columns of a panel, and where the rows of each firm are in them.
#[derive(Debug)]
pub struct Firms<'a> {
    columns: Columns<'a>,
    rows: Vec<Range<usize>>,
    /// The mean of productivity; rows give it less this, so that sums lose no digits to a common level.
    pub(super) centre: f64,
}

/// One firm as often as it was drawn, with its row in each period.
pub(super) struct Firm<'a> {
    pub times: f64,
    pub at: &'a [Option<usize>],
    first: i64,
    last: i64,
}

/// One firm in one pair of periods; without a row at the start it comes in, without one at the end it leaves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Meeting {
    pub pair: usize,
    pub group: usize,
    pub times: f64,
    pub start: Option<usize>,
    pub end: Option<usize>,
}

impl Firm<'_> {
    /// Whether an absence counts as one for good; `unseen` says whether that of a firm in being does.
    pub fn is_away(&self, period: usize, unseen: bool, bridged: usize) -> bool {
        let in_being = i64::try_from(period).is_ok_and(|period| self.first <= period && period <= self.last);
        !in_being || (unseen && !self.is_bridged(period, bridged))
    }

    /// Whether the firm is seen before and after, with at most so many periods in between.
    fn is_bridged(&self, period: usize, bridged: usize) -> bool {
        let before = self.at[..period].iter().rposition(Option::is_some);
        let after = self.at[period..].iter().position(Option::is_some);
        before.zip(after).is_some_and(|(before, after)| period + after - before - 1 <= bridged)
    }
}

impl<'a> Firms<'a> {
    /// Refuses what a panel refuses.
    pub fn new(columns: &Columns<'a>) -> Result<Self> {
        Panel::new(columns)?;
        let mut rows: Vec<Range<usize>> = Vec::with_capacity(columns.first.len());
        for (row, &firm) in columns.firm.iter().enumerate() {
            match rows.last_mut() {
                Some(rows) if columns.firm[rows.start] == firm => rows.end = row + 1,
                _ => rows.push(row..row + 1),
            }
        }
        let centre = columns.productivity.iter().sum::<f64>() / columns.productivity.len().max(1) as f64;
        Ok(Self { columns: *columns, rows, centre })
    }

    pub(super) fn periods(&self) -> usize {
        self.columns.periods
    }

    pub(super) fn groups(&self) -> usize {
        self.columns.groups
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.columns.firm.len()
    }

    /// How many firms there are.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn group(&self, row: usize) -> usize {
        self.columns.group[row] as usize
    }

    /// What a row adds to sums.
    pub(super) fn moments(&self, row: usize, times: f64) -> Moments {
        let productivity = self.columns.productivity[row] - self.centre;
        let weight = times * self.columns.share(row);
        Moments { firms: times, weight, level: times * productivity, weighted: weight * productivity }
    }

    /// Hands every firm that was drawn to `visit`, in the order of the columns.
    pub(super) fn each(&self, multiplicities: &[u32], run: &Run, mut visit: impl FnMut(&Firm)) -> Result<()> {
        let mut at: Vec<Option<usize>> = vec![None; self.periods()];
        for (chunk, firms) in self.rows.chunks(FIRMS_BETWEEN_LOOKS).enumerate() {
            run.go_on()?;
            for (rows, firm) in firms.iter().zip(chunk * FIRMS_BETWEEN_LOOKS..) {
                if multiplicities[firm] == 0 {
                    continue;
                }
                at.fill(None);
                for row in rows.clone() {
                    at[self.columns.period[row] as usize] = Some(row);
                }
                let (first, last) = (self.columns.first[firm], self.columns.last[firm]);
                visit(&Firm { times: f64::from(multiplicities[firm]), at: &at, first, last });
            }
        }
        Ok(())
    }

    /// The sums of every group and period, group by group.
    pub(super) fn sums(&self, multiplicities: &[u32], run: &Run) -> Result<Vec<Moments>> {
        let mut cells = vec![Moments::default(); self.groups() * self.periods()];
        self.each(multiplicities, run, |firm| {
            for (period, row) in firm.at.iter().enumerate() {
                if let Some(row) = *row {
                    cells[self.group(row) * self.periods() + period] += self.moments(row, firm.times);
                }
            }
        })?;
        Ok(cells)
    }

    /// Hands every firm to `visit` for every pair that finds it; whom the rules leave out is not handed over.
    ///
    /// Codes of groups may hold `parts` subgroups each: a firm that changes its subgroup stays in its group.
    pub(super) fn meet(
        &self,
        pairs: &[Pair],
        rules: Rules,
        parts: usize,
        multiplicities: &[u32],
        run: &Run,
        mut visit: impl FnMut(&Meeting),
    ) -> Result<()> {
        self.each(multiplicities, run, |firm| {
            for (pair, &Pair { start, end }) in pairs.iter().enumerate() {
                let one = |row: usize, start, end| Meeting {
                    pair,
                    group: self.group(row) / parts,
                    times: firm.times,
                    start,
                    end,
                };
                match (firm.at[start], firm.at[end]) {
                    (Some(before), Some(after)) => match rules.group_change {
                        GroupChange::Exit if self.group(before) / parts != self.group(after) / parts => {
                            visit(&one(before, Some(before), None));
                            visit(&one(after, None, Some(after)));
                        }
                        GroupChange::Exit | GroupChange::Start => visit(&one(before, Some(before), Some(after))),
                        GroupChange::End => visit(&one(after, Some(before), Some(after))),
                    },
                    (Some(before), None) if firm.is_away(end, rules.unseen_exit, rules.bridged) => {
                        visit(&one(before, Some(before), None));
                    }
                    (None, Some(after)) if firm.is_away(start, rules.unseen_enter, rules.bridged) => {
                        visit(&one(after, None, Some(after)));
                    }
                    _ => {}
                }
            }
        })
    }

    /// Takes the rows of a table once with every firm counted once, and once for every resample of the plan.
    ///
    /// A row is K values and C counts; there must be as many in every resample.
    pub(super) fn resampled<const K: usize, const C: usize>(
        &self,
        plan: &Plan,
        run: &Run,
        rows: impl Fn(&[u32]) -> Result<Vec<([f64; K], [f64; C])>> + Sync + Send,
    ) -> Result<Decomposition> {
        plan.check(self.rows.len())?;
        run.expect_steps(plan.replicates as u64);
        let whole = rows(&vec![1; self.rows.len()])?;
        let replicates = run.map(plan.replicates, |replicate| {
            let values: Vec<[f64; K]> = rows(&plan.multiplicities(replicate))?.into_iter().map(|row| row.0).collect();
            run.advance(1)?;
            Ok(values)
        })?;
        let height = whole.len();
        let lost = |problem| Error::internal(format!("a decomposition lost its shape: {problem}"));
        let values: Vec<f64> = whole.iter().flat_map(|row| row.0).collect();
        let counts: Vec<f64> = whole.iter().flat_map(|row| row.1).collect();
        let replicates: Vec<f64> = replicates.into_iter().flatten().flatten().collect();
        Ok(Decomposition {
            components: Array2::from_shape_vec((height, K), values).map_err(lost)?,
            counts: Array2::from_shape_vec((height, C), counts).map_err(lost)?,
            replicates: Array3::from_shape_vec((plan.replicates, height, K), replicates).map_err(lost)?,
        })
    }

    /// Refuses pairs that do not run from an earlier to a later period of the panel.
    pub(super) fn check_pairs(&self, pairs: &[Pair]) -> Result<()> {
        let periods = self.periods();
        match pairs.iter().find(|pair| pair.start >= pair.end || pair.end >= periods) {
            None => Ok(()),
            Some(&Pair { start, end }) => Err(Error::invalid(format!(
                "`pairs` must run from an earlier to a later one of {periods} periods: got {start} to {end}"
            ))),
        }
    }

    /// Refuses parts that do not divide the groups.
    pub(super) fn check_parts(&self, parts: usize, name: &str) -> Result<()> {
        if parts > 0 && self.groups() % parts == 0 {
            return Ok(());
        }
        Err(Error::invalid(format!("`{name}` must divide {} groups: got {parts}", self.groups())))
    }
}
