//! Which values of a table may be shown, when some must not be and others add up to them.
//!
//! Values are tied by linear relations. A hidden value is exposed when the relations and the shown values determine it:
//! when its unit vector lies in the row space of the relations' columns of unknown values.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};
use crate::run::Run;

/// Coefficients are small whole numbers as a rule; what elimination leaves below this is rounding.
const NOTHING: f64 = 1e-9;

/// What is known of a value from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It may be shown.
    Shown,
    /// It must not be shown, nor be determined by what is shown.
    Secret,
    /// It is no part of the table, but relations contain it.
    Outside,
}

/// What becomes of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is as it was.
    Kept,
    /// It is hidden to protect another one.
    Hidden,
    /// It is secret, and yet determined by what must be shown.
    Exposed,
}

/// The values of a table and how they hang together.
#[derive(Debug, Clone, Copy)]
pub struct Values<'a> {
    /// What is known of each value.
    pub roles: &'a [Role],
    /// What it costs to hide each value.
    pub costs: &'a [f64],
    /// Which sets of firms each value rests on.
    pub sets: &'a [Vec<usize>],
    /// How many firms each set holds.
    pub sizes: &'a [f64],
    /// For each relation, the values and their coefficients, which sum to what everybody knows.
    pub relations: &'a [Vec<(usize, f64)>],
}

/// `weakties.productivity.disclosure`: hides further values until no secret is determined, and until what the hidden
/// values of a relation sum to rests on at least `minimum` firms.
pub fn complementary(values: &Values, minimum: f64, run: &Run) -> Result<Vec<Fate>> {
    let count = values.roles.len();
    let outside = values.relations.iter().flatten().any(|&(value, _)| value >= count)
        || values.sets.iter().flatten().any(|&set| set >= values.sizes.len());
    if [values.costs.len(), values.sets.len()] != [count; 2] || outside {
        return Err(Error::invalid("`additive` names values or sets that are not there"));
    }
    let mut fates = vec![Fate::Kept; count];
    let blocks = blocks(values);
    run.expect_steps(blocks.len() as u64);
    for block in blocks {
        protect(values, minimum, &block, &mut fates, run)?;
        run.advance(1)?;
    }
    Ok(fates)
}

/// The relations that hang together, for every block with a secret.
fn blocks(values: &Values) -> Vec<Vec<usize>> {
    let mut of_value: Vec<Vec<usize>> = vec![Vec::new(); values.roles.len()];
    for (relation, members) in values.relations.iter().enumerate() {
        for &(value, _) in members {
            of_value[value].push(relation);
        }
    }
    let mut seen = vec![false; values.relations.len()];
    let mut blocks = Vec::new();
    for first in 0..values.relations.len() {
        if seen[first] {
            continue;
        }
        seen[first] = true;
        let mut block = vec![first];
        let mut next = 0;
        while next < block.len() {
            for &(value, _) in &values.relations[block[next]] {
                for &relation in &of_value[value] {
                    if !seen[relation] {
                        seen[relation] = true;
                        block.push(relation);
                    }
                }
            }
            next += 1;
        }
        let secret =
            |&relation: &usize| values.relations[relation].iter().any(|&(v, _)| values.roles[v] == Role::Secret);
        if block.iter().any(secret) {
            block.sort_unstable();
            blocks.push(block);
        }
    }
    blocks
}

/// How a block fails to protect, and which values would help if they were hidden.
enum Leak {
    /// A secret is determined.
    Determined { secret: usize, helpers: Vec<usize> },
    /// The sum of the hidden values of a relation rests on too few firms.
    Small { helpers: Vec<usize> },
}

