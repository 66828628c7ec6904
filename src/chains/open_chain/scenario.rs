//! What is simulated: every parameter of the model, read from JSON; see `Scenario` in Python, where the defaults stand.

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};

/// To whom somebody with a job passes the news of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passing {
    /// To any neighbour, useful to that one or not.
    Useful,
    /// To one of the neighbours without a job.
    UniformUnemployed,
    /// To nobody.
    None,
}

/// Whether the community passes through stages, or its activities grow side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// One stage after the other.
    Stages,
    /// Three intensities.
    Functions,
}

/// How large the first projects are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sequencing {
    /// Small, and larger once there is credibility.
    SmallFirst,
    /// As large as any.
    LargeFirst,
}

/// The parameters by the names that Python gives them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "each is described where its default stands, in Python")]
pub struct Scenario {
    pub people: u32,
    pub neighbours: u32,
    pub rewiring: f64,
    pub hosts: u32,
    pub rungs: u32,
    pub senior_rung: u32,
    pub initial_skill: f64,
    pub initial_seniors: u32,
    pub initial_confidence: f64,
    pub arrival: f64,
    pub learning_arrival: f64,
    pub home_learning: f64,
    pub learning_take: f64,
    pub specificity: f64,
    pub pioneers: f64,
    pub moving_cost: f64,
    #[serde(with = "maybe_infinite")]
    pub moving_cost_scale: f64,
    #[serde(with = "maybe_infinite")]
    pub choice_scale: f64,
    pub border: bool,
    pub passing: Passing,
    pub mentoring: f64,
    pub niche: f64,
    #[serde(with = "maybe_infinite")]
    pub niche_scale: f64,
    pub wage_premium: f64,
    pub wage_slope: f64,
    pub home_wage_slope: f64,
    pub unemployment_income: f64,
    pub separation: f64,
    pub separation_slope: f64,
    pub promotion: f64,
    pub learning_rate: f64,
    pub home_learning_rate: f64,
    pub unskilled_learning_rate: f64,
    pub school_length: u32,
    pub saving_threshold: f64,
    pub return_low: f64,
    pub return_high: f64,
    #[serde(with = "maybe_infinite")]
    pub savings_scale: f64,
    pub return_quality: f64,
    pub discount: f64,
    pub family_remittance: f64,
    pub confidence_gain: f64,
    pub confidence_decay: f64,
    pub mode: Mode,
    #[serde(with = "maybe_infinite")]
    pub thin_size: f64,
    pub thick_share: f64,
    #[serde(with = "maybe_infinite")]
    pub engagement_seniors: f64,
    #[serde(with = "maybe_infinite")]
    pub engagement_confidence: f64,
    pub engagement_credibility: f64,
    pub stage_hazard: f64,
    pub regression: bool,
    pub regression_after: u32,
    pub champion_arrival: f64,
    pub programme: bool,
    pub induced_arrival: f64,
    pub champion_credibility: f64,
    pub champion_tenure: u32,
    pub initial_enthusiasm: f64,
    pub enthusiasm_decay: f64,
    pub enthusiasm_gain: f64,
    pub conference_every: u32,
    pub conference_gain: f64,
    pub lead_rate: f64,
    pub capacity: f64,
    pub bridge: f64,
    pub donor_capacity: f64,
    pub scale_penalty: f64,
    pub monitoring: f64,
    pub initial_credibility: f64,
    pub credibility_gain: f64,
    pub credibility_loss: f64,
    pub sequencing: Sequencing,
    pub small_scale: f64,
    pub large_scale: f64,
    pub scale_growth: f64,
    pub scale_credibility: f64,
    pub home_institutions: f64,
    pub institution_learning: f64,
    pub institution_reversion: f64,
    pub giving_confidence: f64,
    pub pledge_share: f64,
    #[serde(rename = "match")]
    pub matching: f64,
    #[serde(with = "maybe_infinite")]
    pub budget: f64,
    pub donor_elasticity: f64,
    pub pledge_decay: f64,
    pub social_return: f64,
    pub project_worth: f64,
    pub programme_cost: f64,
}

/// More places and rungs than anybody needs; they keep what is counted by place and rung small.
const MOST_HOSTS: u32 = 200;
const MOST_RUNGS: u32 = 50;
const MOST_PEOPLE: u32 = 100_000_000;

impl Scenario {
    /// Reads and validates a scenario.
    pub fn from_json(text: &str) -> Result<Self> {
        let scenario: Self = serde_json::from_str(text)
            .map_err(|problem| Error::invalid(format!("`scenario` cannot be read: {problem}; make it in Python")))?;
        scenario.check()?;
        Ok(scenario)
    }

    /// The same scenario where nobody leaves.
    #[must_use]
    pub fn closed(&self) -> Self {
        Self { border: false, ..self.clone() }
    }

    /// Whether another can follow it in the same run: people, places and what they start with are the same.
    #[must_use]
    pub fn can_be_followed_by(&self, other: &Self) -> bool {
        (self.people, self.neighbours, self.hosts, self.rungs, self.senior_rung, self.initial_seniors)
            == (other.people, other.neighbours, other.hosts, other.rungs, other.senior_rung, other.initial_seniors)
            && (self.rewiring, self.initial_skill, self.initial_confidence, self.initial_credibility)
                == (other.rewiring, other.initial_skill, other.initial_confidence, other.initial_credibility)
    }

