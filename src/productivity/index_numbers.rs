//! Productivity as output over an index of inputs: the Solow index, and the multilateral one.

use ndarray::{ArrayView1, ArrayView2, Zip};

use crate::error::{Error, Result};

/// Log output, log inputs and cost shares of each row; a row that lacks any has no index.
#[derive(Debug, Clone, Copy)]
pub struct Quantities<'a> {
    /// Log output.
    pub output: ArrayView1<'a, f64>,
    /// Row × input, in logs.
    pub inputs: ArrayView2<'a, f64>,
    /// Row × input: what part of all cost each input is.
    pub shares: ArrayView2<'a, f64>,
    /// How often each row counts in means; each once where none is given.
    pub weight: Option<ArrayView1<'a, f64>>,
}

/// Which firm every other is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// The mean of all rows of the group.
    All,
    /// The mean of the rows of the group and period.
    Period,
    /// The mean of the rows of the group and period, linked from period to period.
    Chained,
}

/// The mean row of a cell: log output, log inputs, shares.
#[derive(Debug, Clone)]
struct Mean {
    rows: f64,
    output: f64,
    inputs: Vec<f64>,
    shares: Vec<f64>,
}

impl Mean {
    fn none(inputs: usize) -> Self {
        Self { rows: 0.0, output: 0.0, inputs: vec![0.0; inputs], shares: vec![0.0; inputs] }
    }

    /// y − ȳ − Σ ½(c + c̄)(x − x̄): how far a row is above the mean.
    fn growth_to(&self, output: f64, inputs: ArrayView1<f64>, shares: ArrayView1<f64>) -> f64 {
        let mut growth = output - self.output;
        Zip::from(inputs).and(shares).and(&self.inputs).and(&self.shares).for_each(|x, c, x_mean, c_mean| {
            growth -= f64::midpoint(*c, *c_mean) * (x - x_mean);
        });
        growth
    }
}

impl Quantities<'_> {
    fn rows(&self) -> usize {
        self.output.len()
    }

    fn check(&self) -> Result<()> {
        let shape = (self.rows(), self.inputs.ncols());
        let weights = self.weight.map_or(self.rows(), |weight| weight.len());
        if self.inputs.dim() != shape || self.shares.dim() != shape || weights != self.rows() {
            return Err(Error::invalid("`inputs`, `shares` and `weight` must have one row a row of `output`"));
        }
        Ok(())
    }

    fn is_complete(&self, row: usize) -> bool {
        let known = |table: ArrayView2<f64>| table.row(row).iter().all(|x| !x.is_nan());
        !self.output[row].is_nan() && known(self.inputs) && known(self.shares)
    }

    /// The mean of the complete rows of every cell, taken around the cell's first row to lose no digits.
    fn means(&self, cell: &[usize], cells: usize) -> Vec<Mean> {
        let width = self.inputs.ncols();
        let mut firsts: Vec<Option<usize>> = vec![None; cells];
        let mut means = vec![Mean::none(width); cells];
        for (row, &cell) in cell.iter().enumerate().filter(|(row, _)| self.is_complete(*row)) {
            let times = self.weight.map_or(1.0, |weight| weight[row]);
            if times == 0.0 {
                continue;
            }
            let first = *firsts[cell].get_or_insert(row);
            let mean = &mut means[cell];
            mean.rows += times;
            mean.output += times * (self.output[row] - self.output[first]);
            for input in 0..width {
                mean.inputs[input] += times * (self.inputs[[row, input]] - self.inputs[[first, input]]);
                mean.shares[input] += times * (self.shares[[row, input]] - self.shares[[first, input]]);
            }
        }
        for (mean, first) in means.iter_mut().zip(&firsts) {
            let Some(first) = *first else { continue };
            mean.output = self.output[first] + mean.output / mean.rows;
            for input in 0..width {
                mean.inputs[input] = self.inputs[[first, input]] + mean.inputs[input] / mean.rows;
                mean.shares[input] = self.shares[[first, input]] + mean.shares[input] / mean.rows;
            }
        }
        means
    }
}

/// `weakties.productivity.solow_index`: log output less log inputs weighted by the mean shares of each row's cell.
pub fn solow_index(quantities: Quantities, cell: &[i64], cells: usize) -> Result<Vec<f64>> {
    quantities.check()?;
    let cell = codes(cell, quantities.rows(), cells, "cell")?;
    let means = quantities.means(&cell, cells);
    let index = |row: usize| {
        let inputs = quantities.inputs.row(row);
        quantities.output[row] - inputs.iter().zip(&means[cell[row]].shares).map(|(x, c)| x * c).sum::<f64>()
    };
    Ok((0..quantities.rows()).map(|row| if quantities.is_complete(row) { index(row) } else { f64::NAN }).collect())
}

