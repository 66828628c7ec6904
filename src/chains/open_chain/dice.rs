//! Draws that do not move when a lever does: each person has, for every purpose and period, numbers of their own.

use super::lots::{GROUP, Lots};
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
    pub(super) fn word(self, place: usize) -> u64 {
        self.0[place]
    }

    /// Even on the multiples of 2⁻⁵³ in [0, 1).
    pub(super) fn uniform(self, word: usize) -> f64 {
        share(self.0[word])
    }

    /// Even on 0, …, `n` − 1, to within `n` · 2⁻⁶⁴.
    pub(super) fn below(self, word: usize, n: usize) -> usize {
        split(self.0[word], n).0
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

    /// Writes down those among `people` to whom an event of one probability happens.
    ///
    /// A larger probability finds the same people and more.
    pub(super) fn those(self, purpose: Purpose, lots: &Lots, people: usize, found: &mut Vec<u32>) {
        found.clear();
        if lots.are_blank() {
            return;
        }
        let mut order = [0; GROUP + 1];
        for group in 0..people.div_ceil(GROUP) {
            let drawn = lots.drawn(self.of(purpose, group as u32), &mut order);
            let people = people as u32;
            let numbers = drawn.iter().map(|&one| (GROUP * group) as u32 + u32::from(one));
            if GROUP * (group + 1) <= people as usize {
                found.extend(numbers);
            } else {
                found.extend(numbers.filter(|&one| one < people));
            }
        }
    }

    /// A word for each of those found, on which they decide.
    ///
    /// Somebody's place among those drawn in a group is the same whatever the probability, so the words are drawn by place,
    /// at a fourth of the price of a block for each.
    pub(super) fn choices(self, purpose: Purpose, found: &[u32], choices: &mut Vec<u64>) {
        choices.clear();
        for group in found.chunk_by(|one, next| *one as usize / GROUP == *next as usize / GROUP) {
            let [_, index, stream, _] = self.counter(purpose, group[0] / GROUP as u32);
            let end = choices.len() + group.len();
            // No block waits for another, so the processor works on several at a time.
            for block in 0..group.len().div_ceil(4) as u64 {
                choices.extend_from_slice(&philox(self.seed.0, [block, index, stream, 0]));
            }
            choices.truncate(end);
        }
    }
}

/// One word as a number of 0, …, `n` − 1 and, by what is left of it, one in [0, 1): even to within `n` · 2⁻⁵³.
pub(super) fn split(word: u64, n: usize) -> (usize, f64) {
    let product = u128::from(word) * n as u128;
    ((product >> 64) as usize, share(product as u64))
}

/// A word as a number in [0, 1).
pub(super) fn share(word: u64) -> f64 {
    (word >> 11) as f64 / (1_u64 << 53) as f64
}
