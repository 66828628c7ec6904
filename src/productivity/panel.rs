//! Firms and the periods they are seen in: checked, and laid out so that one pass reads memory in order.

use std::ops::Range;

use crate::error::{Error, Result};

/// The columns of a panel as they come, rows sorted by firm and period; every label is a number from 0 on.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// The firm of each row.
    pub firm: &'a [i64],
    /// The period of each row.
    pub period: &'a [i64],
    /// The group of each row.
    pub group: &'a [i64],
    /// Log productivity of each row.
    pub productivity: &'a [f64],
    /// What each row weighs: its share in the period, or any other weight.
    pub share: &'a [f64],
    /// The first period each firm is in being; −1 or any number up to its first row's period.
    pub first: &'a [i64],
    /// The last period each firm is in being; any number from its last row's period on.
    pub last: &'a [i64],
    /// How many periods there are.
    pub periods: usize,
    /// How many groups there are.
    pub groups: usize,
}

/// One firm in one period.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    pub period: u32,
    pub group: u32,
    /// Log productivity less the panel's centre.
    pub productivity: f64,
    pub share: f64,
}

/// One firm: where its rows are and when it is in being.
#[derive(Debug, Clone)]
pub(crate) struct Firm {
    /// The firm's number in the columns.
    pub number: usize,
    pub rows: Range<usize>,
    pub first: i64,
    pub last: i64,
}

/// A checked panel.
///
/// Firms stand sorted by the group of their first row, so that sums of one group stay in the nearest memory while
/// its firms are read. Productivity is kept less its mean over all rows: sums then lose no digits to a common level.
#[derive(Debug)]
pub struct Panel {
    pub(crate) rows: Vec<Row>,
    pub(crate) firms: Vec<Firm>,
    pub(crate) periods: usize,
    pub(crate) groups: usize,
    pub(crate) centre: f64,
}

impl Panel {
    /// Checks the columns and lays them out.
    pub fn new(columns: &Columns) -> Result<Self> {
        check_lengths(columns)?;
        let numbers = by_firm(columns)?;
        let mut order: Vec<usize> = (0..numbers.len()).collect();
        order.sort_by_key(|&firm| columns.group[numbers[firm].start]);

        let centre = columns.productivity.iter().sum::<f64>() / columns.productivity.len().max(1) as f64;
        let mut rows = Vec::with_capacity(columns.firm.len());
        let mut firms = Vec::with_capacity(numbers.len());
        for number in order {
            let start = rows.len();
            for row in numbers[number].clone() {
                rows.push(Row {
                    period: code(columns.period[row], columns.periods, "period")?,
                    group: code(columns.group[row], columns.groups, "group")?,
                    productivity: finite(columns.productivity[row], "productivity")? - centre,
                    share: not_negative(columns.share[row])?,
                });
            }
            let firm =
                Firm { number, rows: start..rows.len(), first: columns.first[number], last: columns.last[number] };
            let seen = (i64::from(rows[start].period), i64::from(rows[rows.len() - 1].period));
            if firm.first > seen.0 || firm.last < seen.1 {
                return Err(Error::invalid(format!(
                    "`first` and `last` must enclose the periods a firm is seen in: firm {number} is seen from {} to {}, \
                     but said to be in being from {} to {}",
                    seen.0, seen.1, firm.first, firm.last
                )));
            }
            firms.push(firm);
        }
        Ok(Self { rows, firms, periods: columns.periods, groups: columns.groups, centre })
    }
}

fn check_lengths(columns: &Columns) -> Result<()> {
    let rows = columns.firm.len();
    for (name, found) in [
        ("period", columns.period.len()),
        ("group", columns.group.len()),
        ("productivity", columns.productivity.len()),
        ("share", columns.share.len()),
    ] {
        if found != rows {
            return Err(Error::invalid(format!("`{name}` must have one value a row: got {found} for {rows} rows")));
        }
    }
    if u32::try_from(columns.groups).is_err() || u32::try_from(columns.periods).is_err() {
        return Err(Error::invalid("`groups` and `periods` must be fewer than 2³² each"));
    }
    Ok(())
}

