//! What posts bring to those who hold them, worked out when it is asked for, and written down when somebody changes.

use super::rules::{Post, Rules};
use super::town::{Standing, Status, Town};

/// How many people are looked at together for whether they are done with learning.
pub(super) const FEW: usize = 64;

impl Town<'_> {
    /// What a person's present post brings.
    #[inline]
    fn post<'a>(&self, rules: &'a Rules, person: usize) -> &'a Post {
        &rules.posts[usize::from(self.persons[person].post)]
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
        let periods = f64::from(self.paid - one.since);
        one.skill + periods * self.post(rules, person).learning
    }

    /// What somebody has saved by now.
    pub(super) fn savings(&self, rules: &Rules, person: usize) -> f64 {
        let one = &self.persons[person];
        let periods = f64::from(self.paid - one.since);
        one.savings + periods * self.post(rules, person).savings
    }

    /// The rung that a person's general skill is good for anywhere.
    #[inline]
    pub(super) fn portable(&self, rules: &Rules, person: usize) -> u8 {
        self.skill(rules, person) as u8
    }

    /// The rung on which another firm would take the person.
    #[inline]
    pub(super) fn elsewhere(&self, rules: &Rules, person: usize) -> u8 {
        match self.standings[person].rung() {
            0 => 0,
            rung => rung.min(self.portable(rules, person)),
        }
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
        self.paid += 1;
        for few in 0..self.done.len() {
            if self.done[few] <= self.paid {
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
            } else if self.persons[person].skill < rules.top && own.is_employed() && own.place() == 0 {
                self.skill_home -= grown - rules.top;
                self.learned[own.rung() as usize] += 1;
                self.write_down(rules, person);
            }
        }
    }

    /// Notes before when a person of a skill is not done with learning, whatever posts the person holds until then.
    fn foresee(&mut self, rules: &Rules, person: usize, skill: f64) {
        let left = (rules.top - skill) * rules.periods_per_rung;
        let done = &mut self.done[person / FEW];
        *done = (*done).min(self.paid.saturating_add(left as u32));
    }

    /// Writes down what the present post has brought until now.
    #[expect(clippy::inline_always, reason = "it is much of what is done to those to whom something happens")]
    #[inline(always)]
    pub(super) fn write_down(&mut self, rules: &Rules, person: usize) {
        let one = &mut self.persons[person];
        let post = &rules.posts[usize::from(one.post)];
        if !self.earned.is_empty() {
            self.earned[person] += (self.worths[self.paid as usize] - self.worths[one.since as usize]) * post.income;
        }
        let periods = f64::from(self.paid - one.since);
        one.savings += periods * post.savings;
        let grown = one.skill + periods * post.learning;
        // In place of `min`, which takes time to look for numbers that are none.
        one.skill = if grown < rules.top { grown } else { rules.top };
        one.since = self.paid;
    }

    /// Writes it down for everybody: at the end, and before other rules say what a post brings.
    pub(super) fn write_all_down(&mut self, rules: &Rules) {
        for person in 0..self.people() {
            self.write_down(rules, person);
        }
        // Under other rules people may learn faster.
        self.done.fill(0);
    }

    /// Lets a person begin elsewhere than all others.
    pub(super) fn begin_at(&mut self, rules: &Rules, person: usize, own: Standing) {
        let post = own.post(rules);
        let left = std::mem::replace(&mut self.persons[person].post, post as u16);
        self.standings[person] = own;
        self.posts[usize::from(left)] -= 1;
        self.posts[post] += 1;
        self.take_note(rules, person);
    }

    /// Counts what is kept up to date from now on, before anything has happened.
    pub(super) fn count_all(&mut self, rules: &Rules) {
        let rungs = 2 * rules.rungs();
        for (there, posts) in self.there.iter_mut().zip(self.posts.chunks_exact(rungs)) {
            *there = posts.iter().sum();
        }
        for few in 0..self.done.len() {
            let people = FEW * few..(FEW * (few + 1)).min(self.people());
            let mut most = 0.0;
            for (own, one) in self.standings[people.clone()].iter().zip(&self.persons[people.clone()]) {
                let is_home = own.place() == 0;
                self.skill_home += if is_home { one.skill } else { 0.0 };
                self.learned[own.rung() as usize] += u32::from(is_home && one.skill >= rules.top);
                most = if one.skill > most { one.skill } else { most };
            }
            self.foresee(rules, people.start, most);
        }
    }

    /// What else there is to a post that somebody enters, if it is abroad, or its holder has nothing left to learn.
    #[inline(never)]
    fn take_note(&mut self, rules: &Rules, person: usize) {
        let own = self.standings[person];
        let one = &mut self.persons[person];
        if one.skill >= rules.top && own.place() == 0 && own.is_employed() {
            self.learned[own.rung() as usize] += 1;
        }
        one.reached = one.reached.max(if own.place() > 0 { own.rung() + 1 } else { 0 });
        if own.is_senior(rules) && !one.is_listed {
            one.is_listed = true;
            self.confident.push((person as u32, 0.0));
        }
    }

    /// Lets a person change to another post.
    #[inline]
    pub(super) fn change(&mut self, rules: &Rules, person: usize, place: u8, rung: u8, status: Status) {
        self.put::<false>(rules, person, Standing::new(place, rung, status));
    }

    /// The same where what counts in one firm only is lost: no rung is kept for which general skill is not enough.
    #[inline]
    pub(super) fn change_firm(&mut self, rules: &Rules, person: usize, place: u8, rung: u8, status: Status) {
        self.put::<true>(rules, person, Standing::new(place, rung, status));
    }

    #[expect(clippy::inline_always, reason = "it is much of what is done to those to whom something happens")]
    #[inline(always)]
    fn put<const ELSEWHERE: bool>(&mut self, rules: &Rules, person: usize, mut own: Standing) {
        self.write_down(rules, person);
        let one = &mut self.persons[person];
        if ELSEWHERE {
            own = own.at_most(one.skill as u8);
        }
        let post = own.post(rules);
        let left = std::mem::replace(&mut one.post, post as u16);
        let has_learned = one.skill >= rules.top;
        let before = std::mem::replace(&mut self.standings[person], own);
        self.posts[usize::from(left)] -= 1;
        self.posts[post] += 1;
        if (before.place() | own.place()) > 0 || has_learned {
            self.leave(rules, person, before);
            self.take_note(rules, person);
        }
    }

    /// What else there is to a post that somebody has left, likewise.
    #[inline(never)]
    fn leave(&mut self, rules: &Rules, person: usize, before: Standing) {
        let (skill, place) = (self.persons[person].skill, self.standings[person].place());
        if skill >= rules.top && before.place() == 0 && before.is_employed() {
            self.learned[before.rung() as usize] -= 1;
        }
        if (before.place() == 0) != (place == 0) {
            self.skill_home += if place == 0 { skill } else { -skill };
        }
    }

    /// Adds a rung to the skill of somebody who is not growing otherwise.
    pub(super) fn graduate(&mut self, rules: &Rules, person: usize) {
        self.write_down(rules, person);
        let (own, before) = (self.standings[person], self.persons[person].skill);
        let skill = (before + 1.0).min(rules.top);
        self.skill_home += if own.place() == 0 { skill - before } else { 0.0 };
        self.persons[person].skill = skill;
        self.change(rules, person, own.place(), own.rung().max(skill as u8), Status::Employed);
        self.foresee(rules, person, skill);
    }
}
