//! Dispersion of productivity within groups and between them: Theil's index and the weighted variance.

use ndarray::{Array2, Array3};

use super::index_numbers::codes;
use super::resample::Plan;
use super::together::{Part, once, resampled};
use crate::error::{Error, Result};
use crate::run::Run;

/// Which dispersion is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Σ y ln(y/l) over shares; the size of a row is its output, its second number its labour.
    Theil,
    /// Σ w (p − P)²; the size of a row is its weight, its second number its productivity.
    Variance,
}

/// Two numbers a row, and where each row belongs.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// The firm of each row.
    pub firm: &'a [i64],
    /// The period of each row.
    pub period: &'a [i64],
    /// The group of each row.
    pub group: &'a [i64],
    /// What each row counts for: output, or weight.
    pub size: &'a [f64],
    /// What it is compared by: labour, or productivity.
    pub level: &'a [f64],
    /// How many firms, periods and groups there are.
    pub counts: (usize, usize, usize),
}

/// The parts of every period, of every group in it, and of resamples.
#[derive(Debug, PartialEq)]
pub struct BetweenWithin {
    /// Period × within, between, whole.
    pub components: Array2<f64>,
    /// (Period, group) × share of size, share of labour (or mean productivity), dispersion inside, within, between.
    pub groups: Array2<f64>,
    /// Resample × period × component.
    pub replicates: Array3<f64>,
}

/// The sums of one group in one period.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    size: f64,
    first: f64,
    second: f64,
}

impl From<[f64; 3]> for Sums {
    fn from([size, first, second]: [f64; 3]) -> Self {
        Self { size, first, second }
    }
}

/// What stands for the rows, ready to be added up as often as their firms are drawn.
struct Prepared {
    parts: Vec<Part<3>>,
    /// What was taken off productivity in each period.
    centres: Vec<f64>,
}

/// `weakties.productivity.theil` and `variance_decomposition`.
pub fn between_within(rows: Rows, measure: Measure, plan: &Plan, run: &Run) -> Result<BetweenWithin> {
    let (firms, periods, groups) = rows.counts;
    plan.check(firms)?;
    let prepared = prepare(rows, measure)?;
    let sums_of = |cells: &[[f64; 3]]| -> Vec<Sums> { cells.iter().map(|sums| Sums::from(*sums)).collect() };
    let cells = sums_of(&once(&prepared.parts, periods * groups));
    let components = |cells: &[Sums]| -> Vec<f64> {
        (0..periods).flat_map(|period| whole(&cells[period * groups..(period + 1) * groups], measure)).collect()
    };
    let replicates = resampled(&prepared.parts, periods * groups, plan, run, |cells| components(&sums_of(cells)))?;
    let details: Vec<f64> = (0..periods)
        .flat_map(|period| {
            let of_period = &cells[period * groups..(period + 1) * groups];
            let all = total(of_period);
            let centre = prepared.centres[period];
            of_period.iter().flat_map(move |group| detail(*group, all, centre, measure)).collect::<Vec<_>>()
        })
        .collect();
    let lost = |problem: ndarray::ShapeError| Error::internal(format!("a decomposition lost its shape: {problem}"));
    Ok(BetweenWithin {
        components: Array2::from_shape_vec((periods, 3), components(&cells)).map_err(lost)?,
        groups: Array2::from_shape_vec((periods * groups, 5), details).map_err(lost)?,
        replicates: Array3::from_shape_vec((plan.replicates, periods, 3), replicates.into_iter().flatten().collect())
            .map_err(lost)?,
    })
}

/// Turns rows into what is added up; sizes become shares of their period, productivity is centred.
fn prepare(rows: Rows, measure: Measure) -> Result<Prepared> {
    let (firms, periods, groups) = rows.counts;
    let count = rows.firm.len();
    let (firm, period) = (codes(rows.firm, count, firms, "firm")?, codes(rows.period, count, periods, "period")?);
    let group = codes(rows.group, count, groups, "group")?;
    if rows.size.len() != count || rows.level.len() != count {
        return Err(Error::invalid("`size` and `level` must have one value a row"));
    }
    if let Some(row) = (0..count).find(|&row| !(rows.size[row] >= 0.0 && rows.level[row].is_finite())) {
        return Err(Error::invalid(format!("`size` must not be negative and `level` finite: see row {row}")));
    }
    let (mut sizes, mut levels) = (vec![0.0; periods], vec![0.0; periods]);
    for (row, &period) in period.iter().enumerate() {
        sizes[period] += rows.size[row];
        levels[period] += match measure {
            Measure::Theil => rows.level[row],
            Measure::Variance => rows.size[row] * rows.level[row],
        };
    }
    if u32::try_from(periods * groups).is_err() || u32::try_from(firms).is_err() {
        return Err(Error::invalid("there must be fewer than 2³² firms, and groups times periods"));
    }
    let parts = (0..count)
        .map(|row| {
            let (size, level) = (rows.size[row] / sizes[period[row]], rows.level[row]);
            let values = match measure {
                Measure::Theil => {
                    let labour = level / levels[period[row]];
                    // y ln(y/l) goes to 0 with y.
                    let second = if size > 0.0 { size * libm::log(size / labour) } else { 0.0 };
                    [size, labour, second]
                }
                Measure::Variance => {
                    let above = level - levels[period[row]] / sizes[period[row]];
                    [size, size * above, size * above * above]
                }
            };
            Part { firm: firm[row] as u32, cell: (period[row] * groups + group[row]) as u32, values }
        })
        .collect();
    Ok(Prepared { parts, centres: levels.iter().zip(&sizes).map(|(level, size)| level / size).collect() })
}

