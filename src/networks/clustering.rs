//! How many of a node's contacts are tied to each other.

use std::str::FromStr;

use super::triads::transitive_triples;
use super::triangles::{Ranked, counted, total};
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// How strengths enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The cube root of the product of a triangle's three strengths, over the largest in the network.
    Onnela,
    /// The mean strength of the two ties at the node.
    Barrat,
    /// The product of a triangle's three strengths, over what it is when the third is the largest in the network.
    ZhangHorvath,
}

impl FromStr for Method {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "onnela" => Ok(Self::Onnela),
            "barrat" => Ok(Self::Barrat),
            "zhang-horvath" => Ok(Self::ZhangHorvath),
            _ => Err(Error::invalid(format!(
                "`method` must be \"onnela\", \"barrat\" or \"zhang-horvath\": got \"{name}\""
            ))),
        }
    }
}

/// Which directed triangles count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    /// All.
    All,
    /// i → j → h → i.
    Cycle,
    /// i → j, h → j, h → i: the node stands between two contacts that are tied in the same direction.
    Middleman,
    /// j → h, j → i, h → i: two ties arrive.
    In,
    /// i → j → h, i → h: two ties leave.
    Out,
}

impl FromStr for Pattern {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "all" => Ok(Self::All),
            "cycle" => Ok(Self::Cycle),
            "middleman" => Ok(Self::Middleman),
            "in" => Ok(Self::In),
            "out" => Ok(Self::Out),
            _ => Err(Error::invalid(format!(
                "`pattern` must be \"all\", \"cycle\", \"middleman\", \"in\" or \"out\": got \"{name}\""
            ))),
        }
    }
}

/// Kernel of `weakties.networks.clustering` where ties have neither strengths nor directions.
pub fn clustering(network: &Adjacency, run: &Run) -> Result<Vec<f64>> {
    let ranked = Ranked::of(network, run)?;
    let share = |(triangles, &contacts): (u64, &u32)| {
        let contacts = f64::from(contacts);
        2.0 * triangles as f64 / (contacts * (contacts - 1.0)).max(0.0)
    };
    Ok(counted(&ranked, run)?.into_iter().zip(&ranked.contacts).map(share).collect())
}

/// Kernel of `weakties.networks.clustering` with strengths.
pub fn strength_clustering(network: &Adjacency, method: Method, run: &Run) -> Result<Vec<f64>> {
    if network.is_directed() {
        return Err(Error::invalid("`network` must have no directions for this kernel"));
    }
    let ties = match method {
        Method::Onnela => Valued::of(network, true, f64::cbrt, run)?,
        Method::Barrat | Method::ZhangHorvath => Valued::of(network, true, |share| share, run)?,
    };
    ties.over_egos(run, |contacts, between| {
        let own = contacts.sent;
        let count = own.len() as f64;
        if own.len() < 2 {
            return f64::NAN;
        }
        match method {
            Method::Onnela => {
                between.sum(|first, second, third| own[first] * third.sent * own[second]) / (count * (count - 1.0))
            }
            Method::Barrat => {
                let total: f64 = own.iter().sum();
                between.sum(|first, second, _| f64::midpoint(own[first], own[second])) / (total * (count - 1.0))
            }
            Method::ZhangHorvath => {
                // Set against the ego's largest, so that products of small strengths do not vanish.
                let largest = own.iter().copied().fold(0.0, f64::max);
                let (mut before, mut possible) = (0.0, 0.0);
                for strength in own {
                    possible += strength / largest * before;
                    before += strength / largest;
                }
                let found =
                    between.sum(|first, second, third| own[first] / largest * third.sent * (own[second] / largest));
                found / (2.0 * possible)
            }
        }
    })
}

