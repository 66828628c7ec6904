//! One attempt of Leiden's search: nodes move, communities are refined into parts, parts become nodes, and again.
//!
//! The quality functions have the form `Σ_C (E_C − penalty within C)`, where the penalty between two sets of nodes is
//! `rate · cross(mass, mass)`; only masses and rate differ between them.

use super::communities::Mutual;
use crate::error::Result;
use crate::random::Draws;
use crate::run::Run;

/// The randomness of the refinement, in mean strengths of a tie; the value of the paper.
const TEMPERATURE: f64 = 0.01;
/// A move must gain more than this, in mean strengths of a tie, so that rounding cannot move anyone to and fro.
const LEAST_GAIN: f64 = 1e-9;

/// What a node, or a set of nodes, has to lay against its ties: one number, or one sent and one received.
pub(super) type Mass<const N: usize> = [f64; N];

fn plus<const N: usize>(one: Mass<N>, other: Mass<N>) -> Mass<N> {
    std::array::from_fn(|i| one[i] + other[i])
}

fn less<const N: usize>(one: Mass<N>, other: Mass<N>) -> Mass<N> {
    std::array::from_fn(|i| one[i] - other[i])
}

/// What is sent between two sets of nodes, in both directions.
#[inline]
fn cross<const N: usize>(one: Mass<N>, other: Mass<N>) -> f64 {
    if N == 1 { one[0] * other[0] } else { one[0] * other[N - 1] + one[N - 1] * other[0] }
}

/// A network whose nodes may stand for several.
#[derive(Clone, Copy)]
pub(super) struct Level<'a, const N: usize> {
    pub ties: &'a Mutual,
    pub mass: &'a [Mass<N>],
}

/// One attempt: goes through the network again and again, each time from where it stood.
pub(super) fn partition<const N: usize>(
    network: Level<'_, N>,
    rate: f64,
    iterations: Option<usize>,
    draws: Draws,
    run: &Run,
) -> Result<Vec<u32>> {
    let nodes = network.mass.len();
    let mut attempt = Attempt {
        rate,
        least_gain: LEAST_GAIN * network.ties.mean_strength(),
        temperature: TEMPERATURE * network.ties.mean_strength(),
        draws,
        tied: vec![0.0; nodes],
        touched: Vec::new(),
        run,
    };
    let mut community: Vec<u32> = (0..nodes as u32).collect();
    let mut done = 0;
    while iterations.is_none_or(|most| done < most) && attempt.improve(network, &mut community)? {
        done += 1;
    }
    Ok(community)
}

/// How a community stands to the node in hand.
#[derive(Clone, Copy)]
struct Standing<const N: usize> {
    tied: f64,
    mass: Mass<N>,
}

struct Attempt<'a> {
    rate: f64,
    least_gain: f64,
    temperature: f64,
    draws: Draws,
    /// Strength of the ties of the node in hand to each community, and which are not 0.
    tied: Vec<f64>,
    touched: Vec<u32>,
    run: &'a Run,
}

