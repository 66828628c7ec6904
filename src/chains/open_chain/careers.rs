//! What posts bring to those who hold them, worked out when it is asked for, and written down when somebody changes.

use super::rules::{Post, Rules};
use super::town::{Status, Town};

/// How many people are looked at together for whether they are done with learning.
pub(super) const FEW: usize = 64;

impl Town<'_> {
    /// For how many periods people have been paid.
    fn paid(&self) -> u32 {
        self.worths.len() as u32 - 1
    }

    /// What a person's present post brings.
    #[inline]
    fn post<'a>(&self, rules: &'a Rules, person: usize) -> &'a Post {
        &rules.posts[usize::from(self.standings[person].post)]
    }

    /// A person's general skill as it is now.
    #[inline]
    pub(super) fn skill(&self, rules: &Rules, person: usize) -> f64 {
        self.grown(rules, person).min(rules.top)
    }

    /// The same, if there were no end to what can be learned.
    #[inline]
    fn grown(&self, rules: &Rules, person: usize) -> f64 {
        let one = &self.persons[person];
        let periods = f64::from(self.paid() - one.since);
        one.skill + periods * self.post(rules, person).learning
    }

    /// What somebody has saved by now.
    pub(super) fn savings(&self, rules: &Rules, person: usize) -> f64 {
        let one = &self.persons[person];
        let periods = f64::from(self.paid() - one.since);
        one.savings + periods * self.post(rules, person).savings
    }

    /// The rung that a person's general skill is good for anywhere.
    #[inline]
    pub(super) fn portable(&mut self, rules: &Rules, person: usize) -> u8 {
        if self.paid() >= self.standings[person].until.into() {
            self.remember(rules, person, self.skill(rules, person));
        }
        self.standings[person].portable
    }

    /// Remembers which rung a person's skill is good for, and until when it is so whatever posts the person holds.
    fn remember(&mut self, rules: &Rules, person: usize, skill: f64) {
        let paid = self.paid();
        let own = &mut self.standings[person];
        own.portable = skill as u8;
        // Rounding does no harm: in one period less, skill does not come near the next rung.
        let left = (f64::from(own.portable) + 1.0 - skill) * rules.periods_per_rung;
        own.until = paid.saturating_add(left as u32).min(u16::MAX.into()) as u16;
    }

    /// The rung on which another firm would take the person.
    #[inline]
    pub(super) fn elsewhere(&mut self, rules: &Rules, person: usize) -> u8 {
        self.portable(rules, person).min(self.standings[person].rung)
    }

    /// What a person's present post is worth, in logs.
    pub(super) fn log_income(&self, rules: &Rules, person: usize) -> f64 {
        self.post(rules, person).log_income
    }

    /// Pays everybody for a period.
    pub(super) fn pay(&mut self, rules: &Rules) {
        for (rung, &learned) in self.learned.iter().enumerate() {
            let post = rules.post(0, rung as u8, true);
            self.skill_home += f64::from(self.posts[post] - learned) * rules.posts[post].learning;
        }
        let sum = self.worths[self.worths.len() - 1];
        self.worths.push(sum + self.worth);
        for few in 0..self.done.len() {
            if self.done[few] <= self.paid() {
                self.finish_growing(rules, few);
            }
        }
    }

    /// Counts those at home who have come to have nothing left to learn.
    fn finish_growing(&mut self, rules: &Rules, few: usize) {
        self.done[few] = u32::MAX;
        for person in FEW * few..(FEW * (few + 1)).min(self.people()) {
            let grown = self.grown(rules, person);
            let own = self.standings[person];
            if grown < rules.top {
                self.foresee(rules, person, grown);
            } else if self.persons[person].skill < rules.top && own.is_employed() && own.place == 0 {
                self.skill_home -= grown - rules.top;
                self.learned[own.rung as usize] += 1;
                self.write_down(rules, person);
            }
        }
    }

    /// Notes before when a person of a skill is not done with learning, whatever posts the person holds until then.
    fn foresee(&mut self, rules: &Rules, person: usize, skill: f64) {
        let left = (rules.top - skill) * rules.periods_per_rung;
        let done = &mut self.done[person / FEW];
        *done = (*done).min((self.worths.len() as u32 - 1).saturating_add(left as u32));
    }

    /// Writes down what the present post has brought to those whose post is going to change.
    ///
    /// One after another, before anything else is done with them: the processor then fetches several at a time.
    pub(super) fn write_down_each(&mut self, rules: &Rules, people: impl Iterator<Item = u32>) {
        for person in people {
            self.write_down(rules, person as usize);
        }
    }

    /// Writes down what the present post has brought until now.
    pub(super) fn write_down(&mut self, rules: &Rules, person: usize) {
        let post = self.post(rules, person);
        let paid = self.paid();
        let one = &mut self.persons[person];
        let periods = f64::from(paid - one.since);
        one.savings += periods * post.savings;
        if let Some(earned) = self.earned.get_mut(person) {
            *earned += (self.worths[paid as usize] - self.worths[one.since as usize]) * post.income;
        }
        let grown = one.skill + periods * post.learning;
        // In place of `min`, which takes time to look for numbers that are none.
        one.skill = if grown < rules.top { grown } else { rules.top };
        one.since = paid;
    }

    /// Writes it down for everybody: at the end, and before other rules say what a post brings.
    pub(super) fn write_all_down(&mut self, rules: &Rules) {
        for person in 0..self.people() {
            self.write_down(rules, person);
        }
        // Under other rules people may learn faster.
        self.done.fill(0);
        self.standings.iter_mut().for_each(|own| own.until = 0);
    }

    /// Counts a person in the present post.
    pub(super) fn enter(&mut self, rules: &Rules, person: usize) {
        let own = self.standings[person];
        let one = &mut self.persons[person];
        self.posts[usize::from(own.post)] += 1;
        if one.skill >= rules.top && own.place == 0 && own.is_employed() {
            self.learned[own.rung as usize] += 1;
        }
        one.reached = one.reached.max(if own.place > 0 { own.rung + 1 } else { 0 });
        if own.is_senior(rules) && !one.is_listed {
            one.is_listed = true;
            self.confident.push((person as u32, 0.0));
        }
    }

    /// Lets a person change to another post; what the present one has brought was written down.
    pub(super) fn change(&mut self, rules: &Rules, person: usize, place: u8, rung: u8, status: Status) {
        let own = &mut self.standings[person];
        let before = std::mem::replace(own, own.at(rules, place, rung, status));
        let skill = self.persons[person].skill;
        self.posts[usize::from(before.post)] -= 1;
        if skill >= rules.top && before.place == 0 && before.is_employed() {
            self.learned[before.rung as usize] -= 1;
        }
        if (before.place == 0) != (place == 0) {
            self.skill_home += if place == 0 { skill } else { -skill };
        }
        self.enter(rules, person);
    }

    /// Adds a rung to the skill of somebody who is not growing otherwise.
    pub(super) fn graduate(&mut self, rules: &Rules, person: usize) {
        self.write_down(rules, person);
        let (own, before) = (self.standings[person], self.persons[person].skill);
        let skill = (before + 1.0).min(rules.top);
        self.skill_home += if own.place == 0 { skill - before } else { 0.0 };
        self.persons[person].skill = skill;
        self.remember(rules, person, skill);
        self.change(rules, person, own.place, own.rung.max(skill as u8), Status::Employed);
        self.foresee(rules, person, skill);
    }
}
