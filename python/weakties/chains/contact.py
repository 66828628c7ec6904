"""The job-contact model simulated on any network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from weakties import _core
from weakties._arguments import choice, integer, number
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from ._ties import Ties, employed_at_start
from .contact_exact import durations_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Beyond so many pairs joint unemployment is counted for ties only.
_MOST_PAIRS = 1_000_000
# As many as the kernel can number.
_MOST_PERIODS = 2**32 - 3


@dataclass(frozen=True, eq=False)
class _Counts:
    """What was counted: by replicate and period, and over all by node, pair and duration."""

    labels: pd.Index[Any]
    burn_in: int
    path: NDArray[np.uint32]
    unemployed: NDArray[np.uint64]
    pairs: tuple[NDArray[np.uint32], NDArray[np.uint32]]
    both: NDArray[np.uint64]
    durations: list[int]
    waiting: NDArray[np.uint64]
    finding: NDArray[np.uint64]


@dataclass(frozen=True, eq=False, repr=False)
class JobContactSimulation(Result):
    """What was counted in simulations of the job-contact model."""

    title: ClassVar[str] = "Job contacts, simulated"

    _counts: _Counts = field(kw_only=True)

    @cached_property
    def paths(self) -> pd.DataFrame:
        """The rate of unemployment at the end of each counted period: period × replicate."""
        counts = self._counts
        replicates, periods = counts.path.shape
        first = counts.burn_in + 1
        return pd.DataFrame(
            (counts.path / len(counts.labels)).T,
            index=pd.RangeIndex(first, first + periods, name="period"),
            columns=pd.RangeIndex(replicates, name="replicate"),
        )

    @cached_property
    def unemployment(self) -> pd.Series[float]:
        """The share of counted periods in which each node was unemployed."""
        counts = self._counts
        return pd.Series(
            counts.unemployed / counts.path.size, index=counts.labels, name="unemployment"
        )

    @cached_property
    def correlations(self) -> pd.Series[float]:
        """Correlations of employment over all counted periods, by pair of nodes.

        Missing where one of the two never changed.
        """
        counts = self._counts
        one, other = counts.pairs
        # Nothing is looked up: the codes are known.
        ends = counts.labels.to_flat_index()
        index = pd.MultiIndex(
            levels=[ends, ends],  # type: ignore[list-item]
            codes=[one.astype(np.intp), other.astype(np.intp)],  # type: ignore[list-item]
            names=["source", "target"],
            verify_integrity=False,
        )
        shares = np.asarray(self.unemployment, np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            values = _correlations(shares[one], shares[other], counts.both / counts.path.size)
        return pd.Series(values, index=index, name="correlation")

    @cached_property
    def hazards(self) -> pd.DataFrame:
        """How often a job is found, by duration of unemployment.

        ``waiting``, how often a node had been unemployed at the ends of at least so many periods;
        ``finding``, how often it had a job a period later; ``hazard``, the second over the first.
        It is missing where nobody had been unemployed for so long.
        """
        counts = self._counts
        with np.errstate(divide="ignore", invalid="ignore"):
            hazard = counts.finding / counts.waiting
        return pd.DataFrame(
            {
                "waiting": counts.waiting.astype(np.int64),
                "finding": counts.finding.astype(np.int64),
                "hazard": hazard,
            },
            index=pd.Index(counts.durations, name="duration", dtype=np.int64),
        )

    @property
    def mean_unemployment(self) -> float:
        """The rate of unemployment over all nodes, counted periods and replicates."""
        return float(self.unemployment.mean())

    @property
    def se(self) -> float:
        """Standard error of `mean_unemployment` from the spread of the replicates' means.

        Missing with one replicate, in which the periods depend on each other.
        """
        means = self.paths.to_numpy().mean(axis=0)
        if len(means) < 2:
            return float("nan")
        return float(means.std(ddof=1) / np.sqrt(len(means)))

    def to_frame(self) -> pd.DataFrame:
        """Return one row a replicate and period.

        Returns
        -------
        pandas.DataFrame
            Columns: ``replicate``, ``period``, ``unemployment``.
        """
        periods, replicates = self.paths.shape
        return pd.DataFrame(
            {
                "replicate": np.repeat(self.paths.columns, periods),
                "period": np.tile(self.paths.index, replicates),
                "unemployment": self.paths.to_numpy().ravel(order="F"),
            }
        )

    def _shown(self) -> pd.DataFrame:
        rows = {"mean unemployment": (self.mean_unemployment, self.se)}
        if len(self.correlations):
            rows["mean correlation over pairs"] = (float(self.correlations.mean()), np.nan)
        for duration, hazard in self.hazards["hazard"].items():
            rows[f"hazard after {duration} or more periods"] = (hazard, np.nan)
        return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "se"])

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.paths import paths

        return paths(self.paths, time="period", values="unemployment rate", ax=ax)


def job_contact_simulate(
    network: Any,
    arrival: float,
    separation: float,
    *,
    periods: int,
    burn_in: int = 0,
    replicates: int = 1,
    employed: pd.Series[bool] | ArrayLike | None = None,
    pairs: str = "ties",
    durations: Sequence[int] = (1, 2, 10),
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> JobContactSimulation:
    r"""Simulate the job-contact model of Calvó-Armengol and Jackson on any network.

    The model is described at `job_contact_exact`.

    Parameters
    ----------
    network : Network, DataFrame or array
        An undirected network of weakties, or a symmetric square of 0 and 1. Weights and self-ties
        are not used.
    arrival : float
        Probability a of hearing of an opening in a period.
    separation : float
        Probability b of losing a job in a period.
    periods : int
        Periods that are counted, in each replicate.
    burn_in : int, default 0
        Periods before these.
    replicates : int, default 1
        Independent repetitions.
    employed : pandas.Series or array of bool, optional
        Who has a job at the start: a Series indexed by node, or one item a node. Without it
        everyone.
    pairs : {"ties", "all", "none"}
        Between which nodes correlations are wanted: those tied, all (up to a million pairs), or
        none.
    durations : sequence of int, default (1, 2, 10)
        For which durations of unemployment, in periods, hazards are wanted.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from. The draws of a period depend on the seed, the replicate and the period
        only, so that a longer run begins as a shorter one.
    threads : int, optional
        On how many threads replicates run; all processors without it. The result does not depend on
        it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

    Returns
    -------
    JobContactSimulation
        Paths of unemployment, unemployment by node, correlations by pair, hazards by duration.
        Correlations are missing where a node's employment never changed; hazards where nobody
        waited so long.

    Raises
    ------
    WrongType, InvalidInput
        When ``network`` is directed or is not a square of 0 and 1, or another argument is out of
        range.

    Notes
    -----
    :cite:t:`calvo2004`. Random numbers are counter-based :cite:p:`salmon2011`.

    Examples
    --------
    >>> from weakties.chains import job_contact_simulate
    >>> pair = [[0, 1], [1, 0]]
    >>> run = job_contact_simulate(pair, 0.1, 0.015, periods=100_000, burn_in=100, seed=2)
    >>> abs(run.mean_unemployment - 0.078569) < 0.005
    True
    """
    ties = Ties.of(network)
    labels = ties.labels
    a = number(arrival, "arrival", low=0, high=1)
    b = number(separation, "separation", low=0, high=1)
    burn_in = integer(burn_in, "burn_in", low=0, high=_MOST_PERIODS - 1)
    periods = integer(periods, "periods", low=1, high=_MOST_PERIODS - burn_in)
    replicates = integer(replicates, "replicates", low=1, high=_MOST_PERIODS)
    at_start = employed_at_start(employed, labels)
    one, other = _pairs(choice(pairs, "pairs", ("ties", "all", "none")), ties)
    wanted = durations_of(durations)
    drawn = seed_of(seed)
    pool = threads_of(threads)
    with reporter(progress, "periods") as report:
        path, (unemployed, both), (waiting, finding) = _core.job_contact_simulate(
            ties.core,
            (one, other),
            a,
            b,
            at_start,
            burn_in,
            periods,
            replicates,
            wanted,
            drawn.key,
            pool,
            report,
        )
    return JobContactSimulation(
        _counts=_Counts(
            labels, burn_in, path, unemployed, (one, other), both, wanted, waiting, finding
        ),
        meta=Meta(
            method="simulation",
            options={
                "arrival": a,
                "separation": b,
                "periods": periods,
                "burn_in": burn_in,
                "replicates": replicates,
                "employed": "everyone" if employed is None else "given",
                "pairs": pairs,
                "durations": wanted,
            },
            counts=ties.counts,
            dropped=ties.dropped,
            seed=drawn.entropy,
            sources=("calvo2004", "salmon2011"),
        ),
    )


def _pairs(pairs: str, ties: Ties) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return the codes of both ends of the pairs that are wanted."""
    if pairs == "ties":
        return ties.core.ties()[:2]
    if pairs == "none":
        return np.empty(0, np.uint32), np.empty(0, np.uint32)
    count = len(ties.labels)
    if count * (count - 1) // 2 > _MOST_PAIRS:
        raise InvalidInput(
            f'`pairs` = "all" is possible up to {_MOST_PAIRS} pairs: {count} nodes have '
            f'{count * (count - 1) // 2}; use "ties"'
        )
    one, other = np.triu_indices(count, 1)
    return one.astype(np.uint32), other.astype(np.uint32)


def _correlations(
    one: NDArray[np.float64], other: NDArray[np.float64], both: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Correlate two indicators, given how often each and both of them are true."""
    correlations: NDArray[np.float64] = (both - one * other) / np.sqrt(
        one * (1 - one) * other * (1 - other)
    )
    return correlations
