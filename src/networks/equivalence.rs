//! Structural equivalence: how alike the ties of two nodes are.

use std::str::FromStr;

use ndarray::Array2;

use crate::adjacency::{Adjacency, Neighbours};
use crate::error::{Error, Result};
use crate::run::Run;

/// The result is a square table, which for so many nodes fills 800 megabytes.
pub const MOST_NODES: usize = 10_000;

/// How the ties of two nodes are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// The root of the summed squared differences.
    Euclidean,
    /// The sum of absolute differences.
    Hamming,
    /// Pearson's correlation.
    Correlation,
    /// What is common over what either has.
    Jaccard,
}

impl FromStr for Measure {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "euclidean" => Ok(Self::Euclidean),
            "hamming" => Ok(Self::Hamming),
            "correlation" => Ok(Self::Correlation),
            "jaccard" => Ok(Self::Jaccard),
            _ => Err(Error::invalid(format!(
                "`measure` must be \"euclidean\", \"hamming\", \"correlation\" or \"jaccard\": got \"{name}\""
            ))),
        }
    }
}

/// What is done with the ties of two nodes to each other and to themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// They are left out.
    Ignore,
    /// The tie to the other is compared with the tie from it, and self-ties with each other.
    Reciprocal,
    /// The tie of each to a third is compared, also where the third is one of the two.
    Retain,
}

impl FromStr for Own {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "ignore" => Ok(Self::Ignore),
            "reciprocal" => Ok(Self::Reciprocal),
            "retain" => Ok(Self::Retain),
            _ => Err(Error::invalid(format!("`own` must be \"ignore\", \"reciprocal\" or \"retain\": got \"{name}\""))),
        }
    }
}

/// Kernel of `weakties.networks.structural_equivalence`.
pub fn structural_equivalence(
    network: &Adjacency,
    weighted: bool,
    measure: Measure,
    own: Own,
    run: &Run,
) -> Result<Array2<f64>> {
    let nodes = network.len();
    check_size(nodes, MOST_NODES)?;
    run.expect_steps(nodes as u64);
    let profiles = Profiles::of(network, weighted);
    let alone = if measure == Measure::Correlation { profiles.alone() } else { Vec::new() };
    let rows = run.map(nodes, |i| {
        let row: Vec<f64> = if measure == Measure::Correlation {
            profiles.correlations(i, own, &alone)
        } else {
            (i + 1..nodes).map(|j| profiles.compared(i, j, measure, own)).collect()
        };
        run.advance(1)?;
        Ok(row)
    })?;
    let same = if matches!(measure, Measure::Correlation | Measure::Jaccard) { 1.0 } else { 0.0 };
    Ok(mirrored(&rows, same))
}

/// Refuses a network whose square table would not fit.
pub(super) fn check_size(nodes: usize, most: usize) -> Result<()> {
    if nodes > most {
        return Err(Error::invalid(format!(
            "`network` may have up to {most} nodes, since the result has a number for each pair: got {nodes}; take \
             the part of the network that is to be compared"
        )));
    }
    Ok(())
}

/// A symmetric table from what stands right of its diagonal.
pub(super) fn mirrored(rows: &[Vec<f64>], diagonal: f64) -> Array2<f64> {
    let mut table = Array2::from_elem((rows.len(), rows.len()), diagonal);
    for (i, row) in rows.iter().enumerate() {
        for (j, &value) in (i + 1..).zip(row) {
            table[[i, j]] = value;
            table[[j, i]] = value;
        }
    }
    table
}

/// The power of two that brings the largest weight near 1, so that squares stay within the doubles.
pub(super) fn power_of_two(network: &Adjacency) -> f64 {
    let of_ties = (0..network.len()).flat_map(|node| network.successors(node).weights);
    let largest = of_ties.chain(network.self_ties().weights).fold(0.0_f64, |largest, x| largest.max(*x));
    libm::ldexp(1.0, -libm::frexp(largest).1)
}

struct Profiles<'a> {
    network: &'a Adjacency,
    weighted: bool,
    scale: f64,
    /// The weight of each node's tie to itself, or 0.
    own: Vec<f64>,
}

