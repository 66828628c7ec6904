//! The gap between size classes of firms: means, covariances, contributions to growth, and moves between classes.

use super::decomposition::Decomposition;
use super::firms::{Firms, Rules};
use super::moments::{Moments, Pair};
use super::resample::Plan;
use crate::error::{Error, Result};
use crate::run::Run;

/// What is asked of the classes of one period.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// How many classes each group holds, from the smallest firms to the largest.
    pub classes: usize,
    /// The class that the others are compared with.
    pub reference: usize,
    /// What part of the gap between the means is closed in what-if rows.
    pub close: f64,
    /// Whether productivity is in logs, so that ratios are exponentials of differences.
    pub logs: bool,
}

/// In which class a firm stands that is in two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassOf {
    /// At each end in its class of then.
    Moving,
    /// At both ends in its class at the start; entrants in theirs at the end.
    Start,
    /// At both ends in its class at the end; exiters in theirs at the start.
    End,
}

impl ClassOf {
    /// The class at the start and at the end of who goes from one to the other; `classes` stands for absence.
    fn of(self, from: usize, to: usize, classes: usize) -> (usize, usize) {
        match self {
            _ if from == classes || to == classes => (from, to),
            Self::Moving => (from, to),
            Self::Start => (from, from),
            Self::End => (to, to),
        }
    }
}

fn check(firms: &Firms, question: &Question) -> Result<()> {
    let Question { classes, reference, .. } = *question;
    firms.check_parts(classes, "classes")?;
    if reference < classes {
        return Ok(());
    }
    Err(Error::invalid(format!("`reference` must be one of {classes} classes: got {reference}")))
}

/// `weakties.productivity.size_gap`, period by period.
///
/// Rows: every group, in it every class and period. Columns: share, mean, covariance, aggregate; what the reference is
/// above the class in mean, covariance and both; the class relative to the reference; then what it would be if part of
/// the gap between the means were closed, if the class had the reference's covariance, and both: the gain of the
/// group's aggregate, that aggregate, the gap and the class relative to the reference. Counts: firms.
pub fn size_levels(firms: &Firms, question: Question, plan: &Plan, run: &Run) -> Result<Decomposition> {
    check(firms, &question)?;
    let periods = firms.periods();
    let block = question.classes * periods;
    firms.resampled(plan, run, |multiplicities| {
        let sums = firms.sums(multiplicities, run)?;
        let row = |group: &[Moments], place: usize| {
            let at = place % periods;
            let whole = group.iter().skip(at).step_by(periods).fold(Moments::default(), |sum, each| sum + *each);
            let reference = group[question.reference * periods + at];
            (level(&group[place], &reference, &whole, firms.centre, &question), [group[place].firms])
        };
        Ok(sums.chunks(block).flat_map(|group| (0..block).map(|place| row(group, place)).collect::<Vec<_>>()).collect())
    })
}

fn level(own: &Moments, reference: &Moments, whole: &Moments, centre: f64, question: &Question) -> [f64; 20] {
    let share = own.weight / whole.weight;
    let in_mean = reference.mean() - own.mean();
    let in_covariance = reference.covariance() - own.covariance();
    let gap = reference.aggregate() - own.aggregate();
    let above = reference.aggregate() + centre;
    let relative = |gap: f64| if question.logs { (-gap).exp() } else { (above - gap) / above };
    let if_closed_by = |closed: f64| {
        [share * closed, whole.aggregate() + centre + share * closed, gap - closed, relative(gap - closed)]
    };
    let mut row = [f64::NAN; 20];
    row[..8].copy_from_slice(&[
        share,
        own.mean() + centre,
        own.covariance(),
        own.aggregate() + centre,
        in_mean,
        in_covariance,
        gap,
        relative(gap),
    ]);
    let closed = question.close * in_mean;
    row[8..12].copy_from_slice(&if_closed_by(closed));
    row[12..16].copy_from_slice(&if_closed_by(in_covariance));
    row[16..].copy_from_slice(&if_closed_by(closed + in_covariance));
    row
}

/// The firms of one group and pair, by the class they come from and the one they go to.
#[derive(Debug, Clone)]
struct Flows {
    classes: usize,
    /// From × to, at the start and at the end; the last of each stands for absence.
    cells: Vec<[Moments; 2]>,
}

impl Flows {
    fn iter(&self) -> impl Iterator<Item = (usize, usize, &[Moments; 2])> {
        let side = self.classes + 1;
        self.cells.iter().enumerate().map(move |(place, ends)| (place / side, place % side, ends))
    }

    fn whole(&self) -> [Moments; 2] {
        self.cells.iter().fold([Moments::default(); 2], |sum, ends| [sum[0] + ends[0], sum[1] + ends[1]])
    }
}

