//! The dynamic decomposition of Melitz and Polanec (2015): survivors' mean and covariance, entry and exit.

use super::{Decomposition, decompose};
use crate::error::Result;
use crate::productivity::moments::{GroupChange, Moments, Pair, PairEnd, PairMoments, pair_moments};
use crate::productivity::panel::Panel;
use crate::productivity::resample::Plan;
use crate::run::Run;

/// Who counts as coming in and as leaving.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Where firms belong that change their group.
    pub group_change: GroupChange,
    /// Whether firms seen at the end and in being, but not seen, at the start count as coming in; else they are left out.
    pub unseen_enter: bool,
    /// Whether firms seen at the start and in being, but not seen, at the end count as leaving; else they are left out.
    pub unseen_exit: bool,
    /// How many periods a firm may be absent between two of its rows to be left out all the same.
    pub bridged: usize,
}

/// `weakties.productivity.melitz_polanec`: change of survivors' mean and covariance, entry, exit and their total.
///
/// Counts are survivors, entrants and exiters; of those the unseen ones (coming in, leaving) and the ones from or to
/// another group; then the survivors' share of the weight at the start and at the end.
pub fn melitz_polanec(panel: &Panel, pairs: &[Pair], rules: Rules, plan: &Plan, run: &Run) -> Result<Decomposition> {
    decompose(
        panel,
        plan,
        run,
        |multiplicities| pair_moments(panel, pairs, (rules.group_change, rules.bridged), multiplicities, run),
        |cell| components(cell, rules),
        |cell| counts(cell, rules),
    )
}

fn components(cell: &PairMoments, rules: Rules) -> [f64; 5] {
    let (before, after) = (&cell.start.survivors, &cell.end.survivors);
    let exiters = others(&cell.start, rules.unseen_exit);
    let entrants = others(&cell.end, rules.unseen_enter);
    let (whole_before, whole_after) = (*before + exiters, *after + entrants);
    // S_N (P_N − P_C), written so that entrants without weight add nothing; + 0.0 turns −0 into 0.
    let entry = (entrants.weighted - entrants.weight * after.aggregate()) / whole_after.weight + 0.0;
    let exit = (exiters.weight * before.aggregate() - exiters.weighted) / whole_before.weight + 0.0;
    [
        after.mean() - before.mean(),
        after.covariance() - before.covariance(),
        entry,
        exit,
        whole_after.aggregate() - whole_before.aggregate(),
    ]
}

fn counts(cell: &PairMoments, rules: Rules) -> [f64; 9] {
    let (PairEnd { survivors: before, .. }, PairEnd { survivors: after, .. }) = (cell.start, cell.end);
    let exiters = others(&cell.start, rules.unseen_exit);
    let entrants = others(&cell.end, rules.unseen_enter);
    [
        after.firms,
        entrants.firms,
        exiters.firms,
        cell.end.unseen.firms,
        cell.start.unseen.firms,
        cell.end.elsewhere.firms,
        cell.start.elsewhere.firms,
        before.weight / (before + exiters).weight,
        after.weight / (after + entrants).weight,
    ]
}

