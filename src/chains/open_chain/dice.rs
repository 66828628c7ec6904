//! Draws that do not move when a lever does: each person has, for every purpose and period, numbers of their own.

use super::lots::{GROUP, Lots};
use crate::chains::contact::set_bits;
use crate::random::{Draws, Seed, philox};

/// What a draw is for. Each has its own stream in every period; period 0 is before the first.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
pub(super) enum Purpose {
    Network,
    Rewired,
    Start,
    Pioneering,
    PioneerChoice,
    Hearing,
    HearingChoice,
    Niche,
    NicheChoice,
    Learning,
    LearningChoice,
    Mentoring,
    Promotion,
    Separation,
    SeparationChoice,
    Return,
    ReturnChoice,
    Stage,
    Champion,
    Leads,
    Capacity,
    Projects,
}

const PURPOSES: u64 = 32;

/// The draws of one replicate in one period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dice {
    pub(super) seed: Seed,
    pub(super) replicate: u32,
    pub(super) period: u32,
}

/// Four words that belong to one person, for all that the person decides about one thing in one period.
///
/// One block is enough for it, and faster than the two that a sequence of draws begins with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice([u64; 4]);

impl Choice {
    /// Even on the multiples of 2⁻⁵³ in [0, 1).
    pub(super) fn uniform(self, word: usize) -> f64 {
        (self.0[word] >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Even on 0, …, `n` − 1, to within `n` · 2⁻⁶⁴.
    pub(super) fn below(self, word: usize, n: usize) -> usize {
        (u128::from(self.0[word]) * n as u128 >> 64) as usize
    }
}

impl Dice {
    /// The draws that belong to one person, or to the number of anything else.
    pub(super) fn of(self, purpose: Purpose, owner: u32) -> Draws {
        let [_, index, stream, _] = self.counter(purpose, owner);
        self.seed.stream(stream, index)
    }

    /// The first block of the same draws.
    pub(super) fn choice(self, purpose: Purpose, owner: u32) -> Choice {
        Choice(philox(self.seed.0, self.counter(purpose, owner)))
    }

    fn counter(self, purpose: Purpose, owner: u32) -> [u64; 4] {
        let stream = u64::from(self.period) * PURPOSES + purpose as u64;
        [0, u64::from(self.replicate) << 32 | u64::from(owner), stream, 0]
    }

    /// Writes down those among `people` to whom an event of one probability happens, in their order.
    ///
    /// A larger probability finds the same people and more.
    pub(super) fn those(self, purpose: Purpose, lots: &Lots, people: usize, found: &mut Vec<u32>) {
        found.clear();
        if lots.are_blank() {
            return;
        }
        for group in 0..people.div_ceil(GROUP) {
            let start = GROUP * group;
            for (place, mut chosen) in lots.drawn(self.of(purpose, group as u32)).into_iter().enumerate() {
                let first = start + 64 * place;
                if first + 64 > people {
                    chosen &= if first < people { (1 << (people - first)) - 1 } else { 0 };
                }
                found.extend(set_bits(chosen).map(|bit| (first + bit) as u32));
            }
        }
    }
}
