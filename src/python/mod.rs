//! The border to Python: detach from the interpreter, run a kernel, turn its error into an exception.

mod chains;
mod ground;
mod gvc;
mod networks;
mod productivity;
mod texts;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;

use crate::error::{Error, Result};
use crate::run::Run;

/// How often a long kernel looks for Ctrl-C and reports its progress.
const LOOK: Duration = Duration::from_millis(50);

/// Every name that Python sees, in one place.
#[pymodule(gil_used = false)]
mod _core {
    #[pymodule_export]
    use super::chains::contact::job_contact_simulate;
    #[pymodule_export]
    use super::chains::contact_exact::job_contact_exact;
    #[pymodule_export]
    use super::chains::contact_games::{job_contact_dropout, two_countries};
    #[pymodule_export]
    use super::chains::contact_games_simulated::{job_contact_dropout_simulate, two_countries_simulate};
    #[pymodule_export]
    use super::chains::diffusion::{diffusion_exact, diffusion_simulate, greedy_seeds};
    #[pymodule_export]
    use super::chains::homogeneity::{chi_square_tail, compare_strata, homogeneity_bootstrap, moves_by_stratum};
    #[pymodule_export]
    use super::chains::ipf::ipf;
    #[pymodule_export]
    use super::chains::markov::{absorption, communicating_classes, stationary_distribution};
    #[pymodule_export]
    use super::chains::mobility::mobility;
    #[pymodule_export]
    use super::chains::multiregional::{multiregional_growth, multiregional_survival};
    #[pymodule_export]
    use super::chains::multistate::{matrix_exponential, multistate};
    #[pymodule_export]
    use super::chains::open_chain::{check_scenario, open_chain_names, simulate};
    #[pymodule_export]
    use super::chains::openness::{openness_totals, redrawn_totals};
    #[pymodule_export]
    use super::chains::passage::{first_passage, fundamental_matrix, kemeny_constant};
    #[pymodule_export]
    use super::chains::radiation::radiation;
    #[pymodule_export]
    use super::chains::semi_markov::{occupation, sojourn_bootstrap, sojourn_exits};
    #[pymodule_export]
    use super::chains::sequences::{matching_distances, position_distances, sequence_indices};
    #[pymodule_export]
    use super::chains::spells::join_spells;
    #[pymodule_export]
    use super::chains::stocks::flows_between;
    #[pymodule_export]
    use super::chains::transitions::{transition_bootstrap, transition_counts};
    #[pymodule_export]
    use super::ground::{draws, exact_sum, panic_on_purpose, philox, sfc64};
    #[pymodule_export]
    use super::gvc::{
        Leontief, downstreamness, gross_exports, leontief_inverse, participation, upstreamness, value_added_flows,
    };
    #[pymodule_export]
    use super::networks::Network;
    #[pymodule_export]
    use super::networks::affiliation::{access, composition, spread};
    #[pymodule_export]
    use super::networks::assortativity::{assortativity, degree_assortativity, numeric_assortativity};
    #[pymodule_export]
    use super::networks::backbone::disparity;
    #[pymodule_export]
    use super::networks::balkanisation::{balkanisation, balkanisation_permuted};
    #[pymodule_export]
    use super::networks::betweenness::{betweenness, betweenness_approximate, edge_betweenness};
    #[pymodule_export]
    use super::networks::bipartite::{two_mode_closeness, two_mode_closure, two_mode_clustering, two_mode_redundancy};
    #[pymodule_export]
    use super::networks::bonacich::{bonacich, katz};
    #[pymodule_export]
    use super::networks::bridges::{articulation_points, bridges, embeddedness, overlap, span};
    #[pymodule_export]
    use super::networks::bridging::{bridging, bridging_centrality, bridging_coefficient};
    #[pymodule_export]
    use super::networks::brokerage::{brokerage, brokerage_by_chance, brokerage_exclusivity, brokerage_permuted};
    #[pymodule_export]
    use super::networks::closeness::{closeness, harmonic, nearness};
    #[pymodule_export]
    use super::networks::clustering::{clustering, directed_clustering, strength_clustering, transitivity};
    #[pymodule_export]
    use super::networks::cohesion::{dyad_census, node_reciprocity, rich_club};
    #[pymodule_export]
    use super::networks::components::{connected_components, strong_components};
    #[pymodule_export]
    use super::networks::core_periphery::{continuous_core_periphery, core_periphery};
    #[pymodule_export]
    use super::networks::coreness::{coreness, strength_coreness};
    #[pymodule_export]
    use super::networks::degree::{degree, strength};
    #[pymodule_export]
    use super::networks::ego::ego;
    #[pymodule_export]
    use super::networks::ei_index::{ei_index, ei_index_permuted};
    #[pymodule_export]
    use super::networks::equivalence::{
        concor, densities, regular_classes, regular_equivalence, structural_equivalence,
    };
    #[pymodule_export]
    use super::networks::holes::{constraint, dyadic_constraint, effective_size, efficiency, hierarchy, holes};
    #[pymodule_export]
    use super::networks::label_propagation::label_propagation;
    #[pymodule_export]
    use super::networks::layout::layout;
    #[pymodule_export]
    use super::networks::leiden::leiden;
    #[pymodule_export]
    use super::networks::modularity::modularity;
    #[pymodule_export]
    use super::networks::pagerank::pagerank;
    #[pymodule_export]
    use super::networks::participation::{participation_coefficient, within_module_degree};
    #[pymodule_export]
    use super::networks::partitions::compare_partitions;
    #[pymodule_export]
    use super::networks::qap::{mrqap, qap_correlation, shared_ties};
    #[pymodule_export]
    use super::networks::reach::{average_path_length, distances, eccentricity, reach};
    #[pymodule_export]
    use super::networks::resampling::{among, resampled, staying, with_ties};
    #[pymodule_export]
    use super::networks::rewiring::{random_network_like, random_two_mode_like, rewire, rewire_two_mode};
    #[pymodule_export]
    use super::networks::segregation::{mixing_matrix, segregation, spectral_segregation};
    #[pymodule_export]
    use super::networks::small_world::small_world;
    #[pymodule_export]
    use super::networks::spectral::{eigenvector, hits, spectral_radius};
    #[pymodule_export]
    use super::networks::triads::triad_census;
    #[pymodule_export]
    use super::networks::triangles::{square_clustering, triangles};
    #[pymodule_export]
    use super::networks::two_mode::project;
    #[pymodule_export]
    use super::productivity::aggregate_growth::aggregate_growth;
    #[pymodule_export]
    use super::productivity::augmented::augmented_olley_pakes;
    #[pymodule_export]
    use super::productivity::between_within::between_within;
    #[pymodule_export]
    use super::productivity::cells::{micro_moments, quantile_classes};
    #[pymodule_export]
    use super::productivity::concentration::{concentration_of_changes, concentration_of_levels};
    #[pymodule_export]
    use super::productivity::cost_shares::mean_cost_shares;
    #[pymodule_export]
    use super::productivity::decomposition::{
        analytic_errors, decompose, group_contributions, multiplicities, olley_pakes,
    };
    #[pymodule_export]
    use super::productivity::disclosure::complementary;
    #[pymodule_export]
    use super::productivity::index_numbers::{multilateral_index, solow_index};
    #[pymodule_export]
    use super::productivity::markups::markups;
    #[pymodule_export]
    use super::productivity::misallocation::misallocation;
    #[pymodule_export]
    use super::productivity::ordering::panel_order;
    #[pymodule_export]
    use super::productivity::production::productivity;
    #[pymodule_export]
    use super::productivity::shift_share::shift_share;
    #[pymodule_export]
    use super::productivity::size_gap::{size_changes, size_flows, size_levels};
    #[pymodule_export]
    use super::productivity::stream::{DecompositionStream, RunningSum};
    #[pymodule_export]
    use super::productivity::types::across_types;
    #[pymodule_export]
    use super::texts::numbered_texts;
}

