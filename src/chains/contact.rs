//! The job-contact model simulated on any network: who hears of an opening takes it or passes it on.
//!
//! Who hears and who loses a job is drawn for many agents at a time. A hearer looks at one word, whether somebody needs the
//! job and who, which is kept up to date when somebody is hired or loses a job. Whatever is counted is counted when a
//! spell of unemployment ends, from when it began.

use std::ops::Range;

use super::contact_bits::{Bits, Chance, GROUP, List};
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::random::{Seed, Sfc64};
use crate::run::Run;

/// In `since`, that an agent has a job.
const EMPLOYED: u32 = u32::MAX;
/// Agent-periods between two looks at whether to stop.
const LOOK: usize = 1 << 20;
/// What the draws of a period are for: each has its own stream, so that who hears and who loses a job does not depend on
/// the network or on who was employed. To whom a job is passed on is drawn after all who hear, from their stream.
const HEARING: u64 = 0;
const LOSING: u64 = 1;
const PURPOSES: u64 = 2;

/// What is simulated, and how long.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// Probability of hearing of an opening in a period.
    pub arrival: f64,
    /// Probability of losing one's job in a period.
    pub separation: f64,
    /// Who has a job at the start.
    pub employed: &'a [bool],
    /// Periods before anything is counted.
    pub burn_in: u32,
    /// Periods counted.
    pub periods: u32,
    /// Independent repetitions.
    pub replicates: usize,
    /// The durations of unemployment for which hazards are counted.
    pub durations: &'a [u32],
}

/// What was counted, over all replicates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counted {
    /// How many were unemployed at the end of each period: replicate × period.
    pub path: Vec<u32>,
    /// In how many periods each agent was unemployed.
    pub unemployed: Vec<u64>,
    /// In how many periods both of each pair were.
    pub both: Vec<u64>,
    /// For each duration, how often somebody had been unemployed for at least so long.
    pub waiting: Vec<u64>,
    /// And how often that person had a job one period later.
    pub finding: Vec<u64>,
}

