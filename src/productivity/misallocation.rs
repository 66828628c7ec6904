//! Misallocation as Hsieh and Klenow (2009) measure it: wedges of firms, and what output would gain without them.

use ndarray::Array2;

use super::index_numbers::codes;
use super::markups::quantile;
use super::resample::Plan;
use super::together::{Part, once, resampled};
use crate::error::{Error, Result};
use crate::run::Run;

/// What each firm sells, pays and uses, and where it belongs; all numbers are above 0.
#[derive(Debug, Clone, Copy)]
pub struct Firms<'a> {
    /// The firm of each row.
    pub firm: &'a [i64],
    /// The period of each row.
    pub period: &'a [i64],
    /// The sector of each row.
    pub sector: &'a [i64],
    /// Value added, p y.
    pub revenue: &'a [f64],
    /// What labour costs, w l; also how much labour there is.
    pub labour: &'a [f64],
    /// Capital.
    pub capital: &'a [f64],
    /// How many firms, periods and sectors there are.
    pub counts: (usize, usize, usize),
}

/// What is assumed.
#[derive(Debug, Clone, Copy)]
pub struct Model<'a> {
    /// Elasticity of substitution between firms of a sector, above 1.
    pub sigma: f64,
    /// Price of capital.
    pub rental: f64,
    /// What part of value added each sector's labour would get, between 0 and 1.
    pub labour_share: &'a [f64],
    /// What part of the rows of a period is left out at each end, of revenue productivity and of physical.
    pub trim: f64,
}

/// The wedges of rows, the gains of sectors and periods, and resamples of the gains.
#[derive(Debug, PartialEq)]
pub struct Misallocation {
    /// Row × output wedge, capital wedge, log revenue and log physical productivity against the sector's.
    pub rows: Array2<f64>,
    /// Which rows are left after trimming.
    pub kept: Vec<bool>,
    /// (Period, sector) × rows, share in revenue, deviations of both productivities, loss if they were lognormal.
    pub sectors: Array2<f64>,
    /// The gain of every period and sector in logs, then of every period.
    pub gains: Vec<f64>,
    /// Resample × gain.
    pub replicates: Array2<f64>,
}

/// One row: where it is counted, and both its productivities.
#[derive(Debug, Clone, Copy)]
struct Row {
    firm: u32,
    cell: u32,
    /// ln of p y / (k^α (w l)^(1−α)).
    tfpr: f64,
    /// ln of (p y)^(σ/(σ−1)) / (k^α (w l)^(1−α)).
    tfpq: f64,
    /// ln of w l / k.
    intensity: f64,
}

impl Row {
    fn cell(&self) -> usize {
        self.cell as usize
    }
}

/// The sums of one sector in one period.
#[derive(Debug, Clone, Copy)]
struct Sums {
    rows: f64,
    revenue: f64,
    labour: f64,
    capital: f64,
    /// Σ A^(σ−1), over its largest term.
    physical: f64,
}

impl From<[f64; 5]> for Sums {
    fn from([rows, revenue, labour, capital, physical]: [f64; 5]) -> Self {
        Self { rows, revenue, labour, capital, physical }
    }
}

/// ln of the sector's revenue productivity, and of the physical productivity it would have without wedges.
#[derive(Debug, Clone, Copy)]
struct Levels {
    tfpr: f64,
    physical: f64,
    gain: f64,
}

/// The rows, and what their sums are taken by.
struct Economy<'a> {
    firms: Firms<'a>,
    rows: Vec<Row>,
    model: Model<'a>,
    sectors: usize,
    cells: usize,
    /// The largest (σ−1) ln A of each cell: what sums of A^(σ−1) are divided by, that none is too large.
    largest: Vec<f64>,
}

/// `weakties.productivity.misallocation`.
pub fn misallocation(firms: Firms, model: Model, plan: &Plan, run: &Run) -> Result<Misallocation> {
    plan.check(firms.counts.0)?;
    let economy = Economy::of(firms, model)?;
    let mut parts = economy.parts();
    let sums_of = |sums: &[[f64; 5]]| -> Vec<Sums> { sums.iter().map(|sums| Sums::from(*sums)).collect() };
    let kept = economy.trimmed(&sums_of(&once(&parts, economy.cells)));
    let mut of_row = kept.iter();
    parts.retain(|_| of_row.next() == Some(&true));
    let sums = sums_of(&once(&parts, economy.cells));
    let replicates = resampled(&parts, economy.cells, plan, run, |sums| economy.gains(&sums_of(sums)))?;
    let gains = economy.gains(&sums);
    let lost = |problem: ndarray::ShapeError| Error::internal(format!("gains lost their shape: {problem}"));
    Ok(Misallocation {
        rows: economy.wedges(&sums),
        sectors: economy.described(&kept, &sums),
        replicates: Array2::from_shape_vec((plan.replicates, gains.len()), replicates.into_iter().flatten().collect())
            .map_err(lost)?,
        kept,
        gains,
    })
}

