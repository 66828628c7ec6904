//! A scenario worked out: tables by place, rung and employment, and the chances that are the same for everybody.

use super::lots::{Groups, Lots, Threshold};
use super::scenario::{Scenario, Sequencing};
use super::town::{Standing, Status};

/// What a post brings in a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Post {
    /// ln of the income.
    pub(super) log_income: f64,
    pub(super) income: f64,
    /// What is saved of it.
    pub(super) savings: f64,
    /// How much skill grows.
    pub(super) learning: f64,
    /// How much confidence grows.
    pub(super) confidence: f64,
}

/// What a scenario means for each post: a post is a place and a rung, once without and once with a job.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub(super) scenario: Scenario,
    /// ln w by place and rung.
    log_wages: Vec<f64>,
    /// What each post brings.
    pub(super) posts: Vec<Post>,
    /// The highest rung, and the most that anybody can know.
    pub(super) top: f64,
    /// How many periods it takes at least to learn a rung, whatever the post.
    pub(super) periods_per_rung: f64,
    /// Whether news is of use, by the kinds of who hears of it and who is told: in one place, and in two.
    of_use: [u64; 2],
    pub(super) pioneering: Lots,
    pub(super) hearing: Lots,
    pub(super) niche: Lots,
    pub(super) learning_news: Lots,
    /// The probability of hearing of an opening for learning that is there, and that of taking it too: at home and abroad.
    pub(super) heard: [Threshold; 2],
    pub(super) takes: [Threshold; 2],
    pub(super) promotion: Lots,
    pub(super) separation: Lots,
    /// The greatest probability of returning that anybody may have, and those who may.
    pub(super) most_return: f64,
    pub(super) returning: Lots,
    /// The probability of losing a post in a separation that would hit the lowest rung, by post; 0 without a job.
    pub(super) separated: Vec<Threshold>,
}

impl Rules {
    pub(super) fn of(scenario: Scenario, people: usize) -> Self {
        let lots = |p| Lots::of(p, Groups::of(people));
        let drawn = 1.0 + 0.5 * scenario.return_quality.abs();
        let most_return = (scenario.return_high * drawn).min(1.0).max(scenario.return_low);
        let (places, rungs) = (scenario.hosts as usize + 1, scenario.rungs as usize);
        let mut rules = Self {
            log_wages: Vec::with_capacity(places * rungs),
            posts: Vec::with_capacity(2 * places * rungs),
            top: f64::from(scenario.rungs - 1),
            periods_per_rung: f64::INFINITY,
            of_use: [true, false].map(|together| of_use(scenario.border, together)),
            pioneering: lots(scenario.pioneers),
            hearing: lots(scenario.arrival),
            niche: lots(scenario.niche),
            learning_news: lots(scenario.learning_arrival * (1.0 - scenario.specificity)),
            heard: [scenario.home_learning, 1.0].map(Threshold::of),
            takes: [scenario.home_learning, 1.0].map(|heard| Threshold::of(heard * scenario.learning_take)),
            promotion: lots(scenario.promotion * scenario.specificity),
            separation: lots(scenario.separation),
            most_return,
            returning: lots(most_return),
            separated: Vec::with_capacity(2 * places * rungs),
            scenario,
        };
        for place in 0..places {
            for rung in 0..rungs {
                rules.add_post(place > 0, rung);
            }
        }
        rules.periods_per_rung = 1.0 / rules.posts.iter().map(|post| post.learning).fold(0.0, f64::max);
        rules
    }

    fn add_post(&mut self, abroad: bool, rung: usize) {
        let s = &self.scenario;
        let (level, slope, open) = if abroad {
            (s.wage_premium, s.wage_slope, 1.0)
        } else {
            (1.0, s.wage_slope * s.home_wage_slope, s.home_learning_rate)
        };
        let log_wage = libm::log(level) + slope * rung as f64;
        let wage = libm::exp(log_wage);
        let pace = if rung == 0 { s.unskilled_learning_rate } else { 1.0 };
        self.log_wages.push(log_wage);
        for employed in [false, true] {
            let income = if employed { wage } else { wage * s.unemployment_income };
            let senior = abroad && employed && rung >= s.senior_rung as usize;
            let keeps = libm::exp(-s.separation_slope * rung as f64);
            self.separated.push(Threshold::of(if employed { keeps } else { 0.0 }));
            self.posts.push(Post {
                log_income: if employed { log_wage } else { log_wage + libm::log(s.unemployment_income) },
                income,
                savings: (income - s.saving_threshold).max(0.0),
                learning: if employed { s.learning_rate * (1.0 - s.specificity) * open * pace } else { 0.0 },
                confidence: if senior { s.confidence_gain } else { 0.0 },
            });
        }
    }

