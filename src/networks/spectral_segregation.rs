//! Segregation by whom one's contacts within a group are tied to in turn.

use super::matrix::Matrix;
use super::spectral::{Stop, each_leading};
use crate::adjacency::Adjacency;
use crate::error::{Error, Result};
use crate::run::Run;

/// Kernel of `weakties.networks.spectral_segregation`: the index of each node.
///
/// With `s_i` what the ties of i weigh, the matrix `a_ij / s_i` of a component has the eigenvalues of the symmetric one
/// `a_ij / √(s_i s_j)`, and its eigenvectors once divided by `√s_i`.
pub fn spectral_segregation(
    network: &Adjacency,
    groups: &[u32],
    weighted: bool,
    stop: Stop,
    run: &Run,
) -> Result<Vec<f64>> {
    let nodes = network.len();
    if network.is_directed() {
        return Err(Error::invalid(
            "`network` must not have directions: who is tied to whom must hold both ways; take network.symmetrized()",
        ));
    }
    if groups.len() != nodes {
        return Err(Error::invalid(format!(
            "`groups` must give each node a group: got {} for {nodes} nodes",
            groups.len()
        )));
    }
    let read = |weight: f64| if weighted { weight } else { 1.0 };
    let roots: Vec<f64> = (0..nodes)
        .map(|node| network.successors(node).weights.iter().map(|&weight| read(weight)).sum::<f64>().sqrt())
        .collect();
    if roots.contains(&f64::INFINITY) {
        return Err(Error::invalid(
            "`strength` must add up to a finite number at each node: a sum exceeds 1.8e308; divide the weights by a \
             common number first",
        ));
    }
    let matrix = Matrix::symmetric(nodes, 2 * network.tie_count(), |node, row| {
        for (other, weight) in network.successors(node).iter() {
            if groups[other] == groups[node] && read(weight) > 0.0 {
                row.push((other as u32, read(weight) / roots[node] / roots[other]));
            }
        }
    });
    let mut index = vec![0.0; nodes];
    each_leading(&matrix, stop, run, |members, pair| {
        let values: Vec<f64> = members.iter().zip(&pair.vector).map(|(&node, y)| y / roots[node as usize]).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        for (&node, value) in members.iter().zip(values) {
            index[node as usize] = pair.value * value / mean;
        }
    })?;
    Ok(index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adjacency::Parallel;

    #[test]
    fn who_has_half_of_the_ties_within_is_half_segregated() {
        // 0 and 1 tied, each with a tie outside; 2 and 3 tied to these only; 4 alone; 5, 6, 7 in a row.
        let (sources, targets) = ([0, 0, 1, 5, 6], [1, 2, 3, 6, 7]);
        let network = Adjacency::from_ties(8, &sources, &targets, &[1.0; 5], false, Parallel::Refuse).unwrap();
        let stop = Stop { tolerance: 1e-12, most: 1000 };
        let groups = [0, 0, 1, 1, 0, 2, 2, 2];
        let found = spectral_segregation(&network, &groups, false, stop, &Run::quiet()).unwrap();
        for (value, expected) in found.iter().zip([0.5, 0.5, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0]) {
            assert!((value - expected).abs() < 1e-12, "{found:?}");
        }
        assert!(spectral_segregation(&network, &groups[1..], false, stop, &Run::quiet()).is_err());
    }
}
