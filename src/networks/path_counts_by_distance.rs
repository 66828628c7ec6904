//! The walk that counts shortest paths by distance.

use super::lengths::Lengths;
use super::path_counts::{CountedWalk, pick, too_many_paths};
use super::paths::{LOOK_EVERY, UNSEEN, Ways};
use crate::error::Result;
use crate::random::Draws;
use crate::run::Run;

/// Paths whose lengths differ by less than this share are equally short: sums such as 0.1 + 0.2 and 0.3 differ by rounding.
pub const SAME_LENGTH: f64 = 1e-10;

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