impl Counted {
    /// Adds later replicates of the same plan.
    fn add(&mut self, mut other: Self) {
        self.path.append(&mut other.path);
        let pairs = [
            (&mut self.unemployed, other.unemployed),
            (&mut self.both, other.both),
            (&mut self.waiting, other.waiting),
            (&mut self.finding, other.finding),
        ];
        for (sums, more) in pairs {
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }
}

/// Simulates the model; see `job_contact_simulate` in Python. Joint unemployment is counted for `pairs`, the numbers
/// of one end and those of the other.
///
/// The draws of a period come from the two streams of that period, at the index of the replicate.
pub fn job_contact_simulate(
    ties: &Adjacency,
    pairs: [&[u32]; 2],
    plan: Plan<'_>,
    seed: Seed,
    run: &Run,
) -> Result<Counted> {
    check(ties, pairs, plan)?;
    let last = u64::from(plan.burn_in) + u64::from(plan.periods);
    run.expect_steps(last * plan.replicates as u64);
    let places = Places::of(ties.len(), pairs);
    let chances = [plan.arrival, plan.separation].map(|p| Chance::of(p, ties.len()));
    // Whole numbers add up alike in any order, so each thread keeps one set of sums for all its replicates.
    let shares = run.threads().min(plan.replicates);
    let parts = run.map(shares, |share| {
        let replicates = plan.replicates * share / shares..plan.replicates * (share + 1) / shares;
        summed(replicates.map(|replicate| Town::new(ties, &places, plan).live(&chances, seed, replicate as u64, run)))
    })?;
    summed(parts.into_iter().map(Ok))
}

fn summed(mut parts: impl Iterator<Item = Result<Counted>>) -> Result<Counted> {
    let mut sum = parts.next().unwrap_or_else(|| Ok(Counted::default()))?;
    for part in parts {
        sum.add(part?);
    }
    Ok(sum)
}

fn check(ties: &Adjacency, pairs: [&[u32]; 2], plan: Plan<'_>) -> Result<()> {
    if ties.is_empty() || plan.replicates == 0 || plan.periods == 0 {
        return Err(Error::invalid("`network`, `periods` and `replicates` must not be empty or 0"));
    }
    if ties.is_directed() {
        return Err(Error::invalid("`network` must be undirected"));
    }
    if pairs[0].len() != pairs[1].len() || pairs.into_iter().flatten().any(|&agent| agent as usize >= ties.len()) {
        return Err(Error::invalid(format!("`pairs` must join agents numbered below {}", ties.len())));
    }
    for (p, argument) in [(plan.arrival, "arrival"), (plan.separation, "separation")] {
        if !(0.0..=1.0).contains(&p) {
            return Err(Error::invalid(format!("`{argument}` must be a probability: got {p}")));
        }
    }
    if plan.employed.len() != ties.len() || plan.durations.contains(&0) {
        return Err(Error::invalid("`employed` must have one entry for each node and durations must be at least 1"));
    }
    if plan.burn_in.checked_add(plan.periods).is_none_or(|last| last >= EMPLOYED - 1) {
        return Err(Error::invalid(format!("`burn_in` and `periods` must sum to less than {}", EMPLOYED - 1)));
    }
    Ok(())
}

/// The number of each watched pair, beside the neighbour lists: one list of (neighbour, pair) an agent.
struct Places {
    offsets: Vec<usize>,
    others: Vec<(u32, u32)>,
    pairs: usize,
}

impl Places {
    fn of(agents: usize, pairs: [&[u32]; 2]) -> Self {
        if pairs[0].is_empty() {
            return Self { offsets: Vec::new(), others: Vec::new(), pairs: 0 };
        }
        let mut offsets = vec![0; agents + 1];
        for &agent in pairs.into_iter().flatten() {
            offsets[agent as usize + 1] += 1;
        }
        for agent in 0..agents {
            offsets[agent + 1] += offsets[agent];
        }
        let mut next = offsets.clone();
        let mut others = vec![(0, 0); offsets[agents]];
        for (pair, (&one, &other)) in (0..).zip(pairs[0].iter().zip(pairs[1])) {
            for (agent, neighbour) in [(one, other), (other, one)] {
                let place = &mut next[agent as usize];
                others[*place] = (neighbour, pair);
                *place += 1;
            }
        }
        Self { offsets, others, pairs: pairs[0].len() }
    }

    fn of_agent(&self, agent: usize) -> &[(u32, u32)] {
        // Without pairs there is nothing to look up.
        if self.pairs == 0 { &[] } else { &self.others[self.offsets[agent]..self.offsets[agent + 1]] }
    }
}

/// What an agent could do with an opening: in the lowest 31 bits how many neighbours are unemployed, in the next one whether
/// the agent is, and in the upper half the neighbours' numbers added up, as far as 32 bits go, which for a single one is
/// who it is.
#[derive(Debug, Clone, Copy, Default)]
struct Use(u64);

impl Use {
    const OWN: u64 = 1 << 31;

    fn of_neighbour(agent: usize) -> u64 {
        (agent as u64) << 32 | 1
    }

    fn any(self) -> bool {
        self.0 != 0
    }

    fn own(self) -> bool {
        self.0 & Self::OWN != 0
    }

    fn neighbours(self) -> u64 {
        self.0 & (Self::OWN - 1)
    }

    fn single_neighbour(self) -> usize {
        (self.0 >> 32) as usize
    }
}

/// The agents of one replicate.
struct Town<'a> {
    ties: &'a Adjacency,
    places: &'a Places,
    plan: Plan<'a>,
    unemployed: Bits,
    hired: Bits,
    /// Who heard of an opening that somebody can use, then who loses a job.
    told: List,
    /// Who was hired in this period.
    hires: List,
    /// At the end of which period the current spell of unemployment began, or `EMPLOYED`.
    since: Vec<u32>,
    uses: Vec<Use>,
    /// How many agents are unemployed.
    idle: u32,
    counted: Counted,
}

