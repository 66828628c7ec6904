//! Which cells there are, and in which of them the rows of a life count.

use super::{GroupChange, Pair};
use crate::error::{Error, Result};
use crate::productivity::panel::Life;

/// Marks in place of a row for a period in which a firm is not seen.
const BRIDGED: usize = usize::MAX - 2;
const GONE: usize = usize::MAX - 1;
const UNSEEN: usize = usize::MAX;

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

    /// Lists where the rows of a life count, in place of what is in `parts`; `seen` is room for one mark a period.
    pub(crate) fn parts(&self, life: &Life, seen: &mut Vec<usize>, parts: &mut Vec<Part>) {
        seen.clear();
        parts.clear();
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
