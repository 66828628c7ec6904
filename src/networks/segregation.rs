//! Segregation: how far ties keep to groups, by the definitions in use.

use super::communities::{Groups, finite, strength};
use crate::adjacency::{Adjacency, Neighbours};
use crate::error::Result;

/// What the groups send, receive and keep. An undirected tie is sent from each end.
#[derive(Debug, Clone)]
pub struct Mixing {
    directed: bool,
    /// How many nodes are in each group.
    pub sizes: Vec<f64>,
    /// Strength that stays within each group.
    pub within: Vec<f64>,
    /// Strength sent by the members of each group.
    pub sent: Vec<f64>,
    /// Strength received by them.
    pub received: Vec<f64>,
    /// Strength sent by all.
    pub total: f64,
}

impl Mixing {
    /// Reads a network.
    pub fn of(network: &Adjacency, groups: Groups<'_>, weighted: bool) -> Result<Self> {
        let count = groups.count();
        let mut mixing = Self {
            directed: network.is_directed(),
            sizes: groups.sizes(),
            within: vec![0.0; count],
            sent: vec![0.0; count],
            received: vec![0.0; count],
            total: 0.0,
        };
        let all = groups.all();
        for (node, &own) in all.iter().enumerate() {
            let out = network.successors(node);
            let place = own as usize;
            mixing.sent[place] += strength_of(out, weighted, |_| true);
            mixing.within[place] += strength_of(out, weighted, |other| all[other as usize] == own);
            if network.is_directed() {
                mixing.received[place] += strength_of(network.predecessors(node), weighted, |_| true);
            }
        }
        if !network.is_directed() {
            mixing.received.clone_from(&mixing.sent);
        }
        mixing.total = finite(mixing.sent.iter().sum())?;
        Ok(mixing)
    }

    /// `Σ_g (w_g / W − γ s_g r_g / W²)`, NaN without ties.
    #[must_use]
    pub fn modularity(&self, resolution: f64) -> f64 {
        self.share_within() - resolution * self.by_chance()
    }

    /// Ties within groups less a share of the pairs within them, in strength.
    #[must_use]
    pub fn potts(&self, resolution: f64) -> f64 {
        let arcs: f64 = self.within.iter().sum();
        let pairs: f64 = self.sizes.iter().map(|size| size * (size - 1.0)).sum();
        let once = if self.directed { 1.0 } else { 0.5 };
        once * (arcs - resolution * pairs)
    }

    /// The share of strength that stays within groups, NaN without ties.
    #[must_use]
    pub fn share_within(&self) -> f64 {
        self.within.iter().sum::<f64>() / self.total
    }

    /// That share if everyone sent and received as much, but to and from anybody.
    fn by_chance(&self) -> f64 {
        self.sent.iter().zip(&self.received).map(|(sent, received)| sent / self.total * (received / self.total)).sum()
    }

    /// `(E − I) / (E + I)`, NaN without ties.
    #[must_use]
    pub fn ei_index(&self) -> f64 {
        1.0 - 2.0 * self.share_within()
    }

    /// `(share within − by chance) / (1 − by chance)`, NaN without ties or where all ends lie in one group.
    #[must_use]
    pub fn assortativity(&self) -> f64 {
        let inside = |strengths: &[f64]| strengths.iter().filter(|&&strength| strength > 0.0).count();
        if inside(&self.sent) <= 1 && inside(&self.received) <= 1 && self.share_within() == 1.0 {
            return f64::NAN;
        }
        let chance = self.by_chance();
        (self.share_within() - chance) / (1.0 - chance)
    }

    /// `1 − share between / share of pairs between`, NaN without ties or with one group.
    #[must_use]
    pub fn freeman(&self) -> f64 {
        let nodes: f64 = self.sizes.iter().sum();
        let between: f64 = self.sizes.iter().map(|size| size * (nodes - size)).sum();
        if between == 0.0 {
            return f64::NAN;
        }
        1.0 - (1.0 - self.share_within()) * (nodes * (nodes - 1.0)) / between
    }

    /// `(Σ_g w_g / s_g − 1) / (K − 1)`, NaN where a group sends nothing or there is one group.
    #[must_use]
    pub fn gupta_anderson_may(&self) -> f64 {
        let kept: f64 = self.within.iter().zip(&self.sent).map(|(within, sent)| within / sent).sum();
        let others = self.sizes.len() as f64 - 1.0;
        if others > 0.0 { (kept - 1.0) / others } else { f64::NAN }
    }

    /// The odds of a tie within a group over those between groups; meant for ties counted 1.
    #[must_use]
    pub fn odds_ratio(&self) -> f64 {
        let nodes: f64 = self.sizes.iter().sum();
        let pairs_within: f64 = self.sizes.iter().map(|size| size * (size - 1.0)).sum();
        let pairs_between = nodes * (nodes - 1.0) - pairs_within;
        let within: f64 = self.within.iter().sum();
        let between = self.total - within;
        within * (pairs_between - between) / ((pairs_within - within) * between)
    }

