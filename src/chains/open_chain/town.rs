//! The people of one replicate: where each is, on which rung, with what skill; and what their community has become.

use super::dice::{Dice, Purpose};
use super::neighbours::Neighbours;
use super::path::Tally;
use super::rules::Rules;

/// In an event, that nobody told the person.
pub const NOBODY: u32 = u32::MAX;

/// What can happen to a person, as histories name it.
pub const KINDS: [&str; 10] =
    ["start", "pioneer", "job", "move", "learning", "learning move", "graduation", "promotion", "separation", "return"];

/// What happened to a person: the place among [`KINDS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Start,
    Pioneer,
    Job,
    Move,
    Learning,
    LearningMove,
    Graduation,
    Promotion,
    Separation,
    Return,
}

/// One change in a person's life, and the post it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// Who.
    pub person: u32,
    /// When; 0 is before the first period.
    pub period: u32,
    /// Where the person is afterwards.
    pub place: u8,
    /// On which rung.
    pub rung: u8,
    /// With a job or not.
    pub employed: bool,
    /// Which of [`KINDS`].
    pub kind: u8,
    /// Who told, or [`NOBODY`].
    pub heard_from: u32,
}

/// Everybody's state, one array a property, and the community's.
#[derive(Debug, Clone)]
pub(super) struct Town<'a> {
    pub(super) neighbours: &'a Neighbours,
    pub(super) place: Vec<u8>,
    pub(super) rung: Vec<u8>,
    pub(super) employed: Vec<bool>,
    /// Periods of a learning spell that are left.
    pub(super) school: Vec<u16>,
    /// General skill, which goes wherever the person goes.
    pub(super) skill: Vec<f64>,
    pub(super) savings: Vec<f64>,
    pub(super) confidence: Vec<f64>,
    /// Discounted income so far.
    pub(super) earned: Vec<f64>,
    /// People by place, at the end of the period before.
    pub(super) there: Vec<u32>,
    /// What moving to each place costs in this period.
    pub(super) costs: Vec<f64>,
    /// Who has taken an offer in the present step.
    pub(super) taken: Vec<bool>,
    /// Those found by the dice; kept to be used again.
    pub(super) found: Vec<u32>,
    /// Offers taken in the present step.
    pub(super) offers: Vec<Offer>,
    pub(super) community: Community,
    pub(super) tally: Tally,
    /// What moves have cost, in discounted income.
    pub(super) moving_costs: f64,
    /// What a unit of this period is worth at the start.
    pub(super) worth: f64,
    pub(super) period: u32,
    /// What happened, where histories are kept.
    pub(super) events: Option<Vec<Event>>,
}

/// An offer taken: applied when everybody has decided.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offer {
    pub(super) person: u32,
    pub(super) place: u8,
    pub(super) rung: u8,
    pub(super) heard_from: u32,
}

/// What the people abroad are together, and what they do for home.
#[derive(Debug, Clone)]
pub(super) struct Community {
    pub(super) stage: u8,
    /// How far search, advancement and engagement are developed, from 0 to 1.
    pub(super) functions: [f64; 3],
    /// For how long the stage's guard has failed.
    pub(super) failing: u32,
    /// When each stage was first entered; 0 for never.
    pub(super) entered: [u32; 3],
    pub(super) enthusiasm: f64,
    pub(super) credibility: f64,
    /// Periods the champion still stays.
    pub(super) champion: u32,
    pub(super) institutions: f64,
    pub(super) scale: f64,
    /// For how many periods engagement has been going on.
    pub(super) engaged_for: u32,
    /// Pledges not yet funded.
    pub(super) waiting_pledges: f64,
}

impl<'a> Town<'a> {
    pub(super) fn new(rules: &Rules, neighbours: &'a Neighbours, dice: Dice, with_events: bool) -> Self {
        let people = neighbours.people();
        let scenario = &rules.scenario;
        let mut town = Self {
            neighbours,
            place: vec![0; people],
            rung: vec![0; people],
            employed: vec![true; people],
            school: vec![0; people],
            skill: Vec::with_capacity(people),
            savings: vec![0.0; people],
            confidence: vec![0.0; people],
            earned: vec![0.0; people],
            there: vec![0; rules.places()],
            costs: vec![0.0; rules.places()],
            taken: vec![false; people],
            found: Vec::new(),
            offers: Vec::new(),
            community: Community {
                stage: 0,
                functions: [0.0; 3],
                failing: 0,
                entered: [0; 3],
                enthusiasm: 0.0,
                credibility: scenario.initial_credibility,
                champion: 0,
                institutions: scenario.home_institutions,
                scale: rules.first_scale(),
                engaged_for: 0,
                waiting_pledges: 0.0,
            },
            tally: Tally::default(),
            moving_costs: 0.0,
            worth: 1.0,
            period: 0,
            events: with_events.then(Vec::new),
        };
        let top = (rules.rungs() - 1) as f64;
        let mut draws = dice.of(Purpose::Start, 0);
        for _ in 0..people {
            town.skill.push((scenario.initial_skill * draws.uniform()).min(top));
        }
        town.send_first_seniors(rules);
        for person in 0..people {
            town.there[town.place[person] as usize] += 1;
            town.note(person, Kind::Start, NOBODY);
        }
        town
    }

    /// Those who are abroad before anything begins stand evenly spread in the order of people.
    fn send_first_seniors(&mut self, rules: &Rules) {
        let scenario = &rules.scenario;
        let (seniors, people) = (u64::from(scenario.initial_seniors), self.place.len() as u64);
        let rung = scenario.senior_rung.min(scenario.rungs - 1) as u8;
        for person in 0..people {
            let before = person * seniors / people;
            if (person + 1) * seniors / people > before {
                let at = person as usize;
                self.place[at] = 1 + (before % u64::from(scenario.hosts)) as u8;
                self.rung[at] = rung;
                self.skill[at] = self.skill[at].max(f64::from(rung));
                self.confidence[at] = scenario.initial_confidence;
            }
        }
    }

    pub(super) fn people(&self) -> usize {
        self.place.len()
    }

    /// The rung that a person's general skill is good for anywhere.
    pub(super) fn portable(&self, person: usize) -> u8 {
        self.skill[person] as u8
    }

    /// The rung on which another firm would take the person.
    pub(super) fn elsewhere(&self, person: usize) -> u8 {
        self.rung[person].min(self.portable(person))
    }

    pub(super) fn in_school(&self, person: usize) -> bool {
        self.school[person] > 0
    }

    /// What a person's present post is worth, in logs.
    pub(super) fn log_income(&self, rules: &Rules, person: usize) -> f64 {
        let log_wage = rules.log_wage(self.place[person], self.rung[person]);
        if self.employed[person] { log_wage } else { log_wage + libm::log(rules.scenario.unemployment_income) }
    }

    /// Puts a person in another place, and counts what the move costs in units of the wage left behind.
    pub(super) fn travel(&mut self, rules: &Rules, person: usize, place: u8) {
        let left = rules.income[rules.post(self.place[person], self.rung[person], true)];
        self.moving_costs += self.worth * self.costs[place as usize] * left;
        self.tally.moves_out += u32::from(self.place[person] == 0);
        self.place[person] = place;
    }

    /// Writes down what has just happened to a person, where histories are kept.
    pub(super) fn note(&mut self, person: usize, kind: Kind, heard_from: u32) {
        if let Some(events) = &mut self.events {
            events.push(Event {
                person: person as u32,
                period: self.period,
                place: self.place[person],
                rung: self.rung[person],
                employed: self.employed[person],
                kind: kind as u8,
                heard_from,
            });
        }
    }
}
