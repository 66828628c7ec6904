//! The walk that counts shortest paths by number of ties, level by level.

use super::path_counts::{CountedWalk, too_many_paths};
use super::paths::{LOOK_EVERY, Ways};
use crate::error::Result;
use crate::run::Run;

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

/// The sum of what the places show.
fn collected(places: &[u32], shown: &[f64]) -> f64 {
    places.iter().fold(0.0, |sum, &place| sum + shown[place as usize])
}
