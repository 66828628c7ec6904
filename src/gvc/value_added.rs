//! Where value added comes from and where it is absorbed.

use ndarray::Array2;

use super::{Leontief, Table};
use crate::error::Result;
use crate::run::Run;

/// Python: `weakties.gvc.value_added_flows`.
pub fn value_added_flows(table: &Table, leontief: &Leontief, run: &Run) -> Result<Array2<f64>> {
    let mut required = leontief.solve(table.final_demand.t().to_owned(), run)?.reversed_axes();
    for (row, mut flows) in required.rows_mut().into_iter().enumerate() {
        flows *= table.value_added_share(row);
    }
    Ok(required.as_standard_layout().into_owned())
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
        let flows = value_added_flows(&table, &Leontief::new(z.view(), output.view(), &run).unwrap(), &run).unwrap();
        leather::assert_close(&[flows[[0, 0]]], &[24.3346], 4);
        leather::assert_close(&leather::by_country(&flows.column(0).to_vec()), &[44.8679, 24.6613, 38.9708], 4);
    }
}
