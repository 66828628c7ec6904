//! What brokerage would be by chance: expectations and variances of the roles where ties fall independently.

use crate::error::{Error, Result};

/// The five roles and last their total.
pub const COLUMNS: usize = 6;

/// Which variance the whole network's counts are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variance {
    /// That of independent ties.
    Exact,
    /// That of R's sna, which leaves out some pairs of paths that exclude each other.
    Sna,
}

impl std::str::FromStr for Variance {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "exact" => Ok(Self::Exact),
            "sna" => Ok(Self::Sna),
            _ => Err(Error::invalid(format!("`variance` must be \"exact\" or \"sna\": got \"{name}\""))),
        }
    }
}

/// Expectation and variance of each column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ByChance {
    /// Expected counts.
    pub expectation: [f64; COLUMNS],
    /// Their variances.
    pub variance: [f64; COLUMNS],
}

/// Kernel of `weakties.networks.brokerage`: by chance, for a broker of each group and for the whole network.
///
/// Ties are there with probability `density`, independently; without directions both ways are the same tie, and the
/// variance for the network is NaN.
#[must_use]
pub fn by_chance(sizes: &[f64], density: f64, directed: bool, variance: Variance) -> (Vec<ByChance>, ByChance) {
    let brokers = sizes.iter().map(|&own| of_broker(own, sizes, density, directed)).collect();
    let mut network = of_network(sizes, density, variance);
    if !directed {
        network.variance = [f64::NAN; COLUMNS];
    }
    (brokers, network)
}

/// A sender and a receiver for each of so many pairs; `sharing` counts ordered pairs of paths with one end in common.
struct Pairs {
    pairs: f64,
    sharing: f64,
}

fn of_broker(own: f64, sizes: &[f64], density: f64, directed: bool) -> ByChance {
    let nodes: f64 = sizes.iter().sum();
    let (inside, outside) = (own - 1.0, nodes - own);
    let power = |k: i32| sizes.iter().map(|size| size.powi(k)).sum::<f64>() - own.powi(k);
    let (squares, cubes) = (power(2), power(3));
    let all = nodes - 1.0;
    let across = Pairs {
        pairs: inside * outside,
        sharing: inside * outside * (outside - 1.0) + outside * inside * (inside - 1.0),
    };
    let among = |n: f64| Pairs { pairs: n * (n - 1.0), sharing: 2.0 * n * (n - 1.0) * (n - 2.0) };
    let columns = [
        among(inside),
        Pairs { pairs: squares - outside, sharing: 2.0 * (cubes - 3.0 * squares + 2.0 * outside) },
        Pairs { ..across },
        across,
        Pairs {
            pairs: outside * outside - squares,
            sharing: 2.0 * (outside.powi(3) - 2.0 * outside * squares + cubes - outside * outside + squares),
        },
        among(all),
    ];
    let open = density * density * (1.0 - density);
    let shared = (density * (1.0 - density)).powi(3);
    let mut by_chance = ByChance { expectation: [0.0; COLUMNS], variance: [0.0; COLUMNS] };
    for (column, Pairs { pairs, sharing }) in columns.into_iter().enumerate() {
        // Without directions a path and its reverse come together, which doubles the variance of what counts both.
        let both = !directed && column != 2 && column != 3;
        by_chance.expectation[column] = pairs * open;
        by_chance.variance[column] = (pairs * open * (1.0 - open) + sharing * shared) * if both { 2.0 } else { 1.0 };
    }
    by_chance
}

/// For each role, how many paths there may be, and over all of them how many others share a tie that both need, how
/// many need the tie that the path must lack or lack one that it needs, and how many lack the same tie.
struct Triples {
    paths: f64,
    together: f64,
    excluded: f64,
    lacking: f64,
}

