//! What the nodes that a node is tied to are like, and what institutions give a firm access to.

use ndarray::Array2;

use super::degree::Direction;
use super::two_mode::kinds;
use crate::adjacency::{Adjacency, Neighbours};
use crate::error::{Error, Result};
use crate::run::Run;

/// A table of nodes by groups may hold so many numbers: 2 GiB of them.
const MOST_CELLS: usize = 1 << 28;

/// Kernel of `weakties.networks.composition`: what share of each node's ties goes to each group, NaN without ties.
pub fn composition(
    network: &Adjacency,
    groups: &[u32],
    group_count: usize,
    direction: Direction,
    weighted: bool,
) -> Result<Array2<f64>> {
    check_groups(network, groups, group_count)?;
    if network.len().saturating_mul(group_count) > MOST_CELLS {
        return Err(Error::invalid(format!(
            "`groups` are too many for a table of {} nodes: got {group_count}; join small groups first",
            network.len()
        )));
    }
    let mut shares = Array2::zeros((network.len(), group_count));
    for (node, mut row) in shares.outer_iter_mut().enumerate() {
        let mut total = 0.0;
        for ties in ties_of(network, node, direction) {
            for (other, tie) in ties.iter() {
                let tie = if weighted { tie } else { 1.0 };
                row[groups[other] as usize] += tie;
                total += tie;
            }
        }
        check_total(total)?;
        // Without ties 0 by 0, which is NaN.
        row.mapv_inplace(|sum| sum / total);
    }
    Ok(shares)
}

fn ties_of(network: &Adjacency, node: usize, direction: Direction) -> impl Iterator<Item = Neighbours<'_>> {
    let directed = network.is_directed();
    let out = (!directed || direction != Direction::In).then(|| network.successors(node));
    let arriving = (directed && direction != Direction::Out).then(|| network.predecessors(node));
    out.into_iter().chain(arriving)
}

/// How a node's ties spread over groups: how many groups, Blau's index and Shannon's entropy.
pub type Spread = (Vec<i64>, Vec<f64>, Vec<f64>);

/// Kernel of `weakties.networks.diversity` and `communities_bridged`; indices are NaN without ties.
pub fn spread(
    affiliations: &Adjacency,
    firms: usize,
    of_firms: bool,
    groups: &[u32],
    group_count: usize,
    weighted: bool,
) -> Result<Spread> {
    check_groups(affiliations, groups, group_count)?;
    let (members, _) = kinds(affiliations, firms, of_firms)?;
    let mut sums = vec![0.0; group_count];
    let mut met: Vec<u32> = Vec::new();
    let (mut counts, mut blau, mut entropy) = (Vec::new(), Vec::new(), Vec::new());
    for member in members {
        let mut total = 0.0;
        for (other, tie) in affiliations.successors(member).iter() {
            let tie = if weighted { tie } else { 1.0 };
            let group = groups[other];
            if tie > 0.0 {
                if sums[group as usize] == 0.0 {
                    met.push(group);
                }
                sums[group as usize] += tie;
                total += tie;
            }
        }
        check_total(total)?;
        // In the order of the groups, so that a relabelling of the nodes changes no bit.
        met.sort_unstable();
        let shares: Vec<f64> = met.iter().map(|&group| sums[group as usize] / total).collect();
        let alone = shares.len() < 2;
        let index = |sum: f64| match shares.len() {
            0 => f64::NAN,
            1 => 0.0,
            _ => sum,
        };
        counts.push(i64::try_from(shares.len()).unwrap_or(i64::MAX));
        blau.push(index(if alone { 0.0 } else { 1.0 - shares.iter().map(|share| share * share).sum::<f64>() }));
        entropy
            .push(index(shares.iter().map(|&share| if share > 0.0 { -share * libm::log(share) } else { 0.0 }).sum()));
        for group in met.drain(..) {
            sums[group as usize] = 0.0;
        }
    }
    Ok((counts, blau, entropy))
}

/// Of each firm: other communities reached through its institutions, firms of them, institutions that lead there.
pub type Access = (Vec<i64>, Vec<i64>, Vec<i64>);

