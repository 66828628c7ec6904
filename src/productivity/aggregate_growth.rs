//! Growth of aggregate productivity with Domar weights: technical efficiency and reallocation of inputs, after Petrin
//! and Levinsohn (2012).

use ndarray::ArrayView2;

use super::decomposition::Decomposition;
use super::firms::{Firms, Meeting, Rules};
use super::moments::Pair;
use super::resample::Plan;
use crate::error::{Error, Result};
use crate::run::Run;

/// What firms make and use, one row each in the order of the panel's columns.
#[derive(Debug, Clone, Copy)]
pub struct Accounts<'a> {
    /// Value of output.
    pub revenue: &'a [f64],
    /// Logarithm of the quantity of output.
    pub quantity: &'a [f64],
    /// Row × input: logarithm of the quantity of the input.
    pub inputs: ArrayView2<'a, f64>,
    /// Row × input: what the input cost.
    pub costs: ArrayView2<'a, f64>,
    /// Row × input: elasticity of output with respect to the input.
    pub elasticities: ArrayView2<'a, f64>,
    /// Which inputs are bought from other firms, and so are no value added.
    pub intermediate: &'a [bool],
}

impl Accounts<'_> {
    fn check(&self, rows: usize) -> Result<()> {
        let shape = (rows, self.intermediate.len());
        for (name, found) in [
            ("inputs", self.inputs.dim()),
            ("costs", self.costs.dim()),
            ("elasticities", self.elasticities.dim()),
            ("revenue", (self.revenue.len(), shape.1)),
            ("quantity", (self.quantity.len(), shape.1)),
        ] {
            if found != shape {
                return Err(Error::invalid(format!("`{name}` must be {shape:?}, row by input: got {found:?}")));
            }
        }
        Ok(())
    }

    /// Whether everything is known of a row.
    fn is_known(&self, row: usize) -> bool {
        let tables = [&self.inputs, &self.costs, &self.elasticities];
        self.revenue[row].is_finite()
            && self.quantity[row].is_finite()
            && tables.iter().all(|table| table.row(row).iter().all(|x| x.is_finite()))
    }

    fn value_added(&self, row: usize) -> f64 {
        let bought = self.costs.row(row).into_iter().zip(self.intermediate).filter(|(_, bought)| **bought);
        self.revenue[row] - bought.map(|(cost, _)| cost).sum::<f64>()
    }

    /// What is left of revenue when every input is paid.
    fn profit(&self, row: usize) -> f64 {
        self.revenue[row] - self.costs.row(row).sum()
    }
}

/// The sums of one group for one pair; `parts` are survivors' terms weighted by revenue at the start and at the end.
#[derive(Debug, Clone)]
struct Cell {
    parts: Vec<[f64; 2]>,
    value_added: [f64; 2],
    revenue: [f64; 2],
    entry: f64,
    exit: f64,
    /// Survivors, entrants, exiters, left out.
    firms: [f64; 4],
}

/// `weakties.productivity.aggregate_growth`.
///
/// Rows: every group, in it every pair, in it the components technical efficiency, reallocation of each input, entry,
/// exit and total. Counts, the same for all components of a cell: survivors, entrants, exiters, firms left out for what
/// is not known of them, and survivors' revenue over value added at the start and at the end.
pub fn aggregate_growth(
    firms: &Firms,
    accounts: &Accounts,
    pairs: &[Pair],
    rules: Rules,
    plan: &Plan,
    run: &Run,
) -> Result<Decomposition> {
    accounts.check(firms.len())?;
    firms.check_pairs(pairs)?;
    let known: Vec<bool> = (0..firms.len()).map(|row| accounts.is_known(row)).collect();
    firms.resampled(plan, run, |multiplicities| {
        let mut cells = vec![Cell::new(accounts.intermediate.len()); firms.groups() * pairs.len()];
        firms.meet(pairs, rules, 1, multiplicities, run, |meeting| {
            cells[meeting.group * pairs.len() + meeting.pair].add(meeting, accounts, &known);
        })?;
        Ok(cells.iter().flat_map(Cell::rows).collect())
    })
}

impl Cell {
    /// A cell with nobody in it; of its parts the first is the whole growth of survivors, the second its efficiency.
    fn new(inputs: usize) -> Self {
        let zero = [0.0; 2];
        let parts = vec![zero; inputs + 2];
        Self { parts, value_added: zero, revenue: zero, entry: 0.0, exit: 0.0, firms: [0.0; 4] }
    }

    fn add(&mut self, meeting: &Meeting, accounts: &Accounts, known: &[bool]) {
        let Meeting { start, end, times, .. } = *meeting;
        if ![start, end].into_iter().flatten().all(|row| known[row]) {
            self.firms[3] += times;
            return;
        }
        for (side, row) in [start, end].into_iter().enumerate() {
            self.value_added[side] += row.map_or(0.0, |row| times * accounts.value_added(row));
        }
        match (start, end) {
            (Some(start), Some(end)) => {
                self.firms[0] += times;
                self.survive(start, end, times, accounts);
            }
            (None, Some(end)) => {
                self.firms[1] += times;
                self.entry += times * accounts.profit(end);
            }
            (Some(start), None) => {
                self.firms[2] += times;
                self.exit -= times * accounts.profit(start);
            }
            (None, None) => {}
        }
    }

