//! Places on a plane at which tied nodes are near.
//!
//! Each component starts from distances to a few of its nodes (Brandes and Pich 2007), which gives its shape at once, and
//! is then relaxed by springs along ties and repulsion between all (Fruchterman and Reingold 1991), with far nodes taken
//! together (Barnes and Hut 1986). Components are packed side by side.

use ndarray::Array2;

use super::packing::packed;
use super::quadtree::Quadtree;
use crate::adjacency::{Adjacency, Parallel};
use crate::error::Result;
use crate::random::{Draws, Seed};
use crate::run::Run;

/// What the draws of a layout are for.
const STREAM: u64 = 0x1A70;

/// Steps of the relaxation; components of more nodes are given fewer.
const STEPS: usize = 300;
const STEPS_OF_LARGE: usize = 150;
const LARGE: usize = 300;

/// A step moves a node at most so far, at first, times the square root of their number.
const FIRST_HEAT: f64 = 0.12;

/// A pull towards the middle keeps loose parts from drifting off; it is weaker in larger components.
const GRAVITY: f64 = 0.4;

/// Nodes whose forces one thread works out at a time.
const CHUNK: usize = 256;

/// So many nodes at most give distances to start from.
const PIVOTS: usize = 50;
const POWER_STEPS: usize = 60;

type Place = [f64; 2];

/// Kernel of `weakties.networks.layout`: a place for each node, in lengths of a tie.
pub fn layout(network: &Adjacency, seed: Seed, run: &Run) -> Result<Array2<f64>> {
    let undirected;
    let network = if network.is_directed() {
        let ties = network.ties();
        let weights = vec![1.0; ties.sources.len()];
        undirected = Adjacency::from_ties(network.len(), &ties.sources, &ties.targets, &weights, false, Parallel::Max)?;
        &undirected
    } else {
        network
    };
    let components = components(network);
    let steps = |size: usize| if size > LARGE { STEPS_OF_LARGE } else { STEPS };
    run.expect_steps(components.iter().filter(|each| each.len() > 2).map(|each| steps(each.len()) as u64).sum());
    let mut number = vec![0; network.len()];
    let mut parts = Vec::with_capacity(components.len());
    for (index, nodes) in (0..).zip(&components) {
        for (place, &node) in (0..).zip(nodes) {
            number[node as usize] = place;
        }
        let places = match nodes.len() {
            1 => vec![[0.0; 2]],
            2 => vec![[0.0; 2], [1.0, 0.0]],
            size => {
                let part = Part::of(network, nodes, &number);
                let places = part.start(&mut seed.stream(STREAM, index), run)?;
                part.relaxed(places, steps(size), run)?
            }
        };
        parts.push(places);
    }
    let mut all = Array2::zeros((network.len(), 2));
    for (nodes, places) in components.iter().zip(packed(parts)) {
        for (&node, place) in nodes.iter().zip(places) {
            all[[node as usize, 0]] = place[0];
            all[[node as usize, 1]] = place[1];
        }
    }
    Ok(all)
}

/// The nodes of each component, the largest first.
fn components(network: &Adjacency) -> Vec<Vec<u32>> {
    let mut seen = vec![false; network.len()];
    let mut components = Vec::new();
    for first in 0..network.len() {
        if seen[first] {
            continue;
        }
        seen[first] = true;
        let mut nodes = vec![first as u32];
        let mut next = 0;
        while let Some(&node) = nodes.get(next) {
            next += 1;
            for &other in network.successors(node as usize).nodes {
                if !std::mem::replace(&mut seen[other as usize], true) {
                    nodes.push(other);
                }
            }
        }
        nodes.sort_unstable();
        components.push(nodes);
    }
    components.sort_by_key(|nodes| std::cmp::Reverse(nodes.len()));
    components
}

/// One component, its nodes numbered from 0.
struct Part {
    offsets: Vec<usize>,
    neighbours: Vec<u32>,
}

impl Part {
    fn of(network: &Adjacency, nodes: &[u32], number: &[u32]) -> Self {
        let mut part = Self { offsets: vec![0], neighbours: Vec::new() };
        for &node in nodes {
            let others = network.successors(node as usize).nodes;
            part.neighbours.extend(others.iter().map(|&other| number[other as usize]));
            part.offsets.push(part.neighbours.len());
        }
        part
    }

    fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    fn tied_to(&self, node: usize) -> &[u32] {
        &self.neighbours[self.offsets[node]..self.offsets[node + 1]]
    }

