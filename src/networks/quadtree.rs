//! Repulsion between many places, far ones taken together (Barnes and Hut 1986).

type Place = [f64; 2];

/// A cell is taken as one when it is so much smaller than its distance.
const OPENING: f64 = 1.0;
/// A cell with at most so many places is not divided.
const SMALL: usize = 8;
/// Places so close to each other are not told apart any more.
const DEEPEST: u32 = 32;
/// The square of the least distance that counts, so that no force is infinite.
const LEAST: f64 = 1e-4;

struct Cell {
    middle: Place,
    count: f64,
    /// The square of its side over that of `OPENING`.
    reach: f64,
    /// The cell that comes after all that are within this one.
    next: usize,
    /// Its places, where it is not divided.
    from: usize,
    to: usize,
}

/// Places sorted into squares within squares, each square before those within it.
pub(super) struct Quadtree {
    cells: Vec<Cell>,
    places: Vec<Place>,
}

impl Quadtree {
    pub(super) fn new() -> Self {
        Self { cells: Vec::new(), places: Vec::new() }
    }

    /// Sorts other places in, of which there is at least one.
    pub(super) fn build(&mut self, places: &[Place]) {
        self.cells.clear();
        self.places.clear();
        self.places.extend_from_slice(places);
        let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
        for place in places {
            for axis in 0..2 {
                low[axis] = low[axis].min(place[axis]);
                high[axis] = high[axis].max(place[axis]);
            }
        }
        let half = 0.5 * (high[0] - low[0]).max(high[1] - low[1]);
        let centre = [f64::midpoint(low[0], high[0]), f64::midpoint(low[1], high[1])];
        self.divide(0, places.len(), centre, half, 0);
    }

    fn divide(&mut self, from: usize, to: usize, centre: Place, half: f64, depth: u32) {
        if from == to {
            return;
        }
        let at = self.cells.len();
        let within = &mut self.places[from..to];
        let count = within.len() as f64;
        let sum = within.iter().fold([0.0; 2], |sum, place| [sum[0] + place[0], sum[1] + place[1]]);
        let whole = within.len() <= SMALL || depth == DEEPEST;
        self.cells.push(Cell {
            middle: [sum[0] / count, sum[1] / count],
            count,
            reach: (2.0 * half / OPENING).powi(2),
            next: 0,
            from,
            to: if whole { to } else { from },
        });
        if !whole {
            let middle = from + parted(within, |place| place[1] < centre[1]);
            let (lower, upper) = (from..middle, middle..to);
            for (rows, sign) in [(lower, -0.5), (upper, 0.5)] {
                let split = rows.start + parted(&mut self.places[rows.clone()], |place| place[0] < centre[0]);
                let vertical = centre[1] + sign * half;
                self.divide(rows.start, split, [centre[0] - 0.5 * half, vertical], 0.5 * half, depth + 1);
                self.divide(split, rows.end, [centre[0] + 0.5 * half, vertical], 0.5 * half, depth + 1);
            }
        }
        self.cells[at].next = self.cells.len();
    }

    /// The mean of all places.
    pub(super) fn middle(&self) -> Place {
        self.cells.first().map_or([0.0; 2], |all| all.middle)
    }

    /// The sum over all places of the way from them, over its length to the power of 2.5.
    ///
    /// A push that falls off faster than one over the length keeps the parts of a large network from driving the others out
    /// (Hu 2005).
    pub(super) fn repulsion(&self, place: Place) -> Place {
        let mut force = [0.0; 2];
        let mut push = |from: Place, count: f64, squared: f64| {
            let squared = squared.max(LEAST);
            let strength = count / (squared * squared.sqrt().sqrt());
            force[0] += (place[0] - from[0]) * strength;
            force[1] += (place[1] - from[1]) * strength;
        };
        let apart = |from: Place| (place[0] - from[0]).powi(2) + (place[1] - from[1]).powi(2);
        let mut at = 0;
        while let Some(cell) = self.cells.get(at) {
            let squared = apart(cell.middle);
            if cell.reach < squared {
                push(cell.middle, cell.count, squared);
                at = cell.next;
            } else if cell.from < cell.to {
                for &other in &self.places[cell.from..cell.to] {
                    push(other, 1.0, apart(other));
                }
                at = cell.next;
            } else {
                at += 1;
            }
        }
        force
    }
}

/// Moves the places for which something holds before the others, and returns how many they are.
fn parted(places: &mut [Place], holds: impl Fn(&Place) -> bool) -> usize {
    let mut count = 0;
    for at in 0..places.len() {
        if holds(&places[at]) {
            places.swap(at, count);
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    #[test]
    fn repulsion_is_near_the_sum_over_all() {
        let mut draws = Seed([1, 1]).stream(0, 0);
        let places: Vec<Place> = (0..2000).map(|_| [10.0 * draws.normal(), draws.normal()]).collect();
        let mut tree = Quadtree::new();
        tree.build(&places);
        let (mut error, mut size) = (0.0, 0.0);
        for &place in &places {
            let exact = places.iter().fold([0.0; 2], |sum, from| {
                let squared = ((place[0] - from[0]).powi(2) + (place[1] - from[1]).powi(2)).max(LEAST);
                let power = squared.powf(1.25);
                [sum[0] + (place[0] - from[0]) / power, sum[1] + (place[1] - from[1]) / power]
            });
            let found = tree.repulsion(place);
            error += (found[0] - exact[0]).hypot(found[1] - exact[1]);
            size += exact[0].hypot(exact[1]);
        }
        assert!(error / size < 0.06, "{}", error / size);
    }

    #[test]
    fn equal_places_do_no_harm() {
        let mut tree = Quadtree::new();
        tree.build(&[[1.0, 2.0]; 100]);
        assert_eq!(tree.repulsion([1.0, 2.0]), [0.0; 2]);
        assert!(tree.repulsion([2.0, 2.0])[0] > 99.0);
        assert_eq!(tree.middle(), [1.0, 2.0]);
    }
}
