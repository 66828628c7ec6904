//! A set of numbers that is asked and changed at every step of a long walk.

/// Stands for a slot without a number, and so is none of the numbers that the set holds.
const FREE: u64 = u64::MAX;

/// Different numbers below the largest of 64 bits, in slots that are searched one after another.
///
/// Numbers are made of node numbers, which nobody chooses to do harm: one multiplication spreads them well enough.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    slots: Vec<u64>,
    /// How far a mixed key is shifted to become the number of a slot.
    shift: u32,
}

impl Keys {
    /// An empty set for at most so many numbers at a time.
    pub(super) fn with_capacity(most: usize) -> Self {
        // At least half of the slots stay free, so that searches are short.
        let slots = (2 * most).next_power_of_two().max(2);
        Self { slots: vec![FREE; slots], shift: u64::BITS - slots.trailing_zeros() }
    }

    /// Where the search for a number starts.
    fn home(&self, key: u64) -> usize {
        (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }

    fn next(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    /// The slot that holds a number, or else the free one where it would go.
    fn slot_of(&self, key: u64) -> usize {
        let mut slot = self.home(key);
        while self.slots[slot] != key && self.slots[slot] != FREE {
            slot = self.next(slot);
        }
        slot
    }

    pub(super) fn contains(&self, key: u64) -> bool {
        self.slots[self.slot_of(key)] == key
    }

    /// Says whether the number was not there yet.
    pub(super) fn insert(&mut self, key: u64) -> bool {
        let slot = self.slot_of(key);
        let new = self.slots[slot] == FREE;
        self.slots[slot] = key;
        new
    }

    pub(super) fn remove(&mut self, key: u64) {
        let mut gap = self.slot_of(key);
        let mut slot = gap;
        loop {
            slot = self.next(slot);
            let moved = self.slots[slot];
            if moved == FREE {
                break;
            }
            // A number may move up to the gap unless its own search starts after it.
            let mask = self.slots.len() - 1;
            if slot.wrapping_sub(self.home(moved)) & mask >= slot.wrapping_sub(gap) & mask {
                self.slots[gap] = moved;
                gap = slot;
            }
        }
        self.slots[gap] = FREE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;
    use std::collections::BTreeSet;

    #[test]
    fn the_set_agrees_with_the_standard_one() {
        for (most, range) in [(0, 1), (1, 3), (8, 12), (40, 60), (40, u64::MAX)] {
            let mut draws = Seed([1, 2]).stream(0, range);
            let (mut set, mut expected) = (Keys::with_capacity(most), BTreeSet::new());
            for _ in 0..4000 {
                let known = expected.iter().nth(draws.below(most.max(1) as u64) as usize).copied();
                let key = known.filter(|_| draws.bernoulli(0.5)).unwrap_or_else(|| draws.below(range));
                assert_eq!(set.contains(key), expected.contains(&key));
                if draws.bernoulli(0.5) {
                    set.remove(key);
                    expected.remove(&key);
                } else if expected.len() < most {
                    assert_eq!(set.insert(key), expected.insert(key));
                }
            }
        }
    }
}