impl<'a> Economy<'a> {
    fn of(firms: Firms<'a>, model: Model<'a>) -> Result<Self> {
        let (firm_count, periods, sectors) = firms.counts;
        let count = firms.firm.len();
        let firm = codes(firms.firm, count, firm_count, "firm")?;
        let period = codes(firms.period, count, periods, "period")?;
        let sector = codes(firms.sector, count, sectors, "sector")?;
        if u32::try_from(periods * sectors).is_err() || u32::try_from(firm_count).is_err() {
            return Err(Error::invalid("there must be fewer than 2³² firms, and sectors times periods"));
        }
        let columns = [firms.revenue, firms.labour, firms.capital];
        if columns.iter().any(|column| column.len() != count || column.iter().any(|x| !(*x > 0.0 && x.is_finite()))) {
            return Err(Error::invalid("`revenue`, `labour_cost` and `capital` must be above 0 in every row"));
        }
        let is_part = |share: &f64| *share > 0.0 && *share < 1.0;
        if model.labour_share.len() != sectors || !model.labour_share.iter().all(is_part) {
            return Err(Error::invalid("`labour_share` must be between 0 and 1, exclusive, for each sector"));
        }
        if !(model.sigma > 1.0 && model.rental > 0.0 && (0.0..0.5).contains(&model.trim)) {
            return Err(Error::invalid("`sigma` must be above 1, `rental` above 0 and `trim` from 0 to below 0.5"));
        }
        let rows: Vec<Row> = (0..count)
            .map(|row| {
                let (revenue, labour, capital) = (firms.revenue[row], firms.labour[row], firms.capital[row]);
                let labour_share = model.labour_share[sector[row]];
                let (of_labour, of_capital) = (libm::log(labour), libm::log(capital));
                let inputs = (1.0 - labour_share) * of_capital + labour_share * of_labour;
                let log = libm::log(revenue);
                Row {
                    firm: firm[row] as u32,
                    cell: (period[row] * sectors + sector[row]) as u32,
                    tfpr: log - inputs,
                    tfpq: model.sigma / (model.sigma - 1.0) * log - inputs,
                    intensity: of_labour - of_capital,
                }
            })
            .collect();
        let mut largest = vec![f64::NEG_INFINITY; periods * sectors];
        for row in &rows {
            largest[row.cell()] = largest[row.cell()].max((model.sigma - 1.0) * row.tfpq);
        }
        Ok(Self { firms, rows, model, sectors, cells: periods * sectors, largest })
    }

    /// What each row adds: powers are taken once, for all resamples.
    fn parts(&self) -> Vec<Part<5>> {
        let Firms { revenue, labour, capital, .. } = self.firms;
        let part = |(place, row): (usize, &Row)| {
            let physical = libm::exp((self.model.sigma - 1.0) * row.tfpq - self.largest[row.cell()]);
            let values = [1.0, revenue[place], labour[place], capital[place], physical];
            Part { firm: row.firm, cell: row.cell, values }
        };
        self.rows.iter().enumerate().map(part).collect()
    }

    fn levels(&self, cell: usize, sums: Sums) -> Levels {
        let labour_share = self.model.labour_share[cell % self.sectors];
        let power = self.model.sigma - 1.0;
        let revenue = libm::log(sums.revenue);
        let tfpr = revenue - (1.0 - labour_share) * libm::log(sums.capital) - labour_share * libm::log(sums.labour);
        // As Σ (A/TFPR)^(σ−1) = Σ p y, the sector's price level needs no further sum.
        let physical = (libm::log(sums.physical) + self.largest[cell]) / power;
        Levels { tfpr, physical, gain: physical - tfpr - revenue / power }
    }