impl Attempt<'_> {
    /// Moves nodes, refines, aggregates, and again with what was aggregated; says whether anything moved.
    fn improve<const N: usize>(&mut self, network: Level<'_, N>, community: &mut [u32]) -> Result<bool> {
        let mut moved = self.move_nodes(network, community)?;
        let mut count = renumber(community);
        // Where each node of the network is in the level in hand.
        let mut place: Vec<u32> = (0..community.len() as u32).collect();
        let mut level_community = community.to_vec();
        let mut held: Option<(Mutual, Vec<Mass<N>>)> = None;
        loop {
            let level = held.as_ref().map_or(network, |(ties, mass)| Level { ties, mass });
            let nodes = level.mass.len();
            if count == nodes {
                break;
            }
            let mut refined = self.refine(level, &level_community)?;
            let mut parts = renumber(&mut refined);
            if parts == nodes {
                // Nobody merged, which chance allows: then go on with the communities, as far as they hang together.
                (refined, parts) = level.ties.connected_within(&level_community);
            }
            let aggregated = self.aggregate(level, &refined, parts);
            let mut above = vec![0; parts];
            for (&part, &each) in refined.iter().zip(&level_community) {
                above[part as usize] = each;
            }
            for each in &mut place {
                *each = refined[*each as usize];
            }
            // Then no community has a tie inside, and its members are no worse off alone.
            let stuck = parts == nodes;
            level_community = if stuck { (0..parts as u32).collect() } else { above };
            moved |= self.move_nodes(Level { ties: &aggregated.0, mass: &aggregated.1 }, &mut level_community)?;
            count = renumber(&mut level_community);
            held = Some(aggregated);
            if stuck {
                break;
            }
        }
        for (each, &at) in community.iter_mut().zip(&place) {
            *each = level_community[at as usize];
        }
        Ok(moved)
    }

    /// Collects how strongly a node is tied to each community, leaving out ties that `counts` refuses.
    #[inline]
    fn look_around<const N: usize>(
        &mut self,
        level: Level<'_, N>,
        node: usize,
        community: &[u32],
        counts: impl Fn(usize) -> bool,
    ) {
        self.touched.clear();
        level.ties.each_tie(node, |other, strength| {
            if counts(other) {
                let each = community[other];
                let tied = &mut self.tied[each as usize];
                if *tied == 0.0 {
                    self.touched.push(each);
                }
                *tied += strength;
            }
        });
    }

    fn forget(&mut self) {
        for &each in &self.touched {
            self.tied[each as usize] = 0.0;
        }
    }

    /// Fast local moving: each node goes where it adds most; those tied to one that left are looked at again.
    fn move_nodes<const N: usize>(&mut self, level: Level<'_, N>, community: &mut [u32]) -> Result<bool> {
        let nodes = level.mass.len();
        // What is tied to a community stands beside its mass, since both are looked up at once.
        let mut there = vec![Standing { tied: 0.0, mass: [0.0; N] }; nodes];
        let mut size = vec![0_u32; nodes];
        for (&each, &of_node) in community.iter().zip(level.mass) {
            there[each as usize].mass = plus(there[each as usize].mass, of_node);
            size[each as usize] += 1;
        }
        let mut touched = Vec::new();
        let mut empty: Vec<u32> = (0..nodes as u32).rev().filter(|&each| size[each as usize] == 0).collect();
        // A ring that holds each node at most once.
        let mut queue = self.draws.permutation(nodes);
        let mut waiting = vec![true; nodes];
        let (mut next, mut queued, mut looked_at) = (0, nodes, 0_usize);
        let mut any = false;
        while queued > 0 {
            looked_at += 1;
            if looked_at % 4096 == 0 {
                self.run.go_on()?;
            }
            let node = queue[next] as usize;
            next = if next + 1 == nodes { 0 } else { next + 1 };
            queued -= 1;
            waiting[node] = false;
            let (own, of_node) = (community[node], level.mass[node]);
            level.ties.each_tie(node, |other, strength| {
                let each = community[other];
                let tied = &mut there[each as usize].tied;
                if *tied == 0.0 {
                    touched.push(each);
                }
                *tied += strength;
            });
            let others = less(there[own as usize].mass, of_node);
            let staying = there[own as usize].tied - self.rate * cross(of_node, others);
            let (mut best, mut gain) = (own, staying);
            for each in touched.drain(..) {
                let standing = &mut there[each as usize];
                let joining = standing.tied - self.rate * cross(of_node, standing.mass);
                standing.tied = 0.0;
                if joining > gain && each != own {
                    (best, gain) = (each, joining);
                }
            }
            if size[own as usize] > 1 && gain < -self.least_gain {
                if let Some(&free) = empty.last() {
                    (best, gain) = (free, 0.0);
                }
            }
            if best == own || gain <= staying + self.least_gain {
                continue;
            }
            any = true;
            there[own as usize].mass = others;
            size[own as usize] -= 1;
            if size[best as usize] == 0 {
                empty.pop();
            }
            if size[own as usize] == 0 {
                empty.push(own);
            }
            there[best as usize].mass = plus(there[best as usize].mass, of_node);
            size[best as usize] += 1;
            community[node] = best;
            for &other in level.ties.ties(node).nodes {
                if !waiting[other as usize] && community[other as usize] != best {
                    waiting[other as usize] = true;
                    let end = next + queued;
                    queue[if end >= nodes { end - nodes } else { end }] = other;
                    queued += 1;
                }
            }
        }
        Ok(any)
    }

    /// Splits communities into parts that hang well together: lone nodes merge at random, the better the likelier.
    fn refine<const N: usize>(&mut self, level: Level<'_, N>, community: &[u32]) -> Result<Vec<u32>> {
        let nodes = level.mass.len();
        let mut whole = vec![[0.0; N]; nodes];
        for (&each, &of_node) in community.iter().zip(level.mass) {
            whole[each as usize] = plus(whole[each as usize], of_node);
        }
        let mut part: Vec<u32> = (0..nodes as u32).collect();
        let mut mass = level.mass.to_vec();
        let mut size = vec![1_u32; nodes];
        // Strength of the ties of each part to the rest of its community.
        let mut outward: Vec<f64> = (0..nodes)
            .map(|node| {
                let mut inside = 0.0;
                level.ties.each_tie(node, |other, strength| {
                    inside += if community[other] == community[node] { strength } else { 0.0 };
                });
                inside
            })
            .collect();
        // One community after the other, so that what is needed is near in memory.
        let order = by_group(community, &self.draws.permutation(nodes));
        let mut choices: Vec<(u32, f64)> = Vec::new();
        for (looked_at, &node) in order.iter().enumerate() {
            if looked_at % 4096 == 0 {
                self.run.go_on()?;
            }
            let node = node as usize;
            let (own, of_node, all) = (community[node], level.mass[node], whole[community[node] as usize]);
            let least_gain = self.least_gain;
            let hangs_together =
                |outward: f64, mass: Mass<N>, rate: f64| outward + least_gain >= rate * cross(mass, less(all, mass));
            let alone = part[node] as usize == node && size[node] == 1;
            if !alone || !hangs_together(outward[node], of_node, self.rate) {
                continue;
            }
            self.look_around(level, node, &part, |other| community[other] == own);
            choices.clear();
            choices.push((node as u32, 0.0));
            let mut highest = 0.0_f64;
            for &each in &self.touched {
                let of_part = mass[each as usize];
                let gain = self.tied[each as usize] - self.rate * cross(of_node, of_part);
                if gain >= 0.0 && hangs_together(outward[each as usize], of_part, self.rate) {
                    choices.push((each, gain));
                    highest = highest.max(gain);
                }
            }
            let chosen = self.choose(&choices, highest) as usize;
            if chosen != node {
                outward[chosen] += outward[node] - 2.0 * self.tied[chosen];
                mass[chosen] = plus(mass[chosen], of_node);
                size[chosen] += 1;
                part[node] = chosen as u32;
            }
            self.forget();
        }
        Ok(part)
    }

    /// One of several by `exp(gain / temperature)`.
    fn choose(&mut self, choices: &[(u32, f64)], highest: f64) -> u32 {
        let likelihood = |gain: f64| {
            let below = (gain - highest) / self.temperature;
            // Less than a draw can tell from none.
            if below < -37.0 { 0.0 } else { libm::exp(below) }
        };
        let total: f64 = choices.iter().map(|choice| likelihood(choice.1)).sum();
        let mut left = if choices.len() == 1 { 0.0 } else { self.draws.uniform() * total };
        let mut last = choices[0].0;
        for &(each, gain) in choices {
            let share = likelihood(gain);
            if share > 0.0 {
                last = each;
                left -= share;
                if left < 0.0 {
                    break;
                }
            }
        }
        last
    }

    /// The network of the parts: their ties and masses added up.
    fn aggregate<const N: usize>(&mut self, level: Level<'_, N>, part: &[u32], parts: usize) -> (Mutual, Vec<Mass<N>>) {
        let every: Vec<u32> = (0..part.len() as u32).collect();
        let members = by_group(part, &every);
        let mut ties = Mutual::with_capacity(parts, 4 * parts);
        let mut mass = vec![[0.0; N]; parts];
        for members in members.chunk_by(|&one, &other| part[one as usize] == part[other as usize]) {
            self.touched.clear();
            let each = part[members[0] as usize];
            for &node in members {
                mass[each as usize] = plus(mass[each as usize], level.mass[node as usize]);
                level.ties.each_tie(node as usize, |other, strength| {
                    let there = part[other];
                    if there != each {
                        let tied = &mut self.tied[there as usize];
                        if *tied == 0.0 {
                            self.touched.push(there);
                        }
                        *tied += strength;
                    }
                });
            }
            for &there in &self.touched {
                ties.add(there, self.tied[there as usize]);
            }
            ties.close();
            self.forget();
        }
        (ties, mass)
    }
}

/// The given nodes in order of their group; those of one group stay in the order given.
fn by_group(group: &[u32], nodes: &[u32]) -> Vec<u32> {
    let mut next = vec![0_usize; group.len() + 1];
    for &each in group {
        next[each as usize + 1] += 1;
    }
    for each in 0..group.len() {
        next[each + 1] += next[each];
    }
    let mut order = vec![0; nodes.len()];
    for &node in nodes {
        let place = &mut next[group[node as usize] as usize];
        order[*place] = node;
        *place += 1;
    }
    order
}

/// Numbers what is in use from 0 by first node, and returns how many there are.
fn renumber(labels: &mut [u32]) -> usize {
    const NONE: u32 = u32::MAX;
    let mut number = vec![NONE; labels.len()];
    let mut count = 0;
    for label in labels {
        let known = &mut number[*label as usize];
        if *known == NONE {
            *known = count;
            count += 1;
        }
        *label = *known;
    }
    count as usize
}
