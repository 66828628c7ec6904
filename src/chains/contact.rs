//! The job-contact model simulated on any network: who hears of an opening takes it or passes it on.
//!
//! A period costs what happens in it, not how many agents there are: those who hear, and those who lose their jobs, are
//! found by drawing the gaps between them. Employment is one bit an agent, so that a million fit into a near cache.
//! Counts are taken when a spell of unemployment ends, from when it began.

use std::ops::Range;

use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::random::{Draws, Seed};
use crate::run::Run;

/// In `since`, that an agent has a job.
const EMPLOYED: u32 = u32::MAX;
/// Agent-periods between two looks at whether to stop.
const LOOK: usize = 1 << 20;

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
    fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.unemployed, &other.unemployed),
            (&mut self.both, &other.both),
            (&mut self.waiting, &other.waiting),
            (&mut self.finding, &other.finding),
        ];
        for (sums, more) in pairs {
            sums.resize(more.len(), 0);
            sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        }
    }
}

/// Simulates the model; see `job_contact_simulate` in Python. Joint unemployment is counted for the pairs in `watched`.
///
/// The draws of a period come from the stream of that period, at the index of the replicate.
pub fn job_contact_simulate(
    ties: &Adjacency,
    watched: &Adjacency,
    plan: Plan<'_>,
    seed: Seed,
    run: &Run,
) -> Result<Counted> {
    check(ties, watched, plan)?;
    let last = u64::from(plan.burn_in) + u64::from(plan.periods);
    run.expect_steps(last * plan.replicates as u64);
    let places = Places::of(watched);
    // Whole numbers add up alike in any order, so each thread keeps one set of sums for all its replicates.
    let shares = run.threads().min(plan.replicates);
    let parts = run.map(shares, |share| {
        let mut counted = Counted::default();
        for replicate in plan.replicates * share / shares..plan.replicates * (share + 1) / shares {
            let mut town = Town::new(ties, &places, plan);
            town.live(seed, replicate as u64, run)?;
            counted.add(&town.counted);
            counted.path.append(&mut town.counted.path);
        }
        Ok(counted)
    })?;
    let mut all = Counted::default();
    for mut part in parts {
        all.add(&part);
        all.path.append(&mut part.path);
    }
    Ok(all)
}

fn check(ties: &Adjacency, watched: &Adjacency, plan: Plan<'_>) -> Result<()> {
    if ties.is_empty() || plan.replicates == 0 || plan.periods == 0 {
        return Err(Error::invalid("`network`, `periods` and `replicates` must not be empty or 0"));
    }
    if ties.is_directed() || watched.is_directed() || watched.len() != ties.len() {
        return Err(Error::invalid("`network` must be undirected"));
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
    fn of(watched: &Adjacency) -> Self {
        let ties = watched.ties();
        let mut lists = vec![Vec::new(); watched.len()];
        for (pair, (&source, &target)) in ties.sources.iter().zip(&ties.targets).enumerate() {
            lists[source as usize].push((target, pair as u32));
            lists[target as usize].push((source, pair as u32));
        }
        let mut places =
            Self { offsets: vec![0], others: Vec::with_capacity(2 * watched.tie_count()), pairs: watched.tie_count() };
        for list in lists {
            places.others.extend(list);
            places.offsets.push(places.others.len());
        }
        places
    }

    fn of_agent(&self, agent: usize) -> &[(u32, u32)] {
        &self.others[self.offsets[agent]..self.offsets[agent + 1]]
    }
}

/// One bit an agent.
struct Bits(Vec<u64>);

impl Bits {
    fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    fn has(&self, agent: usize) -> bool {
        self.0[agent / 64] >> (agent % 64) & 1 == 1
    }

    fn put(&mut self, agent: usize, value: bool) {
        let bit = 1 << (agent % 64);
        let word = &mut self.0[agent / 64];
        *word = if value { *word | bit } else { *word & !bit };
    }
}

/// Independent chances of one probability: which of 0, 1, 2, … come true, found gap by gap.
#[derive(Clone, Copy)]
struct Chances {
    p: f64,
    /// 1 / ln(1 − p).
    scale: f64,
}

impl Chances {
    fn of(p: f64) -> Self {
        Self { p, scale: -1.0 / libm::log1p(-p) }
    }

    /// The first from `from` on that comes true below `end`, if any.
    fn next(self, from: usize, end: usize, draws: &mut Draws) -> Option<usize> {
        if self.p <= 0.0 {
            return None;
        }
        if self.p >= 1.0 {
            return (from < end).then_some(from);
        }
        // A cast to whole numbers rounds down and saturates.
        let next = from.saturating_add((draws.exponential() * self.scale) as usize);
        (next < end).then_some(next)
    }
}

/// The agents of one replicate.
struct Town<'a> {
    ties: &'a Adjacency,
    places: &'a Places,
    plan: Plan<'a>,
    unemployed: Bits,
    hired: Bits,
    /// Who was hired in this period.
    hires: Vec<u32>,
    /// At the end of which period the current spell of unemployment began, or `EMPLOYED`.
    since: Vec<u32>,
    /// How many are unemployed.
    idle: u32,
    counted: Counted,
}

