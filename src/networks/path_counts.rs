//! Walks that count shortest paths on the way out, and on the way back add up the shares that pass each node or tie.
//!
//! Names in Brandes (2001): `paths` σ, `order` S; what is handed back over a tie is its far end's share, (1 + δ) / σ.

use super::paths::{LOOK_EVERY, Lengths, UNSEEN, Ways};
use crate::error::{Error, Result};
use crate::random::Draws;
use crate::run::Run;

/// Paths whose lengths differ by less than this share are equally short: sums such as 0.1 + 0.2 and 0.3 differ by rounding.
pub const SAME_LENGTH: f64 = 1e-10;

/// A walk from one source that knows how many shortest paths lead to each place; its memory serves one after the other.
pub trait CountedWalk {
    /// Scratch memory for networks of so many nodes.
    fn new(nodes: usize) -> Self;

    /// Walks out from a source.
    fn walk(&mut self, ways: &Ways, source: usize, run: &Run) -> Result<()>;

    /// Adds to each place its dependency: the share of the paths to each target that pass it, times what this counts.
    fn add_to_places(&mut self, ways: &Ways, targets: &[f64], run: &Run, sum: &mut [f64]) -> Result<()>;

    /// Adds the same of each step, in the order of [`Ways::back`] from place to place; `starts` says where each begins.
    fn add_to_steps(
        &mut self,
        ways: &Ways,
        targets: &[f64],
        starts: &[usize],
        run: &Run,
        sum: &mut [f64],
    ) -> Result<()>;
}

/// The error where a number of paths leaves the doubles.
#[must_use]
pub fn too_many_paths() -> Error {
    Error::invalid(
        "`network` has more than 1e308 shortest paths between two of its nodes, too many to count; take a part of it",
    )
}

/// A walk by number of ties, level by level.
///
/// Between two levels numbers go over ties in one of two ways, whichever meets fewer ties: each place of one level
/// hands its number to all neighbours, or each place of the other collects from all. Neither asks which neighbours are
/// meant, since such questions cost more than the sum. When collecting, all other places show 0; what is handed to a
/// place that was done before is never read.
pub struct BySteps {
    seen: Vec<bool>,
    /// By place: what it was handed.
    handed: Vec<f64>,
    /// By place: what it shows to those who collect; 0 between levels.
    shown: Vec<f64>,
    order: Vec<u32>,
    /// In the order of `order`: paths, and later shares.
    paths: Vec<f64>,
    shares: Vec<f64>,
    levels: Vec<Level>,
}

/// Where a level starts in `order`, and how many steps lead on from it and back.
#[derive(Clone, Copy)]
struct Level {
    start: usize,
    onward: usize,
    back: usize,
}

impl BySteps {
    /// Empties the memory of the walk before.
    fn clear(&mut self) {
        for &place in &self.order {
            self.seen[place as usize] = false;
            self.handed[place as usize] = 0.0;
        }
        self.order.clear();
        self.paths.clear();
        self.levels.clear();
    }

    /// Takes the places from `start` on for a level, with their paths from `count`.
    fn close_level(&mut self, ways: &Ways, start: usize) -> Result<Level> {
        let mut level = Level { start, onward: 0, back: 0 };
        for &place in &self.order[start..] {
            level.onward += ways.onward(place as usize).nodes.len();
            level.back += ways.back(place as usize).nodes.len();
        }
        if self.paths[start..].contains(&f64::INFINITY) {
            return Err(too_many_paths());
        }
        self.levels.push(level);
        Ok(level)
    }

    /// What a look at all places costs beside the ties, where it needs one.
    fn extra(ways: &Ways) -> usize {
        if ways.is_directed() { ways.len() } else { 0 }
    }

    /// The part of `order` that is one level.
    fn range(&self, level: usize) -> std::ops::Range<usize> {
        let end = self.levels.get(level + 1).map_or(self.order.len(), |next| next.start);
        self.levels[level].start..end
    }
}

impl CountedWalk for BySteps {
    fn new(nodes: usize) -> Self {
        Self {
            seen: vec![false; nodes],
            handed: vec![0.0; nodes],
            shown: vec![0.0; nodes],
            order: Vec::with_capacity(nodes),
            paths: Vec::with_capacity(nodes),
            shares: vec![0.0; nodes],
            levels: Vec::new(),
        }
    }

