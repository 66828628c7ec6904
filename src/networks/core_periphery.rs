//! A core whose members are tied to each other, and a periphery whose members are not.

use std::str::FromStr;

use super::pair_sums::{Block, LOOK, Pairs};
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::random::{Draws, Seed};
use crate::run::Run;

/// What the ideal pattern says of ties between core and periphery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// All of them exist.
    One,
    /// None of them does.
    Zero,
    /// Nothing: these pairs are left out.
    Missing,
    /// They are as strong as they are on average.
    Density,
}

impl FromStr for Between {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self> {
        match name {
            "one" => Ok(Self::One),
            "zero" => Ok(Self::Zero),
            "missing" => Ok(Self::Missing),
            "density" => Ok(Self::Density),
            _ => Err(Error::invalid(format!(
                "`between` must be \"one\", \"zero\", \"missing\" or \"density\": got \"{name}\""
            ))),
        }
    }
}

/// A fit must be better by so much to count as better: less is rounding.
const BETTER: f64 = 1e-12;
/// The stream of the random starts.
const STARTS: u64 = 0;

/// Kernel of `weakties.networks.core_periphery` with `model="discrete"`: who is in the core, and the correlation.
///
/// With `starts` = 0 all divisions are tried; else a descent by single moves and exchanges begins at the best division
/// by strength and at `starts` − 1 random ones.
pub fn core_periphery(
    network: &Adjacency,
    weighted: bool,
    between: Between,
    starts: u64,
    seed: Seed,
    run: &Run,
) -> Result<(Vec<bool>, f64)> {
    let pairs = Pairs::of(network, weighted, run)?;
    let best = if starts == 0 {
        run.expect_steps(1 << network.len().saturating_sub(10));
        Some(exhaustive(&pairs, between, run)?)
    } else {
        run.expect_steps(starts);
        let found = run.map(starts as usize, |start| {
            let mut division = Division::new(&pairs, between);
            let start = start as u64;
            let mut draws = seed.stream(STARTS, start);
            if start == 0 {
                division.start_by_strength();
            } else {
                division.start_at_random(start, &mut draws);
            }
            division.climb(&draws.permutation(network.len()), run)?;
            run.advance(1)?;
            Ok((division.fit_anew(), division.core))
        })?;
        found.into_iter().reduce(|best, next| if next.0 > best.0 + BETTER { next } else { best })
    };
    match best {
        Some((fit, core)) if fit > f64::NEG_INFINITY => Ok((core, fit)),
        _ => Err(Error::invalid(
            "`network` must have tied and untied pairs of nodes both in the core and outside it for a correlation with \
             the ideal pattern: no division of its nodes has; try another `between`, or a larger network",
        )),
    }
}

/// The three blocks of the matrix that a core makes, and its size.
#[derive(Debug, Clone, Copy, Default)]
struct Blocks {
    members: usize,
    core: Block,
    between: Block,
    periphery: Block,
}

impl Blocks {
    /// The correlation of the ties with the ideal pattern; minus infinity where there is none.
    fn fit(&self, nodes: usize, pattern: Between) -> f64 {
        let (core, periphery) = (self.members as f64, (nodes - self.members) as f64);
        let crossing = 2.0 * core * periphery;
        let ideal = match pattern {
            Between::One => 1.0,
            Between::Zero | Between::Missing => 0.0,
            Between::Density => self.between.sum / crossing.max(1.0),
        };
        let kept = if pattern == Between::Missing { 0.0 } else { 1.0 };
        let blocks = [
            (core * (core - 1.0), self.core, 1.0),
            (kept * crossing, Block { sum: kept * self.between.sum, squares: kept * self.between.squares }, ideal),
            (periphery * (periphery - 1.0), self.periphery, 0.0),
        ];
        let (mut cells, mut expected, mut ties) = (0.0, 0.0, Block::default());
        for (count, block, ideal) in blocks {
            cells += count;
            expected += count * ideal;
            ties = ties.plus(block);
        }
        let mean = expected / cells;
        let (mut of_pattern, mut of_both) = (0.0, 0.0);
        for (count, block, ideal) in blocks {
            of_pattern += count * (ideal - mean) * (ideal - mean);
            of_both += (ideal - mean) * block.sum;
        }
        let of_ties = ties.squares - ties.sum * ties.sum / cells;
        // Where all cells are equal, what is left of their variance is rounding.
        if of_pattern > 1e-9 && of_ties > 1e-12 * ties.squares {
            of_both / (of_pattern.sqrt() * of_ties.sqrt())
        } else {
            f64::NEG_INFINITY
        }
    }
}

/// A division of the nodes into core and periphery, on its way to a better one.
struct Division<'a> {
    pairs: &'a Pairs,
    pattern: Between,
    core: Vec<bool>,
    blocks: Blocks,
    /// What each node's ties with the core add up to, and all its ties.
    to_core: Vec<Block>,
    to_all: Vec<Block>,
    fit: f64,
}

