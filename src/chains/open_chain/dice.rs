//! Draws that do not move when a lever does: each person has, for every purpose and period, numbers of their own.

use crate::random::{Draws, Seed, Sfc64, philox};

/// What a draw is for. Each has its own stream in every period; period 0 is before the first.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
pub(super) enum Purpose {
    Network,
    Rewired,
    Start,
    Pioneering,
    Hearing,
    Niche,
    NicheChoice,
    Crowd,
    Learning,
    Mentoring,
    Promotion,
    Separation,
    Return,
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
        let [_, index, stream, _] = self.counter(purpose, owner, 0);
        self.seed.stream(stream, index)
    }

    /// Any block of their words; one block is made faster than the two that a sequence of draws begins with.
    #[inline]
    pub(super) fn block(self, purpose: Purpose, owner: u32, number: u64) -> [u64; 4] {
        philox(self.seed.0, self.counter(purpose, owner, number))
    }

    /// The first word, and a sequence that begins at the three others.
    #[inline]
    pub(super) fn sequence(self, purpose: Purpose, owner: u32) -> (u64, Sfc64) {
        let [_, index, stream, _] = self.counter(purpose, owner, 0);
        self.seed.sequence(stream, index)
    }

    /// The first block as numbers in [0, 1).
    pub(super) fn shares(self, purpose: Purpose, owner: u32) -> [f64; 4] {
        self.block(purpose, owner, 0).map(share)
    }

    fn counter(self, purpose: Purpose, owner: u32, number: u64) -> [u64; 4] {
        let stream = u64::from(self.period) * PURPOSES + purpose as u64;
        [number, u64::from(self.replicate) << 32 | u64::from(owner), stream, 0]
    }
}

/// One word as a number of 0, …, `n` − 1 and what is left of it, a word whose [`share`] is even to within `n` · 2⁻⁵³.
pub(super) fn split(word: u64, n: usize) -> (usize, u64) {
    let product = u128::from(word) * n as u128;
    ((product >> 64) as usize, product as u64)
}

/// A word as a number in [0, 1).
pub(super) fn share(word: u64) -> f64 {
    (word >> 11) as f64 / (1_u64 << 53) as f64
}
