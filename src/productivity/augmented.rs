//! The static decomposition with entry and exit of Maliranta and Määttänen (2015), and its parts by age group.

use super::decomposition::Decomposition;
use super::firms::{Firms, Rules};
use super::moments::{GroupChange, Moments};
use super::resample::Plan;
use crate::error::{Error, Result};
use crate::run::Run;

/// A period whose level is taken apart, and the periods that tell who is new in it and who is about to leave.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The period t.
    pub period: usize,
    /// An earlier period; without it nobody counts as an entrant.
    pub before: Option<usize>,
    /// A later period; without it nobody counts as an exiter.
    pub after: Option<usize>,
}

/// The sums over the firms of one period, by what they are.
#[derive(Debug, Clone, Copy, Default)]
struct Parts {
    continuing: Moments,
    entrants: Moments,
    exiters: Moments,
    /// How many of the entrants are exiters too.
    both: f64,
}

impl Parts {
    fn add(&mut self, other: &Self) {
        self.continuing += other.continuing;
        self.entrants += other.entrants;
        self.exiters += other.exiters;
        self.both += other.both;
    }

    fn whole(&self) -> Moments {
        self.continuing + self.entrants + self.exiters
    }
}

/// The firms of one age, and all firms they stand among.
struct Cell {
    own: Parts,
    all: Parts,
    /// Whether `own` is all of them.
    whole: bool,
}

/// `weakties.productivity.augmented_olley_pakes`.
///
/// Groups hold `ages` age groups each. Rows: every group, in it every look, in it all ages together and, where there
/// are several, each. Columns: mean, covariance, entry, exit, aggregate; what entry and exit add to the covariance of
/// Olley and Pakes, and that covariance. Counts: continuing firms, entrants, exiters, entrants that are exiters too,
/// and the shares of the first three.
pub fn augmented_olley_pakes(
    firms: &Firms,
    looks: &[Look],
    ages: usize,
    rules: Rules,
    plan: &Plan,
    run: &Run,
) -> Result<Decomposition> {
    firms.check_parts(ages, "ages")?;
    check(looks, firms.periods())?;
    firms.resampled(plan, run, |multiplicities| {
        let cells = cells(firms, looks, ages, rules, multiplicities, run)?;
        Ok(cells.iter().map(|cell| (components(cell, firms.centre), counts(cell))).collect())
    })
}

fn check(looks: &[Look], periods: usize) -> Result<()> {
    let fits = |look: &Look| {
        look.period < periods
            && look.before.is_none_or(|before| before < look.period)
            && look.after.is_none_or(|after| look.period < after && after < periods)
    };
    match looks.iter().find(|look| !fits(look)) {
        None => Ok(()),
        Some(look) => Err(Error::invalid(format!(
            "`looks` must go from an earlier to a later one of {periods} periods: got {look:?}"
        ))),
    }
}

fn cells(
    firms: &Firms,
    looks: &[Look],
    ages: usize,
    rules: Rules,
    multiplicities: &[u32],
    run: &Run,
) -> Result<Vec<Cell>> {
    let mut sums = vec![Parts::default(); firms.groups() * looks.len()];
    firms.each(multiplicities, run, |firm| {
        for (number, look) in looks.iter().enumerate() {
            let Some(row) = firm.at[look.period] else { continue };
            let (group, age) = (firms.group(row) / ages, firms.group(row) % ages);
            let is_missing = |period: usize, unseen_counts: bool| match firm.at[period] {
                Some(other) => rules.group_change == GroupChange::Exit && firms.group(other) / ages != group,
                None => firm.is_away(period, unseen_counts, rules.bridged),
            };
            let new = look.before.is_some_and(|period| is_missing(period, rules.unseen_enter));
            let leaving = look.after.is_some_and(|period| is_missing(period, rules.unseen_exit));
            let parts = &mut sums[(group * looks.len() + number) * ages + age];
            let part = match (new, leaving) {
                (true, _) => &mut parts.entrants,
                (false, true) => &mut parts.exiters,
                (false, false) => &mut parts.continuing,
            };
            *part += firms.moments(row, firm.times);
            parts.both += firm.times * f64::from(u8::from(new && leaving));
        }
    })?;
    Ok(sums.chunks(ages).flat_map(by_age).collect())
}

fn by_age(parts: &[Parts]) -> Vec<Cell> {
    let mut all = Parts::default();
    for each in parts {
        all.add(each);
    }
    let mut cells = vec![Cell { own: all, all, whole: true }];
    if parts.len() > 1 {
        cells.extend(parts.iter().map(|&own| Cell { own, all, whole: false }));
    }
    cells
}

