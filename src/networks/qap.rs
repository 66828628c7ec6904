//! Correlation of networks, with permutations of their nodes.

use std::str::FromStr;

use ndarray::ArrayView2;

use super::dyads::Dyads;
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::random::Seed;
use crate::run::Run;

/// What the draws of this file and of `mrqap` are for: the stream they come from.
pub(super) const PERMUTATIONS: u64 = 0;

/// How alike two matrices are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Pearson's correlation.
    Pearson,
    /// The share of pairs with the same number.
    Matching,
    /// The pairs tied in both as a share of those tied in either.
    Jaccard,
}

impl FromStr for Likeness {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "pearson" => Ok(Self::Pearson),
            "matching" => Ok(Self::Matching),
            "jaccard" => Ok(Self::Jaccard),
            _ => Err(Error::invalid(format!(
                "`method` must be \"pearson\", \"matching\" or \"jaccard\": got \"{name}\""
            ))),
        }
    }
}

/// Where each node goes in one permutation; the first, numbered 0, is what was observed.
fn order_of(nodes: usize, permutation: usize, seed: Seed) -> Vec<u32> {
    if permutation == 0 {
        return (0..nodes).map(|node| node as u32).collect();
    }
    seed.stream(PERMUTATIONS, permutation as u64 - 1).permutation(nodes)
}

/// Kernel of `weakties.networks.qap_correlation` for two networks: how many ties they share, first as observed and then
/// in each permutation; `places` are the nodes of the second that those of the first stand for.
pub fn shared_ties(
    one: &Adjacency,
    other: &Adjacency,
    places: &[u32],
    permutations: usize,
    seed: Seed,
    run: &Run,
) -> Result<Vec<f64>> {
    let nodes = one.len();
    if other.len() != nodes || places.len() != nodes || places.iter().any(|&place| place as usize >= nodes) {
        return Err(Error::invalid(format!("`y` must have the {nodes} nodes of `x`: got {}", other.len())));
    }
    run.expect_steps(permutations as u64 + 1);
    run.map(permutations + 1, |permutation| {
        let mut order = order_of(nodes, permutation, seed);
        for node in &mut order {
            *node = places[*node as usize];
        }
        let mut tied_to = vec![u32::MAX; nodes];
        let mut shared = 0_u64;
        for node in 0..nodes {
            let ties = one.successors(node).nodes;
            if ties.is_empty() {
                continue;
            }
            for &neighbour in other.successors(order[node] as usize).nodes {
                tied_to[neighbour as usize] = node as u32;
            }
            let both = |&&neighbour: &&u32| tied_to[order[neighbour as usize] as usize] == node as u32;
            shared += ties.iter().filter(both).count() as u64;
        }
        run.advance(1)?;
        Ok(shared as f64)
    })
}

/// Kernel of `weakties.networks.qap_correlation` for two matrices: how alike they are, first as observed and then in each
/// permutation; NaN is a missing entry, and the pairs with one in either matrix are left out.
pub fn qap_correlation(
    one: ArrayView2<'_, f64>,
    other: ArrayView2<'_, f64>,
    directed: bool,
    likeness: Likeness,
    permutations: usize,
    seed: Seed,
    run: &Run,
) -> Result<Vec<f64>> {
    let dyads = Dyads::among(one.nrows(), directed);
    dyads.check(&one, "x")?;
    dyads.check(&other, "y")?;
    let (mut one, mut other) = (dyads.pack(&one), dyads.pack(&other));
    let everywhere = vec![1.0; one.len()];
    if likeness == Likeness::Pearson {
        centre(&dyads, &mut one);
        centre(&dyads, &mut other);
    }
    let other = dyads.unpack(&other, &everywhere);
    run.expect_steps(permutations as u64 + 1);
    run.map(permutations + 1, |permutation| {
        let order = order_of(dyads.nodes(), permutation, seed);
        let value = alike(&dyads, &one, &other, &order, likeness);
        run.advance(1)?;
        Ok(value)
    })
}