/// `weakties.productivity.multilateral_index`: each row against the reference firm of its group; none where no row counts
/// in that firm.
pub fn multilateral_index(
    quantities: Quantities,
    group: &[i64],
    period: &[i64],
    (groups, periods): (usize, usize),
    reference: Reference,
) -> Result<Vec<f64>> {
    quantities.check()?;
    let rows = quantities.rows();
    let (group, period) = (codes(group, rows, groups, "group")?, codes(period, rows, periods, "period")?);
    let cell: Vec<usize> = match reference {
        Reference::All => group.clone(),
        _ => group.iter().zip(&period).map(|(group, period)| group * periods + period).collect(),
    };
    let means = quantities.means(&cell, if reference == Reference::All { groups } else { groups * periods });
    let mut links = vec![0.0; means.len()];
    if reference == Reference::Chained {
        for group in 0..groups {
            // A period without rows is passed over: the chain goes on from the last one that has some.
            let seen: Vec<usize> =
                (group * periods..(group + 1) * periods).filter(|&cell| means[cell].rows > 0.0).collect();
            for pair in seen.windows(2) {
                let (before, after) = (&means[pair[0]], &means[pair[1]]);
                let (inputs, shares) = (ArrayView1::from(&after.inputs), ArrayView1::from(&after.shares));
                links[pair[1]] = links[pair[0]] + before.growth_to(after.output, inputs, shares);
            }
        }
    }
    let index = |row: usize| {
        let (inputs, shares) = (quantities.inputs.row(row), quantities.shares.row(row));
        links[cell[row]] + means[cell[row]].growth_to(quantities.output[row], inputs, shares)
    };
    let is_compared = |row: usize| quantities.is_complete(row) && means[cell[row]].rows > 0.0;
    Ok((0..rows).map(|row| if is_compared(row) { index(row) } else { f64::NAN }).collect())
}

/// Labels as places, refused unless there is one a row and each is below the number there are.
pub(super) fn codes(labels: &[i64], rows: usize, count: usize, name: &str) -> Result<Vec<usize>> {
    let places: Vec<usize> =
        labels.iter().filter_map(|&label| usize::try_from(label).ok().filter(|place| *place < count)).collect();
    if labels.len() != rows || places.len() != rows {
        return Err(Error::invalid(format!("`{name}` must be a number from 0 to {count}, exclusive, for each row")));
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array1, Array2, array};

    /// Three rows in two periods: y = 1, 3, 6; x = (0, 2), (2, 0), (4, 4); c = (¼, ¾), (¾, ¼), (½, ½).
    fn rows() -> (Array1<f64>, Array2<f64>, Array2<f64>) {
        (
            array![1.0, 3.0, 6.0],
            array![[0.0, 2.0], [2.0, 0.0], [4.0, 4.0]],
            array![[0.25, 0.75], [0.75, 0.25], [0.5, 0.5]],
        )
    }

    fn multilateral(reference: Reference) -> Vec<f64> {
        let (output, inputs, shares) = rows();
        let quantities =
            Quantities { output: output.view(), inputs: inputs.view(), shares: shares.view(), weight: None };
        multilateral_index(quantities, &[0; 3], &[0, 0, 1], (1, 2), reference).unwrap()
    }

    #[test]
    fn solow_by_hand() {
        let (output, inputs, shares) = rows();
        let quantities =
            Quantities { output: output.view(), inputs: inputs.view(), shares: shares.view(), weight: None };
        assert_eq!(solow_index(quantities, &[0, 1, 2], 3).unwrap(), [1.0 - 1.5, 3.0 - 1.5, 2.0]);
        assert_eq!(solow_index(quantities, &[0, 0, 0], 1).unwrap(), [0.0, 2.0, 2.0]);
        assert!(solow_index(quantities, &[0, 0, 1], 1).is_err());
    }

    #[test]
    fn multilateral_by_hand() {
        // The mean firm of period 0 has y = 2, x = (1, 1), c = (½, ½); that of period 1 is the third row.
        let within = [-1.0 - (-0.375 + 0.625), 1.0 - (0.625 - 0.375)];
        assert_eq!(multilateral(Reference::Period), [within[0], within[1], 0.0]);
        // From one to the other output grows by 4 and both inputs by 3.
        assert_eq!(multilateral(Reference::Chained), [within[0], within[1], 1.0]);
        // Over all rows the mean is y = 10/3, x = (2, 2), c = (½, ½).
        let expected = [-7.0 / 3.0 + 0.75, -1.0 / 3.0 + 0.75, 8.0 / 3.0 - 2.0];
        for (x, y) in multilateral(Reference::All).iter().zip(expected) {
            assert!((x - y).abs() < 1e-14, "{x} {y}");
        }
    }

    #[test]
    fn a_row_counts_as_often_as_it_is_said_to() {
        let (output, inputs, shares) = rows();
        let weight = array![0.0, 2.0, 1.0];
        let quantities = Quantities {
            output: output.view(),
            inputs: inputs.view(),
            shares: shares.view(),
            weight: Some(weight.view()),
        };
        let found = multilateral_index(quantities, &[0; 3], &[0, 0, 1], (1, 2), Reference::Period).unwrap();
        // The second row is the mean of its period; the first one is below it by 2 less −½ · 2 + ½ · 2.
        assert_eq!(found, [-2.0, 0.0, 0.0]);
        let weight = array![0.0, 0.0, 1.0];
        let quantities = Quantities { weight: Some(weight.view()), ..quantities };
        let found = multilateral_index(quantities, &[0; 3], &[0, 0, 1], (1, 2), Reference::Period).unwrap();
        assert!(found[0].is_nan() && found[1].is_nan() && found[2] == 0.0);
    }

    #[test]
    fn a_row_that_lacks_a_number_has_no_index_and_is_in_no_mean() {
        let (output, inputs, mut shares) = rows();
        shares[[1, 0]] = f64::NAN;
        let quantities =
            Quantities { output: output.view(), inputs: inputs.view(), shares: shares.view(), weight: None };
        let found = multilateral_index(quantities, &[0; 3], &[0, 0, 1], (1, 2), Reference::Period).unwrap();
        assert_eq!((found[0], found[1].is_nan(), found[2]), (0.0, true, 0.0));
    }
}
