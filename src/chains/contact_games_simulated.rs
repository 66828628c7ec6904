//! The games around job contacts on networks of any size: values are simulated instead of solved.

use crate::adjacency::Adjacency;
use crate::error::Result;
use crate::random::Seed;
use crate::run::Run;

use super::contact_games::{Migration, Participation};
use super::contact_market::{Effort, Worth, check, worth};

/// Who stays in the labour market, and what staying is worth to each, given the others.
///
/// Starts with everyone in it or nobody, and ends where nobody wants to change; see `job_contact_dropout_simulate` in
/// Python.
pub fn job_contact_dropout_simulate(
    ties: &Adjacency,
    participation: Participation<'_>,
    all_in: bool,
    effort: Effort,
    seed: Seed,
    run: &Run,
) -> Result<(Vec<bool>, Worth)> {
    let Participation { market, costs, employed } = participation;
    check(ties, effort, &[costs.len(), employed.len()])?;
    let value = |staying: &[bool], asked: &[bool]| worth(ties, market, staying, employed, asked, effort, seed, run);
    let mut staying = vec![all_in; ties.len()];
    settle(&mut staying, all_in, |staying, asked| {
        let values = value(staying, asked)?.mean;
        Ok(values.iter().zip(costs).map(|(value, cost)| value - cost).collect())
    })?;
    let values = value(&staying, &vec![true; ties.len()])?;
    Ok((staying, values))
}

/// Who leaves, and what each would earn at home and at the destination, given the others, with standard errors.
///
/// Starts with nobody leaving or everyone, and ends where nobody wants to change; see `two_countries_simulate` in Python.
pub fn two_countries_simulate(
    ties: &Adjacency,
    migration: Migration<'_>,
    all_leave: bool,
    effort: Effort,
    seed: Seed,
    run: &Run,
) -> Result<(Vec<bool>, [Worth; 2])> {
    let at_home = migration.at_home;
    check(ties, effort, &[at_home.len(), migration.costs.len(), migration.employed.len()])?;
    let incomes = |abroad: &[bool], asked: &[bool], country: usize| -> Result<Worth> {
        let lives_there: Vec<bool> =
            abroad.iter().zip(at_home).map(|(&abroad, &home)| usize::from(abroad || !home) == country).collect();
        let employed: Vec<bool> = migration
            .employed
            .iter()
            .zip(at_home)
            .map(|(&employed, &home)| employed && usize::from(!home) == country)
            .collect();
        let market = migration.markets[country];
        let mut found = worth(ties, market, &lives_there, &employed, asked, effort, seed, run)?;
        let (wage, benefit) = (migration.wages[country], migration.benefits[country]);
        found.mean.iter_mut().for_each(|p| *p = wage * *p + benefit * (1.0 - *p));
        found.se.iter_mut().for_each(|se| *se *= (wage - benefit).abs());
        Ok(found)
    };
    let mut abroad: Vec<bool> = at_home.iter().map(|&home| home && all_leave).collect();
    settle(&mut abroad, all_leave, |abroad, asked| {
        // Who lives at the destination has nothing to choose.
        let asked: Vec<bool> = asked.iter().zip(at_home).map(|(&asked, &home)| asked && home).collect();
        let [home, there] = [incomes(abroad, &asked, 0)?.mean, incomes(abroad, &asked, 1)?.mean];
        let gains = (0..ties.len()).map(|agent| {
            if at_home[agent] {
                there[agent] - home[agent] - migration.costs[agent]
            } else if all_leave {
                f64::INFINITY
            } else {
                f64::NEG_INFINITY
            }
        });
        Ok(gains.collect())
    })?;
    let found = [incomes(&abroad, at_home, 0)?, incomes(&abroad, at_home, 1)?];
    Ok((abroad, found))
}

/// Lets all who gain by it change their choice, round by round, always in the same direction.
fn settle(chosen: &mut [bool], from_all: bool, gains: impl Fn(&[bool], &[bool]) -> Result<Vec<f64>>) -> Result<()> {
    loop {
        let open: Vec<bool> = chosen.iter().map(|&one| one == from_all).collect();
        let gains = gains(chosen, &open)?;
        let mut changed = false;
        for agent in 0..chosen.len() {
            let choice = gains[agent] >= 0.0;
            if open[agent] && choice != chosen[agent] {
                chosen[agent] = choice;
                changed = true;
            }
        }
        if !changed {
            return Ok(());
        }
    }
}
