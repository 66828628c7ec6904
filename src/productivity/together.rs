//! Sums of cells in several resamples at once: one pass over the rows serves them all.

use super::resample::Plan;
use crate::error::Result;
use crate::run::Run;

/// How many resamples share a pass: enough for rows to be read seldom, few enough to occupy several threads.
const TOGETHER: usize = 4;

/// What one row adds to the sums of its cell, as often as its firm is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<const N: usize> {
    pub firm: u32,
    pub cell: u32,
    pub values: [f64; N],
}

/// The sums of every cell with every firm counted once.
pub(super) fn once<const N: usize>(parts: &[Part<N>], cells: usize) -> Vec<[f64; N]> {
    let mut sums = vec![[0.0; N]; cells];
    for part in parts {
        sums[part.cell as usize].iter_mut().zip(part.values).for_each(|(sum, value)| *sum += value);
    }
    sums
}

/// What is made of the sums of every cell, one resample after the other; each is the same however many share a pass.
pub(super) fn resampled<const N: usize, T: Send>(
    parts: &[Part<N>],
    cells: usize,
    plan: &Plan,
    run: &Run,
    made: impl Fn(&[[f64; N]]) -> T + Sync + Send,
) -> Result<Vec<T>> {
    run.expect_steps(plan.replicates as u64);
    let blocks = run.map(plan.replicates.div_ceil(TOGETHER), |block| {
        let first = block * TOGETHER;
        let count = TOGETHER.min(plan.replicates - first);
        let mut times = vec![[0.0; TOGETHER]; plan.cluster.len()];
        for replicate in 0..count {
            for (times, drawn) in times.iter_mut().zip(plan.multiplicities(first + replicate)) {
                times[replicate] = f64::from(drawn);
            }
        }
        let mut sums = vec![[[0.0; TOGETHER]; N]; cells];
        for part in parts {
            let times = &times[part.firm as usize];
            for (sums, value) in sums[part.cell as usize].iter_mut().zip(part.values) {
                sums.iter_mut().zip(times).for_each(|(sum, times)| *sum += times * value);
            }
        }
        run.advance(count as u64)?;
        let one =
            |replicate: usize| -> Vec<[f64; N]> { sums.iter().map(|cell| cell.map(|sums| sums[replicate])).collect() };
        Ok((0..count).map(|replicate| made(&one(replicate))).collect::<Vec<T>>())
    })?;
    Ok(blocks.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    #[test]
    fn every_resample_is_added_up_by_itself() {
        let parts = [(0, 0, 1.0), (1, 0, 0.1), (1, 1, 3.0), (2, 1, 0.7)].map(|(firm, cell, value)| Part {
            firm,
            cell,
            values: [value, 1.0],
        });
        for replicates in [0, 1, 4, 6] {
            let plan = Plan { replicates, seed: Seed([1, 2]), cluster: &[0, 1, 2], strata: &[3] };
            let found = resampled(&parts, 2, &plan, &Run::quiet(), <[[f64; 2]]>::to_vec).unwrap();
            assert_eq!(found.len(), replicates);
            for (replicate, sums) in found.iter().enumerate() {
                let times: Vec<f64> = plan.multiplicities(replicate).into_iter().map(f64::from).collect();
                assert_eq!(sums[0], [times[0] + times[1] * 0.1, times[0] + times[1]]);
                assert_eq!(sums[1], [times[1] * 3.0 + times[2] * 0.7, times[1] + times[2]]);
            }
        }
        assert_eq!(once(&parts, 3), [[1.1, 2.0], [3.7, 2.0], [0.0, 0.0]]);
    }
}
