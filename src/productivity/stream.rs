//! Decompositions of panels that come in pieces, with the bits of a panel that is there as a whole.

use std::ops::Range;

use ndarray::{Array2, Array3, ArrayView2};
use rayon::prelude::*;

use super::decomposition::change::Rules;
use super::decomposition::method::Method;
use super::decomposition::{self, Decomposition, Question, counts, olley_pakes, shaped};
use super::moments::{Cells, GroupChange, Layout, Lives, Pair, Sums};
use super::panel::{self, Columns, Life, Panel, by_firm, check_lengths, finite, not_negative, read_life};
use super::resample::Plan;
use crate::error::{Error, Result};
use crate::run::Run;

/// How many firms are made ready at a time, and added between two looks at stop requests.
const FIRMS_AT_ONCE: usize = 4096;

/// `weakties.productivity.decompose` of columns that are all there.
///
/// To lay them out pays where there are resamples; what is read once is read as it stands, in no memory of its own.
pub fn changes(
    columns: &Columns,
    question: &Question,
    plan: &Plan,
    productivity: Option<ArrayView2<f64>>,
    run: &Run,
) -> Result<Decomposition> {
    if plan.replicates > 0 || productivity.is_some() {
        return decomposition::decompose(&Panel::new(columns)?, question, plan, productivity, run);
    }
    let centre = panel::centre(columns.productivity);
    Stream::of_changes((columns.periods, columns.groups), question, centre, plan, 0..0)?.whole(columns, run)
}

/// `weakties.productivity.olley_pakes` of columns that are all there; as `changes`.
pub fn levels(
    columns: &Columns,
    plan: &Plan,
    productivity: Option<ArrayView2<f64>>,
    run: &Run,
) -> Result<Decomposition> {
    if plan.replicates > 0 || productivity.is_some() {
        return olley_pakes::olley_pakes(&Panel::new(columns)?, plan, productivity, run);
    }
    let centre = panel::centre(columns.productivity);
    Stream::of_levels((columns.periods, columns.groups), centre, plan, 0..0)?.whole(columns, run)
}

/// What is asked of a stream.
#[derive(Debug)]
enum Asked {
    /// The level of every group and period.
    Levels,
    /// The change of every group and pair of periods.
    Changes { methods: Vec<Method>, pairs: Vec<Pair>, rules: Rules },
}

/// A decomposition that firms are added to, piece by piece, in the order of their numbers.
#[derive(Debug)]
pub struct Stream {
    asked: Asked,
    layout: Layout,
    centre: f64,
    /// How often each firm counts, resample by resample.
    multiplicities: Vec<Vec<u32>>,
    lives: Lives,
    /// The sums of all firms counted once, then those of each resample.
    sums: Vec<Sums>,
    /// How many firms there will be, and how many were added.
    firms: usize,
    added: usize,
}

impl Stream {
    /// Levels by Olley and Pakes.
    pub fn of_levels(shape: (usize, usize), centre: f64, plan: &Plan, replicates: Range<usize>) -> Result<Self> {
        let layout = Layout::new(shape, &[], GroupChange::Exit, false)?;
        Self::new(Asked::Levels, layout, centre, plan, replicates)
    }

    /// Changes by some methods.
    pub fn of_changes(
        shape: (usize, usize),
        question: &Question,
        centre: f64,
        plan: &Plan,
        replicates: Range<usize>,
    ) -> Result<Self> {
        let layout = question.layout_of(shape)?;
        let asked = Asked::Changes {
            methods: question.methods.to_vec(),
            pairs: question.pairs.to_vec(),
            rules: question.rules,
        };
        Self::new(asked, layout, centre, plan, replicates)
    }

    fn new(asked: Asked, layout: Layout, centre: f64, plan: &Plan, replicates: Range<usize>) -> Result<Self> {
        let firms = plan.cluster.len();
        plan.check(firms)?;
        if replicates.end > plan.replicates {
            return Err(Error::invalid(format!(
                "`bootstrap` has {} resamples: asked for those up to {}",
                plan.replicates, replicates.end
            )));
        }
        let multiplicities: Vec<Vec<u32>> = replicates.map(|replicate| plan.multiplicities(replicate)).collect();
        let sums = vec![Sums::new(layout.crosses); multiplicities.len() + 1];
        Ok(Self { asked, layout, centre, multiplicities, lives: Lives::default(), sums, firms, added: 0 })
    }

