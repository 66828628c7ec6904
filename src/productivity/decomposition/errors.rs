//! Standard errors without resamples: what each cluster of firms adds to each component, to first order.
//!
//! A component is a smooth function c of sums Σ xᵢ over firms, and does not change if every firm counts twice. So firm i
//! moves it by ψᵢ = Σₖ ∂c/∂(sum k) xᵢₖ, these add up to 0, and the variance is Σ ψ², the ψ of a cluster taken together
//! and less their mean in the stratum. It is what the bootstrap tends to with many firms (the infinitesimal jackknife).

use ndarray::Array2;

use super::change::{Change, SUMS};
use super::{Question, olley_pakes, shaped};
use crate::error::Result;
use crate::productivity::moments::{Fate, Moments, Part, cells};
use crate::productivity::number::Dual;
use crate::productivity::panel::{Life, Panel};
use crate::productivity::resample::Plan;
use crate::run::Run;

/// How many clusters one thread takes at a time.
const CHUNK: usize = 4096;

/// Where the sums of a `Change` stand: survivors before and after, entrants, exiters, and the two mixed ones.
const AFTER: usize = 4;
const ENTRANTS: usize = 8;
const EXITERS: usize = 12;
const MIXED: usize = 16;

/// `weakties.productivity.decompose` with `errors="analytic"`: cell × component, as `decompose` orders them.
pub fn analytic_errors(panel: &Panel, question: &Question, plan: &Plan, run: &Run) -> Result<Array2<f64>> {
    let layout = question.layout(panel)?;
    let whole = cells(panel, &layout, &vec![1; panel.firms.len()], None, run)?;
    let width: usize = question.methods.iter().map(|method| method.components_and_total()).sum();
    let mut slopes = Vec::with_capacity(whole.changes.len() * SUMS * width);
    let mut components = Vec::with_capacity(width);
    for cell in &whole.changes {
        let change = Change::of(cell, question.rules, panel.centre);
        for sum in 0..SUMS {
            components.clear();
            let seeded = change.seeded(sum);
            for method in question.methods {
                method.components(&seeded, &mut components);
            }
            slopes.extend(components.iter().map(|component: &Dual| component.slope));
        }
    }
    let rules = question.rules;
    let influence = |life: &Life, share: &[f64], levels: &[f64], room: &mut Room| {
        let mut parts = std::mem::take(&mut room.parts);
        layout.parts(life, &mut room.seen, &mut parts);
        for part in &parts {
            let slopes = &slopes[part.cell * SUMS * width..][..SUMS * width];
            let mut add = |sum: usize, value: f64| room.add(part.cell, value, &slopes[sum * width..][..width]);
            let mut all = |first: usize, row: usize| {
                for (place, value) in [1.0, share[row], levels[row], share[row] * levels[row]].into_iter().enumerate() {
                    add(first + place, value);
                }
            };
            match part.fate {
                Fate::Stays { later } => {
                    all(0, part.row);
                    all(AFTER, later);
                    add(MIXED, share[part.row] * levels[later]);
                    add(MIXED + 1, share[later] * levels[part.row]);
                }
                Fate::Unseen if part.at_start && !rules.unseen_exit || !part.at_start && !rules.unseen_enter => {}
                _ => all(if part.at_start { EXITERS } else { ENTRANTS }, part.row),
            }
        }
        room.parts = parts;
    };
    errors(panel, plan, (whole.changes.len(), width), influence, run)
}

/// `weakties.productivity.olley_pakes` with `errors="analytic"`: cell × component.
pub fn analytic_level_errors(panel: &Panel, plan: &Plan, run: &Run) -> Result<Array2<f64>> {
    let layout = olley_pakes::layout(panel)?;
    let whole = cells(panel, &layout, &vec![1; panel.firms.len()], None, run)?;
    let mut slopes: Vec<[[f64; 3]; 4]> = Vec::with_capacity(whole.levels.len());
    for cell in &whole.levels {
        slopes.push([0, 1, 2, 3].map(|seed| {
            let sum = |place: usize, value| Dual { value, slope: if place == seed { 1.0 } else { 0.0 } };
            let seeded = Moments {
                firms: sum(0, cell.firms),
                weight: sum(1, cell.weight),
                level: sum(2, cell.level),
                weighted: sum(3, cell.weighted),
            };
            olley_pakes::components(&seeded, panel.centre).map(|component| component.slope)
        }));
    }
    let influence = |life: &Life, share: &[f64], levels: &[f64], room: &mut Room| {
        for ((place, s), p) in life.places.iter().zip(share).zip(levels) {
            let cell = place.group as usize * panel.periods + place.period as usize;
            for (value, slopes) in [1.0, *s, *p, s * p].into_iter().zip(&slopes[cell]) {
                room.add(cell, value, slopes);
            }
        }
    };
    errors(panel, plan, (whole.levels.len(), 3), influence, run)
}

/// What one cluster adds to the components, and room to find out.
struct Room {
    seen: Vec<usize>,
    parts: Vec<Part>,
    width: usize,
    /// Cell × component.
    added: Vec<f64>,
    touched: Vec<usize>,
    is_touched: Vec<bool>,
}

impl Room {
    fn new((cells, width): (usize, usize)) -> Self {
        Self {
            seen: Vec::new(),
            parts: Vec::new(),
            width,
            added: vec![0.0; cells * width],
            touched: Vec::new(),
            is_touched: vec![false; cells],
        }
    }

