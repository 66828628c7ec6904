//! Iterative proportional fitting: the table with given sums that is nearest in pattern to another one.

use crate::error::{Error, Result};
use crate::run::Run;

/// Sums that a table shall have: over all dimensions but `axes`.
#[derive(Debug, Clone)]
pub struct Margin<'a> {
    /// The dimensions that stay, ascending.
    pub axes: Vec<usize>,
    /// The sums, the last of these dimensions running fastest.
    pub target: &'a [f64],
}

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub struct Stopping {
    /// How far a sum may be from its target, as a part of the table's total.
    pub tolerance: f64,
    /// How many rounds at most.
    pub rounds: usize,
}

/// A fitted table and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The cells, in the order of the seed.
    pub table: Vec<f64>,
    /// How many rounds it took.
    pub rounds: usize,
    /// The farthest that a sum is from its target.
    pub farthest: f64,
}

/// `weakties.chains.ipf`.
pub fn ipf(seed: &[f64], shape: &[usize], margins: &[Margin], stopping: Stopping, run: &Run) -> Result<Fitted> {
    if shape.iter().product::<usize>() != seed.len() {
        return Err(Error::invalid(format!("`seed` must have {shape:?} cells: got {}", seed.len())));
    }
    let places = margins.iter().map(|margin| places_of(shape, margin)).collect::<Result<Vec<_>>>()?;
    let total: f64 = margins.first().map_or(0.0, |margin| margin.target.iter().sum());
    let mut table = seed.to_vec();
    let mut farthest = f64::INFINITY;
    for round in 0..stopping.rounds {
        run.go_on()?;
        farthest = 0.0;
        for (margin, places) in margins.iter().zip(&places) {
            farthest = f64::max(farthest, fit_one(&mut table, places, margin.target));
        }
        if farthest <= stopping.tolerance * total {
            return Ok(Fitted { table, rounds: round + 1, farthest });
        }
    }
    Err(Error::not_converged(format!(
        "after {} rounds a sum is still {farthest:.3e} from its target in `margins`; zeros in `seed` may rule these \
         sums out: put small numbers in their place, allow more `rounds` or a larger `tolerance`",
        stopping.rounds
    )))
}

/// Multiplies the cells so that one set of sums is met, and says how far it was from being met.
fn fit_one(table: &mut [f64], places: &[u32], target: &[f64]) -> f64 {
    let mut factors = vec![0.0; target.len()];
    for (cell, &place) in table.iter().zip(places) {
        factors[place as usize] += cell;
    }
    let mut farthest = 0.0_f64;
    for (factor, &wanted) in factors.iter_mut().zip(target) {
        farthest = farthest.max((*factor - wanted).abs());
        *factor = if *factor == 0.0 { 0.0 } else { wanted / *factor };
    }
    for (cell, &place) in table.iter_mut().zip(places) {
        *cell *= factors[place as usize];
    }
    farthest
}

/// To which sum each cell belongs.
fn places_of(shape: &[usize], margin: &Margin) -> Result<Vec<u32>> {
    let sums: usize = margin.axes.iter().map(|&axis| shape.get(axis).copied().unwrap_or(0)).product();
    if sums != margin.target.len() || u32::try_from(sums).is_err() {
        return Err(Error::invalid(format!(
            "`margins` over axes {:?} must have {sums} sums: got {}",
            margin.axes,
            margin.target.len()
        )));
    }
    let cells: usize = shape.iter().product();
    let mut places = Vec::with_capacity(cells);
    let mut index = vec![0; shape.len()];
    for _ in 0..cells {
        places.push(margin.axes.iter().fold(0, |place, &axis| place * shape[axis] + index[axis]) as u32);
        for axis in (0..shape.len()).rev() {
            index[axis] += 1;
            if index[axis] < shape[axis] {
                break;
            }
            index[axis] = 0;
        }
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STOPPING: Stopping = Stopping { tolerance: 1e-12, rounds: 1000 };

    fn margin(axes: &[usize], target: &'static [f64]) -> Margin<'static> {
        Margin { axes: axes.to_vec(), target }
    }

    #[test]
    fn a_table_of_ones_becomes_the_product_of_its_margins() {
        let margins = [margin(&[0], &[1.0, 3.0]), margin(&[1], &[2.0, 1.0, 1.0])];
        let fitted = ipf(&[1.0; 6], &[2, 3], &margins, STOPPING, &Run::quiet()).unwrap();
        for (cell, expected) in fitted.table.iter().zip([0.5, 0.25, 0.25, 1.5, 0.75, 0.75]) {
            assert!((cell - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn a_zero_stays_and_sums_that_it_rules_out_are_said_to_be_missed() {
        let margins = [margin(&[0], &[1.0, 1.0]), margin(&[1], &[1.0, 1.0])];
        let fitted = ipf(&[0.0, 1.0, 1.0, 0.0], &[2, 2], &margins, STOPPING, &Run::quiet()).unwrap();
        assert_eq!(fitted.table, [0.0, 1.0, 1.0, 0.0]);
        let margins = [margin(&[0], &[2.0, 1.0]), margin(&[1], &[1.0, 2.0])];
        let outcome = ipf(&[1.0, 0.0, 1.0, 1.0], &[2, 2], &margins, STOPPING, &Run::quiet());
        assert!(matches!(outcome, Err(Error::NotConverged(_))));
    }

    #[test]
    fn three_dimensions_are_told_apart() {
        let seed: Vec<f64> = (1..=8).map(f64::from).collect();
        let sums = [10.0, 26.0, 14.0, 22.0];
        let leaked: &'static [f64] = Vec::leak(sums.to_vec());
        // Sums over the middle dimension: 1+3, 2+4, 5+7, 6+8; they are asked to become 10, 26, 14, 22.
        let fitted = ipf(&seed, &[2, 2, 2], &[margin(&[0, 2], leaked)], STOPPING, &Run::quiet()).unwrap();
        assert!((fitted.table[0] - 2.5).abs() < 1e-12 && (fitted.table[2] - 7.5).abs() < 1e-12);
        assert!((fitted.table[4] - 14.0 * 5.0 / 12.0).abs() < 1e-12);
    }
}