/// What is added up over the positions of two profiles.
#[derive(Default)]
struct Sums {
    positions: usize,
    absolute: f64,
    squared: f64,
    shared: f64,
    either: f64,
    x: f64,
    y: f64,
    xx: f64,
    yy: f64,
    xy: f64,
}

impl Sums {
    #[inline]
    fn add(&mut self, x: f64, y: f64) {
        let difference = x - y;
        self.absolute += difference.abs();
        self.squared += difference * difference;
        self.shared += x.min(y);
        self.either += x.max(y);
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.yy += y * y;
        self.xy += x * y;
    }

    /// NaN when either profile is the same everywhere.
    fn correlation(&self) -> f64 {
        // Beyond what rounding leaves of a constant.
        const CONSTANT: f64 = 1e-13;
        let count = self.positions as f64;
        let (x, y) = (self.xx - self.x * self.x / count, self.yy - self.y * self.y / count);
        if self.positions == 0 || x <= CONSTANT * self.xx || y <= CONSTANT * self.yy {
            return f64::NAN;
        }
        ((self.xy - self.x * self.y / count) / (x * y).sqrt()).clamp(-1.0, 1.0)
    }
}

impl<'a> Profiles<'a> {
    fn of(network: &'a Adjacency, weighted: bool) -> Self {
        let scale = if weighted { power_of_two(network) } else { 1.0 };
        let mut own = vec![0.0; network.len()];
        for (node, weight) in network.self_ties().iter() {
            own[node] = if weighted { weight * scale } else { 1.0 };
        }
        Self { network, weighted, scale, own }
    }