impl<'a> Division<'a> {
    /// Everyone in the periphery.
    fn new(pairs: &'a Pairs, pattern: Between) -> Self {
        let to_all: Vec<Block> = (0..pairs.len())
            .map(|node| pairs.of_node(node).fold(Block::default(), |sum, (_, tie)| sum.plus(tie)))
            .collect();
        let twice = to_all.iter().copied().fold(Block::default(), Block::plus);
        let periphery = Block { sum: twice.sum / 2.0, squares: twice.squares / 2.0 };
        Self {
            pairs,
            pattern,
            core: vec![false; pairs.len()],
            blocks: Blocks { periphery, ..Blocks::default() },
            to_core: vec![Block::default(); pairs.len()],
            to_all,
            fit: f64::NEG_INFINITY,
        }
    }

    /// The blocks after one node has changed sides.
    fn moved(&self, blocks: &Blocks, node: usize, to_core: Block) -> Blocks {
        let to_periphery = self.to_all[node].less(to_core);
        if self.core[node] {
            Blocks {
                members: blocks.members - 1,
                core: blocks.core.less(to_core),
                between: blocks.between.plus(to_core).less(to_periphery),
                periphery: blocks.periphery.plus(to_periphery),
            }
        } else {
            Blocks {
                members: blocks.members + 1,
                core: blocks.core.plus(to_core),
                between: blocks.between.less(to_core).plus(to_periphery),
                periphery: blocks.periphery.less(to_periphery),
            }
        }
    }

    fn fit_of(&self, blocks: &Blocks) -> f64 {
        blocks.fit(self.core.len(), self.pattern)
    }

    fn after_move(&self, node: usize) -> Blocks {
        self.moved(&self.blocks, node, self.to_core[node])
    }

    fn change_sides(&mut self, node: usize) {
        self.blocks = self.after_move(node);
        self.fit = self.fit_of(&self.blocks);
        let leaves = self.core[node];
        self.core[node] = !leaves;
        for (other, tie) in self.pairs.of_node(node) {
            let to_core = &mut self.to_core[other];
            *to_core = if leaves { to_core.less(tie) } else { to_core.plus(tie) };
        }
    }

    /// The best core that consists of the nodes with the strongest ties.
    fn start_by_strength(&mut self) {
        let mut order: Vec<usize> = (0..self.core.len()).collect();
        order.sort_by(|&one, &other| self.to_all[other].sum.total_cmp(&self.to_all[one].sum));
        let (mut best, mut members) = (f64::NEG_INFINITY, 0);
        for (count, &node) in order.iter().enumerate() {
            self.change_sides(node);
            if self.fit > best + BETTER {
                (best, members) = (self.fit, count + 1);
            }
        }
        for &node in &order[members..] {
            self.change_sides(node);
        }
    }

    /// A core of random size and members: by turns anyone, or a node and some of its contacts.
    fn start_at_random(&mut self, start: u64, draws: &mut Draws) {
        let share = draws.uniform();
        if start % 2 == 0 {
            for node in 0..self.core.len() {
                if draws.bernoulli(share) {
                    self.change_sides(node);
                }
            }
        } else if !self.core.is_empty() {
            let middle = draws.below(self.core.len() as u64) as usize;
            self.change_sides(middle);
            for (contact, _) in self.pairs.of_node(middle) {
                if draws.bernoulli(share) {
                    self.change_sides(contact);
                }
            }
        }
    }

    /// Moves nodes, and where that does not help exchanges two, until nothing is better.
    fn climb(&mut self, order: &[u32], run: &Run) -> Result<()> {
        loop {
            let mut changed = false;
            for (count, &node) in order.iter().enumerate() {
                if count % LOOK == 0 {
                    run.go_on()?;
                }
                let node = node as usize;
                if self.fit_of(&self.after_move(node)) > self.fit + BETTER {
                    self.change_sides(node);
                    changed = true;
                }
            }
            if !changed && !self.exchange(run)? {
                return Ok(());
            }
        }
    }