fn flows(
    firms: &Firms,
    classes: usize,
    pairs: &[Pair],
    rules: Rules,
    multiplicities: &[u32],
    run: &Run,
) -> Result<Vec<Flows>> {
    let side = classes + 1;
    let nobody = Flows { classes, cells: vec![[Moments::default(); 2]; side * side] };
    let mut all = vec![nobody; firms.groups() / classes * pairs.len()];
    firms.meet(pairs, rules, classes, multiplicities, run, |meeting| {
        let ends = [meeting.start, meeting.end];
        let [from, to] = ends.map(|row| row.map_or(classes, |row| firms.group(row) % classes));
        let cell = &mut all[meeting.group * pairs.len() + meeting.pair].cells[from * side + to];
        for (sums, row) in cell.iter_mut().zip(ends) {
            if let Some(row) = row {
                *sums += firms.moments(row, meeting.times);
            }
        }
    })?;
    Ok(all)
}

/// `weakties.productivity.size_gap`, pair by pair of periods.
///
/// Rows: every group, in it every pair and class. Columns: change of the gap to the reference in mean, covariance and
/// both; contribution of the class to the change of the group's aggregate, within, between and total; and the same
/// total by what firms do: stay in their class, come up into it, come down into it, leave it upwards, leave it
/// downwards, enter, exit. Counts: firms of the class at the start and at the end.
pub fn size_changes(
    firms: &Firms,
    question: Question,
    class_of: ClassOf,
    pairs: &[Pair],
    rules: Rules,
    plan: &Plan,
    run: &Run,
) -> Result<Decomposition> {
    check(firms, &question)?;
    firms.check_pairs(pairs)?;
    firms.resampled(plan, run, |multiplicities| {
        let all = flows(firms, question.classes, pairs, rules, multiplicities, run)?;
        Ok(all.iter().flat_map(|flows| changes(flows, &question, class_of)).collect())
    })
}

fn changes(flows: &Flows, question: &Question, class_of: ClassOf) -> Vec<([f64; 13], [f64; 2])> {
    let classes = question.classes;
    let whole = flows.whole();
    let middle = 0.5 * (whole[0].aggregate() + whole[1].aggregate());
    // What firms add to the aggregate of their end, seen from the middle of both: Σ s (p − M).
    let adds = |some: &Moments, end: usize| (some.weighted - some.weight * middle) / whole[end].weight;
    let mut ends = vec![[Moments::default(); 2]; classes];
    let mut by_move = vec![[0.0; 7]; classes];
    for (from, to, both) in flows.iter() {
        let (start, end) = class_of.of(from, to, classes);
        let (left, came) = (-adds(&both[0], 0), adds(&both[1], 1));
        if start < classes {
            ends[start][0] += both[0];
            let place = if start == end {
                0
            } else if end == classes {
                6
            } else if end > start {
                3
            } else {
                4
            };
            by_move[start][place] += left;
        }
        if end < classes {
            ends[end][1] += both[1];
            let place = if start == end {
                0
            } else if start == classes {
                5
            } else if end > start {
                1
            } else {
                2
            };
            by_move[end][place] += came;
        }
    }
    let reference = ends[question.reference];
    let rows = ends.iter().zip(by_move).map(|(own, by_move)| {
        let change = |measure: fn(&Moments) -> f64| {
            measure(&reference[1]) - measure(&own[1]) - (measure(&reference[0]) - measure(&own[0]))
        };
        let [before, after] = [0, 1].map(|end| own[end].weight / whole[end].weight);
        let [level_before, level_after] = [0, 1].map(|end| own[end].aggregate());
        let within = 0.5 * (before + after) * (level_after - level_before);
        let between = (after - before) * (0.5 * (level_before + level_after) - middle);
        let mut row = [f64::NAN; 13];
        row[..6].copy_from_slice(&[
            change(Moments::mean),
            change(Moments::covariance),
            change(Moments::aggregate),
            within,
            between,
            adds(&own[1], 1) - adds(&own[0], 0),
        ]);
        // + 0.0 turns −0 into 0.
        row[6..].copy_from_slice(&by_move.map(|part| part + 0.0));
        (row, [own[0].firms, own[1].firms])
    });
    rows.collect()
}

/// `weakties.productivity.size_gap`: who moves from which class to which.
///
/// Rows: every group, in it every pair, class at the start and class at the end, both with absence as the last one.
/// Columns: part of the firms of the first class, shares of the group's weight at the start and at the end, unweighted
/// mean at the start and at the end, and its change. Counts: firms.
pub fn size_flows(
    firms: &Firms,
    classes: usize,
    pairs: &[Pair],
    rules: Rules,
    plan: &Plan,
    run: &Run,
) -> Result<Decomposition> {
    check(firms, &Question { classes, reference: 0, close: 0.0, logs: false })?;
    firms.check_pairs(pairs)?;
    firms.resampled(plan, run, |multiplicities| {
        let all = flows(firms, classes, pairs, rules, multiplicities, run)?;
        Ok(all.iter().flat_map(|flows| moves(flows, firms.centre)).collect())
    })
}

