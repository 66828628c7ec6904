//! Who gains: discounted sums for migrants and for home, beside the same people with the border closed.

use super::path::Census;
use super::rules::Rules;
use super::town::Town;

/// What an account holds, in order; gains, skill and lost output are 0 without the counterfactual.
pub const ACCOUNTS: [&str; 17] = [
    "migrant_gain",
    "home_gain",
    "win_win",
    "income_gain",
    "moving_costs",
    "remittances",
    "collective",
    "projects",
    "skill",
    "lost_output",
    "match",
    "programme",
    "sent",
    "migrants",
    "skill_home",
    "skill_home_closed",
    "brain_gain",
];

/// Discounted sums of one replicate.
#[derive(Debug, Clone, Default)]
pub(super) struct Accounts {
    remittances: f64,
    collective: f64,
    projects: f64,
    matched: f64,
    programme: f64,
    sent: f64,
    skill: f64,
    lost_output: f64,
    skill_home: f64,
    skill_home_closed: f64,
}

impl Accounts {
    /// Adds a period.
    pub(super) fn add(&mut self, rules: &Rules, town: &Town<'_>, census: &Census) {
        let (scenario, tally, worth) = (&rules.scenario, &town.tally, town.worth);
        self.remittances += worth * tally.remittances;
        self.collective += worth * (tally.funded + tally.matched) * scenario.social_return;
        self.projects += worth * tally.project_value * scenario.project_worth;
        self.matched += worth * tally.matched;
        self.programme += if scenario.programme { worth * scenario.programme_cost } else { 0.0 };
        self.sent += worth * (tally.remittances + tally.funded);
        self.skill_home = census.mean_skill(town);
    }

    /// Adds what the same period would have been with the border closed.
    pub(super) fn compare(&mut self, rules: &Rules, town: &Town<'_>, closed: &Town<'_>, census: &Census) {
        self.skill_home_closed = census.mean_skill(closed);
        let slope = rules.log_wage(0, rules.rungs().min(2) as u8 - 1);
        let residents = f64::from(town.there[0]);
        self.skill += town.worth * slope * residents * (self.skill_home - self.skill_home_closed);
        let mut lost = 0.0;
        for (one, closed) in town.standings.iter().zip(&closed.standings) {
            if one.place() > 0 && closed.place() == 0 && closed.is_employed() {
                lost += rules.posts[rules.post(0, closed.rung(), true)].income;
            }
        }
        self.lost_output += town.worth * lost;
    }

    /// The account as numbers: those of [`ACCOUNTS`], then what migrants gained by the highest rung they held abroad.
    pub(super) fn values(&self, rungs: usize, town: &Town<'_>, closed: Option<&Town<'_>>) -> Vec<f64> {
        let mut by_rung = vec![0.0; rungs];
        let migrants = town.persons.iter().filter(|one| one.reached > 0).count() as f64;
        let mut income_gain = 0.0;
        if let Some(closed) = closed {
            for (person, one) in town.persons.iter().enumerate().filter(|(_, one)| one.reached > 0) {
                let gain = town.earned[person] - closed.earned[person];
                income_gain += gain;
                by_rung[usize::from(one.reached) - 1] += gain;
            }
        }
        let flag = |statement: bool| f64::from(u8::from(closed.is_some() && statement));
        let compared = if closed.is_some() { 1.0 } else { 0.0 };
        let migrant_gain = compared * (income_gain - town.moving_costs);
        let received = self.remittances + self.collective + self.projects + self.skill;
        let home_gain = compared * (received - self.lost_output - self.matched - self.programme);
        let mut values = vec![
            migrant_gain,
            home_gain,
            flag(migrant_gain > 0.0 && home_gain > 0.0),
            income_gain,
            town.moving_costs,
            self.remittances,
            self.collective,
            self.projects,
            self.skill,
            self.lost_output,
            self.matched,
            self.programme,
            self.sent,
            migrants,
            self.skill_home,
            self.skill_home_closed,
            flag(self.skill_home > self.skill_home_closed),
        ];
        values.extend(by_rung);
        values
    }
}
