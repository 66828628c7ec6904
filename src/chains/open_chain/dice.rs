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
/// Groups whose first blocks are made together: no block waits for another, so that several take hardly longer than one.
const TOGETHER: usize = 3;

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
        Choice(self.block(purpose, owner, 0))
    }

    /// Any block of them.
    #[inline]
    pub(super) fn block(self, purpose: Purpose, owner: u32, number: u64) -> [u64; 4] {
        let [_, index, stream, _] = self.counter(purpose, owner);
        philox(self.seed.0, [number, index, stream, 0])
    }

    fn counter(self, purpose: Purpose, owner: u32) -> [u64; 4] {
        let stream = u64::from(self.period) * PURPOSES + purpose as u64;
        [0, u64::from(self.replicate) << 32 | u64::from(owner), stream, 0]
    }

    /// Those among `people` to whom an event of one probability happens, written into `found`, which has [`room`] for all.
    ///
    /// A larger probability finds the same people and more.
    pub(super) fn those<'a>(self, purpose: Purpose, lots: &Lots, people: usize, found: &'a mut [u32]) -> &'a mut [u32] {
        if lots.are_blank() {
            return &mut [];
        }
        let groups = people.div_ceil(GROUP);
        let (mut done, mut last) = (0, 0);
        for some in (0..groups).step_by(TOGETHER) {
            let mut firsts = [[0; 4]; TOGETHER];
            for (group, first) in (some as u32..).zip(&mut firsts) {
                *first = self.block(purpose, group, 0);
            }
            for (group, first) in (some..groups).zip(firsts) {
                let block = |number| self.block(purpose, group as u32, number);
                last = done;
                done += lots.draw((GROUP * group) as u32, first, block, &mut found[done..]);
            }
        }
        // The last group may be short of people.
        let kept = keep(&mut found[last..done], |one| (*one as usize) < people).len();
        &mut found[..last + kept]
    }

    /// A word for each of those found, on which they decide.
    ///
    /// Somebody's place among those drawn in a group is the same whatever the probability, so the words are drawn by place,
    /// at a fourth of the price of a block for each.
    pub(super) fn choices(self, purpose: Purpose, found: &[u32], choices: &mut Vec<u64>) {
        // What the last block of a group has too much is written over by the next group, and cut off after the last.
        choices.resize(found.len() + 3, 0);
        let mut done = 0;
        while let Some(&one) = found.get(done) {
            let group = one / GROUP as u32;
            let end = (group + 1) * GROUP as u32;
            let count = found[done..].iter().take_while(|&&one| one < end).count();
            // No block waits for another, so the processor works on several at a time.
            for (number, block) in choices[done..].chunks_exact_mut(4).take(count.div_ceil(4)).enumerate() {
                block.copy_from_slice(&self.block(purpose, group, number as u64));
            }
            done += count;
        }
        choices.truncate(done);
    }
}

/// How many numbers are written down at most, while those among `people` are drawn.
pub(super) fn room(people: usize) -> usize {
    people.next_multiple_of(GROUP) + 1
}

/// Keeps some of a list: all are written down in any case, which a processor need not guess.
pub(super) fn keep<T: Copy>(list: &mut [T], mut wanted: impl FnMut(&mut T) -> bool) -> &mut [T] {
    let mut count = 0;
    for place in 0..list.len() {
        let mut one = list[place];
        let is_wanted = wanted(&mut one);
        list[count] = one;
        count += usize::from(is_wanted);
    }
    &mut list[..count]
}

/// A probability as whole numbers: comparing a word with it is comparing the word's [`share`] with the probability.
#[derive(Debug, Clone, Copy)]
pub(super) struct Threshold(u64);

impl Threshold {
    pub(super) fn of(p: f64) -> Self {
        // Neither the multiplication nor the comparison rounds: a share has 53 digits.
        Self((p * (1_u64 << 53) as f64).ceil() as u64)
    }

    pub(super) fn is_met_by(self, word: u64) -> bool {
        word >> 11 < self.0
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_decides_as_the_probability_does() {
        for p in [0.0, 1e-20, 0.1, 0.3, 0.5, 1.0 - f64::EPSILON, 1.0] {
            let Threshold(at) = Threshold::of(p);
            for near in at.saturating_sub(2)..(at + 2).min(1 << 53) {
                let word = near << 11 | 5;
                assert_eq!(Threshold(at).is_met_by(word), share(word) < p, "{p}");
            }
        }
    }
}
