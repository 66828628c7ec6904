//! Between whom a node stands: the roles of a broker between groups.

use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// The roles in the order of every result: coordinator, consultant, representative, gatekeeper, liaison.
pub const ROLES: usize = 5;

/// How much each node acts in each role.
pub type Counts = Vec<[f64; ROLES]>;

/// The group of every node, numbered below `count`.
#[derive(Debug, Clone, Copy)]
pub struct Groups<'a> {
    pub(super) of: &'a [i64],
    pub(super) count: usize,
}

impl<'a> Groups<'a> {
    /// Checks that every node has a group below `count`.
    pub fn new(of: &'a [i64], count: usize, nodes: usize) -> Result<Self> {
        if of.len() != nodes {
            return Err(Error::invalid(format!("`groups` must have one number a node: got {} for {nodes}", of.len())));
        }
        if let Some(group) = of.iter().find(|&&group| usize::try_from(group).map_or(true, |group| group >= count)) {
            return Err(Error::invalid(format!("`groups` must be numbered below {count}: got {group}")));
        }
        Ok(Self { of, count })
    }

    fn of(&self, node: usize) -> usize {
        self.of[node] as usize
    }
}

/// The role of a broker of group `own` who hands on from one group to another.
fn role(own: usize, from: usize, to: usize) -> usize {
    match (from == own, to == own) {
        (true, true) => 0,
        (false, false) if from == to => 1,
        (true, false) => 2,
        (false, true) => 3,
        (false, false) => 4,
    }
}

/// Kernel of `weakties.networks.brokerage`: open paths of two ties through each node, by role; with `partial`, each
/// counts one by the number of brokers between its ends.
pub fn brokerage(network: &Adjacency, groups: Groups, partial: bool, run: &Run) -> Result<Counts> {
    let nodes = network.len();
    run.expect_steps(nodes as u64);
    if partial {
        let parts = in_chunks(nodes, run, |sources| shared(network, groups, sources, run))?;
        let mut sum = vec![[0.0; ROLES]; nodes];
        for part in parts {
            add(&mut sum, &part);
        }
        return Ok(sum);
    }
    let linked = Linked::of(network);
    let parts = in_chunks(nodes, run, |brokers| census(&linked, groups, brokers, run))?;
    Ok(parts.into_iter().flatten().collect())
}

/// The same few chunks for any number of threads.
const CHUNKS: usize = 16;
const SMALLEST_CHUNK: usize = 256;

fn in_chunks<T: Send>(
    nodes: usize,
    run: &Run,
    work: impl Fn(std::ops::Range<usize>) -> Result<T> + Sync + Send,
) -> Result<Vec<T>> {
    let size = nodes.div_ceil(CHUNKS).max(SMALLEST_CHUNK);
    run.map(nodes.div_ceil(size), |chunk| work(chunk * size..nodes.min((chunk + 1) * size)))
}

fn add(sum: &mut [[f64; ROLES]], part: &[[f64; ROLES]]) {
    for (sum, part) in sum.iter_mut().flatten().zip(part.iter().flatten()) {
        *sum += part;
    }
}

const LEAVES: u8 = 1;
const ARRIVES: u8 = 2;

/// Everyone's neighbours with the directions of the ties to them, in bits.
pub(super) struct Linked {
    offsets: Vec<usize>,
    nodes: Vec<(u32, u8)>,
    /// Those with more neighbours, or as many and a higher number: each pair once, and few at any node.
    upward_offsets: Vec<usize>,
    upward: Vec<(u32, u8)>,
}

impl Linked {
    pub(super) fn of(network: &Adjacency) -> Self {
        let size = network.len();
        let mut linked = Self { offsets: vec![0], nodes: Vec::new(), upward_offsets: vec![0], upward: Vec::new() };
        for node in 0..size {
            let (leaving, arriving) = (network.successors(node).nodes, network.predecessors(node).nodes);
            let (mut out, mut back) = (0, 0);
            while out < leaving.len() || back < arriving.len() {
                let to = leaving.get(out).copied().unwrap_or(u32::MAX);
                let from = arriving.get(back).copied().unwrap_or(u32::MAX);
                let mut ways = 0;
                if to <= from {
                    ways |= LEAVES;
                    out += 1;
                }
                if from <= to {
                    ways |= ARRIVES;
                    back += 1;
                }
                linked.nodes.push((to.min(from), ways));
            }
            linked.offsets.push(linked.nodes.len());
        }
        for node in 0..size {
            let rank = |node: usize| (linked.offsets[node + 1] - linked.offsets[node], node);
            let higher = linked.nodes[linked.offsets[node]..linked.offsets[node + 1]]
                .iter()
                .filter(|(other, _)| rank(*other as usize) > rank(node));
            linked.upward.extend(higher);
            linked.upward_offsets.push(linked.upward.len());
        }
        linked
    }

