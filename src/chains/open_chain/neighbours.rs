//! Who knows whom: neighbour lists laid end to end, given or drawn.

use super::dice::Dice;
use super::lots::{Groups, Luck};
use super::ring::Ring;
use super::scenario::Scenario;
use crate::adjacency::Adjacency;

/// Of more neighbours than so many, luck has too few values to choose one evenly.
pub(super) const CROWD: usize = 1 << 8;

/// The neighbours of everybody.
#[derive(Debug, Clone)]
pub struct Neighbours {
    people: usize,
    /// Where each list begins and how long it is: behind all lists for those who know nobody, who fill up the last group
    /// of those who draw together.
    spans: Vec<(u32, u32)>,
    others: Vec<u32>,
    have_crowds: bool,
}

impl Neighbours {
    /// Those of a network.
    #[must_use]
    pub fn of(ties: &Adjacency) -> Self {
        Self::listed((0..ties.len()).map(|node| ties.successors(node).nodes))
    }

    /// The network of a scenario.
    pub(super) fn drawn(scenario: &Scenario, dice: Dice) -> Self {
        let ring = Ring::drawn(scenario, dice);
        Self::listed(lists(ring.degrees(), &ring.neighbours()))
    }

    fn listed<'a>(lists: impl Iterator<Item = &'a [u32]>) -> Self {
        let (mut spans, mut others) = (Vec::new(), Vec::new());
        for list in lists {
            let start = if list.is_empty() { u32::MAX } else { others.len() as u32 };
            spans.push((start, list.len() as u32));
            others.extend_from_slice(list);
        }
        let people = spans.len();
        let have_crowds = spans.iter().any(|&(_, count)| count as usize > CROWD);
        spans.resize(Groups::of(people).people(), (u32::MAX, 0));
        Self { people, spans, others, have_crowds }
    }

    pub(super) fn people(&self) -> usize {
        self.people
    }

    /// Whether anybody has more than a [`CROWD`] of neighbours.
    pub(super) fn have_crowds(&self) -> bool {
        self.have_crowds
    }

    #[inline]
    pub(super) fn of_person(&self, person: usize) -> &[u32] {
        let (start, count) = self.spans[person];
        let start = start as usize;
        self.others.get(start..start + count as usize).unwrap_or(&[])
    }

    /// A neighbour, who is the same person if there is none, and what is left of luck.
    #[inline]
    pub(super) fn pick(&self, person: u32, luck: Luck) -> (u32, Luck) {
        let (start, count) = self.spans[person as usize];
        let (place, left) = luck.split(count as usize);
        (self.others.get(start as usize + place).copied().unwrap_or(person), left)
    }
}

/// Lists of these lengths that are laid end to end.
pub(super) fn lists<'a>(lengths: &'a [u32], mut all: &'a [u32]) -> impl Iterator<Item = &'a [u32]> {
    lengths.iter().map(move |&length| {
        let (list, rest) = all.split_at(length as usize);
        all = rest;
        list
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chains::open_chain::simulate::tests::scenario;
    use crate::random::Seed;

    #[test]
    fn a_drawn_network_is_simple_symmetric_and_has_all_its_ties() {
        let scenario = Scenario { people: 50, neighbours: 6, rewiring: 0.4, ..scenario() };
        let drawn = Neighbours::drawn(&scenario, Dice { seed: Seed([1, 2]), replicate: 3, period: 0 });
        assert_eq!(drawn.others.len(), 300);
        for one in 0..50 {
            let list = drawn.of_person(one);
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]) && !list.contains(&(one as u32)));
            assert!(list.iter().all(|&other| drawn.of_person(other as usize).contains(&(one as u32))));
        }
        let ring = Scenario { rewiring: 0.0, ..scenario };
        let drawn = Neighbours::drawn(&ring, Dice { seed: Seed([1, 2]), replicate: 3, period: 0 });
        assert_eq!(drawn.of_person(0), [1, 2, 3, 47, 48, 49]);
    }
}
