//! Draws that do not move when a lever does: each person has, for every purpose and period, numbers of their own.

use crate::chains::contact::{Chance, set_bits};
use crate::random::{Draws, Seed};

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

impl Dice {
    /// The draws that belong to one person, or to the number of anything else.
    pub(super) fn of(self, purpose: Purpose, owner: u32) -> Draws {
        let stream = u64::from(self.period) * PURPOSES + purpose as u64;
        self.seed.stream(stream, u64::from(self.replicate) << 32 | u64::from(owner))
    }

    /// Writes down those among `people` to whom an event of one probability happens.
    ///
    /// 64 people share the words of a stream, each a bit of every word. A larger probability finds the same people and more.
    pub(super) fn those(self, purpose: Purpose, chance: Chance, people: usize, found: &mut Vec<u32>) {
        found.clear();
        if chance.is_impossible() {
            return;
        }
        for group in 0..people.div_ceil(64) {
            let left = people - 64 * group;
            let lanes = if left < 64 { (1 << left) - 1 } else { u64::MAX };
            let happened = chance.happens(lanes, &mut self.of(purpose, group as u32));
            found.extend(set_bits(happened).map(|bit| (64 * group + bit) as u32));
        }
    }
}
