//! Assortativity: whether ties join nodes that are alike, with jackknife standard errors.

use super::communities::{Groups, finite, strength};
use super::degree::{self, Direction};
use super::segregation::Mixing;
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};

/// Kernel of `weakties.networks.assortativity` for groups: the coefficient and, where asked for, its standard error.
pub fn assortativity(network: &Adjacency, groups: Groups<'_>, weighted: bool, se: bool) -> Result<(f64, f64)> {
    let mixing = Mixing::of(network, groups, weighted)?;
    let value = mixing.assortativity();
    if !se || value.is_nan() {
        return Ok((value, f64::NAN));
    }
    let within: f64 = mixing.within.iter().sum();
    let product: f64 = mixing.sent.iter().zip(&mixing.received).map(|(sent, received)| sent * received).sum();
    let ends = if network.is_directed() { 1.0 } else { 2.0 };
    let without = |source: usize, target: usize, tie: f64| {
        let (from, to) = (groups.of(source), groups.of(target));
        let same = from == to;
        let total = mixing.total - ends * tie;
        let within = if same { within - ends * tie } else { within };
        // What the sum of products loses when each group in question sends and receives that much less.
        let lost = match (network.is_directed(), same) {
            (true, false) => tie * (mixing.received[from] + mixing.sent[to]),
            (true, true) => tie * (mixing.received[from] + mixing.sent[to] - tie),
            (false, false) => 2.0 * tie * (mixing.sent[from] + mixing.sent[to] - tie),
            (false, true) => 4.0 * tie * (mixing.sent[from] - tie),
        };
        // The share between groups over that by chance, with one division.
        1.0 - total * (total - within) / (total * total - (product - lost))
    };
    Ok((value, jackknife(network, weighted, value, without)))
}

/// Kernel of `weakties.networks.degree_assortativity`: each tie counts 1, whatever a degree is made of.
pub fn degree_assortativity(
    network: &Adjacency,
    source: Direction,
    target: Direction,
    weighted: bool,
    se: bool,
) -> Result<(f64, f64)> {
    if !weighted && !network.is_directed() {
        let value = of_degrees(network);
        if !se || value.is_nan() {
            return Ok((value, f64::NAN));
        }
        let degrees: Vec<f64> = (0..network.len()).map(|node| network.successor_nodes(node).len() as f64).collect();
        let (_, se) = numeric_assortativity(network, &degrees, &degrees, false, true)?;
        return Ok((value, se));
    }
    let degrees = |side| {
        if weighted {
            degree::strength(network, side)
        } else {
            degree::degree(network, side).into_iter().map(|count| count as f64).collect()
        }
    };
    let at_source = degrees(source);
    if source == target || !network.is_directed() {
        return numeric_assortativity(network, &at_source, &at_source, false, se);
    }
    numeric_assortativity(network, &at_source, &degrees(target), false, se)
}

/// Of ties without direction that count 1, in whole numbers: with ties below 2³¹, none of them leaves its 128 bits.
fn of_degrees(network: &Adjacency) -> f64 {
    let degrees: Vec<u32> = (0..network.len()).map(|node| network.successor_nodes(node).len() as u32).collect();
    let (mut total, mut x, mut xx, mut xy) = (0_u64, 0_u64, 0_u128, 0_u128);
    for (node, &degree) in degrees.iter().enumerate() {
        let degree = u64::from(degree);
        // From the end, where those with higher numbers stand, so that each tie is looked at once.
        let higher = network.successor_nodes(node).iter().rev().take_while(|&&other| other as usize > node);
        let reached: u64 = higher.map(|&other| u64::from(degrees[other as usize])).sum();
        total += degree;
        x += degree * degree;
        xx += u128::from(degree * degree) * u128::from(degree);
        xy += u128::from(2 * reached) * u128::from(degree);
    }
    let (total, square) = (u128::from(total), u128::from(x) * u128::from(x));
    let covariance = total * xy;
    let sign = if covariance < square { -1.0 } else { 1.0 };
    // Without ties, or where all ends are alike, 0 / 0.
    sign * covariance.abs_diff(square) as f64 / (total * xx - square) as f64
}

