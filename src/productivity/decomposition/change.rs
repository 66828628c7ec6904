//! One group between two periods, as the methods read it: survivors at both ends, entrants and exiters.

use crate::productivity::moments::{GroupChange, Moments, PairEnd, PairMoments};
use crate::productivity::number::{Dual, Number};

/// Who counts as coming in and as leaving.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    /// Where firms belong that change their group.
    pub group_change: GroupChange,
    /// Whether firms seen at the end and in being, but not seen, at the start count as coming in; else they are left out.
    pub unseen_enter: bool,
    /// Whether firms seen at the start and in being, but not seen, at the end count as leaving; else they are left out.
    pub unseen_exit: bool,
}

/// How many sums a `Change` is made of.
pub const SUMS: usize = 18;

/// The sums of one group for one pair of periods, after it is settled who enters and who leaves.
#[derive(Debug, Clone, Copy)]
pub struct Change<T = f64> {
    /// Survivors at the start, C in period 0.
    pub before: Moments<T>,
    /// Survivors at the end, C in period 1.
    pub after: Moments<T>,
    /// Entrants, N.
    pub entrants: Moments<T>,
    /// Exiters, X.
    pub exiters: Moments<T>,
    /// Over survivors, Σ s0 p1.
    pub old_weight_new_level: T,
    /// Over survivors, Σ s1 p0.
    pub new_weight_old_level: T,
    /// What productivity is above its value in the sums.
    pub centre: f64,
}

impl Change {
    /// Settles by the rules who enters and who leaves.
    #[must_use]
    pub fn of(cell: &PairMoments, rules: Rules, centre: f64) -> Self {
        Self {
            before: cell.start.survivors,
            after: cell.end.survivors,
            entrants: others(&cell.end, rules.unseen_enter),
            exiters: others(&cell.start, rules.unseen_exit),
            old_weight_new_level: cell.start_weight_end_level,
            new_weight_old_level: cell.end_weight_start_level,
            centre,
        }
    }

    /// The sums one by one, in the order of `Change::seeded`.
    #[must_use]
    pub fn sums(&self) -> [f64; SUMS] {
        let [b, a, n, x] = [self.before, self.after, self.entrants, self.exiters];
        [
            b.firms,
            b.weight,
            b.level,
            b.weighted,
            a.firms,
            a.weight,
            a.level,
            a.weighted,
            n.firms,
            n.weight,
            n.level,
            n.weighted,
            x.firms,
            x.weight,
            x.level,
            x.weighted,
            self.old_weight_new_level,
            self.new_weight_old_level,
        ]
    }

    /// The same sums, carrying along the derivative by the one in this place.
    #[must_use]
    pub fn seeded(&self, place: usize) -> Change<Dual> {
        let sums = self.sums();
        let sum = |at: usize| Dual { value: sums[at], slope: if at == place { 1.0 } else { 0.0 } };
        let moments = |at| Moments { firms: sum(at), weight: sum(at + 1), level: sum(at + 2), weighted: sum(at + 3) };
        Change {
            before: moments(0),
            after: moments(4),
            entrants: moments(8),
            exiters: moments(12),
            old_weight_new_level: sum(16),
            new_weight_old_level: sum(17),
            centre: self.centre,
        }
    }
}

impl<T: Number> Change<T> {
    /// All firms at the start.
    pub fn all_before(&self) -> Moments<T> {
        self.before + self.exiters
    }

    /// All firms at the end.
    pub fn all_after(&self) -> Moments<T> {
        self.after + self.entrants
    }

    /// P1 − P0.
    pub fn total(&self) -> T {
        self.all_after().aggregate() - self.all_before().aggregate()
    }

    /// The survivors' sums that many methods share, with weights as shares in those of all firms.
    pub fn in_shares(&self) -> Shares<T> {
        Shares::new(self, self.all_before().weight, self.all_after().weight)
    }

    /// The same with weights as shares in those of survivors.
    pub fn in_survivors(&self) -> Shares<T> {
        Shares::new(self, self.before.weight, self.after.weight)
    }

    /// What entrants bring above a level of productivity: Σ s1 (p1 − level); without entrants 0.
    pub fn entry(&self, level: T) -> T {
        (self.entrants.weighted - self.entrants.weight * level) / self.all_after().weight + T::from(0.0)
    }

    /// What exiters fall short of a level of productivity: −Σ s0 (p0 − level); without exiters 0.
    pub fn exit(&self, level: T) -> T {
        (self.exiters.weight * level - self.exiters.weighted) / self.all_before().weight + T::from(0.0)
    }
}

/// Survivors' sums in shares s.
#[derive(Debug, Clone, Copy)]
pub struct Shares<T> {
    /// Σ s0.
    pub s0: T,
    /// Σ s1.
    pub s1: T,
    /// Σ s0 p0.
    pub s0_p0: T,
    /// Σ s0 p1.
    pub s0_p1: T,
    /// Σ s1 p0.
    pub s1_p0: T,
    /// Σ s1 p1.
    pub s1_p1: T,
}

impl<T: Number> Shares<T> {
    fn new(change: &Change<T>, whole_before: T, whole_after: T) -> Self {
        Self {
            s0: change.before.weight / whole_before,
            s1: change.after.weight / whole_after,
            s0_p0: change.before.weighted / whole_before,
            s0_p1: change.old_weight_new_level / whole_before,
            s1_p0: change.new_weight_old_level / whole_after,
            s1_p1: change.after.weighted / whole_after,
        }
    }

    /// Σ s0 Δp.
    pub fn within_at_start(&self) -> T {
        self.s0_p1 - self.s0_p0
    }

    /// Σ s̄ Δp.
    pub fn within_at_average(&self) -> T {
        T::from(0.5) * ((self.s0_p1 - self.s0_p0) + (self.s1_p1 - self.s1_p0))
    }

    /// Σ Δs (p̄ − level).
    pub fn between_at_average(&self, level: T) -> T {
        T::from(0.5) * ((self.s1_p1 - self.s0_p1) + (self.s1_p0 - self.s0_p0)) - level * (self.s1 - self.s0)
    }
}

/// Those of one end of a pair that count and are not survivors.
fn others(end: &PairEnd, with_unseen: bool) -> Moments {
    let others = end.gone + end.elsewhere;
    if with_unseen { others + end.unseen } else { others }
}