/// Runs a short kernel away from the interpreter.
pub(crate) fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    py.detach(|| guarded(work)).map_err(|error| exception(py, error))
}

/// Runs a long kernel on the threads asked for; this thread meanwhile answers Ctrl-C and calls `progress(done, total)`.
pub(crate) fn watched<T: Send>(
    py: Python<'_>,
    threads: Option<usize>,
    progress: Option<Py<PyAny>>,
    work: impl FnOnce(&Run) -> Result<T> + Send,
) -> PyResult<T> {
    let run = Run::new(threads).map_err(|error| exception(py, error))?;
    let report = |py: Python<'_>| match &progress {
        Some(progress) => progress.call1(py, (run.done(), run.total())).map(drop),
        None => Ok(()),
    };
    let outcome = py.detach(|| {
        let (sender, receiver) = channel();
        let kernel = || {
            // The receiver outlives the kernel, so a failed send cannot lose a result.
            let _ = sender.send(guarded(|| work(&run)));
        };
        run.beside(kernel, || {
            let mut interruption = None;
            loop {
                match receiver.recv_timeout(LOOK) {
                    Ok(outcome) => return interruption.map_or(Ok(outcome), Err),
                    Err(RecvTimeoutError::Disconnected) => {
                        return Ok(Err(Error::internal("a kernel's thread ended without a result")));
                    }
                    Err(RecvTimeoutError::Timeout) if interruption.is_none() => {
                        if let Err(error) = Python::attach(|py| py.check_signals().and_then(|()| report(py))) {
                            run.stop();
                            interruption = Some(error);
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                }
            }
        })
    })?;
    let value = outcome.map_err(|error| exception(py, error))?;
    report(py)?;
    Ok(value)
}

/// Turns a panic into an error, so that none crosses into Python.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let text = payload
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "a panic without a text".to_owned());
        Err(Error::internal(text))
    })
}

/// The Python exception for an error; the classes are Python's own, in `weakties/errors.py`.
fn exception(py: Python<'_>, error: Error) -> PyErr {
    static INVALID_INPUT: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static NOT_CONVERGED: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    static INTERNAL_ERROR: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let (class, name) = match error {
        Error::Stopped => return PyKeyboardInterrupt::new_err(()),
        Error::InvalidInput(_) => (&INVALID_INPUT, "InvalidInput"),
        Error::NotConverged(_) => (&NOT_CONVERGED, "NotConverged"),
        Error::Internal(_) => (&INTERNAL_ERROR, "InternalError"),
    };
    match class.import(py, "weakties.errors", name) {
        Ok(class) => PyErr::from_type(class.clone(), error.to_string()),
        Err(problem) => problem,
    }
}
