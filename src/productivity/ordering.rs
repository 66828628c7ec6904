//! How the rows of a table are put in the order of a panel: by firm, then period.

use crate::error::{Error, Result};

/// Rows in the order of firm and period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordering {
    /// The row that stands in each place; None where rows stand in order already.
    pub rows: Option<Vec<i64>>,
    /// Whether some firm has two rows in one period.
    pub repeats: bool,
}

/// Sorts rows by firm and period, both numbered from 0 on; of equal rows the earlier one comes first.
///
/// Two counting sorts, so that time and memory grow with the rows and labels, whatever the labels are.
pub fn panel_order(firm: &[i64], period: &[i64], firms: usize, periods: usize) -> Result<Ordering> {
    if firm.len() != period.len() {
        let (found, rows) = (period.len(), firm.len());
        return Err(Error::invalid(format!("`period` must have one value a row: got {found} for {rows} rows")));
    }
    let keys = || firm.iter().zip(period);
    if keys().zip(keys().skip(1)).all(|(before, after)| before < after) {
        return Ok(Ordering { rows: None, repeats: false });
    }
    let by_period = sorted((0..).take(firm.len()), period, periods, "period")?;
    let rows = sorted(by_period.into_iter(), firm, firms, "firm")?;
    let repeats = rows.windows(2).any(|pair| {
        let (one, other) = (pair[0] as usize, pair[1] as usize);
        firm[one] == firm[other] && period[one] == period[other]
    });
    Ok(Ordering { rows: Some(rows), repeats })
}

/// Sorts rows by their code and keeps the order of those with the same one.
fn sorted(rows: impl Iterator<Item = i64>, codes: &[i64], labels: usize, name: &str) -> Result<Vec<i64>> {
    let mut next = vec![0_usize; labels + 1];
    for &code in codes {
        match usize::try_from(code) {
            Ok(code) if code < labels => next[code + 1] += 1,
            _ => {
                return Err(Error::invalid(format!(
                    "`{name}` must be a number from 0 to {labels}, exclusive: got {code}"
                )));
            }
        }
    }
    for code in 0..labels {
        next[code + 1] += next[code];
    }
    let mut sorted = vec![0; codes.len()];
    for row in rows {
        let place = &mut next[codes[row as usize] as usize];
        sorted[*place] = row;
        *place += 1;
    }
    Ok(sorted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_by_firm_and_period_and_repeats_are_seen() {
        let rows = |firm: &[i64], period: &[i64]| panel_order(firm, period, 3, 4).unwrap();
        assert_eq!(rows(&[0, 0, 2], &[1, 3, 0]), Ordering { rows: None, repeats: false });
        assert_eq!(rows(&[], &[]), Ordering { rows: None, repeats: false });
        let mixed = rows(&[2, 0, 1, 0], &[0, 3, 0, 1]);
        assert_eq!(mixed, Ordering { rows: Some(vec![3, 1, 2, 0]), repeats: false });
        assert_eq!(rows(&[1, 1, 0], &[2, 2, 2]), Ordering { rows: Some(vec![2, 0, 1]), repeats: true });
        assert!(rows(&[1, 1], &[2, 2]).repeats);
    }

    #[test]
    fn codes_that_do_not_fit_are_refused() {
        for (firm, period) in [(vec![3, 0], vec![0, 0]), (vec![1, 0], vec![-1, 0]), (vec![0], vec![0, 1])] {
            assert!(matches!(panel_order(&firm, &period, 3, 4), Err(Error::InvalidInput(_))));
        }
    }
}
