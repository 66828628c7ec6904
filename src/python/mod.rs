//! The border to Python: detach from the interpreter, run a kernel, turn its error into an exception.

mod chains;
mod ground;
mod gvc;
mod networks;
mod productivity;

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
    use super::chains::{
        absorption, communicating_classes, job_contact_exact, job_contact_simulate, join_spells, mobility,
        stationary_distribution, transition_bootstrap, transition_counts,
    };
    #[pymodule_export]
    use super::ground::{draws, exact_sum, panic_on_purpose, philox};
    #[pymodule_export]
    use super::gvc::{
        Leontief, downstreamness, gross_exports, leontief_inverse, participation, upstreamness, value_added_flows,
    };
    #[pymodule_export]
    use super::networks::Network;
    #[pymodule_export]
    use super::networks::betweenness::betweenness;
    #[pymodule_export]
    use super::networks::bridges::{articulation_points, bridges, embeddedness, overlap, span};
    #[pymodule_export]
    use super::networks::bridging::{bridging, bridging_centrality, bridging_coefficient};
    #[pymodule_export]
    use super::networks::brokerage::{brokerage, brokerage_by_chance, brokerage_exclusivity, brokerage_permuted};
    #[pymodule_export]
    use super::networks::components::connected_components;
    #[pymodule_export]
    use super::networks::degree::{degree, strength};
    #[pymodule_export]
    use super::networks::holes::{constraint, dyadic_constraint, effective_size, efficiency, hierarchy, holes};
    #[pymodule_export]
    use super::networks::two_mode::project;
    #[pymodule_export]
    use super::productivity::{melitz_polanec, olley_pakes};
}

/// Runs a short kernel away from the interpreter.
pub(crate) fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    py.detach(|| guarded(work)).map_err(|error| exception(py, error))
}

/// Runs a long kernel on a thread of its own; this thread meanwhile answers Ctrl-C and calls `progress(done, total)`.
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
        std::thread::scope(|scope| {
            let (sender, receiver) = channel();
            let run = &run;
            scope.spawn(move || {
                // The receiver outlives this thread, so a failed send cannot lose a result.
                let _ = sender.send(guarded(|| work(run)));
            });
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
