//! How much of the weight of a set of firms its largest ones hold.

use ndarray::{Array2, Array3};

use super::firms::{Firms, Rules};
use super::moments::Pair;
use crate::error::{Error, Result};
use crate::run::Run;

/// How many sets the firms of a pair make up.
const SETS: usize = 6;

/// The weights of one set of firms: all, and the largest.
#[derive(Debug, Clone)]
struct Set {
    firms: usize,
    weight: f64,
    /// The largest weights, in falling order.
    largest: Vec<f64>,
}

impl Set {
    fn new(largest: usize) -> Self {
        Self { firms: 0, weight: 0.0, largest: vec![0.0; largest] }
    }

    fn add(&mut self, weight: f64) {
        self.firms += 1;
        self.weight += weight;
        let place = self.largest.partition_point(|other| *other >= weight);
        if place < self.largest.len() {
            self.largest[place..].rotate_right(1);
            self.largest[place] = weight;
        }
    }

    /// How many firms there are, and what part of the weight the largest, the two largest, … hold.
    fn described(&self) -> impl Iterator<Item = f64> {
        let parts = self.largest.iter().scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum / self.weight)
        });
        std::iter::once(self.firms as f64).chain(parts)
    }
}

/// `weakties.productivity.disclosure` of changes: survivors at the start, survivors at the end, entrants, exiters, all at
/// the start, all at the end.
///
/// Every group, and in it every pair × set × number of firms and cumulated shares of the largest.
pub fn concentration_of_changes(
    firms: &Firms,
    pairs: &[Pair],
    rules: Rules,
    largest: usize,
    run: &Run,
) -> Result<Array3<f64>> {
    firms.check_pairs(pairs)?;
    let mut sets = vec![Set::new(largest); firms.groups() * pairs.len() * SETS];
    let once = vec![1; firms.count()];
    let weight = |row: usize| firms.moments(row, 1.0).weight;
    firms.meet(pairs, rules, 1, &once, run, |meeting| {
        let cell = &mut sets[(meeting.group * pairs.len() + meeting.pair) * SETS..][..SETS];
        let stays = meeting.start.is_some() && meeting.end.is_some();
        if let Some(row) = meeting.start {
            cell[if stays { 0 } else { 3 }].add(weight(row));
            cell[4].add(weight(row));
        }
        if let Some(row) = meeting.end {
            cell[if stays { 1 } else { 2 }].add(weight(row));
            cell[5].add(weight(row));
        }
    })?;
    let values: Vec<f64> = sets.iter().flat_map(Set::described).collect();
    Array3::from_shape_vec((firms.groups() * pairs.len(), SETS, largest + 1), values)
        .map_err(|problem| Error::internal(format!("shares lost their shape: {problem}")))
}

/// The same of levels: every group, and in it every period × number of firms and cumulated shares.
pub fn concentration_of_levels(firms: &Firms, largest: usize, run: &Run) -> Result<Array2<f64>> {
    let periods = firms.periods();
    let mut sets = vec![Set::new(largest); firms.groups() * periods];
    firms.each(&vec![1; firms.count()], run, |firm| {
        for (period, row) in firm.at.iter().enumerate() {
            if let Some(row) = *row {
                sets[firms.group(row) * periods + period].add(firms.moments(row, 1.0).weight);
            }
        }
    })?;
    let values: Vec<f64> = sets.iter().flat_map(Set::described).collect();
    Array2::from_shape_vec((firms.groups() * periods, largest + 1), values)
        .map_err(|problem| Error::internal(format!("shares lost their shape: {problem}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::productivity::moments::GroupChange;
    use crate::productivity::panel::Columns;

    const COLUMNS: Columns = Columns {
        firm: &[0, 0, 1, 1, 2, 3],
        period: &[0, 1, 0, 1, 0, 1],
        group: &[0; 6],
        productivity: &[1.0; 6],
        weight: &[2.0, 6.0, 1.0, 1.0, 5.0, 1.0],
        totals: &[8.0, 8.0],
        first: &[0, 0, 0, 1],
        last: &[1, 1, 0, 1],
        periods: 2,
        groups: 1,
    };

    #[test]
    fn the_largest_come_first_in_every_set() {
        let firms = Firms::new(&COLUMNS).unwrap();
        let rules = Rules { group_change: GroupChange::Exit, unseen_enter: true, unseen_exit: true, bridged: 0 };
        let pairs = [Pair { start: 0, end: 1 }];
        let found = concentration_of_changes(&firms, &pairs, rules, 2, &Run::quiet()).unwrap();
        let sets: Vec<Vec<f64>> = found.rows().into_iter().map(|row| row.to_vec()).collect();
        let third = 1.0 / 3.0;
        assert_eq!(sets[0], [2.0, 2.0 * third, 1.0]);
        assert_eq!(sets[1], [2.0, 6.0 / 7.0, 1.0]);
        assert_eq!([&sets[2], &sets[3]], [&[1.0, 1.0, 1.0]; 2]);
        assert_eq!(sets[4], [3.0, 0.625, 0.875]);
        assert_eq!(sets[5], [3.0, 0.75, 0.875]);
        let levels = concentration_of_levels(&firms, 2, &Run::quiet()).unwrap();
        assert_eq!([levels.row(0).to_vec(), levels.row(1).to_vec()], [sets[4].clone(), sets[5].clone()]);
    }
}
