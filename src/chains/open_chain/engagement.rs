//! What a diaspora does for home: from discussions to projects, and collective remittances that are matched.

use super::dice::{Dice, Purpose};
use super::path::Census;
use super::rules::Rules;
use super::scenario::Sequencing;
use super::town::Town;

/// Beyond it a number of projects is no number of projects any more.
const MOST_PROJECTS: f64 = 1e6;

impl Town<'_> {
    /// One period of champions, discussions and projects, and of giving.
    pub(super) fn engage(&mut self, rules: &Rules, dice: Dice, census: &Census) {
        let scenario = &rules.scenario;
        self.welcome_champions(rules, dice, census);
        let intensity = if scenario.programme { 1.0 } else { self.community.functions[2] };
        let successes = if intensity > 0.0 {
            self.community.engaged_for += 1;
            if self.community.engaged_for == 1 {
                self.community.enthusiasm = self.community.enthusiasm.max(scenario.initial_enthusiasm);
            }
            self.run_projects(rules, dice, census, intensity)
        } else {
            self.community.engaged_for = 0;
            0
        };
        let confers = intensity > 0.0
            && scenario.conference_every > 0
            && self.community.engaged_for % scenario.conference_every == 0;
        let community = &mut self.community;
        let fed = scenario.enthusiasm_gain * successes as f64 + if confers { scenario.conference_gain } else { 0.0 };
        community.enthusiasm = ((1.0 - scenario.enthusiasm_decay) * community.enthusiasm + fed).min(1.0);
        let better = scenario.institution_learning * successes as f64 * (1.0 - community.institutions);
        let back = scenario.institution_reversion * (community.institutions - scenario.home_institutions);
        community.institutions = (community.institutions + better - back).clamp(0.0, 1.0);
        self.give(rules);
    }

    fn welcome_champions(&mut self, rules: &Rules, dice: Dice, census: &Census) {
        let scenario = &rules.scenario;
        let spontaneous = scenario.champion_arrival * f64::from(census.seniors);
        let induced = if scenario.programme { scenario.induced_arrival * self.community.institutions } else { 0.0 };
        let arrives = spontaneous + induced > 0.0 && {
            let [of_themselves, invited, ..] = dice.shares(Purpose::Champion, 0);
            of_themselves < -libm::expm1(-spontaneous) || invited < -libm::expm1(-induced)
        };
        let left = self.community.champion.saturating_sub(1);
        self.community.champion = if arrives { left.max(scenario.champion_tenure) } else { left };
    }

    /// Leads of the diaspora, executed as far as organisations at home can; returns how many succeeded.
    fn run_projects(&mut self, rules: &Rules, dice: Dice, census: &Census, intensity: f64) -> u64 {
        let scenario = &rules.scenario;
        let community = &self.community;
        let lent = if community.champion > 0 { scenario.champion_credibility } else { 0.0 };
        let credibility = community.credibility.max(lent);
        let size = f64::from(census.seniors).sqrt();
        let discussed = intensity * scenario.lead_rate * community.enthusiasm * size * credibility;
        let able = scenario.capacity * community.institutions * (1.0 + scenario.bridge) + scenario.donor_capacity;
        let leads = dice.of(Purpose::Leads, 0).poisson(discussed.min(MOST_PROJECTS));
        let executed = leads.min(dice.of(Purpose::Capacity, 0).poisson(able.min(MOST_PROJECTS)));
        let scale = community.scale;
        let unwatched = community.institutions * libm::exp(-scenario.scale_penalty * scale * (1.0 - credibility));
        let p = 1.0 - (1.0 - unwatched) * (1.0 - scenario.monitoring);
        let mut draws = dice.of(Purpose::Projects, 0);
        let mut successes = 0;
        for _ in 0..executed {
            let credibility = &mut self.community.credibility;
            if draws.bernoulli(p) {
                successes += 1;
                *credibility += scenario.credibility_gain * (1.0 - *credibility);
            } else {
                *credibility -= scenario.credibility_loss * *credibility;
            }
        }
        self.community.scale = match scenario.sequencing {
            Sequencing::LargeFirst => scenario.large_scale,
            Sequencing::SmallFirst if self.community.credibility > scenario.scale_credibility => {
                // A lever may set the largest scale below what has been reached.
                (scale * scenario.scale_growth).min(scenario.large_scale)
            }
            Sequencing::SmallFirst => scale,
        };
        self.tally.leads = leads;
        self.tally.executed = executed;
        self.tally.successes = successes;
        self.tally.project_value = scale * successes as f64;
        successes
    }

    /// Collective remittances: what is pledged is funded as far as the public budget for matching it goes.
    fn give(&mut self, rules: &Rules) {
        let scenario = &rules.scenario;
        let drawn = libm::pow(1.0 + scenario.matching, scenario.donor_elasticity);
        let pledges = self.community.functions[2] * scenario.pledge_share * self.tally.income_givers * drawn;
        let most = if scenario.matching > 0.0 { scenario.budget / scenario.matching } else { f64::INFINITY };
        let offered = self.community.waiting_pledges + pledges;
        let funded = offered.min(most);
        self.community.waiting_pledges = (offered - funded) * (1.0 - scenario.pledge_decay);
        self.tally.pledges = pledges;
        self.tally.funded = funded;
        self.tally.matched = scenario.matching * funded;
        self.tally.binding = pledges > most;
    }
}
