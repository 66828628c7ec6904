//! Diffusion solved exactly on small networks: every network of live ties, each with its probability.

use crate::error::{Error, Result};
use crate::run::Run;

use super::diffusion::Influence;

/// The most networks of live ties, as a power of 2.
pub const MOST_BITS: u32 = 20;
/// Sets of nodes are the bits of a word.
pub const MOST_NODES: usize = 64;
/// How many networks of live ties are added up at a time.
const CHUNK: usize = 1 << 12;

/// The probability that each node adopts, and that so many adopt; see `diffusion_exact` in Python.
pub fn diffusion_exact(
    influence: Influence<'_>,
    thresholds: bool,
    seeds: &[u32],
    run: &Run,
) -> Result<(Vec<f64>, Vec<f64>)> {
    let nodes = influence.nodes;
    if nodes > MOST_NODES {
        return Err(Error::invalid(format!(
            "`network` must have at most {MOST_NODES} nodes to be solved exactly: got {nodes}; simulate larger ones"
        )));
    }
    let choices = if thresholds { one_tie_into_each(influence) } else { each_tie_or_not(influence) };
    let networks = choices.iter().try_fold(1_usize, |product, choice| {
        product.checked_mul(choice.len()).filter(|&product| product <= 1 << MOST_BITS)
    });
    let Some(networks) = networks else {
        return Err(Error::invalid(format!(
            "`network` has more than 2^{MOST_BITS} networks of live ties, too many to be solved exactly; simulate it, \
             or take fewer ties"
        )));
    };
    let start = seeds.iter().fold(0_u64, |set, &seed| set | 1 << seed);
    run.expect_steps(networks as u64);
    let parts = run.map(networks.div_ceil(CHUNK), |chunk| {
        let (mut adopting, mut sizes) = (vec![0.0; nodes], vec![0.0; nodes + 1]);
        let mut live = Vec::with_capacity(2 * choices.len());
        let own = chunk * CHUNK..((chunk + 1) * CHUNK).min(networks);
        let count = own.len();
        for mut network in own {
            let mut probability = 1.0;
            live.clear();
            for choice in &choices {
                let (arcs, p) = &choice[network % choice.len()];
                network /= choice.len();
                live.extend_from_slice(arcs);
                probability *= p;
            }
            let mut reached = reached(start, &live);
            sizes[reached.count_ones() as usize] += probability;
            while reached != 0 {
                adopting[reached.trailing_zeros() as usize] += probability;
                reached &= reached - 1;
            }
        }
        run.advance(count as u64)?;
        Ok((adopting, sizes))
    })?;
    let (mut adopting, mut sizes) = (vec![0.0; nodes], vec![0.0; nodes + 1]);
    for (more_adopting, more_sizes) in &parts {
        adopting.iter_mut().zip(more_adopting).for_each(|(sum, more)| *sum += more);
        sizes.iter_mut().zip(more_sizes).for_each(|(sum, more)| *sum += more);
    }
    // What is certain is a sum that rounds.
    for p in &mut adopting {
        *p = p.min(1.0);
    }
    Ok((adopting, sizes))
}

/// What may happen at one tie or node: arcs that are live, and with what probability.
type Choice = Vec<(Vec<(u32, u32)>, f64)>;

fn each_tie_or_not(influence: Influence<'_>) -> Vec<Choice> {
    let ties = influence.sources.iter().zip(influence.targets).zip(influence.weights);
    ties.filter(|(_, chance)| **chance > 0.0)
        .map(|((&source, &target), &chance)| {
            let mut arcs = vec![(source, target)];
            if influence.mutual {
                arcs.push((target, source));
            }
            if chance < 1.0 { vec![(arcs, chance), (Vec::new(), 1.0 - chance)] } else { vec![(arcs, 1.0)] }
        })
        .collect()
}

fn one_tie_into_each(influence: Influence<'_>) -> Vec<Choice> {
    let mut into: Vec<Choice> = vec![Vec::new(); influence.nodes];
    let ties = influence.sources.iter().zip(influence.targets).zip(influence.weights);
    for ((&source, &target), &weight) in ties.filter(|(_, weight)| **weight > 0.0) {
        into[target as usize].push((vec![(source, target)], weight));
        if influence.mutual {
            into[source as usize].push((vec![(target, source)], weight));
        }
    }
    into.retain(|choice| !choice.is_empty());
    for choice in &mut into {
        let total: f64 = choice.iter().map(|(_, weight)| weight).sum();
        for (_, weight) in choice {
            *weight /= total;
        }
    }
    into
}

fn reached(start: u64, live: &[(u32, u32)]) -> u64 {
    let mut set = start;
    loop {
        let before = set;
        for &(source, target) in live {
            set |= (set >> source & 1) << target;
        }
        if set == before {
            return set;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_ways_to_the_same_node_are_combined() {
        let influence =
            Influence { nodes: 3, sources: &[0, 1, 0], targets: &[1, 2, 2], weights: &[0.5, 0.4, 0.1], mutual: false };
        let (adopting, sizes) = diffusion_exact(influence, false, &[0], &Run::quiet()).unwrap();
        let last = 1.0 - 0.9 * (1.0 - 0.5 * 0.4);
        assert!((adopting[0] - 1.0).abs() < 1e-15 && (adopting[1] - 0.5).abs() < 1e-15);
        assert!((adopting[2] - last).abs() < 1e-15);
        assert!((sizes[1] - 0.5 * 0.9).abs() < 1e-15);
        // One tie into the last node: from the first with 0.2, from the second, surely reached, with 0.8.
        let (adopting, _) = diffusion_exact(influence, true, &[0], &Run::quiet()).unwrap();
        assert!(adopting.iter().all(|p| (p - 1.0).abs() < 1e-15));
        let (adopting, _) = diffusion_exact(influence, true, &[1], &Run::quiet()).unwrap();
        assert!((adopting[2] - 0.8).abs() < 1e-15 && adopting[0] == 0.0);
    }

    #[test]
    fn too_many_are_refused() {
        let ties: Vec<u32> = (0..21).collect();
        let ends: Vec<u32> = (1..22).collect();
        let influence = Influence { nodes: 22, sources: &ties, targets: &ends, weights: &[0.5; 21], mutual: false };
        assert!(diffusion_exact(influence, false, &[0], &Run::quiet()).is_err());
        let influence = Influence { nodes: 65, sources: &[], targets: &[], weights: &[], mutual: false };
        assert!(diffusion_exact(influence, false, &[0], &Run::quiet()).is_err());
    }
}