fn total(groups: &[Sums]) -> Sums {
    groups.iter().fold(Sums::default(), |sum, group| Sums {
        size: sum.size + group.size,
        first: sum.first + group.first,
        second: sum.second + group.second,
    })
}

/// The dispersion inside what the sums are of; not a number where nothing counts.
fn dispersion(sums: Sums, measure: Measure) -> f64 {
    match measure {
        Measure::Theil => sums.second / sums.size - libm::log(sums.size / sums.first),
        Measure::Variance => sums.second / sums.size - (sums.first / sums.size) * (sums.first / sums.size),
    }
}

/// Within, between, whole.
fn whole(groups: &[Sums], measure: Measure) -> [f64; 3] {
    let all = total(groups);
    let (mut within, mut between) = (0.0, 0.0);
    for group in groups {
        let [.., inside, across] = detail(*group, all, 0.0, measure);
        within += inside;
        between += across;
    }
    if all.size > 0.0 { [within, between, dispersion(all, measure)] } else { [f64::NAN; 3] }
}

/// Share of size, share of labour or mean productivity, dispersion inside, and what it adds within and between.
fn detail(group: Sums, all: Sums, centre: f64, measure: Measure) -> [f64; 5] {
    let share = group.size / all.size;
    let inside = dispersion(group, measure);
    let second = match measure {
        Measure::Theil => group.first / all.first,
        Measure::Variance => group.first / group.size + centre,
    };
    // A group that weighs nothing adds nothing.
    if group.size == 0.0 {
        return [share, second, inside, 0.0, 0.0];
    }
    let between = match measure {
        Measure::Theil => share * libm::log(share / second),
        Measure::Variance => {
            let gap = group.first / group.size - all.first / all.size;
            share * gap * gap
        }
    };
    [share, second, inside, share * inside, between]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    const PLAN: Plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1, 2, 3], strata: &[4] };

    fn rows<'a>(size: &'a [f64], level: &'a [f64]) -> Rows<'a> {
        Rows { firm: &[0, 1, 2, 3], period: &[0; 4], group: &[0, 0, 1, 1], size, level, counts: (4, 1, 2) }
    }

    fn taken_apart(rows: Rows, measure: Measure, plan: &Plan, threads: usize) -> BetweenWithin {
        between_within(rows, measure, plan, &Run::new(Some(threads)).unwrap()).unwrap()
    }

    #[test]
    fn variance_by_hand() {
        // Means 1 and 4 with weight a half each; variances 1 and 1; the mean of all is 2.5.
        let found = taken_apart(rows(&[1.0; 4], &[0.0, 2.0, 3.0, 5.0]), Measure::Variance, &PLAN, 1);
        assert_eq!(found.components.row(0).to_vec(), [1.0, 2.25, 3.25]);
        assert_eq!(found.groups.row(1).to_vec(), [0.5, 4.0, 1.0, 0.5, 1.125]);
    }

    #[test]
    fn theil_by_hand() {
        // Groups have ¼ and ¾ of output and half of labour each; inside the second all are alike.
        let found = taken_apart(rows(&[2.0, 0.0, 3.0, 3.0], &[1.0; 4]), Measure::Theil, &PLAN, 1);
        let (within, between) = (0.25 * 2f64.ln(), 0.25 * 0.5f64.ln() + 0.75 * 1.5f64.ln());
        for (x, y) in found.components.iter().zip([within, between, within + between]) {
            assert!((x - y).abs() < 1e-15, "{x} {y}");
        }
    }

    #[test]
    fn resamples_are_the_same_on_any_number_of_threads() {
        let rows = rows(&[2.0, 1.0, 3.0, 4.0], &[1.0, 2.0, 5.0, 3.0]);
        let plan = Plan { replicates: 40, ..PLAN };
        let bits = |threads| taken_apart(rows, Measure::Theil, &plan, threads).replicates.map(|x| x.to_bits());
        assert_eq!(bits(1), bits(2));
        assert_eq!(bits(1), bits(7));
    }

    #[test]
    fn rows_that_do_not_fit_are_refused() {
        for (size, level) in [([-1.0, 1.0, 1.0, 1.0], [1.0; 4]), ([1.0; 4], [f64::NAN, 1.0, 1.0, 1.0])] {
            let outcome = between_within(rows(&size, &level), Measure::Variance, &PLAN, &Run::quiet());
            assert!(matches!(outcome, Err(Error::InvalidInput(_))));
        }
        let beyond = Rows { group: &[0, 0, 1, 2], ..rows(&[1.0; 4], &[1.0; 4]) };
        assert!(between_within(beyond, Measure::Theil, &PLAN, &Run::quiet()).is_err());
    }
}
