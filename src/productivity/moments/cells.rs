//! The sums of all cells, from a panel that is there as a whole or from firms that come one after the other.

use super::layout::{Fate, Layout, Part};
use super::lives::{LifeSums, Lives};
use super::{Moments, PairMoments};
use crate::error::{Error, Result};
use crate::productivity::panel::{Life, Panel};
use crate::run::Run;

/// How many firms are read between two looks at stop requests: well under a millisecond of work.
const FIRMS_BETWEEN_LOOKS: usize = 4096;

/// The sums of all cells, group by group.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// Group × period.
    pub levels: Vec<Moments>,
    /// Group × pair of periods.
    pub changes: Vec<PairMoments>,
}

impl Cells {
    /// Cells without firms.
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        Self {
            levels: vec![Moments::default(); layout.groups * layout.periods],
            changes: vec![PairMoments::default(); layout.groups * layout.pairs.len()],
        }
    }

    /// Adds the firms of one life to the cells in which they count; `parts` are those the layout lists for it.
    fn add(&mut self, layout: &Layout, life: &Life, parts: &[Part], sums: &LifeSums) {
        for (row, place) in life.places.iter().enumerate() {
            self.levels[place.group as usize * layout.periods + place.period as usize] += sums.at(row);
        }
        for part in parts {
            let own = sums.at(part.row);
            let cell = &mut self.changes[part.cell];
            if let Fate::Stays { later } = part.fate {
                cell.start.survivors += own;
                cell.end.survivors += sums.at(later);
                cell.start_weight_end_level += sums.product(part.row, later);
                cell.end_weight_start_level += sums.product(later, part.row);
                continue;
            }
            let end = if part.at_start { &mut cell.start } else { &mut cell.end };
            *(match part.fate {
                Fate::Stays { .. } => &mut end.survivors,
                Fate::Gone => &mut end.gone,
                Fate::Unseen => &mut end.unseen,
                Fate::Elsewhere => &mut end.elsewhere,
            }) += own;
        }
    }
}

/// Sums of firms that come one after the other, in pieces of any size; see the head of this file.
///
/// Memory is that of the different lives, however many firms share each. Firms of the same life must come in the same
/// order as in a panel for the same bits: as their numbers do.
#[derive(Debug, Clone)]
pub struct Sums {
    crosses: bool,
    lives: Vec<LifeSums>,
}

impl Sums {
    /// Sums of nobody; `crosses` as in `Layout`.
    #[must_use]
    pub fn new(crosses: bool) -> Self {
        Self { crosses, lives: Vec::new() }
    }

    /// Adds one firm: the number of its life, how often it counts, and weight and productivity, less the centre of all
    /// rows, of each of its rows.
    ///
    /// Nothing is checked: there must be as many values as the life has rows.
    pub fn add(&mut self, life: usize, times: u32, share: &[f64], productivity: &[f64]) {
        if times == 0 {
            return;
        }
        if self.lives.len() <= life {
            self.lives.resize_with(life + 1, LifeSums::default);
        }
        let sums = &mut self.lives[life];
        if sums.firms == 0.0 {
            sums.reset(share.len(), self.crosses);
        }
        sums.add(f64::from(times), share, productivity);
    }

    /// The sums of all cells.
    #[must_use]
    pub fn finish(&self, layout: &Layout, lives: &Lives) -> Cells {
        let mut cells = Cells::new(layout);
        let (mut seen, mut parts) = (Vec::new(), Vec::new());
        for (life, number) in lives.sorted() {
            match self.lives.get(number) {
                Some(sums) if sums.firms > 0.0 => {
                    layout.parts(life, &mut seen, &mut parts);
                    cells.add(layout, life, &parts, sums);
                }
                _ => {}
            }
        }
        cells
    }
}

/// The sums of all cells of a panel; `multiplicities` say how often each firm counts.
///
/// With `productivity`, one number a row in the order of the columns, that is taken in place of the panel's own.
pub fn cells(
    panel: &Panel,
    layout: &Layout,
    multiplicities: &[u32],
    productivity: Option<&[f64]>,
    run: &Run,
) -> Result<Cells> {
    check_multiplicities(panel, multiplicities)?;
    let mut cells = Cells::new(layout);
    let mut sums = LifeSums::default();
    let (mut seen, mut parts, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for cohort in &panel.cohorts {
        let rows = cohort.life.places.len();
        sums.reset(rows, layout.crosses);
        let mut start = cohort.start;
        for firms in panel.firms[cohort.firms.clone()].chunks(FIRMS_BETWEEN_LOOKS) {
            run.go_on()?;
            let own = start..start + firms.len() * rows;
            start = own.end;
            let values = panel.share[own.clone()].chunks_exact(rows).zip(panel.productivity[own].chunks_exact(rows));
            for (firm, (share, own)) in firms.iter().zip(values) {
                let times = multiplicities[firm.number as usize];
                if times == 0 {
                    continue;
                }
                let levels = match productivity {
                    None => own,
                    Some(given) => {
                        other.clear();
                        other.extend(
                            given[firm.row as usize..firm.row as usize + rows].iter().map(|p| p - panel.centre),
                        );
                        if other.iter().any(|p| !p.is_finite()) {
                            return Err(Error::invalid(format!(
                                "`productivity` must be finite for every firm that was drawn: it is not in the rows \
                                 of firm {} (counted from 0)",
                                firm.number
                            )));
                        }
                        &other
                    }
                };
                sums.add(f64::from(times), share, levels);
            }
        }
        if sums.firms > 0.0 {
            layout.parts(&cohort.life, &mut seen, &mut parts);
            cells.add(layout, &cohort.life, &parts, &sums);
        }
    }
    Ok(cells)
}

fn check_multiplicities(panel: &Panel, multiplicities: &[u32]) -> Result<()> {
    if multiplicities.len() == panel.firms.len() {
        return Ok(());
    }
    let (found, firms) = (multiplicities.len(), panel.firms.len());
    Err(Error::invalid(format!("`multiplicities` must have one value a firm: got {found} for {firms} firms")))
}
