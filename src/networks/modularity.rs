//! Modularity: how many more ties lie within groups than the strengths of the nodes let expect.

use super::communities::Groups;
use super::segregation::Mixing;
use crate::adjacency::Adjacency;
use crate::error::Result;

/// Kernel of `weakties.networks.modularity`.
pub fn modularity(network: &Adjacency, groups: Groups<'_>, weighted: bool, resolution: f64) -> Result<f64> {
    Ok(Mixing::of(network, groups, weighted)?.modularity(resolution))
}