    fn neighbours(&self, node: usize) -> &[(u32, u8)] {
        &self.nodes[self.offsets[node]..self.offsets[node + 1]]
    }

    fn upward(&self, node: usize) -> &[(u32, u8)] {
        &self.upward[self.upward_offsets[node]..self.upward_offsets[node + 1]]
    }
}

/// Counts all paths through each broker by the groups of its neighbours, and takes off those whose ends are tied or the
/// same: far fewer than the paths.
pub(super) fn census(linked: &Linked, groups: Groups, brokers: std::ops::Range<usize>, run: &Run) -> Result<Counts> {
    let mut ways_to = vec![0_u8; linked.offsets.len() - 1];
    let mut senders = vec![0.0; groups.count];
    let mut receivers = vec![0.0; groups.count];
    let mut counts = Vec::with_capacity(brokers.len());
    for broker in brokers {
        let own = groups.of(broker);
        let neighbours = linked.neighbours(broker);
        let mut roles = [0.0; ROLES];
        let (mut all_senders, mut all_receivers) = (0.0, 0.0);
        for &(other, ways) in neighbours {
            ways_to[other as usize] = ways;
            let group = groups.of(other as usize);
            if ways & ARRIVES != 0 {
                senders[group] += 1.0;
                all_senders += 1.0;
            }
            if ways & LEAVES != 0 {
                receivers[group] += 1.0;
                all_receivers += 1.0;
            }
            if ways == LEAVES | ARRIVES {
                roles[role(own, group, group)] -= 1.0;
            }
        }
        let (own_senders, own_receivers) = (senders[own], receivers[own]);
        let mut within = 0.0;
        for &(other, _) in neighbours {
            let group = groups.of(other as usize);
            // Emptied as it is read, so that each group counts once.
            within += if group == own { 0.0 } else { senders[group] * receivers[group] };
            senders[group] = 0.0;
            receivers[group] = 0.0;
        }
        let (other_senders, other_receivers) = (all_senders - own_senders, all_receivers - own_receivers);
        roles[0] += own_senders * own_receivers;
        roles[1] += within;
        roles[2] += own_senders * other_receivers;
        roles[3] += other_senders * own_receivers;
        roles[4] += other_senders * other_receivers - within;
        for &(one, ways) in neighbours {
            run.go_on()?;
            for &(other, between) in linked.upward(one as usize) {
                let others = ways_to[other as usize];
                if others == 0 {
                    continue;
                }
                let (first, second) = (groups.of(one as usize), groups.of(other as usize));
                if ways & ARRIVES != 0 && others & LEAVES != 0 && between & LEAVES != 0 {
                    roles[role(own, first, second)] -= 1.0;
                }
                if others & ARRIVES != 0 && ways & LEAVES != 0 && between & ARRIVES != 0 {
                    roles[role(own, second, first)] -= 1.0;
                }
            }
        }
        for &(other, _) in neighbours {
            ways_to[other as usize] = 0;
        }
        counts.push(roles);
        run.advance(1)?;
    }
    Ok(counts)
}

/// Walks the open paths of two ties that start at some nodes.
struct Paths<'a> {
    network: &'a Adjacency,
    /// By node, how many brokers the pair of the source and it has.
    brokers: Vec<u32>,
    /// By node, one more than the last source that is tied to it.
    tied_from: Vec<u32>,
    ends: Vec<u32>,
}

impl<'a> Paths<'a> {
    fn new(network: &'a Adjacency) -> Self {
        let nodes = network.len();
        Self { network, brokers: vec![0; nodes], tied_from: vec![0; nodes], ends: Vec::new() }
    }

    /// Calls `visit` with broker, end, and number of brokers for each open path from `source`.
    fn from(&mut self, source: usize, run: &Run, mut visit: impl FnMut(usize, usize, u32)) -> Result<()> {
        let Self { network, brokers, tied_from, ends } = self;
        let mark = source as u32 + 1;
        let firsts = network.successors(source).nodes;
        for &first in firsts {
            tied_from[first as usize] = mark;
        }
        tied_from[source] = mark;
        for &first in firsts {
            run.go_on()?;
            for &end in network.successors(first as usize).nodes {
                if tied_from[end as usize] != mark {
                    if brokers[end as usize] == 0 {
                        ends.push(end);
                    }
                    brokers[end as usize] += 1;
                }
            }
        }
        for &first in firsts {
            run.go_on()?;
            for &end in network.successors(first as usize).nodes {
                if tied_from[end as usize] != mark {
                    visit(first as usize, end as usize, brokers[end as usize]);
                }
            }
        }
        for end in ends.drain(..) {
            brokers[end as usize] = 0;
        }
        Ok(())
    }
}

