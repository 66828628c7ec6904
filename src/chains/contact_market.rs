//! What taking part in a job-contact market is worth to each, by simulation: of its members, and of others who might join.
//!
//! Whoever is not in the market may be tried in it. Trials are made in several groups, each of which joins at once and
//! alone, so that with one a group what is tried is exactly that one person joins.

use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::random::{Draws, Seed};
use crate::run::Run;

use super::contact_games::Market;

/// What comes after so small a part of the weight of all periods is left to the last one simulated.
const NEGLIGIBLE: f64 = 1e-7;
/// Into how many parts of fixed size replicates are cut: sums do not depend on threads.
const PARTS: usize = 16;
/// Agent-periods between two looks at whether to stop.
const LOOK: usize = 1 << 20;
/// What the draws of a period are for: each has its own stream.
const HEARING: u64 = 0;
const PASSING: u64 = 1;
const LOSING: u64 = 2;
const PURPOSES: u64 = 3;
/// The stream from which trials are put into groups; no period comes to it.
const GROUPING: u64 = u64::MAX;

/// How long and how often a market is simulated.
#[derive(Debug, Clone, Copy)]
pub struct Effort {
    /// Periods before any count; only where the long run counts.
    pub burn_in: u32,
    /// Periods that count; only where the long run counts.
    pub periods: u32,
    /// Independent repetitions.
    pub replicates: usize,
    /// Into how many groups those are put who are tried.
    pub trials: usize,
    /// How many standard errors a gain must differ from nothing for somebody to change.
    pub margin: f64,
}

/// Means over replicates, and their standard errors; of those not asked for NaN.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    /// The weighted mean of being employed.
    pub mean: Vec<f64>,
    /// Its standard error.
    pub se: Vec<f64>,
}

/// The value of taking part to each of those `asked`, given the members and who of all has a job at the start.
///
/// The draws of a period come from its streams at the index of the replicate, whoever the members are.
#[expect(clippy::too_many_arguments, reason = "what the market is, and how it is simulated")]
pub fn worth(
    ties: &Adjacency,
    market: Market,
    members: &[bool],
    employed: &[bool],
    asked: &[bool],
    effort: Effort,
    seed: Seed,
    run: &Run,
) -> Result<Worth> {
    let mut groups = trials(members, asked, effort.trials, seed);
    if (0..ties.len()).any(|agent| asked[agent] && members[agent]) {
        groups.push(Vec::new());
    }
    let weights = Weights::of(market, effort);
    let parts = PARTS.min(effort.replicates);
    let mut found = Worth { mean: vec![f64::NAN; ties.len()], se: vec![f64::NAN; ties.len()] };
    for group in &groups {
        let mut present = members.to_vec();
        for &agent in group {
            present[agent as usize] = true;
        }
        let sums = run.map(parts, |part| {
            let mut sums = vec![[0.0; 2]; ties.len()];
            let mut own = vec![0.0; ties.len()];
            for replicate in effort.replicates * part / parts..effort.replicates * (part + 1) / parts {
                own.fill(0.0);
                Town::new(ties, &present, employed).live(market, &weights, seed, replicate as u64, &mut own, run)?;
                for (sum, value) in sums.iter_mut().zip(&own) {
                    sum[0] += value;
                    sum[1] += value * value;
                }
            }
            Ok(sums)
        })?;
        let mut note = |agent: usize| {
            let count = effort.replicates as f64;
            let [sum, square] = [0, 1].map(|which| sums.iter().map(|part| part[agent][which]).sum::<f64>());
            found.mean[agent] = sum / count;
            found.se[agent] = ((square - sum * sum / count).max(0.0) / (count - 1.0) / count).sqrt();
        };
        if group.is_empty() {
            (0..ties.len()).filter(|&agent| asked[agent] && members[agent]).for_each(&mut note);
        } else {
            for &agent in group {
                note(agent as usize);
            }
        }
    }
    Ok(found)
}

