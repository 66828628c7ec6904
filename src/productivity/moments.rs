//! The sums that decompositions are made of: one pass over the firms, each counted as often as it was drawn.
//!
//! Every decomposition of a cell is a function of a few sums over its firms. They are taken afresh from the same rows
//! for each resample, with whole numbers saying how often each firm counts, so no row is ever copied.
//!
//! The pass has two steps. Firms of the same life (seen in the same periods and groups, in being equally long) count in
//! the same cells; `LifeSums` adds them up, one by one, in their order. `Cells` then adds up lives, in the order of lives.
//! So the bits of the result depend on the order of firms within each life alone, not on how lives are interleaved:
//! `Sums` takes firms as they come, in any pieces, and ends with the very bits of a `Panel` that holds them all.

use std::collections::HashMap;
use std::ops::{Add, AddAssign};

use super::number::Number;
use super::panel::{Life, Panel};
use crate::error::{Error, Result};
use crate::run::Run;

/// How many firms are read between two looks at stop requests: well under a millisecond of work.
const FIRMS_BETWEEN_LOOKS: usize = 4096;

/// The sums over some firms in one period; a firm drawn m times counts as m firms.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Moments<T = f64> {
    /// How many firms: Σ m.
    pub firms: T,
    /// Their weight: Σ m s.
    pub weight: T,
    /// Their productivity: Σ m p.
    pub level: T,
    /// Their weighted productivity: Σ m s p.
    pub weighted: T,
}

impl<T: Number> Moments<T> {
    /// P = Σ s p / Σ s, not a number when nothing weighs.
    #[must_use]
    pub fn aggregate(&self) -> T {
        self.weighted / self.weight
    }

    /// The mean that counts every firm alike, not a number without firms.
    #[must_use]
    pub fn mean(&self) -> T {
        self.level / self.firms
    }

    /// Σ (s/Σs − 1/n)(p − mean), which is what the weighted mean is above the unweighted one.
    #[must_use]
    pub fn covariance(&self) -> T {
        self.aggregate() - self.mean()
    }
}

impl<T: Number> Add for Moments<T> {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            firms: self.firms + other.firms,
            weight: self.weight + other.weight,
            level: self.level + other.level,
            weighted: self.weighted + other.weighted,
        }
    }
}

impl AddAssign for Moments {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
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
    /// Survivors' weights at the start with their productivity at the end: Σ m s0 p1.
    pub start_weight_end_level: f64,
    /// Survivors' weights at the end with their productivity at the start: Σ m s1 p0.
    pub end_weight_start_level: f64,
}

/// What is asked of the firms: which cells there are, and who belongs where.
#[derive(Debug)]
pub struct Layout {
    /// How many periods there are.
    pub periods: usize,
    /// How many groups there are.
    pub groups: usize,
    /// The periods that are compared.
    pub pairs: Vec<Pair>,
    /// Where firms belong that change their group.
    pub group_change: GroupChange,
    /// Whether weights are also multiplied with productivity of other periods; else the sums that need it are 0.
    pub crosses: bool,
    /// An absence of at most so many periods between two rows leaves a firm out of comparisons with them.
    bridged: usize,
    /// With which periods each period is compared, as the earlier and as the later one.
    partners: Vec<Vec<Partner>>,
}

/// A period that is compared with another one.
#[derive(Debug, Clone, Copy)]
struct Partner {
    period: usize,
    pair: usize,
    /// Whether the period compared is the start of the pair, and the partner its end.
    from_start: bool,
}

impl Layout {
    /// Refuses pairs that do not run from an earlier to a later period.
    pub fn new(
        (periods, groups): (usize, usize),
        pairs: &[Pair],
        group_change: GroupChange,
        crosses: bool,
    ) -> Result<Self> {
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
        Ok(Self { periods, groups, pairs: pairs.to_vec(), group_change, crosses, bridged: 0, partners })
    }

    /// Leaves firms out of comparisons with an absence of at most so many periods between two of their rows.
    #[must_use]
    pub fn bridging(self, bridged: usize) -> Self {
        Self { bridged, ..self }
    }
}

/// The sums over firms of one life; a firm drawn m times counts as m firms.
#[derive(Debug, Clone, Default)]
pub struct LifeSums {
    firms: f64,
    /// Σ m s, row by row of the life.
    weight: Vec<f64>,
    /// Σ m p, row by row.
    level: Vec<f64>,
    /// Σ m s p: with p of every row for each row of s, or with p of the same row alone.
    product: Vec<f64>,
    crosses: bool,
}

impl LifeSums {
    /// Sums of nobody, for lives of so many rows.
    #[must_use]
    pub fn new(rows: usize, crosses: bool) -> Self {
        let mut sums = Self::default();
        sums.reset(rows, crosses);
        sums
    }

    fn reset(&mut self, rows: usize, crosses: bool) {
        self.firms = 0.0;
        self.crosses = crosses;
        for (sums, length) in [
            (&mut self.weight, rows),
            (&mut self.level, rows),
            (&mut self.product, if crosses { rows * rows } else { rows }),
        ] {
            sums.clear();
            sums.resize(length, 0.0);
        }
    }