/// The rows of each firm, refused unless sorted strictly by firm and period, with every firm from 0 on present.
fn by_firm(columns: &Columns) -> Result<Vec<Range<usize>>> {
    let keys = columns.firm.iter().zip(columns.period);
    if let Some(row) = keys.clone().zip(keys.skip(1)).position(|(before, after)| before >= after) {
        return Err(Error::invalid(format!(
            "rows must be sorted by firm and period without duplicates: row {} does not come after row {row}",
            row + 1
        )));
    }
    let mut firms: Vec<Range<usize>> = Vec::with_capacity(columns.first.len());
    for (row, &firm) in columns.firm.iter().enumerate() {
        match firms.last_mut() {
            Some(rows) if columns.firm[rows.start] == firm => rows.end = row + 1,
            _ => firms.push(row..row + 1),
        }
        if usize::try_from(firm) != Ok(firms.len() - 1) {
            return Err(Error::invalid(format!("`firm` must number the firms from 0 on: found {firm} in row {row}")));
        }
    }
    if [columns.first.len(), columns.last.len()] != [firms.len(); 2] {
        return Err(Error::invalid(format!(
            "`first` and `last` must have one value a firm: got {} and {} for {} firms",
            columns.first.len(),
            columns.last.len(),
            firms.len()
        )));
    }
    Ok(firms)
}

fn code(value: i64, count: usize, name: &str) -> Result<u32> {
    match u32::try_from(value) {
        Ok(code) if (code as usize) < count => Ok(code),
        _ => Err(Error::invalid(format!("`{name}` must be a number from 0 to {count}, exclusive: got {value}"))),
    }
}

fn finite(value: f64, name: &str) -> Result<f64> {
    if value.is_finite() { Ok(value) } else { Err(Error::invalid(format!("`{name}` must be finite: got {value}"))) }
}

fn not_negative(share: f64) -> Result<f64> {
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
            share: &[0.5, 0.5, 1.0],
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
    fn firms_are_ordered_by_group_and_productivity_is_centred() {
        let panel = Panel::new(&columns()).unwrap();
        assert_eq!(panel.firms.iter().map(|firm| firm.number).collect::<Vec<_>>(), [1, 0]);
        assert_eq!(panel.firms[1].rows, 1..3);
        assert_eq!(panel.centre, 2.0);
        assert_eq!(panel.rows.iter().map(|row| row.productivity).collect::<Vec<_>>(), [1.0, -1.0, 0.0]);
    }

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        assert!(refusal(&Columns { period: &[2, 0, 1], ..columns() }).contains("row 1 does not come after row 0"));
        assert!(refusal(&Columns { period: &[0, 0, 1], ..columns() }).contains("without duplicates"));
        assert!(refusal(&Columns { firm: &[0, 0, 2], ..columns() }).contains("found 2 in row 2"));
        assert!(refusal(&Columns { share: &[1.0], ..columns() }).contains("got 1 for 3 rows"));
        assert!(refusal(&Columns { first: &[0], ..columns() }).contains("one value a firm"));
        assert!(refusal(&Columns { periods: 2, ..columns() }).contains("`period` must be a number from 0 to 2"));
        assert!(refusal(&Columns { group: &[1, 1, -1], ..columns() }).contains("`group`"));
        assert!(refusal(&Columns { productivity: &[1.0, f64::NAN, 3.0], ..columns() }).contains("finite"));
        assert!(refusal(&Columns { share: &[0.5, -0.5, 1.0], ..columns() }).contains("must not be negative: got -0.5"));
        assert!(refusal(&Columns { first: &[-1, 2], ..columns() }).contains("firm 1 is seen from 1 to 1"));
        assert!(refusal(&Columns { last: &[1, 1], ..columns() }).contains("firm 0 is seen from 0 to 2"));
    }
}