/// Kernel of `weakties.networks.access`; `groups` holds the community of every firm.
pub fn access(affiliations: &Adjacency, firms: usize, groups: &[u32], group_count: usize, run: &Run) -> Result<Access> {
    const SMALLEST_CHUNK: usize = 64;
    const CHUNKS: usize = 128;
    check_groups(affiliations, groups, group_count)?;
    kinds(affiliations, firms, true)?;
    run.expect_steps(firms as u64);
    let size = firms.div_ceil(CHUNKS).max(SMALLEST_CHUNK);
    let chunks = run.map(firms.div_ceil(size), |chunk| {
        // For every firm and group the last firm that met it.
        let (mut firm_met, mut group_met) = (vec![u32::MAX; firms], vec![u32::MAX; group_count]);
        let mut found = Vec::with_capacity(size);
        for firm in chunk * size..firms.min((chunk + 1) * size) {
            let own = groups[firm];
            let (mut communities, mut reached, mut leading) = (0_i64, 0_i64, 0_i64);
            for &institution in affiliations.successors(firm).nodes {
                run.go_on()?;
                let mut leads = false;
                for &other in affiliations.successors(institution as usize).nodes {
                    let group = groups[other as usize];
                    if group == own {
                        continue;
                    }
                    leads = true;
                    if firm_met[other as usize] != firm as u32 {
                        firm_met[other as usize] = firm as u32;
                        reached += 1;
                    }
                    if group_met[group as usize] != firm as u32 {
                        group_met[group as usize] = firm as u32;
                        communities += 1;
                    }
                }
                leading += i64::from(leads);
            }
            found.push((communities, reached, leading));
            run.advance(1)?;
        }
        Ok(found)
    })?;
    let mut all = (Vec::with_capacity(firms), Vec::with_capacity(firms), Vec::with_capacity(firms));
    for (communities, reached, leading) in chunks.into_iter().flatten() {
        all.0.push(communities);
        all.1.push(reached);
        all.2.push(leading);
    }
    Ok(all)
}

fn check_groups(network: &Adjacency, groups: &[u32], group_count: usize) -> Result<()> {
    if groups.len() != network.len() || groups.iter().any(|&group| group as usize >= group_count) {
        return Err(Error::invalid(format!(
            "`groups` must give each of {} nodes a number below {group_count}: got {} numbers",
            network.len(),
            groups.len()
        )));
    }
    Ok(())
}

fn check_total(total: f64) -> Result<()> {
    if total == f64::INFINITY {
        return Err(Error::invalid(
            "`strength` must add up to a finite number at each node: the sum exceeds 1.8e308; divide the weights by a \
             common number first",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    #[test]
    fn shares_of_ties_by_hand() {
        let network =
            Adjacency::from_ties(4, &[0, 0, 1, 0], &[1, 2, 0, 3], &[1.0, 2.0, 3.0, 0.0], true, Parallel::Refuse)
                .unwrap();
        let groups = [0, 1, 1, 0];
        let row = |direction, weighted| composition(&network, &groups, 2, direction, weighted).unwrap().row(0).to_vec();
        assert_eq!(row(Direction::Out, false), [1.0 / 3.0, 2.0 / 3.0]);
        assert_eq!(row(Direction::All, false), [0.25, 0.75]);
        assert_eq!(row(Direction::In, true), [0.0, 1.0]);
        let all = composition(&network, &groups, 2, Direction::In, true).unwrap();
        assert!(all.row(3).iter().all(|share| share.is_nan()));
    }

    #[test]
    fn spread_and_access_by_hand() {
        // Institution 4 joins firms 0, 1, 2; 5 joins 2 and 3; 6 joins 0 and 1, which are of one community; 7 joins 0 and 2.
        let (firms, institutions) = ([0, 1, 2, 2, 3, 0, 1, 0, 2], [4, 4, 4, 5, 5, 6, 6, 7, 7]);
        let weights = [1.0, 1.0, 1.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0];
        let ties = Adjacency::from_ties(8, &firms, &institutions, &weights, false, Parallel::Refuse).unwrap();
        let groups = [0, 0, 1, 2, 0, 0, 0, 0];
        let (counts, blau, entropy) = spread(&ties, 4, false, &groups, 3, false).unwrap();
        assert_eq!(counts, [2, 2, 1, 2]);
        assert!((blau[0] - 4.0 / 9.0).abs() < 1e-15 && blau[1] == 0.5);
        assert!((entropy[1] - 2_f64.ln()).abs() < 1e-15);
        let (communities, firms, institutions) = access(&ties, 4, &groups, 3, &Run::quiet()).unwrap();
        assert_eq!(communities, [1, 1, 2, 1]);
        assert_eq!(firms, [1, 1, 3, 1]);
        // An institution that leads to no other community does not count, and a firm met twice counts once.
        assert_eq!(institutions, [2, 1, 3, 1]);
        // A tie of weight 0 is none where weights are read.
        let (counts, blau, _) = spread(&ties, 4, true, &groups, 3, true).unwrap();
        assert_eq!(counts, [1, 1, 1, 0]);
        assert!(blau[0] == 0.0 && blau[3].is_nan());
    }

    #[test]
    fn groups_that_do_not_fit_are_refused() {
        let ties = Adjacency::from_ties(2, &[0], &[1], &[f64::MAX], false, Parallel::Refuse).unwrap();
        for groups in [&[0][..], &[0, 2][..]] {
            assert!(matches!(spread(&ties, 1, true, groups, 2, false), Err(Error::InvalidInput(_))));
        }
        assert!(spread(&ties, 1, true, &[0, 1], 2, true).is_ok());
        assert!(composition(&ties, &[0, 0], MOST_CELLS, Direction::All, false).is_err());
    }
}
