//! One bit an agent, and events that are drawn for 64 agents at a time.

use crate::random::Draws;

/// One bit an agent.
pub(super) struct Bits(pub(super) Vec<u64>);

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

/// An event of one probability, drawn for 64 agents at a time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chance {
    /// The probability in units of 2⁻⁶⁴.
    bits: u64,
    certain: bool,
}

impl Chance {
    pub(super) fn of(p: f64) -> Self {
        // A cast to whole numbers rounds down and saturates.
        Self { bits: (p * 2f64.powi(64)) as u64, certain: p >= 1.0 }
    }

    /// Those of `lanes` for which the event happens.
    ///
    /// Each lane compares a uniform number, drawn bit by bit from the highest, with the probability. Half of those still
    /// undecided are decided by each word, so that 64 lanes take about seven.
    pub(super) fn happens(self, lanes: u64, draws: &mut Draws) -> u64 {
        if self.certain {
            return lanes;
        }
        let (mut yes, mut undecided, mut bits) = (0, lanes, self.bits);
        // When no bit of the probability is left, nobody undecided lies below it.
        while undecided != 0 && bits != 0 {
            let word = draws.next_u64();
            if bits >> 63 == 1 {
                yes |= undecided & !word;
                undecided &= word;
            } else {
                undecided &= !word;
            }
            bits <<= 1;
        }
        yes
    }
}

/// The numbers of the bits that are set.
pub(super) fn set_bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
        word &= word - 1;
        Some(bit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    #[test]
    fn chances_are_those_asked_for() {
        let mut draws = Seed([1, 2]).stream(0, 0);
        assert_eq!(Chance::of(0.0).happens(u64::MAX, &mut draws), 0);
        assert_eq!(Chance::of(1.0).happens(5, &mut draws), 5);
        assert_eq!(Chance::of(1e-30).happens(u64::MAX, &mut draws), 0);
        for p in [0.2_f64, 0.5, 0.015, 0.999] {
            let (words, mut by_lane) = (20_000, [0_u32; 64]);
            for _ in 0..words {
                set_bits(Chance::of(p).happens(u64::MAX, &mut draws)).for_each(|bit| by_lane[bit] += 1);
            }
            let deviation = (f64::from(words) * p * (1.0 - p)).sqrt();
            assert!(by_lane.iter().all(|&count| (f64::from(count) - f64::from(words) * p).abs() < 5.0 * deviation));
            let all: u32 = by_lane.iter().sum();
            assert!((f64::from(all) - f64::from(64 * words) * p).abs() < 5.0 * 8.0 * deviation);
        }
    }
}
