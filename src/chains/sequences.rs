//! Whole careers as sequences: how varied each is, and how far each is from every other.

use ndarray::{Array2, ArrayView2, ArrayView3, Axis};

use crate::error::{Error, Result};
use crate::run::Run;

/// How many numbers `sequence_indices` gives for each sequence.
pub const INDICES: usize = 7;
/// How many sequences are compared with another at once.
const LANES: usize = 8;
/// Beyond this, counts of subsequences are divided by it and the division is remembered.
const LARGE: f64 = 1e150;

/// Sequences of spells, no two adjoining ones in the same state.
#[derive(Debug, Clone, Copy)]
pub struct Sequences<'a> {
    /// Where the spells of each sequence start; one more than there are sequences.
    pub offsets: &'a [i64],
    /// The state of each spell.
    pub states: &'a [i64],
    /// How many periods each lasts.
    pub lengths: &'a [i64],
    /// How many states there are.
    pub state_count: usize,
}

/// Periods, spells, states visited, entropy, complexity and turbulence twice; see `sequence_indices` in Python.
pub fn sequence_indices(sequences: Sequences<'_>) -> Result<Array2<f64>> {
    let count = sequences.offsets.len().saturating_sub(1);
    let spells = sequences.states.len();
    let sound = sequences.lengths.len() == spells
        && sequences.offsets.is_sorted()
        && sequences.offsets.first() == Some(&0)
        && sequences.offsets.last() == Some(&(spells as i64))
        && sequences.lengths.iter().all(|&length| length > 0)
        && sequences.states.iter().all(|&state| state >= 0 && (state as usize) < sequences.state_count);
    if !sound {
        return Err(Error::internal("sequences are not made of spells"));
    }
    let mut all = Array2::zeros((count, INDICES));
    for (at, mut row) in all.outer_iter_mut().enumerate() {
        let own = sequences.offsets[at] as usize..sequences.offsets[at + 1] as usize;
        if own.is_empty() {
            return Err(Error::internal("a sequence has no spell"));
        }
        let found = indices(&sequences.states[own.clone()], &sequences.lengths[own], sequences.state_count);
        row.iter_mut().zip(found).for_each(|(place, value)| *place = value);
    }
    Ok(all)
}

fn indices(states: &[i64], lengths: &[i64], state_count: usize) -> [f64; INDICES] {
    let periods = lengths.iter().sum::<i64>() as f64;
    let spells = states.len() as f64;
    let mut times: Vec<(i64, i64)> = states.iter().copied().zip(lengths.iter().copied()).collect();
    times.sort_unstable();
    let totals: Vec<f64> = times
        .chunk_by(|one, other| one.0 == other.0)
        .map(|own| own.iter().map(|spell| spell.1).sum::<i64>() as f64)
        .collect();
    let visited = totals.len() as f64;
    let entropy = if state_count < 2 {
        0.0
    } else {
        let nats: f64 = totals.iter().map(|time| -(time / periods) * libm::log(time / periods)).sum();
        (nats / libm::log(state_count as f64)).max(0.0)
    };
    let changes = if periods > 1.0 { (spells - 1.0) / (periods - 1.0) } else { 0.0 };
    let subsequences = log2_subsequences(states);
    let squares: f64 = lengths.iter().map(|&length| (length * length) as f64).sum();
    let variance = |terms: f64| squares / terms - (periods / terms) * (periods / terms);
    let turbulence = |variance: f64, most: f64| subsequences + libm::log2((most + 1.0) / (variance.max(0.0) + 1.0));
    let mean = periods / spells;
    let seen = turbulence(variance(spells), (spells - 1.0) * (1.0 - mean) * (1.0 - mean));
    // The most varied durations, with as many states never visited as there can be.
    let states = state_count as f64;
    let never = if state_count < 2 {
        0.0
    } else if spells < 2.0 {
        states - 1.0
    } else {
        states - 2.0
    };
    let terms = spells + never;
    let mean = periods / terms;
    let longest = periods - spells + 1.0 - mean;
    let most = ((spells - 1.0) * (1.0 - mean) * (1.0 - mean) + longest * longest + never * mean * mean) / terms;
    let unvisited = turbulence(variance(spells + states - visited), most);
    [periods, spells, visited, entropy, (changes * entropy).sqrt(), seen, unvisited]
}