fn of_network(sizes: &[f64], density: f64, variance: Variance) -> ByChance {
    let exact = variance == Variance::Exact;
    let power = |k: i32| sizes.iter().map(|size| size.powi(k)).sum::<f64>();
    let (nodes, squares, cubes, fourths) = (power(1), power(2), power(3), power(4));
    let within = |n: f64| {
        let paths = n * (n - 1.0) * (n - 2.0);
        Triples {
            paths,
            together: paths * (4.0 * n - 10.0),
            excluded: paths * (4.0 * n - if exact { 10.0 } else { 12.0 }),
            lacking: paths * (n - 3.0),
        }
    };
    let over = |of_group: &dyn Fn(f64) -> Triples| {
        let mut sum = Triples { paths: 0.0, together: 0.0, excluded: 0.0, lacking: 0.0 };
        for group in sizes.iter().map(|&size| of_group(size)) {
            sum.paths += group.paths;
            sum.together += group.together;
            sum.excluded += group.excluded;
            sum.lacking += group.lacking;
        }
        sum
    };
    let consultant = |n: f64| {
        let (pairs, others) = (n * (n - 1.0), nodes - n);
        Triples {
            paths: pairs * others,
            together: pairs * ((2.0 * n - 6.0) * others + 2.0 * (squares - n * n)),
            excluded: 0.0,
            lacking: pairs * others * (others - 1.0),
        }
    };
    let representative = |n: f64| {
        let paths = n * (n - 1.0) * (nodes - n);
        Triples {
            paths,
            together: paths * (nodes - 3.0),
            excluded: if exact { paths * (2.0 * n - 3.0) } else { 0.0 },
            lacking: paths * (n - 2.0),
        }
    };
    // Sums over three different groups of x y z and of x² y z.
    let three = nodes.powi(3) - 3.0 * nodes * squares + 2.0 * cubes;
    let uneven = squares * nodes * nodes - squares * squares - 2.0 * nodes * cubes + 2.0 * fourths;
    let liaison = Triples {
        paths: three,
        together: (4.0 * nodes - 2.0) * three - 8.0 * uneven,
        excluded: (4.0 * nodes - 2.0) * three - 8.0 * uneven,
        lacking: (nodes - 1.0) * three - 2.0 * uneven,
    };
    let columns =
        [over(&within), over(&consultant), over(&representative), over(&representative), liaison, within(nodes)];
    let (there, absent) = (density, 1.0 - density);
    let open = there * there * absent;
    let mut by_chance = ByChance { expectation: [0.0; COLUMNS], variance: [0.0; COLUMNS] };
    for (column, triples) in columns.into_iter().enumerate() {
        by_chance.expectation[column] = triples.paths * open;
        by_chance.variance[column] = triples.paths * open * (1.0 - open)
            + triples.together * there.powi(3) * absent.powi(3)
            - triples.excluded * there.powi(4) * absent.powi(2)
            + triples.lacking * there.powi(5) * absent;
    }
    by_chance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_nodes_in_three_groups_as_r_sna_has_them() {
        let (brokers, network) = by_chance(&[2.0; 3], 1.0 / 3.0, true, Variance::Sna);
        let near = |found: [f64; COLUMNS], expected: [f64; COLUMNS]| {
            for (found, expected) in found.iter().zip(expected) {
                assert!((found - expected).abs() < 6e-5, "{found} instead of {expected}");
            }
        };
        near(brokers[0].expectation, [0.0, 0.2963, 0.2963, 0.2963, 0.5926, 1.4815]);
        near(brokers[0].variance.map(f64::sqrt), [0.0, 0.5238, 0.6372, 0.6372, 0.8510, 1.6397]);
        near(network.expectation, [0.0, 1.7778, 1.7778, 1.7778, 3.5556, 8.8889]);
        let raw = [0.0, 2.0, 4.0, 4.0, 5.0, 15.0];
        let z: [f64; COLUMNS] = std::array::from_fn(|i| (raw[i] - network.expectation[i]) / network.variance[i].sqrt());
        assert!(z[0].is_nan());
        near([0.0, z[1], z[2], z[3], z[4], z[5]], [0.0, 0.1443, 1.4237, 1.4237, 0.6457, 1.3750]);
    }

    #[test]
    fn paths_of_all_roles_add_up() {
        let (brokers, network) = by_chance(&[3.0, 1.0, 4.0], 0.2, true, Variance::Exact);
        for by_chance in brokers.into_iter().chain([network]) {
            let roles: f64 = by_chance.expectation[..5].iter().sum();
            assert!((roles - by_chance.expectation[5]).abs() < 1e-12);
        }
    }
}
