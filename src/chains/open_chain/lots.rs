//! To whom an event of one probability happens, for many people at the price of a few words.

use super::dice::{Dice, Purpose};

/// How many people draw together.
pub(super) const GROUP: usize = 512;
/// The bits of a lot that name one of them; the others are luck.
const BITS: u32 = GROUP.ilog2();
/// How many values luck has.
const SHARES: u32 = 1 << (32 - BITS);
/// How many lots a block of words holds.
const LOTS: usize = 8;

/// An event that happens to each of a group by itself, all with one probability.
///
/// To how many it happens is binomial, and read off one word by inversion; to whom, off a random order of the group, from
/// its beginning. So a larger probability, on the same draws, finds the same people and more, and leaves them their luck.
#[derive(Debug, Clone)]
pub(super) struct Lots {
    /// At each number k of people, 2⁶⁴ × the probability that it happens to k or fewer; without those that are 1.
    up_to: Vec<u64>,
    /// For each first byte of a word, the least number of people that it stands for.
    least: Vec<u16>,
}

/// Somebody to whom an event happens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lot {
    pub(super) person: u32,
    pub(super) luck: Luck,
}

/// What somebody draws along with an event, to decide on one thing: even on 0, …, 2²³ − 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Luck(u32);

/// Where lots are drawn; kept to be used again.
#[derive(Debug, Clone)]
pub(super) struct Urn {
    found: Vec<Lot>,
    /// For each of a group, the turn in which that one was drawn last.
    drawn: [u64; GROUP],
    turn: u64,
}

/// A probability as a number of 2²³, rounded down: so many values of a [`Luck`] are below it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Threshold(u32);

impl Luck {
    /// The digits before the rest of a word.
    pub(super) fn of(word: u64) -> Self {
        Self((word >> (32 + BITS)) as u32)
    }

    /// In [0, 1).
    pub(super) fn share(self) -> f64 {
        f64::from(self.0) / f64::from(SHARES)
    }

    /// A number of 0, …, `n` − 1, and what is left to decide on another thing: both even to within `n` · 2⁻²³.
    #[inline]
    pub(super) fn split(self, n: usize) -> (usize, Self) {
        let product = u64::from(self.0) * n as u64;
        ((product / u64::from(SHARES)) as usize, Self(product as u32 % SHARES))
    }

    pub(super) fn is_below(self, threshold: Threshold) -> bool {
        self.0 < threshold.0
    }
}

impl Threshold {
    pub(super) fn of(p: f64) -> Self {
        Self((p * f64::from(SHARES)) as u32)
    }
}

impl Lots {
    pub(super) fn of(p: f64) -> Self {
        let rare = p.min(1.0 - p).max(0.0);
        let mut at = vec![0.0; GROUP + 1];
        // (1 − p)⁵¹², by squaring.
        at[0] = (0..BITS).fold(1.0 - rare, |power, _| power * power);
        for k in 0..GROUP {
            at[k + 1] = at[k] * (GROUP - k) as f64 / (k + 1) as f64 * (rare / (1.0 - rare));
        }
        if p > 0.5 {
            at.reverse();
        }
        let below = at.iter().scan(0.0, |sum, at| {
            *sum += at;
            Some(*sum * 2f64.powi(64))
        });
        // A cast to whole numbers rounds down and saturates.
        let up_to: Vec<u64> = below.take(GROUP).map(|sum| sum as u64).take_while(|&sum| sum < u64::MAX).collect();
        let least = |byte: u64| up_to.partition_point(|&below| below <= byte << 56) as u16;
        Self { least: (0..256).map(least).collect(), up_to }
    }

    /// Whether it never happens.
    pub(super) fn are_blank(&self) -> bool {
        self.up_to.is_empty()
    }

    /// To how many of a group it happens.
    fn count(&self, word: u64) -> usize {
        let mut count = usize::from(self.least[(word >> 56) as usize]);
        while self.up_to.get(count).is_some_and(|&below| below <= word) {
            count += 1;
        }
        count
    }
}

impl Urn {
    pub(super) fn for_people(people: usize) -> Self {
        let room = people.next_multiple_of(GROUP) + LOTS;
        Self { found: vec![Lot::default(); room], drawn: [0; GROUP], turn: 0 }
    }

    /// Those to whom an event happens, group by group, in a random order in each. The last group is drawn as if it were full:
    /// there may be numbers from `people` on.
    pub(super) fn draw(&mut self, dice: Dice, purpose: Purpose, lots: &Lots, people: usize) -> &mut [Lot] {
        if lots.are_blank() {
            return &mut [];
        }
        let mut done = 0;
        for group in 0..people.div_ceil(GROUP) {
            done += self.draw_group(done, dice, purpose, lots, group);
        }
        &mut self.found[..done]
    }