impl<'a> Town<'a> {
    fn new(ties: &'a Adjacency, places: &'a Places, plan: Plan<'a>) -> Self {
        let agents = ties.len();
        let mut unemployed = Bits::none(agents);
        for (agent, &employed) in plan.employed.iter().enumerate() {
            unemployed.put(agent, !employed);
        }
        Self {
            ties,
            places,
            plan,
            unemployed,
            hired: Bits::none(agents),
            hires: Vec::new(),
            since: plan.employed.iter().map(|&employed| if employed { EMPLOYED } else { 0 }).collect(),
            idle: plan.employed.iter().filter(|&&employed| !employed).count() as u32,
            counted: Counted {
                path: Vec::with_capacity(plan.periods as usize),
                unemployed: vec![0; agents],
                both: vec![0; places.pairs],
                waiting: vec![0; plan.durations.len()],
                finding: vec![0; plan.durations.len()],
            },
        }
    }

    fn live(&mut self, seed: Seed, replicate: u64, run: &Run) -> Result<()> {
        let (arrival, separation) = (Chances::of(self.plan.arrival), Chances::of(self.plan.separation));
        let last = self.plan.burn_in + self.plan.periods;
        let mut unreported = 0;
        for now in 1..=last {
            let mut draws = seed.stream(u64::from(now), replicate);
            self.hear(arrival, &mut draws, run)?;
            self.separate(separation, now, &mut draws);
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
        run.advance(unreported as u64)
    }

    /// Openings arrive, are taken or passed on; everyone's status is that at the end of the period before.
    fn hear(&mut self, arrival: Chances, draws: &mut Draws, run: &Run) -> Result<()> {
        let agents = self.ties.len();
        let mut from = 0;
        let mut looked = 0;
        while let Some(agent) = arrival.next(from, agents, draws) {
            if agent - looked >= LOOK {
                run.go_on()?;
                looked = agent;
            }
            let taker = if self.unemployed.has(agent) { Some(agent) } else { self.neighbour_in_need(agent, draws) };
            if let Some(taker) = taker.filter(|&taker| !self.hired.has(taker)) {
                self.hired.put(taker, true);
                self.hires.push(taker as u32);
            }
            from = agent + 1;
        }
        for &hire in &self.hires {
            self.unemployed.put(hire as usize, false);
        }
        Ok(())
    }

    /// One of the unemployed neighbours, each with the same chance.
    fn neighbour_in_need(&self, agent: usize, draws: &mut Draws) -> Option<usize> {
        let neighbours = self.ties.successors(agent).nodes;
        let in_need = |node: &&u32| self.unemployed.has(**node as usize);
        let count = neighbours.iter().filter(in_need).count();
        let chosen = match count {
            0 => return None,
            1 => 0,
            _ => draws.below(count as u64) as usize,
        };
        neighbours.iter().filter(in_need).nth(chosen).map(|&node| node as usize)
    }

    /// Jobs are lost, new ones too.
    fn separate(&mut self, separation: Chances, now: u32, draws: &mut Draws) {
        let agents = self.ties.len();
        let mut from = 0;
        while let Some(agent) = separation.next(from, agents, draws) {
            if !self.unemployed.has(agent) {
                self.unemployed.put(agent, true);
                // Who was hired in this same period goes on being unemployed.
                if self.since[agent] == EMPLOYED {
                    self.since[agent] = now;
                    self.idle += 1;
                }
            }
            from = agent + 1;
        }
    }

    /// Ends the spells of those hired who kept the job.
    fn settle(&mut self, now: u32) {
        for place in 0..self.hires.len() {
            let agent = self.hires[place] as usize;
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
        for (place, &duration) in self.plan.durations.iter().enumerate() {
            // At the end of which periods a move into the next, counted one could be watched; of the last none can.
            let from = since.saturating_add(duration - 1).max(self.plan.burn_in);
            let until = if found { end } else { end - 1 };
            self.counted.waiting[place] += length(from..until);
            self.counted.finding[place] += u64::from(found && from < until);
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

    /// The same draws, with statuses kept period by period and everything counted from them afterwards.
    #[test]
    fn counts_at_the_end_of_spells_equal_counts_period_by_period() {
        let (ties, employed) = (ring(9), [true, true, false, true, true, false, false, true, true]);
        let plan = plan(&employed);
        let found = job_contact_simulate(&ties, &ties, plan, Seed([3, 4]), &Run::quiet()).unwrap();
        let mut expected = Counted {
            unemployed: vec![0; 9],
            both: vec![0; 9],
            waiting: vec![0; 2],
            finding: vec![0; 2],
            ..Counted::default()
        };
        for replicate in 0..5 {
            let mut town = Places::of(&ties);
            town.pairs = 9;
            let mut town = Town::new(&ties, &town, plan);
            let mut elapsed = employed.map(|employed| u32::from(!employed));
            for now in 1..=207 {
                let mut draws = Seed([3, 4]).stream(u64::from(now), replicate);
                town.hear(Chances::of(0.1), &mut draws, &Run::quiet()).unwrap();
                town.separate(Chances::of(0.05), now, &mut draws);
                town.settle(now);
                let idle: Vec<bool> = (0..9).map(|agent| town.unemployed.has(agent)).collect();
                if now > 7 {
                    expected.path.push(idle.iter().filter(|&&idle| idle).count() as u32);
                    for (place, (&i, &j)) in ties.ties().sources.iter().zip(&ties.ties().targets).enumerate() {
                        expected.both[place] += u64::from(idle[i as usize] && idle[j as usize]);
                    }
                }
                for agent in 0..9 {
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
            job_contact_simulate(&ties, &ties, plan(&employed), Seed([1, 2]), &run).unwrap()
        };
        assert_eq!(of(1), of(2));
        assert_eq!(of(1), of(7));
    }

    #[test]
    fn certain_chances_come_true_at_once() {
        let mut draws = Seed([1, 2]).stream(0, 0);
        assert_eq!(Chances::of(0.0).next(0, 5, &mut draws), None);
        assert_eq!(Chances::of(1.0).next(3, 5, &mut draws), Some(3));
        assert_eq!(Chances::of(1.0).next(5, 5, &mut draws), None);
        assert_eq!(Chances::of(1e-300).next(3, usize::MAX, &mut draws), None);
        let hits = (0..).scan(0, |from, _| {
            let next = Chances::of(0.2).next(*from, 1_000_000, &mut draws)?;
            *from = next + 1;
            Some(next)
        });
        // Five standard deviations.
        assert!((hits.count() as f64 - 200_000.0).abs() < 5.0 * 400.0);
    }

    #[test]
    fn a_stopped_run_simulates_no_further() {
        let run = Run::quiet();
        run.stop();
        let (ties, employed) = (ring(4), [true; 4]);
        assert_eq!(job_contact_simulate(&ties, &ties, plan(&employed), Seed([1, 2]), &run), Err(Error::Stopped));
    }
}
