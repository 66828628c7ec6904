"""How resamples are drawn, and the standard errors and intervals that come of them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import Seed, choice, matrix, number, seed, vector
from weakties._arguments import bootstrap as resamples_of
from weakties._wording import shown
from weakties.errors import InvalidInput

from .panel import FirmPanel

INTERVALS = ("percentile", "normal")
_AT_ONCE = 64


@dataclass(frozen=True)
class Plan:
    """What the kernels draw by: clusters are numbered stratum by stratum.

    Parameters
    ----------
    replicates
        How many resamples; 0 for none.
    key
        What the draws start from.
    cluster
        The cluster of each firm.
    strata
        How many clusters each stratum holds.
    entropy
        The integer that stands for ``key`` in the record; None where nothing is drawn.
    interval, level
        Which interval the resamples are turned into, and what part of them it holds.
    """

    replicates: int
    key: tuple[int, int]
    cluster: NDArray[np.int64]
    strata: NDArray[np.int64]
    entropy: int | None
    interval: str
    level: float

    def options(self, **others: object) -> dict[str, object]:
        """Return the options of the call for the record, those of the bootstrap if there is one."""
        if self.replicates == 0:
            return {name: value for name, value in others.items() if name != "strata"}
        return {
            **others,
            "bootstrap": self.replicates,
            "level": self.level,
            "interval": self.interval,
        }


def plan(
    panel: FirmPanel,
    bootstrap: object,
    source: object,
    level: object,
    interval: object,
    strata: Hashable | None,
) -> Plan:
    """Check how resamples are wanted; ``source`` is what the user gave as seed."""
    replicates = resamples_of(bootstrap)
    drawn = seed(0 if source is None and replicates == 0 else source)
    of_cluster = np.zeros(panel.cluster.max() + 1, np.int64)
    if strata is None:
        return _planned(
            replicates, drawn, panel.cluster, np.array([len(of_cluster)]), interval, level
        )
    # A firm that changes its group stays in the stratum it is first seen in.
    starts = np.append(True, panel.firm[1:] != panel.firm[:-1])
    stratum = panel._group(strata, "strata")[1][starts]
    of_cluster[panel.cluster] = stratum
    torn = panel.firms[of_cluster[panel.cluster] != stratum]
    if len(torn):
        raise InvalidInput(
            "`strata` must not tear clusters apart: the cluster of firm "
            f"{shown(torn[0])} lies in more than one {strata!r}; "
            "resample without strata, or with clusters inside them"
        )
    rank = np.empty(len(of_cluster), np.int64)
    rank[np.argsort(of_cluster, kind="stable")] = np.arange(len(of_cluster))
    return _planned(
        replicates, drawn, rank[panel.cluster], np.bincount(of_cluster), interval, level
    )


def _planned(
    replicates: int,
    drawn: Seed,
    cluster: NDArray[np.int64],
    strata: NDArray[np.int64],
    interval: object,
    level: object,
) -> Plan:
    return Plan(
        replicates=replicates,
        key=drawn.key,
        cluster=cluster,
        strata=strata,
        entropy=drawn.entropy if replicates else None,
        interval=choice(interval, "interval", INTERVALS),
        level=number(level, "level", low=0, high=1, open_low=True, open_high=True),
    )


@dataclass(frozen=True, eq=False)
class Spread:
    """Standard errors and intervals, one for each value; NaN where fewer than two resamples say.

    Parameters
    ----------
    error, low, high
        Of the shape of the values.
    undefined
        In how many resamples each value was not defined; these are left out.
    """

    error: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    undefined: NDArray[np.int64]


def spread(values: NDArray[np.float64], replicates: NDArray[np.float64], plan: Plan) -> Spread:
    """Turn replicate × … into standard errors and intervals around values."""
    undefined = np.isnan(replicates).sum(axis=0)
    error, low, high = (np.full(values.shape, np.nan) for _ in range(3))
    tails = ((1 - plan.level) / 2, (1 + plan.level) / 2)
    # Nearly always every resample is defined; the others are taken value by value.
    whole = (undefined == 0) & (len(replicates) >= 2)
    # Some cells at a time, so that what is sorted on the way takes little beside the resamples.
    for start in range(0, len(values), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        if (known := whole[some]).any():
            described = _described(replicates[:, some][:, known], tails)
            error[some][known], low[some][known], high[some][known] = described
    for place in zip(
        *np.nonzero((undefined > 0) & (len(replicates) - undefined >= 2)), strict=True
    ):
        defined = replicates[(slice(None), *place)]
        error[place], low[place], high[place] = _described(defined[~np.isnan(defined)], tails)
    if plan.interval == "normal":
        reach = NormalDist().inv_cdf(tails[1]) * error
        low, high = values - reach, values + reach
    # What has no value has no spread either, though some resamples may give one.
    unknown = np.isnan(values)
    error[unknown] = low[unknown] = high[unknown] = np.nan
    return Spread(error, low, high, undefined)


def undefined_notes(values: NDArray[np.float64], around: Spread, draws: int) -> tuple[str, ...]:
    """Say in how many cells, which are rows of values, some resamples leave one undefined."""
    undefined = np.where(np.isnan(values), 0, around.undefined).max(axis=1)
    if not undefined.any():
        return ()
    return (
        f"in {(undefined > 0).sum()} of {len(values)} cells some resamples leave a component "
        f"undefined (at most {undefined.max()} of {draws}); its spread is that of the others",
    )


def replicated(productivity: object, panel: FirmPanel, plan: Plan) -> NDArray[np.float64] | None:
    """Return replicate × row: the productivity that each resample takes in place of the panel's.

    ``productivity`` is what the user gave: nothing, a column a replicate, or what estimates anew.
    """
    if productivity is None:
        return None
    if not plan.replicates:
        raise InvalidInput(
            "`productivity` is what resamples take in place of the panel's: it needs `bootstrap`; "
            "ask for at least 2 resamples or leave it out"
        )
    shape = (len(panel), plan.replicates)
    if isinstance(productivity, pd.DataFrame):
        if not productivity.index.equals(panel.index):
            raise InvalidInput(
                "`productivity` must have the rows of the table that the panel was read from, in "
                f"their order: got {len(productivity)} rows for {len(panel.index)}, or other "
                "labels; give it that index, or give an array in the order of the panel's rows"
            )
        drawn = productivity.attrs.get("seed", plan.entropy)
        if drawn != plan.entropy:
            raise InvalidInput(
                f"`seed` must be that of the estimates in `productivity`, {drawn}, so that the "
                f"same firms are drawn: got {plan.entropy}; pass that one"
            )
        productivity = productivity.iloc[panel.positions]
    if not callable(productivity):
        return np.ascontiguousarray(
            matrix(
                productivity, "productivity", rows=shape[0], columns=shape[1], allow_missing=True
            ).T
        )
    values = np.empty(shape[::-1])
    for replicate in range(plan.replicates):
        times = np.array(_core.multiplicities(plan, replicate), dtype=np.int64)
        times.flags.writeable = False
        values[replicate] = vector(
            productivity(panel, times), "productivity", length=len(panel), allow_missing=True
        )
    return values


def by_normal(values: NDArray[np.float64], error: NDArray[np.float64], level: float) -> Spread:
    """Turn standard errors that are known into intervals around values."""
    error = np.where(np.isnan(values), np.nan, error)
    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    return Spread(error, values - reach, values + reach, np.zeros(values.shape, np.int64))


def _described(
    replicates: NDArray[np.float64], tails: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    low, high = np.quantile(replicates, tails, axis=0)
    return replicates.std(axis=0, ddof=1), low, high
