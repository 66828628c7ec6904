//! Betweenness from a sample of shortest paths, with a bound on the error.

use super::degree::Direction;
use super::path_counts::{CountedWalk, pick, too_many_paths};
use super::path_counts_by_distance::ByDistance;
use super::paths::{LOOK_EVERY, UNSEEN, Ways, added_up, check_distances};
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::random::{Draws, Seed};
use crate::run::Run;

/// So many samples share scratch memory and a count.
const BLOCK: usize = 512;

/// What the draws are for.
const STREAM: u64 = 0x7061_7468;

/// What the kernel finds: shares of the pairs of other nodes, how far each may be off, and how many paths it drew.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampled {
    /// Of all sampled pairs the share with the node on the path, by node.
    pub values: Vec<f64>,
    /// With the asked confidence, all values are off by less than these at once.
    pub bounds: Vec<f64>,
    /// How many pairs were drawn.
    pub samples: u64,
}

/// Kernel of `weakties.networks.betweenness_approximate`, normalised.
///
/// Each sample is a pair of nodes and one of its shortest paths, all equally likely (Riondato and Kornaropoulos 2016).
/// The number of samples doubles until the bound of Hoeffding (1963, theorem 1) for every node, at a level that
/// allows for all nodes and all times of looking, is as small as asked.
pub fn betweenness_approximate(
    network: &Adjacency,
    by_distance: bool,
    error: f64,
    confidence: f64,
    seed: Seed,
    run: &Run,
) -> Result<Sampled> {
    for (name, value) in [("error", error), ("confidence", confidence)] {
        if !(value > 0.0 && value < 1.0) {
            return Err(Error::invalid(format!("`{name}` must be above 0 and below 1: got {value}")));
        }
    }
    if by_distance {
        check_distances(network, true)?;
    }
    let ways = Ways::of(network, Direction::Out)?;
    let nodes = ways.len();
    if nodes < 3 {
        return Ok(Sampled { values: vec![0.0; nodes], bounds: vec![0.0; nodes], samples: 0 });
    }
    // Of all pairs, those of which a node is no end.
    let others = (nodes - 2) as f64 / nodes as f64;
    let plan = Plan::of(nodes, error * others, confidence);
    let mut counts = vec![0_u64; nodes];
    let mut drawn = 0;
    run.expect_steps(plan.most);
    for look in 0..plan.looks {
        let samples = plan.samples_at(look);
        let more = run.within(|| {
            let blocks = (drawn / BLOCK as u64) as usize..samples.div_ceil(BLOCK as u64) as usize;
            added_up(run, blocks, &|block| of_block(block, &ways, by_distance, seed, run), &|sum, more| *sum += more)
        })?;
        for (count, more) in counts.iter_mut().zip(more) {
            *count += more;
        }
        drawn = samples;
        let bounds = plan.bounds(&counts, drawn);
        let widest = bounds.iter().fold(0.0, |most, &bound| f64::max(most, bound));
        if widest <= error * others || look + 1 == plan.looks {
            let values: Vec<f64> = counts.iter().map(|&count| count as f64 / drawn as f64 / others).collect();
            let bounds: Vec<f64> = bounds.iter().map(|bound| bound / others).collect();
            return Ok(Sampled { values: ways.by_node(&values), bounds: ways.by_node(&bounds), samples: drawn });
        }
    }
    Err(Error::internal("the sampling of paths ended without a look at its bounds"))
}

/// When to look at the bounds, and what they are.
struct Plan {
    /// The samples that suffice whatever is found, and how often to look until then.
    most: u64,
    looks: u32,
    /// One over the probability that one node's value is off to one side at one look, as a logarithm.
    evidence: f64,
}

impl Plan {
    fn of(nodes: usize, error: f64, confidence: f64) -> Self {
        // From where a node on no path has a bound this small, to where one on half of all has.
        let looks = 1 + libm::ceil(libm::log2((0.5 / error).max(1.0))) as u32;
        let evidence = libm::log(2.0 * nodes as f64 * f64::from(looks) / (1.0 - confidence));
        let last = (evidence / (2.0 * error * error)).ceil() as u64;
        // Whole blocks at each look.
        let first = (last >> (looks - 1)).div_ceil(BLOCK as u64).max(1) * BLOCK as u64;
        Self { most: first << (looks - 1), looks, evidence }
    }

    fn samples_at(&self, look: u32) -> u64 {
        self.most >> (self.looks - 1 - look)
    }

