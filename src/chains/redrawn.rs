//! A group's members redrawn with replacement, many times, and what those drawn add up to.

use crate::random::Draws;

/// Up to so many cells in use, adding a whole row is quicker than looking at which cells a member has.
const MOST_CELLS: usize = 32;

/// Members with what each adds to which cells of a table.
pub(super) enum Redrawn {
    /// All weigh 1 and few cells occur: a row each, so that those drawn are added up as they come.
    Rows16(Rows<16>),
    /// The same for more cells.
    Rows32(Rows<{ MOST_CELLS }>),
    /// Any others.
    Lists(Lists),
}

impl Redrawn {
    pub(super) fn of(lists: Lists) -> Self {
        let Some((used, most)) = lists.countable() else { return Self::Lists(lists) };
        match used.len() {
            0..=16 => Self::Rows16(Rows::of(&lists, used, most)),
            _ => Self::Rows32(Rows::of(&lists, used, most)),
        }
    }

    /// Draws as many members as there are and adds them up, to the same bits whichever way they are kept.
    pub(super) fn redraw(&self, draws: Draws) -> Vec<f64> {
        match self {
            Self::Rows16(rows) => rows.redraw(draws),
            Self::Rows32(rows) => rows.redraw(draws),
            Self::Lists(lists) => lists.redraw(draws),
        }
    }
}

/// The cells that each member adds to.
pub(super) struct Lists {
    /// How many cells the table has.
    size: usize,
    weights: Vec<f64>,
    offsets: Vec<usize>,
    cells: Vec<(usize, f64)>,
}

impl Lists {
    /// Nobody yet, for a table of `size` cells.
    pub(super) fn new(size: usize) -> Self {
        Self { size, weights: Vec::new(), offsets: vec![0], cells: Vec::new() }
    }

    /// One more member, who adds `weight` times a whole number to each of some cells.
    pub(super) fn push(&mut self, weight: f64, cells: impl Iterator<Item = (usize, f64)>) {
        self.cells.extend(cells);
        self.weights.push(weight);
        self.offsets.push(self.cells.len());
    }

    fn of_member(&self, member: usize) -> &[(usize, f64)] {
        &self.cells[self.offsets[member]..self.offsets[member + 1]]
    }

    /// The cells in use and the largest number in any, where rows can hold them: sums of whole numbers are exact.
    fn countable(&self) -> Option<(Vec<usize>, u16)> {
        let most = self.cells.iter().fold(1.0, |most: f64, &(_, count)| most.max(count));
        if most > f64::from(u16::MAX / 64) || self.weights.iter().any(|&weight| weight != 1.0) {
            return None;
        }
        let mut occurs = vec![false; self.size];
        for &(cell, _) in &self.cells {
            occurs[cell] = true;
        }
        let used: Vec<usize> = (0..self.size).filter(|&cell| occurs[cell]).collect();
        (used.len() <= MOST_CELLS).then_some((used, most as u16))
    }

    /// In the order of members, so that sums of weights round alike.
    fn redraw(&self, mut draws: Draws) -> Vec<f64> {
        let mut sums = vec![0.0; self.size];
        let mut times = vec![0; self.weights.len()];
        draws.resample_counts(self.weights.len(), &mut times);
        for (member, &times) in times.iter().enumerate() {
            if times > 0 {
                let weight = self.weights[member] * f64::from(times);
                for &(cell, count) in self.of_member(member) {
                    sums[cell] += weight * count;
                }
            }
        }
        sums
    }
}

/// One row of numbers a member, over the cells in use.
pub(super) struct Rows<const WIDTH: usize> {
    size: usize,
    used: Vec<usize>,
    of_members: Vec<[u16; WIDTH]>,
    /// How many rows surely add up without overflow.
    at_once: usize,
}

impl<const WIDTH: usize> Rows<WIDTH> {
    fn of(lists: &Lists, used: Vec<usize>, most: u16) -> Self {
        let mut places = vec![0; lists.size];
        for (place, &cell) in used.iter().enumerate() {
            places[cell] = place;
        }
        let rows = (0..lists.weights.len()).map(|member| {
            let mut row = [0; WIDTH];
            for &(cell, count) in lists.of_member(member) {
                row[places[cell]] = count as u16;
            }
            row
        });
        Self { size: lists.size, of_members: rows.collect(), used, at_once: usize::from(u16::MAX / most) }
    }

    fn redraw(&self, mut draws: Draws) -> Vec<f64> {
        let mut whole = [0_u64; WIDTH];
        let mut left = self.of_members.len();
        while left > 0 {
            let now = left.min(self.at_once);
            let mut part = [0_u16; WIDTH];
            draws.resample(now, self.of_members.len(), |member| {
                for (sum, count) in part.iter_mut().zip(&self.of_members[member]) {
                    *sum += count;
                }
            });
            for (sum, part) in whole.iter_mut().zip(part) {
                *sum += u64::from(part);
            }
            left -= now;
        }
        let mut sums = vec![0.0; self.size];
        for (&cell, sum) in self.used.iter().zip(whole) {
            sums[cell] = sum as f64;
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    /// Members who each add to three of `used` cells in a table of 100, among them numbers up to `most`.
    fn lists(members: usize, used: usize, most: usize) -> Lists {
        let mut lists = Lists::new(100);
        for member in 0..members {
            let cell = |nth: usize| (member + nth) % used * 100 / used;
            let cells = [(cell(0), most as f64), (cell(1), 1.0), (cell(2), (member % most) as f64)];
            lists.push(1.0, cells.into_iter());
        }
        lists
    }

    #[test]
    fn rows_and_lists_give_equal_bits() {
        for (members, used, most) in [(1, 3, 1), (500, 16, 19), (500, 17, 19), (5_000, 32, 1_000), (70_000, 5, 2)] {
            let lists = lists(members, used, most);
            for replicate in 0..3 {
                let draws = || Seed([1, 2]).stream(replicate, 0);
                let expected = lists.redraw(draws());
                let (cells, largest) = lists.countable().unwrap();
                assert_eq!((cells.len(), usize::from(largest)), (used, most));
                if used <= 16 {
                    assert_eq!(Rows::<16>::of(&lists, cells.clone(), largest).redraw(draws()), expected);
                }
                assert_eq!(Rows::<MOST_CELLS>::of(&lists, cells, largest).redraw(draws()), expected);
            }
        }
    }

    #[test]
    fn only_few_small_numbers_of_equal_persons_become_rows() {
        assert!(matches!(Redrawn::of(lists(50, 16, 3)), Redrawn::Rows16(_)));
        assert!(matches!(Redrawn::of(lists(50, 17, 3)), Redrawn::Rows32(_)));
        assert!(matches!(Redrawn::of(lists(50, 33, 3)), Redrawn::Lists(_)));
        assert!(matches!(Redrawn::of(lists(50, 16, 2_000)), Redrawn::Lists(_)));
        let mut weighted = lists(50, 16, 3);
        weighted.push(0.5, [(0, 1.0)].into_iter());
        assert!(matches!(Redrawn::of(weighted), Redrawn::Lists(_)));
        assert_eq!(Redrawn::of(Lists::new(4)).redraw(Seed([1, 2]).stream(0, 0)), [0.0; 4]);
    }
}
