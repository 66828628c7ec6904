//! What spreads along ties: independent cascades and thresholds, simulated, and seeds chosen greedily.

use crate::error::{Error, Result};
use crate::random::Seed;
use crate::run::Run;

/// How much short of a threshold still counts as reaching it, relatively: products round.
const ROUNDING: f64 = 1e-12;

/// Ties along which something spreads; a mutual tie stands once.
#[derive(Debug, Clone, Copy)]
pub struct Influence<'a> {
    /// How many nodes there are.
    pub nodes: usize,
    /// Where each tie starts.
    pub sources: &'a [u32],
    /// Where it ends.
    pub targets: &'a [u32],
    /// Its chance of passing something on, or its weight.
    pub weights: &'a [f64],
    /// Whether ties lead both ways.
    pub mutual: bool,
}

/// How something spreads.
#[derive(Debug, Clone, Copy)]
pub enum Model<'a> {
    /// Each tie passes it on with its chance, once.
    Cascade,
    /// A node adopts when the weight of its adopters reaches a part of all, even on 0 to 1.
    RandomThresholds,
    /// A node adopts when the weight of its adopters reaches its threshold, of all if `shares`, or as it is.
    Thresholds(&'a [f64], bool),
}

/// What was counted in simulations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread {
    /// In how many replicates each node adopted.
    pub adopted: Vec<u64>,
    /// How many had adopted by each step: replicate × step, as long as the longest replicate.
    pub paths: Vec<Vec<u32>>,
}

/// Ties by node: where each leads and which it is.
struct Lists {
    offsets: Vec<usize>,
    others: Vec<(u32, u32)>,
}

impl Lists {
    /// Ties by their start, or by their end if `inward`.
    fn of(influence: Influence<'_>, inward: bool) -> Self {
        let arcs = |act: &mut dyn FnMut(u32, u32, u32)| {
            for (tie, (&source, &target)) in influence.sources.iter().zip(influence.targets).enumerate() {
                let (from, to) = if inward { (target, source) } else { (source, target) };
                act(from, to, tie as u32);
                if influence.mutual {
                    act(to, from, tie as u32);
                }
            }
        };
        let mut offsets = vec![0; influence.nodes + 1];
        arcs(&mut |from, _, _| offsets[from as usize + 1] += 1);
        for node in 0..influence.nodes {
            offsets[node + 1] += offsets[node];
        }
        let mut next = offsets.clone();
        let mut others = vec![(0, 0); offsets[influence.nodes]];
        arcs(&mut |from, to, tie| {
            others[next[from as usize]] = (to, tie);
            next[from as usize] += 1;
        });
        Self { offsets, others }
    }

    fn around(&self, node: u32) -> &[(u32, u32)] {
        &self.others[self.offsets[node as usize]..self.offsets[node as usize + 1]]
    }
}

/// Simulates; see `diffusion_simulate` in Python. A replicate draws from its own stream, for all ties or nodes in order.
pub fn diffusion_simulate(
    influence: Influence<'_>,
    model: Model<'_>,
    seeds: &[u32],
    replicates: usize,
    seed: Seed,
    run: &Run,
) -> Result<Spread> {
    check(influence, seeds)?;
    if let Model::Thresholds(thresholds, _) = model
        && thresholds.len() != influence.nodes
    {
        return Err(Error::internal("there must be one threshold a node"));
    }
    let lists = Lists::of(influence, false);
    let totals = totals(influence);
    run.expect_steps(replicates as u64);
    let found = run.map(replicates, |replicate| {
        let mut draws = seed.stream(0, replicate as u64);
        let found = match model {
            Model::Cascade => {
                let live: Vec<bool> = influence.weights.iter().map(|&chance| draws.bernoulli(chance)).collect();
                cascade(&lists, influence.nodes, seeds, |tie| live[tie as usize])
            }
            Model::RandomThresholds => {
                // Above 0, so that nobody adopts without a reason.
                let needed: Vec<f64> = totals.iter().map(|total| (1.0 - draws.uniform()) * total).collect();
                let needed: Vec<f64> =
                    needed.iter().map(|&needed| if needed > 0.0 { needed } else { f64::INFINITY }).collect();
                thresholds(&lists, influence.weights, seeds, &needed)
            }
            Model::Thresholds(given, shares) => {
                let needed: Vec<f64> = given
                    .iter()
                    .zip(&totals)
                    .map(|(&given, &total)| {
                        if shares && given > 0.0 && total == 0.0 {
                            f64::INFINITY
                        } else if shares {
                            given * total
                        } else {
                            given
                        }
                    })
                    .collect();
                thresholds(&lists, influence.weights, seeds, &needed)
            }
        };
        run.advance(1)?;
        Ok(found)
    })?;
    let mut adopted = vec![0_u64; influence.nodes];
    for (by_node, _) in &found {
        adopted.iter_mut().zip(by_node).for_each(|(sum, &has)| *sum += u64::from(has));
    }
    let longest = found.iter().map(|(_, path)| path.len()).max().unwrap_or(0);
    let paths = found
        .into_iter()
        .map(|(_, mut path)| {
            let last = path.last().copied().unwrap_or(0);
            path.resize(longest, last);
            path
        })
        .collect();
    Ok(Spread { adopted, paths })
}

