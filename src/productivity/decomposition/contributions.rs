//! From groups to the whole: what each group adds to the change of the aggregate, by components and by its weight.

use ndarray::ArrayView2;

use super::change::Change;
use super::{Decomposition, Question, counts, resampled};
use crate::error::{Error, Result};
use crate::productivity::moments::{Cells, Moments};
use crate::productivity::panel::Panel;
use crate::productivity::resample::Plan;
use crate::run::Run;

/// At which weights of groups what happens within them is taken; the level their weights are compared at goes with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weights {
    /// Those of the start; moves of weight are valued at the end's productivity, above the whole's at the start.
    Start,
    /// The mean of both, as in Griliches and Regev.
    Average,
    /// Those of the end; moves of weight are valued at the start's productivity, above the whole's at the end.
    End,
}

impl Weights {
    /// The rule of this name, as users write it.
    pub fn named(name: &str) -> Result<Self> {
        match name {
            "start" => Ok(Self::Start),
            "average" => Ok(Self::Average),
            "end" => Ok(Self::End),
            other => {
                Err(Error::invalid(format!("`weights` must be \"start\", \"average\" or \"end\": got \"{other}\"")))
            }
        }
    }

    /// The value at the start, in the middle, or at the end.
    fn of(self, start: f64, end: f64) -> f64 {
        match self {
            Self::Start => start,
            Self::Average => 0.5 * (start + end),
            Self::End => end,
        }
    }
}

/// How groups make up wholes.
#[derive(Debug, Clone, Copy)]
pub struct Wholes<'a> {
    /// The whole of each group.
    pub of: &'a [i64],
    /// How many wholes there are.
    pub count: usize,
    /// How weights of groups are taken.
    pub weights: Weights,
}

/// `weakties.productivity.group_contributions`: for every group, then every whole, and every pair of periods, the
/// components of one method weighed by the group, what its change of weight adds, and the sum.
pub fn contributions(
    panel: &Panel,
    question: &Question,
    wholes: &Wholes,
    plan: &Plan,
    productivity: Option<ArrayView2<f64>>,
    run: &Run,
) -> Result<Decomposition> {
    let layout = question.layout(panel)?;
    let fits = |whole: &i64| usize::try_from(*whole).is_ok_and(|whole| whole < wholes.count);
    if wholes.of.len() != panel.groups || !wholes.of.iter().all(fits) {
        let (groups, count) = (panel.groups, wholes.count);
        return Err(Error::invalid(format!("`wholes` must give each of {groups} groups a number from 0 to {count}")));
    }
    let values = |cells: &Cells| contributed(cells, question, wholes, panel.centre);
    let counts = |cells: &Cells| {
        let pairs = question.pairs.len();
        let mut all = cells.changes.clone();
        all.resize_with((panel.groups + wholes.count) * pairs, Default::default);
        let mut found: Vec<[f64; 9]> = all.iter().map(|cell| counts(cell, question.rules)).collect();
        // A whole counts what its groups do; of its weight survivors have what theirs weigh.
        let (groups, totals) = found.split_at_mut(panel.groups * pairs);
        for (place, total) in totals.iter_mut().enumerate() {
            let (whole, pair) = (place / pairs, place % pairs);
            let members = || (0..panel.groups).filter(|&group| wholes.of[group] as usize == whole);
            for count in 0..7 {
                total[count] = members().map(|group| groups[group * pairs + pair][count]).sum();
            }
            let changes: Vec<Change> = members()
                .map(|group| Change::of(&cells.changes[group * pairs + pair], question.rules, panel.centre))
                .collect();
            let weight = |of: fn(&Change) -> f64| changes.iter().map(of).sum::<f64>();
            total[7] = weight(|change| change.before.weight) / weight(|change| change.all_before().weight);
            total[8] = weight(|change| change.after.weight) / weight(|change| change.all_after().weight);
        }
        found.into()
    };
    resampled(panel, &layout, plan, productivity, run, values, counts)
}