    fn walk(&mut self, ways: &Ways, source: usize, run: &Run) -> Result<()> {
        self.clear();
        self.order.push(source as u32);
        self.paths.push(1.0);
        self.seen[source] = true;
        let mut level = self.close_level(ways, 0)?;
        let mut unseen = ways.step_count() - level.back;
        loop {
            let range = level.start..self.order.len();
            if level.onward > unseen + ways.len() {
                for number in range.clone() {
                    self.shown[self.order[number] as usize] = self.paths[number];
                }
                for place in 0..ways.len() {
                    if place % LOOK_EVERY == 0 {
                        run.go_on()?;
                    }
                    if !self.seen[place] {
                        let collected = collected(ways.back(place).nodes, &self.shown);
                        if collected > 0.0 {
                            self.seen[place] = true;
                            self.order.push(place as u32);
                            self.paths.push(collected);
                        }
                    }
                }
                for number in range.clone() {
                    self.shown[self.order[number] as usize] = 0.0;
                }
            } else {
                for number in range.clone() {
                    if number % LOOK_EVERY == 0 {
                        run.go_on()?;
                    }
                    let paths = self.paths[number];
                    for &other in ways.onward(self.order[number] as usize).nodes {
                        self.handed[other as usize] += paths;
                        if !self.seen[other as usize] {
                            self.seen[other as usize] = true;
                            self.order.push(other);
                        }
                    }
                }
                for &place in &self.order[range.end..] {
                    self.paths.push(self.handed[place as usize]);
                }
            }
            if self.order.len() == range.end {
                return Ok(());
            }
            level = self.close_level(ways, range.end)?;
            unseen -= level.back;
        }
    }

    fn add_to_places(&mut self, ways: &Ways, targets: &[f64], run: &Run, sum: &mut [f64]) -> Result<()> {
        let mut further = self.order.len()..self.order.len();
        let mut handed_beyond = false;
        for number in (0..self.levels.len()).rev() {
            let range = self.range(number);
            let hands = self
                .levels
                .get(number + 1)
                .is_some_and(|next| self.levels[number].onward > next.back + Self::extra(ways));
            if hands {
                handed_beyond = true;
                for &place in &self.order[range.clone()] {
                    self.handed[place as usize] = 0.0;
                }
                for from in further.clone() {
                    if from % LOOK_EVERY == 0 {
                        run.go_on()?;
                    }
                    let share = self.shares[from];
                    for &other in ways.back(self.order[from] as usize).nodes {
                        self.handed[other as usize] += share;
                    }
                }
            } else {
                for from in further.clone() {
                    self.shown[self.order[from] as usize] = self.shares[from];
                }
            }
            for at in range.clone() {
                if at % LOOK_EVERY == 0 {
                    run.go_on()?;
                }
                let place = self.order[at] as usize;
                let shares = if hands {
                    self.handed[place]
                } else if further.is_empty() {
                    0.0
                } else {
                    collected(ways.onward(place).nodes, &self.shown)
                };
                let dependency = self.paths[at] * shares;
                self.shares[at] = (targets[place] + dependency) / self.paths[at];
                if at > 0 {
                    sum[place] += dependency;
                }
            }
            if !hands {
                for &place in &self.order[further.clone()] {
                    self.shown[place as usize] = 0.0;
                }
            }
            further = range;
        }
        if handed_beyond && ways.is_directed() {
            // Where no path leads from the source, but a tie from there to a place it reaches.
            self.handed.fill(0.0);
        }
        Ok(())
    }

    fn add_to_steps(
        &mut self,
        ways: &Ways,
        targets: &[f64],
        starts: &[usize],
        run: &Run,
        sum: &mut [f64],
    ) -> Result<()> {
        for &place in &self.order {
            self.handed[place as usize] = 0.0;
        }
        for level in (1..self.levels.len()).rev() {
            for at in self.range(level - 1) {
                self.shown[self.order[at] as usize] = self.paths[at];
            }
            for at in self.range(level) {
                if at % LOOK_EVERY == 0 {
                    run.go_on()?;
                }
                let place = self.order[at] as usize;
                let share = (targets[place] + self.handed[place]) / self.paths[at];
                let before = ways.back(place).nodes;
                for (&other, total) in before.iter().zip(&mut sum[starts[place]..]) {
                    let passing = self.shown[other as usize] * share;
                    self.handed[other as usize] += passing;
                    *total += passing;
                }
            }
            for at in self.range(level - 1) {
                self.shown[self.order[at] as usize] = 0.0;
            }
        }
        Ok(())
    }
}

