//! What an aggregate is made of: one file a method, each a function of the sums in `moments`.

pub mod baily_hulten_campbell;
pub mod baldwin_gu;
pub mod change;
pub mod contributions;
pub mod diewert_fox;
pub mod errors;
pub mod foster_haltiwanger_krizan;
pub mod griliches_regev;
pub mod melitz_polanec;
pub mod method;
pub mod olley_pakes;

use ndarray::{Array2, Array3, ArrayView2, Axis};
use rayon::prelude::*;

use super::moments::{Cells, Layout, Pair, PairMoments, cells};
use super::panel::Panel;
use super::resample::Plan;
use crate::error::{Error, Result};
use crate::run::Run;
use change::{Change, Rules};
use method::Method;

/// The components of every cell, what they rest on, and their resamples.
#[derive(Debug, PartialEq)]
pub struct Decomposition {
    /// Cell × component.
    pub components: Array2<f64>,
    /// Cell × count or share; what each is, is said by the method.
    pub counts: Array2<f64>,
    /// Resample × cell × component.
    pub replicates: Array3<f64>,
}

/// What dynamic decompositions are asked for: methods, periods, and who enters and leaves.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The methods, whose components stand side by side.
    pub methods: &'a [Method],
    /// The periods compared.
    pub pairs: &'a [Pair],
    /// Who counts as coming in and as leaving.
    pub rules: Rules,
}

impl Question<'_> {
    fn layout(&self, panel: &Panel) -> Result<Layout> {
        self.layout_of((panel.periods, panel.groups))
    }

    /// The layout for so many periods and groups.
    pub(crate) fn layout_of(&self, shape: (usize, usize)) -> Result<Layout> {
        let crosses = self.methods.iter().any(|method| method.crosses());
        let layout = Layout::new(shape, self.pairs, self.rules.group_change, crosses)?;
        Ok(layout.bridging(self.rules.bridged))
    }

    /// The components of all methods for one cell, side by side, each method's followed by the total.
    pub(crate) fn components(&self, cell: &PairMoments, centre: f64, to: &mut Vec<f64>) {
        let change = Change::of(cell, self.rules, centre);
        for method in self.methods {
            method.components(&change, to);
        }
    }
}

/// `weakties.productivity.decompose`: the components of several methods for every group and pair of periods.
///
/// Counts are survivors, entrants and exiters; of those the unseen ones (coming in, leaving) and the ones from or to
/// another group; then the survivors' share of the weight at the start and at the end. Row r of `productivity`, one
/// number a row of the columns, is taken in place of the panel's in resample r.
pub fn decompose(
    panel: &Panel,
    question: &Question,
    plan: &Plan,
    productivity: Option<ArrayView2<f64>>,
    run: &Run,
) -> Result<Decomposition> {
    let layout = question.layout(panel)?;
    let width: usize = question.methods.iter().map(|method| method.components_and_total()).sum();
    let components = |cells: &Cells| {
        let mut values = Vec::with_capacity(cells.changes.len() * width);
        for cell in &cells.changes {
            question.components(cell, panel.centre, &mut values);
        }
        values
    };
    let counts =
        |cells: &Cells| cells.changes.iter().map(|cell| counts(cell, question.rules)).collect::<Vec<_>>().into();
    resampled(panel, &layout, plan, productivity, run, components, counts)
}

