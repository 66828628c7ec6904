//! Games around job contacts on small networks: who stays in the labour market, and who leaves for another country.
//!
//! In both, a choice is worth more the more others make it, so that going from one end to where nobody wants to change
//! any more leads to the equilibrium nearest to that end.

use crate::adjacency::{Adjacency, Parallel};
use crate::error::{Error, Result};
use crate::run::Run;

use super::contact_exact::{Chain, MOST_AGENTS};

/// Terms of a discounted sum that are smaller than this part of it are left out.
const NEGLIGIBLE: f64 = 1e-15;
/// How much less than nothing a gain may be for the choice to be taken: sums round.
const ROUNDING: f64 = 1e-12;

/// A labour market: how jobs come and go, and how the time employed is weighed.
#[derive(Debug, Clone, Copy)]
pub struct Market {
    /// The probability of hearing of an opening.
    pub arrival: f64,
    /// The probability of losing a job.
    pub separation: f64,
    /// The weight of each period relative to the one before; without it only the long run counts.
    pub discount: Option<f64>,
    /// Whether the first period that counts is the present one.
    pub from_now: bool,
}

/// The weighted mean of the probabilities of being employed; of those not in the market NaN.
pub fn employment_values(
    ties: &Adjacency,
    market: Market,
    members: &[bool],
    employed: &[bool],
    run: &Run,
) -> Result<Vec<f64>> {
    let agents: Vec<usize> = (0..ties.len()).filter(|&agent| members[agent]).collect();
    let mut values = vec![f64::NAN; ties.len()];
    if agents.is_empty() {
        return Ok(values);
    }
    let chain = Chain::of(&among(ties, &agents)?, market.arrival, market.separation, run)?;
    let start = agents.iter().enumerate().fold(0, |state, (at, &agent)| state | usize::from(employed[agent]) << at);
    let found = match market.discount {
        None => marginals(agents.len(), &chain.stationary(run)?),
        Some(discount) => discounted(&chain, agents.len(), start, discount, market.from_now, run)?,
    };
    for (&agent, value) in agents.iter().zip(found) {
        values[agent] = value;
    }
    Ok(values)
}

fn discounted(
    chain: &Chain,
    agents: usize,
    start: usize,
    discount: f64,
    from_now: bool,
    run: &Run,
) -> Result<Vec<f64>> {
    let mut mass = vec![0.0; 1 << agents];
    mass[start] = 1.0;
    let mut change = vec![0.0; mass.len()];
    let mut values = vec![0.0; agents];
    let mut weight = 1.0 - discount;
    let mut left = 1.0;
    let mut skipped = from_now;
    loop {
        if skipped {
            let last = left < NEGLIGIBLE || discount == 0.0;
            // What is left after the last term is at most as large as this.
            let share = if last { left } else { weight };
            values.iter_mut().zip(marginals(agents, &mass)).for_each(|(value, p)| *value += share * p);
            if last {
                return Ok(values);
            }
            weight *= discount;
            left *= discount;
        }
        skipped = true;
        run.go_on()?;
        chain.change(&mass, &mut change);
        mass.iter_mut().zip(&change).for_each(|(here, more)| *here = (*here + more).max(0.0));
    }
}

fn marginals(agents: usize, mass: &[f64]) -> Vec<f64> {
    (0..agents)
        .map(|agent| mass.iter().enumerate().filter(|(state, _)| state >> agent & 1 == 1).map(|(_, p)| p).sum())
        .collect()
}

/// The network among some agents.
fn among(ties: &Adjacency, agents: &[usize]) -> Result<Adjacency> {
    let place = |node: u32| agents.iter().position(|&agent| agent == node as usize);
    let (mut sources, mut targets) = (Vec::new(), Vec::new());
    for (at, &agent) in agents.iter().enumerate() {
        for &other in ties.successors(agent).nodes {
            if let Some(other) = place(other).filter(|&other| other > at) {
                sources.push(at as u32);
                targets.push(other as u32);
            }
        }
    }
    Adjacency::from_ties(agents.len(), &sources, &targets, &vec![1.0; sources.len()], false, Parallel::Refuse)
}

