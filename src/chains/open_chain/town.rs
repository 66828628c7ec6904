//! The people of one replicate: where each is, on which rung, with what skill; and what their community has become.

use super::careers::FEW;
use super::dice::{Dice, Purpose, share};
use super::lots::{Groups, Luck};
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

/// What somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Status {
    Looking,
    Employed,
    Learning,
}

/// Where somebody stands: in one word, because it is all that is looked at in most of those who are looked at.
///
/// From its lowest byte: the place, the rung, and the kind, which is what somebody does and whether abroad.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing(u32);

/// In a kind, that an offer was taken. It comes true at the end of the step, and another kind takes the place of this one.
const TAKEN: u32 = 8;

impl Standing {
    #[inline]
    pub(super) fn new(place: u8, rung: u8, status: Status) -> Self {
        let kind = status as u32 * 2 + u32::from(place > 0);
        Self(u32::from(place) | u32::from(rung) << 8 | kind << 16)
    }

    #[inline]
    pub(super) fn place(self) -> u8 {
        self.0 as u8
    }

    #[inline]
    pub(super) fn rung(self) -> u8 {
        (self.0 >> 8) as u8
    }

    #[inline]
    fn kind(self) -> u32 {
        self.0 >> 16
    }

    #[inline]
    fn does(self, status: Status) -> bool {
        self.0 & 6 << 16 == (status as u32) << 17
    }

    /// The same on a rung that is no higher than a given one.
    #[inline]
    pub(super) fn at_most(self, rung: u8) -> Self {
        Self(self.0 & !0xff00 | (self.0 & 0xff00).min(u32::from(rung) << 8))
    }

    /// The same after an offer was taken.
    #[inline]
    pub(super) fn taken(self) -> Self {
        Self(self.0 | TAKEN << 16)
    }

    /// A number for the kinds of two people, below 64.
    #[inline]
    pub(super) fn beside(self, other: Self) -> u32 {
        self.kind() * TAKEN + other.kind()
    }

    #[inline]
    pub(super) fn has_taken(self) -> bool {
        self.kind() & TAKEN > 0
    }

    #[inline]
    pub(super) fn is_looking(self) -> bool {
        self.does(Status::Looking)
    }

    #[inline]
    pub(super) fn is_employed(self) -> bool {
        self.does(Status::Employed)
    }

    #[inline]
    pub(super) fn is_learning(self) -> bool {
        self.does(Status::Learning)
    }

    /// The number of the post, which place, rung and having a job make up.
    #[inline]
    pub(super) fn post(self, rules: &Rules) -> usize {
        rules.post(self.place(), self.rung(), self.is_employed())
    }

    pub(super) fn is_senior(self, rules: &Rules) -> bool {
        self.place() > 0 && u32::from(self.rung()) >= rules.scenario.senior_rung
    }
}

/// What somebody has gathered: all else that a change touches, side by side.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person {
    /// General skill, which goes wherever the person goes; as it was at the end of period `since`.
    pub(super) skill: f64,
    /// As of the same period.
    pub(super) savings: f64,
    /// What the post brings is counted up to here.
    pub(super) since: u32,
    /// The number of the post.
    pub(super) post: u16,
    /// One more than the highest rung held abroad; 0 for those who never were.
    pub(super) reached: u8,
    /// Whether the person is among those who may be confident.
    pub(super) is_listed: bool,
}

/// Everybody's state, and the community's.
///
/// As long as nothing happens to a person, skill, savings and income grow by what the post brings: they are worked out
/// when asked for, and written down when the post changes, so that a period costs time only for those to whom something
/// happens. What is told of all is kept up to date by the same changes.
#[derive(Debug, Clone)]
pub(super) struct Town<'a> {
    pub(super) neighbours: &'a Neighbours,
    /// Filled up to whole groups of those who draw together.
    pub(super) standings: Vec<Standing>,
    pub(super) persons: Vec<Person>,
    /// Everybody's discounted income as of the same period; empty unless it is going to be compared.
    pub(super) earned: Vec<f64>,
    /// Those who have been seniors, and how confident they are; nobody else is.
    pub(super) confident: Vec<(u32, f64)>,
    /// Those in a learning spell, and the period at whose end it is over.
    pub(super) learners: Vec<(u32, u32)>,
    /// People by post.
    pub(super) posts: Vec<u32>,
    /// Sum of skill over residents.
    pub(super) skill_home: f64,
    /// By rung, those with a job at home who have nothing left to learn.
    pub(super) learned: Vec<u32>,
    /// For each few people, a period before which nothing changes in this for any of them, unless their post does.
    pub(super) done: Vec<u32>,
    /// For how many periods people have been paid.
    pub(super) paid: u32,
    /// After each number of them, what a unit in each came to in all.
    pub(super) worths: Vec<f64>,
    /// People by place, at the end of the period before.
    pub(super) there: Vec<u32>,
    /// What moving to each place costs in this period.
    pub(super) costs: Vec<f64>,
    /// Openings that somebody may want, and room for all.
    pub(super) news: Vec<News>,
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

