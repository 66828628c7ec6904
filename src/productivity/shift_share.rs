//! Growth of labour productivity within sectors, and from labour and prices that move between them.

use ndarray::{Array2, Array3, ArrayView2, ArrayView3, ArrayViewMut2, Axis};

use super::moments::Pair;
use crate::error::{Error, Result};

/// Which decomposition; each names its parts in the order in which they come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Two terms: within, structural.
    McMillanRodrik,
    /// Three terms: within, static, dynamic.
    Fabricant,
    /// Two terms of movement against the average: within, level, growth.
    Csls,
    /// Shares that carry relative prices: pure, size, interaction.
    Gead,
    /// In logs, with shares in nominal output: pure, Baumol, Denison.
    Nordhaus,
}

impl Method {
    /// How many parts there are.
    #[must_use]
    pub const fn parts(self) -> usize {
        match self {
            Self::McMillanRodrik => 2,
            Self::Fabricant | Self::Csls | Self::Gead | Self::Nordhaus => 3,
        }
    }
}

/// What is known of each group, period and sector; NaN where a group has no such sector.
#[derive(Debug, Clone, Copy)]
pub struct Sectors<'a> {
    /// Real output.
    pub output: ArrayView3<'a, f64>,
    /// Labour.
    pub labour: ArrayView3<'a, f64>,
    /// The price of output; read by `Gead` and `Nordhaus`.
    pub price: ArrayView3<'a, f64>,
    /// The price of the group's whole output, group × period; read by `Gead`.
    pub aggregate_price: ArrayView2<'a, f64>,
}

/// The parts of every group and pair of periods.
#[derive(Debug, PartialEq)]
pub struct ShiftShare {
    /// (Group, pair) × sector × part.
    pub parts: Array3<f64>,
    /// (Group, pair) × start, end and change of what is taken apart; the index of `Nordhaus` has a change only.
    pub totals: Array2<f64>,
}

/// One sector at both ends of a pair.
#[derive(Debug, Clone, Copy)]
struct Ends {
    sector: usize,
    output: [f64; 2],
    labour: [f64; 2],
    price: [f64; 2],
}

/// `weakties.productivity.shift_share`: the parts of the change of labour productivity, sector by sector.
pub fn shift_share(sectors: Sectors, pairs: &[Pair], method: Method) -> Result<ShiftShare> {
    let (groups, periods, count) = sectors.output.dim();
    if sectors.labour.dim() != sectors.output.dim()
        || sectors.price.dim() != sectors.output.dim()
        || sectors.aggregate_price.dim() != (groups, periods)
    {
        return Err(Error::invalid("`output`, `labour` and `price` must have one value a group, period and sector"));
    }
    if let Some(pair) = pairs.iter().find(|pair| pair.start >= periods || pair.end >= periods) {
        return Err(Error::invalid(format!(
            "`periods` must name periods below {periods}: got {} and {}",
            pair.start, pair.end
        )));
    }
    let mut parts = Array3::from_elem((groups * pairs.len(), count, method.parts()), f64::NAN);
    let mut totals = Array2::zeros((groups * pairs.len(), 3));
    for group in 0..groups {
        for (place, pair) in pairs.iter().enumerate() {
            let cell = group * pairs.len() + place;
            let periods = [pair.start, pair.end];
            let of = |table: ArrayView3<f64>, sector| periods.map(|period| table[[group, period, sector]]);
            let ends: Vec<Ends> = (0..count)
                .map(|sector| Ends {
                    sector,
                    output: of(sectors.output, sector),
                    labour: of(sectors.labour, sector),
                    price: of(sectors.price, sector),
                })
                .filter(|ends| !ends.output[0].is_nan() && !ends.output[1].is_nan())
                .collect();
            let prices = periods.map(|period| sectors.aggregate_price[[group, period]]);
            let whole = decompose(&ends, prices, method, parts.index_axis_mut(Axis(0), cell));
            totals.row_mut(cell).assign(&ndarray::arr1(&whole));
        }
    }
    Ok(ShiftShare { parts, totals })
}

/// Fills in the parts of one group and pair and returns start, end and change of the whole.
fn decompose(ends: &[Ends], prices: [f64; 2], method: Method, mut parts: ArrayViewMut2<f64>) -> [f64; 3] {
    let labour = [0, 1].map(|end| ends.iter().map(|sector| sector.labour[end]).sum::<f64>());
    if method == Method::Nordhaus {
        return logs(ends, labour, parts);
    }
    // Σ θ x; relative prices are 1 in all methods but GEAD.
    let relative =
        |sector: &Ends, end: usize| if method == Method::Gead { sector.price[end] / prices[end] } else { 1.0 };
    let whole = [0, 1]
        .map(|end| ends.iter().map(|sector| relative(sector, end) * sector.output[end]).sum::<f64>() / labour[end]);
    for sector in ends {
        let share = [0, 1].map(|end| relative(sector, end) * sector.labour[end] / labour[end]);
        let level = [0, 1].map(|end| sector.output[end] / sector.labour[end]);
        let (moved, grown) = (share[1] - share[0], level[1] - level[0]);
        let within = share[0] * grown;
        let found = match method {
            Method::McMillanRodrik => [within, level[1] * moved, 0.0],
            Method::Csls => [within, (level[0] - whole[0]) * moved, (grown - (whole[1] - whole[0])) * moved],
            _ => [within, level[0] * moved, grown * moved],
        };
        for (part, value) in parts.row_mut(sector.sector).iter_mut().zip(found) {
            *part = value;
        }
    }
    [whole[0], whole[1], whole[1] - whole[0]]
}

