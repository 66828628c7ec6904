//! Semi-Markov chains: how long states last, where they lead, and who is where after some periods.

use ndarray::{Array2, Array3, ArrayView1, ArrayView3};

use crate::error::{Error, Result};
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
    /// The weight of each.
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
    let (k, longest) = (sojourns.state_count, sojourns.longest);
    let mut found = Exits { at_risk: Array2::zeros((k, longest)), exits: Array3::zeros((k, longest, k)) };
    for spell in 0..sojourns.states.len() {
        if !sojourns.begun[spell] {
            continue;
        }
        let (state, weight) = (sojourns.states[spell] as usize, sojourns.weights[spell]);
        let length = sojourns.lengths[spell] as usize;
        let followed = sojourns.adjoins.get(spell + 1).copied().unwrap_or(false);
        // Of a spell whose end was not seen it is not known whether its last period was the last in the state.
        for duration in 0..length - usize::from(!followed) {
            found.at_risk[[state, duration.min(longest - 1)]] += weight;
        }
        if followed {
            let next = sojourns.states[spell + 1] as usize;
            found.exits[[state, (length - 1).min(longest - 1), next]] += weight;
        }
    }
    Ok(found)
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
        && sojourns.weights.len() == spells
        && sojourns.longest > 0
        && sojourns.lengths.iter().all(|&length| length > 0)
        && sojourns.states.iter().all(|&state| usize::try_from(state).is_ok_and(|state| state < sojourns.state_count));
    if sound { Ok(()) } else { Err(Error::internal("spells do not stand in order of person and time")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array3, array};

    #[test]
    fn exits_are_counted_by_duration() {
        // 0 0, then 1 1 1, then 0 to the end; the first spell's beginning is known.
        let found = sojourn_exits(Sojourns {
            states: &[0, 1, 0],
            lengths: &[2, 3, 2],
            adjoins: &[false, true, true],
            begun: &[true, true, true],
            weights: &[1.0; 3],
            state_count: 2,
            longest: 2,
        })
        .unwrap();
        assert_eq!(found.at_risk, array![[2.0, 1.0], [1.0, 2.0]]);
        assert_eq!(found.exits, array![[[0.0, 0.0], [0.0, 1.0]], [[0.0, 0.0], [1.0, 0.0]]]);
    }

    #[test]
    fn states_of_fixed_length_take_turns() {
        // Two periods in 0, one in 1.
        let hazards = Array3::from_shape_vec((2, 2, 2), vec![0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0]).unwrap();
        let shares = occupation(hazards.view(), array![1.0, 0.0].view(), 5, &Run::quiet()).unwrap();
        assert_eq!(shares.column(1).to_vec(), [0.0, 0.0, 1.0, 0.0, 0.0, 1.0]);
    }
}