/// The binary logarithm of how many distinct subsequences there are, the empty one included.
fn log2_subsequences(states: &[i64]) -> f64 {
    // Each state doubles what there is, less what its last occurrence had given already.
    let (mut count, mut scale) = (1.0_f64, 0.0_f64);
    let mut before: Vec<(i64, f64)> = Vec::new();
    for &state in states {
        let found = before.iter().position(|(other, _)| *other == state);
        let last = found.map_or(0.0, |at| before[at].1);
        let now = 2.0 * count - last;
        match found {
            Some(at) => before[at].1 = count,
            None => before.push((state, count)),
        }
        count = now;
        if count > LARGE {
            count /= LARGE;
            for (_, earlier) in &mut before {
                *earlier /= LARGE;
            }
            scale += libm::log2(LARGE);
        }
    }
    libm::log2(count) + scale
}

/// The cheapest way to turn each sequence into each other; see `sequence_distance` in Python.
///
/// Sequences are rows of codes, one a period, `ends` says how many of each row count.
pub fn matching_distances(
    codes: ArrayView2<'_, u32>,
    ends: &[usize],
    costs: ArrayView2<'_, f64>,
    indel: f64,
    run: &Run,
) -> Result<Array2<f64>> {
    check(codes, costs.nrows(), costs.ncols())?;
    let count = codes.nrows();
    if ends.len() != count || ends.iter().any(|&end| end > codes.ncols()) {
        return Err(Error::internal("ends do not fit the sequences"));
    }
    let blocks = count.div_ceil(LANES);
    run.expect_steps((count * (count + 1) / 2) as u64);
    let columns = run.map(blocks, |block| {
        let first = block * LANES;
        let lanes = LANES.min(count - first);
        let width = (first..first + lanes).map(|at| ends[at]).max().unwrap_or(0);
        // What it costs to put a state in the place of what each lane has at each position.
        let mut replacing = vec![[0.0_f64; LANES]; costs.nrows() * width];
        for (state, own) in costs.outer_iter().enumerate() {
            for position in 0..width {
                for lane in 0..lanes {
                    if position < ends[first + lane] {
                        replacing[state * width + position][lane] = own[codes[[first + lane, position]] as usize];
                    }
                }
            }
        }
        let mut row = vec![[0.0_f64; LANES]; width + 1];
        let mut found = Vec::with_capacity(first + lanes);
        for other in 0..first + lanes {
            for (position, cell) in row.iter_mut().enumerate() {
                *cell = [position as f64 * indel; LANES];
            }
            for (step, &state) in codes.row(other).iter().take(ends[other]).enumerate() {
                let start = state as usize * width;
                next_row(&mut row, &replacing[start..start + width], (step + 1) as f64 * indel, indel);
            }
            let mut of_lanes = [0.0; LANES];
            for (lane, distance) in of_lanes.iter_mut().enumerate().take(lanes) {
                *distance = row[ends[first + lane]][lane];
            }
            found.push(of_lanes);
            run.go_on()?;
        }
        run.advance((first * lanes + lanes * (lanes + 1) / 2) as u64)?;
        Ok(found)
    })?;
    let mut distances = Array2::zeros((count, count));
    for (block, column) in columns.iter().enumerate() {
        for (other, of_lanes) in column.iter().enumerate() {
            for (lane, &distance) in of_lanes.iter().enumerate() {
                let at = block * LANES + lane;
                if other < at && at < count {
                    distances[[other, at]] = distance;
                    distances[[at, other]] = distance;
                }
            }
        }
    }
    Ok(distances)
}

/// One row of the table of costs, for all lanes at once, in place of the row before.
fn next_row(row: &mut [[f64; LANES]], replacing: &[[f64; LANES]], start: f64, indel: f64) {
    let Some((head, cells)) = row.split_first_mut() else { return };
    let mut diagonal = *head;
    let mut left = [start; LANES];
    *head = left;
    for (cell, replace) in cells.iter_mut().zip(replacing) {
        let above = *cell;
        let mut best = [0.0; LANES];
        for lane in 0..LANES {
            let shorter = if above[lane] < left[lane] { above[lane] } else { left[lane] } + indel;
            let replaced = diagonal[lane] + replace[lane];
            best[lane] = if replaced < shorter { replaced } else { shorter };
        }
        diagonal = above;
        left = best;
        *cell = best;
    }
}