/// Takes the mean of what is known away, so that later sums lose no digits.
fn centre(dyads: &Dyads, packed: &mut [f64]) {
    let (mut sum, mut count) = (0.0, 0.0);
    over_pairs(dyads, |place| {
        if !packed[place].is_nan() {
            sum += packed[place];
            count += 1.0;
        }
    });
    let mean = sum / count;
    over_pairs(dyads, |place| packed[place] -= mean);
}

fn over_pairs(dyads: &Dyads, mut visit: impl FnMut(usize)) {
    for node in 0..dyads.nodes() {
        let (start, width) = dyads.row(node);
        (0..width).filter(|&neighbour| neighbour != node).for_each(|neighbour| visit(start + neighbour));
    }
}

fn alike(dyads: &Dyads, one: &[f64], other: &[f64], order: &[u32], likeness: Likeness) -> f64 {
    let mut row = Vec::with_capacity(dyads.nodes());
    // Count, sums, squares and product; of the other likenesses, the pairs that are alike and those that count.
    let mut sums = [0.0; 6];
    for node in 0..dyads.nodes() {
        let (start, width) = dyads.row(node);
        dyads.permuted_row(other, order, node, &mut row);
        for (neighbour, (&x, &y)) in one[start..start + width].iter().zip(&row).enumerate() {
            if neighbour == node || x.is_nan() || y.is_nan() {
                continue;
            }
            let terms = match likeness {
                Likeness::Pearson => [1.0, x, y, x * x, y * y, x * y],
                Likeness::Matching => [1.0, f64::from(u8::from(x == y)), 0.0, 0.0, 0.0, 0.0],
                Likeness::Jaccard => {
                    let (x, y) = (x != 0.0, y != 0.0);
                    [f64::from(u8::from(x || y)), f64::from(u8::from(x && y)), 0.0, 0.0, 0.0, 0.0]
                }
            };
            for (sum, term) in sums.iter_mut().zip(terms) {
                *sum += term;
            }
        }
    }
    let [count, x, y, xx, yy, xy] = sums;
    if likeness != Likeness::Pearson {
        return if count > 0.0 { x / count } else { f64::NAN };
    }
    let (spread_x, spread_y) = (xx - x * x / count, yy - y * y / count);
    if spread_x <= 1e-13 * xx || spread_y <= 1e-13 * yy {
        return f64::NAN;
    }
    (xy - x * y / count) / (spread_x * spread_y).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;
    use ndarray::arr2;

    #[test]
    fn two_stars_share_one_tie_or_both() {
        let star = |centre: u32| {
            let leaves: Vec<u32> = (0..3).filter(|&node| node != centre).collect();
            Adjacency::from_ties(3, &[centre; 2], &leaves, &[1.0; 2], false, Parallel::Refuse).unwrap()
        };
        let shared = shared_ties(&star(0), &star(1), &[0, 1, 2], 200, Seed([1, 2]), &Run::quiet()).unwrap();
        // Each tie is met from both of its ends.
        assert_eq!(shared[0], 2.0);
        assert!(shared.iter().all(|&ties| ties == 2.0 || ties == 4.0));
        let both = shared[1..].iter().filter(|&&ties| ties == 4.0).count();
        assert!((40..95).contains(&both), "{both}");
        assert_eq!(shared_ties(&star(0), &star(1), &[1, 0, 2], 0, Seed([1, 2]), &Run::quiet()).unwrap(), [4.0]);
    }

    #[test]
    fn missing_pairs_are_left_out() {
        let one = arr2(&[[5.0, 1.0, 2.0], [3.0, 5.0, f64::NAN], [4.0, 0.0, 5.0]]);
        let other = arr2(&[[7.0, 2.0, 4.0], [6.0, 7.0, 100.0], [8.0, 0.0, 7.0]]);
        let of = |likeness| {
            qap_correlation(one.view(), other.view(), true, likeness, 3, Seed([1, 2]), &Run::quiet()).unwrap()
        };
        assert!((of(Likeness::Pearson)[0] - 1.0).abs() < 1e-12);
        assert_eq!(of(Likeness::Matching)[0], 0.2);
        assert_eq!(of(Likeness::Jaccard)[0], 1.0);
    }
}
