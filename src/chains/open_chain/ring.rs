//! A network after Watts and Strogatz (1998): everybody in a ring knows the nearest, and some ties lead elsewhere.

use super::dice::{Dice, Purpose};
use super::neighbours::lists;
use super::scenario::Scenario;

/// Where a list of new ties ends.
const NONE: u32 = u32::MAX;

/// A ring some of whose ties have been rewired.
///
/// A tie is known by whoever it began at and how far along the ring it led: its number is `people` · (steps − 1) + person.
pub(super) struct Ring {
    people: u32,
    /// For each tie, whom it leads to by now.
    ends: Vec<u32>,
    /// How many ties each person has.
    degrees: Vec<u32>,
    /// For each person the last of the new ties, as a place in `new_ties`.
    last: Vec<u32>,
    /// Other ends of new ties, each beside the place of the one before.
    new_ties: Vec<(u32, u32)>,
}

impl Ring {
    /// Draws a network: each tie leads with probability `rewiring` to anybody whom the person does not know yet.
    pub(super) fn drawn(scenario: &Scenario, dice: Dice) -> Self {
        let (people, half) = (scenario.people, scenario.neighbours / 2);
        let mut ring = Self {
            people,
            ends: (1..=half).flat_map(|step| (0..people).map(move |one| (one + step) % people)).collect(),
            degrees: vec![2 * half; people as usize],
            last: vec![NONE; people as usize],
            new_ties: Vec::new(),
        };
        let (mut rewired, mut targets) = (dice.of(Purpose::Rewired, 0), dice.of(Purpose::Network, 0));
        for tie in 0..ring.ends.len() {
            let one = ring.beginning(tie);
            let is_full = ring.degrees[one as usize] >= people - 1;
            if !rewired.bernoulli(scenario.rewiring) || is_full {
                continue;
            }
            let new = loop {
                let other = targets.below(u64::from(people)) as u32;
                if other != one && !ring.are_tied(one, other) {
                    break other;
                }
            };
            ring.rewire(tie, new);
        }
        ring
    }

    /// How many neighbours each person has.
    pub(super) fn degrees(&self) -> &[u32] {
        &self.degrees
    }

    /// Their neighbours end to end, each person's in order.
    pub(super) fn neighbours(&self) -> Vec<u32> {
        let ties = self.ends.chunks_exact(self.people as usize).flat_map(|ends| (0..).zip(ends.iter().copied()));
        let unsorted = by_person(&self.degrees, ties.flat_map(|(one, other)| [[one, other], [other, one]]));
        // Each is written down with all others, who come one after another.
        let ties = (0..).zip(lists(&self.degrees, &unsorted));
        by_person(&self.degrees, ties.flat_map(|(one, others)| others.iter().map(move |&other| [other, one])))
    }

    fn beginning(&self, tie: usize) -> u32 {
        (tie % self.people as usize) as u32
    }

    fn rewire(&mut self, tie: usize, new: u32) {
        let one = self.beginning(tie);
        let old = std::mem::replace(&mut self.ends[tie], new);
        self.degrees[old as usize] -= 1;
        self.degrees[new as usize] += 1;
        for (one, other) in [(one, new), (new, one)] {
            let before = std::mem::replace(&mut self.last[one as usize], self.new_ties.len() as u32);
            self.new_ties.push((other, before));
        }
    }

    fn are_tied(&self, one: u32, other: u32) -> bool {
        let ahead = (other + self.people - one) % self.people;
        self.are_tied_still(one, ahead, other) || self.are_tied_still(other, self.people - ahead, one) || {
            let mut place = self.last[one as usize];
            while let Some(&(known, before)) = self.new_ties.get(place as usize) {
                if known == other {
                    return true;
                }
                place = before;
            }
            false
        }
    }

    /// Whether the tie of the ring from one person to another so many steps ahead is there and was not rewired.
    fn are_tied_still(&self, one: u32, steps: u32, other: u32) -> bool {
        let tie = self.people as usize * (steps as usize - 1) + one as usize;
        self.ends.get(tie) == Some(&other)
    }
}

/// For each person whom they are tied to, in the order of ties, end to end.
fn by_person(degrees: &[u32], ties: impl Iterator<Item = [u32; 2]>) -> Vec<u32> {
    let mut end = 0;
    let mut places = Vec::with_capacity(degrees.len());
    for &degree in degrees {
        places.push(end);
        end += degree as usize;
    }
    let mut others = vec![0; end];
    ties.for_each(|[one, other]| {
        let place = &mut places[one as usize];
        others[*place] = other;
        *place += 1;
    });
    others
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chains::open_chain::simulate::tests::scenario;
    use crate::random::Seed;

    fn drawn(people: u32, neighbours: u32, rewiring: f64) -> Ring {
        let dice = Dice { seed: Seed([1, 2]), replicate: people, period: 0 };
        Ring::drawn(&Scenario { people, neighbours, rewiring, ..scenario() }, dice)
    }

    #[test]
    fn who_is_tied_to_whom_is_what_lists_say() {
        for (people, neighbours, rewiring) in
            [(3, 2, 0.5), (9, 8, 1.0), (10, 8, 1.0), (30, 4, 0.0), (30, 4, 0.3), (40, 12, 1.0)]
        {
            let ring = drawn(people, neighbours, rewiring);
            let all = ring.neighbours();
            assert_eq!(all.len(), (people * neighbours) as usize);
            for (one, list) in (0..).zip(lists(ring.degrees(), &all)) {
                assert!(list.windows(2).all(|pair| pair[0] < pair[1]));
                for other in (0..people).filter(|&other| other != one) {
                    assert_eq!(ring.are_tied(one, other), list.contains(&other), "{one} and {other} of {people}");
                }
            }
        }
    }

    #[test]
    fn as_many_ties_lead_elsewhere_as_chance_says() {
        let ring = drawn(4000, 8, 0.2);
        let rewired = ring.new_ties.len() as f64 / 2.0;
        assert!((rewired - 3200.0).abs() < 5.0 * (16_000.0_f64 * 0.2 * 0.8).sqrt(), "{rewired}");
        // Everybody knows everybody already.
        assert!(drawn(9, 8, 1.0).new_ties.is_empty());
    }
}
