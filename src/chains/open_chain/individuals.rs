//! What people do in a period, in this order: some set out, job news is passed on, then news of learning; people learn, are
//! separated, earn, and some return.

use super::dice::{Dice, Purpose, split};
use super::lots::{Lot, Luck, Urn, keep};
use super::neighbours::CROWD;
use super::rules::Rules;
use super::scenario::Passing;
use super::town::{Kind, NOBODY, News, Offer, Status, Town};

impl Town<'_> {
    /// One period of everybody's life; what it comes to is left in the tally.
    pub(super) fn live(&mut self, rules: &Rules, dice: Dice, urn: &mut Urn) {
        for (cost, &there) in self.costs.iter_mut().zip(&self.there).skip(1) {
            *cost = rules.moving_cost(there);
        }
        self.set_out(rules, dice, urn);
        self.pass_jobs(rules, dice, urn);
        self.fill_niches(rules, dice, urn);
        self.pass_learning(rules, dice, urn);
        self.study(rules);
        self.promote(rules, dice, urn);
        self.separate(rules, dice, urn);
        self.earn(rules);
        self.go_home(rules, dice, urn);
    }

    /// Step 1: pioneers leave without knowing anybody.
    fn set_out(&mut self, rules: &Rules, dice: Dice, urn: &mut Urn) {
        let scenario = &rules.scenario;
        if !scenario.border || scenario.hosts == 0 {
            return;
        }
        let found = urn.draw(dice, Purpose::Pioneering, &rules.pioneering);
        for lot in &*found {
            let person = lot.person as usize;
            let one = self.standings[person];
            if one.place() != 0 || one.is_learning() {
                continue;
            }
            let (host, luck) = lot.luck.split(scenario.hosts as usize);
            let place = host as u8 + 1;
            let rung = self.elsewhere(rules, person);
            let gain = rules.log_wage(place, rung) - rules.log_wage(0, one.rung()) - self.costs[place as usize];
            if luck.share() < rules.acceptance(gain) {
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
    fn pass_jobs(&mut self, rules: &Rules, dice: Dice, urn: &mut Urn) {
        let found = urn.draw(dice, Purpose::Hearing, &rules.hearing);
        let mut news = std::mem::take(&mut self.news);
        let count = self.hear(rules, dice, found, &mut news);
        for &one in &news[..count] {
            self.weigh(rules, one);
        }
        self.news = news;
        self.settle(|town, offer| {
            let person = offer.person as usize;
            let moved = town.standings[person].place() != offer.place;
            if moved {
                town.pay_for_moving(rules, person, offer.place);
            }
            town.change_firm(rules, person, offer.place, offer.rung, Status::Employed);
            town.tally.hires += 1;
            town.note(person, if moved { Kind::Move } else { Kind::Job }, offer.heard_from);
        });
    }

    /// Notes which openings are heard of by somebody who can use them, or told to somebody who may; returns how many.
    fn hear(&self, rules: &Rules, dice: Dice, hearers: &[Lot], news: &mut [News]) -> usize {
        if rules.scenario.passing == Passing::Useful && !self.neighbours.have_crowds() {
            return self.note_news(rules, hearers, news, |lot| self.neighbours.pick(lot.person, lot.luck));
        }
        self.note_news(rules, hearers, news, |lot| self.told(rules, dice, lot))
    }

    /// The same, given whom each of those who hear of an opening tells: in two short loops, of which memory can serve more
    /// rounds at a time than of a longer one.
    #[inline]
    fn note_news(&self, rules: &Rules, hearers: &[Lot], news: &mut [News], told: impl Fn(Lot) -> (u32, Luck)) -> usize {
        let news = &mut news[..hearers.len()];
        for (news, &lot) in news.iter_mut().zip(hearers) {
            let (told, luck) = told(lot);
            *news = News { hearer: lot.person, told, luck };
        }
        let of_use = keep(news, |one| {
            let own = self.standings[one.hearer as usize];
            one.told = if own.is_looking() { one.hearer } else { one.told };
            rules.is_of_use(own, self.standings[one.told as usize])
        });
        of_use.len()
    }

    /// Lets somebody decide on an opening.
    fn weigh(&mut self, rules: &Rules, news: News) {
        let (hearer, told) = (news.hearer as usize, news.told as usize);
        let (own, other) = (self.standings[hearer], self.standings[told]);
        if other.has_taken() {
            return;
        }
        let rung = self.elsewhere(rules, hearer);
        if other.place() != own.place() {
            let reached = rules.log_wage(own.place(), rung.min(self.portable(rules, told)));
            let gain = reached - self.log_income(rules, told) - self.costs[own.place() as usize];
            if news.luck.share() >= rules.acceptance(gain) {
                return;
            }
        }
        let heard_from = if hearer == told { NOBODY } else { news.hearer };
        self.take(Offer { person: news.told, place: own.place(), rung, heard_from });
    }

    /// Whom somebody tells of an opening, who stays the same person if that is nobody, and by what that one decides.
    fn told(&self, rules: &Rules, dice: Dice, lot: Lot) -> (u32, Luck) {
        let all = self.neighbours.of_person(lot.person as usize);
        let (told, luck) = match rules.scenario.passing {
            Passing::Useful => {
                let (place, luck) = place_among(dice, lot, all.len());
                (all.get(place).copied(), luck)
            }
            Passing::UniformUnemployed => {
                let looking = all.iter().copied().filter(|&other| self.standings[other as usize].is_looking());
                let (place, luck) = place_among(dice, lot, looking.clone().count());
                (looking.clone().nth(place), luck)
            }
            Passing::None => (None, lot.luck),
        };
        (told.unwrap_or(lot.person), luck)
    }

    /// Beside step 2: where many of one origin work, employers look for supervisors who speak their language.
    fn fill_niches(&mut self, rules: &Rules, dice: Dice, urn: &mut Urn) {
        if rules.rungs() < 2 {
            return;
        }
        let found = urn.draw(dice, Purpose::Niche, &rules.niche);
        for &lot in &*found {
            let (hearer, person) = (lot.person, lot.person as usize);
            let own = self.standings[person];
            if own.place() == 0 || own.is_learning() {
                continue;
            }
            let there = f64::from(self.there[own.place() as usize]);
            if dice.shares(Purpose::NicheChoice, hearer)[0] >= 1.0 - libm::exp(-there / rules.scenario.niche_scale) {
                continue;
            }
            let offer = Offer { person: hearer, place: own.place(), rung: 1, heard_from: NOBODY };
            if own.rung() == 0 {
                self.take(offer);
            } else {
                let (told, _) = self.told(rules, dice, lot);
                let other = self.standings[told as usize];
                if other.place() == own.place() && other.rung() == 0 && !other.is_learning() {
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
    fn promote(&mut self, rules: &Rules, dice: Dice, urn: &mut Urn) {
        let found = urn.draw(dice, Purpose::Promotion, &rules.promotion);
        for lot in &*found {
            let person = lot.person as usize;
            let own = self.standings[person];
            if own.is_employed() && usize::from(own.rung()) + 1 < rules.rungs() {
                self.change(rules, person, own.place(), own.rung() + 1, Status::Employed);
                self.tally.promotions += 1;
                self.note(person, Kind::Promotion, NOBODY);
            }
        }
    }

    /// Step 5: jobs are lost, and with them what counted in that firm only.
    fn separate(&mut self, rules: &Rules, dice: Dice, urn: &mut Urn) {
        let found = urn.draw(dice, Purpose::Separation, &rules.separation);
        let found = keep(found, |lot| {
            // There may be numbers beyond the last person's.
            let one = self.persons.get(lot.person as usize);
            one.is_some_and(|one| lot.luck.is_below(rules.separated[usize::from(one.post)]))
        });
        for lot in &*found {
            let person = lot.person as usize;
            let own = self.standings[person];
            self.change_firm(rules, person, own.place(), own.rung(), Status::Looking);
            self.tally.separations += 1;
            self.tally.rung_losses += u32::from(self.standings[person].rung() < own.rung());
            self.note(person, Kind::Separation, NOBODY);
        }
    }

    /// Steps 4, 6 and 8: skill from work, income, savings and confidence, and what is sent to the family.
    fn earn(&mut self, rules: &Rules) {
        let scenario = &rules.scenario;
        let keeps = 1.0 - scenario.confidence_decay;
        let mut givers = 0.0;
        for (one, confidence) in &mut self.confident {
            let own = self.standings[*one as usize];
            let post = &rules.posts[usize::from(self.persons[*one as usize].post)];
            *confidence = (*confidence + post.confidence).min(1.0) * keeps;
            givers += if own.place() > 0 && *confidence > scenario.giving_confidence { post.income } else { 0.0 };
        }
        let places = self.posts.chunks_exact(2 * rules.rungs()).zip(rules.posts.chunks_exact(2 * rules.rungs()));
        let mut incomes = places.map(|(counts, posts)| {
            counts.iter().zip(posts).map(|(&count, post)| f64::from(count) * post.income).sum::<f64>()
        });
        self.tally.income_home = incomes.next().unwrap_or_default();
        self.tally.income_migrants = incomes.sum();
        self.tally.income_givers = givers;
        self.tally.remittances = scenario.family_remittance * self.tally.income_migrants;
        self.pay(rules);
    }

    /// Step 7: target savers return with what they wanted to save, and some of those who rose.
    fn go_home(&mut self, rules: &Rules, dice: Dice, urn: &mut Urn) {
        let scenario = &rules.scenario;
        let drawn = 1.0 + scenario.return_quality * (self.community.institutions - 0.5);
        let high = (scenario.return_high * drawn).clamp(0.0, 1.0);
        let found = urn.draw(dice, Purpose::Return, &rules.returning);
        let found = keep(found, |lot| {
            let own = self.standings[lot.person as usize];
            (own.place() > 0) & !own.is_learning()
        });
        for lot in &*found {
            let person = lot.person as usize;
            let own = self.standings[person];
            let is_low = u32::from(own.rung()) < scenario.senior_rung;
            let p = if is_low {
                scenario.return_low * -libm::expm1(-self.savings(rules, person) / scenario.savings_scale)
            } else {
                high
            };
            if lot.luck.share() >= p / rules.most_return {
                continue;
            }
            self.tally.returns_low += u32::from(is_low);
            self.tally.returns_high += u32::from(!is_low);
            self.change_firm(rules, person, 0, own.rung(), Status::Looking);
            self.persons[person].savings = 0.0;
            self.note(person, Kind::Return, NOBODY);
        }
    }

    /// Takes an offer, unless the person has taken another in this step.
    pub(super) fn take(&mut self, offer: Offer) {
        let own = &mut self.standings[offer.person as usize];
        if !own.has_taken() {
            *own = own.taken();
            self.offers.push(offer);
        }
    }

    /// Lets the offers that were taken come true.
    pub(super) fn settle(&mut self, come_true: impl Fn(&mut Self, Offer)) {
        let mut offers = std::mem::take(&mut self.offers);
        for &offer in &offers {
            come_true(self, offer);
        }
        offers.clear();
        self.offers = offers;
    }
}

/// A place among so many, and what is left of luck: in a crowd luck is too coarse to choose by.
fn place_among(dice: Dice, lot: Lot, count: usize) -> (usize, Luck) {
    if count > CROWD {
        let [place, luck, ..] = dice.block(Purpose::Crowd, lot.person, 0);
        return (split(place, count).0, Luck::of(luck));
    }
    lot.luck.split(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::{Adjacency, Parallel};
    use crate::chains::open_chain::neighbours::Neighbours;
    use crate::chains::open_chain::simulate::tests::scenario;
    use crate::random::Seed;

    /// One person in the middle, whom all others know.
    fn star(others: u32) -> Neighbours {
        let (sources, targets) = (vec![0; others as usize], (1..=others).collect::<Vec<u32>>());
        let weights = vec![1.0; others as usize];
        let ties = Adjacency::from_ties(others as usize + 1, &sources, &targets, &weights, false, Parallel::Max);
        Neighbours::of(&ties.unwrap())
    }

    /// How often each neighbour of the middle is told in so many periods, by luck that is even or always the same.
    fn told(others: u32, periods: u32, is_even: bool) -> Vec<u32> {
        let (rules, neighbours) = (Rules::of(scenario(), others as usize + 1), star(others));
        let mut dice = Dice { seed: Seed([1, 2]), replicate: 0, period: 0 };
        let town = Town::new(&rules, &neighbours, dice, false);
        let mut times = vec![0; others as usize + 1];
        for period in 1..=periods {
            dice.period = period;
            let luck = Luck::of(if is_even { dice.block(Purpose::Hearing, 0, 0)[0] } else { 0 });
            times[town.told(&rules, dice, Lot { person: 0, luck }).0 as usize] += 1;
        }
        times
    }

    #[test]
    fn everybody_in_a_crowd_is_told_as_often() {
        let crowd = CROWD as u32;
        // In a crowd luck is too coarse to choose by: whom it falls on does not depend on it.
        for (others, is_even) in [(crowd, true), (crowd + 1, true), (crowd + 1, false), (3000, false)] {
            let times = told(others, 20 * others, is_even);
            assert_eq!(times[0], 0);
            let chi_squared: f64 = times[1..].iter().map(|&count| (f64::from(count) - 20.0).powi(2) / 20.0).sum();
            let degrees = f64::from(others) - 1.0;
            assert!((chi_squared - degrees).abs() < 5.0 * (2.0 * degrees).sqrt(), "{others}: {chi_squared}");
        }
        assert_eq!(told(crowd, 9, false)[1], 9);
    }

    #[test]
    fn of_several_offers_in_a_step_the_first_is_taken() {
        let (rules, neighbours) = (Rules::of(scenario(), 4), star(3));
        let dice = Dice { seed: Seed([1, 2]), replicate: 0, period: 0 };
        let mut town = Town::new(&rules, &neighbours, dice, false);
        for place in [2, 1] {
            town.take(Offer { person: 1, place, rung: 0, heard_from: NOBODY });
        }
        town.settle(|town, offer| town.change(&rules, 1, offer.place, offer.rung, Status::Employed));
        assert_eq!(town.standings[1].place(), 2);
        town.take(Offer { person: 1, place: 3, rung: 0, heard_from: NOBODY });
        assert_eq!(town.offers.len(), 1);
    }

    #[test]
    fn somebody_whom_nobody_knows_tells_nobody() {
        let neighbours = star(3);
        let alone = Neighbours::of(&Adjacency::from_ties(2, &[], &[], &[], false, Parallel::Max).unwrap());
        for person in 0..4 {
            let (told, _) = neighbours.pick(person, Luck::of(u64::MAX));
            assert_eq!(told, if person == 0 { 3 } else { 0 });
            assert_eq!(alone.pick(person % 2, Luck::of(u64::MAX)).0, person % 2);
        }
        assert!(alone.of_person(1).is_empty() && !alone.have_crowds() && !neighbours.have_crowds());
        // Beside others who have neighbours too.
        let ties = Adjacency::from_ties(4, &[1], &[2], &[1.0], false, Parallel::Max).unwrap();
        for person in [0, 3] {
            assert_eq!(Neighbours::of(&ties).pick(person, Luck::of(0)).0, person);
        }
    }
}
