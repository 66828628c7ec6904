//! What an aggregate is made of: one file a method, each a function of the sums in `moments`.

pub mod melitz_polanec;
pub mod olley_pakes;

use ndarray::{Array2, Array3};

use super::panel::Panel;
use super::resample::Plan;
use crate::error::{Error, Result};
use crate::run::Run;

/// The components of every cell, what they rest on, and their resamples.
#[derive(Debug, PartialEq)]
pub struct Decomposition {
    /// Cell × component.
    pub components: Array2<f64>,
    /// Cell × count or share; what each is, is said by the method.
    pub counts: Array2<f64>,
    /// Resample × cell × component.
    pub replicates: Array3<f64>,
}

/// Takes the sums once with every firm counted once, and once for every resample of the plan.
fn decompose<M: Send, const K: usize, const C: usize>(
    panel: &Panel,
    plan: &Plan,
    run: &Run,
    moments: impl Fn(&[u32]) -> Result<Vec<M>> + Sync + Send,
    components: impl Fn(&M) -> [f64; K] + Sync + Send,
    counts: impl Fn(&M) -> [f64; C],
) -> Result<Decomposition> {
    plan.check(panel.firms.len())?;
    run.expect_steps(plan.replicates as u64);
    let cells = moments(&vec![1; panel.firms.len()])?;
    let replicates = run.map(plan.replicates, |replicate| {
        let cells = moments(&plan.multiplicities(replicate))?;
        run.advance(1)?;
        Ok(cells.iter().map(&components).collect::<Vec<_>>())
    })?;
    Ok(Decomposition {
        components: shaped((cells.len(), K), cells.iter().flat_map(&components).collect(), Array2::from_shape_vec)?,
        counts: shaped((cells.len(), C), cells.iter().flat_map(counts).collect(), Array2::from_shape_vec)?,
        replicates: shaped(
            (plan.replicates, cells.len(), K),
            replicates.into_iter().flatten().flatten().collect(),
            Array3::from_shape_vec,
        )?,
    })
}

fn shaped<S, A>(
    shape: S,
    values: Vec<f64>,
    array: impl FnOnce(S, Vec<f64>) -> std::result::Result<A, ndarray::ShapeError>,
) -> Result<A> {
    array(shape, values).map_err(|problem| Error::internal(format!("a decomposition lost its shape: {problem}")))
}
