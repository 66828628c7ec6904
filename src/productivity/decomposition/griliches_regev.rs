//! The decomposition of Griliches and Regev (1995), symmetric in time; it is method 2 of Foster, Haltiwanger and Krizan.

use super::change::Change;
use crate::productivity::number::Number;

/// `weakties.productivity.griliches_regev`: within, between, entry and exit.
pub fn griliches_regev<T: Number>(change: &Change<T>) -> [T; 4] {
    let shares = change.in_shares();
    let level = T::from(0.5) * (change.all_before().aggregate() + change.all_after().aggregate());
    [shares.within_at_average(), shares.between_at_average(level), change.entry(level), change.exit(level)]
}
