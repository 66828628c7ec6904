//! What people do in a period, in this order: some set out, job news is passed on, then news of learning; people learn, are
//! separated, earn, and some return.

use super::dice::{Dice, Purpose, keep, share, split};
use super::rules::Rules;
use super::scenario::Passing;
use super::town::{Kind, NOBODY, News, Offer, Standing, Status, Town};

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
    fn set_out(&mut self, rules: &Rules, dice: Dice, found: &mut [u32]) {
        let scenario = &rules.scenario;
        if !scenario.border || scenario.hosts == 0 {
            return;
        }
        let found = dice.those(Purpose::Pioneering, &rules.pioneering, self.people(), found);
        for &pioneer in &*found {
            let person = pioneer as usize;
            let one = self.standings[person];
            if one.place != 0 || one.is_learning() {
                continue;
            }
            let choice = dice.choice(Purpose::PioneerChoice, pioneer);
            let place = 1 + choice.below(0, scenario.hosts as usize) as u8;
            let rung = self.elsewhere(rules, person);
            let gain = rules.log_wage(place, rung) - rules.log_wage(0, one.rung) - self.costs[place as usize];
            if choice.uniform(1) < rules.acceptance(gain) {
                self.pay_for_moving(rules, person, place);
                self.write_down(rules, person);
                self.change(rules, person, place, rung, Status::Employed);
                self.tally.pioneers += 1;
                self.note(person, Kind::Pioneer, NOBODY);
            }
        }
    }

    /// Step 2: openings like their own are heard of by those who work beside them, and taken or passed on.
    ///
    /// Everybody's status is that before the step; of several offers to one person the first hearer's counts.
    fn pass_jobs(&mut self, rules: &Rules, dice: Dice, found: &mut [u32]) {
        let found = dice.those(Purpose::Hearing, &rules.hearing, self.people(), found);
        let mut choices = std::mem::take(&mut self.choices);
        dice.choices(Purpose::HearingChoice, found, &mut choices);
        self.hear(rules, found, &choices);
        self.choices = choices;
        let news = std::mem::take(&mut self.news);
        for &one in &news {
            self.weigh(rules, one);
        }
        self.news = news;
        self.settle(rules, |town, offer| {
            let person = offer.person as usize;
            let moved = town.standings[person].place != offer.place;
            if moved {
                town.pay_for_moving(rules, person, offer.place);
            }
            town.change(rules, person, offer.place, offer.rung, Status::Employed);
            town.tally.hires += 1;
            town.note(person, if moved { Kind::Move } else { Kind::Job }, offer.heard_from);
        });
    }

    /// Notes which openings are heard of by somebody who can use them, or told to somebody who may.
    fn hear(&mut self, rules: &Rules, hearers: &[u32], choices: &[u64]) {
        let mut news = std::mem::take(&mut self.news);
        news.clear();
        // In a loop of its own, in which nothing waits for what is read.
        news.extend(hearers.iter().zip(choices).map(|(&hearer, &choice)| {
            let (told, luck) = self.told(rules.scenario.passing, hearer, choice);
            News { hearer, told, luck }
        }));
        let count = keep(&mut news, |one| {
            let own = self.standings[one.hearer as usize];
            one.told = if own.status == Status::Looking { one.hearer } else { one.told };
            is_of_use(rules, own, self.standings[one.told as usize])
        });
        let count = count.len();
        news.truncate(count);
        self.news = news;
    }

    /// Lets somebody decide on an opening.
    fn weigh(&mut self, rules: &Rules, news: News) {
        let (hearer, told) = (news.hearer as usize, news.told as usize);
        let (own, other) = (self.standings[hearer], self.standings[told]);
        if self.taken[told] {
            return;
        }
        let rung = self.elsewhere(rules, hearer).min(self.portable(rules, told));
        if other.place != own.place {
            let gain = rules.log_wage(own.place, rung) - self.log_income(rules, told) - self.costs[own.place as usize];
            if share(news.luck) >= rules.acceptance(gain) {
                return;
            }
        }
        let heard_from = if hearer == told { NOBODY } else { news.hearer };
        self.take(Offer { person: news.told, place: own.place, rung, heard_from });
    }

    /// Whom somebody tells of an opening, who stays the same person if that is nobody, and a word on which that one decides.
    #[inline]
    fn told(&self, passing: Passing, hearer: u32, choice: u64) -> (u32, u64) {
        let neighbours = self.neighbours.of_person(hearer as usize);
        if passing == Passing::Useful {
            let (place, luck) = split(choice, neighbours.len());
            return (neighbours.get(place).copied().unwrap_or(hearer), luck);
        }
        let is_looking = |other: &&u32| self.standings[**other as usize].status == Status::Looking;
        let in_need = neighbours.iter().filter(is_looking);
        match in_need.clone().count() {
            count if count > 0 && passing == Passing::UniformUnemployed => {
                let (place, luck) = split(choice, count);
                (in_need.clone().nth(place).copied().unwrap_or(hearer), luck)
            }
            _ => (hearer, 0),
        }
    }

    /// Beside step 2: where many of one origin work, employers look for supervisors who speak their language.
    fn fill_niches(&mut self, rules: &Rules, dice: Dice, found: &mut [u32]) {
        if rules.rungs() < 2 {
            return;
        }
        let found = dice.those(Purpose::Niche, &rules.niche, self.people(), found);
        for &hearer in &*found {
            let person = hearer as usize;
            let own = self.standings[person];
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
            } else {
                let (told, _) = self.told(rules.scenario.passing, hearer, choice.word(1));
                let other = self.standings[told as usize];
                if other.place == own.place && other.rung == 0 && !other.is_learning() {
                    self.take(Offer { person: told, heard_from: hearer, ..offer });
                }
            }
        }
        self.settle(rules, |town, offer| {
            let person = offer.person as usize;
            town.change(rules, person, offer.place, offer.rung, Status::Employed);
            town.tally.hires += 1;
            town.note(person, Kind::Job, offer.heard_from);
        });
    }

    /// Step 4, the part on the inside of firms: some rise without learning anything that others would value.
    fn promote(&mut self, rules: &Rules, dice: Dice, found: &mut [u32]) {
        let found = dice.those(Purpose::Promotion, &rules.promotion, self.people(), found);
        for &one in &*found {
            let person = one as usize;
            let own = self.standings[person];
            if own.is_employed() && usize::from(own.rung) + 1 < rules.rungs() {
                self.write_down(rules, person);
                self.change(rules, person, own.place, own.rung + 1, Status::Employed);
                self.tally.promotions += 1;
                self.note(person, Kind::Promotion, NOBODY);
            }
        }
    }

    /// Step 5: jobs are lost, and with them what counted in that firm only.
    fn separate(&mut self, rules: &Rules, dice: Dice, found: &mut [u32]) {
        let found = dice.those(Purpose::Separation, &rules.separation, self.people(), found);
        let mut choices = std::mem::take(&mut self.choices);
        dice.choices(Purpose::SeparationChoice, found, &mut choices);
        let mut choice = choices.iter();
        let found = keep(found, |one| {
            let own = self.standings[*one as usize];
            let word = choice.next().copied().unwrap_or(u64::MAX);
            own.is_employed() & rules.separated[own.rung as usize].is_met_by(word)
        });
        self.write_down_each(rules, found.iter().copied());
        for &one in &*found {
            let person = one as usize;
            let own = self.standings[person];
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
        for (one, confidence) in &mut self.confident {
            let own = self.standings[*one as usize];
            let post = &rules.posts[usize::from(own.post)];
            *confidence = (*confidence + post.confidence).min(1.0) * keeps;
            givers += if own.place > 0 && *confidence > scenario.giving_confidence { post.income } else { 0.0 };
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
    fn go_home(&mut self, rules: &Rules, dice: Dice, found: &mut [u32]) {
        let scenario = &rules.scenario;
        let drawn = 1.0 + scenario.return_quality * (self.community.institutions - 0.5);
        let high = (scenario.return_high * drawn).clamp(0.0, 1.0);
        let found = dice.those(Purpose::Return, &rules.returning, self.people(), found);
        let found = keep(found, |one| {
            let own = self.standings[*one as usize];
            (own.place > 0) & !own.is_learning()
        });
        for &one in &*found {
            let person = one as usize;
            let own = self.standings[person];
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
            let rung = self.elsewhere(rules, person);
            self.write_down(rules, person);
            self.change(rules, person, 0, rung, Status::Looking);
            self.persons[person].savings = 0.0;
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
    pub(super) fn settle(&mut self, rules: &Rules, come_true: impl Fn(&mut Self, Offer)) {
        let mut offers = std::mem::take(&mut self.offers);
        self.write_down_each(rules, offers.iter().map(|offer| offer.person));
        for &offer in &offers {
            self.taken[offer.person as usize] = false;
            come_true(self, offer);
        }
        offers.clear();
        self.offers = offers;
    }
}

/// Whether an opening that somebody hears of may be of use to another, or to the same person.
fn is_of_use(rules: &Rules, own: Standing, other: Standing) -> bool {
    let abroad = own.place > 0;
    // An opening abroad is of use to all at home, and to those without a job in another host country.
    let calls = abroad && other.place == 0;
    let can = if calls { rules.scenario.border && !other.is_learning() } else { other.status == Status::Looking };
    can && (abroad || own.place == other.place) && !own.is_learning()
}
