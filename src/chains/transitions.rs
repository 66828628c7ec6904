//! Transitions between states: counts, probabilities, and a bootstrap that redraws persons.

use ndarray::{Array2, Array3, Array4, ArrayViewMut2};

use super::redrawn::{Lists, Redrawn};
use crate::error::{Error, Result};
use crate::random::Seed;
use crate::run::Run;

/// Spells in order of person and time, with what their transitions are counted by.
#[derive(Debug, Clone, Copy)]
pub struct Moves<'a> {
    /// Whose each spell is.
    pub persons: &'a [i64],
    /// The state of each.
    pub states: &'a [i64],
    /// How many periods each lasts.
    pub lengths: &'a [i64],
    /// Whether the move into each from the spell before it counts.
    pub linked: &'a [bool],
    /// The weight of each person.
    pub weights: &'a [f64],
    /// The group of each person.
    pub groups: &'a [i64],
    /// How many states there are.
    pub state_count: usize,
    /// How many groups there are.
    pub group_count: usize,
}

/// How often each move was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    /// Weighted numbers of moves: group × origin × destination.
    pub moves: Array3<f64>,
    /// Sums of squared weights of the moves out of each state: group × origin.
    pub squares: Array2<f64>,
}

/// Counts transitions; see `transition_matrix` in Python.
pub fn transition_counts(moves: Moves<'_>) -> Result<Counts> {
    let histories = Histories::of(moves)?;
    let k = moves.state_count;
    let mut counts =
        Counts { moves: Array3::zeros((moves.group_count, k, k)), squares: Array2::zeros((moves.group_count, k)) };
    for (person, &weight) in moves.weights.iter().enumerate() {
        let group = moves.groups[person] as usize;
        for (origin, destination, count) in histories.of_person(person) {
            counts.moves[[group, origin, destination]] += weight * count;
            counts.squares[[group, origin]] += weight * weight * count;
        }
    }
    Ok(counts)
}

/// Transition probabilities of persons redrawn within their groups: replicate × group × origin × destination.
///
/// Draws come from the stream of the replicate, at the index of the group.
pub fn transition_bootstrap(
    moves: Moves<'_>,
    replicates: usize,
    never_left_absorbs: bool,
    seed: Seed,
    run: &Run,
) -> Result<Array4<f64>> {
    let histories = Histories::of(moves)?;
    let k = moves.state_count;
    let mut members: Vec<_> = (0..moves.group_count).map(|_| Lists::new(k * k)).collect();
    for (person, &group) in moves.groups.iter().enumerate() {
        let cells = histories.of_person(person).map(|(origin, destination, count)| (origin * k + destination, count));
        members[group as usize].push(moves.weights[person], cells);
    }
    drop(histories);
    let members: Vec<_> = members.into_iter().map(Redrawn::of).collect();
    run.expect_steps(replicates as u64);
    let drawn = run.map(replicates, |replicate| {
        let mut of_groups = Array3::zeros((moves.group_count, k, k));
        for (group, (members, mut matrix)) in members.iter().zip(of_groups.outer_iter_mut()).enumerate() {
            let sums = members.redraw(seed.stream(replicate as u64, group as u64));
            matrix.iter_mut().zip(sums).for_each(|(place, sum)| *place = sum);
            to_probabilities(matrix, never_left_absorbs);
            run.go_on()?;
        }
        run.advance(1)?;
        Ok(of_groups)
    })?;
    let mut all = Array4::zeros((replicates, moves.group_count, k, k));
    for (mut place, one) in all.outer_iter_mut().zip(&drawn) {
        place.assign(one);
    }
    Ok(all)
}

/// Divides counts by their row's sum. A row without moves becomes NaN, or stays where it is when absorbing.
pub fn to_probabilities(mut counts: ArrayViewMut2<'_, f64>, never_left_absorbs: bool) {
    for (state, mut row) in counts.outer_iter_mut().enumerate() {
        let sum = row.sum();
        if sum > 0.0 {
            row.mapv_inplace(|count| count / sum);
        } else if never_left_absorbs {
            row.fill(0.0);
            row[state] = 1.0;
        } else {
            row.fill(f64::NAN);
        }
    }
}

/// Each person's moves, every kind once with its number.
struct Histories {
    offsets: Vec<usize>,
    cells: Vec<(u32, u32, u64)>,
}

