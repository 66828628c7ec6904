//! Semi-Markov chains: how long states last, where they lead, and who is where after some periods.

use ndarray::{Array2, Array3, Array4, ArrayView1, ArrayView3};

use super::redrawn::{Lists, Redrawn};
use crate::error::{Error, Result};
use crate::random::Seed;
use crate::run::Run;

/// Spells in order of person and time.
#[derive(Debug, Clone, Copy)]
pub struct Sojourns<'a> {
    /// The state of each.
    pub states: &'a [i64],
    /// How many periods each lasts.
    pub lengths: &'a [i64],
    /// Whether each begins when the one before it ends.
    pub adjoins: &'a [bool],
    /// Whether the beginning of each was seen or is known.
    pub begun: &'a [bool],
    /// Whose each is.
    pub persons: &'a [i64],
    /// The weight of each person.
    pub weights: &'a [f64],
    /// How many states there are.
    pub state_count: usize,
    /// From which duration on all are taken together.
    pub longest: usize,
}

/// Who could leave, and who left to where, after how many periods.
#[derive(Debug, Clone, PartialEq)]
pub struct Exits {
    /// Those of whom it is known whether they left: state × duration less one.
    pub at_risk: Array2<f64>,
    /// Those who left: state × duration less one × destination.
    pub exits: Array3<f64>,
}

/// Counts exits by duration; see `semi_markov` in Python.
pub fn sojourn_exits(sojourns: Sojourns<'_>) -> Result<Exits> {
    check(sojourns)?;
    let mut sums = vec![0.0; sojourns.cells()];
    for spell in 0..sojourns.states.len() {
        let weight = sojourns.weights[sojourns.persons[spell] as usize];
        sojourns.of_spell(spell, |cell, count| sums[cell] += weight * count);
    }
    let (at_risk, exits) = sojourns.spread(&sums);
    let (k, longest) = (sojourns.state_count, sojourns.longest);
    let unfit = |problem: ndarray::ShapeError| Error::internal(problem.to_string());
    Ok(Exits {
        at_risk: Array2::from_shape_vec((k, longest), at_risk).map_err(unfit)?,
        exits: Array3::from_shape_vec((k, longest, k), exits).map_err(unfit)?,
    })
}

/// The same of persons redrawn: those at risk, replicate × state × duration less one, and those who left, by destination
/// too.
///
/// Draws come from the stream of the replicate, at index 0.
pub fn sojourn_bootstrap(
    sojourns: Sojourns<'_>,
    replicates: usize,
    seed: Seed,
    run: &Run,
) -> Result<(Array3<f64>, Array4<f64>)> {
    check(sojourns)?;
    let mut members = Lists::new(sojourns.cells());
    let (mut first, mut own) = (0, Vec::new());
    for (person, &weight) in sojourns.weights.iter().enumerate() {
        own.clear();
        while first < sojourns.persons.len() && sojourns.persons[first] as usize == person {
            sojourns.of_spell(first, |cell, count| own.push((cell, count)));
            first += 1;
        }
        own.sort_unstable_by_key(|&(cell, _)| cell);
        let once = own.chunk_by(|one, other| one.0 == other.0);
        members.push(weight, once.map(|same| (same[0].0, same.iter().map(|one| one.1).sum())));
    }
    let members = Redrawn::of(members);
    run.expect_steps(replicates as u64);
    let drawn = run.map(replicates, |replicate| {
        let found = sojourns.spread(&members.redraw(seed.stream(replicate as u64, 0)));
        run.advance(1)?;
        Ok(found)
    })?;
    let (k, longest) = (sojourns.state_count, sojourns.longest);
    let (mut at_risk, mut exits) = (Vec::with_capacity(replicates * k * longest), Vec::new());
    exits.reserve(replicates * k * longest * k);
    for (more_at_risk, more_exits) in drawn {
        at_risk.extend(more_at_risk);
        exits.extend(more_exits);
    }
    let unfit = |problem: ndarray::ShapeError| Error::internal(problem.to_string());
    Ok((
        Array3::from_shape_vec((replicates, k, longest), at_risk).map_err(unfit)?,
        Array4::from_shape_vec((replicates, k, longest, k), exits).map_err(unfit)?,
    ))
}

