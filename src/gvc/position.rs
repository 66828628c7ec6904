//! How far a sector stands from final use and from primary inputs.

use ndarray::{Array2, ArrayView1, Axis};

use super::Leontief;
use crate::error::{Error, Result};
use crate::run::Run;

/// Python: `weakties.gvc.upstreamness`. NaN where there is no output.
pub fn upstreamness(output: ArrayView1<f64>, leontief: &Leontief, run: &Run) -> Result<Vec<f64>> {
    if output.len() != leontief.size() {
        return Err(Error::invalid(format!("`output` must have {} entries: got {}", leontief.size(), output.len())));
    }
    let steps = leontief.solve(output.to_owned().insert_axis(Axis(0)), run)?;
    let of_sector = |(&steps, &output): (&f64, &f64)| if output == 0.0 { f64::NAN } else { steps / output };
    Ok(steps.iter().zip(output).map(of_sector).collect())
}

/// Python: `weakties.gvc.downstreamness`.
pub fn downstreamness(leontief: &Leontief, run: &Run) -> Result<Vec<f64>> {
    let steps = leontief.solve_transposed(Array2::ones((1, leontief.size())), run)?;
    Ok(steps.into_raw_vec_and_offset().0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gvc::leather;

    #[test]
    fn the_worked_example_is_reproduced() {
        let (z, _, output, _) = leather::arrays();
        let run = Run::quiet();
        let leontief = Leontief::new(z.view(), output.view(), &run).unwrap();
        let up = upstreamness(output.view(), &leontief, &run).unwrap();
        let published = [2.0984, 2.1769, 1.6311, 2.1071, 2.1802, 1.8393, 1.9896, 2.1018, 1.7588];
        leather::assert_close(&up, &published, 4);
        let down = downstreamness(&leontief, &run).unwrap();
        let published = [1.5654, 1.7770, 2.4332, 1.7269, 1.9427, 2.5048, 1.7359, 2.0622, 2.3941];
        leather::assert_close(&down, &published, 4);
    }
}
