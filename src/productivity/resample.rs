//! Resampling by clusters: how often each firm counts in each resample.

use crate::error::{Error, Result};
use crate::random::Seed;

/// What the draws of this file are for: the stream they come from.
const RESAMPLES: u64 = 0;

/// How resamples are drawn: whole clusters of firms with replacement, as many as there are, within each stratum.
#[derive(Debug, Clone, Copy)]
pub struct Plan<'a> {
    /// How many resamples; 0 for none.
    pub replicates: usize,
    /// Where the draws come from; resample r is a function of it and r alone.
    pub seed: Seed,
    /// The cluster of each firm; clusters are numbered stratum by stratum.
    pub cluster: &'a [i64],
    /// How many clusters each stratum holds.
    pub strata: &'a [i64],
}

impl Plan<'_> {
    /// Refuses a plan whose clusters and strata do not fit each other and `firms`.
    pub fn check(&self, firms: usize) -> Result<()> {
        if self.cluster.len() != firms {
            let found = self.cluster.len();
            return Err(Error::invalid(format!("`cluster` must have one value a firm: got {found} for {firms} firms")));
        }
        let mut clusters = 0;
        for &size in self.strata {
            // There is a firm to every cluster.
            clusters += usize::try_from(size).ok().filter(|size| *size <= firms - clusters).ok_or_else(|| {
                Error::invalid(format!("`strata` must hold at most {firms} clusters: got {size} in one"))
            })?;
        }
        let is_number = |cluster: i64| usize::try_from(cluster).is_ok_and(|cluster| cluster < clusters);
        match self.cluster.iter().find(|&&cluster| !is_number(cluster)) {
            None => Ok(()),
            Some(cluster) => Err(Error::invalid(format!(
                "`cluster` must be a number from 0 to {clusters}, exclusive: got {cluster}"
            ))),
        }
    }

    /// How often each firm counts in one resample.
    #[must_use]
    pub fn multiplicities(&self, replicate: usize) -> Vec<u32> {
        let mut draws = self.seed.stream(RESAMPLES, replicate as u64);
        let mut counts = vec![0; self.strata.iter().sum::<i64>() as usize];
        let mut rest = counts.as_mut_slice();
        for &size in self.strata {
            let (stratum, others) = rest.split_at_mut(size as usize);
            draws.resample_counts(stratum.len(), stratum);
            rest = others;
        }
        self.cluster.iter().map(|&cluster| counts[cluster as usize]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: Plan = Plan { replicates: 2, seed: Seed([1, 2]), cluster: &[2, 0, 1, 0, 3], strata: &[3, 1] };

    #[test]
    fn clusters_are_drawn_whole_and_within_their_stratum() {
        for replicate in 0..100 {
            let counts = PLAN.multiplicities(replicate);
            assert_eq!(counts[1], counts[3]);
            assert_eq!(counts[0] + counts[1] + counts[2], 3);
            assert_eq!(counts[4], 1);
        }
        assert_ne!(PLAN.multiplicities(0), PLAN.multiplicities(1));
    }

    #[test]
    fn plans_that_do_not_fit_are_refused() {
        assert_eq!(PLAN.check(5), Ok(()));
        for (plan, firms) in [
            (PLAN, 4),
            (Plan { strata: &[3], ..PLAN }, 5),
            (Plan { strata: &[3, i64::MAX], ..PLAN }, 5),
            (Plan { strata: &[6, -2], ..PLAN }, 5),
            (Plan { cluster: &[0, 1, 2, 3, -1], ..PLAN }, 5),
        ] {
            assert!(matches!(plan.check(firms), Err(Error::InvalidInput(_))));
        }
    }
}
