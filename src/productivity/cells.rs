//! What cells of firms hold: moments, percentiles and the classes that percentiles bound.
//!
//! The values of a cell are sorted before anything is added up, so that the order of rows does not matter.

use std::ops::Range;

use ndarray::Array2;

use crate::error::{Error, Result};
use crate::run::Run;

/// How many cells one thread takes at a time.
const CELLS_AT_ONCE: usize = 64;

/// What is wanted of every cell.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Which percentiles, as whole percents.
    pub percentiles: &'a [u32],
    /// How many observations a percentile is averaged over at least.
    pub neighbours: usize,
    /// Of how many of the largest contributors the share is wanted.
    pub largest: usize,
}

impl Wanted<'_> {
    /// How many numbers each cell gets.
    #[must_use]
    pub fn columns(&self) -> usize {
        6 + 4 * self.percentiles.len() + 2 * self.largest
    }
}

/// One observation.
#[derive(Debug, Clone, Copy)]
struct Observation {
    value: f64,
    weight: f64,
}

/// `weakties.productivity.micro_moments`: number, mean, standard deviation, weight, weighted mean and covariance of
/// every cell; then its percentiles, weighted ones, both averaged over neighbours; then the shares of its largest
/// values and weights.
pub fn micro_moments(
    cell: &[i64],
    cells: usize,
    value: &[f64],
    weight: &[f64],
    wanted: &Wanted,
    run: &Run,
) -> Result<Array2<f64>> {
    if let Some(percent) = wanted.percentiles.iter().find(|percent| !(1..100).contains(*percent)) {
        return Err(Error::invalid(format!("`percentiles` must be whole percents from 1 to 99: got {percent}")));
    }
    let (observations, ranges) = grouped(cell, cells, value, weight)?;
    let rows = per_cell(&ranges, run, |range| moments(&observations[range.clone()], wanted))?;
    Array2::from_shape_vec((cells, wanted.columns()), rows.concat())
        .map_err(|problem| Error::internal(format!("moments lost their shape: {problem}")))
}

/// The class of every row, from 0 on, among the quantiles of its cell; −1 where its value is not a number.
///
/// A value belongs to the first class whose upper bound it does not exceed, so that equal values share a class.
pub fn quantile_classes(
    cell: &[i64],
    cells: usize,
    value: &[f64],
    weight: &[f64],
    classes: usize,
    run: &Run,
) -> Result<Vec<i64>> {
    if classes < 2 {
        return Err(Error::invalid(format!("`quantiles` must be at least 2: got {classes}")));
    }
    let (observations, ranges) = grouped(cell, cells, value, weight)?;
    let bounds = per_cell(&ranges, run, |range| {
        let observations = &observations[range.clone()];
        (1..classes).map(|part| quantile(observations, part as f64, classes as f64, false).value).collect()
    })?;
    #[expect(clippy::cast_possible_wrap, reason = "there are few classes")]
    let class = |(&cell, &value): (&i64, &f64)| {
        if value.is_nan() {
            return -1;
        }
        // A whole class of equal values leaves classes above it empty.
        bounds[cell as usize].partition_point(|&bound| bound < value) as i64
    };
    Ok(cell.iter().zip(value).map(class).collect())
}

fn per_cell(
    ranges: &[Range<usize>],
    run: &Run,
    work: impl Fn(&Range<usize>) -> Vec<f64> + Sync + Send,
) -> Result<Vec<Vec<f64>>> {
    run.expect_steps(ranges.len() as u64);
    let chunks: Vec<&[Range<usize>]> = ranges.chunks(CELLS_AT_ONCE).collect();
    let parts = run.map(chunks.len(), |chunk| {
        let rows: Vec<Vec<f64>> = chunks[chunk].iter().map(&work).collect();
        run.advance(rows.len() as u64)?;
        Ok(rows)
    })?;
    Ok(parts.concat())
}