    /// Writes down those in a group, from a place on, and returns how many they are.
    fn draw_group(&mut self, at: usize, dice: Dice, purpose: Purpose, lots: &Lots, group: usize) -> usize {
        let start = (GROUP * group) as u32;
        let first = dice.block(purpose, group as u32, 0);
        let count = lots.count(first[0]);
        self.turn += 1;
        let (found, mut done) = (&mut self.found[at..], 0);
        let mut look = |words: &[u64]| {
            for word in words {
                for lot in [*word as u32, (word >> 32) as u32] {
                    // Whoever comes again is passed over: written down, and then written over.
                    let one = lot % GROUP as u32;
                    let turn = &mut self.drawn[one as usize];
                    found[done] = Lot { person: start + one, luck: Luck(lot >> BITS) };
                    done += usize::from(*turn != self.turn);
                    *turn = self.turn;
                }
            }
            done
        };
        let (mut drawn, mut number) = (if count > 0 { look(&first[1..]) } else { 0 }, 1);
        while drawn < count {
            drawn = look(&dice.block(purpose, group as u32, number));
            number += 1;
        }
        count
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    fn drawn(lots: &Lots, replicate: u32) -> Vec<Lot> {
        let dice = Dice { seed: Seed([5, 6]), replicate, period: 1 };
        Urn::for_people(GROUP).draw(dice, Purpose::Hearing, lots, GROUP).to_vec()
    }

    #[test]
    fn it_happens_to_each_as_often_as_it_should_and_to_each_pair() {
        for p in [0.0, 1e-30, 0.003, 0.1, 0.5, 0.7, 0.99, 1.0] {
            let lots = Lots::of(p);
            assert_eq!(lots.are_blank(), p < 1e-20);
            let runs = 4000;
            let (mut by_one, mut total, mut squares, mut both) = (vec![0_u32; GROUP], 0.0, 0.0, 0_u32);
            let mut luck = 0.0;
            for run in 0..runs {
                let chosen = drawn(&lots, run);
                let count = chosen.len() as f64;
                (total, squares) = (total + count, squares + count * count);
                let [one, other] = [7, 450].map(|one| chosen.iter().any(|lot| lot.person == one));
                both += u32::from(one && other);
                for lot in chosen {
                    by_one[lot.person as usize] += 1;
                    luck += lot.luck.share() - 0.5;
                }
            }
            let runs = f64::from(runs);
            let (mean, spread) = (total / runs, GROUP as f64 * p * (1.0 - p));
            assert!((mean - GROUP as f64 * p).abs() <= 5.0 * (spread / runs).sqrt(), "{p}: {mean}");
            let variance = squares / runs - mean * mean;
            assert!((variance - spread).abs() <= 0.15 * spread + 0.01, "{p}: {variance} for {spread}");
            let pairs = runs * p * p;
            assert!((f64::from(both) - pairs).abs() <= 5.0 * pairs.sqrt() + 1e-9, "{p}: {both}");
            let error = (runs * p * (1.0 - p)).sqrt();
            assert!(by_one.iter().all(|&times| (f64::from(times) - runs * p).abs() <= 5.0 * error + 3.0));
            assert!(luck.abs() <= 5.0 * (total / 12.0).sqrt(), "{p}: {luck}");
        }
    }

    #[test]
    fn a_larger_probability_finds_the_same_with_the_same_luck_and_more() {
        let lots = [0.001, 0.02, 0.3, 0.5, 0.6, 0.95, 1.0].map(Lots::of);
        for index in 0..200 {
            let found = lots.each_ref().map(|lots| drawn(lots, index));
            assert!(found.windows(2).all(|pair| pair[1].starts_with(&pair[0])));
        }
    }

    #[test]
    fn groups_are_drawn_one_after_another_whatever_comes_before_them() {
        let dice = Dice { seed: Seed([5, 6]), replicate: 3, period: 2 };
        let (lots, mut urn) = (Lots::of(0.2), Urn::for_people(5 * GROUP));
        let all = urn.draw(dice, Purpose::Separation, &lots, 4 * GROUP + 1).to_vec();
        let groups: Vec<u32> = all.iter().map(|lot| lot.person / GROUP as u32).collect();
        assert!(groups.is_sorted() && groups.ends_with(&[4]));
        let fewer = urn.draw(dice, Purpose::Separation, &lots, 2 * GROUP);
        assert!(all.starts_with(fewer) && fewer.len() > GROUP / 4);
    }

    #[test]
    fn luck_is_below_a_threshold_as_often_as_the_probability_says() {
        for p in [0.0, 1e-9, 0.1, 0.3, 1.0 - 1e-9, 1.0] {
            let Threshold(at) = Threshold::of(p);
            assert!(f64::from(at) <= p * f64::from(SHARES) && f64::from(at + 1) > p * f64::from(SHARES));
            for luck in at.saturating_sub(2)..(at + 2).min(SHARES) {
                assert_eq!(Luck(luck).is_below(Threshold::of(p)), luck < at, "{p}");
            }
        }
        assert!(Luck(SHARES - 1).is_below(Threshold::of(1.0)) && !Luck(0).is_below(Threshold::of(0.0)));
    }

    #[test]
    fn luck_is_split_evenly_and_what_is_left_is_even_too() {
        let (n, parts) = (7, 4);
        let mut counts = vec![0_u32; n * parts];
        for luck in 0..SHARES {
            let (place, left) = Luck(luck).split(n);
            counts[place * parts + (left.share() * parts as f64) as usize] += 1;
        }
        let even = SHARES / (n * parts) as u32;
        assert!(counts.iter().all(|&count| count.abs_diff(even) <= 1), "{counts:?}");
    }
}