impl Sojourns<'_> {
    /// How many numbers sum up the spells: by state how many lasted how long and for how long beyond the last duration,
    /// then exits by state, duration and destination.
    fn cells(&self) -> usize {
        self.state_count * (self.longest + 1) + self.state_count * self.longest * self.state_count
    }

    /// What a spell adds to them.
    fn of_spell(&self, spell: usize, mut add: impl FnMut(usize, f64)) {
        if !self.begun[spell] {
            return;
        }
        let (k, longest, state) = (self.state_count, self.longest, self.states[spell] as usize);
        let length = self.lengths[spell] as usize;
        let followed = self.adjoins.get(spell + 1).copied().unwrap_or(false);
        // Of a spell whose end was not seen it is not known whether its last period was the last in the state.
        let known = length - usize::from(!followed);
        if known > 0 {
            add(state * (longest + 1) + known.min(longest - 1), 1.0);
        }
        if known >= longest {
            add(state * (longest + 1) + longest, (known + 1 - longest) as f64);
        }
        if followed {
            let next = self.states[spell + 1] as usize;
            add(k * (longest + 1) + (state * longest + (length - 1).min(longest - 1)) * k + next, 1.0);
        }
    }

    /// Those at risk by state and duration, and exits, of the numbers that sum up spells.
    fn spread(&self, sums: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (stays, exits) = sums.split_at(self.state_count * (self.longest + 1));
        let mut at_risk = Vec::with_capacity(self.state_count * self.longest);
        for own in stays.chunks_exact(self.longest + 1) {
            let first = at_risk.len();
            // Whoever stayed longer was at risk before.
            at_risk.resize(first + self.longest, 0.0);
            at_risk[first + self.longest - 1] = own[self.longest];
            let mut so_far = 0.0;
            for duration in (0..self.longest - 1).rev() {
                so_far += own[duration + 1];
                at_risk[first + duration] = so_far;
            }
        }
        (at_risk, exits.to_vec())
    }
}

/// Shares of states in each period from a start at duration one; see `SemiMarkov.occupation` in Python.
///
/// `hazards` are those of leaving for each destination: state × duration less one × destination, the last one for all
/// longer durations.
pub fn occupation(
    hazards: ArrayView3<'_, f64>,
    start: ArrayView1<'_, f64>,
    periods: usize,
    run: &Run,
) -> Result<Array2<f64>> {
    let (states, longest, _) = hazards.dim();
    let mut shares = Array2::zeros((periods + 1, states));
    let mut now = Array2::<f64>::zeros((states, longest));
    for (state, &share) in start.iter().enumerate() {
        now[[state, 0]] = share;
    }
    let stays = Array2::from_shape_fn((states, longest), |(state, duration)| {
        let leaves: f64 = (0..states).map(|next| hazards[[state, duration, next]]).sum();
        (1.0 - leaves).max(0.0)
    });
    run.expect_steps(periods as u64);
    shares.row_mut(0).assign(&start);
    for period in 1..=periods {
        let mut next = Array2::<f64>::zeros((states, longest));
        for ((state, duration), &mass) in now.indexed_iter() {
            if mass > 0.0 {
                next[[state, (duration + 1).min(longest - 1)]] += mass * stays[[state, duration]];
                for destination in 0..states {
                    next[[destination, 0]] += mass * hazards[[state, duration, destination]];
                }
            }
        }
        for state in 0..states {
            shares[[period, state]] = next.row(state).sum();
        }
        now = next;
        run.advance(1)?;
    }
    Ok(shares)
}

fn check(sojourns: Sojourns<'_>) -> Result<()> {
    let spells = sojourns.states.len();
    let sound = sojourns.lengths.len() == spells
        && sojourns.adjoins.len() == spells
        && sojourns.begun.len() == spells
        && sojourns.persons.len() == spells
        && sojourns.persons.is_sorted()
        && sojourns.persons.iter().all(|&person| usize::try_from(person).is_ok_and(|one| one < sojourns.weights.len()))
        && sojourns.longest > 0
        && sojourns.lengths.iter().all(|&length| length > 0)
        && sojourns.states.iter().all(|&state| usize::try_from(state).is_ok_and(|state| state < sojourns.state_count));
    if sound { Ok(()) } else { Err(Error::internal("spells do not stand in order of person and time")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Axis, array};

    /// 0 0, then 1 1 1, then 0 to the end; the first spell's beginning is known.
    fn one<'a>() -> Sojourns<'a> {
        Sojourns {
            states: &[0, 1, 0],
            lengths: &[2, 3, 2],
            adjoins: &[false, true, true],
            begun: &[true, true, true],
            persons: &[0, 0, 0],
            weights: &[1.0],
            state_count: 2,
            longest: 2,
        }
    }

    #[test]
    fn exits_are_counted_by_duration() {
        let found = sojourn_exits(one()).unwrap();
        assert_eq!(found.at_risk, array![[2.0, 1.0], [1.0, 2.0]]);
        assert_eq!(found.exits, array![[[0.0, 0.0], [0.0, 1.0]], [[0.0, 0.0], [1.0, 0.0]]]);
    }

    #[test]
    fn who_is_alone_is_redrawn_as_he_is() {
        let found = sojourn_exits(one()).unwrap();
        let (at_risk, exits) = sojourn_bootstrap(one(), 3, Seed([1, 2]), &Run::quiet()).unwrap();
        for replicate in 0..3 {
            assert_eq!(at_risk.index_axis(Axis(0), replicate), found.at_risk);
            assert_eq!(exits.index_axis(Axis(0), replicate), found.exits);
        }
    }

    #[test]
    fn states_of_fixed_length_take_turns() {
        // Two periods in 0, one in 1.
        let hazards = Array3::from_shape_vec((2, 2, 2), vec![0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0]).unwrap();
        let shares = occupation(hazards.view(), array![1.0, 0.0].view(), 5, &Run::quiet()).unwrap();
        assert_eq!(shares.column(1).to_vec(), [0.0, 0.0, 1.0, 0.0, 0.0, 1.0]);
    }
}