    /// Adds one firm: how often it counts, and weight and centred productivity of each of its rows.
    #[inline]
    pub fn add(&mut self, times: f64, share: &[f64], productivity: &[f64]) {
        self.firms += times;
        for (level, p) in self.level.iter_mut().zip(productivity) {
            *level += times * p;
        }
        if self.crosses {
            let rows = self.product.chunks_exact_mut(productivity.len());
            for ((products, weight), s) in rows.zip(&mut self.weight).zip(share) {
                let s = times * s;
                *weight += s;
                for (product, p) in products.iter_mut().zip(productivity) {
                    *product += s * p;
                }
            }
        } else {
            let rows = self.product.iter_mut().zip(&mut self.weight);
            for ((product, weight), (s, p)) in rows.zip(share.iter().zip(productivity)) {
                let s = times * s;
                *weight += s;
                *product += s * p;
            }
        }
    }

    /// Weights of one row with productivity of another one.
    fn product(&self, share: usize, productivity: usize) -> f64 {
        if self.crosses { self.product[share * self.level.len() + productivity] } else { 0.0 }
    }

    fn at(&self, row: usize) -> Moments {
        let weighted = if self.crosses { self.product(row, row) } else { self.product[row] };
        Moments { firms: self.firms, weight: self.weight[row], level: self.level[row], weighted }
    }
}

/// Marks in place of a row for a period in which a firm is not seen.
const BRIDGED: usize = usize::MAX - 2;
const GONE: usize = usize::MAX - 1;
const UNSEEN: usize = usize::MAX;

/// The sums of all cells, group by group.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// Group × period.
    pub levels: Vec<Moments>,
    /// Group × pair of periods.
    pub changes: Vec<PairMoments>,
    /// Room for what is known of the life at hand: the row of each period, and where it counts.
    seen: Vec<usize>,
    parts: Vec<Part>,
}

impl Cells {
    /// Cells without firms.
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        Self {
            levels: vec![Moments::default(); layout.groups * layout.periods],
            changes: vec![PairMoments::default(); layout.groups * layout.pairs.len()],
            seen: Vec::new(),
            parts: Vec::new(),
        }
    }

    /// Adds the firms of one life to the cells in which they count.
    pub fn add(&mut self, layout: &Layout, life: &Life, sums: &LifeSums) {
        for (row, place) in life.places.iter().enumerate() {
            self.levels[place.group as usize * layout.periods + place.period as usize] += sums.at(row);
        }
        self.parts.clear();
        layout.parts(life, &mut self.seen, &mut self.parts);
        for part in &self.parts {
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

/// What becomes of a firm in the other period of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It is there too, in this row of its life, the later one.
    Stays {
        later: usize,
    },
    Gone,
    Unseen,
    Elsewhere,
}

/// One row of a life in one cell of a pair of periods; survivors stand there once, with their earlier row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Part {
    pub cell: usize,
    pub row: usize,
    pub at_start: bool,
    pub fate: Fate,
}

impl Layout {
    /// Lists where the rows of a life count; `seen` is room for one mark a period.
    pub(crate) fn parts(&self, life: &Life, seen: &mut Vec<usize>, parts: &mut Vec<Part>) {
        seen.clear();
        let in_being = |t: i64| life.first <= t && t <= life.last;
        seen.extend((0..).take(self.periods).map(|t| if in_being(t) { UNSEEN } else { GONE }));
        for (row, place) in life.places.iter().enumerate() {
            seen[place.period as usize] = row;
        }
        for two in life.places.windows(2) {
            let absent = two[0].period as usize + 1..two[1].period as usize;
            if absent.len() <= self.bridged {
                seen[absent].fill(BRIDGED);
            }
        }
        for (row, place) in life.places.iter().enumerate() {
            for &Partner { period, pair, from_start } in &self.partners[place.period as usize] {
                let mut count = |group: u32, row, at_start, fate| {
                    parts.push(Part { cell: group as usize * self.pairs.len() + pair, row, at_start, fate });
                };
                let other = seen[period];
                if other == BRIDGED {
                    continue;
                }
                if other == GONE {
                    count(place.group, row, from_start, Fate::Gone);
                } else if other == UNSEEN {
                    count(place.group, row, from_start, Fate::Unseen);
                } else if from_start {
                    // Both ends are told here, and not once more from the partner's side.
                    let (before, after) = (place.group, life.places[other].group);
                    match self.group_change {
                        GroupChange::Exit if before != after => {
                            count(before, row, true, Fate::Elsewhere);
                            count(after, other, false, Fate::Elsewhere);
                        }
                        GroupChange::Exit | GroupChange::Start => {
                            count(before, row, true, Fate::Stays { later: other });
                        }
                        GroupChange::End => count(after, row, true, Fate::Stays { later: other }),
                    }
                }
            }
        }
    }
}

/// The different lives of some firms, numbered in the order in which they are met.
#[derive(Debug, Clone, Default)]
pub struct Lives {
    numbers: HashMap<Life, usize>,
}

impl Lives {
    /// The number of a life, a new one if it is met for the first time.
    pub fn number(&mut self, life: &Life) -> usize {
        if let Some(&number) = self.numbers.get(life) {
            return number;
        }
        self.numbers.insert(life.clone(), self.numbers.len());
        self.numbers.len() - 1
    }

    /// The lives in their order, each with its number.
    #[must_use]
    pub fn sorted(&self) -> Vec<(&Life, usize)> {
        let mut lives: Vec<(&Life, usize)> = self.numbers.iter().map(|(life, &number)| (life, number)).collect();
        lives.sort_unstable();
        lives
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
        for (life, number) in lives.sorted() {
            match self.lives.get(number) {
                Some(sums) if sums.firms > 0.0 => cells.add(layout, life, sums),
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
    let mut other = Vec::new();
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
            cells.add(layout, &cohort.life, &sums);
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
