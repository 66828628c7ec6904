//! The decomposition of Baldwin and Gu (2006), in which entrants replace exiters.

use super::change::Change;
use crate::productivity::number::Number;

/// `weakties.productivity.baldwin_gu`: within, between, entry and exit, the last 0; not numbers without exiters.
#[must_use]
pub fn baldwin_gu<T: Number>(change: &Change<T>) -> [T; 4] {
    let shares = change.in_shares();
    let level = change.exiters.aggregate();
    // Zero, but not a number where there is nobody to compare with.
    let none = level * T::from(0.0) + T::from(0.0);
    [shares.within_at_average() + none, shares.between_at_average(level), change.entry(level), none]
}