    fn whole(mut self, columns: &Columns, run: &Run) -> Result<Decomposition> {
        self.add(columns, run)?;
        self.finish()
    }

    /// Adds whole firms, numbered from 0 on in each piece.
    pub fn add(&mut self, columns: &Columns, run: &Run) -> Result<()> {
        check_lengths(columns)?;
        let starts = by_firm(columns)?;
        if self.added + starts.len() > self.firms {
            return Err(Error::invalid(format!("a stream of {} firms was given more", self.firms)));
        }
        let mut ready = Ready::default();
        for first in (0..starts.len()).step_by(FIRMS_AT_ONCE) {
            run.go_on()?;
            let firms = first..(first + FIRMS_AT_ONCE).min(starts.len());
            ready.read(columns, &starts, firms.clone(), self.centre, &mut self.lives)?;
            let (ready, multiplicities) = (&ready, &self.multiplicities);
            let numbers = self.added + firms.start..self.added + firms.end;
            let sums = &mut self.sums;
            run.within(|| {
                sums.par_iter_mut().enumerate().for_each(|(at, sums)| {
                    // The first counts every firm once.
                    ready.add_to(sums, at.checked_sub(1).map(|replicate| &multiplicities[replicate][numbers.clone()]));
                });
            });
        }
        self.added += starts.len();
        Ok(())
    }

    /// The components of every cell, what they rest on, and the resamples that were asked for.
    pub fn finish(&self) -> Result<Decomposition> {
        if self.added != self.firms {
            return Err(Error::invalid(format!("a stream of {} firms was given {}", self.firms, self.added)));
        }
        let whole = self.sums[0].finish(&self.layout, &self.lives);
        let (values, counted) = (self.components(&whole), self.counts(&whole));
        let rows = if matches!(self.asked, Asked::Levels) { whole.levels.len() } else { whole.changes.len() };
        let mut replicates = Vec::with_capacity(self.multiplicities.len() * values.len());
        for sums in &self.sums[1..] {
            replicates.extend(self.components(&sums.finish(&self.layout, &self.lives)));
        }
        let (width, counts) = (values.len() / rows.max(1), counted.len() / rows.max(1));
        Ok(Decomposition {
            components: shaped((rows, width), values, Array2::from_shape_vec)?,
            counts: shaped((rows, counts), counted, Array2::from_shape_vec)?,
            replicates: shaped((self.multiplicities.len(), rows, width), replicates, Array3::from_shape_vec)?,
        })
    }

    fn components(&self, cells: &Cells) -> Vec<f64> {
        match &self.asked {
            Asked::Levels => cells.levels.iter().flat_map(|cell| olley_pakes::components(cell, self.centre)).collect(),
            Asked::Changes { methods, pairs, rules } => {
                let question = Question { methods, pairs, rules: *rules };
                let mut values = Vec::new();
                for cell in &cells.changes {
                    question.components(cell, self.centre, &mut values);
                }
                values
            }
        }
    }

    fn counts(&self, cells: &Cells) -> Vec<f64> {
        match &self.asked {
            Asked::Levels => cells.levels.iter().map(|cell| cell.firms).collect(),
            Asked::Changes { rules, .. } => cells.changes.iter().flat_map(|cell| counts(cell, *rules)).collect(),
        }
    }
}

/// Some firms, checked and ready to be added.
#[derive(Debug, Default)]
struct Ready {
    /// The number of each firm's life, and where its rows end.
    firms: Vec<(usize, usize)>,
    share: Vec<f64>,
    /// Less the centre of all rows.
    productivity: Vec<f64>,
    /// Room for the life at hand.
    life: Life,
}

