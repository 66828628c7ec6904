//! Walks that count shortest paths on the way out, and on the way back add up the shares that pass each node or tie.
//!
//! The walk here goes place by place, that in `path_counts_by_level` level by level, that in `path_counts_by_distance`
//! by distance.
//!
//! Names in Brandes (2001): `paths` σ, `order` S; what is handed back over a tie is its far end's share, (1 + δ) / σ.

use super::paths::{LOOK_EVERY, UNSEEN, Ways};
use crate::error::{Error, Result};
use crate::random::Draws;
use crate::run::Run;

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