fn totals(influence: Influence<'_>) -> Vec<f64> {
    let mut totals = vec![0.0; influence.nodes];
    for ((&source, &target), &weight) in influence.sources.iter().zip(influence.targets).zip(influence.weights) {
        totals[target as usize] += weight;
        if influence.mutual {
            totals[source as usize] += weight;
        }
    }
    totals
}

/// Who is reached along live ties, and how many by each step.
fn cascade(lists: &Lists, nodes: usize, seeds: &[u32], live: impl Fn(u32) -> bool) -> (Vec<bool>, Vec<u32>) {
    let mut adopted = vec![false; nodes];
    for &node in seeds {
        adopted[node as usize] = true;
    }
    let mut newest: Vec<u32> = seeds.to_vec();
    let mut path = vec![seeds.len() as u32];
    while !newest.is_empty() {
        let mut next = Vec::new();
        for &node in &newest {
            for &(other, tie) in lists.around(node) {
                if !adopted[other as usize] && live(tie) {
                    adopted[other as usize] = true;
                    next.push(other);
                }
            }
        }
        if !next.is_empty() {
            path.push(path[path.len() - 1] + next.len() as u32);
        }
        newest = next;
    }
    (adopted, path)
}

/// Who adopts once enough others have, all at a step at once.
fn thresholds(lists: &Lists, weights: &[f64], seeds: &[u32], needed: &[f64]) -> (Vec<bool>, Vec<u32>) {
    let mut adopted = vec![false; needed.len()];
    for &node in seeds {
        adopted[node as usize] = true;
    }
    let mut pressure = vec![0.0; needed.len()];
    let mut path = vec![seeds.len() as u32];
    // Who needs nobody adopts in the first step, together with those whom the seeds persuade.
    let mut next: Vec<u32> =
        (0..needed.len() as u32).filter(|&node| needed[node as usize] <= 0.0 && !adopted[node as usize]).collect();
    let mut newest: Vec<u32> = seeds.to_vec();
    for &node in &next {
        adopted[node as usize] = true;
    }
    loop {
        for &node in &newest {
            for &(other, tie) in lists.around(node) {
                let at = other as usize;
                pressure[at] += weights[tie as usize];
                if !adopted[at] && pressure[at] >= needed[at] * (1.0 - ROUNDING) {
                    adopted[at] = true;
                    next.push(other);
                }
            }
        }
        if next.is_empty() {
            return (adopted, path);
        }
        path.push(path[path.len() - 1] + next.len() as u32);
        newest = std::mem::take(&mut next);
    }
}

/// Seeds chosen one by one, each the best beside those before, and how many they reach over all replicates.
///
/// A replicate is a network of live ties: each tie by its chance, or one tie into each node by its weight if
/// `thresholds`. What a node adds can only shrink, so that most need not be looked at again.
pub fn greedy_seeds(
    influence: Influence<'_>,
    thresholds: bool,
    count: usize,
    replicates: usize,
    seed: Seed,
    run: &Run,
) -> Result<(Vec<u32>, Vec<u64>)> {
    check(influence, &[])?;
    if count > influence.nodes {
        return Err(Error::invalid("`count` must not be larger than the number of nodes"));
    }
    run.expect_steps((replicates + influence.nodes + count) as u64);
    let inward = Lists::of(influence, true);
    let live = run.map(replicates, |replicate| {
        let found = live_network(influence, &inward, thresholds, seed, replicate as u64);
        run.advance(1)?;
        Ok(found)
    })?;
    let mut reached = vec![vec![false; influence.nodes]; replicates];
    let mut gains = run.map(influence.nodes, |node| {
        let gain: u64 = live.iter().map(|lists| reach(lists, node as u32, &mut vec![false; influence.nodes])).sum();
        run.advance(1)?;
        Ok((gain, 0_usize))
    })?;
    let (mut chosen, mut totals) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let mut total = 0;
    while chosen.len() < count {
        let best = (0..influence.nodes)
            .filter(|node| !chosen.contains(&(*node as u32)))
            .max_by_key(|&node| (gains[node].0, std::cmp::Reverse(node)));
        let Some(best) = best else { break };
        if gains[best].1 == chosen.len() {
            total += gains[best].0;
            chosen.push(best as u32);
            totals.push(total);
            for (lists, reached) in live.iter().zip(&mut reached) {
                reach(lists, best as u32, reached);
            }
            run.advance(1)?;
        } else {
            let each = run.map(replicates, |replicate| {
                Ok(reach(&live[replicate], best as u32, &mut reached[replicate].clone()))
            })?;
            gains[best] = (each.iter().sum(), chosen.len());
        }
    }
    Ok((chosen, totals))
}

