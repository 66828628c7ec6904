//! How the rows of a table are put in the order of a panel: by firm, then period.

use crate::error::{Error, Result};

/// Rows in the order of firm and period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ordering {
    /// The row that stands in each place; None where rows stand in order already.
    pub rows: Option<Vec<i32>>,
    /// Whether some firm has two rows in one period.
    pub repeats: bool,
}

/// Sorts rows by firm and period, both numbered from 0 on; of equal rows the earlier one comes first.
///
/// Firms are put in order by counting, and then the few rows of each, so that time and memory grow with the rows and
/// labels, whatever the labels are.
pub fn panel_order(firm: &[i32], period: &[i32], firms: usize) -> Result<Ordering> {
    if firm.len() != period.len() {
        let (found, rows) = (period.len(), firm.len());
        return Err(Error::invalid(format!("`period` must have one value a row: got {found} for {rows} rows")));
    }
    let keys = || firm.iter().zip(period);
    if keys().zip(keys().skip(1)).all(|(before, after)| before < after) {
        return Ok(Ordering { rows: None, repeats: false });
    }
    let (mut rows, ends) = by_firm(firm, firms)?;
    let mut repeats = false;
    let mut start = 0;
    for end in ends {
        let rows = &mut rows[start..end];
        rows.sort_by_key(|&row| period[row as usize]);
        repeats |= rows.windows(2).any(|pair| period[pair[0] as usize] == period[pair[1] as usize]);
        start = end;
    }
    Ok(Ordering { rows: Some(rows), repeats })
}

/// Sorts rows by firm and keeps the order of those of one; also returns where each firm's rows end.
fn by_firm(firm: &[i32], firms: usize) -> Result<(Vec<i32>, Vec<usize>)> {
    let count = i32::try_from(firm.len())
        .map_err(|_| Error::invalid(format!("there must be fewer than 2³¹ rows: got {}", firm.len())))?;
    let mut next = vec![0_usize; firms + 1];
    for &code in firm {
        match usize::try_from(code) {
            Ok(code) if code < firms => next[code + 1] += 1,
            _ => {
                return Err(Error::invalid(format!(
                    "`firm` must be a number from 0 to {firms}, exclusive: got {code}"
                )));
            }
        }
    }
    for code in 0..firms {
        next[code + 1] += next[code];
    }
    let mut rows = vec![0; firm.len()];
    for row in 0..count {
        let place = &mut next[firm[row as usize] as usize];
        rows[*place] = row;
        *place += 1;
    }
    // Each firm's place has moved to where the rows of the next one start.
    next.truncate(firms);
    Ok((rows, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_by_firm_and_period_and_repeats_are_seen() {
        let rows = |firm: &[i32], period: &[i32]| panel_order(firm, period, 3).unwrap();
        assert_eq!(rows(&[0, 0, 2], &[1, 3, 0]), Ordering { rows: None, repeats: false });
        assert_eq!(rows(&[], &[]), Ordering { rows: None, repeats: false });
        let mixed = rows(&[2, 0, 1, 0], &[0, 3, 0, 1]);
        assert_eq!(mixed, Ordering { rows: Some(vec![3, 1, 2, 0]), repeats: false });
        assert_eq!(rows(&[1, 1, 0], &[2, 2, 2]), Ordering { rows: Some(vec![2, 0, 1]), repeats: true });
        assert!(rows(&[1, 1], &[2, 2]).repeats);
    }

    #[test]
    fn codes_that_do_not_fit_are_refused() {
        for (firm, period) in [(vec![3, 0], vec![0, 0]), (vec![1, -1], vec![0, 0]), (vec![0], vec![0, 1])] {
            assert!(matches!(panel_order(&firm, &period, 3), Err(Error::InvalidInput(_))));
        }
    }
}
