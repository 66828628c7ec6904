//! Which nodes can reach each other.

use std::cmp::Reverse;

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use petgraph::unionfind::UnionFind;

use crate::adjacency::Adjacency;

/// Kernel of `weakties.networks.connected_components`: the number of each node's component, largest first.
#[must_use]
pub fn connected_components(network: &Adjacency, strong: bool) -> Vec<i64> {
    let component = if strong && network.is_directed() { strong_components(network) } else { weak_components(network) };
    numbered_by_size(&component)
}

/// For each node the node that stands for its component.
fn weak_components(network: &Adjacency) -> Vec<u32> {
    let mut components = UnionFind::new(network.len());
    let ties = network.ties();
    for (&source, &target) in ties.sources.iter().zip(&ties.targets) {
        components.union(source, target);
    }
    components.into_labeling()
}

fn strong_components(network: &Adjacency) -> Vec<u32> {
    let ties = network.ties();
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(network.len(), network.tie_count());
    for _ in 0..network.len() {
        graph.add_node(());
    }
    graph.extend_with_edges(ties.sources.iter().copied().zip(ties.targets.iter().copied()));
    let mut component = vec![0; network.len()];
    // Not petgraph's tarjan_scc, which recurses and overflows the stack on a long path.
    for members in kosaraju_scc(&graph) {
        for node in &members {
            component[node.index()] = members[0].index() as u32;
        }
    }
    component
}

/// Numbers components from 0 by size, equal ones by their first node.
pub(super) fn numbered_by_size(component: &[u32]) -> Vec<i64> {
    let mut sizes = vec![0_usize; component.len()];
    let mut order = Vec::new();
    for &each in component {
        if sizes[each as usize] == 0 {
            order.push(each);
        }
        sizes[each as usize] += 1;
    }
    order.sort_by_key(|&each| Reverse(sizes[each as usize]));
    let mut number = vec![0; component.len()];
    for (place, &each) in (0..).zip(&order) {
        number[each as usize] = place;
    }
    component.iter().map(|&each| number[each as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn ties(nodes: usize, sources: &[u32], targets: &[u32], directed: bool) -> Adjacency {
        let weights = vec![1.0; sources.len()];
        Adjacency::from_ties(nodes, sources, targets, &weights, directed, Parallel::Refuse).unwrap()
    }

    #[test]
    fn the_largest_component_comes_first_and_isolates_stand_alone() {
        let network = ties(6, &[1, 4, 3], &[2, 5, 4], false);
        assert_eq!(connected_components(&network, false), [2, 1, 1, 0, 0, 0]);
        assert_eq!(connected_components(&network, true), [2, 1, 1, 0, 0, 0]);
    }

    #[test]
    fn a_strong_component_needs_a_way_back() {
        let network = ties(5, &[0, 1, 2, 2], &[1, 2, 1, 3], true);
        assert_eq!(connected_components(&network, false), [0, 0, 0, 0, 1]);
        assert_eq!(connected_components(&network, true), [1, 0, 0, 2, 3]);
    }

    #[test]
    fn a_long_path_does_not_overflow_the_stack() {
        let nodes: Vec<u32> = (0..1_000_000).collect();
        let network = ties(nodes.len(), &nodes[..nodes.len() - 1], &nodes[1..], true);
        assert_eq!(connected_components(&network, true), (0..1_000_000).collect::<Vec<i64>>());
        assert!(connected_components(&network, false).iter().all(|&each| each == 0));
    }
}
