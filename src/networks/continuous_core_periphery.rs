//! How near to the core each node stands, when ties are products of what their ends have of it.

use super::pair_sums::{Block, Pairs};
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// Kernel of `weakties.networks.core_periphery` with `model="continuous"`: coreness of unit length, the correlation of
/// the ties with its products, and how many rounds it took.
///
/// Each round sets every `c_i` to the least squares solution given the others, `Σ_j a_ij c_j / Σ_j c_j²` over j ≠ i.
pub fn continuous_core_periphery(
    network: &Adjacency,
    weighted: bool,
    tolerance: f64,
    most_rounds: u64,
    run: &Run,
) -> Result<(Vec<f64>, f64, u64)> {
    let pairs = Pairs::of(network, weighted, run)?;
    let nodes = pairs.len();
    let ties = |node: usize| pairs.of_node(node).map(|(other, tie)| (other, tie.sum / 2.0));
    let mut coreness: Vec<f64> = (0..nodes).map(|node| ties(node).fold(0.0, |sum, (_, tie)| sum + tie)).collect();
    let total: f64 = coreness.iter().sum();
    if total > 0.0 {
        for value in &mut coreness {
            *value /= total.sqrt();
        }
    }
    let mut change = f64::INFINITY;
    for round in 1..=most_rounds {
        run.go_on()?;
        let mut squares: f64 = coreness.iter().map(|value| value * value).sum();
        change = 0.0;
        for node in 0..nodes {
            let old = coreness[node];
            let others = (squares - old * old).max(0.0);
            let pull = ties(node).fold(0.0, |sum, (other, tie)| sum + tie * coreness[other]);
            let new = if pull > 0.0 { pull / others } else { 0.0 };
            change = change.max((new - old).abs());
            coreness[node] = new;
            squares = others + new * new;
        }
        let length = coreness.iter().map(|value| value * value).sum::<f64>().sqrt();
        if change <= tolerance * length {
            for value in &mut coreness {
                *value /= length;
            }
            let fit = correlation_with_products(&pairs, &coreness);
            return if fit.is_finite() { Ok((coreness, fit, round)) } else { Err(no_correlation()) };
        }
        if !change.is_finite() {
            break;
        }
    }
    if total == 0.0 || nodes < 3 {
        return Err(no_correlation());
    }
    Err(Error::not_converged(format!(
        "`network`: coreness still changed by {change:.1e} after {most_rounds} rounds, so it may have no best values, as \
         in a star, where they grow without bound at the centre; raise `max_rounds`, or use model=\"discrete\""
    )))
}

fn no_correlation() -> Error {
    Error::invalid(
        "`network` must have pairs of nodes tied differently for a correlation with the ideal pattern: all are alike; \
         give a larger network, or `strength`",
    )
}

/// The correlation of `a_ij` with `c_i c_j` over all i ≠ j.
fn correlation_with_products(pairs: &Pairs, coreness: &[f64]) -> f64 {
    let nodes = coreness.len() as f64;
    let cells = nodes * (nodes - 1.0);
    let (mut ties, mut both) = (Block::default(), 0.0);
    let (mut first, mut second, mut fourth) = (0.0, 0.0, 0.0);
    for (node, value) in coreness.iter().enumerate() {
        for (other, tie) in pairs.of_node(node) {
            // Each pair is met from both ends, with both of its directions added up.
            ties = ties.plus(Block { sum: tie.sum / 2.0, squares: tie.squares / 2.0 });
            both += tie.sum / 2.0 * value * coreness[other];
        }
        let square = value * value;
        (first, second, fourth) = (first + value, second + square, fourth + square * square);
    }
    let (products, squares) = (first * first - second, second * second - fourth);
    let of_ties = ties.squares - ties.sum * ties.sum / cells;
    let of_products = squares - products * products / cells;
    if of_ties <= 1e-12 * ties.squares || of_products <= 1e-12 * squares {
        return f64::NAN;
    }
    (both - ties.sum * products / cells) / (of_ties.sqrt() * of_products.sqrt())
}

#[cfg(test)]
mod tests {
    use super::super::pair_sums::tests::{alike, ties};
    use super::*;

    #[test]
    fn coreness_is_a_least_squares_solution() {
        let network = ties(5, &[(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 4)], false);
        let run = Run::quiet();
        let (coreness, fit, _) = continuous_core_periphery(&network, false, 1e-12, 10_000, &run).unwrap();
        assert!((coreness.iter().map(|value| value * value).sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(coreness[0] > coreness[2] && coreness[2] > coreness[4] && fit > 0.5 && fit < 1.0);
        assert!((coreness[0] - coreness[1]).abs() < 1e-9);
    }

    #[test]
    fn networks_without_a_correlation_or_a_best_value_are_refused() {
        let run = Run::quiet();
        for network in alike() {
            let found = continuous_core_periphery(&network, false, 1e-9, 1000, &run);
            assert!(matches!(found, Err(Error::InvalidInput(_))), "{found:?}");
        }
        let star = ties(5, &[(0, 1), (0, 2), (0, 3), (0, 4)], false);
        let found = continuous_core_periphery(&star, false, 1e-9, 1000, &run);
        assert!(matches!(found, Err(Error::NotConverged(_))), "{found:?}");
    }
}