impl<'a> Town<'a> {
    fn new(ties: &'a Adjacency, places: &'a Places, plan: Plan<'a>) -> Self {
        let agents = ties.len();
        let mut town = Self {
            ties,
            places,
            plan,
            unemployed: Bits::none(agents),
            hired: Bits::none(agents),
            told: List::of(agents),
            hires: List::of(agents),
            uses: vec![Use::default(); agents],
            since: plan.employed.iter().map(|&employed| if employed { EMPLOYED } else { 0 }).collect(),
            idle: plan.employed.iter().filter(|&&employed| !employed).count() as u32,
            counted: Counted {
                path: Vec::with_capacity(plan.periods as usize),
                unemployed: vec![0; agents],
                both: vec![0; places.pairs],
                waiting: vec![0; plan.durations.len()],
                finding: vec![0; plan.durations.len()],
            },
        };
        for (agent, _) in plan.employed.iter().enumerate().filter(|(_, employed)| !**employed) {
            town.employ(agent, false);
        }
        town
    }

    fn live(mut self, [arrival, separation]: &[Chance; 2], seed: Seed, replicate: u64, run: &Run) -> Result<Counted> {
        let last = self.plan.burn_in + self.plan.periods;
        let mut unreported = 0;
        for now in 1..=last {
            let draws = |purpose| seed.sequence(u64::from(now) * PURPOSES + purpose, replicate).1;
            self.hear(arrival, &mut draws(HEARING), run)?;
            self.separate(separation, now, &mut draws(LOSING));
            self.settle(now);
            if now > self.plan.burn_in {
                self.counted.path.push(self.idle);
            }
            unreported += 1;
            if unreported * self.ties.len() >= LOOK {
                run.advance(unreported as u64)?;
                unreported = 0;
            }
        }
        for agent in 0..self.ties.len() {
            if self.since[agent] != EMPLOYED {
                self.close(agent, last + 1, false);
            }
        }
        run.advance(unreported as u64)?;
        Ok(self.counted)
    }

    /// Openings arrive, are taken or passed on; everyone's status is that at the end of the period before.
    fn hear(&mut self, arrival: &Chance, draws: &mut Sfc64, run: &Run) -> Result<()> {
        self.told.clear();
        for first in (0..self.ties.len()).step_by(GROUP) {
            if first % LOOK == 0 {
                run.go_on()?;
            }
            arrival.happens(first, draws, |agent, happens| self.told.add(agent, happens & self.uses[agent].any()));
        }
        for place in 0..self.told.len() {
            let agent = self.told.agent(place);
            let using = self.uses[agent];
            let taker = if using.own() {
                Some(agent)
            } else if using.neighbours() == 1 {
                Some(using.single_neighbour())
            } else {
                self.one_in_need(agent, draws.below(using.neighbours()) as usize)
            };
            if let Some(taker) = taker {
                self.hires.add(taker, !self.hired.has(taker));
                self.hired.put(taker, true);
            }
        }
        for place in 0..self.hires.len() {
            self.employ(self.hires.agent(place), true);
        }
        Ok(())
    }

    /// The unemployed neighbour before whom there are so many others.
    fn one_in_need(&self, agent: usize, place: usize) -> Option<usize> {
        let neighbours = self.ties.successor_nodes(agent).iter().map(|&neighbour| neighbour as usize);
        neighbours.filter(|&neighbour| self.unemployed.has(neighbour)).nth(place)
    }

