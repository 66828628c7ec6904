//! The Leontief system (I − A) x = f: one factorisation, and solves that share it.
//!
//! The factorisation works on panels of fixed width and the solves on blocks of fixed width. Each piece is done by one
//! thread, so that the bits do not depend on how many there are, and a stop request is answered between two pieces.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::lu::partial_pivoting::factor::{lu_in_place, lu_in_place_scratch};
use faer::linalg::matmul::matmul;
use faer::linalg::triangular_solve::{
    solve_lower_triangular_in_place, solve_unit_lower_triangular_in_place, solve_unit_upper_triangular_in_place,
    solve_upper_triangular_in_place,
};
use faer::prelude::{Reborrow, ReborrowMut};
use faer::{Accum, MatMut, MatRef, Par, Spec};
use ndarray::{Array2, ArrayView1, ArrayView2};
use rayon::prelude::*;

use crate::error::{Error, Result};
use crate::run::Run;

/// Columns that are factorised at once.
const PANEL: usize = 64;
/// Columns that one thread updates, or right-hand sides that it solves, between two looks at the stop request.
const BLOCK: usize = 32;

/// The factors of I − A: rows in the order `order` are the product of a unit lower and an upper triangle.
#[derive(Debug, Clone)]
pub struct Leontief {
    size: usize,
    /// Column by column; the lower triangle without its ones, and the upper one.
    factors: Vec<f64>,
    order: Vec<usize>,
}

impl Leontief {
    /// Factorises I − A, where A divides each column of the intermediates by that column's output.
    ///
    /// Columns of A are zero where output is. A system in which some sector uses up more than it can be given, so that
    /// no output meets every demand, is refused.
    pub fn new(intermediates: ArrayView2<f64>, output: ArrayView1<f64>, run: &Run) -> Result<Self> {
        let size = output.len();
        if size == 0 || intermediates.dim() != (size, size) {
            return Err(Error::invalid(format!(
                "`Z` must be square with a row for each `output`: got {} × {} for {size}",
                intermediates.nrows(),
                intermediates.ncols()
            )));
        }
        let panels = size.div_ceil(PANEL);
        run.expect_steps((panels * (panels + 1) / 2) as u64);
        let mut factors = vec![0.0; size * size];
        run.within(|| {
            factors.par_chunks_mut(size).enumerate().try_for_each(|(j, column)| {
                run.go_on()?;
                if output[j] != 0.0 {
                    for (i, value) in column.iter_mut().enumerate() {
                        *value = -intermediates[[i, j]] / output[j];
                    }
                }
                column[j] += 1.0;
                Ok(())
            })
        })?;
        let mut system = Self { size, factors, order: (0..size).collect() };
        for start in (0..size).step_by(PANEL) {
            system.eliminate(start, run)?;
        }
        if intermediates.iter().all(|&flow| flow >= 0.0) && output.iter().all(|&output| output >= 0.0) {
            system.check_productive(run)?;
        }
        Ok(system)
    }

    /// Factorises the panel that starts at a column and carries it through the columns to its right.
    fn eliminate(&mut self, start: usize, run: &Run) -> Result<()> {
        let size = self.size;
        let width = PANEL.min(size - start);
        let (left, rest) = self.factors.split_at_mut(start * size);
        let (panel, right) = rest.split_at_mut(width * size);
        let mut order = vec![0_usize; size - start];
        let mut inverse = order.clone();
        let mut memory =
            MemBuffer::new(lu_in_place_scratch::<usize, f64>(size - start, width, Par::Seq, Spec::default()));
        let below = MatMut::from_column_major_slice_mut(panel, size, width).subrows_mut(start, size - start);
        lu_in_place(below, &mut order, &mut inverse, Par::Seq, MemStack::new(&mut memory), Spec::default());

        // A pivot is lost in rounding when it is no larger than the rounding of the numbers it was made from.
        let smallest = 4.0 * f64::EPSILON * size as f64;
        if (0..width).any(|k| !panel[k * size + start + k].is_finite() || panel[k * size + start + k].abs() < smallest)
        {
            return Err(unproductive());
        }

        let moved: Vec<usize> = (0..size - start).filter(|&row| order[row] != row).collect();
        let reorder = |column: &mut [f64]| {
            let values: Vec<f64> = moved.iter().map(|&row| column[start + order[row]]).collect();
            for (&row, value) in moved.iter().zip(values) {
                column[start + row] = value;
            }
        };
        let rows: Vec<usize> = moved.iter().map(|&row| self.order[start + order[row]]).collect();
        for (&row, original) in moved.iter().zip(rows) {
            self.order[start + row] = original;
        }
        let panel = MatRef::from_column_major_slice(panel, size, width);
        let (top, bottom) = panel.subrows(start, size - start).split_at_row(width);
        run.within(|| {
            if !moved.is_empty() {
                left.par_chunks_mut(size).for_each(reorder);
            }
            right.par_chunks_mut(BLOCK * size).try_for_each(|block| {
                run.go_on()?;
                block.chunks_mut(size).for_each(reorder);
                let columns = block.len() / size;
                let block = MatMut::from_column_major_slice_mut(block, size, columns);
                let (mut solved, remainder) = block.subrows_mut(start, size - start).split_at_row_mut(width);
                solve_unit_lower_triangular_in_place(top, solved.rb_mut(), Par::Seq);
                matmul(remainder, Accum::Add, bottom, solved.rb(), -1.0, Par::Seq);
                Ok(())
            })
        })?;
        run.advance((size - start).div_ceil(PANEL) as u64)
    }

