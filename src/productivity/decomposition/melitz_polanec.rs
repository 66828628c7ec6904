//! The dynamic decomposition of Melitz and Polanec (2015): survivors' mean and covariance, entry and exit.

use super::change::Change;
use crate::productivity::number::Number;

/// `weakties.productivity.melitz_polanec`: mean, covariance, entry and exit.
pub fn melitz_polanec<T: Number>(change: &Change<T>) -> [T; 4] {
    let (before, after) = (&change.before, &change.after);
    [
        after.mean() - before.mean(),
        after.covariance() - before.covariance(),
        change.entry(after.aggregate()),
        change.exit(before.aggregate()),
    ]
}
