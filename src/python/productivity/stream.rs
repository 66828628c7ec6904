//! The border of `productivity::stream`.

use numpy::PyReadonlyArray1;
use pyo3::prelude::*;

use super::decomposition::{Tables, methods_of, pairs_of, tables};
use super::{Columns, EntryAndExit, Plan};
use crate::productivity::decomposition::Question;
use crate::productivity::stream;
use crate::python::{detached, watched};
use crate::sums::ExactSum;

/// A sum of numbers that come in pieces.
#[pyclass]
pub(crate) struct RunningSum(ExactSum);

#[pymethods]
impl RunningSum {
    #[new]
    fn new() -> Self {
        Self(ExactSum::default())
    }

    fn add(&mut self, py: Python<'_>, values: PyReadonlyArray1<'_, f64>) -> PyResult<()> {
        let values = values.as_slice()?;
        detached(py, || {
            self.0.extend(values.iter().copied());
            Ok(())
        })
    }

    fn value(&self) -> f64 {
        self.0.value()
    }
}

/// A decomposition that firms are added to: `weakties.productivity.FirmStream` feeds it.
#[pyclass]
pub(crate) struct DecompositionStream(stream::Stream);

#[pymethods]
impl DecompositionStream {
    #[new]
    #[pyo3(signature = (shape, centre, plan, replicates, methods=None, pairs=None, rules=None))]
    #[expect(clippy::too_many_arguments, reason = "each is an option of the call")]
    fn new(
        py: Python<'_>,
        shape: (usize, usize),
        centre: f64,
        plan: Plan<'_>,
        replicates: (usize, usize),
        methods: Option<Vec<String>>,
        pairs: Option<Vec<(usize, usize)>>,
        rules: Option<EntryAndExit>,
    ) -> PyResult<Self> {
        let plan = plan.borrow()?;
        let replicates = replicates.0..replicates.1;
        detached(py, || {
            let (Some(methods), Some(rules)) = (methods, rules) else {
                return stream::Stream::of_levels(shape, centre, &plan, replicates);
            };
            let (methods, pairs) = (methods_of(&methods)?, pairs_of(pairs.unwrap_or_default()));
            let question = Question { methods: &methods, pairs: &pairs, rules: rules.rules()? };
            stream::Stream::of_changes(shape, &question, centre, &plan, replicates)
        })
        .map(Self)
    }

    #[pyo3(signature = (columns, threads=None))]
    fn add(&mut self, py: Python<'_>, columns: Columns<'_>, threads: Option<usize>) -> PyResult<()> {
        let columns = columns.borrow()?;
        watched(py, threads, None, |run| self.0.add(&columns, run))
    }

    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Tables<'py>> {
        Ok(tables(py, detached(py, || self.0.finish())?))
    }
}