/// Kernel of `weakties.networks.clustering` with directions.
pub fn directed_clustering(network: &Adjacency, weighted: bool, pattern: Pattern, run: &Run) -> Result<Vec<f64>> {
    if !network.is_directed() {
        return Err(Error::invalid("`network` must have directions for this kernel"));
    }
    Valued::of(network, weighted, f64::cbrt, run)?.over_egos(run, |contacts, between| {
        let (sent, received) = (contacts.sent, contacts.received);
        let counted = |ties: &[f64]| ties.iter().filter(|tie| **tie > 0.0).count() as f64;
        let (out, into) = (counted(sent), counted(received));
        let both = sent.iter().zip(received).filter(|(to, from)| **to > 0.0 && **from > 0.0).count() as f64;
        let (found, possible) = match pattern {
            Pattern::All => (
                between.sum(|first, second, third| {
                    (sent[first] + received[first]) * (third.sent + third.received) * (sent[second] + received[second])
                }) / 2.0,
                (out + into) * (out + into - 1.0) - 2.0 * both,
            ),
            Pattern::Cycle => {
                (between.sum(|first, second, third| sent[first] * third.sent * received[second]), out * into - both)
            }
            Pattern::Middleman => {
                (between.sum(|first, second, third| sent[first] * third.received * received[second]), out * into - both)
            }
            Pattern::In => (
                between.sum(|first, second, third| received[first] * third.sent * received[second]),
                into * (into - 1.0),
            ),
            Pattern::Out => {
                (between.sum(|first, second, third| sent[first] * third.sent * sent[second]), out * (out - 1.0))
            }
        };
        if possible > 0.0 { found / possible } else { f64::NAN }
    })
}

/// Kernel of `weakties.networks.transitivity`: of all paths of two ties, the share that a tie closes; NaN without any.
pub fn transitivity(network: &Adjacency, run: &Run) -> Result<f64> {
    if network.is_directed() {
        let (paths, closed) = transitive_triples(network, run)?;
        return Ok(closed as f64 / paths as f64);
    }
    let ranked = Ranked::of(network, run)?;
    let closed = 3 * total(&ranked, run)?;
    let pairs = |&contacts: &u32| u128::from(contacts) * u128::from(contacts.saturating_sub(1)) / 2;
    Ok(closed as f64 / ranked.contacts.iter().map(pairs).sum::<u128>() as f64)
}

/// A contact with more than so many times the ego's ties is searched instead of read through: otherwise each leaf of a
/// star would read through all the others.
const SEARCHED_FROM: usize = 16;

/// Egos are worked on in chunks, which share their scratch memory.
const SMALLEST_CHUNK: usize = 256;
const CHUNKS: usize = 128;

/// What stands for every node that is no contact; contacts are numbered from 1.
const NO_CONTACT: u32 = 0;

/// Everyone's contacts in ascending order, with the value of the tie in each direction.
struct Valued {
    offsets: Vec<usize>,
    nodes: Vec<u32>,
    sent: Vec<f64>,
    /// Empty where ties have no directions: the same as `sent`.
    received: Vec<f64>,
}

/// One node's part of [`Valued`].
#[derive(Clone, Copy)]
struct Contacts<'a> {
    nodes: &'a [u32],
    sent: &'a [f64],
    received: &'a [f64],
}

/// The two values of one tie.
#[derive(Clone, Copy)]
struct Tie {
    sent: f64,
    received: f64,
}

