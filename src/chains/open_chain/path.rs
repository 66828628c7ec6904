//! What is told of every period: counts of what happened in it, and of who is where at its end.

use super::rules::Rules;
use super::town::Town;

/// The aggregates that are one number a period, in the order of a path.
pub const VARIABLES: [&str; 38] = [
    "diaspora",
    "seniors",
    "students",
    "skill_home",
    "rung_abroad",
    "moves_out",
    "moves_learning",
    "pioneers",
    "returns_low",
    "returns_high",
    "learning_spells",
    "separations",
    "rung_losses",
    "promotions",
    "hires",
    "stage",
    "search",
    "advancement",
    "engagement",
    "enthusiasm",
    "credibility",
    "champion",
    "institutions",
    "scale",
    "leads",
    "executed",
    "successes",
    "project_value",
    "confidence",
    "pledges",
    "funded",
    "matched",
    "invested",
    "binding",
    "remittances",
    "income_migrants",
    "income_home",
    "unemployed",
];

/// What happened in the present period.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) moves_out: u32,
    pub(super) moves_learning: u32,
    pub(super) pioneers: u32,
    pub(super) returns_low: u32,
    pub(super) returns_high: u32,
    pub(super) learning_spells: u32,
    pub(super) separations: u32,
    pub(super) rung_losses: u32,
    pub(super) promotions: u32,
    pub(super) hires: u32,
    pub(super) income_home: f64,
    pub(super) income_migrants: f64,
    /// Income of those abroad who are confident enough to give.
    pub(super) income_givers: f64,
    pub(super) remittances: f64,
    pub(super) leads: u64,
    pub(super) executed: u64,
    pub(super) successes: u64,
    pub(super) project_value: f64,
    pub(super) pledges: f64,
    pub(super) funded: f64,
    pub(super) matched: f64,
    pub(super) binding: bool,
}

/// Who is where at the end of a period.
#[derive(Debug, Clone)]
pub(super) struct Census {
    pub(super) diaspora: u32,
    pub(super) seniors: u32,
    students: u32,
    unemployed: u32,
    /// Sums of skill over residents, of rungs over those abroad, of confidence over seniors.
    skill_home: f64,
    rungs_abroad: u64,
    confidence: f64,
}

impl Census {
    pub(super) fn of(town: &mut Town<'_>, rules: &Rules) -> Self {
        let mut census = Self {
            diaspora: 0,
            seniors: 0,
            students: town.learners.len() as u32,
            unemployed: 0,
            skill_home: town.skill_home,
            rungs_abroad: 0,
            confidence: 0.0,
        };
        for &(one, confidence) in &town.confident {
            census.confidence += if town.standings[one as usize].is_senior(rules) { confidence } else { 0.0 };
        }
        let (rungs, posts) = (rules.rungs(), &town.posts);
        for (place, there) in town.there.iter_mut().enumerate() {
            let posts = &posts[2 * place * rungs..2 * (place + 1) * rungs];
            *there = posts.iter().sum();
            census.unemployed += posts.iter().step_by(2).sum::<u32>();
            if place > 0 {
                for (rung, post) in posts.chunks_exact(2).enumerate() {
                    let count = post[0] + post[1];
                    census.rungs_abroad += rung as u64 * u64::from(count);
                    census.seniors += if rung as u32 >= rules.scenario.senior_rung { count } else { 0 };
                    census.diaspora += count;
                }
            }
        }
        census.unemployed -= census.students;
        census
    }

    pub(super) fn mean_confidence(&self) -> f64 {
        mean(self.confidence, self.seniors)
    }

    /// Mean skill of residents.
    pub(super) fn mean_skill(&self, town: &Town<'_>) -> f64 {
        mean(self.skill_home, town.there[0])
    }
}

/// A mean that is 0 where there is nobody.
fn mean(sum: f64, count: u32) -> f64 {
    if count == 0 { 0.0 } else { sum / f64::from(count) }
}

/// How many numbers a path has: for each period its variables, then the counts by place and rung.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Home and hosts.
    pub places: usize,
    /// Rungs of the ladder.
    pub rungs: usize,
    /// Periods told of.
    pub periods: usize,
}

impl Shape {
    /// One-number variables, then people and people with a job, by place and rung.
    #[must_use]
    pub fn variables(self) -> usize {
        VARIABLES.len() + 2 * self.places * self.rungs
    }

    /// Numbers in a path.
    #[must_use]
    pub fn len(self) -> usize {
        self.variables() * self.periods
    }

    /// Whether nothing is told.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.periods == 0
    }

    /// Writes a period, counted from 0, into a path.
    pub(super) fn record(self, path: &mut [f64], period: usize, town: &Town<'_>, census: &Census) {
        let (tally, community) = (&town.tally, &town.community);
        let single: [f64; VARIABLES.len()] = [
            census.diaspora.into(),
            census.seniors.into(),
            census.students.into(),
            census.mean_skill(town),
            if census.diaspora == 0 { 0.0 } else { census.rungs_abroad as f64 / f64::from(census.diaspora) },
            tally.moves_out.into(),
            tally.moves_learning.into(),
            tally.pioneers.into(),
            tally.returns_low.into(),
            tally.returns_high.into(),
            tally.learning_spells.into(),
            tally.separations.into(),
            tally.rung_losses.into(),
            tally.promotions.into(),
            tally.hires.into(),
            community.stage.into(),
            community.functions[0],
            community.functions[1],
            community.functions[2],
            community.enthusiasm,
            community.credibility,
            f64::from(u8::from(community.champion > 0)),
            community.institutions,
            community.scale,
            tally.leads as f64,
            tally.executed as f64,
            tally.successes as f64,
            tally.project_value,
            census.mean_confidence(),
            tally.pledges,
            tally.funded,
            tally.matched,
            tally.funded + tally.matched,
            f64::from(u8::from(tally.binding)),
            tally.remittances,
            tally.income_migrants,
            tally.income_home,
            census.unemployed.into(),
        ];
        let (singles, by_post) = path[period * self.variables()..][..self.variables()].split_at_mut(VARIABLES.len());
        singles.copy_from_slice(&single);
        let (people, employed) = by_post.split_at_mut(self.places * self.rungs);
        for ((people, employed), post) in people.iter_mut().zip(employed).zip(town.posts.chunks_exact(2)) {
            *people = f64::from(post[0] + post[1]);
            *employed = f64::from(post[1]);
        }
    }
}