    fn check(&self) -> Result<()> {
        for (name, value, low, high) in [
            ("people", self.people, 1, MOST_PEOPLE),
            ("hosts", self.hosts, 0, MOST_HOSTS),
            ("rungs", self.rungs, 1, MOST_RUNGS),
            ("neighbours", self.neighbours, 0, self.people - 1),
            ("initial_seniors", self.initial_seniors, 0, if self.hosts == 0 { 0 } else { self.people }),
            ("school_length", self.school_length, 1, u32::from(u16::MAX)),
        ] {
            if value < low || value > high {
                return Err(Error::invalid(format!("`{name}` must lie from {low} to {high}: got {value}")));
            }
        }
        for (name, value) in self.probabilities() {
            refuse_outside(name, value, 1.0)?;
        }
        for (name, value) in self.amounts() {
            refuse_outside(name, value, f64::INFINITY)?;
        }
        for (name, value) in [
            ("moving_cost_scale", self.moving_cost_scale),
            ("choice_scale", self.choice_scale),
            ("niche_scale", self.niche_scale),
            ("savings_scale", self.savings_scale),
            ("wage_premium", self.wage_premium),
        ] {
            if value.is_nan() || value <= 0.0 {
                return Err(Error::invalid(format!("`{name}` must be above 0: got {value}")));
            }
        }
        // Without hosts there is no community abroad, and no stage of it.
        let people = if self.hosts == 0 { f64::MAX } else { f64::from(self.people) };
        for (name, value, most) in [
            ("thin_size", self.thin_size, people),
            ("engagement_seniors", self.engagement_seniors, people),
            ("engagement_confidence", self.engagement_confidence, 1.0),
        ] {
            if value.is_nan() || value < 0.0 || (value.is_finite() && value > most) {
                return Err(Error::invalid(format!("`{name}` must lie from 0 to {most}, or be infinite: got {value}")));
            }
        }
        if self.neighbours % 2 == 1 {
            return Err(Error::invalid(format!("`neighbours` must be even: got {}", self.neighbours)));
        }
        Ok(())
    }

    fn probabilities(&self) -> [(&'static str, f64); 32] {
        [
            ("rewiring", self.rewiring),
            ("initial_confidence", self.initial_confidence),
            ("arrival", self.arrival),
            ("learning_arrival", self.learning_arrival),
            ("home_learning", self.home_learning),
            ("learning_take", self.learning_take),
            ("specificity", self.specificity),
            ("pioneers", self.pioneers),
            ("niche", self.niche),
            ("unemployment_income", self.unemployment_income),
            ("separation", self.separation),
            ("promotion", self.promotion),
            ("return_low", self.return_low),
            ("return_high", self.return_high),
            ("discount", self.discount),
            ("family_remittance", self.family_remittance),
            ("confidence_gain", self.confidence_gain),
            ("confidence_decay", self.confidence_decay),
            ("thick_share", self.thick_share),
            ("stage_hazard", self.stage_hazard),
            ("champion_credibility", self.champion_credibility),
            ("initial_enthusiasm", self.initial_enthusiasm),
            ("enthusiasm_decay", self.enthusiasm_decay),
            ("monitoring", self.monitoring),
            ("initial_credibility", self.initial_credibility),
            ("credibility_gain", self.credibility_gain),
            ("credibility_loss", self.credibility_loss),
            ("home_institutions", self.home_institutions),
            ("institution_learning", self.institution_learning),
            ("institution_reversion", self.institution_reversion),
            ("pledge_share", self.pledge_share),
            ("pledge_decay", self.pledge_decay),
        ]
    }

    fn amounts(&self) -> [(&'static str, f64); 31] {
        [
            ("initial_skill", self.initial_skill),
            ("moving_cost", self.moving_cost),
            ("mentoring", self.mentoring),
            ("wage_slope", self.wage_slope),
            ("home_wage_slope", self.home_wage_slope),
            ("separation_slope", self.separation_slope),
            ("learning_rate", self.learning_rate),
            ("home_learning_rate", self.home_learning_rate),
            ("unskilled_learning_rate", self.unskilled_learning_rate),
            ("saving_threshold", self.saving_threshold),
            ("return_quality", self.return_quality),
            ("engagement_credibility", self.engagement_credibility),
            ("champion_arrival", self.champion_arrival),
            ("induced_arrival", self.induced_arrival),
            ("enthusiasm_gain", self.enthusiasm_gain),
            ("conference_gain", self.conference_gain),
            ("lead_rate", self.lead_rate),
            ("capacity", self.capacity),
            ("bridge", self.bridge),
            ("donor_capacity", self.donor_capacity),
            ("scale_penalty", self.scale_penalty),
            ("small_scale", self.small_scale),
            ("large_scale", self.large_scale),
            ("scale_growth", self.scale_growth),
            ("scale_credibility", self.scale_credibility),
            ("giving_confidence", self.giving_confidence),
            ("match", self.matching),
            ("donor_elasticity", self.donor_elasticity),
            ("social_return", self.social_return),
            ("project_worth", self.project_worth),
            ("programme_cost", self.programme_cost),
        ]
    }
}

fn refuse_outside(name: &str, value: f64, high: f64) -> Result<()> {
    if value.is_finite() && (0.0..=high).contains(&value) {
        return Ok(());
    }
    Err(Error::invalid(format!("`{name}` must be finite and lie from 0 to {high}: got {value}")))
}

/// JSON has no infinity: it is written as the text "inf".
mod maybe_infinite {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Number(f64),
        Text(String),
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
    pub(super) fn serialize<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        if value.is_infinite() { serializer.serialize_str("inf") } else { serializer.serialize_f64(*value) }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Number(value) => Ok(value),
            Written::Text(text) if text == "inf" => Ok(f64::INFINITY),
            Written::Text(text) => Err(D::Error::custom(format!("{text:?} is neither a number nor \"inf\""))),
        }
    }
}