    /// Places by classical scaling of the distances to some nodes, each as far as can be from those before it.
    fn start(&self, draws: &mut Draws, run: &Run) -> Result<Vec<Place>> {
        let nodes = self.len();
        let pivots = nodes.min(PIVOTS);
        let mut nearest = vec![u32::MAX; nodes];
        let mut pivot = draws.below(nodes as u64) as usize;
        let mut table = Array2::<f64>::zeros((nodes, pivots));
        for column in 0..pivots {
            run.go_on()?;
            for (node, steps) in self.steps_from(pivot).into_iter().enumerate() {
                table[[node, column]] = f64::from(steps).powi(2);
                nearest[node] = nearest[node].min(steps);
            }
            // The first of the farthest.
            pivot = (0..nodes).max_by_key(|&node| (nearest[node], std::cmp::Reverse(node))).unwrap_or(0);
        }
        centre(&mut table);
        let mut places = principal(&table, draws);
        let length = self.mean_length(&places);
        let scale = if length > 1e-9 { 1.0 / length } else { 0.0 };
        for place in &mut places {
            // No two nodes start at the same place.
            *place = place.map(|axis| axis * scale + 0.5 * (draws.uniform() - 0.5));
        }
        Ok(places)
    }

    fn steps_from(&self, first: usize) -> Vec<u32> {
        let mut steps = vec![u32::MAX; self.len()];
        steps[first] = 0;
        let mut order = vec![first as u32];
        let mut next = 0;
        while let Some(&node) = order.get(next) {
            next += 1;
            for &other in self.tied_to(node as usize) {
                if steps[other as usize] == u32::MAX {
                    steps[other as usize] = steps[node as usize] + 1;
                    order.push(other);
                }
            }
        }
        steps
    }

    fn mean_length(&self, places: &[Place]) -> f64 {
        let of_node = |node: usize| {
            let lengths = self.tied_to(node).iter().map(|&other| squared(places[node], places[other as usize]).sqrt());
            lengths.sum::<f64>()
        };
        (0..self.len()).map(of_node).sum::<f64>() / self.neighbours.len() as f64
    }

    /// Moves nodes along the forces on them, by less and less.
    fn relaxed(&self, mut places: Vec<Place>, steps: usize, run: &Run) -> Result<Vec<Place>> {
        let nodes = self.len();
        let first_heat = FIRST_HEAT * (nodes as f64).sqrt() + 0.5;
        let gravity = GRAVITY / (nodes as f64).sqrt();
        let mut tree = Quadtree::new();
        for step in 0..steps {
            tree.build(&places);
            let middle = tree.middle();
            let left = 1.0 - step as f64 / steps as f64;
            let heat = first_heat * left;
            let chunks = run.map(nodes.div_ceil(CHUNK), |chunk| {
                let of_chunk = chunk * CHUNK..nodes.min((chunk + 1) * CHUNK);
                Ok(of_chunk
                    .map(|node| {
                        let place = places[node];
                        let mut force = tree.repulsion(place);
                        for axis in 0..2 {
                            force[axis] += gravity * (middle[axis] - place[axis]);
                        }
                        for &other in self.tied_to(node) {
                            let other = places[other as usize];
                            let length = squared(place, other).sqrt();
                            force[0] += (other[0] - place[0]) * length;
                            force[1] += (other[1] - place[1]) * length;
                        }
                        let size = squared(force, [0.0; 2]).sqrt();
                        let share = if size > heat { heat / size } else { 1.0 };
                        [place[0] + share * force[0], place[1] + share * force[1]]
                    })
                    .collect::<Vec<Place>>())
            })?;
            places = chunks.into_iter().flatten().collect();
            run.advance(1)?;
        }
        Ok(places)
    }
}

fn squared(one: Place, other: Place) -> f64 {
    (one[0] - other[0]).powi(2) + (one[1] - other[1]).powi(2)
}

/// Takes the means of rows and columns out of squared distances, as classical scaling does.
fn centre(table: &mut Array2<f64>) {
    let (rows, columns) = table.dim();
    let column_means: Vec<f64> = (0..columns).map(|column| table.column(column).sum() / rows as f64).collect();
    let mean = column_means.iter().sum::<f64>() / columns as f64;
    for mut row in table.outer_iter_mut() {
        let row_mean = row.sum() / columns as f64;
        for (value, column_mean) in row.iter_mut().zip(&column_means) {
            *value = -0.5 * (*value - row_mean - column_mean + mean);
        }
    }
}

