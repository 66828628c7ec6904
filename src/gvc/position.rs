//! How far a sector stands from final use and from primary inputs.

use ndarray::{Array2, ArrayView1, Axis};

use super::Leontief;
use crate::error::{Error, Result};
use crate::run::Run;

/// Python: `weakties.gvc.upstreamness`. NaN where there is no output.
pub fn upstreamness(output: ArrayView1<f64>, leontief: &Leontief, run: &Run) -> Result<Vec<f64>> {
    if output.len() != leontief.size() {
        return Err(Error::invalid(format!(
            "`output` must have {} entries: got {}",
            leontief.size(),
            output.len()
        )));
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
        let published = [2.098404, 2.176856, 1.631124, 2.107104, 2.180156, 1.839251, 1.989594, 2.101771, 1.758751];
        leather::assert_close(&up, &published, 6);
        let down = downstreamness(&leontief, &run).unwrap();
        let published = [1.565401, 1.776986, 2.433220, 1.726920, 1.942745, 2.504757, 1.735891, 2.062201, 2.394124];
        leather::assert_close(&down, &published, 6);
    }
}
