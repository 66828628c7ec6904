//! One bit an agent, and events that are drawn for many agents at a time.

use super::binomial::Binomial;
use crate::random::Sfc64;

/// For how many agents at a time an event is drawn: a byte says which of them.
pub(super) const GROUP: usize = 256;

/// One bit an agent.
pub(super) struct Bits(Vec<u64>);

impl Bits {
    pub(super) fn none(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    pub(super) fn has(&self, agent: usize) -> bool {
        self.0[agent / 64] >> (agent % 64) & 1 == 1
    }

    pub(super) fn put(&mut self, agent: usize, value: bool) {
        let bit = 1 << (agent % 64);
        let word = &mut self.0[agent / 64];
        *word = if value { *word | bit } else { *word & !bit };
    }
}

/// Agents told of something, in the order in which they were.
pub(super) struct List {
    agents: Vec<u32>,
    count: usize,
}

impl List {
    /// With room for so many.
    pub(super) fn of(room: usize) -> Self {
        Self { agents: vec![0; room + 1], count: 0 }
    }

    /// Writes the agent down in any case and keeps it if asked to, which a processor need not guess.
    pub(super) fn add(&mut self, agent: usize, keep: bool) {
        self.agents[self.count] = agent as u32;
        self.count += usize::from(keep);
    }

    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    pub(super) fn len(&self) -> usize {
        self.count
    }

    pub(super) fn agent(&self, place: usize) -> usize {
        self.agents[place] as usize
    }
}

/// An event that happens to each agent with one probability, whatever happens to others.
///
/// Drawn is to how many of a group it happens, and then to whom, which takes few words when it is rare.
#[derive(Debug)]
pub(super) struct Chance {
    agents: usize,
    /// To how many of a whole group it happens, or does not, whichever is rarer, and of the last one.
    full: Binomial,
    last: Binomial,
    /// Whether it is more likely than not: then it is drawn to whom it does not happen.
    likely: bool,
}

impl Chance {
    pub(super) fn of(p: f64, agents: usize) -> Self {
        let rare = p.min(1.0 - p);
        Self { agents, full: Binomial::of(GROUP, rare), last: Binomial::of(agents % GROUP, rare), likely: p > 0.5 }
    }

    /// Hands to `take` each agent in the group from `first` on to whom it happens, and some to whom, as it says, it does not.
    #[inline]
    pub(super) fn happens(&self, first: usize, draws: &mut Sfc64, take: impl FnMut(usize, bool)) {
        // A size known beforehand saves the looks at it.
        if self.agents - first < GROUP {
            self.among(self.agents - first, first, self.last.number(draws.next_u64()), draws, take);
        } else {
            self.among(GROUP, first, self.full.number(draws.next_u64()), draws, take);
        }
    }

    #[expect(clippy::inline_always, reason = "it is called twice, once with a size that is known")]
    #[inline(always)]
    fn among(&self, size: usize, first: usize, mut left: usize, draws: &mut Sfc64, mut take: impl FnMut(usize, bool)) {
        let mask = size.next_power_of_two() - 1;
        let mut drawn = [0_u64; GROUP / 64];
        while left > 0 {
            for byte in draws.next_u64().to_le_bytes() {
                let place = usize::from(byte) & mask;
                if place < size {
                    let word = &mut drawn[place / 64];
                    // Whoever is drawn a second time is drawn anew.
                    let new = u64::from(left > 0) & !(*word >> (place % 64));
                    *word |= new << (place % 64);
                    left -= new as usize;
                    if !self.likely {
                        take(first + place, new == 1);
                    }
                }
            }
        }
        if self.likely {
            (0..size).for_each(|place| take(first + place, drawn[place / 64] >> (place % 64) & 1 == 0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    fn happened(chance: &Chance, draws: &mut Sfc64) -> Vec<usize> {
        let mut agents = Vec::new();
        for first in (0..chance.agents).step_by(GROUP) {
            chance.happens(first, draws, |agent, happens| agents.extend(happens.then_some(agent)));
        }
        agents.sort_unstable();
        agents
    }

    #[test]
    fn each_agent_has_the_chance_asked_for() {
        let (times, agents) = (20_000, 300);
        let mut draws = Seed([1, 2]).sequence(0, 0).1;
        for p in [0.2_f64, 0.5, 0.015, 0.7, 0.999] {
            let (chance, mut by_agent, mut squares) = (Chance::of(p, agents), [0_u32; 300], 0.0);
            for _ in 0..times {
                let found = happened(&chance, &mut draws);
                for &agent in &found {
                    by_agent[agent] += 1;
                }
                squares += (found.len() as f64 - agents as f64 * p).powi(2);
            }
            let (expected, variance) = (f64::from(times) * p, agents as f64 * p * (1.0 - p));
            let deviation = (expected * (1.0 - p)).sqrt();
            assert!(by_agent.iter().all(|&count| (f64::from(count) - expected).abs() < 5.0 * deviation));
            let all: u32 = by_agent.iter().sum();
            assert!((f64::from(all) / agents as f64 - expected).abs() < 5.0 * deviation / (agents as f64).sqrt());
            // A variance of so many normal numbers is off by a hundredth.
            assert!((squares / f64::from(times) / variance - 1.0).abs() < 0.05);
        }
    }

    #[test]
    fn what_happens_to_one_says_nothing_of_others() {
        let (times, mut draws) = (100_000, Seed([1, 3]).sequence(0, 0).1);
        for p in [0.2_f64, 0.5, 0.9] {
            let (chance, mut by_set) = (Chance::of(p, 3), [0_u32; 8]);
            for _ in 0..times {
                by_set[happened(&chance, &mut draws).into_iter().map(|agent| 1 << agent).sum::<usize>()] += 1;
            }
            for (set, &count) in by_set.iter().enumerate() {
                let share = (0..3).map(|agent| if set >> agent & 1 == 1 { p } else { 1.0 - p }).product::<f64>();
                let deviation = (f64::from(times) * share * (1.0 - share)).sqrt();
                assert!((f64::from(count) - f64::from(times) * share).abs() < 4.5 * deviation, "{p} {set}");
            }
        }
    }

    #[test]
    fn what_is_certain_or_impossible_needs_no_luck() {
        let mut draws = Seed([1, 4]).sequence(0, 0).1;
        for agents in [1, 5, GROUP, GROUP + 1, 2 * GROUP] {
            let all: Vec<usize> = (0..agents).collect();
            for _ in 0..1000 {
                assert_eq!(happened(&Chance::of(1.0, agents), &mut draws), all);
                assert!(happened(&Chance::of(0.0, agents), &mut draws).is_empty());
                assert!(happened(&Chance::of(1e-30, agents), &mut draws).is_empty());
            }
        }
    }
}
