//! Decompositions of panels that come in pieces, with the bits of a panel that is there as a whole.

use std::ops::Range;

use ndarray::{Array2, Array3};
use rayon::prelude::*;

use super::decomposition::change::Rules;
use super::decomposition::method::Method;
use super::decomposition::{Decomposition, Question, counts, olley_pakes, shaped};
use super::moments::{Cells, GroupChange, Layout, Pair, Sums};
use super::panel::{Columns, Life, by_firm, check_lengths, finite, not_negative, read_life};
use super::resample::Plan;
use crate::error::{Error, Result};
use crate::run::Run;

/// How many firms are added between two looks at stop requests.
const FIRMS_BETWEEN_LOOKS: usize = 4096;

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
        Ok(Self { asked, layout, centre, multiplicities, sums, firms, added: 0 })
    }

    /// Adds whole firms, numbered from 0 on in each piece.
    pub fn add(&mut self, columns: &Columns, run: &Run) -> Result<()> {
        check_lengths(columns)?;
        let mut starts = by_firm(columns)?;
        let count = starts.len();
        if self.added + count > self.firms {
            return Err(Error::invalid(format!("a stream of {} firms was given more", self.firms)));
        }
        starts.push(columns.firm.len());
        let mut lives = Vec::with_capacity(count);
        for firm in 0..count {
            let mut life = Life::default();
            read_life(columns, firm, starts[firm]..starts[firm + 1], &mut life)?;
            lives.push(life);
        }
        let productivity: Vec<f64> = columns
            .productivity
            .iter()
            .map(|&p| Ok(finite(p, "productivity")? - self.centre))
            .collect::<Result<_>>()?;
        let share: Vec<f64> =
            (0..columns.weight.len()).map(|row| not_negative(columns.share(row))).collect::<Result<_>>()?;
        let (sums, multiplicities, added) = (&mut self.sums, &self.multiplicities, self.added);
        let outcomes: Vec<Result<()>> = run.within(|| {
            sums.par_iter_mut()
                .enumerate()
                .map(|(at, sums)| {
                    // The first counts every firm once.
                    let times = at.checked_sub(1).map(|replicate| &multiplicities[replicate][added..added + count]);
                    for (firm, life) in lives.iter().enumerate() {
                        if firm % FIRMS_BETWEEN_LOOKS == 0 {
                            run.go_on()?;
                        }
                        let rows = starts[firm]..starts[firm + 1];
                        let times = times.map_or(1, |times| times[firm]);
                        sums.add(life, times, &share[rows.clone()], &productivity[rows]);
                    }
                    Ok(())
                })
                .collect()
        });
        outcomes.into_iter().collect::<Result<()>>()?;
        self.added += count;
        Ok(())
    }

    /// The components of every cell, what they rest on, and the resamples that were asked for.
    pub fn finish(&self) -> Result<Decomposition> {
        if self.added != self.firms {
            return Err(Error::invalid(format!("a stream of {} firms was given {}", self.firms, self.added)));
        }
        let whole = self.sums[0].finish(&self.layout);
        let (values, counted) = (self.components(&whole), self.counts(&whole));
        let rows = if matches!(self.asked, Asked::Levels) { whole.levels.len() } else { whole.changes.len() };
        let mut replicates = Vec::with_capacity(self.multiplicities.len() * values.len());
        for sums in &self.sums[1..] {
            replicates.extend(self.components(&sums.finish(&self.layout)));
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
