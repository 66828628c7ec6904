//! Firms and the periods they are seen in: checked, and laid out so that one pass reads memory in order.

use std::ops::Range;

use super::moments::Lives;
use crate::error::{Error, Result};
use crate::sums::ExactSum;

/// The columns of a panel as they come, rows sorted by firm and period; every label is a number from 0 on.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// The firm of each row.
    pub firm: &'a [i32],
    /// The period of each row.
    pub period: &'a [i32],
    /// The group of each row.
    pub group: &'a [i32],
    /// Log productivity of each row.
    pub productivity: &'a [f64],
    /// What each row weighs.
    pub weight: &'a [f64],
    /// What the weights of each period are divided by to be shares.
    pub totals: &'a [f64],
    /// The first period each firm is in being; −1 or any number up to its first row's period.
    pub first: &'a [i64],
    /// The last period each firm is in being; any number from its last row's period on.
    pub last: &'a [i64],
    /// How many periods there are.
    pub periods: usize,
    /// How many groups there are.
    pub groups: usize,
}

impl Columns<'_> {
    /// What a row whose period has been checked weighs in it.
    pub(crate) fn share(&self, row: usize) -> f64 {
        self.weight[row] / self.totals[self.period[row] as usize]
    }
}

/// One row of a life: the period a firm is seen in, and its group then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The group, which comes first so that lives of one group stand together.
    pub group: u32,
    /// The period.
    pub period: u32,
}

/// What decides where a firm counts: when it is seen, in which groups, and when it is in being.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Life {
    /// The rows, by period.
    pub places: Vec<Place>,
    /// The first period in being, −1 if that is before all periods.
    pub first: i64,
    /// The last period in being, the number of periods if that is after them.
    pub last: i64,
}

/// Firms of the same life: they count in the same cells, and are added up together.
#[derive(Debug)]
pub(crate) struct Cohort {
    pub life: Life,
    /// Where its firms stand in the panel's.
    pub firms: Range<usize>,
    /// Where its rows start in the panel's.
    pub start: usize,
}

/// One firm: its number and its first row in the columns; in 32 bits, since there may be millions.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Firm {
    pub number: u32,
    pub row: u32,
}

/// A checked panel.
///
/// Firms stand life by life, those of one life in the order of the columns: sums of one life stay in registers while
/// its firms are read. Productivity is kept less its mean over all rows: sums then lose no digits to a common level.
#[derive(Debug)]
pub struct Panel {
    pub(crate) cohorts: Vec<Cohort>,
    pub(crate) firms: Vec<Firm>,
    /// Log productivity less the panel's centre, firm by firm.
    pub(crate) productivity: Vec<f64>,
    /// What each row weighs, firm by firm.
    pub(crate) share: Vec<f64>,
    pub(crate) periods: usize,
    pub(crate) groups: usize,
    pub(crate) centre: f64,
}

impl Panel {
    /// Checks the columns and lays them out.
    pub fn new(columns: &Columns) -> Result<Self> {
        check_lengths(columns)?;
        let starts = by_firm(columns)?;
        let rows_of = |firm: usize| starts[firm]..starts.get(firm + 1).copied().unwrap_or(columns.firm.len());

        let mut lives = Lives::default();
        let mut sizes: Vec<usize> = Vec::new();
        let mut life_of = Vec::with_capacity(starts.len());
        let mut life = Life::default();
        for number in 0..starts.len() {
            read_life(columns, number, rows_of(number), &mut life)?;
            let place = lives.number(&life);
            if place == sizes.len() {
                sizes.push(0);
            }
            sizes[place] += 1;
            life_of.push(place as u32);
        }

        let mut next = vec![(0, 0); sizes.len()];
        let mut cohorts = Vec::with_capacity(sizes.len());
        let (mut firm, mut row) = (0, 0);
        for (life, place) in lives.sorted() {
            next[place] = (firm, row);
            let (firms, rows) = (sizes[place], life.places.len());
            cohorts.push(Cohort { life: life.clone(), firms: firm..firm + firms, start: row });
            firm += firms;
            row += firms * rows;
        }

        let centre = centre(columns.productivity);
        let mut firms = vec![Firm::default(); starts.len()];
        let mut productivity = vec![0.0; columns.firm.len()];
        let mut share = vec![0.0; columns.firm.len()];
        for (number, &place) in life_of.iter().enumerate() {
            let rows = rows_of(number);
            let (firm, to) = &mut next[place as usize];
            firms[*firm] = Firm { number: number as u32, row: rows.start as u32 };
            *firm += 1;
            for row in rows {
                productivity[*to] = finite(columns.productivity[row], "productivity")? - centre;
                share[*to] = not_negative(columns.share(row))?;
                *to += 1;
            }
        }
        Ok(Self { cohorts, firms, productivity, share, periods: columns.periods, groups: columns.groups, centre })
    }
}