/// Kernel of `weakties.networks.assortativity` for numbers: the correlation over ties of what the source has with what
/// the target has, and where asked for its standard error.
pub fn numeric_assortativity(
    network: &Adjacency,
    at_source: &[f64],
    at_target: &[f64],
    weighted: bool,
    se: bool,
) -> Result<(f64, f64)> {
    if at_source.len() != network.len() || at_target.len() != network.len() {
        return Err(Error::invalid("`attribute` must have one number a node"));
    }
    let sends = |node: usize| !network.successors(node).nodes.is_empty();
    let receives = |node: usize| !network.predecessors(node).nodes.is_empty();
    let (source, target) = (standardised(at_source, sends), standardised(at_target, receives));
    let sums = Sums::over(network, &source, &target, weighted);
    let whole = finite(sums.total)?;
    let sums = sums.shares();
    let value = sums.correlation();
    if !se || value.is_nan() {
        return Ok((value, f64::NAN));
    }
    let without = |one: usize, other: usize, tie: f64| {
        let (mut left, share) = (sums, tie / whole);
        left.add(source[one], target[other], -share);
        if !network.is_directed() {
            left.add(source[other], target[one], -share);
        }
        left.correlation()
    };
    Ok((value, jackknife(network, weighted, value, without)))
}

/// Numbers as seen from the middle of those that count, from −1 to 1, so that squares neither overflow nor cancel.
fn standardised(values: &[f64], counts: impl Fn(usize) -> bool) -> Vec<f64> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for (node, &x) in values.iter().enumerate() {
        if counts(node) {
            (low, high) = (low.min(x), high.max(x));
        }
    }
    let (middle, half) = (low / 2.0 + high / 2.0, high / 2.0 - low / 2.0);
    if half > 0.0 { values.iter().map(|x| (x - middle) / half).collect() } else { vec![0.0; values.len()] }
}

/// Weighted sums over ties.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    total: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Sums {
    /// All but the product of both sides is known from what each node sends and receives.
    fn over(network: &Adjacency, source: &[f64], target: &[f64], weighted: bool) -> Self {
        let mut sums = Self::default();
        for (node, (&x, &y)) in source.iter().zip(target).enumerate() {
            let out = network.successors(node);
            let (sent, reached) = if weighted {
                let reached = out.iter().map(|(other, weight)| weight * target[other]);
                (out.weights.iter().sum(), reached.sum::<f64>())
            } else {
                (out.nodes.len() as f64, out.nodes.iter().map(|&other| target[other as usize]).sum())
            };
            let received = match network.predecessors(node) {
                _ if !network.is_directed() => sent,
                back if weighted => back.weights.iter().sum(),
                back => back.nodes.len() as f64,
            };
            sums.total += sent;
            sums.x += sent * x;
            sums.y += received * y;
            sums.xx += sent * x * x;
            sums.yy += received * y * y;
            sums.xy += x * reached;
        }
        sums
    }

    /// Of the total, so that no product of strengths leaves the doubles.
    fn shares(self) -> Self {
        let of = |sum: f64| sum / self.total;
        Self { total: 1.0, x: of(self.x), y: of(self.y), xx: of(self.xx), yy: of(self.yy), xy: of(self.xy) }
    }

    fn add(&mut self, x: f64, y: f64, weight: f64) {
        self.total += weight;
        self.x += weight * x;
        self.y += weight * y;
        self.xx += weight * x * x;
        self.yy += weight * y * y;
        self.xy += weight * x * y;
    }

    /// Of sums that are shares of a whole. NaN where either side does not vary.
    fn correlation(&self) -> f64 {
        // Both variances and the covariance times the squared total, so that there is one division.
        let xx = self.xx * self.total - self.x * self.x;
        let yy = self.yy * self.total - self.y * self.y;
        // Below that, what varies is rounding: numbers lie between −1 and 1.
        let least = 1e-13 * self.total * self.total;
        if xx > least && yy > least { (self.xy * self.total - self.x * self.y) / (xx * yy).sqrt() } else { f64::NAN }
    }
}