fn contributed(cells: &Cells, question: &Question, wholes: &Wholes, centre: f64) -> Vec<f64> {
    let (groups, pairs) = (wholes.of.len(), question.pairs.len());
    let method = question.methods[0];
    // The components, the group's own change of weight, and the total.
    let width = method.components_and_total() + 1;
    let changes: Vec<Change> = cells.changes.iter().map(|cell| Change::of(cell, question.rules, centre)).collect();
    let mut ends = vec![(Moments::default(), Moments::default()); wholes.count * pairs];
    for (place, change) in changes.iter().enumerate() {
        let whole = &mut ends[wholes.of[place / pairs] as usize * pairs + place % pairs];
        whole.0 += change.all_before();
        whole.1 += change.all_after();
    }
    let mut values = vec![0.0; (groups + wholes.count) * pairs * width];
    let (own, totals) = values.split_at_mut(groups * pairs * width);
    let mut components = Vec::with_capacity(width);
    for (place, change) in changes.iter().enumerate() {
        let whole = wholes.of[place / pairs] as usize * pairs + place % pairs;
        let (start, end) = &ends[whole];
        let level = wholes.weights.of(start.aggregate(), end.aggregate());
        let (before, after) = (change.all_before(), change.all_after());
        let (old, new) = (before.weight / start.weight, after.weight / end.weight);
        components.clear();
        method.components(change, &mut components);
        components.pop();
        let row = &mut own[place * width..(place + 1) * width];
        if components.iter().all(|component| component.is_finite()) {
            for (part, component) in row.iter_mut().zip(&components) {
                *part = wholes.weights.of(old, new) * component;
            }
            // Weights of the start go with productivity of the end.
            let valued = wholes.weights.of(after.aggregate(), before.aggregate());
            row[width - 2] = (new - old) * (valued - level);
        } else {
            // Nothing within the group can be told: it counts as leaving and coming in as a whole.
            row[width - 2] = (after.weighted - after.weight * level) / end.weight
                - (before.weighted - before.weight * level) / start.weight;
        }
        row[width - 1] = row[..width - 1].iter().sum();
        let total = &mut totals[whole * width..(whole + 1) * width];
        for (sum, part) in total[..width - 1].iter_mut().zip(row.iter()) {
            *sum += part;
        }
    }
    for ((start, end), total) in ends.iter().zip(totals.chunks_exact_mut(width)) {
        total[width - 1] = end.aggregate() - start.aggregate();
        if total[width - 1].is_nan() {
            total.fill(f64::NAN);
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::super::change::Rules;
    use super::super::method::Method;
    use super::*;
    use crate::productivity::moments::{GroupChange, Pair};
    use crate::productivity::panel::Columns;
    use crate::random::Seed;

    #[test]
    fn two_groups_by_hand_and_a_whole_of_one() {
        // Group 0 has a firm that grows by 1 and loses weight; group 1 one that stays at 3 and gains it.
        let columns = Columns {
            firm: &[0, 0, 1, 1],
            period: &[0, 1, 0, 1],
            group: &[0, 0, 1, 1],
            productivity: &[1.0, 2.0, 3.0, 3.0],
            weight: &[0.75, 0.25, 0.25, 0.75],
            totals: &[1.0; 2],
            first: &[0, 0],
            last: &[1, 1],
            periods: 2,
            groups: 2,
        };
        let panel = Panel::new(&columns).unwrap();
        let rules = Rules { group_change: GroupChange::Exit, unseen_enter: true, unseen_exit: true, bridged: 0 };
        let question = Question { methods: &[Method::MelitzPolanec], pairs: &[Pair { start: 0, end: 1 }], rules };
        let plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1], strata: &[2] };
        let found = |weights, of: &[i64], count| {
            let wholes = Wholes { of, count, weights };
            let parts = contributions(&panel, &question, &wholes, &plan, None, &Run::quiet());
            parts.map(|parts| parts.components)
        };
        // P0 = 1.5 and P1 = 2.75, in the middle 2.125.
        let average = found(Weights::Average, &[0, 0], 1).unwrap();
        assert_eq!(average.row(0).to_vec(), [0.5, 0.0, 0.0, 0.0, 0.3125, 0.8125]);
        assert_eq!(average.row(1).to_vec(), [0.0, 0.0, 0.0, 0.0, 0.4375, 0.4375]);
        assert_eq!(average.row(2).to_vec(), [0.5, 0.0, 0.0, 0.0, 0.75, 1.25]);
        let start = found(Weights::Start, &[0, 0], 1).unwrap();
        assert_eq!(start.row(2).to_vec(), [0.75, 0.0, 0.0, 0.0, 0.5, 1.25]);
        let end = found(Weights::End, &[0, 0], 1).unwrap();
        assert_eq!(end.row(2).to_vec(), [0.25, 0.0, 0.0, 0.0, 1.0, 1.25]);
        // Each its own whole: nothing moves between.
        let alone = found(Weights::Average, &[1, 0], 2).unwrap();
        assert_eq!(alone.row(2).to_vec(), [0.0; 6]);
        assert_eq!(alone.row(3).to_vec(), [1.0, 0.0, 0.0, 0.0, 0.0, 1.0]);
        assert!(matches!(found(Weights::End, &[0, 1], 1), Err(Error::InvalidInput(_))));
    }
}
