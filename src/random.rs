//! One way to get a random number: (seed, stream, index) gives the same draws for any thread count, on any machine.
//!
//! The words come from Philox4x64-10 (Salmon, Moraes, Dror and Shaw 2011), equal word for word to
//! `numpy.random.Philox`; where one owner needs many, a block of them begins a sequence of [`Sfc64`], whose
//! words are cheaper. The
//! distributions on top of it are fixed for ever: a change would change published results.
//! Their logarithms come from `libm`, because the standard library's may differ in the last bit between platforms.

/// The multipliers of Philox4x64.
const MULTIPLIERS: [u64; 2] = [0xD2E7_470E_E14C_6C93, 0xCA5A_8263_9512_1157];
/// What the key grows by each round: the golden ratio and the square root of three less one, as fractions of 2⁶⁴.
const WEYL: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xBB67_AE85_84CA_A73B];
const ROUNDS: usize = 10;
/// How many words are made at a time: two blocks.
const WORDS: usize = 8;
/// The step of [`Draws::uniform`], 2⁻⁵³.
const STEP: f64 = 1.0 / (1_u64 << 53) as f64;

/// The block of four words that `key` and `counter` stand for.
#[expect(
    clippy::inline_always,
    reason = "two blocks side by side take hardly longer than one, but only in one function"
)]
#[inline(always)]
#[must_use]
pub fn philox(mut key: [u64; 2], counter: [u64; 4]) -> [u64; 4] {
    let mut words = counter;
    for _ in 0..ROUNDS {
        let left = u128::from(MULTIPLIERS[0]) * u128::from(words[0]);
        let right = u128::from(MULTIPLIERS[1]) * u128::from(words[2]);
        words = [
            (right >> 64) as u64 ^ words[1] ^ key[0],
            right as u64,
            (left >> 64) as u64 ^ words[3] ^ key[1],
            left as u64,
        ];
        key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
    }
    words
}

/// A sequence of words from SFC64 (Doty-Humphrey 2010), equal word for word to `numpy.random.SFC64` in the same state: words
/// are cheaper than Philox's, but come only in order.
#[derive(Debug, Clone)]
pub struct Sfc64 {
    state: [u64; 3],
    /// Counts up, so that no sequence repeats itself before 2⁶⁴ words.
    counter: u64,
}

impl Sfc64 {
    /// Begins at even words, as those of a block are; so nothing needs to be mixed before the first word is served.
    #[inline]
    #[must_use]
    pub fn from_words(state: [u64; 3]) -> Self {
        Self { state, counter: 1 }
    }

    /// The next word: 64 even bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        let [a, b, c] = self.state;
        let word = a.wrapping_add(b).wrapping_add(self.counter);
        self.counter = self.counter.wrapping_add(1);
        self.state = [b ^ (b >> 11), c.wrapping_add(c << 3), c.rotate_left(24).wrapping_add(word)];
        word
    }

    /// As [`Draws::below`].
    pub fn below(&mut self, n: u64) -> u64 {
        below(n, || self.next_u64())
    }
}

/// Lemire's (2019) multiplication with rejection.
fn below(n: u64, mut word: impl FnMut() -> u64) -> u64 {
    let mut product = u128::from(word()) * u128::from(n);
    if (product as u64) < n {
        let unfair = n.wrapping_neg() % n;
        while (product as u64) < unfair {
            product = u128::from(word()) * u128::from(n);
        }
    }
    (product >> 64) as u64
}

/// The 128 bits that every draw of a piece of work starts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub [u64; 2]);

impl Seed {
    /// The draws of one owner (an agent, a replicate, a resample): `stream` says what they are for, `index` whose they are.
    #[must_use]
    pub fn stream(self, stream: u64, index: u64) -> Draws {
        Draws { key: self.0, counter: [0, index, stream, 0], words: [0; WORDS], served: WORDS }
    }

    /// The first word of these, and a sequence that begins at the three words after it.
    #[inline]
    #[must_use]
    pub fn sequence(self, stream: u64, index: u64) -> (u64, Sfc64) {
        let [word, others @ ..] = philox(self.0, [0, index, stream, 0]);
        (word, Sfc64::from_words(others))
    }
}

