//! The triad census: how many triples of nodes are tied in each of the ways that three nodes can be.

use super::cohesion::{Dyads, dyad_census, returned};
use super::triangles::{FORWARD, MUTUAL, Ranked, reversed};
use crate::adjacency::Adjacency;
use crate::error::Result;
use crate::run::Run;

/// The types by mutual, asymmetric and null pairs, in the usual order.
pub const TYPES: [&str; 16] = [
    "003", "012", "102", "021D", "021U", "021C", "111D", "111U", "030T", "030C", "201", "120D", "120U", "120C", "210",
    "300",
];

// The place in `TYPES` of each type.
const NULL: usize = 0;
const ONE_ASYMMETRIC: usize = 1;
const ONE_MUTUAL: usize = 2;
const SENDER: usize = 3;
const RECEIVER: usize = 4;
const CHAIN: usize = 5;
const MUTUAL_AND_RECEIVED: usize = 6;
const MUTUAL_AND_SENT: usize = 7;
const TRANSITIVE: usize = 8;
const CYCLE: usize = 9;
const TWO_MUTUAL: usize = 10;
const MUTUAL_BELOW: usize = 11;
const MUTUAL_ABOVE: usize = 12;
const MUTUAL_ALONG: usize = 13;
const ONE_LACKING: usize = 14;
const COMPLETE: usize = 15;

/// Kernel of `weakties.networks.triad_census`: the counts in the order of [`TYPES`].
///
/// Only triples that are tied all round are listed, at the cost of a count of triangles. Those with two tied pairs
/// follow from the kinds of ties that each node has, and those with fewer from the dyad census, so that nodes with many
/// ties cost no quadratic time.
pub fn triad_census(network: &Adjacency, run: &Run) -> Result<[u128; 16]> {
    let codes = closed(network, run)?;
    let mut census = [0_u128; 16];
    for node in 0..network.len() {
        add_open(&mut census, network, node);
    }
    // Every closed triad was counted as three open ones.
    for (code, &count) in codes.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (low_middle, low_high, middle_high) = (code as u8 & 3, (code >> 2) as u8 & 3, (code >> 4) as u8 & 3);
        let seen =
            [(low_middle, low_high), (reversed(low_middle), middle_high), (reversed(low_high), reversed(middle_high))];
        for (one, other) in seen {
            census[open_type(one, other)] -= u128::from(count);
        }
        census[closed_type(low_middle, low_high, middle_high)] += u128::from(count);
    }
    let nodes = network.len() as u128;
    let Dyads { mutual, asymmetric, .. } = dyad_census(network);
    let pairs = |types: &[(usize, u128)]| types.iter().map(|&(kind, times)| times * census[kind]).sum::<u128>();
    let mutual_in_others = pairs(&[
        (MUTUAL_AND_RECEIVED, 1),
        (MUTUAL_AND_SENT, 1),
        (TWO_MUTUAL, 2),
        (MUTUAL_BELOW, 1),
        (MUTUAL_ABOVE, 1),
        (MUTUAL_ALONG, 1),
        (ONE_LACKING, 2),
        (COMPLETE, 3),
    ]);
    let asymmetric_in_others = pairs(&[
        (SENDER, 2),
        (RECEIVER, 2),
        (CHAIN, 2),
        (MUTUAL_AND_RECEIVED, 1),
        (MUTUAL_AND_SENT, 1),
        (TRANSITIVE, 3),
        (CYCLE, 3),
        (MUTUAL_BELOW, 2),
        (MUTUAL_ABOVE, 2),
        (MUTUAL_ALONG, 2),
        (ONE_LACKING, 1),
    ]);
    let others = nodes.saturating_sub(2);
    census[ONE_MUTUAL] = u128::from(mutual) * others - mutual_in_others;
    census[ONE_ASYMMETRIC] = u128::from(asymmetric) * others - asymmetric_in_others;
    let all = nodes * nodes.saturating_sub(1) * others / 6;
    census[NULL] = all - census.iter().sum::<u128>();
    Ok(census)
}

/// How many triples i → j → k there are, and in how many of them i → k too.
pub(super) fn transitive_triples(network: &Adjacency, run: &Run) -> Result<(u128, u128)> {
    let census = triad_census(network, run)?;
    let times =
        [(TRANSITIVE, 1), (MUTUAL_BELOW, 2), (MUTUAL_ABOVE, 2), (MUTUAL_ALONG, 1), (ONE_LACKING, 3), (COMPLETE, 6)];
    let closed = times.iter().map(|&(kind, times)| times * census[kind]).sum();
    let paths = |node| {
        let (sent, received) = (network.successors(node).nodes.len(), network.predecessors(node).nodes.len());
        sent as u128 * received as u128 - u128::from(returned(network, node))
    };
    Ok(((0..network.len()).map(paths).sum(), closed))
}

/// Closed triads by the kinds of their ties: two bits each for lowest-middle, lowest-highest and middle-highest rank.
fn closed(network: &Adjacency, run: &Run) -> Result<[u64; 64]> {
    let ranked = Ranked::of(network, run)?;
    let parts = ranked.over_chunks(run, |nodes, marks| {
        let mut codes = [0_u64; 64];
        for node in nodes {
            run.go_on()?;
            ranked.each_triangle(node, marks, |low_middle, low_high, middle_high| {
                let code = ranked.kind(low_middle) | ranked.kind(low_high) << 2 | ranked.kind(middle_high) << 4;
                codes[code as usize] += 1;
            });
        }
        Ok(codes)
    })?;
    let mut codes = [0; 64];
    for part in parts {
        for (sum, count) in codes.iter_mut().zip(part) {
            *sum += count;
        }
    }
    Ok(codes)
}

