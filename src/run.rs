//! How long work behaves: on how many threads, how far it is, and whether it should stop.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error::{Error, Result};

/// One piece of long work: its threads, its progress and its stop request, shared by all who take part.
pub struct Run {
    /// `None` is rayon's own pool of all processors.
    pool: Option<Arc<ThreadPool>>,
    total: AtomicU64,
    done: AtomicU64,
    stop: AtomicBool,
}

/// Pools by thread count: making one costs more than many a kernel.
static POOLS: OnceLock<Mutex<Vec<Arc<ThreadPool>>>> = OnceLock::new();

fn pool_of(threads: usize) -> Result<Arc<ThreadPool>> {
    let mut pools = POOLS
        .get_or_init(Mutex::default)
        .lock()
        .map_err(|_| Error::internal("the list of thread pools is poisoned"))?;
    if let Some(pool) = pools.iter().find(|pool| pool.current_num_threads() == threads) {
        return Ok(Arc::clone(pool));
    }
    let pool = ThreadPoolBuilder::new().num_threads(threads).build().map_err(|problem| {
        Error::invalid(format!("`threads` = {threads} could not be started: {problem}; ask for fewer"))
    })?;
    let pool = Arc::new(pool);
    pools.push(Arc::clone(&pool));
    Ok(pool)
}

impl Run {
    /// A run on `threads` threads; `None` uses every processor.
    pub fn new(threads: Option<usize>) -> Result<Self> {
        let pool = match threads {
            None => None,
            Some(0) => {
                return Err(Error::invalid("`threads` must be at least 1: got 0; leave it out to use every processor"));
            }
            Some(threads) => Some(pool_of(threads)?),
        };
        Ok(Self { pool, ..Self::quiet() })
    }

    /// A run on every processor that nobody watches.
    #[must_use]
    pub fn quiet() -> Self {
        Self { pool: None, total: AtomicU64::new(0), done: AtomicU64::new(0), stop: AtomicBool::new(false) }
    }

    /// How many threads take part.
    #[must_use]
    pub fn threads(&self) -> usize {
        self.pool.as_ref().map_or_else(rayon::current_num_threads, |pool| pool.current_num_threads())
    }

    /// Announces how much work is to be counted, and starts counting at none.
    pub fn expect_steps(&self, total: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    /// Counts finished work and fails when the run was asked to stop.
    pub fn advance(&self, steps: u64) -> Result<()> {
        self.done.fetch_add(steps, Ordering::Relaxed);
        self.go_on()
    }

    /// Fails when the run was asked to stop.
    pub fn go_on(&self) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) { Err(Error::Stopped) } else { Ok(()) }
    }

    /// Asks everybody who takes part to stop.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// How much work is finished.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// How much work was announced.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    /// Runs a rayon expression on this run's threads.
    pub fn within<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.pool {
            None => work(),
            Some(pool) => pool.install(work),
        }
    }

    /// Does work on one of this run's threads, and meanwhile something else on this one, which is none of them.
    pub fn beside<T>(&self, work: impl FnOnce() + Send, meanwhile: impl FnOnce() -> T) -> T {
        match &self.pool {
            None => rayon::in_place_scope(|scope| {
                scope.spawn(|_| work());
                meanwhile()
            }),
            Some(pool) => pool.in_place_scope(|scope| {
                scope.spawn(|_| work());
                meanwhile()
            }),
        }
    }

    /// Works on `0..count` in parallel and returns the results in order; of several errors the first in order wins.
    pub fn map<T: Send>(&self, count: usize, work: impl Fn(usize) -> Result<T> + Sync + Send) -> Result<Vec<T>> {
        self.in_order((0..count).into_par_iter(), work)
    }

    /// The same on rows of `width` values each, which the work may write to.
    pub fn map_rows<V: Send, T: Send>(
        &self,
        rows: &mut [V],
        width: usize,
        work: impl Fn(usize, &mut [V]) -> Result<T> + Sync + Send,
    ) -> Result<Vec<T>> {
        // Rows are long work: of one that begins late nobody should wait for others in the same hands.
        let rows = rows.par_chunks_exact_mut(width).enumerate().with_max_len(1);
        self.in_order(rows, |(index, row)| work(index, row))
    }

    fn in_order<P: IndexedParallelIterator, T: Send>(
        &self,
        pieces: P,
        work: impl Fn(P::Item) -> Result<T> + Sync + Send,
    ) -> Result<Vec<T>> {
        self.within(|| {
            let results: Vec<Result<T>> = pieces
                .map(|piece| {
                    self.go_on()?;
                    work(piece)
                })
                .collect();
            results.into_iter().collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn map_keeps_order_on_any_number_of_threads() {
        let expected: Vec<usize> = (0..1000).map(|i| i * i).collect();
        for threads in [1, 2, 7] {
            let run = Run::new(Some(threads)).unwrap();
            assert_eq!(run.threads(), threads);
            assert_eq!(run.map(1000, |i| Ok(i * i)).unwrap(), expected);
        }
    }

    #[test]
    fn the_first_error_in_order_wins() {
        let run = Run::new(Some(7)).unwrap();
        let outcome = run.map(100, |i| if i % 10 == 7 { Err(Error::invalid(format!("{i}"))) } else { Ok(i) });
        assert_eq!(outcome, Err(Error::invalid("7")));
    }

    #[test]
    fn a_stopped_run_refuses_further_work() {
        let run = Run::quiet();
        run.expect_steps(10);
        assert_eq!(run.advance(4), Ok(()));
        run.stop();
        assert_eq!(run.advance(1), Err(Error::Stopped));
        assert_eq!((run.done(), run.total()), (5, 10));
        assert_eq!(run.map(3, Ok), Err(Error::Stopped));
    }

    #[test]
    fn work_runs_on_the_threads_asked_for_while_this_one_waits() {
        for threads in [Some(1), Some(3), None] {
            let run = Run::new(threads).unwrap();
            let (sender, receiver) = std::sync::mpsc::channel();
            let work = || sender.send((rayon::current_thread_index(), run.within(rayon::current_num_threads))).unwrap();
            let (place, found) = run.beside(work, || receiver.recv().unwrap());
            assert!(place.is_some_and(|place| place < run.threads()));
            assert_eq!(found, run.threads());
            assert_eq!(run.beside(|| {}, rayon::current_thread_index), None);
        }
    }

    #[test]
    fn zero_threads_are_refused() {
        assert!(matches!(Run::new(Some(0)), Err(Error::InvalidInput(_))));
    }
}