/// Takes the sums once with every firm counted once, and once for every resample of the plan.
///
/// `components` and `counts` say what is made of the cells: one row each, the components in one piece.
pub(crate) fn resampled(
    panel: &Panel,
    layout: &Layout,
    plan: &Plan,
    productivity: Option<ArrayView2<f64>>,
    run: &Run,
    components: impl Fn(&Cells) -> Vec<f64> + Sync + Send,
    counts: impl Fn(&Cells) -> Array2<f64>,
) -> Result<Decomposition> {
    plan.check(panel.firms.len())?;
    if let Some(given) = &productivity {
        let (expected, found) = ((plan.replicates, panel.share.len()), given.dim());
        if found != expected {
            return Err(Error::invalid(format!(
                "`productivity` must have one row a resample and one column a row of the panel: expected {expected:?}, \
                 got {found:?}"
            )));
        }
    }
    run.expect_steps(plan.replicates as u64);
    let whole = cells(panel, layout, &vec![1; panel.firms.len()], None, run)?;
    let (values, counts) = (components(&whole), counts(&whole));
    drop(whole);
    let mut replicates = vec![0.0; plan.replicates * values.len()];
    let resample = |(replicate, place): (usize, &mut [f64])| {
        run.go_on()?;
        let given = productivity.as_ref().map(|given| given.index_axis(Axis(0), replicate).to_vec());
        let cells = cells(panel, layout, &plan.multiplicities(replicate), given.as_deref(), run)?;
        place.copy_from_slice(&components(&cells));
        run.advance(1)
    };
    let places = replicates.par_chunks_mut(values.len().max(1)).enumerate();
    let outcomes: Vec<Result<()>> = run.within(|| places.map(resample).collect());
    outcomes.into_iter().collect::<Result<()>>()?;
    let rows = counts.nrows();
    let width = values.len() / rows.max(1);
    Ok(Decomposition {
        components: shaped((rows, width), values, Array2::from_shape_vec)?,
        counts,
        replicates: shaped((plan.replicates, rows, width), replicates, Array3::from_shape_vec)?,
    })
}

pub(crate) fn counts(cell: &PairMoments, rules: Rules) -> [f64; 9] {
    let change = Change::of(cell, rules, 0.0);
    [
        change.after.firms,
        change.entrants.firms,
        change.exiters.firms,
        cell.end.unseen.firms,
        cell.start.unseen.firms,
        cell.end.elsewhere.firms,
        cell.start.elsewhere.firms,
        change.before.weight / change.all_before().weight,
        change.after.weight / change.all_after().weight,
    ]
}

