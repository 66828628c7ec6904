//! The job-contact model solved exactly on small networks: the stationary distribution over all 2ⁿ states.
//!
//! Bit i of a state says whether agent i is employed. One period is two operations on a distribution: openings are
//! heard of and passed on, which moves mass from a state to those with more bits set; then jobs are lost, agent by agent.
//! Both are applied as flows between states, never as a matrix.

use ndarray::{Array1, Array2};

use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// The most agents: the table of flows grows as 3ⁿ.
pub const MOST_AGENTS: usize = 12;
/// The distribution has settled when one more step changes it by less, in sum of sizes.
const SETTLED: f64 = 2e-15;
const MOST_STEPS: usize = 100_000;

/// What is known exactly of a small network.
#[derive(Debug, Clone, PartialEq)]
pub struct Exact {
    /// The probability of each state.
    pub probabilities: Array1<f64>,
    /// The probability that each agent is unemployed.
    pub unemployment: Array1<f64>,
    /// Correlations of employment: agent × agent.
    pub correlations: Array2<f64>,
    /// Probability that someone unemployed for at least so long has a job a period later: agent, then all × duration.
    pub hazards: Array2<f64>,
}

/// Solves the model; see `job_contact_exact` in Python.
pub fn job_contact_exact(
    ties: &Adjacency,
    arrival: f64,
    separation: f64,
    durations: &[u32],
    run: &Run,
) -> Result<Exact> {
    let agents = ties.len();
    if agents == 0 || agents > MOST_AGENTS {
        return Err(Error::invalid(format!(
            "`network` must have 1 to {MOST_AGENTS} nodes to be solved exactly: got {agents}; simulate larger ones"
        )));
    }
    if ties.is_directed() {
        return Err(Error::invalid("`network` must be undirected"));
    }
    for (p, argument) in [(arrival, "arrival"), (separation, "separation")] {
        if !(p > 0.0 && p < 1.0) {
            return Err(Error::invalid(format!("`{argument}` must lie between 0 and 1, ends excluded: got {p}")));
        }
    }
    let chain = Chain::of(ties, arrival, separation, run)?;
    let probabilities = chain.stationary(run)?;
    let (unemployment, correlations) = moments(agents, &probabilities);
    let hazards = chain.hazards(&probabilities, durations, run)?;
    Ok(Exact { probabilities: probabilities.into(), unemployment, correlations, hazards })
}

/// The chain of all agents' employment.
pub(super) struct Chain {
    agents: usize,
    separation: f64,
    /// Where each state's entries of `hirings` start.
    offsets: Vec<usize>,
    /// For each state the probability of each set of hirings among its unemployed, in order of the sets as numbers.
    hirings: Vec<f64>,
}

impl Chain {
    pub(super) fn of(ties: &Adjacency, arrival: f64, separation: f64, run: &Run) -> Result<Self> {
        let agents = ties.len();
        let neighbours: Vec<usize> = (0..agents)
            .map(|agent| ties.successors(agent).nodes.iter().fold(0, |set, &other| set | (1 << other)))
            .collect();
        let (mut offsets, mut hirings) = (Vec::with_capacity(1 << agents), Vec::new());
        for state in 0..1_usize << agents {
            run.go_on()?;
            offsets.push(hirings.len());
            let unemployed = !state & ((1 << agents) - 1);
            // Bits are squeezed together: the unemployed are numbered from 0 on.
            let squeezed = |agent: usize| 1_usize << (unemployed & ((1 << agent) - 1)).count_ones();
            let mut sets = vec![0.0; 1 << unemployed.count_ones()];
            sets[0] = 1.0;
            for (agent, &around) in neighbours.iter().enumerate() {
                let takers = if state >> agent & 1 == 0 { 1 << agent } else { around & unemployed };
                let takers: Vec<usize> = (0..agents).filter(|&taker| takers >> taker & 1 == 1).map(squeezed).collect();
                if !takers.is_empty() {
                    pass_on(&mut sets, &takers, arrival);
                }
            }
            hirings.extend(sets);
        }
        Ok(Self { agents, separation, offsets, hirings })
    }

