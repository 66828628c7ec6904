//! Method 1 of Foster, Haltiwanger and Krizan (2001), which compares with the aggregate at the start.

use super::change::Change;
use crate::productivity::number::Number;

/// `weakties.productivity.foster_haltiwanger_krizan`, method 1: within, between, cross, entry and exit.
pub fn foster_haltiwanger_krizan<T: Number>(change: &Change<T>) -> [T; 5] {
    let shares = change.in_shares();
    let level = change.all_before().aggregate();
    [
        shares.within_at_start(),
        (shares.s1_p0 - shares.s0_p0) - level * (shares.s1 - shares.s0),
        (shares.s1_p1 - shares.s1_p0) - (shares.s0_p1 - shares.s0_p0),
        change.entry(level),
        change.exit(level),
    ]
}