/// A walk by number of ties, place by place: the way to go where levels have few places, since a look at each level as a
/// whole costs more there than asking which neighbours are meant.
pub struct ByPlaces {
    /// By place: how many steps away it is, how many paths lead there, and what it was handed back.
    steps: Vec<u32>,
    paths: Vec<f64>,
    handed: Vec<f64>,
    order: Vec<u32>,
}

impl CountedWalk for ByPlaces {
    fn new(nodes: usize) -> Self {
        Self {
            steps: vec![UNSEEN; nodes],
            paths: vec![0.0; nodes],
            handed: vec![0.0; nodes],
            order: Vec::with_capacity(nodes),
        }
    }

    fn walk(&mut self, ways: &Ways, source: usize, run: &Run) -> Result<()> {
        for &place in &self.order {
            self.steps[place as usize] = UNSEEN;
        }
        self.order.clear();
        self.order.push(source as u32);
        (self.steps[source], self.paths[source], self.handed[source]) = (0, 1.0, 0.0);
        let mut next = 0;
        while let Some(&place) = self.order.get(next) {
            if next % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            next += 1;
            let (further, paths) = (self.steps[place as usize] + 1, self.paths[place as usize]);
            if paths == f64::INFINITY {
                return Err(too_many_paths());
            }
            for &other in ways.onward(place as usize).nodes {
                let other = other as usize;
                let steps = self.steps[other];
                if steps == UNSEEN {
                    (self.steps[other], self.paths[other], self.handed[other]) = (further, paths, 0.0);
                    self.order.push(other as u32);
                } else if steps == further {
                    self.paths[other] += paths;
                }
            }
        }
        Ok(())
    }

    fn add_to_places(&mut self, ways: &Ways, targets: &[f64], run: &Run, sum: &mut [f64]) -> Result<()> {
        for (at, &place) in self.order.iter().enumerate().skip(1).rev() {
            if at % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            let place = place as usize;
            let (before, paths, handed) = (self.steps[place] - 1, self.paths[place], self.handed[place]);
            sum[place] += paths * handed;
            let share = targets[place] / paths + handed;
            for &other in ways.back(place).nodes {
                if self.steps[other as usize] == before {
                    self.handed[other as usize] += share;
                }
            }
        }
        Ok(())
    }

    fn add_to_steps(
        &mut self,
        ways: &Ways,
        targets: &[f64],
        starts: &[usize],
        run: &Run,
        sum: &mut [f64],
    ) -> Result<()> {
        for (at, &place) in self.order.iter().enumerate().skip(1).rev() {
            if at % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            let place = place as usize;
            let before = self.steps[place] - 1;
            let share = targets[place] / self.paths[place] + self.handed[place];
            for (&other, total) in ways.back(place).nodes.iter().zip(&mut sum[starts[place]..]) {
                if self.steps[other as usize] == before {
                    *total += self.paths[other as usize] * share;
                    self.handed[other as usize] += share;
                }
            }
        }
        Ok(())
    }
}

/// The sum of what the places show.
fn collected(places: &[u32], shown: &[f64]) -> f64 {
    places.iter().fold(0.0, |sum, &place| sum + shown[place as usize])
}

/// A walk by distance, which keeps the last steps of the shortest paths to each place.
pub struct ByDistance {
    lengths: Lengths,
    /// In the order of the walk: paths, and what was handed back.
    paths: Vec<f64>,
    handed: Vec<f64>,
    /// For each last step the number in the order of where it starts, and which of the steps back it is.
    last_steps: Vec<(u32, u32)>,
    starts: Vec<usize>,
}