    /// Refuses a system without a positive solution.
    ///
    /// With A ≥ 0, the sums 1'(I − A)⁻¹ = 1' + 1'A + 1'A² + … are at least 1 exactly when the series ends.
    fn check_productive(&self, run: &Run) -> Result<()> {
        let sums = self.solve_transposed(Array2::ones((1, self.size)), run)?;
        if sums.iter().all(|&sum| sum > 0.5) { Ok(()) } else { Err(unproductive()) }
    }

    /// How many equations there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Solves (I − A) x = f for every row f of `demands`.
    pub fn solve(&self, demands: Array2<f64>, run: &Run) -> Result<Array2<f64>> {
        self.solve_blocks(demands, run, |block| {
            for demand in block.chunks_mut(self.size) {
                let given = demand.to_vec();
                for (value, &row) in demand.iter_mut().zip(&self.order) {
                    *value = given[row];
                }
            }
            let mut block = MatMut::from_column_major_slice_mut(block, self.size, block.len() / self.size);
            solve_unit_lower_triangular_in_place(self.triangles(), block.rb_mut(), Par::Seq);
            solve_upper_triangular_in_place(self.triangles(), block.rb_mut(), Par::Seq);
        })
    }

    /// Solves x'(I − A) = p' for every row p of `prices`.
    pub fn solve_transposed(&self, prices: Array2<f64>, run: &Run) -> Result<Array2<f64>> {
        self.solve_blocks(prices, run, |block| {
            let mut columns = MatMut::from_column_major_slice_mut(block, self.size, block.len() / self.size);
            solve_lower_triangular_in_place(self.triangles().transpose(), columns.rb_mut(), Par::Seq);
            solve_unit_upper_triangular_in_place(self.triangles().transpose(), columns.rb_mut(), Par::Seq);
            for price in block.chunks_mut(self.size) {
                let solved = price.to_vec();
                for (value, &row) in solved.iter().zip(&self.order) {
                    price[row] = *value;
                }
            }
        })
    }

    /// The whole inverse (I − A)⁻¹. Python: `weakties.gvc.leontief_inverse`.
    pub fn inverse(&self, run: &Run) -> Result<Array2<f64>> {
        self.solve_transposed(Array2::eye(self.size), run)
    }

    fn triangles(&self) -> MatRef<'_, f64> {
        MatRef::from_column_major_slice(&self.factors, self.size, self.size)
    }

    /// Solves blocks of right-hand sides, one a row, on the run's threads.
    fn solve_blocks(
        &self,
        sides: Array2<f64>,
        run: &Run,
        solve: impl Fn(&mut [f64]) + Sync + Send,
    ) -> Result<Array2<f64>> {
        if sides.ncols() != self.size {
            return Err(Error::invalid(format!(
                "right-hand sides must have {} entries: got {}",
                self.size,
                sides.ncols()
            )));
        }
        let mut sides = sides.as_standard_layout().into_owned();
        run.expect_steps(sides.nrows().div_ceil(BLOCK) as u64);
        if let Some(values) = sides.as_slice_mut() {
            run.within(|| {
                values.par_chunks_mut(BLOCK * self.size).try_for_each(|block| {
                    run.go_on()?;
                    solve(block);
                    run.advance(1)
                })
            })?;
        }
        Ok(sides)
    }
}