    /// Jobs are lost, new ones too.
    fn separate(&mut self, separation: &Chance, now: u32, draws: &mut Sfc64) {
        self.told.clear();
        for first in (0..self.ties.len()).step_by(GROUP) {
            separation
                .happens(first, draws, |agent, happens| self.told.add(agent, happens & !self.unemployed.has(agent)));
        }
        for place in 0..self.told.len() {
            let agent = self.told.agent(place);
            self.employ(agent, false);
            // Who was hired in this same period goes on being unemployed.
            if self.since[agent] == EMPLOYED {
                self.since[agent] = now;
                self.idle += 1;
            }
        }
    }

    /// Changes an agent's status, and what the neighbours know of it.
    fn employ(&mut self, agent: usize, employed: bool) {
        self.unemployed.put(agent, !employed);
        self.uses[agent].0 ^= Use::OWN;
        let one = Use::of_neighbour(agent);
        let change = if employed { one.wrapping_neg() } else { one };
        for &neighbour in self.ties.successor_nodes(agent) {
            let using = &mut self.uses[neighbour as usize].0;
            *using = using.wrapping_add(change);
        }
    }

    /// Ends the spells of those hired who kept the job.
    fn settle(&mut self, now: u32) {
        for place in 0..self.hires.len() {
            let agent = self.hires.agent(place);
            self.hired.put(agent, false);
            if !self.unemployed.has(agent) {
                self.close(agent, now, true);
                self.idle -= 1;
            }
        }
        self.hires.clear();
    }

    /// Counts a spell of unemployment whose first period without it is `end`.
    fn close(&mut self, agent: usize, end: u32, found: bool) {
        let since = std::mem::replace(&mut self.since[agent], EMPLOYED);
        let first = self.plan.burn_in + 1;
        self.counted.unemployed[agent] += length(since.max(first)..end);
        for &(other, pair) in self.places.of_agent(agent) {
            // Somebody hired in the same period is still waiting to be closed, so every pair is met once.
            let others = self.since[other as usize];
            if others != EMPLOYED {
                self.counted.both[pair as usize] += length(since.max(others).max(first)..end);
            }
        }
        // At the end of which periods a move into the next, counted one could be watched; of the last none can.
        let until = if found { end } else { end - 1 };
        let Counted { waiting, finding, .. } = &mut self.counted;
        for ((&duration, waiting), finding) in self.plan.durations.iter().zip(waiting).zip(finding) {
            let from = since.saturating_add(duration - 1).max(self.plan.burn_in);
            *waiting += length(from..until);
            *finding += u64::from(found && from < until);
        }
    }
}