impl Valued {
    /// Reads strengths as shares of the largest, or 1 each, and values them.
    fn of(network: &Adjacency, weighted: bool, value: impl Fn(f64) -> f64, run: &Run) -> Result<Self> {
        let nodes = network.len();
        let room = if network.is_directed() { 2 } else { 1 } * network.tie_count();
        let mut ties = Self {
            offsets: Vec::with_capacity(nodes + 1),
            nodes: Vec::with_capacity(2 * network.tie_count()),
            sent: Vec::with_capacity(2 * network.tie_count()),
            received: Vec::with_capacity(if network.is_directed() { room } else { 0 }),
        };
        let largest = (0..nodes).flat_map(|node| network.successors(node).weights).copied().fold(0.0, f64::max);
        let read = |weight: f64| if weighted { value(weight / largest) } else { 1.0 };
        ties.offsets.push(0);
        for node in 0..nodes {
            run.go_on()?;
            let mut leaving = network.successors(node).iter().filter(|tie| !weighted || tie.1 > 0.0).peekable();
            if network.is_directed() {
                let mut arriving = network.predecessors(node).iter().filter(|tie| !weighted || tie.1 > 0.0).peekable();
                while let Some(other) = leaving.peek().into_iter().chain(arriving.peek()).map(|tie| tie.0).min() {
                    ties.nodes.push(other as u32);
                    ties.sent.push(leaving.next_if(|tie| tie.0 == other).map_or(0.0, |tie| read(tie.1)));
                    ties.received.push(arriving.next_if(|tie| tie.0 == other).map_or(0.0, |tie| read(tie.1)));
                }
            } else {
                for (other, weight) in leaving {
                    ties.nodes.push(other as u32);
                    ties.sent.push(read(weight));
                }
            }
            ties.offsets.push(ties.nodes.len());
        }
        Ok(ties)
    }

    fn of_node(&self, node: usize) -> Contacts<'_> {
        let range = self.offsets[node]..self.offsets[node + 1];
        let received = if self.received.is_empty() { &self.sent } else { &self.received };
        Contacts { nodes: &self.nodes[range.clone()], sent: &self.sent[range.clone()], received: &received[range] }
    }

    /// Measures every node from its contacts and the ties among them.
    fn over_egos(&self, run: &Run, measure: impl Fn(Contacts<'_>, &Among) -> f64 + Sync + Send) -> Result<Vec<f64>> {
        let nodes = self.offsets.len() - 1;
        run.expect_steps(nodes as u64);
        let size = nodes.div_ceil(CHUNKS).max(SMALLEST_CHUNK);
        let chunks = run.map(nodes.div_ceil(size), |chunk| {
            let mut place = vec![NO_CONTACT; nodes];
            let mut among = Among { ties: Vec::new() };
            let mut values = Vec::with_capacity(size);
            for node in chunk * size..nodes.min((chunk + 1) * size) {
                let contacts = self.of_node(node);
                among.visit(contacts, self, &mut place);
                values.push(measure(contacts, &among));
                run.advance(1)?;
            }
            Ok(values)
        })?;
        Ok(chunks.into_iter().flatten().collect())
    }
}

/// The ties among one node's contacts, each once; contacts are numbered in their order.
struct Among {
    ties: Vec<(u32, u32, Tie)>,
}

impl Among {
    fn visit(&mut self, contacts: Contacts<'_>, ties: &Valued, place: &mut [u32]) {
        self.ties.clear();
        if contacts.nodes.len() < 2 {
            return;
        }
        for (number, &contact) in (1..).zip(contacts.nodes) {
            place[contact as usize] = number;
        }
        for (first, &contact) in (1_u32..).zip(contacts.nodes) {
            let theirs = ties.of_node(contact as usize);
            let tie = |at: usize| Tie { sent: theirs.sent[at], received: theirs.received[at] };
            if theirs.nodes.len() > SEARCHED_FROM * contacts.nodes.len() {
                for (second, other) in (1..).zip(contacts.nodes).skip(first as usize) {
                    if let Ok(at) = theirs.nodes.binary_search(other) {
                        self.ties.push((first, second, tie(at)));
                    }
                }
            } else {
                for (at, &other) in theirs.nodes.iter().enumerate() {
                    let second = place[other as usize];
                    if second > first {
                        self.ties.push((first, second, tie(at)));
                    }
                }
            }
        }
        for &contact in contacts.nodes {
            place[contact as usize] = NO_CONTACT;
        }
    }

