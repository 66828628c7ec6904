//! To whom an event of one probability happens, for many people at the price of a few words.

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
    /// For each first byte of a word, the least number of people that it stands for.
    least: Vec<u16>,
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
        let up_to: Vec<u64> = below.take(GROUP).map(|sum| sum as u64).take_while(|&sum| sum < u64::MAX).collect();
        let least = |byte: u64| up_to.partition_point(|&below| below <= byte << 56) as u16;
        Self { least: (0..256).map(least).collect(), up_to }
    }

    /// Whether it never happens.
    pub(super) fn are_blank(&self) -> bool {
        self.up_to.is_empty()
    }

    /// Writes down those in a group to whom it happens, in a random order, and returns how many they are.
    ///
    /// What is given: the number of the group's first person, its first block of words, and how the others are made. There
    /// must be room for a group and one more.
    pub(super) fn draw(
        &self,
        start: u32,
        first: [u64; 4],
        block: impl Fn(u64) -> [u64; 4],
        found: &mut [u32],
    ) -> usize {
        let mut count = usize::from(self.least[(first[0] >> 56) as usize]);
        while self.up_to.get(count).is_some_and(|&below| below <= first[0]) {
            count += 1;
        }
        let (mut is_drawn, mut drawn) = ([false; GROUP], 0);
        let (mut words, mut used, mut blocks) = (first, 1, 1);
        while drawn < count {
            if used == words.len() {
                (words, used, blocks) = (block(blocks), 0, blocks + 1);
            }
            // Each byte is somebody, and whoever comes again is passed over: written down, and then written over.
            for one in words[used].to_le_bytes() {
                found[drawn] = start + u32::from(one);
                drawn += usize::from(!is_drawn[usize::from(one)]);
                is_drawn[usize::from(one)] = true;
            }
            used += 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chains::open_chain::dice::{Dice, Purpose};
    use crate::random::Seed;

    fn drawn(lots: &Lots, replicate: u32) -> Vec<u32> {
        let dice = Dice { seed: Seed([5, 6]), replicate, period: 1 };
        let block = |number| dice.block(Purpose::Hearing, 0, number);
        let mut found = vec![0; GROUP + 1];
        let count = lots.draw(0, block(0), block, &mut found);
        found.truncate(count);
        found
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
                    by_one[one as usize] += 1;
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