/// The same with each path counted one by the number of brokers between its ends, by where paths start.
pub(super) fn shared(
    network: &Adjacency,
    groups: Groups,
    sources: std::ops::Range<usize>,
    run: &Run,
) -> Result<Counts> {
    let mut counts = vec![[0.0; ROLES]; network.len()];
    let mut paths = Paths::new(network);
    for source in sources {
        paths.from(source, run, |broker, end, brokers| {
            let role = role(groups.of(broker), groups.of(source), groups.of(end));
            counts[broker][role] += 1.0 / f64::from(brokers);
        })?;
        run.advance(1)?;
    }
    Ok(counts)
}

/// Kernel of `weakties.networks.brokerage_exclusivity`: for each node the pairs it brokers, and those among them that
/// nobody else does; with groups, only pairs of different groups.
pub fn brokerage_exclusivity(network: &Adjacency, groups: Option<Groups>, run: &Run) -> Result<(Vec<f64>, Vec<f64>)> {
    let nodes = network.len();
    run.expect_steps(nodes as u64);
    let parts = in_chunks(nodes, run, |sources| {
        let (mut all, mut alone) = (vec![0.0; nodes], vec![0.0; nodes]);
        let mut paths = Paths::new(network);
        for source in sources {
            paths.from(source, run, |broker, end, brokers| {
                if groups.is_none_or(|groups| groups.of(source) != groups.of(end)) {
                    all[broker] += 1.0;
                    alone[broker] += if brokers == 1 { 1.0 } else { 0.0 };
                }
            })?;
            run.advance(1)?;
        }
        Ok((all, alone))
    })?;
    let (mut all, mut alone) = (vec![0.0; nodes], vec![0.0; nodes]);
    for (part_all, part_alone) in &parts {
        for (sum, part) in [(&mut all, part_all), (&mut alone, part_alone)] {
            for (sum, part) in sum.iter_mut().zip(part) {
                *sum += part;
            }
        }
    }
    Ok((all, alone))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    pub(in crate::networks) fn example() -> (Adjacency, Vec<i64>) {
        let sources = [1, 2, 3, 4, 5, 6, 1, 2, 5, 4].map(|node: u32| node - 1);
        let targets = [2, 3, 4, 5, 6, 1, 3, 4, 2, 1].map(|node: u32| node - 1);
        let network = Adjacency::from_ties(6, &sources, &targets, &[1.0; 10], true, Parallel::Refuse).unwrap();
        (network, vec![0, 0, 1, 1, 2, 2])
    }

    #[test]
    fn six_nodes_in_three_groups_as_r_sna_has_them() {
        let (network, groups) = example();
        let groups = Groups::new(&groups, 3, 6).unwrap();
        let found = brokerage(&network, groups, false, &Run::quiet()).unwrap();
        let expected = [
            [0.0, 1.0, 0.0, 2.0, 1.0],
            [0.0, 0.0, 1.0, 0.0, 2.0],
            [0.0, 0.0, 0.0, 1.0, 0.0],
            [0.0, 1.0, 2.0, 0.0, 1.0],
            [0.0, 0.0, 0.0, 1.0, 1.0],
            [0.0, 0.0, 1.0, 0.0, 0.0],
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn credit_is_shared_among_brokers_of_the_same_pair() {
        // 0 reaches 3 over 1 and over 2; 3 reaches 4 over none, 1 reaches 4 over 3 alone.
        let network =
            Adjacency::from_ties(5, &[0, 0, 1, 2, 3], &[1, 2, 3, 3, 4], &[1.0; 5], true, Parallel::Refuse).unwrap();
        let groups = Groups::new(&[0; 5], 1, 5).unwrap();
        let found = brokerage(&network, groups, true, &Run::quiet()).unwrap();
        assert_eq!(found.iter().map(|roles| roles[0]).collect::<Vec<_>>(), [0.0, 0.5, 0.5, 2.0, 0.0]);
        let (all, alone) = brokerage_exclusivity(&network, None, &Run::quiet()).unwrap();
        assert_eq!((all, alone), (vec![0.0, 1.0, 1.0, 2.0, 0.0], vec![0.0, 0.0, 0.0, 2.0, 0.0]));
    }

    #[test]
    fn groups_out_of_range_are_refused() {
        for groups in [&[0, 2][..], &[0, -1], &[0]] {
            assert!(matches!(Groups::new(groups, 2, 2), Err(Error::InvalidInput(_))));
        }
    }
}
