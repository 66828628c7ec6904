//! Many replicates of a scenario, each by itself, and what is kept of them.

use super::accounts::Accounts;
use super::dice::Dice;
use super::lots::Urn;
use super::moments::Moments;
use super::neighbours::Neighbours;
use super::path::{Census, Shape, Tally};
use super::rules::Rules;
use super::scenario::Scenario;
use super::town::{Event, Town};
use crate::error::{Error, Result};
use crate::random::Seed;
use crate::run::Run;

/// Replicates simulated before their moments are added up: it bounds memory and leaves no trace in the result.
const BLOCK: usize = 128;

/// For how many people a period has passed until this is counted: threads that count at every turn wait for each other.
const OFTEN: usize = 1 << 16;

/// What is simulated.
pub struct Plan<'a> {
    /// Scenarios, each with the period before the first one in which it holds; the first from 0.
    pub pieces: &'a [(u32, Scenario)],
    /// Who knows whom; drawn anew for each replicate without it.
    pub network: Option<&'a Neighbours>,
    /// The first replicate's number.
    pub first: u32,
    /// How many replicates.
    pub count: u32,
    /// How many periods.
    pub periods: u32,
    /// The histories of replicates below this number are kept.
    pub histories: u32,
    /// Whether each replicate is run again with the border closed.
    pub counterfactual: bool,
}

/// What is kept of a run of replicates.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Moments of paths and accounts, over these replicates and those before.
    pub moments: Moments,
    /// Accounts of the replicates whose paths were to be kept.
    pub accounts: Vec<f64>,
    /// For the same replicates, when each of three stages was entered; 0 for never.
    pub entered: Vec<u32>,
    /// How many replicates entered each stage, and the sum of the periods when they did.
    pub stages: [(u64, u64); 3],
    /// Replicates' numbers beside what happened in them.
    pub events: Vec<(u32, Event)>,
}

/// One replicate.
struct Life {
    account: Vec<f64>,
    entered: [u32; 3],
    events: Vec<Event>,
}

impl Plan<'_> {
    /// How many numbers a path has.
    #[must_use]
    pub fn shape(&self) -> Shape {
        let first = &self.pieces[0].1;
        Shape { places: first.hosts as usize + 1, rungs: first.rungs as usize, periods: self.periods as usize }
    }

    fn check(&self, moments: &Moments, paths: usize) -> Result<()> {
        let Some(((0, first), others)) = self.pieces.split_first() else {
            return Err(Error::invalid("`scenario` must hold from the first period on"));
        };
        let mut before = 0;
        for (at, scenario) in others {
            if *at <= before || *at >= self.periods || !first.can_be_followed_by(scenario) {
                return Err(Error::invalid(format!(
                    "`at` = {at} must come after {before} and before the last period, with the same people and places"
                )));
            }
            before = *at;
        }
        if self.periods == 0 || self.periods > 1 << 24 || self.first.checked_add(self.count).is_none() {
            return Err(Error::invalid("`periods` must lie from 1 to 16777216 and `replicates` below 4294967296"));
        }
        if paths % self.shape().len() != 0 || paths > self.count as usize * self.shape().len() {
            return Err(Error::internal("there is room for other paths than those of the first replicates"));
        }
        let all = [&moments.mean, &moments.squares, &moments.low, &moments.high];
        if moments.count != u64::from(self.first) || all.iter().any(|values| values.len() != width(self.shape())) {
            return Err(Error::invalid("`checkpoint` does not fit: its moments are of other replicates or periods"));
        }
        Ok(())
    }
}

/// How many numbers the moments of a plan have: those of a path and of an account.
fn width(shape: Shape) -> usize {
    shape.len() + super::accounts::ACCOUNTS.len() + shape.rungs
}

