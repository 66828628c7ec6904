//! The games around job contacts on networks of any size: values are simulated instead of solved.

use crate::adjacency::Adjacency;
use crate::error::Result;
use crate::random::Seed;
use crate::run::Run;

use super::contact_games::{Migration, Participation};
use super::contact_market::{Effort, Worth, check, worth};

/// How choices came to rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest {
    /// Rounds of choices, with the last one, in which nobody changed.
    pub rounds: usize,
    /// How many would change by their simulated gain, which is too small beside its error.
    pub unsure: usize,
}

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
) -> Result<(Vec<bool>, Worth, Rest)> {
    let Participation { market, costs, employed } = participation;
    check(ties, effort, &[costs.len(), employed.len()])?;
    let value = |staying: &[bool], asked: &[bool]| worth(ties, market, staying, employed, asked, effort, seed, run);
    let mut staying = vec![all_in; ties.len()];
    let rest = settle(&mut staying, all_in, effort.margin, |staying, asked| {
        let Worth { mean, se } = value(staying, asked)?;
        Ok(mean.iter().zip(costs).zip(se).map(|((value, cost), se)| (value - cost, se)).collect())
    })?;
    let values = value(&staying, &vec![true; ties.len()])?;
    Ok((staying, values, rest))
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
) -> Result<(Vec<bool>, [Worth; 2], Rest)> {
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
    let rest = settle(&mut abroad, all_leave, effort.margin, |abroad, asked| {
        // Who lives at the destination has nothing to choose.
        let asked: Vec<bool> = asked.iter().zip(at_home).map(|(&asked, &home)| asked && home).collect();
        let [home, there] = [incomes(abroad, &asked, 0)?, incomes(abroad, &asked, 1)?];
        let gains = (0..ties.len()).map(|agent| {
            let gain = there.mean[agent] - home.mean[agent] - migration.costs[agent];
            (gain, there.se[agent].hypot(home.se[agent]))
        });
        Ok(gains.collect())
    })?;
    let found = [incomes(&abroad, at_home, 0)?, incomes(&abroad, at_home, 1)?];
    Ok((abroad, found, rest))
}

/// Lets all who are sure to gain by it change their choice, round by round, always in the same direction.
///
/// Gains come with their standard errors, and are NaN for those who have nothing to choose. To be sure, a gain must
/// differ from nothing by `margin` standard errors. That of few replicates may be nothing by luck: none is taken to be
/// below the root of their mean square.
fn settle(
    chosen: &mut [bool],
    from_all: bool,
    margin: f64,
    gains: impl Fn(&[bool], &[bool]) -> Result<Vec<(f64, f64)>>,
) -> Result<Rest> {
    let mut rounds = 0;
    loop {
        rounds += 1;
        let open: Vec<bool> = chosen.iter().map(|&one| one == from_all).collect();
        let gains = gains(chosen, &open)?;
        let squares: Vec<f64> = gains.iter().map(|(_, se)| se * se).filter(|square| !square.is_nan()).collect();
        let least = (squares.iter().sum::<f64>() / squares.len() as f64).sqrt();
        let (mut changed, mut unsure) = (false, 0);
        for (agent, (gain, se)) in gains.into_iter().enumerate().filter(|&(agent, _)| open[agent]) {
            let doubt = margin * se.max(least);
            let (wants, sure) = if from_all { (gain < 0.0, gain < -doubt) } else { (gain >= 0.0, gain >= doubt) };
            if sure {
                chosen[agent] = !from_all;
                changed = true;
            } else if wants {
                unsure += 1;
            }
        }
        if !changed {
            return Ok(Rest { rounds, unsure });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_is_sure_changes() {
        let of = |from_all, margin, gains: &[(f64, f64)]| {
            let mut chosen = vec![from_all; gains.len()];
            let rest = settle(&mut chosen, from_all, margin, |_, _| Ok(gains.to_vec())).unwrap();
            (chosen, rest)
        };
        // The second has the error of all by luck, the last has nothing to choose.
        let joining = [(0.31, 0.1), (0.29, 0.0), (0.15, 0.1), (-0.5, 0.1), (f64::NAN, f64::NAN)];
        let (joined, rest) = of(false, 3.0, &joining);
        assert_eq!(joined, [true, true, false, false, false]);
        assert_eq!(rest, Rest { rounds: 2, unsure: 1 });
        let leaving: Vec<(f64, f64)> = joining.iter().map(|&(gain, se)| (-gain, se)).collect();
        let (stayed, rest) = of(true, 3.0, &leaving);
        assert_eq!(stayed, [false, false, true, true, true]);
        assert_eq!(rest, Rest { rounds: 2, unsure: 1 });
        assert_eq!(of(false, 4.0, &joining).0, [false; 5]);
        assert_eq!(of(false, 0.0, &joining).0, [true, true, true, false, false]);
        // Who gains nothing joins, and stays.
        assert_eq!(of(false, 3.0, &[(0.0, 0.0)]).0, [true]);
        assert_eq!(of(true, 3.0, &[(0.0, 0.0)]).0, [true]);
    }
}
