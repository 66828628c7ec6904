//! Backward and forward participation in global value chains.

use ndarray::{Array2, Axis};

use super::{Leontief, Table};
use crate::error::Result;
use crate::run::Run;

/// What each country's sector exports, takes from and gives to the exports of the world.
#[derive(Debug, Clone, PartialEq)]
pub struct Participation {
    /// Gross exports of the sector.
    pub exports: Vec<f64>,
    /// Value added of other countries in the sector's exports (FVA).
    pub backward: Vec<f64>,
    /// Value added of the sector in other countries' exports (DVX).
    pub forward: Vec<f64>,
}

/// Python: `weakties.gvc.participation`.
pub fn participation(table: &Table, leontief: &Leontief, run: &Run) -> Result<Participation> {
    let exports = table.exports().sum_axis(Axis(1)).to_vec();
    let mut of_country = Array2::zeros((table.countries(), table.size()));
    let mut exports_of_country = of_country.clone();
    for row in 0..table.size() {
        of_country[[table.country(row), row]] = table.value_added_share(row);
        exports_of_country[[table.country(row), row]] = exports[row];
    }
    // Value added of each country in a unit of final output of each sector, then what each country's exports require.
    let content = leontief.solve_transposed(of_country, run)?;
    let required = leontief.solve(exports_of_country, run)?;
    let abroad = |values: &Array2<f64>, row: usize| -> f64 {
        (0..table.countries())
            .filter(|&country| country != table.country(row))
            .map(|country| values[[country, row]])
            .sum()
    };
    Ok(Participation {
        backward: (0..table.size()).map(|row| exports[row] * abroad(&content, row)).collect(),
        forward: (0..table.size()).map(|row| table.value_added_share(row) * abroad(&required, row)).collect(),
        exports,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gvc::leather;

    #[test]
    fn the_worked_example_is_reproduced() {
        let (z, y, output, value_added) = leather::arrays();
        let table = Table::new(z.view(), y.view(), output.view(), value_added.view()).unwrap();
        let run = Run::quiet();
        let found = participation(&table, &Leontief::new(z.view(), output.view(), &run).unwrap(), &run).unwrap();
        leather::assert_close(&leather::by_country(&found.exports), &[64.3, 113.6, 147.6], 9);
        leather::assert_close(&leather::by_country(&found.backward), &[10.61004, 21.13825, 36.30942], 5);
        leather::assert_close(&leather::by_country(&found.forward), &[21.6347, 27.1004, 19.3226], 4);
    }
}
