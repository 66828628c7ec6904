//! To how many of a group an event happens, to each by itself and with one probability: read off one word by inversion.

/// How many it happens to, for one size of group and one probability.
#[derive(Debug, Clone)]
pub(super) struct Binomial {
    /// At each number k, 2⁶⁴ × the probability that it happens to k or fewer; without those that are 1.
    up_to: Vec<u64>,
    /// For each first byte of a word, the least number that it stands for.
    least: [u16; 256],
}

impl Binomial {
    /// Of a `size` below 2¹⁶.
    pub(super) fn of(size: usize, p: f64) -> Self {
        let rare = p.min(1.0 - p).max(0.0);
        let odds = rare / (1.0 - rare);
        // From the likeliest number on, whose probability is never too small for a float.
        let likeliest = ((size + 1) as f64 * rare) as usize;
        let mut at = vec![0.0; size + 1];
        at[likeliest] = 1.0;
        for k in likeliest..size {
            at[k + 1] = at[k] * (size - k) as f64 / (k + 1) as f64 * odds;
        }
        for k in (0..likeliest).rev() {
            at[k] = at[k + 1] * (k + 1) as f64 / ((size - k) as f64 * odds);
        }
        if p > 0.5 {
            at.reverse();
        }
        let mut sum = 0.0;
        for at in &mut at {
            sum += *at;
            *at = sum;
        }
        // A cast to whole numbers rounds down and saturates.
        let below = at[..size].iter().map(|below| (below / sum * 2f64.powi(64)) as u64);
        let up_to: Vec<u64> = below.take_while(|&below| below < u64::MAX).collect();
        let least = std::array::from_fn(|byte| up_to.partition_point(|&below| below <= (byte as u64) << 56) as u16);
        Self { up_to, least }
    }

    /// Whether it never happens to anybody.
    pub(super) fn is_blank(&self) -> bool {
        self.up_to.is_empty()
    }

    /// The number that a word stands for.
    #[inline]
    pub(super) fn number(&self, word: u64) -> usize {
        let mut number = usize::from(self.least[(word >> 56) as usize]);
        while self.up_to.get(number).is_some_and(|&below| below <= word) {
            number += 1;
        }
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_are_those_worked_out_by_hand() {
        let Binomial { up_to, .. } = Binomial::of(3, 0.3);
        let expected = [0.343, 0.784, 0.973].map(|share: f64| share * 2f64.powi(64));
        assert!(up_to.len() == 3 && up_to.iter().zip(expected).all(|(&a, b)| (a as f64 - b).abs() < 1e6), "{up_to:?}");
    }

    #[test]
    fn a_large_group_is_nearly_normal() {
        // The probability that it happens to nobody is far too small for a float.
        let size = 2048;
        let half = Binomial::of(size, 0.5);
        let spread = (size as f64 / 4.0).sqrt();
        for (share, errors) in [(0.158_655_3, -1.0), (0.5, 0.0), (0.841_344_7, 1.0), (0.998_650_1, 3.0)] {
            let above = half.number((share * 2f64.powi(64)) as u64) as f64 - (size / 2) as f64;
            assert!((above - errors * spread).abs() <= 1.0, "{above} for {errors} of {spread}");
        }
    }

    #[test]
    fn what_is_certain_or_impossible_is_so_at_every_word() {
        for size in [0, 1, 7, 256] {
            for word in [0, 1, u64::MAX / 2, u64::MAX] {
                assert_eq!(Binomial::of(size, 0.0).number(word), 0);
                assert_eq!(Binomial::of(size, 1e-30).number(word), 0);
                assert_eq!(Binomial::of(size, 1.0).number(word), size);
            }
        }
        assert!(Binomial::of(7, 0.0).is_blank() && !Binomial::of(7, 1.0).is_blank());
    }
}