    /// The gain of every cell, then of every period: that of its sectors, by their shares in revenue.
    fn gains(&self, sums: &[Sums]) -> Vec<f64> {
        let mut gains: Vec<f64> = sums.iter().enumerate().map(|(cell, sums)| self.levels(cell, *sums).gain).collect();
        for (period, of_period) in sums.chunks(self.sectors).enumerate() {
            let revenue: f64 = of_period.iter().map(|sums| sums.revenue).sum();
            let of_sectors = of_period.iter().zip(&gains[period * self.sectors..]);
            let gain: f64 =
                of_sectors.filter(|(sums, _)| sums.rows > 0.0).map(|(sums, gain)| sums.revenue / revenue * gain).sum();
            gains.push(if revenue > 0.0 { gain } else { f64::NAN });
        }
        gains
    }

    /// Both productivities of a row against its sector's; physical against the mean firm's.
    fn relative(&self, row: &Row, levels: Levels, sums: Sums) -> [f64; 2] {
        let mean = levels.physical - libm::log(sums.rows) / (self.model.sigma - 1.0);
        [row.tfpr - levels.tfpr, row.tfpq - mean]
    }

    /// Leaves out, in each period, the rows beyond the quantiles of either productivity.
    fn trimmed(&self, sums: &[Sums]) -> Vec<bool> {
        let mut kept = vec![true; self.rows.len()];
        if self.model.trim == 0.0 {
            return kept;
        }
        let levels: Vec<Levels> = sums.iter().enumerate().map(|(cell, sums)| self.levels(cell, *sums)).collect();
        let relative: Vec<[f64; 2]> =
            self.rows.iter().map(|row| self.relative(row, levels[row.cell()], sums[row.cell()])).collect();
        for period in 0..self.cells / self.sectors {
            let rows: Vec<usize> =
                (0..kept.len()).filter(|&row| self.rows[row].cell() / self.sectors == period).collect();
            for which in [0, 1] {
                let mut sorted: Vec<f64> = rows.iter().map(|&row| relative[row][which]).collect();
                sorted.sort_by(f64::total_cmp);
                let limits = quantile(&sorted, self.model.trim)..=quantile(&sorted, 1.0 - self.model.trim);
                for &row in &rows {
                    kept[row] &= limits.contains(&relative[row][which]);
                }
            }
        }
        kept
    }

    fn wedges(&self, sums: &[Sums]) -> Array2<f64> {
        let mut table = Array2::zeros((self.rows.len(), 4));
        let levels: Vec<Levels> = sums.iter().enumerate().map(|(cell, sums)| self.levels(cell, *sums)).collect();
        let Firms { revenue, labour, capital, .. } = self.firms;
        let markup = self.model.sigma / (self.model.sigma - 1.0);
        for (place, (mut found, row)) in table.rows_mut().into_iter().zip(&self.rows).enumerate() {
            let share = self.model.labour_share[row.cell() % self.sectors];
            let [tfpr, tfpq] = self.relative(row, levels[row.cell()], sums[row.cell()]);
            found[0] = 1.0 - markup * labour[place] / (share * revenue[place]);
            found[1] = (1.0 - share) / share * labour[place] / (self.model.rental * capital[place]) - 1.0;
            found[2] = tfpr;
            found[3] = tfpq;
        }
        table
    }

    fn described(&self, kept: &[bool], sums: &[Sums]) -> Array2<f64> {
        let variances = self.variances(kept, sums);
        let mut table = Array2::zeros((self.cells, 5));
        for (cell, (mut found, [tfpr, tfpq, intensity])) in table.rows_mut().into_iter().zip(variances).enumerate() {
            let period = &sums[cell / self.sectors * self.sectors..][..self.sectors];
            let labour_share = self.model.labour_share[cell % self.sectors];
            found[0] = sums[cell].rows;
            found[1] = sums[cell].revenue / period.iter().map(|sums| sums.revenue).sum::<f64>();
            found[2] = tfpr.sqrt();
            found[3] = tfpq.sqrt();
            found[4] = f64::midpoint(self.model.sigma * tfpr, labour_share * (1.0 - labour_share) * intensity);
        }
        table
    }