fn live_network(influence: Influence<'_>, inward: &Lists, thresholds: bool, seed: Seed, replicate: u64) -> Lists {
    let mut draws = seed.stream(0, replicate);
    let (mut sources, mut targets) = (Vec::new(), Vec::new());
    if thresholds {
        for node in 0..influence.nodes as u32 {
            let total: f64 = inward.around(node).iter().map(|&(_, tie)| influence.weights[tie as usize]).sum();
            let mut left = draws.uniform() * total;
            let picked = inward.around(node).iter().find(|&&(_, tie)| {
                left -= influence.weights[tie as usize];
                left < 0.0
            });
            if let Some(&(other, _)) = picked {
                sources.push(other);
                targets.push(node);
            }
        }
    } else {
        for (tie, &chance) in influence.weights.iter().enumerate() {
            if draws.bernoulli(chance) {
                sources.push(influence.sources[tie]);
                targets.push(influence.targets[tie]);
            }
        }
    }
    let mutual = influence.mutual && !thresholds;
    Lists::of(Influence { sources: &sources, targets: &targets, mutual, ..influence }, false)
}

/// Marks who is reached from a node and counts who was not marked before.
fn reach(lists: &Lists, node: u32, reached: &mut [bool]) -> u64 {
    if std::mem::replace(&mut reached[node as usize], true) {
        return 0;
    }
    let (mut count, mut newest) = (1, vec![node]);
    while let Some(node) = newest.pop() {
        for &(other, _) in lists.around(node) {
            if !std::mem::replace(&mut reached[other as usize], true) {
                count += 1;
                newest.push(other);
            }
        }
    }
    count
}

fn check(influence: Influence<'_>, seeds: &[u32]) -> Result<()> {
    let ties = influence.sources.len();
    let known = |nodes: &[u32]| nodes.iter().all(|&node| (node as usize) < influence.nodes);
    let sound = influence.targets.len() == ties
        && influence.weights.len() == ties
        && influence.weights.iter().all(|&weight| weight >= 0.0)
        && known(influence.sources)
        && known(influence.targets)
        && known(seeds);
    if sound { Ok(()) } else { Err(Error::internal("ties do not fit the nodes")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 → 1 → 2 → 3, and 0 → 3.
    fn path(weights: &[f64]) -> Influence<'_> {
        Influence { nodes: 5, sources: &[0, 1, 2, 0], targets: &[1, 2, 3, 3], weights, mutual: false }
    }

    #[test]
    fn sure_and_impossible_ties_leave_nothing_to_chance() {
        let weights = [1.0, 1.0, 0.0, 0.0];
        let found = diffusion_simulate(path(&weights), Model::Cascade, &[0], 3, Seed([1, 2]), &Run::quiet()).unwrap();
        assert_eq!(found, Spread { adopted: vec![3, 3, 3, 0, 0], paths: vec![vec![1, 2, 3]; 3] });
    }

    #[test]
    fn thresholds_are_met_by_shares_or_by_counts() {
        let weights = [1.0; 4];
        let of = |thresholds: &[f64; 5], shares| {
            let model = Model::Thresholds(thresholds, shares);
            diffusion_simulate(path(&weights), model, &[0], 1, Seed([1, 2]), &Run::quiet()).unwrap().adopted
        };
        assert_eq!(of(&[1.0, 1.0, 1.0, 0.6, 1.0], true), [1, 1, 1, 1, 0]);
        assert_eq!(of(&[1.0, 1.0, 2.0, 2.0, 0.0], false), [1, 1, 0, 0, 1]);
    }

    #[test]
    fn greedy_seeds_add_the_most_first() {
        let weights = [1.0; 4];
        let found = greedy_seeds(path(&weights), false, 3, 4, Seed([1, 2]), &Run::quiet()).unwrap();
        assert_eq!(found, (vec![0, 4, 1], vec![16, 20, 20]));
        assert!(greedy_seeds(path(&weights), false, 6, 4, Seed([1, 2]), &Run::quiet()).is_err());
    }

    #[test]
    fn threads_give_equal_bits() {
        let weights = [0.3, 0.6, 0.5, 0.2];
        for model in [Model::Cascade, Model::RandomThresholds] {
            let of = |threads| {
                let run = Run::new(Some(threads)).unwrap();
                diffusion_simulate(path(&weights), model, &[0], 50, Seed([1, 2]), &run).unwrap()
            };
            assert_eq!(of(1), of(2));
            assert_eq!(of(1), of(7));
        }
    }
}