    /// Adds up over ordered pairs of contacts that are tied: their numbers, and the tie seen from the first.
    fn sum(&self, of: impl Fn(usize, usize, Tie) -> f64) -> f64 {
        self.ties.iter().fold(0.0, |sum, &(first, second, tie)| {
            let (first, second) = (first as usize - 1, second as usize - 1);
            let back = Tie { sent: tie.received, received: tie.sent };
            sum + (of(first, second, tie) + of(second, first, back))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, ties: &[(u32, u32, f64)], directed: bool) -> Adjacency {
        let sources: Vec<u32> = ties.iter().map(|tie| tie.0).collect();
        let targets: Vec<u32> = ties.iter().map(|tie| tie.1).collect();
        let weights: Vec<f64> = ties.iter().map(|tie| tie.2).collect();
        Adjacency::from_ties(nodes, &sources, &targets, &weights, directed, Parallel::Refuse).unwrap()
    }

    fn near(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (found, expected) in found.iter().zip(expected) {
            let same = found.is_nan() && expected.is_nan();
            assert!(same || (found - expected).abs() < 1e-12, "{found} instead of {expected}");
        }
    }

    #[test]
    fn a_triangle_with_a_pendant_by_hand() {
        let network = ties(5, &[(0, 1, 8.0), (0, 2, 1.0), (1, 2, 1.0), (0, 3, 1.0), (4, 4, 9.0)], false);
        let run = Run::quiet();
        let nan = f64::NAN;
        near(&clustering(&network, &run).unwrap(), &[1.0 / 3.0, 1.0, 1.0, nan, nan]);
        let onnela = strength_clustering(&network, Method::Onnela, &run).unwrap();
        near(&onnela, &[0.25 / 3.0, 0.25, 0.25, nan, nan]);
        let barrat = strength_clustering(&network, Method::Barrat, &run).unwrap();
        near(&barrat, &[9.0 / 20.0, 1.0, 1.0, nan, nan]);
        let zhang = strength_clustering(&network, Method::ZhangHorvath, &run).unwrap();
        // Of node 0: 8 · 1 · 1 of 8 · 1 + 8 · 1 + 1 · 1, the third set against 8; of node 2: 1 · 1 · 8 of 1 · 1 · 8.
        near(&zhang, &[1.0 / 17.0, 1.0 / 8.0, 1.0, nan, nan]);
        assert!((transitivity(&network, &run).unwrap() - 3.0 / 5.0).abs() < 1e-15);
    }

    #[test]
    fn a_transitive_triad_has_each_pattern_at_one_corner() {
        let network = ties(3, &[(0, 1, 1.0), (1, 2, 1.0), (0, 2, 1.0)], true);
        let run = Run::quiet();
        let of = |pattern| directed_clustering(&network, false, pattern, &run).unwrap();
        let nan = f64::NAN;
        near(&of(Pattern::All), &[0.5, 0.5, 0.5]);
        near(&of(Pattern::Out), &[0.5, nan, nan]);
        near(&of(Pattern::In), &[nan, nan, 0.5]);
        near(&of(Pattern::Middleman), &[nan, 1.0, nan]);
        near(&of(Pattern::Cycle), &[nan, 0.0, nan]);
        assert_eq!(transitivity(&network, &run).unwrap(), 1.0);
    }

    #[test]
    fn threads_give_equal_bits() {
        let spokes: Vec<(u32, u32, f64)> =
            (1..2000).flat_map(|i| [(0, i, f64::from(i)), (i, i % 1999 + 1, 0.3)]).collect();
        let (wheel, directed) = (ties(2000, &spokes, false), ties(2000, &spokes, true));
        let all = |run: &Run| {
            let mut values = strength_clustering(&wheel, Method::Onnela, run).unwrap();
            values.extend(strength_clustering(&wheel, Method::ZhangHorvath, run).unwrap());
            values.extend(directed_clustering(&directed, true, Pattern::All, run).unwrap());
            values.into_iter().map(f64::to_bits).collect::<Vec<u64>>()
        };
        let expected = all(&Run::quiet());
        for threads in [1, 2, 7] {
            assert_eq!(all(&Run::new(Some(threads)).unwrap()), expected);
        }
    }
}
