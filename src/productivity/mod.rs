//! Productivity: panels of firms, what their aggregate is made of, and how sure one can be of it.

pub mod aggregate_growth;
pub mod augmented;
pub mod between_within;
pub mod cells;
pub mod concentration;
pub mod cost_shares;
pub mod decomposition;
pub mod disclosure;
pub mod firms;
pub mod index_numbers;
pub mod markups;
pub mod misallocation;
pub mod moments;
pub mod number;
pub mod ordering;
pub mod panel;
pub mod production;
pub mod resample;
pub mod shift_share;
pub mod size_gap;
pub mod stream;
mod together;
pub mod types;