    /// Ties within a group and with others, each tie once.
    #[must_use]
    pub fn internal_and_external(&self, group: usize) -> (f64, f64) {
        let (within, sent) = (self.within[group], self.sent[group]);
        if self.directed {
            (within, sent - within + self.received[group] - within)
        } else {
            (within / 2.0, sent - within)
        }
    }

    /// Coleman's homophily index of a group, NaN where it sends nothing or all are in it.
    #[must_use]
    pub fn coleman(&self, group: usize) -> f64 {
        let nodes: f64 = self.sizes.iter().sum();
        let (within, sent) = (self.within[group], self.sent[group]);
        let chance = sent * (self.sizes[group] - 1.0) / (nodes - 1.0);
        if within >= chance { (within - chance) / (sent - chance) } else { (within - chance) / chance }
    }

    /// Density within a group and from it to others; NaN where there is no such pair.
    #[must_use]
    pub fn densities(&self, group: usize) -> (f64, f64) {
        let nodes: f64 = self.sizes.iter().sum();
        let size = self.sizes[group];
        let within = self.within[group];
        (within / (size * (size - 1.0)), (self.sent[group] - within) / (size * (nodes - size)))
    }
}

/// What the ties that count add up to: their strengths where strengths are read, their number otherwise.
fn strength_of(ties: Neighbours<'_>, weighted: bool, counts: impl Fn(u32) -> bool) -> f64 {
    if weighted {
        ties.nodes.iter().zip(ties.weights).map(|(&other, &weight)| if counts(other) { weight } else { 0.0 }).sum()
    } else {
        f64::from(ties.nodes.iter().map(|&other| u32::from(counts(other))).sum::<u32>())
    }
}

/// Kernel of `weakties.networks.segregation`: indices of the network, then a row for each group.
///
/// The indices are share within, E-I, assortativity, Freeman's, Gupta, Anderson and May's, and the odds ratio. A row is
/// size, internal and external ties, E-I, Coleman's index, both densities, and the segregation matrix index.
pub fn segregation(network: &Adjacency, groups: Groups<'_>) -> Result<([f64; 6], Vec<[f64; 8]>)> {
    let mixing = Mixing::of(network, groups, false)?;
    let whole = [
        mixing.share_within(),
        mixing.ei_index(),
        mixing.assortativity(),
        mixing.freeman(),
        mixing.gupta_anderson_may(),
        mixing.odds_ratio(),
    ];
    let of_group = |group| {
        let (internal, external) = mixing.internal_and_external(group);
        let (inside, outside) = mixing.densities(group);
        [
            mixing.sizes[group],
            internal,
            external,
            (external - internal) / (external + internal),
            mixing.coleman(group),
            inside,
            outside,
            (inside - outside) / (inside + outside),
        ]
    };
    Ok((whole, (0..groups.count()).map(of_group).collect()))
}

/// Kernel of `weakties.networks.mixing_matrix`: strength sent from each group to each, row by row.
pub fn mixing_matrix(network: &Adjacency, groups: Groups<'_>, weighted: bool) -> Result<Vec<f64>> {
    let count = groups.count();
    let mut matrix = vec![0.0; count * count];
    for node in 0..network.len() {
        let row = groups.of(node) * count;
        for (other, weight) in network.successors(node).iter() {
            matrix[row + groups.of(other)] += strength(weight, weighted);
        }
    }
    finite(matrix.iter().sum())?;
    Ok(matrix)
}

#[cfg(test)]
mod tests {
    use super::super::communities::tests::ties;
    use super::*;

    #[test]
    fn a_square_with_a_diagonal_by_hand() {
        // Groups {0, 1} and {2, 3}: ties 0-1 and 2-3 within, 1-2, 3-0 and 0-2 between.
        let network = ties(4, &[(0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 0, 1.0), (0, 2, 1.0)], false);
        let groups = Groups::new(&network, &[0, 0, 1, 1], 2).unwrap();
        let (whole, of_group) = segregation(&network, groups).unwrap();
        // Of 10 ends 4 stay; chance is 1/2; 2 of 2 pairs within are tied, 3 of 4 between.
        let expected = [0.4, 0.2, -0.2, 1.0 - 0.6 / (2.0 / 3.0), -0.2, f64::INFINITY];
        for (found, expected) in whole.iter().zip(expected) {
            assert!(*found == expected || (found - expected).abs() < 1e-12, "{found} instead of {expected}");
        }
        // Coleman's: 5 ends by 1/3 is more than the 2 that stay is not: 2 is above 5/3.
        let expected = [2.0, 1.0, 3.0, 0.5, (2.0 - 5.0 / 3.0) / (5.0 - 5.0 / 3.0), 1.0, 0.75, 0.25 / 1.75];
        for (found, expected) in of_group[0].iter().zip(expected) {
            assert!((found - expected).abs() < 1e-12, "{found} instead of {expected}");
        }
        assert_eq!(mixing_matrix(&network, groups, false).unwrap(), [2.0, 3.0, 3.0, 2.0]);
    }
}