    fn add(&mut self, cell: usize, value: f64, slopes: &[f64]) {
        if !self.is_touched[cell] {
            self.is_touched[cell] = true;
            self.touched.push(cell);
        }
        for (added, slope) in self.added[cell * self.width..].iter_mut().zip(slopes) {
            *added += value * slope;
        }
    }
}

/// The square roots of Σ over strata of Σ ψ² − (Σ ψ)² / clusters.
fn errors(
    panel: &Panel,
    plan: &Plan,
    (cells, width): (usize, usize),
    influence: impl Fn(&Life, &[f64], &[f64], &mut Room) + Sync + Send,
    run: &Run,
) -> Result<Array2<f64>> {
    plan.check(panel.firms.len())?;
    let (starts, order) = by_cluster(panel, plan);
    let mut cohort_of = vec![0; panel.firms.len()];
    for (number, cohort) in panel.cohorts.iter().enumerate() {
        cohort_of[cohort.firms.clone()].fill(number);
    }
    // Pieces of clusters that do not reach across strata.
    let mut pieces = Vec::new();
    let mut first = 0;
    for (stratum, &size) in plan.strata.iter().enumerate() {
        let end = first + size as usize;
        pieces.extend((first..end).step_by(CHUNK).map(|start| (stratum, start..(start + CHUNK).min(end))));
        first = end;
    }
    run.expect_steps(pieces.len() as u64);
    let sums = run.map(pieces.len(), |piece| {
        let mut room = Room::new((cells, width));
        let (mut squares, mut plain) = (vec![0.0; cells * width], vec![0.0; cells * width]);
        for cluster in pieces[piece].1.clone() {
            for &place in &order[starts[cluster]..starts[cluster + 1]] {
                let cohort = &panel.cohorts[cohort_of[place]];
                let rows = cohort.life.places.len();
                let own = cohort.start + (place - cohort.firms.start) * rows;
                let own = own..own + rows;
                influence(&cohort.life, &panel.share[own.clone()], &panel.productivity[own], &mut room);
            }
            for cell in room.touched.drain(..) {
                room.is_touched[cell] = false;
                for place in cell * width..(cell + 1) * width {
                    let added = std::mem::take(&mut room.added[place]);
                    squares[place] += added * added;
                    plain[place] += added;
                }
            }
        }
        run.advance(1)?;
        Ok((squares, plain))
    })?;
    let mut variance = vec![0.0; cells * width];
    let mut plain = vec![0.0; cells * width];
    for (number, ((stratum, _), (squares, sum))) in pieces.iter().zip(&sums).enumerate() {
        for ((variance, plain), (squares, sum)) in variance.iter_mut().zip(&mut plain).zip(squares.iter().zip(sum)) {
            *variance += squares;
            *plain += sum;
        }
        if pieces.get(number + 1).is_none_or(|(next, _)| next != stratum) {
            let size = plan.strata[*stratum] as f64;
            for (variance, plain) in variance.iter_mut().zip(&mut plain) {
                *variance -= *plain * *plain / size;
                *plain = 0.0;
            }
        }
    }
    // Rounding may leave a variance that is none a little below 0.
    let errors = variance.into_iter().map(|x| if x < 0.0 { 0.0 } else { x.sqrt() }).collect();
    shaped((cells, width), errors, Array2::from_shape_vec)
}

/// The places of firms in the panel, cluster by cluster, and where each cluster starts.
fn by_cluster(panel: &Panel, plan: &Plan) -> (Vec<usize>, Vec<usize>) {
    let clusters: usize = plan.strata.iter().map(|&size| size as usize).sum();
    let mut starts = vec![0; clusters + 1];
    for &cluster in plan.cluster {
        starts[cluster as usize + 1] += 1;
    }
    for cluster in 0..clusters {
        starts[cluster + 1] += starts[cluster];
    }
    let mut next = starts.clone();
    let mut order = vec![0; panel.firms.len()];
    for (place, firm) in panel.firms.iter().enumerate() {
        let next = &mut next[plan.cluster[firm.number as usize] as usize];
        order[*next] = place;
        *next += 1;
    }
    (starts, order)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::productivity::panel::Columns;
    use crate::random::Seed;

    #[test]
    fn the_error_of_a_mean_is_the_textbook_one() {
        let columns = Columns {
            firm: &[0, 1, 2, 3],
            period: &[0; 4],
            group: &[0; 4],
            productivity: &[1.0, 2.0, 4.0, 9.0],
            weight: &[0.25; 4],
            totals: &[1.0; 1],
            first: &[0; 4],
            last: &[0; 4],
            periods: 1,
            groups: 1,
        };
        let panel = Panel::new(&columns).unwrap();
        let plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1, 2, 3], strata: &[4] };
        let found = analytic_level_errors(&panel, &plan, &Run::quiet()).unwrap();
        // The variance of 1, 2, 4 and 9 is 9.5, by four firms.
        assert!((found[[0, 0]] - (9.5_f64 / 4.0).sqrt()).abs() < 1e-12);
        assert!((found[[0, 2]] - found[[0, 0]]).abs() < 1e-12);
        // Strata of {1, 2} and {4, 9}: (0.5 + 12.5) / 16.
        let plan = Plan { strata: &[2, 2], ..plan };
        let found = analytic_level_errors(&panel, &plan, &Run::quiet()).unwrap();
        assert!((found[[0, 0]] - (13.0_f64 / 16.0).sqrt()).abs() < 1e-12);
    }
}
