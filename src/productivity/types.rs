//! Levels between and within types of firms, after Collard-Wexler and De Loecker (2015).

use super::decomposition::Decomposition;
use super::firms::Firms;
use super::moments::{Moments, Pair};
use super::resample::Plan;
use crate::error::Result;
use crate::run::Run;

/// `weakties.productivity.across_types`; groups hold `types` types each.
///
/// Rows: every group and period; every group, in it every type and period; every group and pair of periods; then the
/// first and the third again, in each of their cells every type. Columns of the first are mean, covariance, between and
/// aggregate; of the second share, mean, covariance and aggregate of the type; of the third the changes of the first;
/// of the last two what each type adds to the first and to the third. Counts: firms and types.
pub fn across_types(firms: &Firms, types: usize, pairs: &[Pair], plan: &Plan, run: &Run) -> Result<Decomposition> {
    firms.check_parts(types, "types")?;
    firms.check_pairs(pairs)?;
    let everybody = firms.sums(&vec![1; firms.count()], run)?;
    let periods = firms.periods();
    firms.resampled(plan, run, |multiplicities| {
        let sums = firms.sums(multiplicities, run)?;
        let cells = sums.chunks(types * periods).zip(everybody.chunks(types * periods));
        let (mut levels, mut added) = (Vec::new(), Vec::new());
        for (group, expected) in cells {
            for at in 0..periods {
                let (group, expected) = (pick(group, at, periods), pick(expected, at, periods));
                levels.push(level(&group, &expected, firms.centre));
                added.extend(parts(&group, &expected, firms.centre));
            }
        }
        let within = sums
            .chunks(types * periods)
            .flat_map(|group| (0..group.len()).map(move |place| of_type(group, place, periods, firms.centre)));
        let (changed, moved) = (changes(&levels, periods, 1, pairs), changes(&added, periods, types, pairs));
        Ok(levels.into_iter().chain(within).chain(changed).chain(added).chain(moved).collect())
    })
}

/// Four components and two counts.
type Row = ([f64; 4], [f64; 2]);

/// The types of one period.
fn pick(group: &[Moments], at: usize, periods: usize) -> Vec<Moments> {
    group.iter().skip(at).step_by(periods).copied().collect()
}

fn level(types: &[Moments], expected: &[Moments], centre: f64) -> Row {
    let whole = types.iter().fold(Moments::default(), |sum, each| sum + *each);
    let there: Vec<&Moments> =
        types.iter().zip(expected).filter(|(_, expected)| expected.firms > 0.0).map(|(each, _)| each).collect();
    // A type that is there but was not drawn leaves everything but the aggregate undefined: its mean is not a number.
    let count = there.len() as f64;
    let mean = there.iter().map(|each| each.mean()).sum::<f64>() / count;
    let covariance = there.iter().map(|each| each.covariance()).sum::<f64>() / count;
    let middle = there.iter().map(|each| each.aggregate()).sum::<f64>() / count;
    let between =
        there.iter().map(|each| (each.weight / whole.weight - 1.0 / count) * (each.aggregate() - middle)).sum::<f64>();
    // A sum over no types would be 0 where there is nothing.
    let between = if there.is_empty() { f64::NAN } else { between };
    ([mean + centre, covariance, between, whole.aggregate() + centre], [whole.firms, count])
}

/// What each type adds to the components of one period; a type that is not there adds nothing to those that are.
fn parts(types: &[Moments], expected: &[Moments], centre: f64) -> Vec<Row> {
    let whole = types.iter().fold(Moments::default(), |sum, each| sum + *each);
    let there = || types.iter().zip(expected).filter(|(_, expected)| expected.firms > 0.0).map(|(each, _)| each);
    let count = there().count() as f64;
    let middle = there().map(Moments::aggregate).sum::<f64>() / count;
    let part = |own: &Moments| {
        let mean = (own.mean() + centre) / count;
        let covariance = own.covariance() / count;
        let between = (own.weight / whole.weight - 1.0 / count) * (own.aggregate() - middle);
        [mean, covariance, between, (own.aggregate() + centre) / count + between]
    };
    let nothing = [if count > 0.0 { 0.0 } else { f64::NAN }; 4];
    let rows = types.iter().zip(expected);
    rows.map(|(own, expected)| (if expected.firms > 0.0 { part(own) } else { nothing }, [own.firms, 1.0])).collect()
}

fn of_type(group: &[Moments], place: usize, periods: usize, centre: f64) -> Row {
    let weight: f64 = pick(group, place % periods, periods).iter().map(|each| each.weight).sum();
    let own = &group[place];
    ([own.weight / weight, own.mean() + centre, own.covariance(), own.aggregate() + centre], [own.firms, 1.0])
}

/// The changes of so many rows that stand side by side in every period.
fn changes(levels: &[Row], periods: usize, rows: usize, pairs: &[Pair]) -> Vec<Row> {
    let of_pair = |levels: &[Row], pair: &Pair| -> Vec<Row> {
        let ends = levels[pair.start * rows..].iter().zip(&levels[pair.end * rows..]);
        ends.take(rows)
            .map(|(before, after)| (std::array::from_fn(|part| after.0[part] - before.0[part]), after.1))
            .collect()
    };
    levels.chunks(periods * rows).flat_map(|levels| pairs.iter().flat_map(|pair| of_pair(levels, pair))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::productivity::panel::Columns;
    use crate::random::Seed;

    #[test]
    fn two_types_by_hand() {
        let columns = Columns {
            firm: &[0, 1, 2, 3],
            period: &[0, 0, 0, 0],
            group: &[0, 0, 1, 1],
            productivity: &[0.0, 4.0, 4.0, 8.0],
            weight: &[0.125, 0.125, 0.1875, 0.5625],
            totals: &[1.0; 1],
            first: &[0; 4],
            last: &[0; 4],
            periods: 1,
            groups: 2,
        };
        let plan = Plan { replicates: 0, seed: Seed([0, 0]), cluster: &[0, 1, 2, 3], strata: &[4] };
        let firms = Firms::new(&columns).unwrap();
        let parts = across_types(&firms, 2, &[], &plan, &Run::quiet()).unwrap();
        // Types: P = 2 with share ¼ and no covariance, P = 7 with share ¾ and covariance 1.
        assert_eq!(parts.components.row(0).to_vec(), [4.0, 0.5, 1.25, 5.75]);
        assert_eq!(parts.components.row(1).to_vec(), [0.25, 2.0, 0.0, 2.0]);
        assert_eq!(parts.components.row(2).to_vec(), [0.75, 6.0, 1.0, 7.0]);
        // Halves of their means and covariances, and (¼ − ½)(2 − 4.5) = (¾ − ½)(7 − 4.5) between them.
        assert_eq!(parts.components.row(3).to_vec(), [1.0, 0.0, 0.625, 1.625]);
        assert_eq!(parts.components.row(4).to_vec(), [3.0, 0.5, 0.625, 4.125]);
        assert_eq!(parts.counts.row(0).to_vec(), [4.0, 2.0]);
        assert_eq!(parts.counts.row(4).to_vec(), [2.0, 1.0]);
        assert!(across_types(&firms, 3, &[], &plan, &Run::quiet()).is_err());
        assert!(across_types(&firms, 2, &[Pair { start: 0, end: 1 }], &plan, &Run::quiet()).is_err());
    }
}
