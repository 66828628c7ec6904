//! What careers say of the openness of a chain: who climbs by changing firm or place, falls at separation, comes back.

use ndarray::{Array2, Array3, ArrayView2};

use super::redrawn::{Lists, Redrawn};
use crate::error::{Error, Result};
use crate::random::Seed;
use crate::run::Run;

/// Totals that do not depend on the number of rungs, in the order in which `openness` in Python names them.
const FIXED: usize = 20;
const SEPARATIONS: usize = 5;
const LOSSES: usize = 6;
const RUNGS_LOST: usize = 7;
const RUNGS_CLIMBED: usize = 8;
const SKIPS: usize = 9;
const MOVES: usize = 10;
const RETURNS: usize = 11;
const ROUND_TRIPS: usize = 12;
const EVER_HOME: usize = 13;
const LEFT_HOME: usize = 14;
const CAME_HOME: usize = 15;
const ABSENCES: usize = 16;
const ABSENT: usize = 17;
const AWAY: usize = 18;
const SEEN: usize = 19;

/// Spells in order of person and time, with the roles of their states.
#[derive(Debug, Clone, Copy)]
pub struct Careers<'a> {
    /// Whose each spell is.
    pub persons: &'a [i64],
    /// The first period of each.
    pub starts: &'a [i64],
    /// How many periods each lasts.
    pub lengths: &'a [i64],
    /// Whether the move into each from the spell before it counts.
    pub linked: &'a [bool],
    /// The rung of each, counted from the lowest; -1 off the ladder.
    pub rungs: &'a [i64],
    /// The place of each.
    pub places: &'a [i64],
    /// The firm of each.
    pub firms: &'a [i64],
    /// The place that is everybody's home; without it that of each person's first spell.
    pub home: Option<i64>,
    /// How many rungs there are.
    pub rung_count: usize,
    /// How many persons there are.
    pub person_count: usize,
}

/// What each person adds to every total: person × total; see `openness` in Python.
///
/// After the fixed totals come upward moves by rung of origin, those of them that are open, and all moves between
/// positions by how many rungs they climb, from the longest fall up.
pub fn openness_totals(careers: Careers<'_>) -> Result<Array2<f64>> {
    check(careers)?;
    let columns = FIXED + 4 * careers.rung_count - 1;
    let mut totals = Array2::zeros((careers.person_count, columns));
    let mut first = 0;
    while first < careers.persons.len() {
        let person = careers.persons[first];
        let last = first + careers.persons[first..].iter().take_while(|&&other| other == person).count();
        let mut row = totals.row_mut(person as usize);
        let mut add = |column: usize, value: f64| row[column] += value;
        climbs(careers, first..last, &mut add);
        journeys(careers, first..last, &mut add);
        first = last;
    }
    Ok(totals)
}

/// Counts moves between positions on the ladder; time off the ladder lies between two positions.
fn climbs(careers: Careers<'_>, spells: std::ops::Range<usize>, add: &mut impl FnMut(usize, f64)) {
    let mut before: Option<usize> = None;
    let mut interrupted = false;
    for spell in spells {
        if !careers.linked[spell] {
            before = None;
        }
        if careers.rungs[spell] < 0 {
            interrupted = true;
            continue;
        }
        if let Some(before) = before {
            let climb = careers.rungs[spell] - careers.rungs[before];
            let firm = careers.firms[spell] != careers.firms[before];
            let place = careers.places[spell] != careers.places[before];
            add((FIXED as i64 + 3 * careers.rung_count as i64 - 1 + climb) as usize, 1.0);
            if climb > 0 {
                let rung = FIXED + careers.rungs[before] as usize;
                let kind = match (firm, place) {
                    (false, false) => usize::from(interrupted),
                    (true, false) => 2,
                    (false, true) => 3,
                    (true, true) => 4,
                };
                add(kind, 1.0);
                add(rung, 1.0);
                add(rung + careers.rung_count, f64::from(u8::from(firm || place)));
                add(RUNGS_CLIMBED, climb as f64);
                add(SKIPS, f64::from(u8::from(climb > 1)));
            }
            if interrupted || firm || place {
                add(SEPARATIONS, 1.0);
                add(LOSSES, f64::from(u8::from(climb < 0)));
                add(RUNGS_LOST, (-climb).max(0) as f64);
            }
        }
        before = Some(spell);
        interrupted = false;
    }
}

/// Counts moves between places, returns, and time away from home.
fn journeys(careers: Careers<'_>, spells: std::ops::Range<usize>, add: &mut impl FnMut(usize, f64)) {
    let home = careers.home.unwrap_or(careers.places[spells.start]);
    let mut visited: Vec<i64> = Vec::new();
    let mut left_last: Option<i64> = None;
    let mut absent_since: Option<i64> = None;
    let [mut been_home, mut left, mut came] = [false; 3];
    for spell in spells {
        let place = careers.places[spell];
        if careers.linked[spell] {
            let from = careers.places[spell - 1];
            if place != from {
                add(MOVES, 1.0);
                add(RETURNS, f64::from(u8::from(visited.contains(&place))));
                add(ROUND_TRIPS, f64::from(u8::from(left_last == Some(place))));
                left_last = Some(from);
                if from == home {
                    absent_since = Some(careers.starts[spell]);
                }
            }
        } else {
            (left_last, absent_since) = (None, None);
        }
        if !visited.contains(&place) {
            visited.push(place);
        }
        if place == home {
            came |= left;
            been_home = true;
            if let Some(since) = absent_since.take() {
                add(ABSENCES, 1.0);
                add(ABSENT, (careers.starts[spell] - since) as f64);
            }
        } else if been_home {
            left = true;
            add(AWAY, careers.lengths[spell] as f64);
        }
        if been_home {
            add(SEEN, careers.lengths[spell] as f64);
        }
    }
    for (column, happened) in [(EVER_HOME, been_home), (LEFT_HOME, left), (CAME_HOME, came)] {
        add(column, f64::from(u8::from(happened)));
    }
}