fn unproductive() -> Error {
    Error::invalid(
        "the table has no Leontief inverse: some sectors use up at least as much as they produce, directly or round \
         about, so that no output meets every demand; look at .diagnostics() for negative value added, totals among \
         the sectors and a transposed table",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gvc::leather;
    use crate::random::Seed;

    /// A productive system with inputs of `share` a unit of output.
    fn random_system(size: usize, share: f64) -> (Array2<f64>, ndarray::Array1<f64>) {
        let mut draws = Seed([3, 4]).stream(0, size as u64);
        let mut z = Array2::from_shape_fn((size, size), |_| draws.exponential());
        for mut column in z.columns_mut() {
            let sum = column.sum();
            column *= share / sum;
        }
        (z, ndarray::Array1::ones(size))
    }

    #[test]
    fn the_inverse_undoes_the_system_at_and_around_block_sizes() {
        for size in [1, 2, BLOCK, PANEL - 1, PANEL, PANEL + 1, 3 * PANEL + 5] {
            let (z, x) = random_system(size, 0.6);
            let b = Leontief::new(z.view(), x.view(), &Run::quiet()).unwrap().inverse(&Run::quiet()).unwrap();
            let residual = (Array2::eye(size) - &z).dot(&b) - Array2::<f64>::eye(size);
            assert!(residual.iter().all(|gap| gap.abs() < 1e-13), "{size}");
        }
    }

    #[test]
    fn rows_are_exchanged_when_pivots_need_it() {
        // Off-diagonal flows far above the diagonal, of both signs so that the productivity check does not apply.
        let size = 2 * PANEL + 3;
        let mut draws = Seed([5, 6]).stream(0, 0);
        let z = Array2::from_shape_fn((size, size), |_| draws.normal());
        let x = ndarray::Array1::ones(size);
        let system = Leontief::new(z.view(), x.view(), &Run::quiet()).unwrap();
        assert!(system.order.iter().enumerate().any(|(row, &original)| row != original));
        let m = Array2::eye(size) - &z;
        let sides = Array2::from_shape_fn((3, size), |_| draws.normal());
        let solved = system.solve(sides.clone(), &Run::quiet()).unwrap();
        assert!((m.dot(&solved.t()) - sides.t()).iter().all(|gap| gap.abs() < 1e-9));
        let solved = system.solve_transposed(sides.clone(), &Run::quiet()).unwrap();
        assert!((solved.dot(&m) - &sides).iter().all(|gap| gap.abs() < 1e-9));
    }

    #[test]
    fn threads_give_equal_bits() {
        let (z, x) = random_system(5 * PANEL + 7, 0.7);
        let bits = |threads| {
            let run = Run::new(Some(threads)).unwrap();
            let system = Leontief::new(z.view(), x.view(), &run).unwrap();
            let one = system.solve(Array2::ones((1, z.nrows())), &run).unwrap();
            (system.inverse(&run).unwrap().mapv(f64::to_bits), one.mapv(f64::to_bits))
        };
        assert_eq!(bits(1), bits(2));
        assert_eq!(bits(1), bits(7));
    }

    #[test]
    fn where_arrays_lie_in_memory_does_not_matter() {
        let (z, x) = random_system(PANEL + 9, 0.7);
        let system = Leontief::new(z.view(), x.view(), &Run::quiet()).unwrap();
        let block = |offset: usize, columns: usize| {
            let mut memory = vec![1.0; columns * system.size + offset];
            let sides = MatMut::from_column_major_slice_mut(&mut memory[offset..], system.size, columns);
            solve_unit_lower_triangular_in_place(system.triangles(), sides, Par::Seq);
            let sides = MatMut::from_column_major_slice_mut(&mut memory[offset..], system.size, columns);
            solve_lower_triangular_in_place(system.triangles().transpose(), sides, Par::Seq);
            memory[offset..].to_vec()
        };
        for columns in [1, 2, 3, BLOCK] {
            let first = block(0, columns);
            for offset in 1..8 {
                assert_eq!(block(offset, columns), first, "{columns} columns at {offset}");
            }
        }
    }

    #[test]
    fn a_sector_without_output_has_a_column_of_zeros() {
        let (mut z, y, mut x, _) = leather::arrays();
        assert_eq!(y.dim(), (9, 3));
        x[4] = 0.0;
        z[[2, 4]] = 7.0;
        let b = Leontief::new(z.view(), x.view(), &Run::quiet()).unwrap().inverse(&Run::quiet()).unwrap();
        let unit: Vec<f64> = (0..9).map(|i| f64::from(u8::from(i == 4))).collect();
        assert_eq!(b.column(4).to_vec(), unit);
    }

    #[test]
    fn systems_without_a_positive_solution_are_refused() {
        let refused = |z: Array2<f64>| {
            let x = ndarray::Array1::ones(z.nrows());
            matches!(Leontief::new(z.view(), x.view(), &Run::quiet()), Err(Error::InvalidInput(_)))
        };
        // Closed: every unit of output is used up. Then beyond it, where a solution exists but is negative.
        assert!(refused(random_system(100, 1.0).0));
        assert!(refused(random_system(100, 1.2).0));
        assert!(refused(Array2::ones((1, 1))));
        assert!(!refused(random_system(100, 0.999).0));
    }

    #[test]
    fn a_stopped_run_factorises_no_further() {
        let (z, x) = random_system(PANEL, 0.5);
        let run = Run::quiet();
        run.stop();
        assert_eq!(Leontief::new(z.view(), x.view(), &run).unwrap_err(), Error::Stopped);
    }
}
