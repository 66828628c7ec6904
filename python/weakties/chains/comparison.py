"""Two simulations beside each other, replicate by replicate."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from weakties._arguments import instance, number
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from .open_chain import SHOWN, OpenChain

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

_STATISTICS = ("difference", "se", "lo", "hi")


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result):
    """Paired differences between two simulations, the first less the second.

    Parameters
    ----------
    aggregates : xarray.Dataset
        Each aggregate: statistic (difference, se, lo, hi) × period, and for ``people`` and
        ``employed`` also × place × rung.
    accounts : pandas.DataFrame
        Indexed by account: ``difference``, ``se``, ``lo``, ``hi``.
    """

    title: ClassVar[str] = "Open chains, compared"

    aggregates: xr.Dataset
    accounts: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row an aggregate and period.

        Returns
        -------
        pandas.DataFrame
            Columns: ``variable``, ``period``, ``difference``, ``se``, ``lo``, ``hi``.
        """
        names = [name for name in self.aggregates if "place" not in self.aggregates[name].dims]
        periods = self.aggregates["period"].to_numpy()
        columns: dict[str, Any] = {
            "variable": np.repeat([str(name) for name in names], len(periods)),
            "period": np.tile(periods, len(names)),
        }
        for statistic in _STATISTICS:
            values = self.aggregates[names].sel(statistic=statistic)
            columns[statistic] = np.concatenate([values[name].to_numpy() for name in names])
        return pd.DataFrame(columns)

    def _shown(self) -> pd.DataFrame:
        last = self.aggregates[list(SHOWN)].isel(period=-1)
        table = pd.DataFrame(
            {name: last[name].to_numpy() for name in SHOWN}, index=pd.Index(_STATISTICS)
        ).T
        gains = [name for name in ("migrant_gain", "home_gain") if name in self.accounts.index]
        return pd.concat([table, self.accounts.loc[gains]]) if gains else table

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.paths import paths

        diaspora = self.aggregates["diaspora"].sel(statistic=["difference", "lo", "hi"])
        table = pd.DataFrame(
            diaspora.to_numpy().T, diaspora.indexes["period"], diaspora.indexes["statistic"]
        )
        return paths(table, time="period", values="difference of diasporas", ax=ax)


def compare(a: OpenChain, b: OpenChain, *, level: float = 0.95) -> Comparison:
    r"""Compare two simulations with the same seed, replicate by replicate.

    Replicates with the same number have the same draws, so that what is common to both drops out of

    .. math:: \bar d \pm z_{(1 + \text{level}) / 2}\, s_d / \sqrt n

    with d the differences of n replicates and s_d their standard deviation.

    Parameters
    ----------
    a, b : OpenChain
        What is compared, such as a simulation and its fork. The replicates whose paths both have
        kept are used.
    level : float, default 0.95
        Coverage of the intervals, from a normal quantile: take some tens of replicates.

    Returns
    -------
    Comparison
        Differences of a less b, of every aggregate and period and of every account both have.

    Raises
    ------
    WrongType, InvalidInput
        When the seeds, periods, people or places differ, fewer than two replicates are common, or
        ``level`` is not between 0 and 1.

    Notes
    -----
    Common random numbers: :cite:t:`glasserman1992`.

    Examples
    --------
    >>> from weakties.chains import Scenario, compare, simulate
    >>> run = simulate(Scenario(people=200), replicates=10, periods=30, seed=1)
    >>> closed = run.fork(5, border=False)
    >>> bool((compare(run, closed).aggregates["diaspora"].sel(statistic="difference") >= 0).all())
    True
    """
    for run, argument in ((a, "a"), (b, "b")):
        instance(run, argument, OpenChain, "simulate")
    wanted = number(level, "level", low=0, high=1, open_low=True, open_high=True)
    one, other = a._plan, b._plan
    if one.seed.key != other.seed.key:
        raise InvalidInput(
            f"`b` must have the seed of `a`, so that both have the same draws: got "
            f"{other.seed.entropy} and {one.seed.entropy}; simulate with the same seed or use .fork"
        )
    for what, mine, theirs in (
        ("periods", one.periods, other.periods),
        ("people", len(one.persons), len(other.persons)),
        ("hosts", one.scenario.hosts, other.scenario.hosts),
        ("rungs", one.scenario.rungs, other.scenario.rungs),
    ):
        if mine != theirs:
            raise InvalidInput(
                f"`b` must have as many {what} as `a`: got {theirs} and {mine}; simulate both alike"
            )
    count = min(a.paths.sizes["replicate"], b.paths.sizes["replicate"])
    if count < 2:
        raise InvalidInput(
            f"`b` must have the paths of at least two replicates in common with `a`: got {count}; "
            "simulate with more replicates, and paths=None"
        )
    import xarray as xr

    kept = slice(0, count - 1)
    differences = a.paths.sel(replicate=kept) - b.paths.sel(replicate=kept)
    reach = NormalDist().inv_cdf((1 + wanted) / 2)
    mean = differences.mean("replicate")
    se = differences.std("replicate", ddof=1) / np.sqrt(count)
    aggregates = xr.concat(
        [mean, se, mean - reach * se, mean + reach * se],
        pd.Index(_STATISTICS, name="statistic"),
    )
    common = [name for name in a.accounts if name in b.accounts]
    accounts = a.accounts[common].astype(float).iloc[:count] - b.accounts[common].iloc[:count]
    center, error = accounts.mean(), accounts.std(ddof=1) / np.sqrt(count)
    table = pd.DataFrame(
        {
            "difference": center,
            "se": error,
            "lo": center - reach * error,
            "hi": center + reach * error,
        }
    )
    return Comparison(
        aggregates,
        table.rename_axis("account"),
        meta=Meta(
            method="paired differences",
            options={"level": wanted},
            counts={"replicates": count, "people": len(one.persons), "periods": one.periods},
            seed=one.seed.entropy,
            sources=("glasserman1992", "kuznetsov2006"),
        ),
    )
