//! What every measure on an inter-country table reads: flows, output and value added, country by country.

use ndarray::{Array2, ArrayView1, ArrayView2, Axis};

use crate::error::{Error, Result};

/// Borrowed arrays of one table; rows run through the sectors of the first country, then of the second, and so on.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    countries: usize,
    sectors: usize,
    /// From each country's sector to each country's sector.
    pub intermediates: ArrayView2<'a, f64>,
    /// From each country's sector to each country's final use.
    pub final_demand: ArrayView2<'a, f64>,
    /// Output of each country's sector.
    pub output: ArrayView1<'a, f64>,
    /// Value added of each country's sector.
    pub value_added: ArrayView1<'a, f64>,
}

impl<'a> Table<'a> {
    /// Puts arrays together whose shapes must fit; the columns of final demand say how many countries there are.
    pub fn new(
        intermediates: ArrayView2<'a, f64>,
        final_demand: ArrayView2<'a, f64>,
        output: ArrayView1<'a, f64>,
        value_added: ArrayView1<'a, f64>,
    ) -> Result<Self> {
        let (size, countries) = final_demand.dim();
        if countries == 0 || size == 0 || size % countries != 0 {
            return Err(Error::invalid(format!(
                "`final_demand` must have one column a country and equally many rows for each: got {size} × {countries}"
            )));
        }
        if intermediates.dim() != (size, size) || output.len() != size || value_added.len() != size {
            return Err(Error::invalid(format!(
                "`Z`, `output` and `value_added` must fit the {size} rows of `final_demand`: got {} × {}, {} and {}",
                intermediates.nrows(),
                intermediates.ncols(),
                output.len(),
                value_added.len()
            )));
        }
        Ok(Self { countries, sectors: size / countries, intermediates, final_demand, output, value_added })
    }

    /// How many countries there are.
    #[must_use]
    pub fn countries(&self) -> usize {
        self.countries
    }

    /// How many rows there are: countries times sectors.
    #[must_use]
    pub fn size(&self) -> usize {
        self.countries * self.sectors
    }

    /// The country of a row.
    #[must_use]
    pub fn country(&self, row: usize) -> usize {
        row / self.sectors
    }

    /// The rows of a country.
    #[must_use]
    pub fn rows(&self, country: usize) -> std::ops::Range<usize> {
        country * self.sectors..(country + 1) * self.sectors
    }

    /// Value added a unit of output; 0 where there is no output.
    #[must_use]
    pub fn value_added_share(&self, row: usize) -> f64 {
        if self.output[row] == 0.0 { 0.0 } else { self.value_added[row] / self.output[row] }
    }

    /// Exports of each country's sector to each other country, for intermediate and final use; 0 at home.
    /// Python: `weakties.gvc.gross_exports`.
    #[must_use]
    pub fn exports(&self) -> Array2<f64> {
        let mut exports = self.final_demand.to_owned();
        for (row, mut of_row) in exports.axis_iter_mut(Axis(0)).enumerate() {
            for (country, export) in of_row.iter_mut().enumerate() {
                *export = if country == self.country(row) {
                    0.0
                } else {
                    *export + self.rows(country).map(|user| self.intermediates[[row, user]]).sum::<f64>()
                };
            }
        }
        exports
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gvc::leather;

    #[test]
    fn exports_of_the_worked_example_are_those_published() {
        let (z, y, output, value_added) = leather::arrays();
        let table = Table::new(z.view(), y.view(), output.view(), value_added.view()).unwrap();
        let exports = table.exports();
        let published = [33.2, 28.5, 2.6, 45.9, 59.2, 8.5, 38.7, 31.0, 77.9];
        leather::assert_close(exports.sum_axis(Axis(1)).as_slice().unwrap(), &published, 9);
        assert_eq!(exports[[0, 0]], 0.0);
        leather::assert_close(&[exports[[0, 1]]], &[14.0], 9);
    }

    #[test]
    fn arrays_that_do_not_fit_are_refused() {
        let (z, y, output, value_added) = leather::arrays();
        let of = |y| Table::new(z.view(), y, output.view(), value_added.view());
        assert!(of(y.slice_axis(Axis(0), (0..8).into())).is_err());
        assert!(of(y.slice_axis(Axis(0), (0..3).into())).is_err());
        assert!(of(y.slice_axis(Axis(1), (0..0).into())).is_err());
    }
}
