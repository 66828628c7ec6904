"""Two simulations beside each other, replicate by replicate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from weakties._arguments import choice, instance, number
from weakties._results import Meta, Result, drawable
from weakties.errors import InvalidInput, WrongType

from ._paths import BY_POST
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
    numbers : pandas.DataFrame
        Indexed by the names in ``of``: means over replicates of ``a`` and of ``b``, then
        ``difference``, ``se``, ``lo``, ``hi``.
    """

    title: ClassVar[str] = "Open chains, compared"

    aggregates: xr.Dataset
    accounts: pd.DataFrame
    numbers: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row an aggregate and period.

        Returns
        -------
        pandas.DataFrame
            Columns: ``variable``, ``period``, ``difference``, ``se``, ``lo``, ``hi``.
        """
        names = [name for name in self.aggregates if name not in BY_POST]
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
        asked = self.numbers[list(_STATISTICS)]
        return pd.concat([part for part in (table, self.accounts.loc[gains], asked) if len(part)])

    def plot(self, ax: Axes | None = None, *, variable: str = "diaspora") -> Axes:
        """Draw the difference in an aggregate over time and return the axes; needs matplotlib.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw. Without it a new figure is made.
        variable : str, default "diaspora"
            The aggregate, one of `aggregates` that is not counted by place.

        Returns
        -------
        matplotlib.axes.Axes
            The mean over replicates within its interval; 0 is no difference.

        Raises
        ------
        MissingPackage
            When matplotlib is not installed.
        WrongType, InvalidInput
            When ``ax`` is something else, such as a figure, or there is no such aggregate.
        """
        drawable(ax)
        names = [str(name) for name in self.aggregates if name not in BY_POST]
        variable = choice(variable, "variable", names)
        from weakties.plots.paths import band

        found = self.aggregates[variable].sel(statistic=["difference", "lo", "hi"])
        table = pd.DataFrame(
            found.to_numpy().T, found.indexes["period"], found.indexes["statistic"]
        )
        level = float(self.meta.to_dict()["options"]["level"])
        what = f"difference in {variable.replace('_', ' ')}"
        return band(table, level=level, time="quarter", values=what, ax=ax)

    def _draw(self, ax: Axes | None) -> Axes:
        return self.plot(ax)


def compare(
    a: OpenChain,
    b: OpenChain,
    *,
    of: Mapping[str, Callable[[xr.Dataset], ArrayLike]] | None = None,
    level: float = 0.95,
) -> Comparison:
    r"""Compare two simulations with the same seed, replicate by replicate.

    Replicates with the same number have the same draws, so that what is common to both drops out of

    .. math:: \bar d \pm z_{(1 + \text{level}) / 2}\, s_d / \sqrt n

    with d the differences of n replicates and s_d their standard deviation.

    Parameters
    ----------
    a, b : OpenChain
        What is compared, such as a simulation and its fork. The replicates whose paths both have
        kept are used; ``paths=None`` in `simulate` keeps all. Where others were simulated, a note
        says so.
    of : dict of str to function, optional
        More to compare: functions of `OpenChain.paths` that give a number for each replicate, such
        as ``{"invested": lambda paths: paths["invested"].sum("period")}``.
    level : float, default 0.95
        Coverage of the intervals, from a normal quantile: take some tens of replicates.

    Returns
    -------
    Comparison
        Differences of a less b, of every aggregate and period, of every account both have, and of
        what ``of`` asks for.

    Raises
    ------
    WrongType, InvalidInput
        When the seeds, periods, people or places differ, fewer than two replicates are common,
        ``of`` is no dictionary of functions that give a finite number for each replicate, or
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
    functions = _functions(of)
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
    own, others = a.paths.sel(replicate=kept), b.paths.sel(replicate=kept)
    differences = own - others
    reach = NormalDist().inv_cdf((1 + wanted) / 2)
    mean = differences.mean("replicate")
    se = differences.std("replicate", ddof=1) / np.sqrt(count)
    aggregates = xr.concat(
        [mean, se, mean - reach * se, mean + reach * se],
        pd.Index(_STATISTICS, name="statistic"),
    )
    common = [name for name in a.accounts if name in b.accounts]
    accounts = a.accounts[common].astype(float).iloc[:count] - b.accounts[common].iloc[:count]
    first, second = _numbers(functions, own), _numbers(functions, others)
    numbers = _table(first - second, reach)
    numbers.insert(0, "a", first.mean())
    numbers.insert(1, "b", second.mean())
    return Comparison(
        aggregates,
        _table(accounts, reach).rename_axis("account"),
        numbers.rename_axis("number"),
        meta=Meta(
            method="paired differences",
            options={"level": wanted},
            counts={"replicates": count, "people": len(one.persons), "periods": one.periods},
            seed=one.seed.entropy,
            sources=("glasserman1992", "kuznetsov2006"),
            notes=(
                "Aggregates are shown as they are in the last period; accounts are sums.",
                *_left_out(count, one.replicates, other.replicates),
            ),
        ),
    )


def _left_out(count: int, *simulated: int) -> tuple[str, ...]:
    """Say which replicates were simulated and are not compared."""
    most = max(simulated)
    if most == count:
        return ()
    return (
        f"{count} of {most} replicates are compared: of the others paths were not kept, or not "
        "simulated for both; pass paths=None to simulate, and as many replicates to both.",
    )


def _table(differences: pd.DataFrame, reach: float) -> pd.DataFrame:
    """Return mean differences over rows with their intervals, one row a column."""
    center, error = differences.mean(), differences.std(ddof=1) / np.sqrt(len(differences))
    columns = (center, error, center - reach * error, center + reach * error)
    return pd.DataFrame(dict(zip(_STATISTICS, columns, strict=True)), dtype=np.float64)


def _functions(of: object) -> dict[str, Callable[[xr.Dataset], Any]]:
    if of is None:
        return {}
    if not isinstance(of, Mapping):
        raise WrongType(
            f"`of` must be a dictionary of functions by name: got {type(of).__name__}; write "
            '{"invested": lambda paths: paths["invested"].sum("period")}'
        )
    for name, function in of.items():
        if not callable(function):
            raise WrongType(
                f"`of` must give functions: {name!r} has {type(function).__name__}; write "
                'lambda paths: paths["invested"].sum("period")'
            )
    return {str(name): function for name, function in of.items()}


def _numbers(functions: dict[str, Callable[[xr.Dataset], Any]], paths: xr.Dataset) -> pd.DataFrame:
    """Return what each function gives, one row a replicate."""
    count = paths.sizes["replicate"]
    found = {}
    for name, function in functions.items():
        values = np.asarray(function(paths), dtype=np.float64)
        if values.shape != (count,):
            raise InvalidInput(
                f"`of` must give a number for each of {count} replicates: {name!r} gives an array "
                f'of shape {values.shape}; sum or select over the others, as with .sum("period")'
            )
        if not np.isfinite(values).all():
            raise InvalidInput(
                f"`of` must give finite numbers: {name!r} does not for replicate "
                f"{int(np.argmin(np.isfinite(values)))}; say what they are, as with .fillna(0)"
            )
        found[name] = values
    return pd.DataFrame(found, index=range(count))
