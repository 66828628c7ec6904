//! The map of the crate: a ground floor that every pillar stands on, one folder a pillar, and the Python border.
//!
//! Arrows point down only: `python` calls the pillars, the pillars call the ground floor, and no pillar calls another.

pub mod adjacency;
pub mod chains;
pub mod error;
pub mod gvc;
pub mod networks;
pub mod productivity;
pub mod random;
pub mod run;
pub mod sums;
pub mod texts;

#[cfg(feature = "python")]
mod python;

pub use error::{Error, Result};