/// Simulates replicates and adds them to `moments` of those before, or to none; see `simulate` in Python. The paths of the
/// first are kept, as many as `paths` has room for.
pub fn simulate(plan: &Plan<'_>, moments: Option<Moments>, paths: &mut [f64], seed: Seed, run: &Run) -> Result<Batch> {
    if plan.pieces.is_empty() {
        return Err(Error::invalid("`scenario` must hold from the first period on"));
    }
    let moments = moments.unwrap_or_else(|| Moments::none(width(plan.shape())));
    plan.check(&moments, paths.len())?;
    let people = plan.network.map_or(plan.pieces[0].1.people as usize, Neighbours::people);
    let rules = plan.pieces.iter().map(|(at, one)| (*at, Rules::of(one.clone(), people))).collect::<Vec<_>>();
    let compared = if plan.counterfactual { plan.pieces } else { &[] };
    let closed = compared.iter().map(|(at, one)| (*at, Rules::of(one.closed(), people))).collect::<Vec<_>>();
    let mut batch =
        Batch { moments, accounts: Vec::new(), entered: Vec::new(), stages: [(0, 0); 3], events: Vec::new() };
    run.expect_steps(u64::from(plan.count) * u64::from(plan.periods));
    let (length, count) = (plan.shape().len(), plan.count as usize);
    let kept = paths.len() / length;
    let mut passing = vec![0.0; length * BLOCK.min(count - kept)];
    let mut done = 0;
    while done < count {
        let are_kept = done < kept;
        let block = BLOCK.min(if are_kept { kept } else { count } - done);
        let rows = if are_kept { &mut paths[done * length..] } else { &mut passing[..] };
        let rows = &mut rows[..block * length];
        let first = plan.first + done as u32;
        let lives = run
            .map_rows(rows, length, |place, path| live(plan, &rules, &closed, seed, first + place as u32, path, run))?;
        let accounts: Vec<f64> = lives.iter().flat_map(|life| &life.account).copied().collect();
        batch.moments.add(rows, &accounts, block, run);
        for (replicate, life) in (first..).zip(lives) {
            for (count, &entered) in batch.stages.iter_mut().zip(&life.entered) {
                *count = (count.0 + u64::from(entered > 0), count.1 + u64::from(entered));
            }
            if are_kept {
                batch.entered.extend(life.entered);
            }
            batch.events.extend(life.events.into_iter().map(|event| (replicate, event)));
        }
        if are_kept {
            batch.accounts.extend(accounts);
        }
        done += block;
    }
    Ok(batch)
}

/// One replicate from beginning to end.
fn live(
    plan: &Plan<'_>,
    rules: &[(u32, Rules)],
    closed: &[(u32, Rules)],
    seed: Seed,
    replicate: u32,
    path: &mut [f64],
    run: &Run,
) -> Result<Life> {
    let shape = plan.shape();
    let mut dice = Dice { seed, replicate, period: 0 };
    let drawn = plan.network.is_none().then(|| Neighbours::drawn(&plan.pieces[0].1, dice));
    let Some(neighbours) = plan.network.or(drawn.as_ref()) else {
        return Err(Error::internal("a replicate has no network"));
    };
    let mut town = Town::new(&rules[0].1, neighbours, dice, replicate < plan.histories);
    let mut twin = plan.counterfactual.then(|| Town::new(&closed[0].1, neighbours, dice, false));
    if let Some(twin) = &mut twin {
        town.keep_incomes();
        twin.keep_incomes();
    }
    let mut urn = Urn::for_people(neighbours.people());
    let mut accounts = Accounts::default();
    let (mut before, mut since) = (0, 0);
    for period in 1..=plan.periods {
        since += 1;
        if since * neighbours.people() >= OFTEN || period == plan.periods {
            run.advance(since as u64)?;
            since = 0;
        }
        dice.period = period;
        let in_force = rules.iter().take_while(|(at, _)| *at < period).count() - 1;
        if in_force > before && !rules[before].1.pay_like(&rules[in_force].1) {
            town.write_all_down(&rules[before].1);
            if let Some(twin) = &mut twin {
                twin.write_all_down(&closed[before].1);
            }
        }
        before = in_force;
        let rules = &rules[in_force].1;
        let census = pass(&mut town, rules, dice, &mut urn);
        shape.record(path, period as usize - 1, &town, &census);
        accounts.add(rules, &town, &census);
        if let Some(twin) = &mut twin {
            let census = pass(twin, &closed[in_force].1, dice, &mut urn);
            accounts.compare(rules, &town, twin, &census);
        }
    }
    if let Some(twin) = &mut twin {
        town.write_all_down(&rules[before].1);
        twin.write_all_down(&closed[before].1);
    }
    let account = accounts.values(shape.rungs, &town, twin.as_ref());
    Ok(Life { account, entered: town.community.entered, events: town.events.unwrap_or_default() })
}