/// What staying in the labour market brings, and what it costs.
#[derive(Debug, Clone, Copy)]
pub struct Participation<'a> {
    /// The market of those who stay.
    pub market: Market,
    /// What staying costs each.
    pub costs: &'a [f64],
    /// Who has a job at the start.
    pub employed: &'a [bool],
}

/// Who stays in the labour market, and what staying is worth to each, given the others.
///
/// Starts with everyone in it or nobody, and ends where nobody wants to change; see `job_contact_dropout` in Python.
pub fn job_contact_dropout(
    ties: &Adjacency,
    participation: Participation<'_>,
    all_in: bool,
    run: &Run,
) -> Result<(Vec<bool>, Vec<f64>)> {
    let Participation { market, costs, employed } = participation;
    check(ties, &[costs.len(), employed.len()])?;
    let worth = |staying: &[bool], agent: usize| -> Result<f64> {
        let mut with = staying.to_vec();
        with[agent] = true;
        Ok(employment_values(ties, market, &with, employed, run)?[agent])
    };
    let mut staying = vec![all_in; ties.len()];
    settle(&mut staying, all_in, |staying, agent| Ok(worth(staying, agent)? - costs[agent]))?;
    let values = (0..ties.len()).map(|agent| worth(&staying, agent)).collect::<Result<_>>()?;
    Ok((staying, values))
}

/// What leads from home to the other country, and what it costs.
#[derive(Debug, Clone, Copy)]
pub struct Migration<'a> {
    /// The markets of home and of the destination.
    pub markets: [Market; 2],
    /// Income of the employed at home and at the destination.
    pub wages: [f64; 2],
    /// Income of the unemployed at home and at the destination.
    pub benefits: [f64; 2],
    /// Who lives at home, and so may leave.
    pub at_home: &'a [bool],
    /// What leaving costs each of them.
    pub costs: &'a [f64],
    /// Who has a job at the start, where he or she lives; who leaves arrives without one.
    pub employed: &'a [bool],
}

/// Who leaves, and what each would earn at home and at the destination, given the others.
///
/// Starts with nobody leaving or everyone, and ends where nobody wants to change; see `two_countries` in Python.
pub fn two_countries(
    ties: &Adjacency,
    migration: Migration<'_>,
    all_leave: bool,
    run: &Run,
) -> Result<(Vec<bool>, Vec<[f64; 2]>)> {
    check(ties, &[migration.at_home.len(), migration.costs.len(), migration.employed.len()])?;
    let incomes = |abroad: &[bool], agent: usize| -> Result<[f64; 2]> {
        let mut found = [f64::NAN; 2];
        for (country, income) in found.iter_mut().enumerate() {
            let lives_there = |other: usize| usize::from(abroad[other] || !migration.at_home[other]) == country;
            let members: Vec<bool> = (0..ties.len()).map(|other| other == agent || lives_there(other)).collect();
            let employed: Vec<bool> = (0..ties.len())
                .map(|other| migration.employed[other] && usize::from(!migration.at_home[other]) == country)
                .collect();
            let market = migration.markets[country];
            let p = employment_values(ties, market, &members, &employed, run)?[agent];
            *income = migration.wages[country] * p + migration.benefits[country] * (1.0 - p);
        }
        Ok(found)
    };
    let mut abroad: Vec<bool> = migration.at_home.iter().map(|&home| home && all_leave).collect();
    settle(&mut abroad, all_leave, |abroad, agent| {
        if !migration.at_home[agent] {
            // Who lives at the destination has nothing to choose.
            return Ok(if all_leave { f64::INFINITY } else { f64::NEG_INFINITY });
        }
        let [home, there] = incomes(abroad, agent)?;
        Ok(there - home - migration.costs[agent])
    })?;
    let found = (0..ties.len())
        .map(|agent| if migration.at_home[agent] { incomes(&abroad, agent) } else { Ok([f64::NAN; 2]) })
        .collect::<Result<_>>()?;
    Ok((abroad, found))
}