fn protect(values: &Values, minimum: f64, block: &[usize], fates: &mut [Fate], run: &Run) -> Result<()> {
    let mut hidden = Vec::new();
    // Secrets and relations that nothing can help are passed over, each at most once.
    while let Some(leak) = leak(values, minimum, block, fates) {
        run.go_on()?;
        let (secret, helpers) = match leak {
            Leak::Determined { secret, helpers } => (Some(secret), helpers),
            Leak::Small { helpers } => (None, helpers),
        };
        let cheapest = helpers.into_iter().min_by(|&a, &b| values.costs[a].total_cmp(&values.costs[b]).then(a.cmp(&b)));
        match (cheapest, secret) {
            (Some(helper), _) => {
                fates[helper] = Fate::Hidden;
                hidden.push(helper);
            }
            (None, Some(secret)) => fates[secret] = Fate::Exposed,
            (None, None) => return Err(Error::internal("a relation without help was not passed over")),
        }
    }
    // An early choice may have become needless by later ones; the dearest is shown again first.
    hidden.sort_by(|&a, &b| values.costs[b].total_cmp(&values.costs[a]).then(b.cmp(&a)));
    for helper in hidden {
        run.go_on()?;
        fates[helper] = Fate::Kept;
        if leak(values, minimum, block, fates).is_some() {
            fates[helper] = Fate::Hidden;
        }
    }
    Ok(())
}

fn leak(values: &Values, minimum: f64, block: &[usize], fates: &[Fate]) -> Option<Leak> {
    let unknown = |value: usize| values.roles[value] != Role::Shown || fates[value] == Fate::Hidden;
    let can_help = |value: &usize| !unknown(*value) && values.costs[*value].is_finite();
    let secret = |value: usize| values.roles[value] == Role::Secret && fates[value] != Fate::Exposed;
    for &relation in block {
        let members = &values.relations[relation];
        let hidden: Vec<usize> = members.iter().map(|&(value, _)| value).filter(|&value| unknown(value)).collect();
        let outside = hidden.iter().any(|&value| values.roles[value] == Role::Outside);
        if outside || !hidden.iter().any(|&value| secret(value)) {
            continue;
        }
        let sets: BTreeSet<usize> = hidden.iter().flat_map(|&value| values.sets[value].iter().copied()).collect();
        if sets.iter().map(|&set| values.sizes[set]).sum::<f64>() < minimum {
            let helpers: Vec<usize> = members.iter().map(|&(value, _)| value).filter(can_help).collect();
            if !helpers.is_empty() {
                return Some(Leak::Small { helpers });
            }
        }
    }
    for (value, combination) in determined(values, block, unknown) {
        if !secret(value) {
            continue;
        }
        let mut combined: BTreeMap<usize, f64> = BTreeMap::new();
        for (relation, times) in combination {
            for &(member, coefficient) in &values.relations[relation] {
                *combined.entry(member).or_default() += times * coefficient;
            }
        }
        let helpers =
            combined.into_iter().filter(|(_, size)| size.abs() > NOTHING).map(|(member, _)| member).filter(can_help);
        return Some(Leak::Determined { secret: value, helpers: helpers.collect() });
    }
    None
}

type Sparse = BTreeMap<usize, f64>;

/// The unknown values that the relations determine, each with the combination of relations that does so.
fn determined(values: &Values, block: &[usize], unknown: impl Fn(usize) -> bool) -> Vec<(usize, Sparse)> {
    // Reduced rows: pivot, unknown values, and the relations they are made of.
    let mut rows: Vec<(usize, Sparse, Sparse)> = Vec::new();
    let mut row_of: BTreeMap<usize, usize> = BTreeMap::new();
    for &relation in block {
        let mut row: Sparse = BTreeMap::new();
        for &(value, coefficient) in values.relations[relation].iter().filter(|&&(value, _)| unknown(value)) {
            *row.entry(value).or_default() += coefficient;
        }
        let mut made_of = Sparse::from([(relation, 1.0)]);
        for (value, times) in row.clone() {
            if let Some(&at) = row_of.get(&value) {
                subtract(&mut row, times, &rows[at].1);
                subtract(&mut made_of, times, &rows[at].2);
            }
        }
        let largest = row.iter().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()).then(b.0.cmp(a.0)));
        let Some((&pivot, &size)) = largest.filter(|(_, size)| size.abs() > NOTHING) else { continue };
        for number in row.values_mut().chain(made_of.values_mut()) {
            *number /= size;
        }
        for (_, other, other_made_of) in &mut rows {
            if let Some(&times) = other.get(&pivot) {
                subtract(other, times, &row);
                subtract(other_made_of, times, &made_of);
            }
        }
        row_of.insert(pivot, rows.len());
        rows.push((pivot, row, made_of));
    }
    rows.into_iter().filter(|(_, row, _)| row.len() == 1).map(|(pivot, _, made_of)| (pivot, made_of)).collect()
}