/// One period of a town.
fn pass(town: &mut Town<'_>, rules: &Rules, dice: Dice, urn: &mut Urn) -> Census {
    town.worth = if dice.period == 1 { 1.0 } else { town.worth * rules.scenario.discount };
    town.period = dice.period;
    town.tally = Tally::default();
    town.live(rules, dice, urn);
    let census = Census::of(town, rules);
    town.organise(rules, dice, &census);
    town.engage(rules, dice, &census);
    census
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The defaults, as Python writes them.
    pub(in crate::chains::open_chain) fn scenario() -> Scenario {
        Scenario::from_json(include_str!("defaults.json")).unwrap()
    }

    /// What is kept of a run, and paths of all replicates.
    fn run(pieces: &[(u32, Scenario)], threads: usize) -> (Batch, Vec<f64>) {
        let plan = Plan { pieces, network: None, first: 0, count: 9, periods: 30, histories: 2, counterfactual: true };
        let mut paths = vec![0.0; 9 * plan.shape().len()];
        let run = Run::new(Some(threads)).unwrap();
        let batch = simulate(&plan, None, &mut paths, Seed([1, 2]), &run).unwrap();
        assert_eq!(run.done(), run.total());
        (batch, paths)
    }

    fn small() -> Scenario {
        Scenario { people: 200, ..scenario() }
    }

    #[test]
    fn threads_give_equal_bits() {
        let pieces = [(0, small())];
        assert_eq!(run(&pieces, 1), run(&pieces, 2));
        assert_eq!(run(&pieces, 1), run(&pieces, 7));
    }

    #[test]
    fn replicates_in_two_batches_are_those_in_one() {
        let pieces = [(0, small())];
        let (whole, whole_paths) = run(&pieces, 1);
        let mut plan = Plan {
            pieces: &pieces,
            network: None,
            first: 0,
            count: 4,
            periods: 30,
            histories: 2,
            counterfactual: true,
        };
        let length = plan.shape().len();
        let (mut paths, mut later) = (vec![0.0; 4 * length], vec![0.0; 2 * length]);
        let part = simulate(&plan, None, &mut paths, Seed([1, 2]), &Run::quiet()).unwrap();
        plan.first = 4;
        plan.count = 5;
        let rest = simulate(&plan, Some(part.moments), &mut later, Seed([1, 2]), &Run::quiet()).unwrap();
        assert_eq!(rest.moments, whole.moments);
        assert_eq!([part.accounts, rest.accounts].concat(), whole.accounts[..6 * 22]);
        assert_eq!([paths, later].concat(), whole_paths[..6 * length]);
        for room in [6 * length, length + 1] {
            let refused = simulate(&plan, None, &mut vec![0.0; room], Seed([1, 2]), &Run::quiet());
            assert!(matches!(refused, Err(Error::Internal(_))), "{room}");
        }
    }

    #[test]
    fn people_are_somewhere_and_nobody_is_lost() {
        let pieces = [(0, small())];
        let shape = Shape { places: 4, rungs: 5, periods: 30 };
        let (_, paths) = run(&pieces, 1);
        let people = super::super::path::VARIABLES.len()..super::super::path::VARIABLES.len() + 20;
        for path in paths.chunks(shape.len()) {
            for told in path.chunks(shape.variables()) {
                assert_eq!(told[people.clone()].iter().sum::<f64>(), 200.0);
            }
        }
    }

    #[test]
    fn what_is_kept_up_to_date_is_what_a_look_at_everybody_finds() {
        let schooled = Scenario { learning_rate: 0.1, ..small() };
        // Nobody goes to school, and most have nothing left to learn after some periods of work.
        let skilled = Scenario { learning_rate: 0.02, learning_arrival: 0.0, initial_skill: 4.2, ..small() };
        for slow in [schooled, skilled] {
            let fast = Scenario { learning_rate: 3.0 * slow.learning_rate, ..slow.clone() };
            let rules = [slow.clone(), fast].map(|one| Rules::of(one, 200));
            let mut dice = Dice { seed: Seed([1, 2]), replicate: 0, period: 0 };
            let neighbours = Neighbours::drawn(&slow, dice);
            let (mut town, mut urn) = (Town::new(&rules[0], &neighbours, dice, false), Urn::for_people(200));
            for period in 1..=60 {
                dice.period = period;
                if period == 31 {
                    town.write_all_down(&rules[0]);
                }
                let rules = &rules[usize::from(period > 30)];
                pass(&mut town, rules, dice, &mut urn);
                let (mut skill_home, mut learned) = (0.0, vec![0; rules.rungs()]);
                for person in 0..town.people() {
                    let (own, skill) = (town.standings[person], town.skill(rules, person));
                    assert_eq!(usize::from(town.persons[person].post), own.post(rules));
                    let is_home = own.place() == 0;
                    skill_home += if is_home { skill } else { 0.0 };
                    learned[own.rung() as usize] += u32::from(is_home && own.is_employed() && skill >= rules.top);
                }
                assert!((town.skill_home - skill_home).abs() < 1e-9, "{period}");
                assert_eq!(town.learned, learned, "{period}");
            }
            assert!(town.learned.iter().sum::<u32>() > 10);
        }
    }

    #[test]
    fn a_scenario_survives_being_written() {
        let scenario = Scenario { budget: f64::INFINITY, ..scenario() };
        let text = serde_json::to_string(&scenario).unwrap();
        assert_eq!(Scenario::from_json(&text).unwrap(), scenario);
        for (from, to) in [("\"people\"", "\"persons\""), ("\"inf\"", "\"infinite\""), ("\"match\":3", "\"match\":-3")]
        {
            assert!(text.contains(from), "{text}");
            assert!(matches!(Scenario::from_json(&text.replace(from, to)), Err(Error::InvalidInput(_))));
        }
    }

    #[test]
    fn a_stopped_run_simulates_no_further() {
        let run = Run::quiet();
        run.stop();
        let plan = Plan {
            pieces: &[(0, small())],
            network: None,
            first: 0,
            count: 1,
            periods: 5,
            histories: 0,
            counterfactual: false,
        };
        assert_eq!(simulate(&plan, None, &mut [], Seed([1, 2]), &run), Err(Error::Stopped));
    }
}
