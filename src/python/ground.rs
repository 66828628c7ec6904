//! The border of the ground floor: what the tests need to see of random numbers, sums and panics.

use numpy::{IntoPyArray, PyArray1, PyArrayMethods};
use pyo3::prelude::*;

use super::{detached, watched};
use crate::error::Error;
use crate::random::{self, Seed, Sfc64};
use crate::sums;

/// The words of `blocks` blocks that follow each other from `counter` on.
#[pyfunction]
pub(crate) fn philox(
    py: Python<'_>,
    key: (u64, u64),
    counter: (u64, u64, u64, u64),
    blocks: u64,
) -> PyResult<Bound<'_, PyArray1<u64>>> {
    let (first, second, third, fourth) = counter;
    let block = |i| random::philox(key.into(), [first.wrapping_add(i), second, third, fourth]);
    let words: Vec<u64> = detached(py, || Ok((0..blocks).flat_map(block).collect()))?;
    Ok(words.into_pyarray(py))
}

/// The first `count` words of a sequence that begins at `state`.
#[pyfunction]
pub(crate) fn sfc64(py: Python<'_>, state: (u64, u64, u64), count: usize) -> PyResult<Bound<'_, PyArray1<u64>>> {
    let words: Vec<u64> = detached(py, || {
        let mut draws = Sfc64::from_words(state.into());
        Ok((0..count).map(|_| draws.next_u64()).collect())
    })?;
    Ok(words.into_pyarray(py))
}

/// `count` draws of one kind from one stream; `parameter` is n, p, the mean or the number of units, where the kind has one.
#[pyfunction]
pub(crate) fn draws<'py>(
    py: Python<'py>,
    kind: &str,
    seed: (u64, u64),
    stream: u64,
    index: u64,
    count: usize,
    parameter: f64,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let values: Vec<f64> = detached(py, || {
        let mut draws = Seed(seed.into()).stream(stream, index);
        Ok(match kind {
            "uniform" => (0..count).map(|_| draws.uniform()).collect(),
            "below" => (0..count).map(|_| draws.below(parameter as u64) as f64).collect(),
            "bernoulli" => (0..count).map(|_| f64::from(u8::from(draws.bernoulli(parameter)))).collect(),
            "exponential" => (0..count).map(|_| draws.exponential()).collect(),
            "normal" => (0..count).map(|_| draws.normal()).collect(),
            "poisson" => (0..count).map(|_| draws.poisson(parameter) as f64).collect(),
            "permutation" => draws.permutation(count).into_iter().map(f64::from).collect(),
            "resample_counts" => {
                let mut units = vec![0; parameter as usize];
                draws.resample_counts(count, &mut units);
                units.into_iter().map(f64::from).collect()
            }
            _ => return Err(Error::invalid(format!("`kind` must name a distribution: got \"{kind}\""))),
        })
    })?;
    Ok(values.into_pyarray(py))
}

/// The exactly rounded sum of `values`.
#[pyfunction]
#[pyo3(signature = (values, threads=None))]
pub(crate) fn exact_sum(py: Python<'_>, values: &Bound<'_, PyArray1<f64>>, threads: Option<usize>) -> PyResult<f64> {
    let values = values.try_readonly()?;
    let values = values.as_slice()?;
    watched(py, threads, None, |run| sums::exact_sum(values, run))
}

/// Panics inside a kernel, to show that the interpreter lives on.
#[pyfunction]
#[expect(clippy::panic, reason = "the panic is what this function is for")]
pub(crate) fn panic_on_purpose(py: Python<'_>, text: &str) -> PyResult<()> {
    detached(py, || panic!("{text}"))
}