/// An endless sequence of draws, a pure function of seed, stream and index.
#[derive(Debug, Clone)]
pub struct Draws {
    key: [u64; 2],
    /// The next block's counter.
    counter: [u64; 4],
    words: [u64; WORDS],
    /// How many of `words` are used up.
    served: usize,
}

impl Draws {
    /// The next word: 64 even bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        if self.served >= self.words.len() {
            self.refill();
        }
        let word = self.words[self.served];
        self.served += 1;
        word
    }

    /// The next two blocks: each word of one waits for the word before it, so two take hardly longer than one.
    #[inline(never)]
    fn refill(&mut self) {
        for block in self.words.chunks_exact_mut(4) {
            block.copy_from_slice(&philox(self.key, self.counter));
            self.counter[0] = self.counter[0].wrapping_add(1);
        }
        self.served = 0;
    }

    /// Even on the multiples of 2⁻⁵³ in [0, 1).
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * STEP
    }

    /// Even on 0, …, `n` − 1 without bias; `n` is at least 1.
    pub fn below(&mut self, n: u64) -> u64 {
        below(n, || self.next_u64())
    }

    /// True with probability `p` to within 2⁻⁵³; never when `p` is 0, always when it is 1.
    pub fn bernoulli(&mut self, p: f64) -> bool {
        self.uniform() < p
    }

    /// Exponential with mean 1, by inversion: one word each.
    pub fn exponential(&mut self) -> f64 {
        -libm::log1p(-self.uniform())
    }

    /// Standard normal, by Marsaglia and Bray's (1964) polar method.
    ///
    /// The method gives two at a time; the second is let go, so that no draw depends on what kind came before it.
    pub fn normal(&mut self) -> f64 {
        loop {
            let x = 2.0 * self.uniform() - 1.0;
            let y = 2.0 * self.uniform() - 1.0;
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * libm::log(square) / square).sqrt();
            }
        }
    }

    /// Poisson; the caller has refused a `mean` that is negative, not finite or above 10⁹, where the method loses digits.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        if mean >= 10.0 { self.poisson_by_rejection(mean) } else { self.poisson_by_arrivals(mean) }
    }

    /// Counts exponential arrivals in [0, `mean`], as a product of uniforms (Knuth); takes `mean` + 1 words.
    fn poisson_by_arrivals(&mut self, mean: f64) -> u64 {
        let end = libm::exp(-mean);
        let mut product = self.uniform();
        let mut arrivals = 0;
        while product > end {
            product *= self.uniform();
            arrivals += 1;
        }
        arrivals
    }

    /// Hörmann's (1993) transformed rejection with squeeze, algorithm PTRS, for means from 10.
    fn poisson_by_rejection(&mut self, mean: f64) -> u64 {
        let b = 0.931 + 2.53 * mean.sqrt();
        let a = -0.059 + 0.024_83 * b;
        let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        let squeeze = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let u = self.uniform() - 0.5;
            let v = self.uniform();
            let from_edge = 0.5 - u.abs();
            let k = ((2.0 * a / from_edge + b) * u + mean + 0.43).floor();
            if from_edge >= 0.07 && v <= squeeze {
                return k as u64;
            }
            if k < 0.0 || (from_edge < 0.013 && v > from_edge) {
                continue;
            }
            let proposed = libm::log(v * inverse_alpha / (a / (from_edge * from_edge) + b));
            if proposed <= k * libm::log(mean) - mean - libm::lgamma(k + 1.0) {
                return k as u64;
            }
        }
    }

    /// Puts the elements in an even random order, by Fisher and Yates's swaps.
    pub fn shuffle<T>(&mut self, elements: &mut [T]) {
        for last in (1..elements.len()).rev() {
            elements.swap(last, self.below(last as u64 + 1) as usize);
        }
    }

    /// 0, …, `n` − 1 in an even random order; `n` is at most 2³².
    pub fn permutation(&mut self, n: usize) -> Vec<u32> {
        let mut order: Vec<u32> = (0..n).map(|i| i as u32).collect();
        self.shuffle(&mut order);
        order
    }

    /// Draws `n` times with replacement among `counts.len()` units and writes how often each was drawn; `n` is below 2³².
    pub fn resample_counts(&mut self, n: usize, counts: &mut [u32]) {
        counts.fill(0);
        self.resample(n, counts.len(), |unit| counts[unit] += 1);
    }

    /// The same draws one by one, each as [`Draws::below`] gives it: hands each drawn unit to `take`.
    pub fn resample(&mut self, n: usize, units: usize, mut take: impl FnMut(usize)) {
        if units == 0 {
            return;
        }
        let unfair = (units as u64).wrapping_neg() % units as u64;
        let mut left = n;
        while left > 0 {
            if self.served >= self.words.len() {
                self.refill();
            }
            // So many words at a time need no look at whether any are left.
            let ready = left.min(self.words.len() - self.served);
            for &word in &self.words[self.served..self.served + ready] {
                let product = u128::from(word) * units as u128;
                if product as u64 >= unfair {
                    take((product >> 64) as usize);
                    left -= 1;
                }
            }
            self.served += ready;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: Seed = Seed([0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210]);

    #[test]
    fn philox_gives_the_words_its_authors_publish() {
        // Random123, tests/kat_vectors, philox4x64 with 10 rounds.
        let pi = [0x243F_6A88_85A3_08D3, 0x1319_8A2E_0370_7344, 0xA409_3822_299F_31D0, 0x082E_FA98_EC4E_6C89];
        for (key, counter, words) in [
            (
                [0; 2],
                [0; 4],
                [0x1655_4D9E_CA36_314C, 0xDB20_FE9D_672D_0FDC, 0xD7E7_72CE_E186_176B, 0x7E68_B68A_EC7B_A23B],
            ),
            (
                [u64::MAX; 2],
                [u64::MAX; 4],
                [0x87B0_92C3_013F_E90B, 0x438C_3C67_BE8D_0224, 0x9CC7_D7C6_9CD7_77B6, 0xA09C_AEBF_594F_0BA0],
            ),
            (
                [0x4528_21E6_38D0_1377, 0xBE54_66CF_34E9_0C6C],
                pi,
                [0xA528_F454_03E6_1D95, 0x38C7_2DBD_566E_9788, 0xA5A1_610E_72FD_18B5, 0x57BD_43B5_E52B_7FE6],
            ),
        ] {
            assert_eq!(philox(key, counter), words);
        }
    }

    #[test]
    fn draws_serve_the_words_of_blocks_zero_one_and_so_on_in_order() {
        let mut draws = SEED.stream(3, 5);
        let served: Vec<u64> = (0..8).map(|_| draws.next_u64()).collect();
        assert_eq!(served, [philox(SEED.0, [0, 5, 3, 0]), philox(SEED.0, [1, 5, 3, 0])].concat());
    }

    #[test]
    fn below_takes_every_value_about_equally_often() {
        let mut draws = SEED.stream(0, 0);
        let mut counts = [0_u32; 7];
        for _ in 0..70_000 {
            counts[draws.below(7) as usize] += 1;
        }
        let chi_square: f64 = counts.iter().map(|&c| (f64::from(c) - 1e4).powi(2) / 1e4).sum();
        assert!(chi_square < 22.5, "{chi_square}"); // 6 degrees of freedom, p = 0.001
    }

    #[test]
    fn below_rejects_what_would_favour_some_values() {
        // Three values for every four words: without rejection the multiples of three would come half the time.
        let n = 3 << 62;
        let mut draws = SEED.stream(0, 1);
        let multiples = (0..30_000).filter(|_| draws.below(n) % 3 == 0).count();
        assert!((multiples as f64 - 1e4).abs() < 350.0, "{multiples}");
        assert!((0..100).all(|_| draws.below(1) == 0));
        assert!((0..1000).all(|_| draws.below(u64::MAX) < u64::MAX));
    }

    #[test]
    fn bernoulli_is_certain_at_both_ends() {
        let mut draws = SEED.stream(0, 2);
        assert!((0..1000).all(|_| !draws.bernoulli(0.0)));
        assert!((0..1000).all(|_| draws.bernoulli(1.0)));
    }

    #[test]
    fn a_poisson_with_mean_zero_is_zero() {
        let mut draws = SEED.stream(0, 3);
        assert!((0..1000).all(|_| draws.poisson(0.0) == 0));
    }

    /// Asserts that mean and variance of a hundred thousand draws lie within five standard errors.
    fn assert_moments(mean: f64, variance: f64, fourth_central_moment: f64, mut draw: impl FnMut() -> f64) {
        let n = 100_000.0;
        let sample: Vec<f64> = (0..100_000).map(|_| draw()).collect();
        let found_mean = sample.iter().sum::<f64>() / n;
        let found_variance = sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
        assert!((found_mean - mean).abs() < 5.0 * (variance / n).sqrt(), "mean {found_mean} for {mean}");
        let error = ((fourth_central_moment - variance * variance) / n).sqrt();
        assert!((found_variance - variance).abs() < 5.0 * error, "variance {found_variance} for {variance}");
    }

    #[test]
    fn each_distribution_has_its_mean_and_variance() {
        let mut draws = SEED.stream(1, 0);
        assert_moments(0.5, 1.0 / 12.0, 1.0 / 80.0, || draws.uniform());
        assert_moments(0.3, 0.21, 0.21 * (0.343 + 0.027), || f64::from(u8::from(draws.bernoulli(0.3))));
        assert_moments(1.0, 1.0, 9.0, || draws.exponential());
        assert_moments(0.0, 1.0, 3.0, || draws.normal());
        for mean in [0.01, 1.0, 9.99, 10.0, 37.5, 1e4, 1e9] {
            assert_moments(mean, mean, mean + 3.0 * mean * mean, || draws.poisson(mean) as f64);
        }
    }

    #[test]
    fn every_permutation_of_four_is_about_equally_frequent() {
        let mut draws = SEED.stream(2, 0);
        let mut counts = std::collections::HashMap::new();
        for _ in 0..24_000 {
            *counts.entry(draws.permutation(4)).or_insert(0_u32) += 1;
        }
        assert_eq!(counts.len(), 24);
        let chi_square: f64 = counts.values().map(|&c| (f64::from(c) - 1e3).powi(2) / 1e3).sum();
        assert!(chi_square < 49.7, "{chi_square}"); // 23 degrees of freedom, p = 0.001
        assert_eq!(draws.permutation(0), Vec::<u32>::new());
    }

    #[test]
    fn resample_counts_add_up_and_forget_what_was_there() {
        let mut draws = SEED.stream(2, 1);
        let mut counts = vec![9; 50];
        draws.resample_counts(120, &mut counts);
        assert_eq!(counts.iter().sum::<u32>(), 120);
        draws.resample_counts(10, &mut []);
    }

    #[test]
    fn resample_draws_as_below_does() {
        // The largest is rejected every fourth time.
        for units in [1, 7, 50_000, 3 << 62] {
            let (mut all, mut single) = (SEED.stream(2, 2), SEED.stream(2, 2));
            for n in [0, 1, 3, 100] {
                let mut drawn = Vec::new();
                all.resample(n, units, |unit| drawn.push(unit as u64));
                let expected: Vec<u64> = (0..n).map(|_| single.below(units as u64)).collect();
                assert_eq!(drawn, expected);
            }
            assert_eq!(all.next_u64(), single.next_u64());
        }
    }

    #[test]
    fn draws_are_fixed_for_ever() {
        let mut draws = SEED.stream(7, 11);
        assert_eq!(draws.next_u64(), 0x27E9_3938_2EC0_18BF);
        assert_eq!(draws.uniform(), 0.854_836_347_139_024);
        assert_eq!([1_000, 1_000_000_007].map(|n| draws.below(n)), [201, 73_895_826]);
        assert_eq!([0.1, 0.5, 0.9].map(|p| draws.bernoulli(p)), [false, false, true]);
        assert_eq!([draws.exponential(), draws.exponential()], [0.063_063_627_967_219_83, 0.032_018_683_098_972_16]);
        assert_eq!([draws.normal(), draws.normal()], [-0.110_346_560_249_841_12, 0.530_011_711_833_022_9]);
        let counts = [0.5, 4.0, 9.9, 10.0, 100.0, 1e6, 1e9].map(|mean| draws.poisson(mean));
        assert_eq!(counts, [0, 1, 16, 11, 92, 1_000_600, 999_973_049]);
        assert_eq!(draws.permutation(8), [0, 6, 2, 4, 5, 7, 3, 1]);
        let mut counts = [0; 6];
        draws.resample_counts(12, &mut counts);
        assert_eq!(counts, [4, 3, 1, 1, 2, 1]);
        // How many words went into all of this.
        assert_eq!(draws.next_u64(), 0xB090_42EC_C734_0939);
    }
}
