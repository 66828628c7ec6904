//! What a production function is estimated from, checked.

use ndarray::ArrayView2;

use super::terms::Role;
use crate::error::{Error, Result};

/// The columns as they come: one row a firm and period, in logs.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// The firm of each row, as the plan of resamples numbers firms.
    pub firm: &'a [i64],
    /// The row of the same firm in the period before; −1 where there is none.
    pub lag: &'a [i64],
    /// Log output of each row.
    pub output: &'a [f64],
    /// Input × row.
    pub inputs: ArrayView2<'a, f64>,
    /// What reveals productivity; NaN where it does not. Empty where the method needs none.
    pub proxy: &'a [f64],
    /// Control × row.
    pub controls: ArrayView2<'a, f64>,
    /// Further instrument × row, to be lagged; NaN where missing.
    pub instruments: ArrayView2<'a, f64>,
    /// Whether the firm is in being in the next period: 1, 0, or −1 where that cannot be known.
    pub survives: &'a [i64],
}

/// Checked columns.
#[derive(Debug)]
pub(super) struct Sample {
    pub firm: Vec<usize>,
    pub lag: Vec<Option<usize>>,
    pub output: Vec<f64>,
    pub inputs: Vec<Vec<f64>>,
    pub roles: Vec<Role>,
    pub proxy: Vec<f64>,
    pub controls: Vec<Vec<f64>>,
    pub instruments: Vec<Vec<f64>>,
    pub survives: Vec<Option<bool>>,
}

impl Sample {
    pub fn new(columns: &Columns, roles: &[Role], firms: usize) -> Result<Self> {
        let rows = columns.firm.len();
        for (name, found) in [
            ("lag", columns.lag.len()),
            ("output", columns.output.len()),
            ("inputs", columns.inputs.ncols()),
            ("controls", columns.controls.ncols()),
            ("instruments", columns.instruments.ncols()),
            ("survives", columns.survives.len()),
            ("proxy", if columns.proxy.is_empty() { rows } else { columns.proxy.len() }),
        ] {
            if found != rows {
                return Err(Error::invalid(format!("`{name}` must have one value a row: got {found} for {rows} rows")));
            }
        }
        if columns.inputs.nrows() != roles.len() || roles.is_empty() {
            return Err(Error::invalid("`inputs` must have a role each, and there must be at least one"));
        }
        let finite = columns.output.iter().chain(&columns.inputs).chain(&columns.controls).all(|x| x.is_finite());
        if !finite {
            return Err(Error::invalid("`output`, `inputs` and `controls` must be finite"));
        }
        let firm = columns
            .firm
            .iter()
            .map(|&firm| usize::try_from(firm).ok().filter(|&firm| firm < firms))
            .collect::<Option<Vec<usize>>>()
            .ok_or_else(|| Error::invalid(format!("`firm` must hold numbers from 0 to {firms}, exclusive")))?;
        let lag: Vec<Option<usize>> = columns.lag.iter().map(|&lag| usize::try_from(lag).ok()).collect();
        if lag.iter().enumerate().any(|(row, lag)| lag.is_some_and(|lag| lag >= row || firm[lag] != firm[row])) {
            return Err(Error::invalid("`lag` must name an earlier row of the same firm"));
        }
        let table = |view: ArrayView2<f64>| view.outer_iter().map(|row| row.to_vec()).collect::<Vec<_>>();
        Ok(Self {
            firm,
            lag,
            output: columns.output.to_vec(),
            inputs: table(columns.inputs),
            roles: roles.to_vec(),
            proxy: columns.proxy.to_vec(),
            controls: table(columns.controls),
            instruments: table(columns.instruments),
            survives: columns.survives.iter().map(|&mark| (mark >= 0).then_some(mark > 0)).collect(),
        })
    }

    pub fn rows(&self) -> usize {
        self.output.len()
    }

    /// Rows of which a first stage can be made: the proxy is there.
    pub fn revealing(&self) -> Vec<usize> {
        (0..self.rows()).filter(|&row| self.proxy.get(row).is_some_and(|m| m.is_finite())).collect()
    }

    /// Columns of inputs in one of two roles, at some rows.
    pub fn inputs_at(&self, roles: &[Role], rows: &[usize]) -> Vec<Vec<f64>> {
        let wanted = self.inputs.iter().zip(&self.roles).filter(|(_, role)| roles.contains(role));
        wanted.map(|(column, _)| at(column, rows)).collect()
    }
}

pub(super) fn at(column: &[f64], rows: &[usize]) -> Vec<f64> {
    rows.iter().map(|&row| column[row]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        let (inputs, none) = (array![[1.0, 2.0, 3.0]], Array2::zeros((0, 3)));
        let columns = Columns {
            firm: &[0, 0, 1],
            lag: &[-1, 0, -1],
            output: &[1.0, 2.0, 3.0],
            inputs: inputs.view(),
            proxy: &[1.0, f64::NAN, 1.0],
            controls: none.view(),
            instruments: none.view(),
            survives: &[1, -1, 0],
        };
        let sample = Sample::new(&columns, &[Role::Free], 2).unwrap();
        assert_eq!(sample.revealing(), [0, 2]);
        assert_eq!(sample.survives, [Some(true), None, Some(false)]);
        let refused = |columns: &Columns, firms| Sample::new(columns, &[Role::Free], firms).unwrap_err().to_string();
        assert!(refused(&columns, 1).contains("`firm`"));
        assert!(refused(&Columns { lag: &[-1, 0, 1], ..columns }, 2).contains("`lag`"));
        assert!(refused(&Columns { output: &[1.0, f64::NAN, 1.0], ..columns }, 2).contains("finite"));
        assert!(refused(&Columns { survives: &[1], ..columns }, 2).contains("got 1 for 3"));
    }
}