    /// Exchanges a member of the core with an outsider where that helps.
    ///
    /// Only those are tried on each side whose move alone would cost least, so that the work stays near that of moving
    /// every node.
    fn exchange(&mut self, run: &Run) -> Result<bool> {
        let gain = |division: &Self, node: usize| division.fit_of(&division.after_move(node));
        let mut members: Vec<(f64, usize)> = Vec::new();
        let mut outsiders: Vec<(f64, usize)> = Vec::new();
        for node in 0..self.core.len() {
            let side = if self.core[node] { &mut members } else { &mut outsiders };
            side.push((gain(self, node), node));
        }
        for side in [&mut members, &mut outsiders] {
            side.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
            side.truncate(EXCHANGED);
        }
        for &(_, member) in &members {
            run.go_on()?;
            let without = self.after_move(member);
            for &(_, outsider) in &outsiders {
                let to_core = self.to_core[outsider].less(self.pairs.between(outsider, member));
                if self.fit_of(&self.moved(&without, outsider, to_core)) > self.fit + BETTER {
                    self.change_sides(member);
                    self.change_sides(outsider);
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The fit from sums taken anew, free of what earlier moves have rounded.
    fn fit_anew(&self) -> f64 {
        let mut blocks = Blocks { members: self.core.iter().filter(|core| **core).count(), ..Blocks::default() };
        for node in 0..self.core.len() {
            for (other, tie) in self.pairs.of_node(node).filter(|(other, _)| *other > node) {
                let block = match (self.core[node], self.core[other]) {
                    (true, true) => &mut blocks.core,
                    (false, false) => &mut blocks.periphery,
                    _ => &mut blocks.between,
                };
                *block = block.plus(tie);
            }
        }
        self.fit_of(&blocks)
    }
}

/// How many of the most promising nodes on each side are tried for an exchange.
const EXCHANGED: usize = 64;

/// The best of all divisions, each reached from the one before by one move (Gray code).
fn exhaustive(pairs: &Pairs, between: Between, run: &Run) -> Result<(f64, Vec<bool>)> {
    let mut division = Division::new(pairs, between);
    let mut best = (f64::NEG_INFINITY, division.core.clone());
    for step in 1..1_u64 << pairs.len() {
        if step % LOOK as u64 == 0 {
            run.advance(1)?;
        }
        division.change_sides(step.trailing_zeros() as usize);
        if division.fit > best.0 + BETTER {
            best = (division.fit, division.core.clone());
        }
    }
    division.core.clone_from(&best.1);
    Ok((if best.0 > f64::NEG_INFINITY { division.fit_anew() } else { best.0 }, best.1))
}

#[cfg(test)]
mod tests {
    use super::super::pair_sums::tests::{alike, ties};
    use super::*;

    const SEED: Seed = Seed([1, 2]);

    #[test]
    fn the_ideal_pattern_is_found_and_fits_perfectly() {
        // A core of three, each with two in the periphery of its own.
        let ideal: Vec<(u32, u32)> = vec![(0, 1), (0, 2), (1, 2), (0, 3), (0, 4), (1, 3), (1, 4), (2, 3), (2, 4)];
        let network = ties(5, &ideal, false);
        for starts in [0, 5] {
            let (core, fit) = core_periphery(&network, false, Between::One, starts, SEED, &Run::quiet()).unwrap();
            assert_eq!(core, [true, true, true, false, false]);
            assert!((fit - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn starts_find_what_all_divisions_hold() {
        for index in 0..60 {
            let mut draws = SEED.stream(9, index);
            let nodes = 4 + draws.below(7) as u32;
            let directed = draws.bernoulli(0.5);
            let mut drawn = Vec::new();
            for one in 0..nodes {
                for other in 0..nodes {
                    if (directed && one != other || one < other) && draws.bernoulli(0.4) {
                        drawn.push((one, other));
                    }
                }
            }
            let network = ties(nodes as usize, &drawn, directed);
            for between in [Between::One, Between::Zero, Between::Missing, Between::Density] {
                let fit =
                    |starts| core_periphery(&network, false, between, starts, SEED, &Run::quiet()).map(|found| found.1);
                match (fit(0), fit(30)) {
                    (Ok(exact), Ok(found)) => assert!((exact - found).abs() < 1e-9, "{index} {between:?}"),
                    (exact, found) => assert_eq!(exact.is_err(), found.is_err()),
                }
            }
        }
    }

    #[test]
    fn threads_give_equal_bits() {
        let mut draws = SEED.stream(3, 0);
        let drawn: Vec<(u32, u32)> = (0..200_u32)
            .flat_map(|one| (one + 1..200).map(move |other| (one, other)))
            .filter(|&(one, _)| draws.bernoulli(if one < 30 { 0.5 } else { 0.05 }))
            .collect();
        let network = ties(200, &drawn, false);
        let found = |threads| {
            let run = Run::new(Some(threads)).unwrap();
            let (core, fit) = core_periphery(&network, false, Between::Missing, 9, SEED, &run).unwrap();
            (core, fit.to_bits())
        };
        assert_eq!(found(1), found(2));
        assert_eq!(found(1), found(7));
    }

    #[test]
    fn networks_without_a_correlation_are_refused() {
        for network in alike() {
            for starts in [0, 3] {
                let found = core_periphery(&network, false, Between::One, starts, SEED, &Run::quiet());
                assert!(matches!(found, Err(Error::InvalidInput(_))));
            }
        }
    }
}