fn components(cell: &Cell, centre: f64) -> [f64; 8] {
    let Cell { own, all, whole } = cell;
    let (stay, everybody) = (&all.continuing, all.whole());
    let middle = stay.mean();
    // Σ over some of the firms of (s − 1/n)(p − middle).
    let spread = |some: &Moments, weight: f64, firms: f64| {
        (some.weighted - some.weight * middle) / weight - (some.level - some.firms * middle) / firms
    };
    let gap = |some: &Moments| (some.weighted - some.weight * stay.aggregate()) / everybody.weight + 0.0;
    // What is taken from the gap above to leave its part of the covariance among all firms.
    let unweighted = |some: &Moments| (some.level - some.firms * middle) / everybody.firms;

    let mean = (own.continuing.level + own.continuing.firms * centre) / stay.firms;
    let covariance = spread(&own.continuing, stay.weight, stay.firms);
    let (entry, exit) = (gap(&own.entrants), gap(&own.exiters));
    let entry_covariance = entry - unweighted(&own.entrants);
    let exit_covariance = exit - unweighted(&own.exiters);
    let (aggregate, among_all) = if *whole {
        (everybody.aggregate() + centre, everybody.covariance())
    } else {
        (mean + covariance + entry + exit, covariance + entry_covariance + exit_covariance)
    };
    [mean, covariance, entry, exit, aggregate, entry_covariance, exit_covariance, among_all]
}

fn counts(cell: &Cell) -> [f64; 7] {
    let Cell { own, all, .. } = cell;
    let weight = all.whole().weight;
    [
        own.continuing.firms,
        own.entrants.firms,
        own.exiters.firms,
        own.both,
        own.continuing.weight / weight,
        own.entrants.weight / weight,
        own.exiters.weight / weight,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::productivity::panel::Columns;
    use crate::random::Seed;

    const RULES: Rules = Rules { group_change: GroupChange::Exit, unseen_enter: true, unseen_exit: true, bridged: 0 };

    /// In period 1: firm 0 continues, firm 1 leaves, firm 2 is new, firm 3 is both.
    const COLUMNS: Columns = Columns {
        firm: &[0, 0, 0, 1, 1, 2, 2, 3],
        period: &[0, 1, 2, 0, 1, 1, 2, 1],
        group: &[0, 1, 1, 0, 1, 0, 1, 0],
        productivity: &[1.0, 2.0, 3.0, 1.0, 1.0, 4.0, 4.0, 0.0],
        weight: &[0.5, 0.5, 0.5, 0.5, 0.25, 0.125, 0.5, 0.125],
        totals: &[1.0; 3],
        first: &[0, 0, 1, 1],
        last: &[2, 1, 2, 1],
        periods: 3,
        groups: 2,
    };

    fn taken_apart(ages: usize) -> Decomposition {
        let plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1, 2, 3], strata: &[4] };
        let looks = [Look { period: 1, before: Some(0), after: Some(2) }];
        let group: Vec<i32> = COLUMNS.group.iter().map(|&age| if ages > 1 { age } else { 0 }).collect();
        let columns = Columns { group: &group, groups: ages, ..COLUMNS };
        augmented_olley_pakes(&Firms::new(&columns).unwrap(), &looks, ages, RULES, &plan, &Run::quiet()).unwrap()
    }

    #[test]
    fn four_firms_by_hand() {
        let parts = taken_apart(1);
        // P = 1 + .25 + .5 + 0; entrants are .125 (4 − 2) + .125 (0 − 2), exiters .25 (1 − 2).
        assert_eq!(parts.components.row(0).to_vec()[..5], [2.0, 0.0, 0.0, -0.25, 1.75]);
        // Among all, the mean is 1.75; what entrants and exiters add is less their unweighted part of it.
        assert_eq!(parts.components.row(0).to_vec()[5..], [0.0, 0.0, 0.0]);
        assert_eq!(parts.counts.row(0).to_vec(), [1.0, 2.0, 1.0, 1.0, 0.5, 0.25, 0.25]);
    }

    #[test]
    fn ages_add_up_to_the_whole() {
        let parts = taken_apart(2);
        let row = |row: usize| parts.components.row(row).to_owned();
        assert!((&row(1) + &row(2) - row(0)).iter().all(|x| x.abs() < 1e-15));
        assert_eq!(row(1)[0], 0.0);
    }

    #[test]
    fn looks_that_run_backwards_are_refused() {
        let plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1, 2, 3], strata: &[4] };
        let firms = Firms::new(&COLUMNS).unwrap();
        for look in [
            Look { period: 3, before: None, after: None },
            Look { period: 1, before: Some(1), after: None },
            Look { period: 1, before: None, after: Some(3) },
        ] {
            assert!(augmented_olley_pakes(&firms, &[look], 1, RULES, &plan, &Run::quiet()).is_err());
        }
        assert!(augmented_olley_pakes(&firms, &[], 3, RULES, &plan, &Run::quiet()).is_err());
    }
}
