//! The decomposition of Baily, Hulten and Campbell (1992), which compares with no level of productivity.

use super::change::Change;
use crate::productivity::number::Number;

/// `weakties.productivity.baily_hulten_campbell`: within, between, entry and exit.
pub fn baily_hulten_campbell<T: Number>(change: &Change<T>) -> [T; 4] {
    let shares = change.in_shares();
    // The level of productivity matters here, and the sums lack it.
    let zero = T::from(-change.centre);
    let moved = (shares.s1_p1 - shares.s0_p1) - zero * (shares.s1 - shares.s0);
    [shares.within_at_start(), moved, change.entry(zero), change.exit(zero)]
}