    /// Whether posts bring the same as under other rules.
    pub(super) fn pay_like(&self, other: &Self) -> bool {
        self.posts == other.posts
    }

    pub(super) fn places(&self) -> usize {
        self.scenario.hosts as usize + 1
    }

    pub(super) fn rungs(&self) -> usize {
        self.scenario.rungs as usize
    }

    /// The number of a post.
    pub(super) fn post(&self, place: u8, rung: u8, employed: bool) -> usize {
        (place as usize * self.rungs() + rung as usize) * 2 + usize::from(employed)
    }

    pub(super) fn log_wage(&self, place: u8, rung: u8) -> f64 {
        self.log_wages[place as usize * self.rungs() + rung as usize]
    }

    /// Whether an opening that somebody hears of may be of use to another, or to the same person.
    #[inline]
    pub(super) fn is_of_use(&self, own: Standing, other: Standing) -> bool {
        self.of_use[usize::from(own.place() != other.place())] >> own.beside(other) & 1 > 0
    }

    /// What moving to a place costs in units of log wages, given how many are there.
    pub(super) fn moving_cost(&self, there: u32) -> f64 {
        self.scenario.moving_cost * libm::exp(-f64::from(there) / self.scenario.moving_cost_scale)
    }

    /// The probability of moving when that is worth `gain`, in units of log wages.
    pub(super) fn acceptance(&self, gain: f64) -> f64 {
        1.0 / (1.0 + libm::exp(-gain / self.scenario.choice_scale))
    }

    /// How large projects are at the start.
    pub(super) fn first_scale(&self) -> f64 {
        match self.scenario.sequencing {
            Sequencing::SmallFirst => self.scenario.small_scale,
            Sequencing::LargeFirst => self.scenario.large_scale,
        }
    }
}

/// Whether an opening that somebody hears of may be of use to another, or to the same person.
fn is_of_use(border: bool, own: Standing, other: Standing) -> bool {
    let abroad = own.place() > 0;
    // An opening abroad is of use to all at home, and to those without a job in another host country.
    let calls = abroad && other.place() == 0;
    let can = if calls { border && !other.is_learning() } else { other.is_looking() };
    can && (abroad || own.place() == other.place()) && !own.is_learning()
}

/// The same worked out for all kinds of two people, in one place or in two: a bit each.
fn of_use(border: bool, together: bool) -> u64 {
    let statuses = [Status::Looking, Status::Employed, Status::Learning];
    let kinds = (0..3).flat_map(|place| statuses.map(|status| Standing::new(place, 0, status)));
    let pairs = kinds.clone().flat_map(|own| kinds.clone().map(move |other| (own, other)));
    pairs
        .filter(|(own, other)| (own.place() == other.place()) == together && is_of_use(border, *own, *other))
        .fold(0, |table, (own, other)| table | 1 << own.beside(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chains::open_chain::simulate::tests::scenario;

    #[test]
    fn news_is_of_use_by_the_table_as_by_the_rule() {
        let statuses = [Status::Looking, Status::Employed, Status::Learning];
        let everybody = (0..4).flat_map(|place| statuses.map(|status| Standing::new(place, place, status)));
        for border in [true, false] {
            let rules = Rules::of(Scenario { border, ..scenario() }, 4);
            for (own, other) in everybody.clone().flat_map(|own| everybody.clone().map(move |other| (own, other))) {
                assert_eq!(rules.is_of_use(own, other), is_of_use(border, own, other), "{own:?} {other:?}");
            }
        }
        let [looking, working, learning] = statuses.map(|status| Standing::new(0, 0, status));
        let [abroad, elsewhere] = [1, 2].map(|place| Standing::new(place, 0, Status::Employed));
        let rules = Rules::of(scenario(), 4);
        assert!(rules.is_of_use(working, looking) && !rules.is_of_use(working, working));
        assert!(rules.is_of_use(abroad, working) && rules.is_of_use(abroad, looking));
        assert!(!rules.is_of_use(abroad, learning) && !rules.is_of_use(learning, looking));
        assert!(!rules.is_of_use(abroad, elsewhere) && !rules.is_of_use(working, abroad));
        assert!(rules.is_of_use(abroad, Standing::new(2, 1, Status::Looking)));
        assert!(!rules.is_of_use(working, Standing::new(2, 1, Status::Looking)));
        assert!(!Rules::of(Scenario { border: false, ..scenario() }, 4).is_of_use(abroad, working));
    }
}
