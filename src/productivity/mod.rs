//! Productivity: panels of firms, what their aggregate is made of, and how sure one can be of it.

pub mod decomposition;
pub mod moments;
pub mod panel;
pub mod resample;