/// Lets all who gain by it change their choice, round by round, always in the same direction.
fn settle(chosen: &mut [bool], from_all: bool, gain: impl Fn(&[bool], usize) -> Result<f64>) -> Result<()> {
    loop {
        let mut next = chosen.to_vec();
        for agent in 0..chosen.len() {
            if chosen[agent] == from_all {
                next[agent] = gain(chosen, agent)? >= -ROUNDING;
            }
        }
        if next == chosen {
            return Ok(());
        }
        chosen.copy_from_slice(&next);
    }
}

fn check(ties: &Adjacency, lengths: &[usize]) -> Result<()> {
    let agents = ties.len();
    if agents == 0 || agents > MOST_AGENTS {
        return Err(Error::invalid(format!(
            "`network` must have 1 to {MOST_AGENTS} nodes to be solved exactly: got {agents}"
        )));
    }
    if lengths.iter().any(|&length| length != agents) {
        return Err(Error::internal("there must be one item for each agent"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(agents: usize, pairs: &[(u32, u32)]) -> Adjacency {
        let (sources, targets): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
        Adjacency::from_ties(agents, &sources, &targets, &vec![1.0; pairs.len()], false, Parallel::Refuse).unwrap()
    }

    fn market(from_now: bool) -> Market {
        Market { arrival: 0.1, separation: 0.015, discount: Some(0.9), from_now }
    }

    #[test]
    fn alone_staying_has_a_closed_form() {
        let alone = network(1, &[]);
        let long_run = 0.0985 / (0.0985 + 0.015);
        for from_now in [false, true] {
            for employed in [false, true] {
                let value = employment_values(&alone, market(from_now), &[true], &[employed], &Run::quiet()).unwrap();
                let keep: f64 = 1.0 - 0.0985 - 0.015;
                let first = if from_now { 1.0 } else { keep };
                let start = if employed { 1.0 } else { 0.0 };
                let expected = long_run + (start - long_run) * 0.1 * first / (1.0 - 0.9 * keep);
                assert!((value[0] - expected).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn a_friend_who_drops_out_can_take_another_along() {
        let pair = network(2, &[(0, 1)]);
        let of = |costs: &[f64], all_in| {
            let participation = Participation { market: market(false), costs, employed: &[true, true] };
            job_contact_dropout(&pair, participation, all_in, &Run::quiet()).unwrap()
        };
        let alone = of(&[0.0, 2.0], true).1[0];
        let together = of(&[0.0, 0.0], true).1[0];
        assert!((alone - 0.925_797).abs() < 1e-5 && together > alone);
        let between = f64::midpoint(alone, together);
        assert_eq!(of(&[between, between], true).0, [true, true]);
        assert_eq!(of(&[between, between], false).0, [false, false]);
        assert_eq!(of(&[between, 2.0], true).0, [false, false]);
    }

    #[test]
    fn ties_abroad_make_leaving_worth_more() {
        // One may leave; the other lives abroad and is tied to the first or not.
        let markets = [Market { discount: None, ..market(false) }; 2];
        let migration = |cost| Migration {
            markets,
            wages: [1.0, 1.5],
            benefits: [0.0; 2],
            at_home: &[true, false],
            costs: if cost { &[0.46, 0.0] } else { &[0.43, 0.0] },
            employed: &[true, true],
        };
        let of = |pairs: &[(u32, u32)], cost| two_countries(&network(2, pairs), migration(cost), false, &Run::quiet());
        // Alone the gain is half of 0.868; with a tie employment abroad is 0.921.
        assert_eq!(of(&[], true).unwrap().0, [false, false]);
        assert_eq!(of(&[(0, 1)], true).unwrap().0, [true, false]);
        assert_eq!(of(&[], false).unwrap().0, [true, false]);
        let incomes = of(&[(0, 1)], true).unwrap().1[0];
        assert!((incomes[0] - 0.867_841).abs() < 1e-6 && (incomes[1] - 1.5 * (1.0 - 0.078_569)).abs() < 1e-6);
    }

    #[test]
    fn too_many_agents_are_refused() {
        let large = network(13, &[]);
        let participation = Participation { market: market(false), costs: &[0.0; 13], employed: &[true; 13] };
        assert!(job_contact_dropout(&large, participation, true, &Run::quiet()).is_err());
    }
}
