//! Who knows whom: neighbour lists laid end to end, given or drawn.

use super::dice::{Dice, Purpose};
use super::scenario::Scenario;
use crate::adjacency::Adjacency;

/// The neighbours of everybody.
#[derive(Debug, Clone)]
pub struct Neighbours {
    offsets: Vec<u32>,
    others: Vec<u32>,
}

impl Neighbours {
    /// Those of a network.
    #[must_use]
    pub fn of(ties: &Adjacency) -> Self {
        Self::listed((0..ties.len()).map(|node| ties.successors(node).nodes))
    }

    /// The network of a scenario, after Watts and Strogatz: everybody in a ring knows the nearest, and each of these ties
    /// leads with probability `rewiring` to anybody else instead.
    pub(super) fn drawn(scenario: &Scenario, dice: Dice) -> Self {
        let (people, half) = (scenario.people, scenario.neighbours / 2);
        let mut lists: Vec<Vec<u32>> = (0..people)
            .map(|one| {
                let mut list = Vec::with_capacity(2 * half as usize + 4);
                list.extend((1..=half).flat_map(|step| [(one + step) % people, (one + people - step) % people]));
                list
            })
            .collect();
        let (mut rewired, mut targets) = (dice.of(Purpose::Rewired, 0), dice.of(Purpose::Network, 0));
        for step in 1..=half {
            for one in 0..people {
                let full = lists[one as usize].len() >= people as usize - 1;
                if !rewired.bernoulli(scenario.rewiring) || full {
                    continue;
                }
                let new = loop {
                    let other = targets.below(u64::from(people)) as u32;
                    if other != one && !lists[one as usize].contains(&other) {
                        break other;
                    }
                };
                let old = (one + step) % people;
                lists[one as usize].retain(|&other| other != old);
                lists[old as usize].retain(|&other| other != one);
                lists[one as usize].push(new);
                lists[new as usize].push(one);
            }
        }
        for list in &mut lists {
            list.sort_unstable();
        }
        Self::listed(lists.iter().map(Vec::as_slice))
    }

    fn listed<'a>(lists: impl Iterator<Item = &'a [u32]>) -> Self {
        let mut neighbours = Self { offsets: vec![0], others: Vec::new() };
        for list in lists {
            neighbours.others.extend_from_slice(list);
            neighbours.offsets.push(neighbours.others.len() as u32);
        }
        neighbours
    }

    pub(super) fn people(&self) -> usize {
        self.offsets.len() - 1
    }

    pub(super) fn of_person(&self, person: usize) -> &[u32] {
        &self.others[self.offsets[person] as usize..self.offsets[person + 1] as usize]
    }
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
