//! The open-chain model: people who move between places and rungs by what their ties tell them, and what their community
//! makes of it. The model is described at `Scenario` and `simulate` in Python; each file here is one of its parts.

mod accounts;
mod careers;
mod community;
mod dice;
mod engagement;
mod individuals;
mod learning;
mod lots;
mod moments;
mod neighbours;
mod path;
mod ring;
mod rules;
mod scenario;
mod simulate;
mod town;

pub use accounts::ACCOUNTS;
pub use moments::Moments;
pub use neighbours::Neighbours;
pub use path::{Shape, VARIABLES};
pub use scenario::Scenario;
pub use simulate::{Batch, Plan, simulate};
pub use town::{Event, KINDS, NOBODY};
