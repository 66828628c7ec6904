//! Label propagation: everyone takes up the label most common among its contacts, until nobody wants another.

use super::communities::{Groups, Mutual};
use super::components::numbered_by_size;
use super::segregation::Mixing;
use crate::adjacency::Adjacency;
use crate::error::Result;
use crate::random::Seed;
use crate::run::Run;

const SWEEPS: u64 = 0;
/// A label must be heard more strongly by this share, so that rounding cannot keep nodes changing for ever.
const MARGIN: f64 = 1e-12;

/// Kernel of `weakties.networks.label_propagation`: the community of each node, largest first, and their modularity.
pub fn label_propagation(network: &Adjacency, weighted: bool, seed: Seed, run: &Run) -> Result<(Vec<i64>, f64)> {
    let mutual = Mutual::of(network, weighted, run)?;
    let nodes = mutual.len();
    let mut draws = seed.stream(SWEEPS, 0);
    let mut label: Vec<u32> = (0..nodes as u32).collect();
    let mut heard = vec![0.0; nodes];
    let (mut labels, mut loudest) = (Vec::new(), Vec::new());
    let mut changed = true;
    while changed {
        changed = false;
        for (looked_at, &node) in draws.permutation(nodes).iter().enumerate() {
            if looked_at % 4096 == 0 {
                run.go_on()?;
            }
            let node = node as usize;
            labels.clear();
            for (other, strength) in mutual.ties(node).iter() {
                let each = label[other];
                if heard[each as usize] == 0.0 {
                    labels.push(each);
                }
                heard[each as usize] += strength;
            }
            let most = labels.iter().map(|&each: &u32| heard[each as usize]).fold(0.0, f64::max);
            let enough = most * (1.0 - MARGIN);
            if !labels.is_empty() && heard[label[node] as usize] < enough {
                loudest.clear();
                loudest.extend(labels.iter().copied().filter(|&each| heard[each as usize] >= enough));
                label[node] = loudest[draws.below(loudest.len() as u64) as usize];
                changed = true;
            }
            for &each in &labels {
                heard[each as usize] = 0.0;
            }
        }
    }
    let (parts, _) = mutual.connected_within(&label);
    let community = numbered_by_size(&parts);
    let numbers: Vec<u32> = community.iter().map(|&each| each as u32).collect();
    let mixing = Mixing::of(network, Groups::new(network, &numbers, nodes)?, weighted)?;
    Ok((community, mixing.modularity(1.0)))
}

#[cfg(test)]
mod tests {
    use super::super::communities::tests::ties;
    use super::*;

    #[test]
    fn two_cliques_keep_their_own_labels_and_an_isolate_its_own() {
        let mut all = Vec::new();
        for clique in [0, 5] {
            for one in 0..5 {
                all.extend((0..one).map(|other| (clique + one, clique + other, 1.0)));
            }
        }
        all.push((0, 5, 1.0));
        let network = ties(11, &all, false);
        for seed in 0..20 {
            let (found, quality) = label_propagation(&network, false, Seed([seed, 1]), &Run::quiet()).unwrap();
            assert_eq!(found, [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2]);
            assert!((quality - (20.0 / 21.0 - 0.5)).abs() < 1e-12);
        }
    }
}