    /// The sets of hirings possible in a state that are not empty, with their probabilities.
    fn hirings(&self, state: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let unemployed = !state & ((1 << self.agents) - 1);
        let own = &self.hirings[self.offsets[state]..][..1 << unemployed.count_ones()];
        // The next larger set of some bits: borrowing from the bits outside carries over them.
        let mut set = 0_usize;
        own[1..].iter().map(move |&p| {
            set = set.wrapping_sub(unemployed) & unemployed;
            (set, p)
        })
    }

    /// What one period adds to each state's probability. Flows are summed, so that slow chains lose no digits.
    pub(super) fn change(&self, mass: &[f64], change: &mut [f64]) {
        change.fill(0.0);
        for (state, &here) in mass.iter().enumerate() {
            if here > 0.0 {
                for (set, p) in self.hirings(state) {
                    let flow = here * p;
                    change[state] -= flow;
                    change[state | set] += flow;
                }
            }
        }
        for agent in 0..self.agents {
            for employed in (0..mass.len()).filter(|state| state >> agent & 1 == 1) {
                let flow = self.separation * (mass[employed] + change[employed]);
                change[employed] -= flow;
                change[employed ^ (1 << agent)] += flow;
            }
        }
    }

    /// The probability of leaving a state within a period.
    fn leaving(&self, state: usize) -> f64 {
        let kept = libm::pow(1.0 - self.separation, f64::from(state.count_ones()));
        let hired: f64 = self.hirings(state).map(|(_, p)| p).sum();
        let hired_and_lost: f64 =
            self.hirings(state).map(|(set, p)| p * libm::pow(self.separation, f64::from(set.count_ones()))).sum();
        1.0 - kept * (1.0 - hired + hired_and_lost)
    }

    /// Follows the chain, sped up as far as the busiest state allows, until the distribution settles.
    pub(super) fn stationary(&self, run: &Run) -> Result<Vec<f64>> {
        let states = 1 << self.agents;
        let busiest = (0..states).map(|state| self.leaving(state)).fold(0.0, f64::max);
        let speed = 0.9 / busiest;
        let mut mass = vec![1.0 / states as f64; states];
        let mut change = vec![0.0; states];
        for _ in 0..MOST_STEPS {
            run.go_on()?;
            self.change(&mass, &mut change);
            let mut moved = 0.0;
            for (here, &more) in mass.iter_mut().zip(&change) {
                *here = (*here + speed * more).max(0.0);
                moved += (speed * more).abs();
            }
            let total: f64 = mass.iter().sum();
            for here in &mut mass {
                *here /= total;
            }
            if moved < SETTLED {
                return Ok(mass);
            }
        }
        Err(Error::not_converged(format!("the stationary distribution did not settle in {MOST_STEPS} steps")))
    }

    fn hazards(&self, stationary: &[f64], durations: &[u32], run: &Run) -> Result<Array2<f64>> {
        let longest = durations.iter().copied().max().unwrap_or(0);
        // For each agent and duration, the probability of being unemployed for so long, and of a job a period later.
        let (mut waiting, mut finding) = (
            Array2::<f64>::zeros((self.agents, durations.len())),
            Array2::<f64>::zeros((self.agents, durations.len())),
        );
        let mut change = vec![0.0; stationary.len()];
        for agent in 0..self.agents {
            let mut mass: Vec<f64> = stationary.to_vec();
            for duration in 1..=longest {
                run.go_on()?;
                for (state, here) in mass.iter_mut().enumerate() {
                    if state >> agent & 1 == 1 {
                        *here = 0.0;
                    }
                }
                self.change(&mass, &mut change);
                let found: f64 =
                    (0..mass.len()).filter(|state| state >> agent & 1 == 1).map(|state| change[state]).sum();
                for (column, _) in durations.iter().enumerate().filter(|(_, wanted)| **wanted == duration) {
                    waiting[[agent, column]] = mass.iter().sum();
                    finding[[agent, column]] = found;
                }
                for (here, &more) in mass.iter_mut().zip(&change) {
                    *here = (*here + more).max(0.0);
                }
            }
        }
        Ok(Array2::from_shape_fn((self.agents + 1, durations.len()), |(agent, column)| {
            if agent < self.agents {
                finding[[agent, column]] / waiting[[agent, column]]
            } else {
                finding.column(column).sum() / waiting.column(column).sum()
            }
        }))
    }
}