/// Each row's coordinates along the two directions in which the rows differ most.
fn principal(table: &Array2<f64>, draws: &mut Draws) -> Vec<Place> {
    let columns = table.ncols();
    let mut square = Array2::<f64>::zeros((columns, columns));
    for row in table.outer_iter() {
        for one in 0..columns {
            for other in 0..columns {
                square[[one, other]] += row[one] * row[other];
            }
        }
    }
    let mut directions: Vec<Vec<f64>> = Vec::new();
    for _ in 0..2 {
        let mut direction: Vec<f64> = (0..columns).map(|_| draws.uniform() - 0.5).collect();
        for _ in 0..POWER_STEPS {
            let mut next: Vec<f64> =
                square.outer_iter().map(|row| row.iter().zip(&direction).map(|(a, b)| a * b).sum()).collect();
            for known in &directions {
                let along: f64 = next.iter().zip(known).map(|(a, b)| a * b).sum();
                for (value, part) in next.iter_mut().zip(known) {
                    *value -= along * part;
                }
            }
            let size = next.iter().map(|value| value * value).sum::<f64>().sqrt();
            if size < 1e-9 {
                next.fill(0.0);
            } else {
                for value in &mut next {
                    *value /= size;
                }
            }
            direction = next;
        }
        directions.push(direction);
    }
    let along = |row: &[f64], direction: &[f64]| row.iter().zip(direction).map(|(a, b)| a * b).sum::<f64>();
    table
        .outer_iter()
        .map(|row| {
            let row = row.to_vec();
            [along(&row, &directions[0]), along(&row, &directions[1])]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: Seed = Seed([3, 4]);

    fn ties(nodes: usize, pairs: &[(u32, u32)], directed: bool) -> Adjacency {
        let (sources, targets): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
        Adjacency::from_ties(nodes, &sources, &targets, &vec![1.0; pairs.len()], directed, Parallel::Max).unwrap()
    }

    fn grid(side: u32) -> Adjacency {
        let at = |row: u32, column: u32| row * side + column;
        let mut pairs = Vec::new();
        for row in 0..side {
            for column in 0..side {
                if column + 1 < side {
                    pairs.push((at(row, column), at(row, column + 1)));
                }
                if row + 1 < side {
                    pairs.push((at(row, column), at(row + 1, column)));
                }
            }
        }
        ties((side * side) as usize, &pairs, false)
    }

    #[test]
    fn a_grid_is_unfolded() {
        let side = 20;
        let places = layout(&grid(side), SEED, &Run::quiet()).unwrap();
        let apart = |one: u32, other: u32| {
            let (one, other) = (one as usize, other as usize);
            (places[[one, 0]] - places[[other, 0]]).hypot(places[[one, 1]] - places[[other, 1]])
        };
        let last = side * side - 1;
        let corners = [apart(0, last), apart(side - 1, last - side + 1)];
        let sides = [apart(0, side - 1), apart(0, last - side + 1), apart(last, side - 1)];
        let longest = sides.into_iter().fold(0.0, f64::max);
        assert!(corners.into_iter().all(|diagonal| diagonal > longest), "{corners:?} {sides:?}");
    }

    #[test]
    fn threads_give_equal_bits_and_another_seed_other_places() {
        let network = grid(30);
        let on = |threads, seed| {
            let places = layout(&network, seed, &Run::new(Some(threads)).unwrap()).unwrap();
            places.into_iter().map(f64::to_bits).collect::<Vec<u64>>()
        };
        let one = on(1, SEED);
        assert!(on(2, SEED) == one && on(7, SEED) == one);
        assert!(on(1, Seed([5, 4])) != one);
    }

    #[test]
    fn directions_make_no_difference_and_components_stand_apart() {
        let pairs = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 6), (6, 3), (3, 5), (7, 8)];
        let places = layout(&ties(10, &pairs, false), SEED, &Run::quiet()).unwrap();
        assert_eq!(layout(&ties(10, &pairs, true), SEED, &Run::quiet()).unwrap(), places);
        let component = [1, 1, 1, 0, 0, 0, 0, 2, 2, 3];
        let near = |one: usize, other: usize| {
            (places[[one, 0]] - places[[other, 0]]).hypot(places[[one, 1]] - places[[other, 1]])
        };
        for one in 0..10 {
            for other in 0..10 {
                if component[one] != component[other] {
                    assert!(near(one, other) > 0.99, "{one} {other}: {}", near(one, other));
                }
            }
        }
        assert!(layout(&ties(0, &[], false), SEED, &Run::quiet()).unwrap().is_empty());
    }

    #[test]
    fn a_stopped_run_ends_early() {
        let run = Run::quiet();
        run.stop();
        assert!(layout(&grid(3), SEED, &run).is_err());
    }
}
