//! News of places to learn, which only an organised diaspora passes on, and the spells of learning that follow.

use super::dice::{Dice, Purpose, share, split};
use super::lots::{Lot, Urn, keep};
use super::rules::Rules;
use super::scenario::Passing;
use super::town::{Kind, NOBODY, Offer, Status, Town};

impl Town<'_> {
    /// Step 3: openings for learning are taken, or passed on as far as the community has come.
    pub(super) fn pass_learning(&mut self, rules: &Rules, dice: Dice, urn: &mut Urn) {
        let found = urn.draw(dice, Purpose::Learning, &rules.learning_news);
        // One number decides whether an opening is heard of and whether it is taken: those who take it hear of it.
        let found = keep(found, |lot| {
            let own = self.standings[lot.person as usize];
            !own.is_learning() & lot.luck.is_below(rules.heard[usize::from(own.place() > 0)])
        });
        for &lot in &*found {
            self.hear_of_learning(rules, dice, lot);
        }
        self.settle(|town, offer| {
            let person = offer.person as usize;
            let moved = town.standings[person].place() != offer.place;
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
    fn hear_of_learning(&mut self, rules: &Rules, dice: Dice, lot: Lot) {
        let (scenario, hearer) = (&rules.scenario, lot.person);
        let person = hearer as usize;
        let own = self.standings[person];
        if own.is_employed() && lot.luck.is_below(rules.takes[usize::from(own.place() > 0)]) {
            let skill = self.skill(rules, person);
            let portable = skill as u8;
            if usize::from(portable) + 1 < rules.rungs() && skill <= f64::from(own.rung()) + 1.0 {
                let rung = portable.min(own.rung());
                return self.take(Offer { person: hearer, place: own.place(), rung, heard_from: NOBODY });
            }
        }
        let neighbours = self.neighbours.of_person(person);
        if scenario.passing == Passing::None || neighbours.is_empty() || self.community.functions[1] == 0.0 {
            return;
        }
        let mut words = (0..).flat_map(|number| dice.block(Purpose::Mentoring, hearer, number));
        let mut word = || words.next().unwrap_or_default();
        if share(word()) >= self.community.functions[1] {
            return;
        }
        let told = 1 + scenario.mentoring as u64 + u64::from(share(word()) < scenario.mentoring.fract());
        for _ in 0..told {
            let word = word();
            let (place, left) = split(word, neighbours.len());
            let (other, accepts) = (neighbours[place], share(left));
            let (one, state) = (other as usize, self.standings[other as usize]);
            if state.is_learning() || state.has_taken() || !self.could_rise(rules, one) {
                continue;
            }
            let p = if state.place() == own.place() {
                scenario.learning_take
            } else if state.place() == 0 && scenario.border {
                let gain = rules.log_wage(own.place(), self.portable(rules, one) + 1)
                    - self.log_income(rules, one)
                    - self.costs[own.place() as usize];
                rules.acceptance(gain)
            } else {
                continue;
            };
            if accepts < p {
                let rung = self.elsewhere(rules, one);
                self.take(Offer { person: other, place: own.place(), rung, heard_from: hearer });
            }
        }
    }

    /// Whether there is a rung above a person's skill.
    fn could_rise(&self, rules: &Rules, person: usize) -> bool {
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
