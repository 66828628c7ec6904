//! News of places to learn, which only an organised diaspora passes on, and the spells of learning that follow.

use super::dice::{Dice, Purpose};
use super::rules::Rules;
use super::scenario::Passing;
use super::town::{Kind, NOBODY, Offer, Town};

impl Town<'_> {
    /// Step 3: openings for learning are taken, or passed on as far as the community has come.
    pub(super) fn pass_learning(&mut self, rules: &Rules, dice: Dice, found: &mut Vec<u32>) {
        let scenario = &rules.scenario;
        dice.those(Purpose::Learning, rules.learning_news, self.people(), found);
        for &hearer in &*found {
            let person = hearer as usize;
            let place = self.place[person];
            if self.in_school(person) {
                continue;
            }
            let mut draws = dice.of(Purpose::LearningChoice, hearer);
            let (heard, takes, passes) = (draws.uniform(), draws.uniform(), draws.uniform());
            if place == 0 && heard >= scenario.home_learning {
                continue;
            }
            let can = self.employed[person] && self.could_rise(rules, person);
            if can && self.skill[person] <= f64::from(self.rung[person]) + 1.0 && takes < scenario.learning_take {
                self.take(Offer { person: hearer, place, rung: self.elsewhere(person), heard_from: NOBODY });
                continue;
            }
            let neighbours = self.neighbours.of_person(person);
            if scenario.passing == Passing::None || neighbours.is_empty() || passes >= self.community.functions[1] {
                continue;
            }
            let told = 1 + scenario.mentoring as u64;
            let told = told + u64::from(draws.bernoulli(scenario.mentoring.fract()));
            for _ in 0..told {
                let other = neighbours[draws.below(neighbours.len() as u64) as usize];
                let accepts = draws.uniform();
                let one = other as usize;
                if self.in_school(one) || self.taken[one] || !self.could_rise(rules, one) {
                    continue;
                }
                let p = if self.place[one] == place {
                    scenario.learning_take
                } else if self.place[one] == 0 && scenario.border {
                    let gain = rules.log_wage(place, self.portable(one) + 1)
                        - self.log_income(rules, one)
                        - self.costs[place as usize];
                    rules.acceptance(gain)
                } else {
                    continue;
                };
                if accepts < p {
                    self.take(Offer { person: other, place, rung: self.elsewhere(one), heard_from: hearer });
                }
            }
        }
        self.settle(|town, offer| {
            let person = offer.person as usize;
            let moved = town.place[person] != offer.place;
            if moved {
                town.travel(rules, person, offer.place);
                town.tally.moves_learning += 1;
            }
            town.rung[person] = offer.rung;
            town.employed[person] = false;
            town.school[person] = rules.scenario.school_length as u16;
            town.tally.learning_spells += 1;
            town.note(person, if moved { Kind::LearningMove } else { Kind::Learning }, offer.heard_from);
        });
    }

    /// Whether there is a rung above a person's skill.
    fn could_rise(&self, rules: &Rules, person: usize) -> bool {
        usize::from(self.portable(person)) + 1 < rules.rungs()
    }

    /// Step 4: learning goes on, and leads to a post one rung above the skill it began with.
    pub(super) fn study(&mut self, rules: &Rules) {
        let top = (rules.rungs() - 1) as f64;
        for person in 0..self.people() {
            if self.school[person] == 0 {
                continue;
            }
            self.school[person] -= 1;
            if self.school[person] == 0 {
                self.skill[person] = (self.skill[person] + 1.0).min(top);
                self.rung[person] = self.rung[person].max(self.portable(person));
                self.employed[person] = true;
                self.note(person, Kind::Graduation, NOBODY);
            }
        }
    }
}
