//! How a diaspora becomes a community: through stages without a jump, or by activities that grow side by side.

use super::dice::{Dice, Purpose};
use super::path::Census;
use super::rules::Rules;
use super::scenario::Mode;
use super::town::Town;

impl Town<'_> {
    /// Moves the community on, or back, given who is where.
    pub(super) fn organise(&mut self, rules: &Rules, dice: Dice, census: &Census) {
        let guards = self.guards(rules, census);
        match rules.scenario.mode {
            Mode::Stages => self.change_stage(rules, dice, guards),
            Mode::Functions => self.grow(rules, guards),
        }
        for stage in 0..usize::from(self.community.stage) {
            if self.community.entered[stage] == 0 {
                self.community.entered[stage] = self.period;
            }
        }
    }

    /// Whether what search, advancement and engagement need is there.
    fn guards(&self, rules: &Rules, census: &Census) -> [bool; 3] {
        let scenario = &rules.scenario;
        let (diaspora, seniors) = (f64::from(census.diaspora), f64::from(census.seniors));
        let trusted = self.community.credibility >= scenario.engagement_credibility
            || self.community.champion > 0
            || scenario.programme;
        [
            diaspora >= scenario.thin_size,
            diaspora > 0.0 && seniors >= scenario.thick_share * diaspora,
            seniors >= scenario.engagement_seniors
                && census.mean_confidence() >= scenario.engagement_confidence
                && trusted,
        ]
    }

    fn change_stage(&mut self, rules: &Rules, dice: Dice, guards: [bool; 3]) {
        let scenario = &rules.scenario;
        let moves = || dice.shares(Purpose::Stage, 0)[0] < scenario.stage_hazard;
        let community = &mut self.community;
        let stage = usize::from(community.stage);
        let fails = stage > 0 && !guards[stage - 1];
        community.failing = if fails { community.failing + 1 } else { 0 };
        if scenario.regression && fails && community.failing >= scenario.regression_after {
            community.stage -= 1;
            community.failing = 0;
        } else if stage < 3 && guards[stage] && moves() {
            community.stage += 1;
            community.failing = 0;
        }
        for (place, function) in community.functions.iter_mut().enumerate() {
            *function = if usize::from(community.stage) > place { 1.0 } else { 0.0 };
        }
    }

    fn grow(&mut self, rules: &Rules, guards: [bool; 3]) {
        let scenario = &rules.scenario;
        let fading = if scenario.regression { 1.0 / f64::from(scenario.regression_after.max(1)) } else { 0.0 };
        for (function, guard) in self.community.functions.iter_mut().zip(guards) {
            *function += if guard { scenario.stage_hazard * (1.0 - *function) } else { -fading * *function };
        }
        self.community.stage = self.community.functions.iter().filter(|&&function| function >= 0.5).count() as u8;
    }
}
