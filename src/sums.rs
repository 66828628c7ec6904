//! Summation whose result depends on the values alone: not on their order, nor on chunks or threads.
//!
//! The sum is kept without any rounding in a small superaccumulator (Neal 2015, "Fast exact summation using small and
//! large superaccumulators") and rounded once, when it is asked for.

use crate::error::Result;
use crate::run::Run;

/// Bits that a limb contributes to the number; its other 32 bits hold carries that are still to be passed on.
const LIMB_BITS: u32 = 32;
/// The largest double ends at bit 2099 of the number; the rest is room for 2⁶³ of them and a sign.
const LIMBS: usize = 68;
/// Each value adds less than 2⁵² to a limb, so that this many fit beside a carried limb of 32 bits.
const ADDS_BETWEEN_CARRIES: u32 = 2047;
const FRACTION_BITS: u32 = 52;
const FRACTION: u64 = (1 << FRACTION_BITS) - 1;
const EXPONENT: u64 = 0x7FF;
/// How many values one thread takes at a time: a few tenths of a millisecond of work.
const CHUNK: usize = 1 << 16;

/// A sum of doubles without rounding error.
///
/// An empty sum and sums of zeros of either sign are +0, as with Python's `math.fsum`. Overflow on the way does no harm:
/// only a sum that is itself beyond the doubles is infinite. Infinities and NaN act as in ordinary addition.
#[derive(Debug, Clone)]
pub struct ExactSum {
    /// The number is Σ `limbs[i]` · 2^(32 i), in units of 2⁻¹⁰⁷⁵ (half the smallest double).
    limbs: [i64; LIMBS],
    adds_until_carry: u32,
    /// The ordinary sum of the infinities and NaNs met; 0 when there were none.
    special: f64,
}

impl Default for ExactSum {
    fn default() -> Self {
        Self { limbs: [0; LIMBS], adds_until_carry: ADDS_BETWEEN_CARRIES, special: 0.0 }
    }
}

impl ExactSum {
    /// Adds one value.
    #[inline]
    pub fn add(&mut self, x: f64) {
        let bits = x.to_bits();
        let exponent = (bits >> FRACTION_BITS) & EXPONENT;
        if exponent == EXPONENT {
            self.special += x;
            return;
        }
        // A subnormal has the exponent of the smallest normal, without its leading bit.
        let significand = (bits & FRACTION) | (u64::from(exponent != 0) << FRACTION_BITS);
        let place = exponent.max(1) as u32;
        let limb = (place / LIMB_BITS) as usize;
        let low = i64::from((significand << (place % LIMB_BITS)) as u32);
        #[expect(clippy::cast_possible_wrap, reason = "at most 52 bits are left")]
        let high = (significand >> (LIMB_BITS - place % LIMB_BITS)) as i64;
        // All ones for a negative value: (v ^ sign) − sign is then −v.
        let sign = -i64::from(bits >> 63 == 1);
        self.limbs[limb] += (low ^ sign) - sign;
        self.limbs[limb + 1] += (high ^ sign) - sign;
        self.count_one_add();
    }

    /// Adds what another sum holds.
    pub fn merge(&mut self, other: &Self) {
        let mut other = other.clone();
        other.carry();
        for (limb, more) in self.limbs.iter_mut().zip(other.limbs) {
            *limb += more;
        }
        self.special += other.special;
        self.count_one_add();
    }

    /// The sum, rounded once to the nearest double, ties to even.
    #[must_use]
    pub fn value(&self) -> f64 {
        if self.special != 0.0 {
            // One NaN for all, because which one addition gives differs between processors.
            return if self.special.is_nan() { f64::NAN } else { self.special };
        }
        let mut sum = self.clone();
        sum.carry();
        let negative = sum.limbs[LIMBS - 1] < 0;
        if negative {
            for limb in &mut sum.limbs {
                *limb = -*limb;
            }
            sum.carry();
        }
        let size = rounded(&sum.limbs);
        if negative { -size } else { size }
    }

    #[inline]
    fn count_one_add(&mut self) {
        self.adds_until_carry -= 1;
        if self.adds_until_carry == 0 {
            self.carry();
        }
    }