    fn survive(&mut self, start: usize, end: usize, times: f64, accounts: &Accounts) {
        let revenue = [start, end].map(|row| accounts.revenue[row]);
        for (sum, revenue) in self.revenue.iter_mut().zip(revenue) {
            *sum += times * revenue;
        }
        let mut add = |part: usize, x: f64| {
            for (sum, revenue) in self.parts[part].iter_mut().zip(revenue) {
                *sum += times * revenue * x;
            }
        };
        let growth = accounts.quantity[end] - accounts.quantity[start];
        let (mut residual, mut efficiency) = (growth, growth);
        for input in 0..accounts.intermediate.len() {
            let mean = |at_start: f64, at_end: f64| 0.5 * (at_start + at_end);
            let used = accounts.inputs[[end, input]] - accounts.inputs[[start, input]];
            let elasticity = mean(accounts.elasticities[[start, input]], accounts.elasticities[[end, input]]);
            let share = mean(accounts.costs[[start, input]] / revenue[0], accounts.costs[[end, input]] / revenue[1]);
            residual -= share * used;
            efficiency -= elasticity * used;
            add(input + 2, (elasticity - share) * used);
        }
        add(0, residual);
        add(1, efficiency);
    }

    fn rows(&self) -> Vec<([f64; 1], [f64; 6])> {
        let [before, after] = self.value_added;
        let weighted = |part: &[f64; 2]| 0.5 * (part[0] / before + part[1] / after);
        let (entry, exit) = (self.entry / after + 0.0, self.exit / before + 0.0);
        let total = weighted(&self.parts[0]) + entry + exit;
        let domar = [self.revenue[0] / before, self.revenue[1] / after];
        let [stay, come, leave, left_out] = self.firms;
        let counts = [stay, come, leave, left_out, domar[0], domar[1]];
        // Over a value added that is not positive nothing can be weighed.
        let stands = before > 0.0 && after > 0.0;
        let parts = self.parts[1..].iter().map(weighted).chain([entry, exit, total]);
        parts.map(|value| ([if stands { value } else { f64::NAN }], counts)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::productivity::moments::GroupChange;
    use crate::productivity::panel::Columns;
    use crate::random::Seed;
    use ndarray::array;

    #[test]
    fn three_firms_by_hand() {
        let columns = Columns {
            firm: &[0, 0, 1, 2],
            period: &[0, 1, 0, 1],
            group: &[0; 4],
            productivity: &[0.0; 4],
            weight: &[0.0; 4],
            totals: &[1.0; 2],
            first: &[0, 0, 1],
            last: &[1, 0, 1],
            periods: 2,
            groups: 1,
        };
        let (labour, costs) = (array![[0.0], [1.0], [0.0], [0.0]], array![[2.0], [4.0], [3.0], [1.0]]);
        let elasticities = array![[0.75], [0.75], [0.75], [0.75]];
        let accounts = Accounts {
            revenue: &[4.0, 8.0, 4.0, 2.0],
            quantity: &[0.0, 2.0, 0.0, 0.0],
            inputs: labour.view(),
            costs: costs.view(),
            elasticities: elasticities.view(),
            intermediate: &[false],
        };
        let firms = Firms::new(&columns).unwrap();
        let plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1, 2], strata: &[3] };
        let rules = Rules { group_change: GroupChange::Exit, unseen_enter: true, unseen_exit: true, bridged: 0 };
        let pairs = [Pair { start: 0, end: 1 }];
        let grown = |accounts: &Accounts| aggregate_growth(&firms, accounts, &pairs, rules, &plan, &Run::quiet());
        let parts = grown(&accounts).unwrap();
        // The survivor weighs ½ (4/8 + 8/10) = 0.65; its output grows by 2, its labour by 1 at a share of a half.
        let expected = [0.65 * 1.25, 0.65 * 0.25, 0.1, -0.125, 0.65 * 1.5 + 0.1 - 0.125];
        for (found, expected) in parts.components.iter().zip(expected) {
            assert!((found - expected).abs() < 1e-15, "{found} for {expected}");
        }
        assert_eq!(parts.counts.row(0).to_vec(), [1.0, 1.0, 1.0, 0.0, 0.5, 0.8]);
        assert!(grown(&Accounts { intermediate: &[], ..accounts }).is_err());
        let unknown = grown(&Accounts { revenue: &[4.0, f64::NAN, 4.0, 2.0], ..accounts }).unwrap();
        assert_eq!(unknown.counts.row(0).to_vec()[..4], [0.0, 1.0, 1.0, 1.0]);
    }
}
