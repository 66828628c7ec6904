//! The dynamic decomposition of Diewert and Fox (2010): survivors' growth and reallocation among them, entry and exit.

use super::change::Change;
use crate::productivity::number::Number;

/// `weakties.productivity.diewert_fox`: within, between, entry and exit.
pub fn diewert_fox<T: Number>(change: &Change<T>) -> [T; 4] {
    let shares = change.in_survivors();
    [
        shares.within_at_average(),
        // Shares among survivors change by nothing in sum, so no level is taken off.
        shares.between_at_average(T::from(0.0)),
        change.entry(change.after.aggregate()),
        change.exit(change.before.aggregate()),
    ]
}