/// Those asked who are no members, in groups of about the same size and random composition.
fn trials(members: &[bool], asked: &[bool], most: usize, seed: Seed) -> Vec<Vec<u32>> {
    let mut tried: Vec<u32> =
        (0..members.len() as u32).filter(|&at| asked[at as usize] && !members[at as usize]).collect();
    seed.stream(GROUPING, 0).shuffle(&mut tried);
    let count = most.min(tried.len());
    (0..count).map(|group| tried[tried.len() * group / count..tried.len() * (group + 1) / count].to_vec()).collect()
}

/// What the state at the end of each period adds: sums up to and with each, from the start on.
struct Weights {
    so_far: Vec<f64>,
}

impl Weights {
    fn of(market: Market, effort: Effort) -> Self {
        let weights = match market.discount {
            None => {
                let share = 1.0 / f64::from(effort.periods);
                let mut weights = vec![0.0; effort.burn_in as usize + 1];
                weights.resize(weights.len() + effort.periods as usize, share);
                weights
            }
            Some(discount) => {
                let mut weights = if market.from_now { Vec::new() } else { vec![0.0] };
                let mut left = 1.0;
                while left > NEGLIGIBLE && discount > 0.0 {
                    weights.push(left * (1.0 - discount));
                    left *= discount;
                }
                weights.push(left);
                weights
            }
        };
        let sums = weights.iter().scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self { so_far: sums.collect() }
    }

    /// The sum of those before a period.
    fn before(&self, period: usize) -> f64 {
        if period == 0 { 0.0 } else { self.so_far[period - 1] }
    }
}

/// The agents of one replicate.
struct Town<'a> {
    ties: &'a Adjacency,
    present: &'a [bool],
    /// Whether each can take a job: is in the market and has none.
    seeking: Vec<bool>,
    /// From which period on each has its job.
    since: Vec<u32>,
    hired: Vec<bool>,
    hires: Vec<u32>,
}

impl<'a> Town<'a> {
    fn new(ties: &'a Adjacency, present: &'a [bool], employed: &[bool]) -> Self {
        Self {
            ties,
            present,
            seeking: present.iter().zip(employed).map(|(&present, &employed)| present && !employed).collect(),
            since: vec![0; ties.len()],
            hired: vec![false; ties.len()],
            hires: Vec::new(),
        }
    }

    fn live(
        mut self,
        market: Market,
        weights: &Weights,
        seed: Seed,
        replicate: u64,
        worth: &mut [f64],
        run: &Run,
    ) -> Result<()> {
        let last = weights.so_far.len();
        let mut unlooked = 0;
        for now in 1..last {
            let draws = |purpose| seed.stream(now as u64 * PURPOSES + purpose, replicate);
            self.hear(market.arrival, &mut draws(HEARING), &mut draws(PASSING));
            for place in 0..self.hires.len() {
                let agent = self.hires[place] as usize;
                self.hired[agent] = false;
                self.seeking[agent] = false;
                self.since[agent] = now as u32;
            }
            self.hires.clear();
            let mut losing = draws(LOSING);
            each(self.ties.len(), market.separation, &mut losing, |agent| {
                if self.present[agent] && !self.seeking[agent] {
                    self.seeking[agent] = true;
                    worth[agent] += weights.before(now) - weights.before(self.since[agent] as usize);
                }
            });
            unlooked += self.ties.len();
            if unlooked >= LOOK {
                run.go_on()?;
                unlooked = 0;
            }
        }
        for (agent, worth) in worth.iter_mut().enumerate() {
            if self.present[agent] && !self.seeking[agent] {
                *worth += weights.before(last) - weights.before(self.since[agent] as usize);
            }
        }
        run.advance(1)
    }

    /// Openings arrive, are taken or passed on; everyone's status is that at the end of the period before.
    fn hear(&mut self, arrival: f64, hearing: &mut Draws, passing: &mut Draws) {
        each(self.ties.len(), arrival, hearing, |agent| {
            if !self.present[agent] {
                return;
            }
            let taker = if self.seeking[agent] { Some(agent) } else { self.passed_to(agent, passing) };
            if let Some(taker) = taker.filter(|&taker| !self.hired[taker]) {
                self.hired[taker] = true;
                self.hires.push(taker as u32);
            }
        });
    }

