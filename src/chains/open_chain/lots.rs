//! To whom an event of one probability happens, for many people at the price of a few words.

use crate::random::Draws;

/// How many people draw together: one byte names one of them.
pub(super) const GROUP: usize = 256;

/// An event that happens to each of a group by itself, all with one probability.
///
/// To how many it happens is binomial, and read off one word by inversion; to whom, off a random order of the group, from
/// its beginning. So a larger probability, on the same draws, finds the same people and more.
#[derive(Debug, Clone)]
pub(super) struct Lots {
    /// At each number k of people, 2⁶⁴ × the probability that it happens to k or fewer; without those that are 1.
    up_to: Vec<u64>,
}

impl Lots {
    pub(super) fn of(p: f64) -> Self {
        let rare = p.min(1.0 - p).max(0.0);
        let mut at = vec![0.0; GROUP + 1];
        // (1 − p)²⁵⁶, by squaring.
        at[0] = (0..8).fold(1.0 - rare, |power, _| power * power);
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
        Self { up_to: below.take(GROUP).map(|sum| sum as u64).take_while(|&sum| sum < u64::MAX).collect() }
    }

    /// Whether it never happens.
    pub(super) fn are_blank(&self) -> bool {
        self.up_to.is_empty()
    }

    /// The numbers of those in a group to whom it happens, in a random order.
    pub(super) fn drawn<'a>(&self, mut draws: Draws, order: &'a mut [u8; GROUP + 1]) -> &'a [u8] {
        let word = draws.next_u64();
        let count = self.up_to.partition_point(|&below| below <= word);
        let (mut is_drawn, mut drawn) = ([0_u64; GROUP / 64], 0);
        while drawn < count {
            // Each byte is somebody, and whoever comes again is passed over: written down, and then written over.
            for one in draws.next_u64().to_le_bytes() {
                let (place, bit) = (usize::from(one / 64), one % 64);
                order[drawn] = one;
                drawn += usize::from(is_drawn[place] >> bit & 1 == 0);
                is_drawn[place] |= 1 << bit;
            }
        }
        &order[..count]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chains::open_chain::dice::{Dice, Purpose};
    use crate::random::Seed;

    fn drawn(lots: &Lots, replicate: u32) -> Vec<u8> {
        let dice = Dice { seed: Seed([5, 6]), replicate, period: 1 };
        lots.drawn(dice.of(Purpose::Hearing, 0), &mut [0; GROUP + 1]).to_vec()
    }

    #[test]
    fn it_happens_to_each_as_often_as_it_should_and_to_each_pair() {
        for p in [0.0, 1e-30, 0.003, 0.1, 0.5, 0.7, 0.99, 1.0] {
            let lots = Lots::of(p);
            assert_eq!(lots.are_blank(), p < 1e-20);
            let runs = 4000;
            let (mut by_one, mut total, mut squares, mut both) = (vec![0_u32; GROUP], 0.0, 0.0, 0_u32);
            for run in 0..runs {
                let chosen = drawn(&lots, run);
                let count = chosen.len() as f64;
                (total, squares) = (total + count, squares + count * count);
                both += u32::from(chosen.contains(&7) && chosen.contains(&250));
                for one in chosen {
                    by_one[usize::from(one)] += 1;
                }
            }
            let runs = f64::from(runs);
            let (mean, spread) = (total / runs, 256.0 * p * (1.0 - p));
            assert!((mean - 256.0 * p).abs() <= 5.0 * (spread / runs).sqrt(), "{p}: {mean}");
            let variance = squares / runs - mean * mean;
            assert!((variance - spread).abs() <= 0.15 * spread + 0.01, "{p}: {variance} for {spread}");
            let pairs = runs * p * p;
            assert!((f64::from(both) - pairs).abs() <= 5.0 * pairs.sqrt() + 1e-9, "{p}: {both}");
            let error = (runs * p * (1.0 - p)).sqrt();
            assert!(by_one.iter().all(|&times| (f64::from(times) - runs * p).abs() <= 5.0 * error + 3.0));
        }
    }

    #[test]
    fn a_larger_probability_finds_the_same_and_more() {
        let lots = [0.001, 0.02, 0.3, 0.5, 0.6, 0.95, 1.0].map(Lots::of);
        for index in 0..200 {
            let found = lots.each_ref().map(|lots| drawn(lots, index));
            assert!(found.windows(2).all(|pair| pair[1].starts_with(&pair[0])));
        }
    }
}