/// Counts each pair of a node's contacts by the kinds of the two ties.
fn add_open(census: &mut [u128; 16], network: &Adjacency, node: usize) {
    let mutual = u128::from(returned(network, node));
    let (sent, received) = if network.is_directed() {
        let of = |contacts: &[u32]| contacts.len() as u128 - mutual;
        (of(network.successors(node).nodes), of(network.predecessors(node).nodes))
    } else {
        (0, 0)
    };
    let pairs = |count: u128| count * count.saturating_sub(1) / 2;
    census[SENDER] += pairs(sent);
    census[RECEIVER] += pairs(received);
    census[CHAIN] += sent * received;
    census[MUTUAL_AND_RECEIVED] += mutual * received;
    census[MUTUAL_AND_SENT] += mutual * sent;
    census[TWO_MUTUAL] += pairs(mutual);
}

/// The type of a triad whose only tied pairs meet in a node, by the kinds of ties seen from there.
fn open_type(one: u8, other: u8) -> usize {
    match (one == MUTUAL, other == MUTUAL) {
        (true, true) => TWO_MUTUAL,
        (false, false) if one != other => CHAIN,
        (false, false) if one == FORWARD => SENDER,
        (false, false) => RECEIVER,
        (true, false) if other == FORWARD => MUTUAL_AND_SENT,
        (false, true) if one == FORWARD => MUTUAL_AND_SENT,
        _ => MUTUAL_AND_RECEIVED,
    }
}

/// The type of a triad that is tied all round: what decides is the node opposite the one mutual pair.
fn closed_type(low_middle: u8, low_high: u8, middle_high: u8) -> usize {
    let opposite_to_mutual = |one: u8, other: u8| match open_type(one, other) {
        SENDER => MUTUAL_BELOW,
        RECEIVER => MUTUAL_ABOVE,
        _ => MUTUAL_ALONG,
    };
    match (low_middle == MUTUAL, low_high == MUTUAL, middle_high == MUTUAL) {
        (true, true, true) => COMPLETE,
        (true, false, false) => opposite_to_mutual(reversed(low_high), reversed(middle_high)),
        (false, true, false) => opposite_to_mutual(reversed(low_middle), middle_high),
        (false, false, true) => opposite_to_mutual(low_middle, low_high),
        (false, false, false) if low_middle == middle_high && low_middle != low_high => CYCLE,
        (false, false, false) => TRANSITIVE,
        _ => ONE_LACKING,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, ties: &[(u32, u32)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        let weights = vec![1.0; ties.len()];
        Adjacency::from_ties(nodes, &sources, &targets, &weights, directed, Parallel::Refuse).unwrap()
    }

    #[test]
    fn each_type_is_told_from_the_others_by_its_drawing() {
        let drawings: [&[(u32, u32)]; 16] = [
            &[],
            &[(0, 1)],
            &[(0, 1), (1, 0)],
            &[(1, 0), (1, 2)],
            &[(0, 1), (2, 1)],
            &[(0, 1), (1, 2)],
            &[(0, 1), (1, 0), (2, 1)],
            &[(0, 1), (1, 0), (1, 2)],
            &[(0, 1), (1, 2), (0, 2)],
            &[(0, 1), (1, 2), (2, 0)],
            &[(0, 1), (1, 0), (1, 2), (2, 1)],
            &[(1, 0), (1, 2), (0, 2), (2, 0)],
            &[(0, 1), (2, 1), (0, 2), (2, 0)],
            &[(0, 1), (1, 2), (0, 2), (2, 0)],
            &[(0, 1), (1, 0), (1, 2), (2, 1), (0, 2)],
            &[(0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)],
        ];
        for (kind, drawing) in drawings.into_iter().enumerate() {
            for turn in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
                let turned: Vec<(u32, u32)> =
                    drawing.iter().map(|&(one, other)| (turn[one as usize], turn[other as usize])).collect();
                let census = triad_census(&ties(3, &turned, true), &Run::quiet()).unwrap();
                let mut expected = [0; 16];
                expected[kind] = 1;
                assert_eq!(census, expected, "{}", TYPES[kind]);
            }
        }
    }

    #[test]
    fn ties_without_directions_are_mutual() {
        let network = ties(4, &[(0, 1), (1, 2), (0, 2)], false);
        let census = triad_census(&network, &Run::quiet()).unwrap();
        assert_eq!((census[ONE_MUTUAL], census[COMPLETE], census.iter().sum::<u128>()), (3, 1, 4));
        assert_eq!(transitive_triples(&network, &Run::quiet()).unwrap(), (6, 6));
    }

    #[test]
    fn a_network_too_small_for_a_triad_has_none() {
        for nodes in 0..3 {
            let ties = ties(nodes, if nodes == 2 { &[(0, 1)] } else { &[] }, true);
            assert_eq!(triad_census(&ties, &Run::quiet()).unwrap(), [0; 16]);
        }
    }
}
