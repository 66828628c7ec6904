//! The E-I index: ties that leave a group less ties that stay, over both.

use super::communities::{Groups, finite, strength};
use super::segregation::Mixing;
use crate::adjacency::Adjacency;
use crate::error::Result;
use crate::random::Seed;
use crate::run::Run;

/// Ties that stay within a group and that leave it, for the network, then each group; then the index of each node.
#[derive(Debug, Clone)]
pub struct External {
    /// Internal ties of the network and of each group.
    pub internal: Vec<f64>,
    /// Their external ties.
    pub external: Vec<f64>,
    /// The index of each node, NaN without ties.
    pub nodes: Vec<f64>,
}

/// Kernel of `weakties.networks.ei_index`.
pub fn ei_index(network: &Adjacency, groups: Groups<'_>, weighted: bool) -> Result<External> {
    let mixing = Mixing::of(network, groups, weighted)?;
    let once = if network.is_directed() { 1.0 } else { 0.5 };
    let stays: f64 = once * mixing.within.iter().sum::<f64>();
    let (mut internal, mut external) = (vec![stays], vec![once * mixing.total - stays]);
    for group in 0..groups.count() {
        let (inside, outside) = mixing.internal_and_external(group);
        internal.push(inside);
        external.push(outside);
    }
    let nodes = (0..network.len())
        .map(|node| {
            let (mut inside, mut outside) = (0.0, 0.0);
            let arriving = if network.is_directed() { Some(network.predecessors(node)) } else { None };
            for ties in std::iter::once(network.successors(node)).chain(arriving) {
                for (other, weight) in ties.iter() {
                    let side = if groups.of(other) == groups.of(node) { &mut inside } else { &mut outside };
                    *side += strength(weight, weighted);
                }
            }
            (outside - inside) / (outside + inside)
        })
        .collect();
    Ok(External { internal, external, nodes })
}

const PERMUTATIONS: u64 = 2;

/// The index of the network and of each group, with the groups of the nodes exchanged at random: a row a permutation.
pub fn ei_index_permuted(
    network: &Adjacency,
    groups: Groups<'_>,
    weighted: bool,
    permutations: usize,
    seed: Seed,
    run: &Run,
) -> Result<Vec<f64>> {
    finite(Mixing::of(network, groups, weighted)?.total)?;
    let rows = permuted(network, groups, permutations, seed, run, |groups| {
        let mixing = Mixing::of(network, groups, weighted)?;
        let mut row = vec![mixing.ei_index()];
        row.extend((0..groups.count()).map(|group| {
            let (inside, outside) = mixing.internal_and_external(group);
            (outside - inside) / (outside + inside)
        }));
        Ok(row)
    })?;
    Ok(rows.concat())
}

/// What `measure` says of groups that were exchanged at random among the nodes, so that each keeps its size.
pub(super) fn permuted<T: Send>(
    network: &Adjacency,
    groups: Groups<'_>,
    permutations: usize,
    seed: Seed,
    run: &Run,
    measure: impl Fn(Groups<'_>) -> Result<T> + Sync + Send,
) -> Result<Vec<T>> {
    run.expect_steps(permutations as u64);
    run.map(permutations, |permutation| {
        let mut exchanged = groups.all().to_vec();
        seed.stream(PERMUTATIONS, permutation as u64).shuffle(&mut exchanged);
        let value = measure(Groups::new(network, &exchanged, groups.count())?)?;
        run.advance(1)?;
        Ok(value)
    })
}

#[cfg(test)]
mod tests {
    use super::super::communities::tests::ties;
    use super::*;

    #[test]
    fn a_path_of_three_by_hand() {
        let arcs = [(0, 1, 2.0), (1, 2, 1.0)];
        for directed in [false, true] {
            let network = ties(4, &arcs, directed);
            let groups = Groups::new(&network, &[0, 0, 1, 1], 2).unwrap();
            let found = ei_index(&network, groups, true).unwrap();
            assert_eq!(found.internal, [2.0, 2.0, 0.0]);
            assert_eq!(found.external, [1.0, 1.0, 1.0]);
            assert_eq!(found.nodes[..3], [-1.0, -1.0 / 3.0, 1.0]);
            assert!(found.nodes[3].is_nan());
        }
    }

    #[test]
    fn permutations_are_the_same_on_any_number_of_threads() {
        let network = ties(6, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 4, 1.0), (4, 5, 0.5)], false);
        let groups = Groups::new(&network, &[0, 0, 0, 1, 1, 1], 2).unwrap();
        let of = |threads| {
            let run = Run::new(Some(threads)).unwrap();
            ei_index_permuted(&network, groups, true, 50, Seed([3, 4]), &run).unwrap()
        };
        let expected = of(1);
        assert_eq!(expected.len(), 150);
        for threads in [2, 7] {
            assert!(of(threads).iter().zip(&expected).all(|(one, other)| one.to_bits() == other.to_bits()));
        }
    }
}