    /// The ties of a node that leave, and where ties have a direction those that arrive.
    fn sides(&self, node: usize) -> impl Iterator<Item = Neighbours<'a>> {
        let network = self.network;
        let arriving = network.is_directed().then(|| network.predecessors(node));
        std::iter::once(network.successors(node)).chain(arriving)
    }

    fn weight(&self, weight: f64) -> f64 {
        if self.weighted { weight * self.scale } else { 1.0 }
    }

    /// The sums over each node's profile beside one that is empty.
    fn alone(&self) -> Vec<Sums> {
        let of_node = |node| {
            let mut sums = Sums::default();
            self.sides(node).flat_map(|ties| ties.weights).for_each(|&weight| sums.add(self.weight(weight), 0.0));
            sums
        };
        (0..self.network.len()).map(of_node).collect()
    }

    /// The correlations of a node with those after it.
    ///
    /// What it shares with all others is found at once on the ways over its neighbours; only where its own ties matter
    /// are two profiles laid side by side.
    fn correlations(&self, i: usize, own: Own, alone: &[Sums]) -> Vec<f64> {
        let network = self.network;
        let nodes = network.len();
        let mut shared = vec![0.0; nodes];
        let mut side_by_side: Vec<bool> = self.own.iter().map(|&weight| weight != 0.0 || self.own[i] != 0.0).collect();
        for (number, ties) in self.sides(i).enumerate() {
            for (third, x) in ties.iter() {
                side_by_side[third] = true;
                let back = if number == 0 { network.predecessors(third) } else { network.successors(third) };
                for (j, y) in back.iter() {
                    shared[j] += self.weight(x) * self.weight(y);
                }
            }
        }
        let sides = if network.is_directed() { 2 } else { 1 };
        let positions = sides * (nodes - if own == Own::Ignore { 2.min(nodes) } else { 0 });
        let of_pair = |j: usize| {
            if side_by_side[j] {
                return self.compared(i, j, Measure::Correlation, own);
            }
            let (x, xx, y, yy) = (alone[i].x, alone[i].xx, alone[j].x, alone[j].xx);
            Sums { positions, x, xx, y, yy, xy: shared[j], ..Sums::default() }.correlation()
        };
        (i + 1..nodes).map(of_pair).collect()
    }

    fn compared(&self, i: usize, j: usize, measure: Measure, own: Own) -> f64 {
        let network = self.network;
        let mut sums = Sums::default();
        self.side(i, j, [network.successors(i), network.successors(j)], own, &mut sums);
        if network.is_directed() {
            self.side(i, j, [network.predecessors(i), network.predecessors(j)], own, &mut sums);
        }
        match measure {
            Measure::Euclidean => sums.squared.sqrt() / self.scale,
            Measure::Hamming => sums.absolute / self.scale,
            Measure::Correlation => sums.correlation(),
            // Neither has a tie: 0 / 0.
            Measure::Jaccard => sums.shared / sums.either,
        }
    }

    /// Adds the ties of two nodes up, those that leave or those that arrive.
    fn side(&self, i: usize, j: usize, ties: [Neighbours<'_>; 2], own: Own, sums: &mut Sums) {
        let [mut one, mut other] = ties.map(|ties| ties.iter().peekable());
        let (mut to_other, mut to_one) = (0.0, 0.0);
        while let Some(third) = one.peek().into_iter().chain(other.peek()).map(|tie| tie.0).min() {
            let weight = |tie: Option<(usize, f64)>| tie.map_or(0.0, |(_, weight)| self.weight(weight));
            let x = weight(one.next_if(|tie| tie.0 == third));
            let y = weight(other.next_if(|tie| tie.0 == third));
            if third == j {
                to_other = x;
            } else if third == i {
                to_one = y;
            } else {
                sums.add(x, y);
            }
        }
        sums.positions += self.own.len() - if own == Own::Ignore { 2 } else { 0 };
        match own {
            Own::Ignore => {}
            Own::Reciprocal => {
                sums.add(to_other, to_one);
                sums.add(self.own[i], self.own[j]);
            }
            Own::Retain => {
                sums.add(self.own[i], to_one);
                sums.add(to_other, self.own[j]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, ties: &[(u32, u32, f64)]) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        let weights: Vec<f64> = ties.iter().map(|tie| tie.2).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &weights, true, Parallel::Refuse).unwrap()
    }

    #[test]
    fn own_ties_are_left_out_swapped_or_kept() {
        // 0 and 1 both tie 2; 0 ties 1, and itself.
        let network = ties(3, &[(0, 2, 1.0), (1, 2, 1.0), (0, 1, 1.0), (0, 0, 1.0)]);
        let squared = |own| {
            let found = structural_equivalence(&network, false, Measure::Euclidean, own, &Run::quiet()).unwrap();
            found[[0, 1]].powi(2)
        };
        assert!(squared(Own::Ignore).abs() < 1e-12);
        // (x01, x10), (x00, x11), out and in.
        assert!((squared(Own::Reciprocal) - 4.0).abs() < 1e-12);
        // Out: (x00, x10), (x01, x11); in: (x00, x01), (x10, x11).
        assert!((squared(Own::Retain) - 2.0).abs() < 1e-12);
    }

    #[test]
    fn correlations_over_neighbours_are_those_of_profiles_side_by_side() {
        let some = |i: u32| (i % 40, (i * i + 3 * i) % 41, 1.0 / f64::from(i + 1));
        let list: Vec<(u32, u32, f64)> = (0..130).map(some).collect();
        let (sources, targets): (Vec<u32>, Vec<u32>) = list.iter().map(|tie| (tie.0, tie.1)).unzip();
        let weights: Vec<f64> = list.iter().map(|tie| tie.2).collect();
        for directed in [false, true] {
            let network = Adjacency::from_ties(43, &sources, &targets, &weights, directed, Parallel::Sum).unwrap();
            for own in [Own::Ignore, Own::Reciprocal, Own::Retain] {
                for weighted in [false, true] {
                    let profiles = Profiles::of(&network, weighted);
                    let found =
                        structural_equivalence(&network, weighted, Measure::Correlation, own, &Run::quiet()).unwrap();
                    for i in 0..43 {
                        for j in i + 1..43 {
                            let expected = profiles.compared(i, j, Measure::Correlation, own);
                            assert_eq!(found[[i, j]].to_bits(), expected.to_bits(), "{i} {j}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn threads_give_equal_bits() {
        let list: Vec<(u32, u32, f64)> = (0..300).map(|i| (i, (i * 7 + 1) % 300, 1.0 / f64::from(i + 1))).collect();
        let network = ties(300, &list);
        let of = |run: &Run| structural_equivalence(&network, true, Measure::Euclidean, Own::Retain, run).unwrap();
        let expected = of(&Run::quiet());
        for threads in [1, 2, 7] {
            assert_eq!(of(&Run::new(Some(threads)).unwrap()), expected);
        }
    }
}
