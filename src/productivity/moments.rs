//! The sums that decompositions are made of: one pass over the firms, each counted as often as it was drawn.
//!
//! Every decomposition of a cell is a function of a few sums over its firms. They are taken afresh from the same rows
//! for each resample, with whole numbers saying how often each firm counts, so no row is ever copied. One pass is
//! sequential and in a fixed order; parallel work is over resamples. The result has the same bits on any machine.

use std::ops::{Add, AddAssign};

use super::panel::{Panel, Row};
use crate::error::{Error, Result};
use crate::run::Run;

/// How many firms are read between two looks at stop requests: well under a millisecond of work.
const FIRMS_BETWEEN_LOOKS: usize = 4096;

/// The sums over some firms in one period; a firm drawn m times counts as m firms.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moments {
    /// How many firms: Σ m.
    pub firms: f64,
    /// Their weight: Σ m s.
    pub weight: f64,
    /// Their productivity: Σ m p.
    pub level: f64,
    /// Their weighted productivity: Σ m s p.
    pub weighted: f64,
}

impl Moments {
    fn of(row: &Row, times: f64) -> Self {
        let weight = times * row.share;
        Self { firms: times, weight, level: times * row.productivity, weighted: weight * row.productivity }
    }

    /// P = Σ s p / Σ s, not a number when nothing weighs.
    #[must_use]
    pub fn aggregate(&self) -> f64 {
        self.weighted / self.weight
    }

    /// The mean that counts every firm alike, not a number without firms.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.level / self.firms
    }

    /// Σ (s/Σs − 1/n)(p − mean), which is what the weighted mean is above the unweighted one.
    #[must_use]
    pub fn covariance(&self) -> f64 {
        self.aggregate() - self.mean()
    }
}

impl AddAssign for Moments {
    fn add_assign(&mut self, other: Self) {
        self.firms += other.firms;
        self.weight += other.weight;
        self.level += other.level;
        self.weighted += other.weighted;
    }
}

impl Add for Moments {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
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
}

/// Marks in place of a group for a period in which a firm is not seen.
const BRIDGED: u32 = u32::MAX - 2;
const GONE: u32 = u32::MAX - 1;
const UNSEEN: u32 = u32::MAX;

/// A period that is compared with another one.
struct Partner {
    period: usize,
    pair: usize,
    /// Whether the period compared is the start of the pair, and the partner its end.
    from_start: bool,
}

/// The sums of every group and period, group by group.
pub fn period_moments(panel: &Panel, multiplicities: &[u32], run: &Run) -> Result<Vec<Moments>> {
    check_multiplicities(panel, multiplicities)?;
    let mut cells = vec![Moments::default(); panel.groups * panel.periods];
    for firms in panel.firms.chunks(FIRMS_BETWEEN_LOOKS) {
        run.go_on()?;
        for firm in firms {
            let times = f64::from(multiplicities[firm.number]);
            for row in &panel.rows[firm.rows.clone()] {
                cells[row.group as usize * panel.periods + row.period as usize] += Moments::of(row, times);
            }
        }
    }
    Ok(cells)
}

/// The sums of every group and pair of periods, group by group.
///
/// A firm counts in no end of a pair of which it misses the other by an absence of at most `bridged` periods.
pub fn pair_moments(
    panel: &Panel,
    pairs: &[Pair],
    (group_change, bridged): (GroupChange, usize),
    multiplicities: &[u32],
    run: &Run,
) -> Result<Vec<PairMoments>> {
    check_multiplicities(panel, multiplicities)?;
    let partners = partners(panel.periods, pairs)?;
    let mut cells = vec![PairMoments::default(); panel.groups * pairs.len()];
    let mut seen = vec![GONE; panel.periods];
    for firms in panel.firms.chunks(FIRMS_BETWEEN_LOOKS) {
        run.go_on()?;
        for firm in firms.iter().filter(|firm| multiplicities[firm.number] > 0) {
            let times = f64::from(multiplicities[firm.number]);
            let rows = &panel.rows[firm.rows.clone()];
            for (mark, period) in seen.iter_mut().zip(0..) {
                *mark = if firm.first <= period && period <= firm.last { UNSEEN } else { GONE };
            }
            for row in rows {
                seen[row.period as usize] = row.group;
            }
            for two in rows.windows(2) {
                let absent = two[0].period as usize + 1..two[1].period as usize;
                if absent.len() <= bridged {
                    seen[absent].fill(BRIDGED);
                }
            }
            for row in rows {
                let moments = Moments::of(row, times);
                for partner in &partners[row.period as usize] {
                    let other = seen[partner.period];
                    let mut group = row.group;
                    if other == BRIDGED {
                        continue;
                    }
                    let is_seen = other < BRIDGED;
                    let stays = match group_change {
                        GroupChange::Exit => other == group,
                        GroupChange::Start | GroupChange::End => is_seen,
                    };
                    if stays && (group_change == GroupChange::Start) != partner.from_start {
                        // The other row's group decides; under `Exit` it is the same one.
                        group = other;
                    }
                    let cell = &mut cells[group as usize * pairs.len() + partner.pair];
                    let end = if partner.from_start { &mut cell.start } else { &mut cell.end };
                    if stays {
                        end.survivors += moments;
                    } else if is_seen {
                        end.elsewhere += moments;
                    } else if other == GONE {
                        end.gone += moments;
                    } else {
                        end.unseen += moments;
                    }
                }
            }
        }
    }
    Ok(cells)
}

/// With which periods each period is compared.
fn partners(periods: usize, pairs: &[Pair]) -> Result<Vec<Vec<Partner>>> {
    let mut partners: Vec<Vec<Partner>> = std::iter::repeat_with(Vec::new).take(periods).collect();
    for (pair, &Pair { start, end }) in pairs.iter().enumerate() {
        if start >= end || end >= periods {
            return Err(Error::invalid(format!(
                "`pairs` must run from an earlier to a later one of {periods} periods: got {start} to {end}"
            )));
        }
        partners[start].push(Partner { period: end, pair, from_start: true });
        partners[end].push(Partner { period: start, pair, from_start: false });
    }
    Ok(partners)
}

fn check_multiplicities(panel: &Panel, multiplicities: &[u32]) -> Result<()> {
    if multiplicities.len() == panel.firms.len() {
        return Ok(());
    }
    let (found, firms) = (multiplicities.len(), panel.firms.len());
    Err(Error::invalid(format!("`multiplicities` must have one value a firm: got {found} for {firms} firms")))
}
