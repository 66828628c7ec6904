//! How alike two divisions of the same nodes into groups are.

use crate::error::{Error, Result};
use crate::sums::ExactSum;

/// How alike two divisions are, by each measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    /// What they tell of each other, as a share of what they tell on average.
    pub normalized_mutual_information: f64,
    /// The share of pairs they agree on, beyond what chance gives.
    pub adjusted_rand: f64,
    /// The share of pairs they agree on.
    pub rand: f64,
    /// What each tells that the other does not, in nats.
    pub variation_of_information: f64,
}

/// Kernel of `weakties.networks.compare_partitions`: a group's number for each node, twice.
pub fn compare_partitions(one: &[u32], other: &[u32]) -> Result<Likeness> {
    if one.len() != other.len() {
        return Err(Error::invalid(format!(
            "`one` and `other` must divide the same nodes: got {} and {}",
            one.len(),
            other.len()
        )));
    }
    let both = Sizes::of(one.iter().zip(other).map(|(&one, &other)| (u64::from(one) << 32) | u64::from(other)));
    let one = Sizes::of(one.iter().map(|&group| u64::from(group)));
    let other = Sizes::of(other.iter().map(|&group| u64::from(group)));
    let (of_one, of_other, of_both) = (one.entropy(), other.entropy(), both.entropy());
    let shared = (of_one + of_other - of_both).max(0.0);
    let nodes = one.nodes;
    let pairs = nodes * (nodes - 1.0) / 2.0;
    let (within_one, within_other, within_both) = (one.pairs(), other.pairs(), both.pairs());
    let expected = within_one * within_other / pairs;
    let most = f64::midpoint(within_one, within_other);
    // Where both have one group, or both one for each node, they are the same.
    let trivial = most == expected;
    Ok(Likeness {
        normalized_mutual_information: if of_one + of_other > 0.0 { 2.0 * shared / (of_one + of_other) } else { 1.0 },
        adjusted_rand: if trivial { 1.0 } else { (within_both - expected) / (most - expected) },
        rand: (pairs + 2.0 * within_both - within_one - within_other) / pairs,
        variation_of_information: (2.0 * of_both - of_one - of_other).max(0.0),
    })
}

/// How many nodes each group has.
struct Sizes {
    sizes: Vec<f64>,
    nodes: f64,
}

impl Sizes {
    fn of(groups: impl Iterator<Item = u64>) -> Self {
        let mut groups: Vec<u64> = groups.collect();
        groups.sort_unstable();
        let sizes = groups.chunk_by(|one, other| one == other).map(|group| group.len() as f64).collect();
        Self { sizes, nodes: groups.len() as f64 }
    }

    /// In nats, the same to the last bit for groups of the same sizes.
    fn entropy(&self) -> f64 {
        let told = |size: &f64| {
            let share = size / self.nodes;
            -share * libm::log(share)
        };
        self.sizes.iter().map(told).collect::<ExactSum>().value()
    }

    /// How many pairs of nodes are within a group.
    fn pairs(&self) -> f64 {
        self.sizes.iter().map(|size| size * (size - 1.0) / 2.0).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_divisions_of_four_nodes() {
        // Halves that cross tell nothing of each other.
        let crossed = compare_partitions(&[0, 0, 1, 1], &[0, 1, 0, 1]).unwrap();
        assert_eq!(crossed.normalized_mutual_information, 0.0);
        assert!((crossed.variation_of_information - 2.0 * 2.0_f64.ln()).abs() < 1e-15);
        // Of 6 pairs they agree on the 2 that both divide; by chance 2 / 3 of a pair would be within both.
        assert!((crossed.rand - 1.0 / 3.0).abs() < 1e-15 && (crossed.adjusted_rand + 0.5).abs() < 1e-15);
        let same = compare_partitions(&[0, 0, 1, 2], &[5, 5, 1, 0]).unwrap();
        assert_eq!((same.normalized_mutual_information, same.adjusted_rand, same.rand), (1.0, 1.0, 1.0));
        assert_eq!(same.variation_of_information, 0.0);
        let trivial = compare_partitions(&[0, 0], &[0, 0]).unwrap();
        assert_eq!((trivial.normalized_mutual_information, trivial.adjusted_rand), (1.0, 1.0));
        let one = compare_partitions(&[0], &[0]).unwrap();
        assert!(one.rand.is_nan() && one.normalized_mutual_information == 1.0);
        assert!(compare_partitions(&[0], &[]).is_err());
    }
}