/// Lets one agent hear of an opening, for which one of `takers` (single bits) is hired, unless hired already.
fn pass_on(sets: &mut [f64], takers: &[usize], arrival: f64) {
    let each = arrival / takers.len() as f64;
    // From the largest set down, so that the smaller ones are still as before.
    for set in (0..sets.len()).rev() {
        let received: f64 =
            takers.iter().filter(|&&taker| set & taker != 0).map(|&taker| sets[set] + sets[set ^ taker]).sum();
        sets[set] = (1.0 - arrival) * sets[set] + each * received;
    }
}

fn moments(agents: usize, probabilities: &[f64]) -> (Array1<f64>, Array2<f64>) {
    let both = |one: usize, other: usize| -> f64 {
        let either = 1 << one | 1 << other;
        probabilities.iter().enumerate().filter(|(state, _)| state & either == 0).map(|(_, p)| p).sum()
    };
    let unemployment = Array1::from_shape_fn(agents, |agent| both(agent, agent));
    let covariance = Array2::from_shape_fn((agents, agents), |(i, j)| both(i, j) - unemployment[i] * unemployment[j]);
    let correlations = Array2::from_shape_fn((agents, agents), |(i, j)| {
        if i == j { 1.0 } else { covariance[[i, j]] / (covariance[[i, i]] * covariance[[j, j]]).sqrt() }
    });
    (unemployment, correlations)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    fn solved(agents: usize, pairs: &[(u32, u32)]) -> Exact {
        let (sources, targets): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
        let weights = vec![1.0; pairs.len()];
        let ties = Adjacency::from_ties(agents, &sources, &targets, &weights, false, Parallel::Refuse).unwrap();
        job_contact_exact(&ties, 0.1, 0.015, &[1, 2, 10], &Run::quiet()).unwrap()
    }

    #[test]
    fn alone_everyone_finds_and_loses_jobs_at_fixed_rates() {
        let exact = solved(3, &[]);
        let unemployment = 0.015 / (0.015 + 0.1 * 0.985);
        assert!(exact.unemployment.iter().all(|u| (u - unemployment).abs() < 1e-14));
        assert!(exact.hazards.iter().all(|h| (h - 0.0985).abs() < 1e-14));
        assert!(exact.correlations[[0, 1]].abs() < 1e-13);
    }

    #[test]
    fn a_pair_is_solved_by_hand() {
        // By symmetry three states count: none, one or both employed. Balance of flows gives the shares.
        let (a, b) = (0.1, 0.015);
        let (keep, hear) = (1.0 - b, 1.0 - a);
        let exact = solved(2, &[(0, 1)]);
        let [none, one, both] = [exact.probabilities[0], 2.0 * exact.probabilities[1], exact.probabilities[3]];
        let two_hear = 1.0 - hear * hear;
        let from_none = [
            hear * hear + 2.0 * a * hear * b + a * a * b * b,
            2.0 * a * hear * keep + a * a * 2.0 * b * keep,
            a * a * keep * keep,
        ];
        let from_one = [
            (1.0 - two_hear) * b + two_hear * b * b,
            (1.0 - two_hear) * keep + two_hear * 2.0 * b * keep,
            two_hear * keep * keep,
        ];
        let from_both = [b * b, 2.0 * b * keep, keep * keep];
        for (at, share) in [none, one, both].into_iter().enumerate() {
            let next = none * from_none[at] + one * from_one[at] + both * from_both[at];
            assert!((next - share).abs() < 1e-14);
        }
    }

    #[test]
    fn thirteen_agents_are_too_many() {
        let ties = Adjacency::from_ties(13, &[], &[], &[], false, Parallel::Refuse).unwrap();
        assert!(job_contact_exact(&ties, 0.1, 0.1, &[1], &Run::quiet()).is_err());
    }
}