    /// One of the neighbours in the market who have no job, each with the same chance.
    fn passed_to(&self, agent: usize, passing: &mut Draws) -> Option<usize> {
        let neighbours = self.ties.successor_nodes(agent);
        let seekers = neighbours.iter().filter(|&&other| self.seeking[other as usize]).count();
        let chosen = match seekers {
            0 => return None,
            1 => 0,
            count => passing.below(count as u64) as usize,
        };
        neighbours.iter().filter(|&&other| self.seeking[other as usize]).nth(chosen).map(|&other| other as usize)
    }
}

/// Calls for each agent to whom an event of probability `p` happens, by drawing how many are skipped.
fn each(agents: usize, p: f64, draws: &mut Draws, mut happens: impl FnMut(usize)) {
    let rate = -libm::log1p(-p);
    let mut at = 0_usize;
    loop {
        // A cast to whole numbers rounds down and saturates.
        at = at.saturating_add((draws.exponential() / rate) as usize);
        if at >= agents {
            return;
        }
        happens(at);
        at += 1;
    }
}

/// Refuses what cannot be simulated.
pub(super) fn check(ties: &Adjacency, effort: Effort, lengths: &[usize]) -> Result<()> {
    let agents = ties.len();
    if agents == 0 || ties.is_directed() || lengths.iter().any(|&length| length != agents) {
        return Err(Error::internal("there must be one item for each agent of an undirected network"));
    }
    if effort.replicates < 2 || effort.periods == 0 || effort.trials == 0 {
        return Err(Error::invalid("`replicates` must be at least 2, `periods` and `trials` at least 1"));
    }
    if effort.burn_in.checked_add(effort.periods).is_none_or(|last| last == u32::MAX) {
        return Err(Error::invalid(format!("`burn_in` and `periods` must sum to less than {}", u32::MAX)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;
    use crate::chains::contact_games::employment_values;

    const EFFORT: Effort = Effort { burn_in: 100, periods: 400, replicates: 400, trials: 20, margin: 3.0 };

    fn ring(agents: u32) -> Adjacency {
        let sources: Vec<u32> = (0..agents).collect();
        let targets: Vec<u32> = (0..agents).map(|agent| (agent + 1) % agents).collect();
        Adjacency::from_ties(agents as usize, &sources, &targets, &vec![1.0; sources.len()], false, Parallel::Refuse)
            .unwrap()
    }

    #[test]
    fn values_are_the_exact_ones_of_members_and_of_those_who_might_join() {
        let ties = ring(5);
        let members = [true, true, false, true, false];
        let employed = [true, false, false, true, true];
        for (discount, from_now) in [(None, true), (Some(0.9), true), (Some(0.8), false), (Some(0.0), false)] {
            let market = Market { arrival: 0.2, separation: 0.1, discount, from_now };
            let of = |threads| {
                let run = Run::new(Some(threads)).unwrap();
                worth(&ties, market, &members, &employed, &[true; 5], EFFORT, Seed([3, 4]), &run).unwrap()
            };
            let found = of(1);
            for agent in 0..5 {
                let mut with = members;
                with[agent] = true;
                let exact = employment_values(&ties, market, &with, &employed, &Run::quiet()).unwrap()[agent];
                let off = (found.mean[agent] - exact).abs();
                assert!(off <= 4.0 * found.se[agent] + 1e-6 && off < 0.1, "{discount:?} {agent}: off by {off}");
            }
            assert_eq!(of(7), found);
        }
    }

    #[test]
    fn events_come_as_often_as_they_should() {
        let mut count = 0;
        each(100_000, 0.3, &mut Seed([1, 2]).stream(0, 0), |_| count += 1);
        assert!((f64::from(count) - 30_000.0).abs() < 600.0, "{count}");
    }
}