fn length(periods: Range<u32>) -> u64 {
    periods.len() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ring(agents: u32) -> Adjacency {
        let sources: Vec<u32> = (0..agents).collect();
        let targets: Vec<u32> = (0..agents).map(|agent| (agent + 1) % agents).collect();
        let weights = vec![1.0; agents as usize];
        Adjacency::from_ties(agents as usize, &sources, &targets, &weights, false, Parallel::Refuse).unwrap()
    }

    fn plan(employed: &[bool]) -> Plan<'_> {
        Plan { arrival: 0.1, separation: 0.05, employed, burn_in: 7, periods: 200, replicates: 5, durations: &[1, 3] }
    }

    /// With the ties as the pairs that are watched.
    fn simulated(ties: &Adjacency, plan: Plan<'_>, seed: [u64; 2], run: &Run) -> Result<Counted> {
        let pairs = ties.ties();
        job_contact_simulate(ties, [&pairs.sources, &pairs.targets], plan, Seed(seed), run)
    }

    /// The same draws, with statuses kept period by period and everything counted from them afterwards.
    #[test]
    fn counts_at_the_end_of_spells_equal_counts_period_by_period() {
        let (ties, employed) = (ring(9), [true, true, false, true, true, false, false, true, true]);
        let plan = plan(&employed);
        let found = simulated(&ties, plan, [3, 4], &Run::quiet()).unwrap();
        let mut expected = Counted {
            unemployed: vec![0; 9],
            both: vec![0; 9],
            waiting: vec![0; 2],
            finding: vec![0; 2],
            ..Counted::default()
        };
        let [arrival, separation] = [0.1, 0.05].map(|p| Chance::of(p, 9));
        for replicate in 0..5 {
            let places = Places::of(9, [&[], &[]]);
            let mut town = Town::new(&ties, &places, plan);
            let mut elapsed = employed.map(|employed| u32::from(!employed));
            for now in 1..=207 {
                let draws = |purpose| Seed([3, 4]).sequence(u64::from(now) * PURPOSES + purpose, replicate).1;
                town.hear(&arrival, &mut draws(HEARING), &Run::quiet()).unwrap();
                town.separate(&separation, now, &mut draws(LOSING));
                town.settle(now);
                let idle: Vec<bool> = (0..9).map(|agent| town.unemployed.has(agent)).collect();
                if now > 7 {
                    expected.path.push(idle.iter().filter(|&&idle| idle).count() as u32);
                    for (place, (&i, &j)) in ties.ties().sources.iter().zip(&ties.ties().targets).enumerate() {
                        expected.both[place] += u64::from(idle[i as usize] && idle[j as usize]);
                    }
                }
                for agent in 0..9 {
                    let in_need: Vec<usize> =
                        ties.successors(agent).iter().map(|(other, _)| other).filter(|&other| idle[other]).collect();
                    assert_eq!(town.uses[agent].own(), idle[agent]);
                    assert_eq!(town.uses[agent].neighbours() as usize, in_need.len());
                    assert!(in_need.len() != 1 || town.uses[agent].single_neighbour() == in_need[0]);
                    for (place, &duration) in plan.durations.iter().enumerate() {
                        if now > 7 && elapsed[agent] >= duration {
                            expected.waiting[place] += 1;
                            expected.finding[place] += u64::from(!idle[agent]);
                        }
                    }
                    elapsed[agent] = if idle[agent] { elapsed[agent] + 1 } else { 0 };
                    expected.unemployed[agent] += u64::from(now > 7 && idle[agent]);
                }
            }
        }
        assert_eq!(found, expected);
    }

    #[test]
    fn threads_give_equal_bits() {
        let (ties, employed) = (ring(50), [true; 50]);
        let of = |threads| {
            let run = Run::new(Some(threads)).unwrap();
            simulated(&ties, plan(&employed), [1, 2], &run).unwrap()
        };
        assert_eq!(of(1), of(2));
        assert_eq!(of(1), of(7));
    }

    #[test]
    fn who_hears_does_not_depend_on_the_network() {
        // Without ties and separations, all who ever heard are employed; with ties, at least these.
        let nobody = [false; 50];
        let quiet = Plan { separation: 0.0, burn_in: 0, periods: 9, replicates: 1, ..plan(&nobody) };
        let path = |ties: &Adjacency| simulated(ties, quiet, [5, 6], &Run::quiet()).unwrap().path;
        let alone = Adjacency::from_ties(50, &[], &[], &[], false, Parallel::Refuse).unwrap();
        assert!(path(&alone).iter().zip(path(&ring(50))).all(|(&alone, tied)| tied <= alone));
    }

    #[test]
    fn pairs_of_nobody_are_refused() {
        let (ties, employed) = (ring(4), [true; 4]);
        for pairs in [[&[0][..], &[4]], [&[0], &[]]] {
            let found = job_contact_simulate(&ties, pairs, plan(&employed), Seed([1, 2]), &Run::quiet());
            assert!(matches!(found, Err(Error::InvalidInput(_))));
        }
    }

    #[test]
    fn a_stopped_run_simulates_no_further() {
        let run = Run::quiet();
        run.stop();
        let (ties, employed) = (ring(4), [true; 4]);
        assert_eq!(simulated(&ties, plan(&employed), [1, 2], &run), Err(Error::Stopped));
    }
}