    /// For each count the largest distance at which a share would still be likely enough.
    fn bounds(&self, counts: &[u64], drawn: u64) -> Vec<f64> {
        let mut there_are = counts.to_vec();
        there_are.sort_unstable();
        there_are.dedup();
        let of_each: Vec<f64> = there_are.iter().map(|&count| self.bound(count as f64 / drawn as f64, drawn)).collect();
        // Every count is among those there are.
        counts.iter().map(|count| there_are.binary_search(count).map_or(1.0, |at| of_each[at])).collect()
    }

    fn bound(&self, share: f64, drawn: u64) -> f64 {
        let likely = |other: f64| drawn as f64 * divergence(share, other) <= self.evidence;
        let reach = |end: f64| {
            let (mut inside, mut outside) = (share, end);
            for _ in 0..60 {
                let middle = f64::midpoint(inside, outside);
                if likely(middle) {
                    inside = middle;
                } else {
                    outside = middle;
                }
            }
            (outside - share).abs()
        };
        reach(1.0).max(reach(0.0))
    }
}

/// How much a share tells against another one, for each sample (Kullback and Leibler).
fn divergence(share: f64, other: f64) -> f64 {
    let part = |p: f64, q: f64| if p > 0.0 { p * libm::log(p / q) } else { 0.0 };
    part(share, other) + part(1.0 - share, 1.0 - other)
}

/// How often each place was on the path, over one block of samples.
fn of_block(block: usize, ways: &Ways, by_distance: bool, seed: Seed, run: &Run) -> Result<Vec<u64>> {
    let mut counts = vec![0; ways.len()];
    let mut meeting = Meeting::new(if by_distance { 0 } else { ways.len() });
    let mut lengths = ByDistance::new(if by_distance { ways.len() } else { 0 });
    for sample in block * BLOCK..(block + 1) * BLOCK {
        let mut draws = seed.stream(STREAM, sample as u64);
        let source = draws.below(ways.len() as u64) as usize;
        let target = draws.below(ways.len() as u64 - 1) as usize;
        let target = target + usize::from(target >= source);
        let count = |place: u32| counts[place as usize] += 1;
        if by_distance {
            lengths.draw(ways, source, target, &mut draws, run, count)?;
        } else {
            meeting.draw(ways, source, target, &mut draws, run, count)?;
        }
        run.advance(1)?;
    }
    Ok(counts)
}

/// Two walks by steps, one from each end, until they meet: they see far less of the network than one alone would.
struct Meeting {
    onward: Side,
    back: Side,
    met: Vec<u32>,
}

/// One of the two walks.
struct Side {
    steps: Vec<u32>,
    paths: Vec<f64>,
    order: Vec<u32>,
    /// Where the last level starts in `order`, and how many steps lead on from it.
    level: usize,
    further: usize,
}

impl Side {
    fn new(nodes: usize) -> Self {
        Self { steps: vec![UNSEEN; nodes], paths: vec![0.0; nodes], order: Vec::new(), level: 0, further: 0 }
    }

    fn start(&mut self, place: usize, further: usize) {
        for &place in &self.order {
            self.steps[place as usize] = UNSEEN;
            self.paths[place as usize] = 0.0;
        }
        self.order.clear();
        self.order.push(place as u32);
        self.steps[place] = 0;
        self.paths[place] = 1.0;
        self.level = 0;
        self.further = further;
    }

    fn go_on<'a>(&mut self, ways: impl Fn(u32) -> &'a [u32], run: &Run) -> Result<()> {
        let end = self.order.len();
        for at in self.level..end {
            if at % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            let place = self.order[at];
            let (step, paths) = (self.steps[place as usize] + 1, self.paths[place as usize]);
            for &other in ways(place) {
                let seen = &mut self.steps[other as usize];
                if *seen == UNSEEN {
                    *seen = step;
                    self.order.push(other);
                }
                if *seen == step {
                    self.paths[other as usize] += paths;
                }
            }
        }
        self.level = end;
        self.further = self.order[end..].iter().map(|&place| ways(place).len()).sum();
        if self.order[end..].iter().any(|&place| self.paths[place as usize] == f64::INFINITY) {
            return Err(too_many_paths());
        }
        Ok(())
    }

    /// Draws a way home from a place and says which places it passes; both ends are left out.
    fn home<'a>(
        &self,
        mut place: u32,
        ways: impl Fn(u32) -> &'a [u32],
        draws: &mut Draws,
        passes: &mut impl FnMut(u32),
    ) {
        while self.steps[place as usize] > 1 {
            let step = self.steps[place as usize] - 1;
            let before = ways(place).iter().filter(|&&other| self.steps[other as usize] == step);
            let paths = before.map(|&other| (other, self.paths[other as usize]));
            let Some(next) = pick(paths, self.paths[place as usize], draws) else { return };
            passes(next);
            place = next;
        }
    }
}