/// `√Σ (r − r without one tie)²` over ties.
fn jackknife(network: &Adjacency, weighted: bool, value: f64, without: impl Fn(usize, usize, f64) -> f64) -> f64 {
    let mut squares = 0.0;
    for node in 0..network.len() {
        for (other, weight) in network.successors(node).iter() {
            let tie = strength(weight, weighted);
            if tie > 0.0 && (network.is_directed() || node < other) {
                squares += (value - without(node, other, tie)).powi(2);
            }
        }
    }
    squares.sqrt()
}

#[cfg(test)]
mod tests {
    use super::super::communities::tests::ties;
    use super::*;

    const ARCS: [(u32, u32, f64); 7] =
        [(0, 1, 2.0), (1, 2, 1.0), (2, 3, 3.0), (3, 0, 1.0), (0, 2, 0.5), (3, 4, 1.5), (4, 1, 1.0)];

    fn by_leaving_out(directed: bool, of: impl Fn(&Adjacency) -> f64) -> f64 {
        let whole = of(&ties(5, &ARCS, directed));
        let one_less = (0..ARCS.len()).map(|out| {
            let kept: Vec<_> = ARCS.iter().enumerate().filter(|(at, _)| *at != out).map(|(_, tie)| *tie).collect();
            (whole - of(&ties(5, &kept, directed))).powi(2)
        });
        one_less.sum::<f64>().sqrt()
    }

    #[test]
    fn standard_errors_equal_those_of_networks_without_one_tie() {
        let of = [0, 0, 1, 1, 2];
        let x = [1.0, 5.0, 2.0, 2.5, 4.0];
        for directed in [false, true] {
            for weighted in [false, true] {
                let network = ties(5, &ARCS, directed);
                let (_, se) = assortativity(&network, Groups::new(&network, &of, 3).unwrap(), weighted, true).unwrap();
                let expected = by_leaving_out(directed, |network| {
                    assortativity(network, Groups::new(network, &of, 3).unwrap(), weighted, false).unwrap().0
                });
                assert!((se - expected).abs() < 1e-12, "{se} instead of {expected}");
                let (_, se) = numeric_assortativity(&network, &x, &x, weighted, true).unwrap();
                let expected = by_leaving_out(directed, |network| {
                    numeric_assortativity(network, &x, &x, weighted, false).unwrap().0
                });
                assert!((se - expected).abs() < 1e-10, "{se} instead of {expected}");
            }
        }
    }

    #[test]
    fn whole_numbers_of_degrees_give_the_correlation_over_ties() {
        let correlation = |network: &Adjacency| {
            let degrees: Vec<f64> = degree::degree(network, Direction::All).iter().map(|&count| count as f64).collect();
            numeric_assortativity(network, &degrees, &degrees, false, false).unwrap().0
        };
        let star = [(0, 1, 1.0), (0, 2, 1.0), (3, 0, 1.0)];
        let like_to_like = [(0, 1, 1.0), (1, 2, 1.0), (2, 0, 1.0), (3, 4, 1.0)];
        for (given, sign) in [(&ARCS[..], -1.0), (&star[..], -1.0), (&like_to_like[..], 1.0)] {
            let network = ties(5, given, false);
            let value = of_degrees(&network);
            assert!((value - correlation(&network)).abs() < 1e-12 && value * sign > 0.0, "{value}");
        }
        assert_eq!(of_degrees(&ties(5, &star, false)), -1.0);
        assert!(of_degrees(&ties(5, &like_to_like[..3], false)).is_nan());
        assert!(of_degrees(&ties(5, &[], false)).is_nan());
    }
}
