//! The sums that decompositions are made of: one pass over the firms, each counted as often as it was drawn.
//!
//! Every decomposition of a cell is a function of a few sums over its firms. They are taken afresh from the same rows
//! for each resample, with whole numbers saying how often each firm counts, so no row is ever copied.
//!
//! The pass has two steps. Firms of the same life (seen in the same periods and groups, in being equally long) count in
//! the same cells; `LifeSums` adds them up, one by one, in their order. `Cells` then adds up lives, in the order of lives.
//! So the bits of the result depend on the order of firms within each life alone, not on how lives are interleaved:
//! `Sums` takes firms as they come, in any pieces, and ends with the very bits of a `Panel` that holds them all.

mod cells;
mod layout;
mod lives;

use std::ops::{Add, AddAssign};

pub use cells::{Cells, Sums, cells};
pub use layout::Layout;
pub(crate) use layout::{Fate, Part};
pub use lives::{LifeSums, Lives};

use super::number::Number;

/// The sums over some firms in one period; a firm drawn m times counts as m firms.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moments<T = f64> {
    /// How many firms: Σ m.
    pub firms: T,
    /// Their weight: Σ m s.
    pub weight: T,
    /// Their productivity: Σ m p.
    pub level: T,
    /// Their weighted productivity: Σ m s p.
    pub weighted: T,
}

impl<T: Number> Moments<T> {
    /// P = Σ s p / Σ s, not a number when nothing weighs.
    #[must_use]
    pub fn aggregate(&self) -> T {
        self.weighted / self.weight
    }

    /// The mean that counts every firm alike, not a number without firms.
    #[must_use]
    pub fn mean(&self) -> T {
        self.level / self.firms
    }

    /// Σ (s/Σs − 1/n)(p − mean), which is what the weighted mean is above the unweighted one.
    #[must_use]
    pub fn covariance(&self) -> T {
        self.aggregate() - self.mean()
    }
}

impl<T: Number> Add for Moments<T> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            firms: self.firms + other.firms,
            weight: self.weight + other.weight,
            level: self.level + other.level,
            weighted: self.weighted + other.weighted,
        }
    }
}

impl AddAssign for Moments {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// Two periods that are compared, as numbers; start comes before end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The earlier period, t0.
    pub start: usize,
    /// The later period, t1.
    pub end: usize,
}

/// Where a firm belongs that is seen in two periods in different groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupChange {
    /// In each period in its group of that period: it leaves one and joins the other.
    Exit,
    /// In both periods in its group of the earlier one.
    Start,
    /// In both periods in its group of the later one.
    End,
}

/// The firms of one group in one of the two periods, by what becomes of them in the other.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PairEnd {
    /// Seen in the other period too, in the same group.
    pub survivors: Moments,
    /// Not seen in the other period, and not in being then.
    pub gone: Moments,
    /// Not seen in the other period, though in being then.
    pub unseen: Moments,
    /// Seen in the other period in another group.
    pub elsewhere: Moments,
}

/// The sums of one group for one pair of periods.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PairMoments {
    /// Firms seen at the start; those that are not survivors leave.
    pub start: PairEnd,
    /// Firms seen at the end; those that are not survivors come in.
    pub end: PairEnd,
    /// Survivors' weights at the start with their productivity at the end: Σ m s0 p1.
    pub start_weight_end_level: f64,
    /// Survivors' weights at the end with their productivity at the start: Σ m s1 p0.
    pub end_weight_start_level: f64,
}