    /// The mean squared distances from the mean of both productivities and of ln w l / k, in each cell; not numbers without rows.
    fn variances(&self, kept: &[bool], sums: &[Sums]) -> Vec<[f64; 3]> {
        let numbers = |row: &Row| [row.tfpr, row.tfpq, row.intensity];
        let averaged = |of: &dyn Fn(&Row) -> [f64; 3]| {
            let mut means = vec![[0.0; 3]; self.cells];
            for (row, _) in self.rows.iter().zip(kept).filter(|(_, kept)| **kept) {
                means[row.cell()].iter_mut().zip(of(row)).for_each(|(mean, x)| *mean += x);
            }
            for (mean, sums) in means.iter_mut().zip(sums) {
                *mean = mean.map(|x| x / sums.rows);
            }
            means
        };
        let means = averaged(&numbers);
        averaged(&|row| {
            let (x, mean) = (numbers(row), means[row.cell()]);
            std::array::from_fn(|i| (x[i] - mean[i]) * (x[i] - mean[i]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seed;

    const PLAN: Plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1], strata: &[2] };
    const MODEL: Model = Model { sigma: 3.0, rental: 0.1, labour_share: &[0.5], trim: 0.0 };

    fn found(revenue: [f64; 2], capital: [f64; 2], plan: &Plan, threads: usize) -> Misallocation {
        let firms = Firms {
            firm: &[0, 1],
            period: &[0, 0],
            sector: &[0, 0],
            revenue: &revenue,
            labour: &[4.0, 4.0],
            capital: &capital,
            counts: (2, 1, 1),
        };
        misallocation(firms, MODEL, plan, &Run::new(Some(threads)).unwrap()).unwrap()
    }

    #[test]
    fn two_firms_by_hand() {
        // Both use capital 4 and labour 4; revenues 4 and 16 are TFPR 1 and 4, and A = (p y)^1.5 / 4 = 2 and 16.
        // TFP is 20/8 · √20 and would be √(2² + 16²) = √260 with equal TFPR.
        let found = found([4.0, 16.0], [4.0, 4.0], &PLAN, 1);
        let gain = 260f64.sqrt() / (2.5 * 20f64.sqrt());
        assert!((found.gains[0] - gain.ln()).abs() < 1e-14);
        assert_eq!(found.gains[0], found.gains[1]);
        // 1 − 1.5 · 4 / (½ · 4) and 1 − 1.5 · 4 / (½ · 16); capital costs 0.4 and labour 4.
        let wedges: Vec<f64> = found.rows.columns().into_iter().take(2).flatten().copied().collect();
        assert_eq!(wedges, [-2.0, 0.25, 9.0, 9.0]);
        assert!((found.rows[[0, 2]] - (1f64 / 2.5).ln()).abs() < 1e-14);
        assert!((found.rows[[1, 3]] - (16.0 / 130f64.sqrt()).ln()).abs() < 1e-14);
        // ln TFPR is ∓ ln 2 around its mean.
        assert!((found.sectors[[0, 4]] - 1.5 * 2f64.ln() * 2f64.ln()).abs() < 1e-14);
    }

    #[test]
    fn equal_wedges_gain_nothing() {
        let found = found([6.0, 6.0], [2.0, 2.0], &PLAN, 1);
        assert!(found.gains[0].abs() < 1e-15 && found.sectors[[0, 2]] == 0.0);
    }

    #[test]
    fn resamples_are_the_same_on_any_number_of_threads() {
        let plan = Plan { replicates: 40, ..PLAN };
        let bits = |threads| found([4.0, 16.0], [1.0, 9.0], &plan, threads).replicates.map(|x| x.to_bits());
        assert_eq!(bits(1), bits(2));
        assert_eq!(bits(1), bits(7));
    }

    #[test]
    fn what_is_not_above_zero_is_refused() {
        let firms = Firms {
            firm: &[0, 1],
            period: &[0, 0],
            sector: &[0, 0],
            revenue: &[1.0, 0.0],
            labour: &[1.0; 2],
            capital: &[1.0; 2],
            counts: (2, 1, 1),
        };
        let whole = Firms { revenue: &[1.0; 2], ..firms };
        assert!(misallocation(firms, MODEL, &PLAN, &Run::quiet()).is_err());
        for model in [
            Model { sigma: 1.0, ..MODEL },
            Model { rental: 0.0, ..MODEL },
            Model { trim: 0.5, ..MODEL },
            Model { labour_share: &[1.0], ..MODEL },
        ] {
            assert!(misallocation(whole, model, &PLAN, &Run::quiet()).is_err());
        }
    }
}
