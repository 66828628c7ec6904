//! Which nodes can reach each other.

use std::cmp::Reverse;

use petgraph::unionfind::UnionFind;

use crate::adjacency::Adjacency;

const NONE: u32 = u32::MAX;
/// How many ties of each node are looked at first.
const FEW: usize = 2;

/// Kernel of `weakties.networks.connected_components`: the number of each node's component, largest first.
#[must_use]
pub fn connected_components(network: &Adjacency, strong: bool) -> Vec<i64> {
    let component = if strong && network.is_directed() { strong_components(network) } else { weak_components(network) };
    numbered_by_size(&component)
}

/// For each node the number of a node that stands for its component.
///
/// A few ties of each node join most of what there is to join; those left of nodes in the largest part so far are looked
/// at from their other ends only (Sutton, Ben-Nun and Barak 2018).
fn weak_components(network: &Adjacency) -> Vec<u32> {
    let mut components = UnionFind::new(network.len());
    for node in 0..network.len() {
        for &other in network.successor_nodes(node).iter().take(FEW) {
            components.union(node as u32, other);
        }
    }
    let largest = if network.is_directed() { NONE } else { most_common(&components.clone().into_labeling()) };
    for node in 0..network.len() {
        let others = network.successor_nodes(node);
        if others.len() > FEW && components.find_mut(node as u32) != largest {
            for &other in &others[FEW..] {
                components.union(node as u32, other);
            }
        }
    }
    components.into_labeling()
}

/// The component of the most nodes; none of no nodes.
fn most_common(component: &[u32]) -> u32 {
    let mut sizes = vec![0_usize; component.len()];
    for &each in component {
        sizes[each as usize] += 1;
    }
    (0..).zip(sizes).max_by_key(|&(_, size)| size).map_or(NONE, |(each, _)| each)
}

/// The strong components, numbered so that ties lead from larger numbers to smaller ones (Tarjan 1972).
///
/// Paths are kept on a stack of our own: petgraph's `tarjan_scc` recurses and overflows on a long one.
#[must_use]
pub fn strong_components(network: &Adjacency) -> Vec<u32> {
    let nodes = network.len();
    let mut component = vec![NONE; nodes];
    // When each node was found, and the earliest node on the path that it reaches.
    let (mut found, mut earliest) = (vec![NONE; nodes], vec![NONE; nodes]);
    let (mut open, mut path): (Vec<u32>, Vec<(u32, u32)>) = (Vec::new(), Vec::new());
    let (mut time, mut components) = (0, 0);
    for start in 0..nodes as u32 {
        if found[start as usize] != NONE {
            continue;
        }
        path.push((start, 0));
        while let Some((node, next)) = path.last_mut() {
            let at = *node as usize;
            if *next == 0 {
                found[at] = time;
                earliest[at] = time;
                time += 1;
                open.push(*node);
            }
            if let Some(&other) = network.successors(at).nodes.get(*next as usize) {
                *next += 1;
                if found[other as usize] == NONE {
                    path.push((other, 0));
                } else if component[other as usize] == NONE {
                    earliest[at] = earliest[at].min(found[other as usize]);
                }
                continue;
            }
            if earliest[at] == found[at] {
                while let Some(member) = open.pop() {
                    component[member as usize] = components;
                    if member as usize == at {
                        break;
                    }
                }
                components += 1;
            }
            path.pop();
            if let Some(&(before, _)) = path.last() {
                earliest[before as usize] = earliest[before as usize].min(earliest[at]);
            }
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
    fn arcs_out_of_the_largest_component_count_though_nobody_sees_them_from_the_other_end() {
        let star = ties(7, &[0, 0, 0, 0, 0], &[1, 2, 3, 4, 5], true);
        assert_eq!(connected_components(&star, false), [0, 0, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn a_strong_component_needs_a_way_back() {
        let network = ties(5, &[0, 1, 2, 2], &[1, 2, 1, 3], true);
        assert_eq!(connected_components(&network, false), [0, 0, 0, 0, 1]);
        assert_eq!(connected_components(&network, true), [1, 0, 0, 2, 3]);
    }

    #[test]
    fn ties_lead_from_later_strong_components_to_earlier_ones() {
        let network = ties(6, &[0, 1, 2, 2, 5], &[1, 2, 0, 3, 4], true);
        assert_eq!(strong_components(&network), [1, 1, 1, 0, 2, 3]);
    }

    #[test]
    fn a_long_path_does_not_overflow_the_stack() {
        let nodes: Vec<u32> = (0..1_000_000).collect();
        let network = ties(nodes.len(), &nodes[..nodes.len() - 1], &nodes[1..], true);
        assert_eq!(connected_components(&network, true), (0..1_000_000).collect::<Vec<i64>>());
        assert!(connected_components(&network, false).iter().all(|&each| each == 0));
    }
}