/// The mean of productivity over all rows, from an exact sum: the same bits in whatever pieces or order they come.
#[must_use]
pub fn centre(productivity: &[f64]) -> f64 {
    let sum: ExactSum = productivity.iter().copied().collect();
    sum.value() / productivity.len().max(1) as f64
}

/// Reads what decides where a firm counts, and checks it.
pub(crate) fn read_life(columns: &Columns, number: usize, rows: Range<usize>, life: &mut Life) -> Result<()> {
    life.places.clear();
    for row in rows {
        life.places.push(Place {
            group: code(columns.group[row], columns.groups, "group")?,
            period: code(columns.period[row], columns.periods, "period")?,
        });
    }
    let (first, last) = (columns.first[number], columns.last[number]);
    let seen = life.places.iter().map(|place| i64::from(place.period));
    let (earliest, latest) = (seen.clone().min().unwrap_or(first), seen.max().unwrap_or(last));
    if first > earliest || last < latest {
        return Err(Error::invalid(format!(
            "`first` and `last` must enclose the periods a firm is seen in: firm {number} is seen from {earliest} to \
             {latest}, but said to be in being from {first} to {last}"
        )));
    }
    // Where a firm is in being beyond the panel makes no difference.
    life.first = first.max(-1);
    life.last = last.min(i64::try_from(columns.periods).unwrap_or(i64::MAX));
    Ok(())
}

pub(crate) fn check_lengths(columns: &Columns) -> Result<()> {
    let rows = columns.firm.len();
    for (name, found) in [
        ("period", columns.period.len()),
        ("group", columns.group.len()),
        ("productivity", columns.productivity.len()),
        ("weight", columns.weight.len()),
    ] {
        if found != rows {
            return Err(Error::invalid(format!("`{name}` must have one value a row: got {found} for {rows} rows")));
        }
    }
    if columns.totals.len() != columns.periods {
        let (found, periods) = (columns.totals.len(), columns.periods);
        return Err(Error::invalid(format!(
            "`totals` must have one value a period: got {found} for {periods} periods"
        )));
    }
    if [columns.groups, columns.periods, rows].iter().any(|&count| u32::try_from(count).is_err()) {
        return Err(Error::invalid("`groups`, `periods` and rows must be fewer than 2³² each"));
    }
    Ok(())
}

/// The first row of each firm, refused unless sorted strictly by firm and period, with every firm from 0 on present.
pub(crate) fn by_firm(columns: &Columns) -> Result<Vec<usize>> {
    let keys = columns.firm.iter().zip(columns.period);
    if let Some(row) = keys.clone().zip(keys.skip(1)).position(|(before, after)| before >= after) {
        return Err(Error::invalid(format!(
            "rows must be sorted by firm and period without duplicates: row {} does not come after row {row}",
            row + 1
        )));
    }
    let mut starts: Vec<usize> = Vec::with_capacity(columns.first.len());
    for (row, &firm) in columns.firm.iter().enumerate() {
        if starts.last().is_none_or(|&start| columns.firm[start] != firm) {
            starts.push(row);
        }
        if usize::try_from(firm) != Ok(starts.len() - 1) {
            return Err(Error::invalid(format!("`firm` must number the firms from 0 on: found {firm} in row {row}")));
        }
    }
    if [columns.first.len(), columns.last.len()] != [starts.len(); 2] {
        return Err(Error::invalid(format!(
            "`first` and `last` must have one value a firm: got {} and {} for {} firms",
            columns.first.len(),
            columns.last.len(),
            starts.len()
        )));
    }
    Ok(starts)
}

