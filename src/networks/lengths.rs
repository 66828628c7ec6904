//! The walk by distance, nearest first.

use super::paths::{LOOK_EVERY, UNSEEN, Ways};
use crate::error::Result;
use crate::run::Run;

/// A walk from one place by distance (Dijkstra); its memory serves one source after the other.
pub struct Lengths {
    distance: Vec<f64>,
    /// Each place's number in `order`.
    rank: Vec<u32>,
    order: Vec<u32>,
    queue: Queue,
}

impl Lengths {
    /// Scratch memory for networks of so many nodes.
    #[must_use]
    pub fn new(nodes: usize) -> Self {
        Self {
            distance: vec![f64::INFINITY; nodes],
            rank: vec![UNSEEN; nodes],
            order: Vec::with_capacity(nodes),
            queue: Queue::new(nodes),
        }
    }

    /// Finds the distance of all places from the source, or of those up to and with `target`.
    pub fn walk(&mut self, ways: &Ways, source: usize, target: Option<usize>, run: &Run) -> Result<()> {
        for &place in &self.order {
            self.distance[place as usize] = f64::INFINITY;
            self.rank[place as usize] = UNSEEN;
        }
        for &Waiting { place, .. } in &self.queue.waiting {
            self.distance[place as usize] = f64::INFINITY;
        }
        self.queue.clear();
        self.order.clear();
        self.distance[source] = 0.0;
        self.queue.put(source as u32, 0.0);
        while let Some(place) = self.queue.take() {
            if self.order.len() % LOOK_EVERY == 0 {
                run.go_on()?;
            }
            self.rank[place as usize] = self.order.len() as u32;
            self.order.push(place);
            if target == Some(place as usize) {
                break;
            }
            let so_far = self.distance[place as usize];
            for (other, length) in ways.onward(place as usize).iter() {
                let by_place = so_far + length;
                if by_place < self.distance[other] {
                    self.distance[other] = by_place;
                    self.queue.put(other as u32, by_place);
                }
            }
        }
        Ok(())
    }

    /// The places that were found, nearest first, from the source on.
    #[must_use]
    pub fn order(&self) -> &[u32] {
        &self.order
    }

    /// The distance of a place that was found.
    #[must_use]
    pub fn distance_to(&self, place: usize) -> f64 {
        self.distance[place]
    }

    /// The number in [`Lengths::order`] of a place that was found; [`UNSEEN`] for all others.
    #[must_use]
    pub fn rank_of(&self, place: usize) -> u32 {
        self.rank[place]
    }
}

#[derive(Clone, Copy)]
struct Waiting {
    distance: f64,
    place: u32,
}

/// Places by distance, nearest first: a heap with four children each, in which a place can move up.
struct Queue {
    waiting: Vec<Waiting>,
    /// Where in `waiting` each place is; `UNSEEN` if it is not.
    at: Vec<u32>,
}

impl Queue {
    fn new(nodes: usize) -> Self {
        Self { waiting: Vec::new(), at: vec![UNSEEN; nodes] }
    }

    fn clear(&mut self) {
        for waiting in self.waiting.drain(..) {
            self.at[waiting.place as usize] = UNSEEN;
        }
    }

    /// Adds a place, or moves one up that came nearer.
    fn put(&mut self, place: u32, distance: f64) {
        let entry = Waiting { distance, place };
        let mut hole = self.at[place as usize] as usize;
        if hole == UNSEEN as usize {
            hole = self.waiting.len();
            self.waiting.push(entry);
        }
        while hole > 0 {
            let parent = (hole - 1) / 4;
            let above = self.waiting[parent];
            if above.distance <= distance {
                break;
            }
            self.waiting[hole] = above;
            self.at[above.place as usize] = hole as u32;
            hole = parent;
        }
        self.waiting[hole] = entry;
        self.at[place as usize] = hole as u32;
    }

    /// Takes the nearest place out.
    fn take(&mut self) -> Option<u32> {
        let nearest = self.waiting.first()?.place;
        self.at[nearest as usize] = UNSEEN;
        let last = self.waiting.pop()?;
        if self.waiting.is_empty() {
            return Some(nearest);
        }
        let mut hole = 0;
        loop {
            let first = 4 * hole + 1;
            let child = match self.waiting.get(first..).unwrap_or_default() {
                [] => break,
                // By arithmetic, since which child is nearest cannot be foreseen and a wrong guess of the processor
                // costs more than all the rest.
                [a, b, c, d, ..] => {
                    let left = usize::from(b.distance < a.distance);
                    let right = 2 + usize::from(d.distance < c.distance);
                    let nearer = self.waiting[first + right].distance < self.waiting[first + left].distance;
                    first + left + usize::from(nearer) * (right - left)
                }
                few => {
                    let nearest =
                        few.iter().enumerate().min_by(|one, other| one.1.distance.total_cmp(&other.1.distance));
                    first + nearest.map_or(0, |(number, _)| number)
                }
            };
            let least = self.waiting[child];
            if least.distance >= last.distance {
                break;
            }
            self.waiting[hole] = least;
            self.at[least.place as usize] = hole as u32;
            hole = child;
        }
        self.waiting[hole] = last;
        self.at[last.place as usize] = hole as u32;
        Some(nearest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::networks::degree::Direction;
    use crate::networks::paths::tests::ways;

    fn lengths(ways: &Ways, source: u32) -> Vec<f64> {
        let mut walk = Lengths::new(4);
        // The second walk finds no trace of the first.
        for from in [0, source] {
            walk.walk(ways, ways.place_of(from) as usize, None, &Run::quiet()).unwrap();
        }
        (0..4).map(|node| walk.distance_to(ways.place_of(node) as usize)).collect()
    }

    #[test]
    fn walks_follow_the_direction() {
        assert_eq!(lengths(&ways(Direction::Out), 1), [6.0, 0.0, 2.0, f64::INFINITY]);
        assert_eq!(lengths(&ways(Direction::In), 1), [1.0, 0.0, 5.0, f64::INFINITY]);
        assert_eq!(lengths(&ways(Direction::All), 2), [3.0, 2.0, 0.0, f64::INFINITY]);
    }

    #[test]
    fn a_queue_serves_the_nearest_first() {
        let mut queue = Queue::new(1000);
        for place in 0..1000_u32 {
            queue.put(place, f64::from(place * 7919 % 1000 + 1000));
        }
        for place in 0..500_u32 {
            queue.put(place, f64::from(place * 7919 % 1000));
        }
        let served: Vec<u32> = std::iter::from_fn(|| queue.take()).collect();
        let distance = |&place: &u32| place * 7919 % 1000 + if place < 500 { 0 } else { 1000 };
        assert_eq!(served.len(), 1000);
        assert!(served.iter().map(distance).is_sorted());
    }

    #[test]
    fn a_walk_that_ended_early_leaves_no_trace() {
        let ways = ways(Direction::All);
        let mut walk = Lengths::new(4);
        walk.walk(&ways, ways.place_of(0) as usize, Some(ways.place_of(0) as usize), &Run::quiet()).unwrap();
        walk.walk(&ways, ways.place_of(3) as usize, None, &Run::quiet()).unwrap();
        assert_eq!(walk.order(), [ways.place_of(3)]);
        assert!((0..3).all(|node| walk.distance_to(ways.place_of(node) as usize) == f64::INFINITY));
    }
}