/// The observations of every cell beside each other, sorted; rows whose value is not a number are left out.
fn grouped(cell: &[i64], cells: usize, value: &[f64], weight: &[f64]) -> Result<(Vec<Observation>, Vec<Range<usize>>)> {
    if [value.len(), weight.len()] != [cell.len(); 2] {
        return Err(Error::invalid(format!(
            "`variables` and `weight` must have one value a row: got {} and {} for {} rows",
            value.len(),
            weight.len(),
            cell.len()
        )));
    }
    let mut ends = vec![0_usize; cells + 1];
    for ((&cell, &value), &weight) in cell.iter().zip(value).zip(weight) {
        if usize::try_from(cell).map_or(true, |cell| cell >= cells) {
            return Err(Error::invalid(format!("`cells` must be numbers from 0 to {cells}, exclusive: got {cell}")));
        }
        if value.is_infinite() || !weight.is_finite() || weight < 0.0 {
            return Err(Error::invalid(format!(
                "`variables` must be finite, and `weight` not negative either: got {value} with weight {weight}"
            )));
        }
        ends[cell as usize + 1] += usize::from(!value.is_nan());
    }
    for cell in 0..cells {
        ends[cell + 1] += ends[cell];
    }
    let ranges: Vec<Range<usize>> = ends.windows(2).map(|pair| pair[0]..pair[1]).collect();
    let mut next = ends;
    let mut observations = vec![Observation { value: 0.0, weight: 0.0 }; next[cells]];
    for ((&cell, &value), &weight) in cell.iter().zip(value).zip(weight) {
        if !value.is_nan() {
            // Adding zero makes one of the two zeros, which would sort apart.
            observations[next[cell as usize]] = Observation { value: value + 0.0, weight: weight + 0.0 };
            next[cell as usize] += 1;
        }
    }
    for range in &ranges {
        observations[range.clone()]
            .sort_unstable_by(|a, b| a.value.total_cmp(&b.value).then(a.weight.total_cmp(&b.weight)));
    }
    Ok((observations, ranges))
}

fn moments(observations: &[Observation], wanted: &Wanted) -> Vec<f64> {
    let count = observations.len() as f64;
    let mean = observations.iter().map(|each| each.value).sum::<f64>() / count;
    let squares = observations.iter().map(|each| (each.value - mean).powi(2)).sum::<f64>();
    let deviation = if observations.len() < 2 { f64::NAN } else { (squares / (count - 1.0)).sqrt() };
    let weight = observations.iter().map(|each| each.weight).sum::<f64>();
    // About the mean, so that no digits are lost to a common level.
    let covariance = observations.iter().map(|each| each.weight * (each.value - mean)).sum::<f64>() / weight;
    let mut row = vec![count, mean, deviation, weight, mean + covariance, covariance];
    let found: Vec<[Quantile; 2]> = wanted
        .percentiles
        .iter()
        .map(|&percent| [false, true].map(|weighted| quantile(observations, f64::from(percent), 100.0, weighted)))
        .collect();
    row.extend(found.iter().map(|pair| pair[0].value));
    row.extend(found.iter().map(|pair| pair[1].value));
    row.extend(found.iter().map(|pair| averaged(observations, &pair[0], wanted.neighbours, |_| 1.0)));
    row.extend(found.iter().map(|pair| averaged(observations, &pair[1], wanted.neighbours, |each| each.weight)));
    row.extend(largest(observations.iter().map(|each| each.value.abs()), wanted.largest));
    row.extend(largest(observations.iter().map(|each| each.weight), wanted.largest));
    row
}

/// A quantile and where it stands among the sorted observations.
struct Quantile {
    value: f64,
    /// The first observation at or behind the quantile; none when nothing weighs.
    place: Option<usize>,
    /// Whether the quantile lies half way between this observation and the one before.
    between: bool,
}

/// The quantile `part / whole`: the least value at or below which more than this part of the weight lies, or the mean
/// of two neighbours where exactly this part lies below the second (definition 2 of Hyndman and Fan 1996).
fn quantile(observations: &[Observation], part: f64, whole: f64, weighted: bool) -> Quantile {
    let weight_of = |each: &Observation| if weighted { each.weight } else { 1.0 };
    let total = observations.iter().map(weight_of).sum::<f64>();
    let mut below = 0.0;
    let mut last: Option<usize> = None;
    let mut reached = false;
    for (place, each) in observations.iter().enumerate() {
        let weight = weight_of(each);
        if weight == 0.0 {
            continue;
        }
        if let (true, Some(before)) = (reached, last) {
            return Quantile {
                value: f64::midpoint(observations[before].value, each.value),
                place: Some(place),
                between: true,
            };
        }
        below += weight;
        // Multiplied out, so that whole numbers are compared without rounding.
        if below * whole > part * total {
            return Quantile { value: each.value, place: Some(place), between: false };
        }
        reached = below * whole == part * total;
        last = Some(place);
    }
    // Rounding alone can leave the last observation short of the total.
    Quantile { value: last.map_or(f64::NAN, |place| observations[place].value), place: last, between: false }
}

