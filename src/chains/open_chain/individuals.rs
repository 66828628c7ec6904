//! What people do in a period, in this order: some set out, job news is passed on, then news of learning; people learn, are
//! separated, earn, and some return.

use super::dice::{Dice, Purpose, share, split};
use super::rules::Rules;
use super::scenario::Passing;
use super::town::{Kind, NOBODY, Offer, Status, Town};

impl Town<'_> {
    /// One period of everybody's life; what it comes to is left in the tally.
    pub(super) fn live(&mut self, rules: &Rules, dice: Dice) {
        for (cost, &there) in self.costs.iter_mut().zip(&self.there) {
            *cost = rules.moving_cost(there);
        }
        self.changed.clear();
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
        dice.those(Purpose::Pioneering, &rules.pioneering, self.people(), found);
        for &pioneer in &*found {
            let person = pioneer as usize;
            let one = self.persons[person];
            if one.place != 0 || one.is_learning() {
                continue;
            }
            let choice = dice.choice(Purpose::PioneerChoice, pioneer);
            let place = 1 + choice.below(0, scenario.hosts as usize) as u8;
            let rung = self.elsewhere(rules, person);
            let gain = rules.log_wage(place, rung) - rules.log_wage(0, one.rung) - self.costs[place as usize];
            if choice.uniform(1) < rules.acceptance(gain) {
                self.pay_for_moving(rules, person, place);
                self.change(rules, person, place, rung, Status::Employed);
                self.tally.pioneers += 1;
                self.note(person, Kind::Pioneer, NOBODY);
            }
        }
    }

    /// Step 2: openings like their own are heard of by those who work beside them, and taken or passed on.
    ///
    /// Everybody's status is that before the step; of several offers to one person the first hearer's counts.
    fn pass_jobs(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        dice.those(Purpose::Hearing, &rules.hearing, self.people(), found);
        let mut choices = std::mem::take(&mut self.choices);
        dice.choices(Purpose::HearingChoice, found, &mut choices);
        for (&hearer, &choice) in found.iter().zip(&choices) {
            self.hear(rules, hearer, choice);
        }
        self.choices = choices;
        self.settle(|town, offer| {
            let person = offer.person as usize;
            let moved = town.persons[person].place != offer.place;
            if moved {
                town.pay_for_moving(rules, person, offer.place);
            }
            town.change(rules, person, offer.place, offer.rung, Status::Employed);
            town.tally.hires += 1;
            town.note(person, if moved { Kind::Move } else { Kind::Job }, offer.heard_from);
        });
    }

    /// Somebody takes an opening like their own, or tells of it.
    fn hear(&mut self, rules: &Rules, hearer: u32, choice: u64) {
        let person = hearer as usize;
        let own = self.persons[person];
        match own.status {
            Status::Learning => return,
            Status::Looking => {
                let rung = self.elsewhere(rules, person);
                return self.take(Offer { person: hearer, place: own.place, rung, heard_from: NOBODY });
            }
            Status::Employed => {}
        }
        let Some((told, luck)) = self.told(rules, person, choice) else { return };
        let other = self.persons[told as usize];
        let wanted = if other.place == own.place {
            !other.is_employed()
        } else {
            // An opening abroad is of use to all at home, and to those without a job in another host country.
            own.place > 0 && if other.place == 0 { rules.scenario.border } else { !other.is_employed() }
        };
        if !wanted || other.is_learning() || other.taken {
            return;
        }
        let rung = self.elsewhere(rules, person).min(self.portable(rules, told as usize));
        if other.place != own.place {
            let gain = rules.log_wage(own.place, rung)
                - self.log_income(rules, told as usize)
                - self.costs[own.place as usize];
            if luck >= rules.acceptance(gain) {
                return;
            }
        }
        self.take(Offer { person: told, place: own.place, rung, heard_from: hearer });
    }

    /// Whom somebody with a job tells of an opening, and a number on which that one decides.
    fn told(&self, rules: &Rules, person: usize, choice: u64) -> Option<(u32, f64)> {
        let neighbours = self.neighbours.of_person(person);
        match rules.scenario.passing {
            Passing::None => None,
            _ if neighbours.is_empty() => None,
            Passing::Useful => {
                let (place, luck) = split(choice, neighbours.len());
                Some((neighbours[place], luck))
            }
            Passing::UniformUnemployed => {
                let is_looking = |other: &&u32| self.persons[**other as usize].status == Status::Looking;
                let mut in_need = neighbours.iter().filter(is_looking);
                match in_need.clone().count() {
                    0 => None,
                    count => {
                        let (place, luck) = split(choice, count);
                        in_need.nth(place).map(|&other| (other, luck))
                    }
                }
            }
        }
    }

    /// Beside step 2: where many of one origin work, employers look for supervisors who speak their language.
    fn fill_niches(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        if rules.rungs() < 2 {
            return;
        }
        dice.those(Purpose::Niche, &rules.niche, self.people(), found);
        for &hearer in &*found {
            let person = hearer as usize;
            let own = self.persons[person];
            if own.place == 0 || own.is_learning() {
                continue;
            }
            let choice = dice.choice(Purpose::NicheChoice, hearer);
            let there = f64::from(self.there[own.place as usize]);
            if choice.uniform(1) >= 1.0 - libm::exp(-there / rules.scenario.niche_scale) {
                continue;
            }
            let offer = Offer { person: hearer, place: own.place, rung: 1, heard_from: NOBODY };
            if own.rung == 0 {
                self.take(offer);
            } else if let Some((told, _)) = self.told(rules, person, choice.word(1)) {
                let other = self.persons[told as usize];
                if other.place == own.place && other.rung == 0 && !other.is_learning() {
                    self.take(Offer { person: told, heard_from: hearer, ..offer });
                }
            }
        }
        self.settle(|town, offer| {
            let person = offer.person as usize;
            town.change(rules, person, offer.place, offer.rung, Status::Employed);
            town.tally.hires += 1;
            town.note(person, Kind::Job, offer.heard_from);
        });
    }

    /// Step 4, the part on the inside of firms: some rise without learning anything that others would value.
    fn promote(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        dice.those(Purpose::Promotion, &rules.promotion, self.people(), found);
        for &one in &*found {
            let person = one as usize;
            let own = self.persons[person];
            if own.is_employed() && usize::from(own.rung) + 1 < rules.rungs() {
                self.change(rules, person, own.place, own.rung + 1, Status::Employed);
                self.tally.promotions += 1;
                self.note(person, Kind::Promotion, NOBODY);
            }
        }
    }

    /// Step 5: jobs are lost, and with them what counted in that firm only.
    fn separate(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        dice.those(Purpose::Separation, &rules.separation, self.people(), found);
        let mut choices = std::mem::take(&mut self.choices);
        dice.choices(Purpose::SeparationChoice, found, &mut choices);
        for (&one, &choice) in found.iter().zip(&choices) {
            let person = one as usize;
            let own = self.persons[person];
            if !own.is_employed() {
                continue;
            }
            if share(choice) >= rules.separated[own.rung as usize] {
                continue;
            }
            let rung = self.elsewhere(rules, person);
            self.change(rules, person, own.place, rung, Status::Looking);
            self.tally.separations += 1;
            self.tally.rung_losses += u32::from(rung < own.rung);
            self.note(person, Kind::Separation, NOBODY);
        }
        self.choices = choices;
    }

    /// Steps 4, 6 and 8: skill from work, income, savings and confidence, and what is sent to the family.
    fn earn(&mut self, rules: &Rules) {
        let scenario = &rules.scenario;
        let keeps = 1.0 - scenario.confidence_decay;
        let mut givers = 0.0;
        for &one in &self.confident {
            let own = self.persons[one as usize];
            let post = rules.post(own.place, own.rung, own.is_employed());
            let confidence = &mut self.confidence[one as usize];
            *confidence = (*confidence + rules.posts[post].confidence).min(1.0) * keeps;
            if own.place > 0 && *confidence > scenario.giving_confidence {
                givers += rules.posts[post].income;
            }
        }
        let paid = self.posts.iter().zip(&rules.posts).map(|(&count, post)| f64::from(count) * post.income);
        let at_home = 2 * rules.rungs();
        self.tally.income_home = paid.clone().take(at_home).sum();
        self.tally.income_migrants = paid.skip(at_home).sum();
        self.tally.income_givers = givers;
        self.tally.remittances = scenario.family_remittance * self.tally.income_migrants;
        self.pay(rules);
    }

    /// Step 7: target savers return with what they wanted to save, and some of those who rose.
    fn go_home(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        let scenario = &rules.scenario;
        let drawn = 1.0 + scenario.return_quality * (self.community.institutions - 0.5);
        let high = (scenario.return_high * drawn).clamp(0.0, 1.0);
        dice.those(Purpose::Return, &rules.returning, self.people(), found);
        for &one in &*found {
            let person = one as usize;
            let own = self.persons[person];
            if own.place == 0 || own.is_learning() {
                continue;
            }
            let is_low = u32::from(own.rung) < scenario.senior_rung;
            let p = if is_low {
                scenario.return_low * -libm::expm1(-self.savings(rules, person) / scenario.savings_scale)
            } else {
                high
            };
            if dice.choice(Purpose::ReturnChoice, one).uniform(0) >= p / rules.most_return {
                continue;
            }
            self.tally.returns_low += u32::from(is_low);
            self.tally.returns_high += u32::from(!is_low);
            self.change(rules, person, 0, self.elsewhere(rules, person), Status::Looking);
            self.persons[person].savings = 0.0;
            self.note(person, Kind::Return, NOBODY);
        }
    }

    /// Takes an offer, unless the person has taken another in this step.
    pub(super) fn take(&mut self, offer: Offer) {
        let taken = &mut self.persons[offer.person as usize].taken;
        if !*taken {
            *taken = true;
            self.offers.push(offer);
        }
    }

    /// Lets the offers that were taken come true.
    pub(super) fn settle(&mut self, come_true: impl Fn(&mut Self, Offer)) {
        let mut offers = std::mem::take(&mut self.offers);
        for &offer in &offers {
            self.persons[offer.person as usize].taken = false;
            come_true(self, offer);
        }
        offers.clear();
        self.offers = offers;
    }
}
