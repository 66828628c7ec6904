//! The static decomposition of Olley and Pakes (1996): unweighted mean and covariance of share and productivity.

use super::{Decomposition, resampled};
use crate::error::Result;
use crate::productivity::moments::{Cells, GroupChange, Layout, Moments};
use crate::productivity::number::Number;
use crate::productivity::panel::Panel;
use crate::productivity::resample::Plan;
use crate::run::Run;

/// `weakties.productivity.olley_pakes`: mean, covariance and aggregate of every group and period; counts are the firms.
pub fn olley_pakes(
    panel: &Panel,
    plan: &Plan,
    productivity: Option<ndarray::ArrayView2<f64>>,
    run: &Run,
) -> Result<Decomposition> {
    resampled(
        panel,
        &layout(panel)?,
        plan,
        productivity,
        run,
        |cells: &Cells| cells.levels.iter().flat_map(|cell| components(cell, panel.centre)).collect(),
        |cells| cells.levels.iter().map(|cell| [cell.firms]).collect::<Vec<_>>().into(),
    )
}

/// The cells this method reads: every group and period, no pairs.
pub(crate) fn layout(panel: &Panel) -> Result<Layout> {
    Layout::new((panel.periods, panel.groups), &[], GroupChange::Exit, false)
}

/// Mean, covariance and aggregate of one cell.
#[must_use]
pub fn components<T: Number>(cell: &Moments<T>, centre: f64) -> [T; 3] {
    let centre = T::from(centre);
    [cell.mean() + centre, cell.covariance(), cell.aggregate() + centre]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::productivity::panel::Columns;
    use crate::random::Seed;

    #[test]
    fn two_firms_by_hand_and_an_empty_cell() {
        let columns = Columns {
            firm: &[0, 1],
            period: &[0, 0],
            group: &[0, 0],
            productivity: &[2.0, 4.0],
            weight: &[0.25, 0.75],
            totals: &[1.0; 1],
            first: &[0, 0],
            last: &[0, 0],
            periods: 1,
            groups: 2,
        };
        let plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1], strata: &[2] };
        let parts = olley_pakes(&Panel::new(&columns).unwrap(), &plan, None, &Run::quiet()).unwrap();
        assert_eq!(parts.components.row(0).to_vec(), [3.0, 0.5, 3.5]);
        assert!(parts.components.row(1).iter().all(|x| x.is_nan()));
        assert_eq!(parts.counts.column(0).to_vec(), [2.0, 0.0]);
    }
}
