//! Spells: who was in which state from when to when, joined from observations or from shorter spells.

use crate::error::{Error, Result};

/// Observations of persons, row by row in any order; time is counted in periods.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// Whose each row is.
    pub persons: &'a [i64],
    /// The state it observes.
    pub states: &'a [i64],
    /// The first period it covers.
    pub starts: &'a [i64],
    /// How many periods it covers; `None` is one each.
    pub lengths: Option<&'a [i64]>,
}

impl Rows<'_> {
    fn length(&self, row: usize) -> i64 {
        self.lengths.map_or(1, |lengths| lengths[row])
    }

    fn end(&self, row: usize) -> i64 {
        self.starts[row].saturating_add(self.length(row))
    }
}

/// Spells sorted by person and time: each is as long as the person stays in one state without a gap.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spells {
    /// Whose each spell is.
    pub persons: Vec<i64>,
    /// The state of each.
    pub states: Vec<i64>,
    /// Its first period.
    pub starts: Vec<i64>,
    /// How many periods it lasts.
    pub lengths: Vec<i64>,
    /// Whether it follows the same person's spell before it without a gap.
    pub adjoins: Vec<bool>,
    /// The earliest row it was made of.
    pub first_rows: Vec<u32>,
    /// The latest row it was made of.
    pub last_rows: Vec<u32>,
}

/// What joining rows comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Joined {
    /// The spells.
    Spells(Spells),
    /// Two rows of one person that cover the same period.
    Overlap(usize, usize),
}

/// Joins rows to spells; see `Spells.from_panel` and `Spells.from_spells` in Python.
pub fn join_spells(rows: Rows<'_>, persons: usize) -> Result<Joined> {
    check(rows, persons)?;
    let order = ordered(rows, persons);
    let row_of = |place: usize| order.as_ref().map_or(place, |order| order[place] as usize);
    let mut spells = Spells::default();
    let mut before: Option<usize> = None;
    for place in 0..rows.persons.len() {
        let row = row_of(place);
        let same_person = before.filter(|&before| rows.persons[before] == rows.persons[row]);
        let mut adjoins = false;
        if let Some(before) = same_person {
            if rows.end(before) > rows.starts[row] {
                return Ok(Joined::Overlap(before.min(row), before.max(row)));
            }
            adjoins = rows.end(before) == rows.starts[row];
        }
        before = Some(row);
        let last = spells.states.len().wrapping_sub(1);
        if adjoins && spells.states[last] == rows.states[row] {
            spells.lengths[last] += rows.length(row);
            spells.last_rows[last] = row as u32;
        } else {
            spells.persons.push(rows.persons[row]);
            spells.states.push(rows.states[row]);
            spells.starts.push(rows.starts[row]);
            spells.lengths.push(rows.length(row));
            spells.adjoins.push(adjoins);
            spells.first_rows.push(row as u32);
            spells.last_rows.push(row as u32);
        }
    }
    Ok(Joined::Spells(spells))
}

fn check(rows: Rows<'_>, persons: usize) -> Result<()> {
    let count = rows.persons.len();
    if rows.states.len() != count || rows.starts.len() != count || rows.lengths.is_some_and(|l| l.len() != count) {
        return Err(Error::invalid("persons, states and times must be equally long"));
    }
    if count >= u32::MAX as usize {
        return Err(Error::invalid(format!("a table may hold up to {} rows: got {count}; split it", u32::MAX - 1)));
    }
    if rows.persons.iter().any(|&person| !usize::try_from(person).is_ok_and(|person| person < persons)) {
        return Err(Error::invalid(format!("persons must be numbered below {persons}")));
    }
    if let Some(row) = (0..count).find(|&row| rows.length(row) < 1) {
        return Err(Error::invalid(format!(
            "`end` must not lie before `start`: it does in row {row} (counted from 0); correct or remove such rows"
        )));
    }
    Ok(())
}

/// The order of rows by person and start; `None` where they stand in it already.
fn ordered(rows: Rows<'_>, persons: usize) -> Option<Vec<u32>> {
    let key = |row: usize| (rows.persons[row], rows.starts[row]);
    if (1..rows.persons.len()).all(|row| key(row - 1) <= key(row)) {
        return None;
    }
    let mut ends = vec![0_usize; persons + 1];
    for &person in rows.persons {
        ends[person as usize + 1] += 1;
    }
    for person in 0..persons {
        ends[person + 1] += ends[person];
    }
    let mut next = ends.clone();
    let mut order = vec![0_u32; rows.persons.len()];
    for (row, &person) in rows.persons.iter().enumerate() {
        let place = &mut next[person as usize];
        order[*place] = row as u32;
        *place += 1;
    }
    for person in 0..persons {
        let own = &mut order[ends[person]..ends[person + 1]];
        if !own.is_sorted_by_key(|&row| rows.starts[row as usize]) {
            own.sort_by_key(|&row| rows.starts[row as usize]);
        }
    }
    Some(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel<'a>(persons: &'a [i64], states: &'a [i64], starts: &'a [i64]) -> Rows<'a> {
        Rows { persons, states, starts, lengths: None }
    }

    #[test]
    fn observations_in_any_order_join_to_spells() {
        // Person 0 is in 5, 5, 7, skips a period, is in 7; person 1 is seen once.
        let rows = panel(&[0, 1, 0, 0, 0], &[5, 5, 7, 7, 5], &[2, 9, 5, 3, 1]);
        let Joined::Spells(spells) = join_spells(rows, 2).unwrap() else { panic!("no overlap") };
        assert_eq!(spells.persons, [0, 0, 0, 1]);
        assert_eq!(spells.states, [5, 7, 7, 5]);
        assert_eq!(spells.starts, [1, 3, 5, 9]);
        assert_eq!(spells.lengths, [2, 1, 1, 1]);
        assert_eq!(spells.adjoins, [false, true, false, false]);
        assert_eq!(spells.first_rows, [4, 3, 2, 1]);
        assert_eq!(spells.last_rows, [0, 3, 2, 1]);
    }

    #[test]
    fn a_period_covered_twice_is_an_overlap() {
        assert_eq!(join_spells(panel(&[0, 0, 0], &[1, 2, 3], &[4, 6, 4]), 1), Ok(Joined::Overlap(0, 2)));
        let rows = Rows { persons: &[0, 0], states: &[1, 1], starts: &[0, 3], lengths: Some(&[4, 1]) };
        assert_eq!(join_spells(rows, 1), Ok(Joined::Overlap(0, 1)));
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        assert!(join_spells(panel(&[1], &[0], &[0]), 1).is_err());
        assert!(join_spells(panel(&[-1], &[0], &[0]), 1).is_err());
        assert!(join_spells(panel(&[0], &[0], &[]), 1).is_err());
        let rows = Rows { persons: &[0], states: &[1], starts: &[0], lengths: Some(&[0]) };
        assert!(join_spells(rows, 1).is_err());
    }
}