/// The parts in logs, of a whole whose growth is that of a Törnqvist index of output less that of labour.
fn logs(ends: &[Ends], labour: [f64; 2], mut parts: ArrayViewMut2<f64>) -> [f64; 3] {
    let nominal = [0, 1].map(|end| ends.iter().map(|sector| sector.price[end] * sector.output[end]).sum::<f64>());
    let mut growth = -libm::log(labour[1] / labour[0]);
    for sector in ends {
        let value = [0, 1].map(|end| sector.price[end] * sector.output[end] / nominal[end]);
        let hours = [0, 1].map(|end| sector.labour[end] / labour[end]);
        let average = f64::midpoint(value[0], value[1]);
        let outputs = libm::log(sector.output[1] / sector.output[0]);
        let grown = outputs - libm::log(sector.labour[1] / sector.labour[0]);
        // The logarithmic mean of both shares of hours, times the change of their log, is the change itself.
        let denison = average * libm::log(hours[1] / hours[0]) - (hours[1] - hours[0]);
        let found = [value[0] * grown, (average - value[0]) * grown, denison];
        for (part, value) in parts.row_mut(sector.sector).iter_mut().zip(found) {
            *part = value;
        }
        growth += average * outputs;
    }
    [f64::NAN, f64::NAN, growth]
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    /// Two sectors: labour 6 and 4 with output 6 and 12, then 4 and 6 with 8 and 24. X goes from 1.8 to 3.2.
    fn parts(method: Method) -> ShiftShare {
        let output = array![[[6.0, 12.0], [8.0, 24.0]]];
        let labour = array![[[6.0, 4.0], [4.0, 6.0]]];
        let price = array![[[1.0, 1.0], [1.0, 0.5]]];
        let aggregate_price = array![[1.0, 20.0 / 32.0]];
        let sectors = Sectors {
            output: output.view(),
            labour: labour.view(),
            price: price.view(),
            aggregate_price: aggregate_price.view(),
        };
        shift_share(sectors, &[Pair { start: 0, end: 1 }], method).unwrap()
    }

    fn close(found: &ShiftShare, expected: [[f64; 3]; 2]) {
        for (row, expected) in found.parts.index_axis(Axis(0), 0).rows().into_iter().zip(expected) {
            for (x, y) in row.iter().zip(expected) {
                assert!((x - y).abs() < 1e-14, "{row} {expected:?}");
            }
        }
        assert!((found.parts.sum() - found.totals[[0, 2]]).abs() < 1e-14);
    }

    #[test]
    fn two_sectors_by_hand() {
        // θ: .6 → .4 and .4 → .6; x: 1 → 2 and 3 → 4.
        close(&parts(Method::McMillanRodrik), [[0.6, -0.4, 0.0], [0.4, 0.8, 0.0]]);
        close(&parts(Method::Fabricant), [[0.6, -0.2, -0.2], [0.4, 0.6, 0.2]]);
        close(&parts(Method::Csls), [[0.6, 0.16, 0.08], [0.4, 0.24, -0.08]]);
        // q: .6 → .64 and .4 → .48.
        close(&parts(Method::Gead), [[0.6, 0.04, 0.04], [0.4, 0.24, 0.08]]);
        assert_eq!(parts(Method::Csls).totals.row(0).to_vec(), [1.8, 3.2, 3.2 - 1.8]);
    }

    #[test]
    fn logs_by_hand() {
        // v: 1/3 → .4 and 2/3 → .6; dln a = ln 2 and ln(4/3); dln h = ln(2/3) and ln(3/2).
        let average = [f64::midpoint(1.0 / 3.0, 0.4), f64::midpoint(2.0 / 3.0, 0.6)];
        let (two, third, moved) = (2f64.ln(), (4f64 / 3.0).ln(), 1.5f64.ln());
        close(
            &parts(Method::Nordhaus),
            [
                [two / 3.0, (average[0] - 1.0 / 3.0) * two, -average[0] * moved + 0.2],
                [third * 2.0 / 3.0, (average[1] - 2.0 / 3.0) * third, average[1] * moved - 0.2],
            ],
        );
    }

    #[test]
    fn shapes_and_periods_that_do_not_fit_are_refused() {
        let (wide, narrow, prices) = (Array3::ones((1, 2, 2)), Array3::ones((1, 2, 1)), Array2::ones((1, 2)));
        let sectors =
            |labour| Sectors { output: wide.view(), labour, price: wide.view(), aggregate_price: prices.view() };
        for (labour, end) in [(narrow.view(), 1), (wide.view(), 2)] {
            let outcome = shift_share(sectors(labour), &[Pair { start: 0, end }], Method::Csls);
            assert!(matches!(outcome, Err(Error::InvalidInput(_))));
        }
    }
}