fn code(value: i32, count: usize, name: &str) -> Result<u32> {
    match u32::try_from(value) {
        Ok(code) if (code as usize) < count => Ok(code),
        _ => Err(Error::invalid(format!("`{name}` must be a number from 0 to {count}, exclusive: got {value}"))),
    }
}

pub(crate) fn finite(value: f64, name: &str) -> Result<f64> {
    if value.is_finite() { Ok(value) } else { Err(Error::invalid(format!("`{name}` must be finite: got {value}"))) }
}

pub(crate) fn not_negative(share: f64) -> Result<f64> {
    if share < 0.0 {
        return Err(Error::invalid(format!("`share` must not be negative: got {share}")));
    }
    finite(share, "share")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Columns<'static> {
        Columns {
            firm: &[0, 0, 1],
            period: &[0, 2, 1],
            group: &[1, 1, 0],
            productivity: &[1.0, 2.0, 3.0],
            weight: &[0.5, 0.5, 1.0],
            totals: &[1.0; 3],
            first: &[-1, 1],
            last: &[2, 1],
            periods: 3,
            groups: 2,
        }
    }

    fn refusal(columns: &Columns) -> String {
        Panel::new(columns).unwrap_err().to_string()
    }

    #[test]
    fn firms_are_ordered_by_life_and_productivity_is_centred() {
        let panel = Panel::new(&columns()).unwrap();
        assert_eq!(panel.firms.iter().map(|firm| (firm.number, firm.row)).collect::<Vec<_>>(), [(1, 2), (0, 0)]);
        assert_eq!((panel.cohorts[1].firms.clone(), panel.cohorts[1].start), (1..2, 1));
        assert_eq!((panel.cohorts[1].life.first, panel.cohorts[1].life.last), (-1, 2));
        assert_eq!(panel.centre, 2.0);
        assert_eq!(panel.productivity, [1.0, -1.0, 0.0]);
        assert_eq!(panel.share, [1.0, 0.5, 0.5]);
    }

    #[test]
    fn firms_of_the_same_life_stand_together_in_their_order() {
        let panel = Panel::new(&Columns {
            firm: &[0, 1, 2, 3],
            period: &[0, 1, 0, 1],
            group: &[0; 4],
            productivity: &[1.0, 2.0, 3.0, 4.0],
            weight: &[1.0; 4],
            totals: &[1.0; 3],
            first: &[0, -5, -9, -1],
            last: &[3, 9, 3, 3],
            ..columns()
        })
        .unwrap();
        assert_eq!(panel.firms.iter().map(|firm| firm.number).collect::<Vec<_>>(), [2, 0, 1, 3]);
        assert_eq!(panel.cohorts.len(), 3);
        assert_eq!(panel.productivity, [0.5, -1.5, -0.5, 1.5]);
    }

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        assert!(refusal(&Columns { period: &[2, 0, 1], ..columns() }).contains("row 1 does not come after row 0"));
        assert!(refusal(&Columns { period: &[0, 0, 1], ..columns() }).contains("without duplicates"));
        assert!(refusal(&Columns { firm: &[0, 0, 2], ..columns() }).contains("found 2 in row 2"));
        assert!(refusal(&Columns { weight: &[1.0], ..columns() }).contains("got 1 for 3 rows"));
        assert!(refusal(&Columns { first: &[0], ..columns() }).contains("one value a firm"));
        assert!(
            refusal(&Columns { periods: 2, totals: &[1.0; 2], ..columns() })
                .contains("`period` must be a number from 0 to 2")
        );
        assert!(refusal(&Columns { group: &[1, 1, -1], ..columns() }).contains("`group`"));
        assert!(refusal(&Columns { productivity: &[1.0, f64::NAN, 3.0], ..columns() }).contains("finite"));
        assert!(
            refusal(&Columns { weight: &[0.5, -0.5, 1.0], ..columns() }).contains("must not be negative: got -0.5")
        );
        assert!(refusal(&Columns { first: &[-1, 2], ..columns() }).contains("firm 1 is seen from 1 to 1"));
        assert!(refusal(&Columns { last: &[1, 1], ..columns() }).contains("firm 0 is seen from 0 to 2"));
    }
}