impl ByDistance {
    /// Counts the paths to all places, or to those up to and with `target`.
    fn count(&mut self, ways: &Ways, source: usize, target: Option<usize>, run: &Run) -> Result<()> {
        self.lengths.walk(ways, source, target, run)?;
        self.paths.clear();
        self.paths.push(1.0);
        self.last_steps.clear();
        self.starts.clear();
        self.starts.extend([0, 0]);
        for (at, &place) in (0..).zip(self.lengths.order()).skip(1) {
            if at as usize % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            let distance = self.lengths.distance_to(place as usize);
            let mut paths = 0.0;
            for (step, (other, length)) in (0..).zip(ways.back(place as usize).iter()) {
                let by_other = self.lengths.distance_to(other) + length;
                if by_other - distance <= SAME_LENGTH * by_other {
                    let before = self.lengths.rank_of(other);
                    if before < at {
                        paths += self.paths[before as usize];
                        self.last_steps.push((before, step));
                    }
                }
            }
            if paths == f64::INFINITY {
                return Err(too_many_paths());
            }
            self.paths.push(paths);
            self.starts.push(self.last_steps.len());
        }
        Ok(())
    }

    /// Draws one of the shortest paths to a target, all equally likely, and says which places it passes.
    pub fn draw(
        &mut self,
        ways: &Ways,
        source: usize,
        target: usize,
        draws: &mut Draws,
        run: &Run,
        mut passes: impl FnMut(u32),
    ) -> Result<()> {
        self.count(ways, source, Some(target), run)?;
        let mut at = match self.lengths.rank_of(target) {
            UNSEEN => return Ok(()),
            rank => rank as usize,
        };
        loop {
            let before = &self.last_steps[self.starts[at]..self.starts[at + 1]];
            let paths = before.iter().map(|&(before, _)| (before, self.paths[before as usize]));
            match pick(paths, self.paths[at], draws) {
                None | Some(0) => return Ok(()),
                Some(rank) => at = rank as usize,
            }
            passes(self.lengths.order()[at]);
        }
    }

    /// Goes back from the farthest place: for each, and for each of its last steps, what passes.
    fn hand_back(&mut self, targets: &[f64], run: &Run, mut passes: impl FnMut(usize, u32, f64)) -> Result<()> {
        self.handed.clear();
        self.handed.resize(self.paths.len(), 0.0);
        for (at, &place) in self.lengths.order().iter().enumerate().rev() {
            if at % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            let share = (targets[place as usize] + self.handed[at]) / self.paths[at];
            for &(before, step) in &self.last_steps[self.starts[at]..self.starts[at + 1]] {
                let passing = self.paths[before as usize] * share;
                self.handed[before as usize] += passing;
                passes(place as usize, step, passing);
            }
        }
        Ok(())
    }
}

impl CountedWalk for ByDistance {
    fn new(nodes: usize) -> Self {
        Self {
            lengths: Lengths::new(nodes),
            paths: Vec::with_capacity(nodes),
            handed: Vec::with_capacity(nodes),
            last_steps: Vec::with_capacity(nodes),
            starts: Vec::with_capacity(nodes + 1),
        }
    }

    fn walk(&mut self, ways: &Ways, source: usize, run: &Run) -> Result<()> {
        self.count(ways, source, None, run)
    }

    fn add_to_places(&mut self, _ways: &Ways, targets: &[f64], run: &Run, sum: &mut [f64]) -> Result<()> {
        self.hand_back(targets, run, |_, _, _| {})?;
        for (&place, handed) in self.lengths.order().iter().zip(&self.handed).skip(1) {
            sum[place as usize] += handed;
        }
        Ok(())
    }

    fn add_to_steps(
        &mut self,
        _ways: &Ways,
        targets: &[f64],
        starts: &[usize],
        run: &Run,
        sum: &mut [f64],
    ) -> Result<()> {
        self.hand_back(targets, run, |place, step, passing| sum[starts[place] + step as usize] += passing)
    }
}

/// One of several, drawn in proportion to their numbers, which add up to `total`.
pub fn pick<T: Copy>(weighed: impl Iterator<Item = (T, f64)>, total: f64, draws: &mut Draws) -> Option<T> {
    let mut left = draws.uniform() * total;
    let mut last = None;
    for (one, number) in weighed {
        last = Some(one);
        left -= number;
        if left < 0.0 {
            break;
        }
    }
    last
}