/// The mean of at least `neighbours` observations around a quantile, as many on either side; not a number where the
/// cell ends before.
fn averaged(
    observations: &[Observation],
    quantile: &Quantile,
    neighbours: usize,
    weight_of: impl Fn(&Observation) -> f64,
) -> f64 {
    let Some(place) = quantile.place else { return f64::NAN };
    let (below, above) = if quantile.between {
        (neighbours.div_ceil(2), neighbours.div_ceil(2))
    } else {
        (neighbours / 2, neighbours / 2 + 1)
    };
    if place < below || place + above > observations.len() {
        return f64::NAN;
    }
    let around = &observations[place - below..place + above];
    let weight = around.iter().map(&weight_of).sum::<f64>();
    around.iter().map(|each| weight_of(each) * each.value).sum::<f64>() / weight
}

/// Which part of the sum the largest, the two largest, … make up; not a number when the sum is 0.
fn largest(sizes: impl Iterator<Item = f64>, count: usize) -> Vec<f64> {
    let mut sizes: Vec<f64> = sizes.collect();
    sizes.sort_unstable_by(|a, b| b.total_cmp(a));
    let total = sizes.iter().sum::<f64>();
    let mut sum = 0.0;
    (0..count)
        .map(|place| {
            sum += sizes.get(place).copied().unwrap_or(0.0);
            sum / total
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[f64], weights: &[f64], percentiles: &[u32], neighbours: usize) -> Vec<f64> {
        let wanted = Wanted { percentiles, neighbours, largest: 2 };
        let cell = vec![0; values.len()];
        micro_moments(&cell, 1, values, weights, &wanted, &Run::quiet()).unwrap().row(0).to_vec()
    }

    #[test]
    fn four_firms_by_hand() {
        let row = of(&[4.0, 1.0, f64::NAN, 2.0, 3.0], &[3.0, 1.0, 9.0, 1.0, 1.0], &[50, 60], 2);
        assert_eq!(row[..2], [4.0, 2.5]);
        assert!((row[2] - (5.0_f64 / 3.0).sqrt()).abs() < 1e-15);
        assert_eq!(row[3..6], [6.0, 3.0, 0.5]);
        // Half of four lies below the third value; half of the weight below the largest one.
        assert_eq!(row[6..10], [2.5, 3.0, 3.5, 4.0]);
        assert_eq!(row[10..12], [2.5, 3.0]);
        assert!((row[12] - 3.75).abs() < 1e-15 && row[13].is_nan());
        assert_eq!(row[14..], [0.4, 0.7, 0.5, 4.0 / 6.0]);
    }

    #[test]
    fn cells_without_firms_or_weight_have_no_moments() {
        let wanted = Wanted { percentiles: &[50], neighbours: 1, largest: 1 };
        let found = micro_moments(&[1], 2, &[3.0], &[0.0], &wanted, &Run::quiet()).unwrap();
        assert_eq!(found[[0, 0]], 0.0);
        assert!(found[[0, 1]].is_nan() && found[[1, 2]].is_nan() && found[[1, 4]].is_nan() && found[[1, 7]].is_nan());
        assert_eq!((found[[1, 1]], found[[1, 6]], found[[1, 8]]), (3.0, 3.0, 3.0));
    }

    #[test]
    fn equal_values_share_a_class() {
        let values = [5.0, 1.0, 1.0, 1.0, f64::NAN, 2.0];
        let classes = quantile_classes(&[0; 6], 1, &values, &[1.0; 6], 3, &Run::quiet()).unwrap();
        assert_eq!(classes, [2, 0, 0, 0, -1, 1]);
        assert_eq!(
            quantile_classes(&[0; 4], 1, &[1.0, 2.0, 3.0, 4.0], &[1.0; 4], 2, &Run::quiet()).unwrap(),
            [0, 0, 1, 1]
        );
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let refusal = |cell: &[i64], value: &[f64], weight: &[f64], percentiles: &[u32]| {
            let wanted = Wanted { percentiles, neighbours: 1, largest: 1 };
            micro_moments(cell, 1, value, weight, &wanted, &Run::quiet()).unwrap_err().to_string()
        };
        assert!(refusal(&[0], &[1.0, 2.0], &[1.0], &[50]).contains("got 2 and 1 for 1 rows"));
        assert!(refusal(&[1], &[1.0], &[1.0], &[50]).contains("from 0 to 1, exclusive: got 1"));
        assert!(refusal(&[0], &[f64::INFINITY], &[1.0], &[50]).contains("finite"));
        assert!(refusal(&[0], &[1.0], &[-1.0], &[50]).contains("not negative"));
        assert!(refusal(&[0], &[1.0], &[1.0], &[100]).contains("from 1 to 99"));
        assert!(quantile_classes(&[0], 1, &[1.0], &[1.0], 1, &Run::quiet()).is_err());
    }
}