    /// Passes carries upwards: all limbs but the last are then within 0 and 2³², and the last has the number's sign.
    #[cold]
    fn carry(&mut self) {
        let mut carried = 0;
        for limb in &mut self.limbs[..LIMBS - 1] {
            let sum = *limb + carried;
            carried = sum >> LIMB_BITS;
            *limb = sum & i64::from(u32::MAX);
        }
        self.limbs[LIMBS - 1] += carried;
        self.adds_until_carry = ADDS_BETWEEN_CARRIES;
    }
}

/// The double nearest to carried limbs of a number that is not negative.
fn rounded(limbs: &[i64; LIMBS]) -> f64 {
    let Some(top) = limbs.iter().rposition(|&limb| limb != 0) else { return 0.0 };
    let highest_bit = LIMB_BITS * top as u32 + limbs[top].ilog2();
    // What lies below `cut` is rounded off. A small number is cut at bit 1, below which nothing is ever set.
    let cut = highest_bit.saturating_sub(FRACTION_BITS).max(1);
    let (limb, offset) = ((cut / LIMB_BITS) as usize, cut % LIMB_BITS);
    let window = limbs[limb..=top].iter().rev().fold(0, |window, &limb| (window << LIMB_BITS) | limb as u128);
    let kept = (window >> offset) as u64;
    // Of what is rounded off, the first bit says whether it reaches a half, the rest whether it passes one.
    let (limb, offset) = (((cut - 1) / LIMB_BITS) as usize, (cut - 1) % LIMB_BITS);
    let reaches_half = (limbs[limb] >> offset) & 1 == 1;
    let passes_half = limbs[limb] & ((1 << offset) - 1) != 0 || limbs[..limb].iter().any(|&limb| limb != 0);
    let up = reaches_half && (passes_half || kept & 1 == 1);
    // The leading bit of `kept`, and a carry out of rounding up, add one to the exponent field all by themselves.
    let bits = (u64::from(cut - 1) << FRACTION_BITS) + kept + u64::from(up);
    f64::from_bits(bits.min(f64::INFINITY.to_bits()))
}

impl Extend<f64> for ExactSum {
    fn extend<I: IntoIterator<Item = f64>>(&mut self, values: I) {
        for x in values {
            self.add(x);
        }
    }
}

impl FromIterator<f64> for ExactSum {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let mut sum = Self::default();
        sum.extend(values);
        sum
    }
}