impl Histories {
    fn of(moves: Moves<'_>) -> Result<Self> {
        check(moves)?;
        let persons = moves.weights.len();
        let (mut offsets, mut cells) = (Vec::with_capacity(persons + 1), Vec::new());
        offsets.push(0);
        let mut own: Vec<(u32, u32, u64)> = Vec::new();
        let mut spell = 0;
        for person in 0..persons {
            own.clear();
            while spell < moves.persons.len() && moves.persons[spell] as usize == person {
                let state = moves.states[spell] as u32;
                if moves.linked[spell] {
                    own.push((moves.states[spell - 1] as u32, state, 1));
                }
                if moves.lengths[spell] > 1 {
                    own.push((state, state, moves.lengths[spell] as u64 - 1));
                }
                spell += 1;
            }
            own.sort_unstable();
            for kind in own.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
                cells.push((kind[0].0, kind[0].1, kind.iter().map(|cell| cell.2).sum()));
            }
            offsets.push(cells.len());
        }
        Ok(Self { offsets, cells })
    }

    fn of_person(&self, person: usize) -> impl Iterator<Item = (usize, usize, f64)> + '_ {
        self.cells[self.offsets[person]..self.offsets[person + 1]]
            .iter()
            .map(|&(origin, destination, count)| (origin as usize, destination as usize, count as f64))
    }
}

fn check(moves: Moves<'_>) -> Result<()> {
    let below = |values: &[i64], limit: usize| {
        values.iter().all(|&value| usize::try_from(value).is_ok_and(|value| value < limit))
    };
    let spells = moves.persons.len();
    let persons = moves.weights.len();
    let sound = moves.states.len() == spells
        && moves.lengths.len() == spells
        && moves.linked.len() == spells
        && moves.groups.len() == persons
        && below(moves.persons, persons)
        && below(moves.states, moves.state_count)
        && below(moves.groups, moves.group_count)
        && moves.persons.is_sorted()
        && (0..spells)
            .all(|spell| !moves.linked[spell] || (spell > 0 && moves.persons[spell] == moves.persons[spell - 1]))
        && moves.state_count < u32::MAX as usize;
    if sound { Ok(()) } else { Err(Error::internal("spells do not stand in order of person and time")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Axis, array};

    /// Person 0: a a b, gap, a; person 1: b b a.
    fn moves<'a>() -> Moves<'a> {
        Moves {
            persons: &[0, 0, 0, 1, 1],
            states: &[0, 1, 0, 1, 0],
            lengths: &[2, 1, 1, 2, 1],
            linked: &[false, true, false, false, true],
            weights: &[1.0, 1.0],
            groups: &[0, 0],
            state_count: 3,
            group_count: 1,
        }
    }

    #[test]
    fn moves_are_counted_but_not_over_gaps() {
        let counts = transition_counts(moves()).unwrap();
        assert_eq!(counts.moves.index_axis(Axis(0), 0), array![[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0; 3]]);
        assert_eq!(counts.squares, array![[2.0, 2.0, 0.0]]);
    }

    #[test]
    fn weights_and_groups_are_the_persons() {
        let counts =
            transition_counts(Moves { weights: &[2.0, 0.5], groups: &[1, 0], group_count: 2, ..moves() }).unwrap();
        assert_eq!(counts.moves.index_axis(Axis(0), 0), array![[0.0; 3], [0.5, 0.5, 0.0], [0.0; 3]]);
        assert_eq!(counts.moves.index_axis(Axis(0), 1), array![[2.0, 2.0, 0.0], [0.0; 3], [0.0; 3]]);
        assert_eq!(counts.squares, array![[0.0, 0.5, 0.0], [8.0, 0.0, 0.0]]);
    }

    #[test]
    fn a_state_that_is_never_left_has_no_row_or_absorbs() {
        let mut matrix = array![[1.0, 3.0], [0.0, 0.0]];
        to_probabilities(matrix.view_mut(), true);
        assert_eq!(matrix, array![[0.25, 0.75], [0.0, 1.0]]);
        let mut matrix = array![[1.0, 3.0], [0.0, 0.0]];
        to_probabilities(matrix.view_mut(), false);
        assert!(matrix.row(1).iter().all(|p| p.is_nan()));
    }

    #[test]
    fn threads_give_equal_bits() {
        let of =
            |threads| transition_bootstrap(moves(), 50, true, Seed([1, 2]), &Run::new(Some(threads)).unwrap()).unwrap();
        assert_eq!(of(1), of(2));
        assert_eq!(of(1), of(7));
    }

    #[test]
    fn disorder_is_an_internal_error() {
        for bad in [
            Moves { persons: &[1, 1, 0, 0, 0], ..moves() },
            Moves { states: &[0, 1, 3, 1, 0], ..moves() },
            Moves { linked: &[true, true, false, false, true], ..moves() },
        ] {
            assert!(matches!(transition_counts(bad), Err(Error::Internal(_))));
        }
    }
}
