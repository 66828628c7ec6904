//! News of places to learn, which only an organised diaspora passes on, and the spells of learning that follow.

use super::dice::{Dice, Purpose};
use super::rules::Rules;
use super::scenario::Passing;
use super::town::{Kind, NOBODY, Offer, Status, Town};

impl Town<'_> {
    /// Step 3: openings for learning are taken, or passed on as far as the community has come.
    pub(super) fn pass_learning(&mut self, rules: &Rules, dice: Dice, found: &mut [u32]) {
        let found = dice.those(Purpose::Learning, &rules.learning_news, self.people(), found);
        for &hearer in &*found {
            self.hear_of_learning(rules, dice, hearer);
        }
        self.settle(rules, |town, offer| {
            let person = offer.person as usize;
            let moved = town.standings[person].place != offer.place;
            if moved {
                town.pay_for_moving(rules, person, offer.place);
                town.tally.moves_learning += 1;
            }
            town.change(rules, person, offer.place, offer.rung, Status::Learning);
            // This period is the first of the spell.
            let last = town.period.saturating_add(rules.scenario.school_length - 1);
            town.learners.push((offer.person, last));
            town.tally.learning_spells += 1;
            town.note(person, if moved { Kind::LearningMove } else { Kind::Learning }, offer.heard_from);
        });
    }

    /// Somebody takes an opening for learning, or tells of it.
    fn hear_of_learning(&mut self, rules: &Rules, dice: Dice, hearer: u32) {
        let scenario = &rules.scenario;
        let person = hearer as usize;
        let own = self.standings[person];
        if own.is_learning() {
            return;
        }
        let choice = dice.choice(Purpose::LearningChoice, hearer);
        let (heard, takes, passes) = (choice.uniform(0), choice.uniform(1), choice.uniform(2));
        if own.place == 0 && heard >= scenario.home_learning {
            return;
        }
        let can = own.is_employed() && self.could_rise(rules, person);
        if can && takes < scenario.learning_take && self.skill(rules, person) <= f64::from(own.rung) + 1.0 {
            let rung = self.elsewhere(rules, person);
            return self.take(Offer { person: hearer, place: own.place, rung, heard_from: NOBODY });
        }
        let neighbours = self.neighbours.of_person(person);
        if scenario.passing == Passing::None || neighbours.is_empty() || passes >= self.community.functions[1] {
            return;
        }
        let mut draws = dice.of(Purpose::Mentoring, hearer);
        let told = 1 + scenario.mentoring as u64;
        let told = told + u64::from(choice.uniform(3) < scenario.mentoring.fract());
        for _ in 0..told {
            let other = neighbours[draws.below(neighbours.len() as u64) as usize];
            let accepts = draws.uniform();
            let (one, state) = (other as usize, self.standings[other as usize]);
            if state.is_learning() || self.taken[one] || !self.could_rise(rules, one) {
                continue;
            }
            let p = if state.place == own.place {
                scenario.learning_take
            } else if state.place == 0 && scenario.border {
                let gain = rules.log_wage(own.place, self.portable(rules, one) + 1)
                    - self.log_income(rules, one)
                    - self.costs[own.place as usize];
                rules.acceptance(gain)
            } else {
                continue;
            };
            if accepts < p {
                let rung = self.elsewhere(rules, one);
                self.take(Offer { person: other, place: own.place, rung, heard_from: hearer });
            }
        }
    }

    /// Whether there is a rung above a person's skill.
    fn could_rise(&mut self, rules: &Rules, person: usize) -> bool {
        usize::from(self.portable(rules, person)) + 1 < rules.rungs()
    }

    /// Step 4: learning goes on, and leads to a post one rung above the skill it began with.
    pub(super) fn study(&mut self, rules: &Rules) {
        let mut learners = std::mem::take(&mut self.learners);
        learners.retain(|&(one, last)| {
            let goes_on = last > self.period;
            if !goes_on {
                self.graduate(rules, one as usize);
                self.note(one as usize, Kind::Graduation, NOBODY);
            }
            goes_on
        });
        self.learners = learners;
    }
}