/// An opening that somebody hears of, and whom it would be of use to; the hearer, if nobody else.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct News {
    pub(super) hearer: u32,
    pub(super) told: u32,
    /// By which that one decides.
    pub(super) luck: Luck,
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
        let top = rules.top;
        let first = Standing::new(0, 0, Status::Employed);
        let post = first.post(rules);
        let person = |word| Person {
            skill: (scenario.initial_skill * share(word)).min(top),
            savings: 0.0,
            since: 0,
            post: post as u16,
            reached: 0,
            is_listed: false,
        };
        let mut words = dice.sequence(Purpose::Start, 0).1;
        let persons = (0..people).map(move |_| person(words.next_u64())).collect();
        let mut posts = vec![0; 2 * rules.places() * rules.rungs()];
        posts[post] = people as u32;
        let mut standings = vec![first; people];
        // The last group is filled up with such as nothing happens to.
        standings.resize(Groups::of(people).people(), Standing::new(0, 0, Status::Learning));
        let mut town = Self {
            neighbours,
            standings,
            persons,
            earned: Vec::new(),
            confident: Vec::new(),
            learners: Vec::new(),
            posts,
            skill_home: 0.0,
            learned: vec![0; rules.rungs()],
            done: vec![u32::MAX; people.div_ceil(FEW)],
            paid: 0,
            worths: vec![0.0],
            there: vec![0; rules.places()],
            costs: vec![0.0; rules.places()],
            news: vec![News::default(); Groups::of(people).people()],
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
        town.send_first_seniors(rules);
        town.count_all(rules);
        for person in 0..if with_events { people } else { 0 } {
            town.note(person, Kind::Start, NOBODY);
        }
        town.confident.iter_mut().for_each(|(_, confidence)| *confidence = scenario.initial_confidence);
        town
    }

    /// Counts everybody's income from now on.
    pub(super) fn keep_incomes(&mut self) {
        self.earned = vec![0.0; self.people()];
    }

    /// Those who are abroad before anything begins stand evenly spread in the order of people.
    fn send_first_seniors(&mut self, rules: &Rules) {
        let scenario = &rules.scenario;
        let (seniors, people) = (u64::from(scenario.initial_seniors), self.people() as u64);
        if seniors == 0 {
            return;
        }
        let rung = scenario.senior_rung.min(scenario.rungs - 1) as u8;
        for person in 0..people {
            let before = person * seniors / people;
            if (person + 1) * seniors / people > before {
                let place = 1 + (before % u64::from(scenario.hosts)) as u8;
                let skill = &mut self.persons[person as usize].skill;
                *skill = skill.max(f64::from(rung));
                self.begin_at(rules, person as usize, Standing::new(place, rung, Status::Employed));
            }
        }
    }

    pub(super) fn people(&self) -> usize {
        self.persons.len()
    }

    /// Counts what a person's move to another place costs, in units of the wage left behind.
    pub(super) fn pay_for_moving(&mut self, rules: &Rules, person: usize, place: u8) {
        let one = self.standings[person];
        let left = rules.posts[rules.post(one.place(), one.rung(), true)].income;
        self.moving_costs += self.worth * self.costs[place as usize] * left;
        self.tally.moves_out += u32::from(one.place() == 0);
    }

    /// Writes down what has just happened to a person, where histories are kept.
    pub(super) fn note(&mut self, person: usize, kind: Kind, heard_from: u32) {
        let Some(events) = &mut self.events else { return };
        let one = self.standings[person];
        events.push(Event {
            person: person as u32,
            period: self.period,
            place: one.place(),
            rung: one.rung(),
            employed: one.is_employed(),
            kind: kind as u8,
            heard_from,
        });
    }
}