/// Weighted sums of rows of persons redrawn within their groups: replicate × group × total.
///
/// Totals are whole numbers. Draws come from the stream of the replicate, at the index of the group.
pub fn redrawn_totals(
    totals: ArrayView2<'_, f64>,
    weights: &[f64],
    groups: &[i64],
    group_count: usize,
    replicates: usize,
    seed: Seed,
    run: &Run,
) -> Result<Array3<f64>> {
    if groups.len() != totals.nrows() || weights.len() != totals.nrows() {
        return Err(Error::internal("persons, weights and groups differ in number"));
    }
    let columns = totals.ncols();
    let mut members: Vec<_> = (0..group_count).map(|_| Lists::new(columns)).collect();
    for ((row, &group), &weight) in totals.outer_iter().zip(groups).zip(weights) {
        let place = usize::try_from(group).ok().and_then(|group| members.get_mut(group));
        let own = row.iter().copied().enumerate().filter(|(_, value)| *value != 0.0);
        place.ok_or_else(|| Error::internal("a person's group is not there"))?.push(weight, own);
    }
    let members: Vec<_> = members.into_iter().map(Redrawn::of).collect();
    run.expect_steps(replicates as u64);
    let drawn = run.map(replicates, |replicate| {
        let mut sums = Vec::with_capacity(group_count * columns);
        for (group, members) in members.iter().enumerate() {
            sums.extend(members.redraw(seed.stream(replicate as u64, group as u64)));
            run.go_on()?;
        }
        run.advance(1)?;
        Ok(sums)
    })?;
    Array3::from_shape_vec((replicates, group_count, columns), drawn.concat())
        .map_err(|problem| Error::internal(problem.to_string()))
}

fn check(careers: Careers<'_>) -> Result<()> {
    let spells = careers.persons.len();
    let columns = [careers.starts, careers.lengths, careers.rungs, careers.places, careers.firms];
    let sound = columns.iter().all(|column| column.len() == spells)
        && careers.linked.len() == spells
        && careers.rung_count > 0
        && careers.rungs.iter().all(|&rung| rung < careers.rung_count as i64)
        && careers.persons.is_sorted()
        && careers.persons.iter().all(|&person| person >= 0 && (person as usize) < careers.person_count)
        && (0..spells)
            .all(|spell| !careers.linked[spell] || (spell > 0 && careers.persons[spell] == careers.persons[spell - 1]));
    if sound { Ok(()) } else { Err(Error::internal("careers do not stand in order of person and time")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::aview1;

    /// One person on three rungs: home 0, off the ladder, abroad 0 in another firm, abroad 2 there, home 1.
    fn careers<'a>() -> Careers<'a> {
        Careers {
            persons: &[0; 5],
            starts: &[0, 2, 3, 5, 9],
            lengths: &[2, 1, 2, 4, 1],
            linked: &[false, true, true, true, true],
            rungs: &[0, -1, 0, 2, 1],
            places: &[0, 0, 1, 1, 0],
            firms: &[0, 9, 1, 1, 0],
            home: None,
            rung_count: 3,
            person_count: 1,
        }
    }

    #[test]
    fn one_career_is_counted_by_hand() {
        let totals = openness_totals(careers()).unwrap();
        let expected = [
            // Upward: one inside. Two separations, the last with a loss of one rung.
            1.0, 0.0, 0.0, 0.0, 0.0, 2.0, 1.0, 1.0, 2.0, 1.0, // Out and back once, for six of ten periods.
            2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 6.0, 6.0, 10.0, // By rung, open by rung, by climb from -2 to 2.
            1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0,
        ];
        assert_eq!(totals.row(0), aview1(&expected));
    }

    #[test]
    fn a_gap_cuts_a_career() {
        let linked = [false, true, true, false, true];
        let totals = openness_totals(Careers { linked: &linked, ..careers() }).unwrap();
        assert_eq!(totals[[0, SKIPS]], 0.0);
        assert_eq!((totals[[0, MOVES]], totals[[0, RETURNS]], totals[[0, ROUND_TRIPS]]), (2.0, 1.0, 0.0));
        assert_eq!((totals[[0, CAME_HOME]], totals[[0, ABSENCES]]), (1.0, 0.0));
    }

    #[test]
    fn threads_give_equal_bits() {
        let totals = Array2::from_shape_fn((40, 5), |(row, column)| (row * column) as f64);
        let weights: Vec<f64> = (0..40).map(|person| 0.1 * f64::from(person)).collect();
        let groups: Vec<i64> = (0..40).map(|person| person % 2).collect();
        let of = |threads| {
            let run = Run::new(Some(threads)).unwrap();
            redrawn_totals(totals.view(), &weights, &groups, 2, 30, Seed([1, 2]), &run).unwrap()
        };
        assert_eq!(of(1), of(2));
        assert_eq!(of(1), of(7));
        let nowhere = redrawn_totals(totals.view(), &weights, &[3; 40], 2, 3, Seed([1, 2]), &Run::quiet());
        assert!(nowhere.is_err());
    }

    #[test]
    fn disorder_is_an_internal_error() {
        for bad in [
            Careers { rungs: &[0, -1, 0, 3, 1], ..careers() },
            Careers { persons: &[0, 0, 0, 0, 1], ..careers() },
            Careers { starts: &[0], ..careers() },
        ] {
            assert!(matches!(openness_totals(bad), Err(Error::Internal(_))));
        }
    }
}