impl Meeting {
    fn new(nodes: usize) -> Self {
        Self { onward: Side::new(nodes), back: Side::new(nodes), met: Vec::new() }
    }

    /// Draws a shortest path and says which places it passes; none where no path leads to the target.
    fn draw(
        &mut self,
        ways: &Ways,
        source: usize,
        target: usize,
        draws: &mut Draws,
        run: &Run,
        mut passes: impl FnMut(u32),
    ) -> Result<()> {
        let onward = |place: u32| ways.onward(place as usize).nodes;
        let back = |place: u32| ways.back(place as usize).nodes;
        self.onward.start(source, onward(source as u32).len());
        self.back.start(target, back(target as u32).len());
        self.met.clear();
        while self.met.is_empty() {
            if self.onward.further == 0 || self.back.further == 0 {
                return Ok(());
            }
            let (moved, other) = if self.onward.further <= self.back.further {
                self.onward.go_on(onward, run)?;
                (&self.onward, &self.back)
            } else {
                self.back.go_on(back, run)?;
                (&self.back, &self.onward)
            };
            let met = moved.order[moved.level..].iter().filter(|&&place| other.steps[place as usize] != UNSEEN);
            self.met.extend(met);
        }
        // Divided by the largest first, since the product of two counts could leave the doubles.
        let most = |side: &Side| self.met.iter().fold(0.0, |most, &place| f64::max(most, side.paths[place as usize]));
        let (most_onward, most_back) = (most(&self.onward), most(&self.back));
        let paths = |place: u32| {
            let place = place as usize;
            self.onward.paths[place] / most_onward * (self.back.paths[place] / most_back)
        };
        let total = self.met.iter().map(|&place| paths(place)).sum();
        let Some(middle) = pick(self.met.iter().map(|&place| (place, paths(place))), total, draws) else {
            return Ok(());
        };
        if middle as usize != source && middle as usize != target {
            passes(middle);
        }
        self.onward.home(middle, back, draws, &mut passes);
        self.back.home(middle, onward, draws, &mut passes);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;
    use crate::networks::betweenness::betweenness;

    const SEED: Seed = Seed([1, 2]);

    fn some_network(directed: bool) -> Adjacency {
        let sources: Vec<u32> = (0..240_u32).map(|i| i % 60).collect();
        let targets: Vec<u32> = (0..240_u32).map(|i| (i * i + 11 * i + 5) % 59).collect();
        let weights: Vec<f64> = (0..240).map(|i| 1.0 + f64::from(i % 3)).collect();
        Adjacency::from_ties(60, &sources, &targets, &weights, directed, Parallel::Min).unwrap()
    }

    #[test]
    fn samples_are_near_the_exact_values_on_any_number_of_threads() {
        for (directed, by_distance) in [(false, false), (true, false), (false, true), (true, true)] {
            let network = some_network(directed);
            let exact = betweenness(&network, by_distance, None, &Run::quiet()).unwrap();
            let pairs = 59.0 * 58.0 / if directed { 1.0 } else { 2.0 };
            let on = |threads| {
                let run = Run::new(Some(threads)).unwrap();
                betweenness_approximate(&network, by_distance, 0.02, 0.9, SEED, &run).unwrap()
            };
            let found = on(1);
            for ((value, bound), exact) in found.values.iter().zip(&found.bounds).zip(exact) {
                assert!(*bound <= 0.02);
                assert!((value - exact / pairs).abs() <= *bound, "{value} ± {bound} instead of {}", exact / pairs);
            }
            assert_eq!([on(2), on(7)], [found.clone(), found]);
        }
    }

    #[test]
    fn bounds_are_those_of_the_binomial() {
        let plan = Plan::of(10, 0.1, 0.9);
        let level = (-plan.evidence).exp();
        // No success in r draws: the chance of that is (1 - q)^r.
        let bound = plan.bound(0.0, 100);
        assert!(((1.0 - bound).powi(100) / level - 1.0).abs() < 1e-6);
        // Hoeffding's simpler bound is never smaller.
        for share in [0.0, 0.1, 0.5, 0.9, 1.0] {
            assert!(plan.bound(share, 1000) <= (plan.evidence / 2000.0).sqrt());
        }
        assert!(plan.bound(0.5, plan.most) <= 0.1);
    }
}
