//! Brokerage by the same ties where the groups have changed places.

use super::brokerage::{Counts, Groups, Linked, ROLES, census, shared};
use crate::adjacency::Adjacency;
use crate::error::Result;
use crate::random::Seed;
use crate::run::Run;

/// What permutations of the groups say of one number: mean and standard deviation, and the share of permutations, the
/// observed order included, that reach it from above and from below.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// Mean over permutations.
    pub mean: f64,
    /// Standard deviation over permutations.
    pub sd: f64,
    /// Share at least as large as observed.
    pub above: f64,
    /// Share at most as large as observed.
    pub below: f64,
}

/// Permutations are spread over this many blocks, each with scratch of its own.
const BLOCKS: usize = 8;
/// Which draws of a seed permute groups.
const STREAM: u64 = 0x6272_6f6b;
/// Sums of fractions that differ by less than this share are equal.
const SAME: f64 = 1e-9;

#[derive(Clone, Copy, Default)]
struct Moments {
    /// Sums of differences from what was observed, and of their squares.
    sum: f64,
    squares: f64,
    above: f64,
    below: f64,
}

impl Moments {
    fn take(&mut self, value: f64, observed: f64) {
        let difference = value - observed;
        self.sum += difference;
        self.squares += difference * difference;
        let margin = SAME * observed.abs().max(1.0);
        self.above += if difference >= -margin { 1.0 } else { 0.0 };
        self.below += if difference <= margin { 1.0 } else { 0.0 };
    }

    fn merge(&mut self, other: &Self) {
        self.sum += other.sum;
        self.squares += other.squares;
        self.above += other.above;
        self.below += other.below;
    }

    fn spread(&self, observed: f64, permutations: f64) -> Spread {
        let variance = (self.squares - self.sum * self.sum / permutations) / (permutations - 1.0);
        Spread {
            mean: observed + self.sum / permutations,
            sd: variance.max(0.0).sqrt(),
            above: (1.0 + self.above) / (1.0 + permutations),
            below: (1.0 + self.below) / (1.0 + permutations),
        }
    }
}

/// Kernel of `weakties.networks.brokerage` with permutations: each node's spread by role, and last the network's.
pub fn brokerage_permuted(
    network: &Adjacency,
    groups: Groups,
    partial: bool,
    observed: &[[f64; ROLES]],
    permutations: usize,
    seed: Seed,
    run: &Run,
) -> Result<Vec<[Spread; ROLES]>> {
    let nodes = network.len();
    run.expect_steps((permutations * nodes) as u64);
    let linked = Linked::of(network);
    let observed = with_total(observed);
    let blocks = run.map(permutations.min(BLOCKS), |block| {
        let mut moments = vec![[Moments::default(); ROLES]; nodes + 1];
        for index in (block..permutations).step_by(BLOCKS) {
            let mut of = groups.of.to_vec();
            seed.stream(STREAM, index as u64).shuffle(&mut of);
            let permuted = Groups { of: &of, count: groups.count };
            let counts = if partial {
                shared(network, permuted, 0..nodes, run)?
            } else {
                census(&linked, permuted, 0..nodes, run)?
            };
            let values = with_total(&counts);
            for ((moments, value), observed) in
                moments.iter_mut().flatten().zip(values.iter().flatten()).zip(observed.iter().flatten())
            {
                moments.take(*value, *observed);
            }
        }
        Ok(moments)
    })?;
    let mut sum = vec![[Moments::default(); ROLES]; nodes + 1];
    for block in &blocks {
        for (sum, part) in sum.iter_mut().flatten().zip(block.iter().flatten()) {
            sum.merge(part);
        }
    }
    let spread = |(moments, observed): (&[Moments; ROLES], &[f64; ROLES])| {
        std::array::from_fn(|role| moments[role].spread(observed[role], permutations as f64))
    };
    Ok(sum.iter().zip(&observed).map(spread).collect())
}

fn with_total(counts: &[[f64; ROLES]]) -> Counts {
    let mut all = counts.to_vec();
    let mut total = [0.0; ROLES];
    for roles in counts {
        for (total, count) in total.iter_mut().zip(roles) {
            *total += count;
        }
    }
    all.push(total);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::networks::brokerage::brokerage;
    use crate::networks::brokerage::tests::example;

    #[test]
    fn permutations_give_equal_bits_on_any_number_of_threads() {
        let (network, groups) = example();
        let groups = Groups::new(&groups, 3, 6).unwrap();
        let quiet = Run::quiet();
        for partial in [false, true] {
            let observed = brokerage(&network, groups, partial, &quiet).unwrap();
            let on = |threads| {
                let run = Run::new(Some(threads)).unwrap();
                brokerage_permuted(&network, groups, partial, &observed, 50, Seed([1, 2]), &run).unwrap()
            };
            assert_eq!(on(1), on(2));
            assert_eq!(on(1), on(7));
            // Permuting groups moves paths between roles, and loses none.
            let means: f64 = on(1)[6].iter().map(|spread| spread.mean).sum();
            let total: f64 = observed.iter().flatten().sum();
            assert!((means - total).abs() < 1e-9);
        }
    }
}