impl Ready {
    fn read(
        &mut self,
        columns: &Columns,
        starts: &[usize],
        firms: Range<usize>,
        centre: f64,
        lives: &mut Lives,
    ) -> Result<()> {
        self.firms.clear();
        self.share.clear();
        self.productivity.clear();
        for firm in firms {
            let rows = starts[firm]..starts.get(firm + 1).copied().unwrap_or(columns.firm.len());
            read_life(columns, firm, rows.clone(), &mut self.life)?;
            for row in rows {
                self.productivity.push(finite(columns.productivity[row], "productivity")? - centre);
                self.share.push(not_negative(columns.share(row))?);
            }
            self.firms.push((lives.number(&self.life), self.share.len()));
        }
        Ok(())
    }

    /// Adds the firms, each once or as often as `times` says.
    fn add_to(&self, sums: &mut Sums, times: Option<&[u32]>) {
        let mut start = 0;
        for (firm, &(life, end)) in self.firms.iter().enumerate() {
            let times = times.map_or(1, |times| times[firm]);
            sums.add(life, times, &self.share[start..end], &self.productivity[start..end]);
            start = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::productivity::decomposition::decompose;
    use crate::productivity::panel::Panel;
    use crate::random::Seed;

    const ALL: Columns = Columns {
        firm: &[0, 0, 1, 2],
        period: &[0, 1, 0, 1],
        group: &[0, 0, 0, 0],
        productivity: &[2.1, 3.3, 4.7, 7.9],
        weight: &[0.25, 0.5, 0.75, 0.5],
        totals: &[1.0; 2],
        first: &[0, 0, 1],
        last: &[1, 0, 1],
        periods: 2,
        groups: 1,
    };

    #[test]
    fn pieces_give_the_bits_of_the_whole() {
        let plan = Plan { replicates: 9, seed: Seed([5, 6]), cluster: &[0, 1, 2], strata: &[3] };
        let question = Question {
            methods: &[Method::MelitzPolanec, Method::GrilichesRegev],
            pairs: &[Pair { start: 0, end: 1 }],
            rules: Rules { group_change: GroupChange::Exit, unseen_enter: true, unseen_exit: true, bridged: 0 },
        };
        let panel = Panel::new(&ALL).unwrap();
        let expected = decompose(&panel, &question, &plan, None, &Run::quiet()).unwrap();
        let pieces = [
            Columns { firm: &[0, 0, 1], first: &[0, 0], last: &[1, 0], ..part(0..3) },
            Columns { firm: &[0], first: &[1], last: &[1], ..part(3..4) },
        ];
        let mut stream = Stream::of_changes((2, 1), &question, panel.centre, &plan, 4..9).unwrap();
        for piece in &pieces {
            stream.add(piece, &Run::quiet()).unwrap();
        }
        let found = stream.finish().unwrap();
        let bits = |values: &[f64]| values.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(found.components.as_slice().unwrap()), bits(expected.components.as_slice().unwrap()));
        assert_eq!(found.counts, expected.counts);
        let whole = changes(&ALL, &question, &Plan { replicates: 0, ..plan }, None, &Run::quiet()).unwrap();
        assert_eq!(bits(whole.components.as_slice().unwrap()), bits(expected.components.as_slice().unwrap()));
        assert_eq!(whole.counts, expected.counts);
        let later = &expected.replicates.as_slice().unwrap()[4 * expected.components.len()..];
        assert_eq!(bits(found.replicates.as_slice().unwrap()), bits(later));
    }

    fn part(rows: Range<usize>) -> Columns<'static> {
        Columns {
            period: &ALL.period[rows.clone()],
            group: &ALL.group[rows.clone()],
            productivity: &ALL.productivity[rows.clone()],
            weight: &ALL.weight[rows],
            ..ALL
        }
    }

    #[test]
    fn too_few_and_too_many_firms_are_refused() {
        let plan = Plan { replicates: 0, seed: Seed([5, 6]), cluster: &[0, 1, 2], strata: &[3] };
        let mut stream = Stream::of_levels((2, 1), 0.0, &plan, 0..0).unwrap();
        assert!(stream.finish().is_err());
        stream.add(&ALL, &Run::quiet()).unwrap();
        assert_eq!(stream.finish().unwrap().counts.column(0).to_vec(), [2.0, 2.0]);
        assert!(stream.add(&ALL, &Run::quiet()).is_err());
        assert!(Stream::of_levels((2, 1), 0.0, &plan, 0..1).is_err());
    }
}