/// The exactly rounded sum of `values`: the same bits for any number of threads and any order.
pub fn exact_sum(values: &[f64], run: &Run) -> Result<f64> {
    let chunks: Vec<&[f64]> = values.chunks(CHUNK).collect();
    let parts = run.map(chunks.len(), |i| Ok(chunks[i].iter().copied().collect::<ExactSum>()))?;
    let mut sum = ExactSum::default();
    for part in &parts {
        sum.merge(part);
    }
    Ok(sum.value())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    fn sum(values: &[f64]) -> f64 {
        values.iter().copied().collect::<ExactSum>().value()
    }

    /// Doubles of every size and sign: evenly drawn bits, infinities and NaNs left out.
    fn doubles(n: usize, index: u64) -> Vec<f64> {
        let mut draws = Seed([1, 2]).stream(0, index);
        std::iter::repeat_with(|| f64::from_bits(draws.next_u64())).filter(|x| x.is_finite()).take(n).collect()
    }

    #[test]
    fn one_value_is_itself() {
        let smallest = f64::from_bits(1);
        for x in [smallest, -smallest, f64::MIN_POSITIVE, 0.1, -1e300, f64::MAX, f64::MIN, f64::INFINITY] {
            assert_eq!(sum(&[x]), x);
        }
        for x in doubles(10_000, 0) {
            assert_eq!(sum(&[x]), x);
        }
    }

    #[test]
    fn two_values_add_as_the_processor_adds_them() {
        let mut values = doubles(20_000, 1);
        // Neighbours in size, where rounding and cancellation happen.
        values.extend(doubles(20_000, 2).chunks(2).flat_map(|pair| [pair[0], pair[0] * (pair[1] % 1.0)]));
        for pair in values.chunks(2) {
            assert_eq!(sum(pair).to_bits(), (pair[0] + pair[1]).to_bits(), "{pair:?}");
        }
    }

    #[test]
    fn cancellation_loses_nothing() {
        assert_eq!(sum(&[1.0, 1e100, 1.0, -1e100]), 2.0);
        assert_eq!(sum(&[1e308, 1e308, -1e308]), 1e308);
        assert_eq!(sum(&[0.1; 10]), 1.0);
        let mut values = doubles(9_999, 3);
        values.extend(values.clone().iter().map(|x| -x));
        values.push(f64::from_bits(1));
        assert_eq!(sum(&values), f64::from_bits(1));
    }

    #[test]
    fn halves_go_to_even_and_more_than_halves_up() {
        let half = f64::EPSILON / 2.0;
        assert_eq!(sum(&[1.0, half]), 1.0);
        assert_eq!(sum(&[1.0, half, f64::from_bits(1)]), 1.0 + f64::EPSILON);
        assert_eq!(sum(&[1.0 + f64::EPSILON, half]), 1.0 + 2.0 * f64::EPSILON);
        assert_eq!(sum(&[-1.0, -half]), -1.0);
    }

    #[test]
    fn only_a_sum_beyond_the_doubles_is_infinite() {
        assert_eq!(sum(&[f64::MAX, f64::MAX]), f64::INFINITY);
        assert_eq!(sum(&[f64::MIN, f64::MIN, f64::MIN, f64::MAX]), f64::NEG_INFINITY);
        let many = [vec![f64::MAX; 5000], vec![f64::MIN; 4999]].concat();
        assert_eq!(sum(&many), f64::MAX);
        let half_step = 2f64.powi(970);
        assert_eq!(sum(&[f64::MAX, f64::from_bits(half_step.to_bits() - 1)]), f64::MAX);
        assert_eq!(sum(&[f64::MAX, half_step]), f64::INFINITY);
    }

    #[test]
    fn infinities_and_nans_act_as_in_ordinary_addition() {
        assert_eq!(sum(&[1.0, f64::NEG_INFINITY, 1.0]), f64::NEG_INFINITY);
        assert!(sum(&[f64::INFINITY, f64::NEG_INFINITY]).is_nan());
        assert!(sum(&[1.0, f64::NAN]).is_nan());
    }

    #[test]
    fn zeros_of_either_sign_sum_to_positive_zero() {
        for values in [&[][..], &[-0.0], &[-0.0, 0.0], &[1.0, -1.0]] {
            assert_eq!(sum(values).to_bits(), 0);
        }
    }

    #[test]
    fn carries_pass_when_many_large_limbs_pile_up() {
        // The largest significand at the largest offset in its limb, far more often than fits without a carry.
        let x = 2.0 - f64::EPSILON;
        assert_eq!(sum(&vec![x; 1 << 17]), x * 2f64.powi(17));
        assert_eq!(sum(&vec![-x; 1 << 17]), -x * 2f64.powi(17));
    }

    #[test]
    fn merged_parts_equal_the_whole() {
        for values in [doubles(10_000, 4), vec![-1.5; 10_000], vec![f64::MIN; 10], vec![1.0, f64::INFINITY, 1.0]] {
            for size in [1, 3, 1000, 9_999] {
                let mut merged = ExactSum::default();
                for part in values.chunks(size) {
                    merged.merge(&part.iter().copied().collect());
                }
                assert_eq!(merged.value().to_bits(), sum(&values).to_bits());
            }
        }
    }

    #[test]
    fn threads_give_equal_bits() {
        let mut draws = Seed([1, 2]).stream(1, 0);
        let values: Vec<f64> = (0..5 * CHUNK + 17).map(|_| draws.normal() / draws.uniform()).collect();
        for threads in [1, 2, 7] {
            let run = Run::new(Some(threads)).unwrap();
            assert_eq!(exact_sum(&values, &run).unwrap().to_bits(), sum(&values).to_bits());
        }
        assert_eq!(exact_sum(&[], &Run::quiet()), Ok(0.0));
    }

    #[test]
    fn a_stopped_run_sums_no_further() {
        let run = Run::quiet();
        run.stop();
        assert_eq!(exact_sum(&[1.0], &run), Err(crate::Error::Stopped));
    }
}