/// Costs of replacing state by state, position by position; one table of costs for all positions or one for each.
pub fn position_distances(codes: ArrayView2<'_, u32>, costs: ArrayView3<'_, f64>, run: &Run) -> Result<Array2<f64>> {
    let (tables, rows, columns) = costs.dim();
    check(codes, rows, columns)?;
    let (count, periods) = codes.dim();
    if tables != 1 && tables != periods {
        return Err(Error::internal("there must be one table of costs or one a period"));
    }
    run.expect_steps(count as u64);
    let found = run.map(count, |at| {
        let row: Vec<f64> = (0..at)
            .map(|other| {
                let pairs = codes.row(at).into_iter().zip(codes.row(other)).enumerate();
                pairs.map(|(t, (&one, &two))| costs[[t % tables, one as usize, two as usize]]).sum()
            })
            .collect();
        run.advance(1)?;
        Ok(row)
    })?;
    let mut distances = Array2::zeros((count, count));
    for (at, row) in found.iter().enumerate() {
        for (other, &distance) in row.iter().enumerate() {
            distances[[at, other]] = distance;
            distances[[other, at]] = distance;
        }
    }
    Ok(distances)
}

fn check(codes: ArrayView2<'_, u32>, rows: usize, columns: usize) -> Result<()> {
    let known = codes.axis_iter(Axis(0)).all(|row| row.iter().all(|&code| (code as usize) < rows));
    if rows == columns && known { Ok(()) } else { Err(Error::internal("costs do not fit the states")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Axis, array};

    #[test]
    fn subsequences_are_counted_once() {
        // Of a b a b: the empty one, a, b, ab, aa, ba, bb, aba, abb, aab, bab, abab.
        assert!((log2_subsequences(&[0, 1, 0, 1]) - libm::log2(12.0)).abs() < 1e-15);
        let long: Vec<i64> = (0..5000).collect();
        assert!((log2_subsequences(&long) - 5000.0).abs() < 1e-9);
    }

    #[test]
    fn a_sequence_is_measured_by_hand() {
        // a a b a of two states.
        let found = indices(&[0, 1, 0], &[2, 1, 1], 2);
        let entropy = -(0.75 * 0.75_f64.log2() + 0.25 * 0.25_f64.log2());
        let turbulence = (7.0_f64 * (2.0 / 9.0 + 1.0) / (2.0 / 9.0 + 1.0)).log2();
        let expected = [4.0, 3.0, 2.0, entropy, (2.0 / 3.0 * entropy).sqrt(), turbulence];
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-14, "{found} {expected}");
        }
    }

    #[test]
    fn one_insertion_and_one_deletion_can_be_cheaper_than_replacing() {
        let codes = array![[0, 1, 0, 1], [1, 0, 1, 0], [0, 0, 0, 0]];
        let costs = array![[0.0, 2.0], [2.0, 0.0]];
        let found = matching_distances(codes.view(), &[4, 4, 2], costs.view(), 1.0, &Run::quiet()).unwrap();
        assert_eq!(found, array![[0.0, 2.0, 2.0], [2.0, 0.0, 2.0], [2.0, 2.0, 0.0]]);
        let tables = costs.insert_axis(Axis(0));
        let found = position_distances(codes.view(), tables.view(), &Run::quiet()).unwrap();
        assert_eq!(found, array![[0.0, 8.0, 4.0], [8.0, 0.0, 4.0], [4.0, 4.0, 0.0]]);
    }

    #[test]
    fn threads_give_equal_bits() {
        let codes = Array2::from_shape_fn((21, 9), |(at, t)| ((at * 7 + t * t) % 4) as u32);
        let ends: Vec<usize> = (0..21).map(|at| 3 + at % 7).collect();
        let costs = Array2::from_shape_fn((4, 4), |(i, j)| 0.3 * (i as f64 - j as f64).abs());
        let of = |threads| {
            let run = Run::new(Some(threads)).unwrap();
            matching_distances(codes.view(), &ends, costs.view(), 0.7, &run).unwrap()
        };
        assert_eq!(of(1), of(2));
        assert_eq!(of(1), of(7));
    }

    #[test]
    fn what_does_not_fit_is_an_internal_error() {
        let codes = array![[0, 2]];
        let costs = array![[0.0, 2.0], [2.0, 0.0]];
        assert!(matching_distances(codes.view(), &[2], costs.view(), 1.0, &Run::quiet()).is_err());
        let spells = Sequences { offsets: &[0, 1], states: &[2], lengths: &[1], state_count: 2 };
        assert!(sequence_indices(spells).is_err());
    }
}