pub(crate) fn shaped<S, A>(
    shape: S,
    values: Vec<f64>,
    array: impl FnOnce(S, Vec<f64>) -> std::result::Result<A, ndarray::ShapeError>,
) -> Result<A> {
    array(shape, values).map_err(|problem| Error::internal(format!("a decomposition lost its shape: {problem}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::productivity::moments::{GroupChange, Lives, Sums};
    use crate::productivity::panel::Columns;
    use crate::random::Seed;

    const RULES: Rules = Rules { group_change: GroupChange::Exit, unseen_enter: true, unseen_exit: true, bridged: 0 };
    const PAIR: Pair = Pair { start: 0, end: 1 };
    const NO_RESAMPLES: Plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1, 2], strata: &[3] };
    /// Firm 0 survives, firm 1 leaves, firm 2 comes in.
    const COLUMNS: Columns = Columns {
        firm: &[0, 0, 1, 2],
        period: &[0, 1, 0, 1],
        group: &[0, 0, 0, 0],
        productivity: &[2.0, 3.0, 4.0, 7.0],
        weight: &[0.25, 0.5, 0.75, 0.5],
        totals: &[1.0; 2],
        first: &[0, 0, 1],
        last: &[1, 0, 1],
        periods: 2,
        groups: 1,
    };
    const ALL: [Method; 6] = [
        Method::BailyHultenCampbell,
        Method::GrilichesRegev,
        Method::FosterHaltiwangerKrizan,
        Method::BaldwinGu,
        Method::DiewertFox,
        Method::MelitzPolanec,
    ];

    fn decomposed(columns: &Columns, methods: &[Method], rules: Rules) -> Decomposition {
        let question = Question { methods, pairs: &[PAIR], rules };
        decompose(&Panel::new(columns).unwrap(), &question, &NO_RESAMPLES, None, &Run::quiet()).unwrap()
    }

    fn melitz_polanec(columns: &Columns, rules: Rules) -> Decomposition {
        decomposed(columns, &[Method::MelitzPolanec], rules)
    }

    #[test]
    fn three_firms_by_hand() {
        let parts = decomposed(&COLUMNS, &ALL, RULES);
        let components = parts.components.row(0).to_vec();
        // P0 = 3.5 and P1 = 5.
        assert_eq!(components[..5], [0.25, 0.75, 3.5, -3.0, 1.5]);
        assert_eq!(components[5..10], [0.375, -0.4375, 1.375, 0.1875, 1.5]);
        assert_eq!(components[10..16], [0.25, -0.375, 0.25, 1.75, -0.375, 1.5]);
        assert_eq!(components[16..21], [0.375, -0.375, 1.5, 0.0, 1.5]);
        assert_eq!(components[21..26], [1.0, 0.0, 2.0, -1.5, 1.5]);
        assert_eq!(components[26..], [1.0, 0.0, 2.0, -1.5, 1.5]);
        assert_eq!(parts.counts.row(0).to_vec(), [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.25, 0.5]);
    }

    #[test]
    fn names_are_those_of_the_methods() {
        assert!(matches!(Method::named("Melitz"), Err(Error::InvalidInput(_))));
        let names = ["griliches-regev", "foster-haltiwanger-krizan-2"].map(Method::named);
        assert_eq!(names, [Ok(Method::GrilichesRegev), Ok(Method::GrilichesRegev)]);
    }

    #[test]
    fn unseen_firms_are_left_out_of_both_ends_on_demand() {
        let columns = Columns { first: &[0, 0, 0], last: &[1, 1, 1], ..COLUMNS };
        let parts = |columns, rules| melitz_polanec(columns, rules);
        assert_eq!(parts(&columns, RULES).components, parts(&COLUMNS, RULES).components);
        let parts = parts(&columns, Rules { unseen_enter: false, unseen_exit: false, ..RULES });
        assert_eq!(parts.components.row(0).to_vec(), [1.0, 0.0, 0.0, 0.0, 1.0]);
        assert_eq!(parts.counts.row(0).to_vec(), [1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0]);
    }

    #[test]
    fn a_firm_that_changes_its_group_goes_where_the_rule_says() {
        let columns = Columns { group: &[0, 1, 0, 1], groups: 2, ..COLUMNS };
        let parts = |group_change| melitz_polanec(&columns, Rules { group_change, ..RULES });
        let survivors = |group_change, group| parts(group_change).counts[[group, 0]];
        assert_eq!([0, 1].map(|group| survivors(GroupChange::Exit, group)), [0.0, 0.0]);
        assert_eq!([0, 1].map(|group| survivors(GroupChange::Start, group)), [1.0, 0.0]);
        assert_eq!([0, 1].map(|group| survivors(GroupChange::End, group)), [0.0, 1.0]);
        // Without a survivor nothing can be said; with it in one group, all of that group's parts stand.
        assert!(parts(GroupChange::Exit).components.iter().all(|x| x.is_nan()));
        assert_eq!(parts(GroupChange::Start).components.row(0).to_vec(), [1.0, 0.0, 0.0, -1.5, -0.5]);
        assert_eq!(parts(GroupChange::End).components.row(1).to_vec(), [1.0, 0.0, 2.0, 0.0, 3.0]);
    }

    #[test]
    fn resamples_are_the_same_on_any_number_of_threads_and_take_other_productivity() {
        let panel = Panel::new(&COLUMNS).unwrap();
        let plan = Plan { replicates: 50, ..NO_RESAMPLES };
        let question = Question { methods: &ALL, pairs: &[PAIR], rules: RULES };
        let bits = |threads, given: Option<ArrayView2<f64>>| {
            let run = Run::new(Some(threads)).unwrap();
            let parts = decompose(&panel, &question, &plan, given, &run).unwrap();
            assert_eq!(run.done(), 50);
            parts.replicates.map(|x| x.to_bits())
        };
        let expected = bits(1, None);
        assert_eq!(bits(2, None), expected);
        assert_eq!(bits(7, None), expected);
        let mut same = Array2::from_shape_fn((50, 4), |(_, row)| COLUMNS.productivity[row]);
        assert_eq!(bits(2, Some(same.view())), expected);
        same.fill(f64::NAN);
        let refused = decompose(&panel, &question, &plan, Some(same.view()), &Run::quiet());
        assert!(matches!(refused, Err(Error::InvalidInput(_))));
        let refused = decompose(&panel, &question, &NO_RESAMPLES, Some(same.view()), &Run::quiet());
        assert!(matches!(refused, Err(Error::InvalidInput(_))));
    }

    #[test]
    fn firms_added_in_pieces_give_the_bits_of_the_panel() {
        let mut draws = Seed([3, 4]).stream(0, 0);
        let (firms, periods, groups) = (300, 5, 3);
        let (mut firm, mut period, mut group) = (Vec::new(), Vec::new(), Vec::new());
        let (mut first, mut last, mut share, mut productivity) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for number in 0..firms {
            let seen: Vec<i64> = (0..periods).filter(|&t| t == number % periods || draws.bernoulli(0.8)).collect();
            first.push(seen[0] - i64::from(draws.bernoulli(0.2)));
            last.push(seen[seen.len() - 1] + i64::from(draws.bernoulli(0.2)));
            for t in seen {
                firm.push(i32::try_from(number).unwrap());
                period.push(i32::try_from(t).unwrap());
                group.push(if draws.bernoulli(0.1) { i32::try_from(draws.below(groups)).unwrap() } else { 0 });
                share.push(draws.exponential());
                productivity.push(7.0 + draws.normal());
            }
        }
        let columns = Columns {
            firm: &firm,
            period: &period,
            group: &group,
            productivity: &productivity,
            weight: &share,
            totals: &[1.0; 5],
            first: &first,
            last: &last,
            periods: periods as usize,
            groups: groups as usize,
        };
        let panel = Panel::new(&columns).unwrap();
        let pairs: Vec<Pair> = (0..4).flat_map(|start| (start + 1..5).map(move |end| Pair { start, end })).collect();
        let times: Vec<u32> = (0..firms).map(|firm| (firm % 3) as u32).collect();
        for (group_change, crosses) in
            [(GroupChange::Exit, true), (GroupChange::Start, true), (GroupChange::End, false)]
        {
            let layout = Layout::new((panel.periods, panel.groups), &pairs, group_change, crosses).unwrap();
            let expected = cells(&panel, &layout, &times, None, &Run::quiet()).unwrap();
            // One firm at a time, in the order of the columns, with nothing known of those to come.
            let centre = crate::productivity::panel::centre(&productivity);
            let (mut sums, mut numbers) = (Sums::new(crosses), Lives::default());
            let mut lives: Vec<_> = panel.cohorts.iter().collect();
            lives.sort_by_key(|cohort| cohort.start);
            for (number, &drawn) in times.iter().enumerate() {
                let rows: Vec<usize> = (0..firm.len()).filter(|&row| firm[row] as usize == number).collect();
                let place = panel.firms.iter().position(|firm| firm.number as usize == number).unwrap();
                let cohort = lives.iter().find(|cohort| cohort.firms.contains(&place)).unwrap();
                let own: Vec<f64> = rows.iter().map(|&row| productivity[row] - centre).collect();
                sums.add(numbers.number(&cohort.life), drawn, &share[rows[0]..=rows[rows.len() - 1]], &own);
            }
            let found = sums.finish(&layout, &numbers);
            assert_eq!(found.levels, expected.levels);
            assert_eq!(found.changes, expected.changes);
        }
    }

    #[test]
    fn pairs_that_run_backwards_or_beyond_are_refused_and_stops_are_heard() {
        let panel = Panel::new(&COLUMNS).unwrap();
        let methods = &[Method::MelitzPolanec];
        for pair in [Pair { start: 1, end: 1 }, Pair { start: 0, end: 2 }] {
            let question = Question { methods, pairs: &[pair], rules: RULES };
            let outcome = decompose(&panel, &question, &NO_RESAMPLES, None, &Run::quiet());
            assert!(matches!(outcome, Err(Error::InvalidInput(_))));
        }
        let run = Run::quiet();
        run.stop();
        let question = Question { methods, pairs: &[PAIR], rules: RULES };
        assert_eq!(decompose(&panel, &question, &NO_RESAMPLES, None, &run), Err(Error::Stopped));
    }
}