fn moves(flows: &Flows, centre: f64) -> Vec<([f64; 6], [f64; 1])> {
    let whole = flows.whole();
    let mut of_class = vec![0.0; flows.classes + 1];
    for (from, _, [start, end]) in flows.iter() {
        of_class[from] += start.firms.max(end.firms);
    }
    let rows = flows.iter().map(|(from, _, [start, end])| {
        let count = start.firms.max(end.firms);
        let row = [
            count / of_class[from],
            start.weight / whole[0].weight,
            end.weight / whole[1].weight,
            start.mean() + centre,
            end.mean() + centre,
            end.mean() - start.mean(),
        ];
        (row, [count])
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::productivity::moments::GroupChange;
    use crate::productivity::panel::Columns;
    use crate::random::Seed;

    const RULES: Rules = Rules { group_change: GroupChange::Exit, unseen_enter: true, unseen_exit: true, bridged: 0 };
    const PLAN: Plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1, 2], strata: &[3] };
    const QUESTION: Question = Question { classes: 2, reference: 1, close: 0.5, logs: false };
    const PAIRS: [Pair; 1] = [Pair { start: 0, end: 1 }];

    /// Firm 0 stays small, firm 1 becomes large, firm 2 stays large.
    const COLUMNS: Columns = Columns {
        firm: &[0, 0, 1, 1, 2, 2],
        period: &[0, 1, 0, 1, 0, 1],
        group: &[0, 0, 0, 1, 1, 1],
        productivity: &[1.0, 1.0, 3.0, 4.0, 6.0, 8.0],
        weight: &[0.125, 0.25, 0.125, 0.25, 0.75, 0.5],
        totals: &[1.0; 2],
        first: &[0; 3],
        last: &[1; 3],
        periods: 2,
        groups: 2,
    };

    #[test]
    fn levels_by_hand() {
        let firms = Firms::new(&COLUMNS).unwrap();
        let parts = size_levels(&firms, QUESTION, &PLAN, &Run::quiet()).unwrap();
        // Small firms at the start: P = mean = 2 at a share of ¼, below one large firm of 6; in all 5.
        let row = parts.components.row(0).to_vec();
        assert_eq!(row[..8], [0.25, 2.0, 0.0, 2.0, 4.0, 0.0, 4.0, 2.0 / 6.0]);
        assert_eq!(row[8..12], [0.5, 5.5, 2.0, 4.0 / 6.0]);
        assert_eq!(row[12..16], [0.0, 5.0, 4.0, 2.0 / 6.0]);
        assert_eq!(row[16..], [0.5, 5.5, 2.0, 4.0 / 6.0]);
        let logs = size_levels(&firms, Question { logs: true, ..QUESTION }, &PLAN, &Run::quiet()).unwrap();
        assert!((logs.components[[0, 7]] - (-4.0_f64).exp()).abs() < 1e-15);
        assert_eq!(parts.counts.column(0).to_vec(), [2.0, 1.0, 1.0, 2.0]);
    }

    #[test]
    fn changes_by_hand_with_moving_and_fixed_classes() {
        let firms = Firms::new(&COLUMNS).unwrap();
        let rows = |class_of| {
            let parts = size_changes(&firms, QUESTION, class_of, &PAIRS, RULES, &PLAN, &Run::quiet()).unwrap();
            [parts.components.row(0).to_vec(), parts.components.row(1).to_vec()]
        };
        // P goes from 5 to 5¼, so M = 5⅛. Moving: small firms go from 2 at ¼ to 1 at ¼; one leaves upwards.
        let [small, large] = rows(ClassOf::Moving);
        assert_eq!(small[3..6], [-0.25, 0.0, -0.25]);
        assert_eq!(small[6..], [-0.25 * 4.125 + 0.125 * 4.125, 0.0, 0.0, 0.125 * 2.125, 0.0, 0.0, 0.0]);
        assert!((small[5] + large[5] - 0.25).abs() < 1e-15);
        assert!((large[7] - 0.25 * -1.125).abs() < 1e-15);
        // Fixed at the start: small firms go from 2 at ¼ to 2½ at ½, and nobody moves.
        let [small, large] = rows(ClassOf::Start);
        assert_eq!(small[3..5], [0.375 * 0.5, 0.25 * (2.25 - 5.125)]);
        assert!((small[5] + large[5] - 0.25).abs() < 1e-15);
        assert_eq!(small[7..], [0.0; 6]);
        // Fixed at the end: the one that grew is large at both ends.
        let [small, _] = rows(ClassOf::End);
        assert_eq!(small[3..5], [0.0, 0.125 * (1.0 - 5.125)]);
    }

    #[test]
    fn moves_by_hand() {
        let firms = Firms::new(&COLUMNS).unwrap();
        let parts = size_flows(&firms, 2, &PAIRS, RULES, &PLAN, &Run::quiet()).unwrap();
        assert_eq!(parts.counts.column(0).to_vec(), [1.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(parts.components.row(1).to_vec(), [0.5, 0.125, 0.25, 3.0, 4.0, 1.0]);
        assert!(size_flows(&firms, 3, &PAIRS, RULES, &PLAN, &Run::quiet()).is_err());
    }
}
