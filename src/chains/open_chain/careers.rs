//! What posts bring to those who hold them, worked out when it is asked for, and written down when somebody changes.

use super::rules::Rules;
use super::town::{Person, Status, Town};

/// How many people are looked at together for whether they are done with learning.
pub(super) const FEW: usize = 64;
/// Periods after which they are looked at again.
const LATER: u32 = 256;

impl Town<'_> {
    /// For how many periods people have been paid.
    fn paid(&self) -> u32 {
        self.worths.len() as u32 - 1
    }

    fn post(&self, rules: &Rules, person: usize) -> usize {
        let one = self.persons[person];
        rules.post(one.place, one.rung, one.is_employed())
    }

    /// A person's general skill as it is now.
    #[inline]
    pub(super) fn skill(&self, rules: &Rules, person: usize) -> f64 {
        let one = self.persons[person];
        let periods = f64::from(self.paid() - one.since);
        (one.skill + periods * rules.posts[self.post(rules, person)].learning).min(rules.top())
    }

    /// What somebody has saved by now.
    pub(super) fn savings(&self, rules: &Rules, person: usize) -> f64 {
        let one = self.persons[person];
        let periods = f64::from(self.paid() - one.since);
        one.savings + periods * rules.posts[self.post(rules, person)].savings
    }

    /// The rung that a person's general skill is good for anywhere.
    pub(super) fn portable(&self, rules: &Rules, person: usize) -> u8 {
        self.skill(rules, person) as u8
    }

    /// The rung on which another firm would take the person.
    pub(super) fn elsewhere(&self, rules: &Rules, person: usize) -> u8 {
        self.persons[person].rung.min(self.portable(rules, person))
    }

    /// What a person's present post is worth, in logs.
    pub(super) fn log_income(&self, rules: &Rules, person: usize) -> f64 {
        rules.posts[self.post(rules, person)].log_income
    }

    /// Pays everybody for a period.
    pub(super) fn pay(&mut self, rules: &Rules) {
        for (rung, &count) in self.growing.iter().enumerate() {
            self.skill_home += f64::from(count) * rules.posts[rules.post(0, rung as u8, true)].learning;
        }
        let sum = self.worths[self.worths.len() - 1];
        self.worths.push(sum + self.worth);
        for few in 0..self.done.len() {
            if self.done[few] <= self.paid() {
                self.finish_growing(rules, few);
            }
        }
    }

    /// Takes those out of the growing who have nothing left to learn.
    fn finish_growing(&mut self, rules: &Rules, few: usize) {
        self.done[few] = u32::MAX;
        for person in FEW * few..(FEW * (few + 1)).min(self.people()) {
            let one = self.persons[person];
            if !Self::is_growing(rules, one) {
                continue;
            }
            let grown = one.skill + f64::from(self.paid() - one.since) * rules.posts[self.post(rules, person)].learning;
            if grown < rules.top() {
                self.foresee(rules, person, one);
            } else {
                self.skill_home -= grown - rules.top();
                self.growing[one.rung as usize] -= 1;
                self.write_down(rules, person);
            }
        }
    }

    fn is_growing(rules: &Rules, one: Person) -> bool {
        one.place == 0 && one.is_employed() && one.skill < rules.top()
    }

    /// Notes when somebody at home will be done with learning, or a little before.
    fn foresee(&mut self, rules: &Rules, person: usize, one: Person) {
        let pace = rules.posts[rules.post(one.place, one.rung, true)].learning;
        let left = rules.top() - one.skill;
        // Divisions are slow: most are far from done, and are looked at again.
        let left = if f64::from(LATER) * pace < left { LATER } else { (left / pace) as u32 };
        let done = &mut self.done[person / FEW];
        *done = (*done).min(one.since.saturating_add(left));
    }

    /// Writes down what the present post has brought until now, and returns the person as written.
    fn write_down(&mut self, rules: &Rules, person: usize) -> Person {
        let mut one = self.persons[person];
        let paid = self.paid();
        if one.since < paid {
            let post = &rules.posts[rules.post(one.place, one.rung, one.is_employed())];
            let periods = f64::from(paid - one.since);
            one.savings += periods * post.savings;
            one.earned += (self.worths[paid as usize] - self.worths[one.since as usize]) * post.income;
            one.skill = (one.skill + periods * post.learning).min(rules.top());
            one.since = paid;
            self.persons[person] = one;
        }
        one
    }

    /// Writes it down for everybody: at the end, and before other rules say what a post brings.
    pub(super) fn write_all_down(&mut self, rules: &Rules) {
        for person in 0..self.people() {
            self.write_down(rules, person);
        }
        // Under other rules people may be done with learning sooner.
        self.done.fill(0);
    }

    /// Counts a person in the present post.
    pub(super) fn enter(&mut self, rules: &Rules, person: usize, one: Person) {
        self.posts[rules.post(one.place, one.rung, one.is_employed())] += 1;
        if Self::is_growing(rules, one) {
            self.growing[one.rung as usize] += 1;
            self.foresee(rules, person, one);
        }
        let is_senior = one.place > 0 && u32::from(one.rung) >= rules.scenario.senior_rung;
        if is_senior && !self.is_listed[person] {
            self.is_listed[person] = true;
            self.confident.push(person as u32);
        }
    }

    /// Lets a person change to another post.
    pub(super) fn change(&mut self, rules: &Rules, person: usize, place: u8, rung: u8, status: Status) {
        let one = self.write_down(rules, person);
        self.posts[rules.post(one.place, one.rung, one.is_employed())] -= 1;
        if Self::is_growing(rules, one) {
            self.growing[one.rung as usize] -= 1;
        }
        if (one.place == 0) != (place == 0) {
            self.skill_home += if place == 0 { one.skill } else { -one.skill };
        }
        let one = Person { place, rung, status, ..one };
        self.persons[person] = one;
        self.changed.push(person as u32);
        self.enter(rules, person, one);
    }

    /// Adds a rung to the skill of somebody who is not growing otherwise.
    pub(super) fn graduate(&mut self, rules: &Rules, person: usize) {
        let one = self.write_down(rules, person);
        let skill = (one.skill + 1.0).min(rules.top());
        self.skill_home += if one.place == 0 { skill - one.skill } else { 0.0 };
        self.persons[person].skill = skill;
        self.change(rules, person, one.place, one.rung.max(skill as u8), Status::Employed);
    }
}