/// Those of one end of a pair that count and are not survivors.
fn others(end: &PairEnd, with_unseen: bool) -> Moments {
    let others = end.gone + end.elsewhere;
    if with_unseen { others + end.unseen } else { others }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::productivity::panel::Columns;
    use crate::random::Seed;

    const RULES: Rules = Rules { group_change: GroupChange::Exit, unseen_enter: true, unseen_exit: true, bridged: 0 };
    const NO_RESAMPLES: Plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1, 2], strata: &[3] };

    /// One survivor, one that leaves, one that comes in: P goes from 2·¼ + 4·¾ to 3·½ + 7·½.
    const COLUMNS: Columns = Columns {
        firm: &[0, 0, 1, 2],
        period: &[0, 1, 0, 1],
        group: &[0, 0, 0, 0],
        productivity: &[2.0, 3.0, 4.0, 7.0],
        share: &[0.25, 0.5, 0.75, 0.5],
        first: &[0, 0, 1],
        last: &[1, 0, 1],
        periods: 2,
        groups: 1,
    };

    fn decomposed(columns: &Columns, rules: Rules) -> Decomposition {
        let pairs = [Pair { start: 0, end: 1 }];
        melitz_polanec(&Panel::new(columns).unwrap(), &pairs, rules, &NO_RESAMPLES, &Run::quiet()).unwrap()
    }

    #[test]
    fn three_firms_by_hand() {
        let parts = decomposed(&COLUMNS, RULES);
        assert_eq!(parts.components.row(0).to_vec(), [1.0, 0.0, 2.0, -1.5, 1.5]);
        assert_eq!(parts.counts.row(0).to_vec(), [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.25, 0.5]);
    }

    #[test]
    fn unseen_firms_are_left_out_of_both_ends_on_demand() {
        let columns = Columns { first: &[0, 0, 0], last: &[1, 1, 1], ..COLUMNS };
        assert_eq!(decomposed(&columns, RULES).components, decomposed(&COLUMNS, RULES).components);
        let parts = decomposed(&columns, Rules { unseen_enter: false, unseen_exit: false, ..RULES });
        assert_eq!(parts.components.row(0).to_vec(), [1.0, 0.0, 0.0, 0.0, 1.0]);
        assert_eq!(parts.counts.row(0).to_vec(), [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0]);
    }

    #[test]
    fn a_firm_that_changes_its_group_goes_where_the_rule_says() {
        let columns = Columns { group: &[0, 1, 0, 1], groups: 2, ..COLUMNS };
        let parts = |group_change| decomposed(&columns, Rules { group_change, ..RULES }).components;
        let survivors = |group_change, group| decomposed(&columns, Rules { group_change, ..RULES }).counts[[group, 0]];
        assert_eq!([0, 1].map(|group| survivors(GroupChange::Exit, group)), [0.0, 0.0]);
        assert_eq!([0, 1].map(|group| survivors(GroupChange::Start, group)), [1.0, 0.0]);
        assert_eq!([0, 1].map(|group| survivors(GroupChange::End, group)), [0.0, 1.0]);
        // Without a survivor nothing can be said; with it in one group, all of that group's parts stand.
        assert!(parts(GroupChange::Exit).iter().all(|x| x.is_nan()));
        assert_eq!(parts(GroupChange::Start).row(0).to_vec(), [1.0, 0.0, 0.0, -1.5, -0.5]);
        assert_eq!(parts(GroupChange::End).row(1).to_vec(), [1.0, 0.0, 2.0, 0.0, 3.0]);
    }

    #[test]
    fn resamples_are_the_same_on_any_number_of_threads() {
        let panel = Panel::new(&COLUMNS).unwrap();
        let plan = Plan { replicates: 50, ..NO_RESAMPLES };
        let bits = |threads| {
            let run = Run::new(Some(threads)).unwrap();
            let parts = melitz_polanec(&panel, &[Pair { start: 0, end: 1 }], RULES, &plan, &run).unwrap();
            assert_eq!(run.done(), 50);
            parts.replicates.map(|x| x.to_bits())
        };
        let expected = bits(1);
        assert_eq!(bits(2), expected);
        assert_eq!(bits(7), expected);
    }

    #[test]
    fn pairs_that_run_backwards_or_beyond_are_refused_and_stops_are_heard() {
        let panel = Panel::new(&COLUMNS).unwrap();
        for pair in [Pair { start: 1, end: 1 }, Pair { start: 0, end: 2 }] {
            let outcome = melitz_polanec(&panel, &[pair], RULES, &NO_RESAMPLES, &Run::quiet());
            assert!(matches!(outcome, Err(crate::Error::InvalidInput(_))));
        }
        let run = Run::quiet();
        run.stop();
        let outcome = melitz_polanec(&panel, &[Pair { start: 0, end: 1 }], RULES, &NO_RESAMPLES, &run);
        assert_eq!(outcome, Err(crate::Error::Stopped));
    }
}
