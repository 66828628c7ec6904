//! What people do in a period, in this order: some set out, job news is passed on, then news of learning; people learn, are
//! separated, earn, and some return.

use super::dice::{Dice, Purpose};
use super::rules::Rules;
use super::scenario::Passing;
use super::town::{Kind, NOBODY, Offer, Town};
use crate::chains::contact::Chance;
use crate::random::Draws;

impl Town<'_> {
    /// One period of everybody's life; what it comes to is left in the tally.
    pub(super) fn live(&mut self, rules: &Rules, dice: Dice) {
        for (cost, &there) in self.costs.iter_mut().zip(&self.there) {
            *cost = rules.moving_cost(there);
        }
        let mut found = std::mem::take(&mut self.found);
        self.set_out(rules, dice, &mut found);
        self.pass_jobs(rules, dice, &mut found);
        self.fill_niches(rules, dice, &mut found);
        self.pass_learning(rules, dice, &mut found);
        self.study(rules);
        self.promote(rules, dice, &mut found);
        self.separate(rules, dice, &mut found);
        self.earn(rules);
        self.go_home(rules, dice, &mut found);
        self.found = found;
    }

    /// Step 1: pioneers leave without knowing anybody.
    fn set_out(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        let scenario = &rules.scenario;
        if !scenario.border || scenario.hosts == 0 {
            return;
        }
        dice.those(Purpose::Pioneering, rules.pioneering, self.people(), found);
        for &pioneer in &*found {
            let person = pioneer as usize;
            if self.place[person] != 0 || self.in_school(person) {
                continue;
            }
            let mut draws = dice.of(Purpose::PioneerChoice, pioneer);
            let place = 1 + draws.below(u64::from(scenario.hosts)) as u8;
            let rung = self.elsewhere(person);
            let gain = rules.log_wage(place, rung) - rules.log_wage(0, self.rung[person]) - self.costs[place as usize];
            if draws.bernoulli(rules.acceptance(gain)) {
                self.travel(rules, person, place);
                self.rung[person] = rung;
                self.employed[person] = true;
                self.tally.pioneers += 1;
                self.note(person, Kind::Pioneer, NOBODY);
            }
        }
    }

    /// Step 2: openings like their own are heard of by those who work beside them, and taken or passed on.
    ///
    /// Everybody's status is that before the step; of several offers to one person the first hearer's counts.
    fn pass_jobs(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        dice.those(Purpose::Hearing, rules.hearing, self.people(), found);
        for &hearer in &*found {
            let person = hearer as usize;
            if self.in_school(person) {
                continue;
            }
            let (place, rung) = (self.place[person], self.elsewhere(person));
            if !self.employed[person] {
                self.take(Offer { person: hearer, place, rung, heard_from: NOBODY });
                continue;
            }
            let mut draws = dice.of(Purpose::HearingChoice, hearer);
            let Some(other) = self.told(rules, person, &mut draws) else { continue };
            let one = other as usize;
            if self.in_school(one) || self.taken[one] {
                continue;
            }
            let offer = Offer { person: other, place, rung: rung.min(self.portable(one)), heard_from: hearer };
            if self.place[one] == place {
                if !self.employed[one] {
                    self.take(offer);
                }
            } else if self.would_hear_of(rules, one, place) {
                let gain = rules.log_wage(place, offer.rung) - self.log_income(rules, one) - self.costs[place as usize];
                if draws.bernoulli(rules.acceptance(gain)) {
                    self.take(offer);
                }
            }
        }
        self.settle(|town, offer| {
            let person = offer.person as usize;
            let moved = town.place[person] != offer.place;
            if moved {
                town.travel(rules, person, offer.place);
            }
            town.rung[person] = offer.rung;
            town.employed[person] = true;
            town.tally.hires += 1;
            town.note(person, if moved { Kind::Move } else { Kind::Job }, offer.heard_from);
        });
    }

    /// Whether an opening in a host country is of use to somebody elsewhere: to all at home, and to those without a job.
    fn would_hear_of(&self, rules: &Rules, person: usize, place: u8) -> bool {
        place > 0
            && ((self.place[person] == 0 && rules.scenario.border)
                || (self.place[person] > 0 && !self.employed[person]))
    }

    /// Whom somebody with a job tells of an opening.
    fn told(&self, rules: &Rules, person: usize, draws: &mut Draws) -> Option<u32> {
        let neighbours = self.neighbours.of_person(person);
        match rules.scenario.passing {
            Passing::None => None,
            _ if neighbours.is_empty() => None,
            Passing::Useful => Some(neighbours[draws.below(neighbours.len() as u64) as usize]),
            Passing::UniformUnemployed => {
                let mut in_need = neighbours.iter().filter(|&&other| self.is_looking(other as usize));
                match in_need.clone().count() {
                    0 => None,
                    count => in_need.nth(draws.below(count as u64) as usize).copied(),
                }
            }
        }
    }

    fn is_looking(&self, person: usize) -> bool {
        !self.employed[person] && !self.in_school(person)
    }

    /// Beside step 2: where many of one origin work, employers look for supervisors who speak their language.
    fn fill_niches(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        if rules.rungs() < 2 {
            return;
        }
        dice.those(Purpose::Niche, rules.niche, self.people(), found);
        for &hearer in &*found {
            let person = hearer as usize;
            if self.place[person] == 0 || self.in_school(person) {
                continue;
            }
            let mut draws = dice.of(Purpose::NicheChoice, hearer);
            let place = self.place[person];
            let there = f64::from(self.there[place as usize]);
            if !draws.bernoulli(1.0 - libm::exp(-there / rules.scenario.niche_scale)) {
                continue;
            }
            if self.rung[person] == 0 {
                self.take(Offer { person: hearer, place, rung: 1, heard_from: NOBODY });
            } else if let Some(other) = self.told(rules, person, &mut draws) {
                let one = other as usize;
                if self.place[one] == place && self.rung[one] == 0 && !self.in_school(one) {
                    self.take(Offer { person: other, place, rung: 1, heard_from: hearer });
                }
            }
        }
        self.settle(|town, offer| {
            let person = offer.person as usize;
            town.rung[person] = offer.rung;
            town.employed[person] = true;
            town.tally.hires += 1;
            town.note(person, Kind::Job, offer.heard_from);
        });
    }

    /// Step 4, the part on the inside of firms: some rise without learning anything that others would value.
    fn promote(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        dice.those(Purpose::Promotion, rules.promotion, self.people(), found);
        for &one in &*found {
            let person = one as usize;
            if self.employed[person] && usize::from(self.rung[person]) + 1 < rules.rungs() {
                self.rung[person] += 1;
                self.tally.promotions += 1;
                self.note(person, Kind::Promotion, NOBODY);
            }
        }
    }

    /// Step 5: jobs are lost, and with them what counted in that firm only.
    fn separate(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        dice.those(Purpose::Separation, rules.separation, self.people(), found);
        for &one in &*found {
            let person = one as usize;
            let rung = self.rung[person];
            if !self.employed[person] {
                continue;
            }
            let separated = rules.separated[rung as usize];
            if separated < 1.0 && !dice.of(Purpose::SeparationChoice, one).bernoulli(separated) {
                continue;
            }
            self.employed[person] = false;
            self.rung[person] = self.elsewhere(person);
            self.tally.separations += 1;
            self.tally.rung_losses += u32::from(self.rung[person] < rung);
            self.note(person, Kind::Separation, NOBODY);
        }
    }

    /// Steps 4, 6 and 8: skill from work, income, savings and confidence, and what is sent to the family.
    fn earn(&mut self, rules: &Rules) {
        let scenario = &rules.scenario;
        let (top, keeps) = ((rules.rungs() - 1) as f64, 1.0 - scenario.confidence_decay);
        let (mut at_home, mut abroad, mut givers) = (0.0, 0.0, 0.0);
        for person in 0..self.people() {
            let post = rules.post(self.place[person], self.rung[person], self.employed[person]);
            let income = rules.income[post];
            let confidence = (self.confidence[person] + rules.confidence[post]).min(1.0) * keeps;
            self.skill[person] = (self.skill[person] + rules.learning[post]).min(top);
            self.savings[person] += rules.savings[post];
            self.confidence[person] = confidence;
            self.earned[person] += self.worth * income;
            if self.place[person] == 0 {
                at_home += income;
            } else {
                abroad += income;
                givers += if confidence > scenario.giving_confidence { income } else { 0.0 };
            }
        }
        self.tally.income_home = at_home;
        self.tally.income_migrants = abroad;
        self.tally.income_givers = givers;
        self.tally.remittances = scenario.family_remittance * abroad;
    }

    /// Step 7: target savers return with what they wanted to save, and some of those who rose.
    fn go_home(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        let scenario = &rules.scenario;
        let drawn = 1.0 + scenario.return_quality * (self.community.institutions - 0.5);
        let high = (scenario.return_high * drawn).clamp(0.0, 1.0);
        let most = high.max(scenario.return_low);
        dice.those(Purpose::Return, Chance::of(most), self.people(), found);
        for &one in &*found {
            let person = one as usize;
            if self.place[person] == 0 || self.in_school(person) {
                continue;
            }
            let is_low = u32::from(self.rung[person]) < scenario.senior_rung;
            let p = if is_low {
                scenario.return_low * -libm::expm1(-self.savings[person] / scenario.savings_scale)
            } else {
                high
            };
            if !dice.of(Purpose::ReturnChoice, one).bernoulli(p / most) {
                continue;
            }
            self.tally.returns_low += u32::from(is_low);
            self.tally.returns_high += u32::from(!is_low);
            self.place[person] = 0;
            self.rung[person] = self.elsewhere(person);
            self.employed[person] = false;
            self.savings[person] = 0.0;
            self.note(person, Kind::Return, NOBODY);
        }
    }

    /// Takes an offer, unless the person has taken another in this step.
    pub(super) fn take(&mut self, offer: Offer) {
        let taken = &mut self.taken[offer.person as usize];
        if !*taken {
            *taken = true;
            self.offers.push(offer);
        }
    }

    /// Lets the offers that were taken come true.
    pub(super) fn settle(&mut self, come_true: impl Fn(&mut Self, Offer)) {
        let mut offers = std::mem::take(&mut self.offers);
        for &offer in &offers {
            self.taken[offer.person as usize] = false;
            come_true(self, offer);
        }
        offers.clear();
        self.offers = offers;
    }
}