fn subtract(row: &mut Sparse, times: f64, other: &Sparse) {
    for (&place, number) in other {
        *row.entry(place).or_default() -= times * number;
    }
    row.retain(|_, number| number.abs() > NOTHING);
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: Role = Role::Shown;
    const X: Role = Role::Secret;

    fn fates(roles: &[Role], costs: &[f64], firms: &[f64], relations: &[&[(usize, f64)]], minimum: f64) -> Vec<Fate> {
        let sets: Vec<Vec<usize>> = (0..roles.len()).map(|value| vec![value]).collect();
        let relations: Vec<Vec<(usize, f64)>> = relations.iter().map(|members| members.to_vec()).collect();
        let values = Values { roles, costs, sets: &sets, sizes: firms, relations: &relations };
        complementary(&values, minimum, &Run::quiet()).unwrap()
    }

    #[test]
    fn the_cheapest_part_goes_with_a_lone_secret() {
        let sum: &[(usize, f64)] = &[(0, 1.0), (1, 1.0), (2, 1.0), (3, -1.0)];
        let found = fates(&[S, X, S, S], &[5.0, 1.0, 4.0, 9.0], &[5.0, 1.0, 4.0, 9.0], &[sum], 3.0);
        assert_eq!(found, [Fate::Kept, Fate::Kept, Fate::Hidden, Fate::Kept]);
        // One and four firms are not yet ten.
        let found = fates(&[S, X, S, S], &[5.0, 1.0, 4.0, 9.0], &[5.0, 1.0, 4.0, 9.0], &[sum], 10.0);
        assert_eq!(found, [Fate::Hidden, Fate::Kept, Fate::Hidden, Fate::Kept]);
    }

    #[test]
    fn a_table_with_two_margins_needs_a_rectangle() {
        // Cells 0 to 8 by row, margins 9 to 14.
        let mut relations: Vec<Vec<(usize, f64)>> = Vec::new();
        for each in 0..3 {
            relations.push((0..3).map(|at| (3 * each + at, 1.0)).chain([(9 + each, -1.0)]).collect());
            relations.push((0..3).map(|at| (3 * at + each, 1.0)).chain([(12 + each, -1.0)]).collect());
        }
        let mut roles = vec![S; 15];
        roles[4] = X;
        let costs: Vec<f64> = (0..15).map(|value| if value < 9 { f64::from(value) } else { 100.0 }).collect();
        let borrowed: Vec<&[(usize, f64)]> = relations.iter().map(Vec::as_slice).collect();
        let found = fates(&roles, &costs, &[1.0; 15], &borrowed, 0.0);
        let hidden: Vec<usize> = (0..15).filter(|&value| found[value] == Fate::Hidden).collect();
        assert_eq!(hidden, [0, 1, 3]);
    }

    #[test]
    fn what_may_not_be_hidden_exposes() {
        let found = fates(&[X, S], &[1.0, f64::INFINITY], &[1.0, 1.0], &[&[(0, 1.0), (1, -1.0)]], 0.0);
        assert_eq!(found, [Fate::Exposed, Fate::Kept]);
    }

    #[test]
    fn a_value_outside_the_table_protects_as_long_as_nothing_fixes_it() {
        let differences: [&[(usize, f64)]; 2] = [&[(0, 1.0), (2, -1.0)], &[(1, 1.0), (2, -1.0)]];
        let roles = [X, S, Role::Outside];
        let found = fates(&roles, &[1.0, 1.0, f64::INFINITY], &[1.0; 3], &differences[..1], 0.0);
        assert_eq!(found, [Fate::Kept; 3]);
        let found = fates(&roles, &[1.0, 1.0, f64::INFINITY], &[1.0; 3], &differences, 0.0);
        assert_eq!(found, [Fate::Kept, Fate::Hidden, Fate::Kept]);
    }
}
