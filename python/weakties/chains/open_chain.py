"""The open-chain model: migration chains that people make by what they tell each other."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from weakties._arguments import flag, instance, integer
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta, Result, drawable
from weakties.errors import InvalidInput

from . import _accounts, _paths
from ._accounts import STAGES
from ._ensemble import Ensemble, Plan
from ._paths import BY_POST, STATISTICS
from ._ties import Ties
from .scenario import FIXED, Scenario
from .spells import Spells

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

_MOST_PERIODS = 2**24
_MOST_REPLICATES = 2**32 - 1
_DEFAULTS = {name: one.default for name, one in Scenario.__dataclass_fields__.items()}
# Aggregates that a summary shows, as they are in the last period.
SHOWN = (
    "diaspora",
    "seniors",
    "rung_abroad",
    "skill_home",
    "stage",
    "credibility",
    "institutions",
    "invested",
    "project_value",
)


@dataclass(frozen=True, eq=False, repr=False)
class OpenChain(Result):
    """Replicates of the open-chain model.

    Parameters
    ----------
    scenario : Scenario
        The scenario in force at the end.
    """

    title: ClassVar[str] = "Open chains, simulated"

    scenario: Scenario
    _plan: Plan = field(kw_only=True)
    _found: Ensemble = field(kw_only=True)

    @cached_property
    def moments(self) -> xr.Dataset:
        """Each aggregate over all replicates: statistic (mean, sd, se, min, max) × period.

        For ``people`` and ``employed`` also × place × rung. With one replicate sd and se are
        missing.
        """
        return _paths.moments(self._plan, self._found)

    @cached_property
    def paths(self) -> xr.Dataset:
        """The same aggregates of the replicates that were kept: replicate × period."""
        return _paths.paths(self._plan, self._found)

    @cached_property
    def stages(self) -> pd.DataFrame:
        """For each replicate kept, the period in which each stage was first entered.

        Missing where it never was. ``meta.counts`` tells how many of all replicates entered each.
        """
        return _accounts.stages(self._found)

    @cached_property
    def accounts(self) -> pd.DataFrame:
        """For each replicate kept, discounted gains and their parts."""
        return _accounts.accounts(self._plan, self._found)

    @cached_property
    def account_moments(self) -> pd.DataFrame:
        """The accounts over all replicates: mean, sd, se, min and max of each."""
        return _accounts.account_moments(self._plan, self._found)

    @cached_property
    def histories(self) -> pd.DataFrame:
        """One row a change in a person's life, of the replicates whose histories were kept.

        Columns: ``replicate``, ``person``, ``period``, ``place``, ``rung``, ``employed``, ``kind``
        and ``heard_from``.
        """
        return _paths.histories(self._plan, self._found)

    def fork(
        self,
        at: int,
        *,
        replicates: int | None = None,
        threads: int | None = None,
        progress: bool | None = None,
        **levers: Any,
    ) -> OpenChain:
        """Simulate another future of the same past.

        Draws are those of this run, so that up to and including period ``at`` everything is equal
        to the last bit, and later differences are due to the levers.

        Parameters
        ----------
        at : int
            The last period of the common past; later than that of an earlier fork.
        replicates : int, optional
            How many; without it as many as here.
        threads, progress
            As in `simulate`.
        **levers
            Parameters of the scenario that are other from the period after ``at`` on. Those that
            the past rests on, such as ``people``, cannot be levers.

        Returns
        -------
        OpenChain
            The whole run, past and future.

        Raises
        ------
        InvalidInput, UnknownLabel, WrongType
            When a lever is no parameter, cannot be changed or has an impossible value, no lever is
            given, or another argument is out of range.

        Examples
        --------
        >>> from weakties.chains import Scenario, simulate
        >>> past = simulate(Scenario(people=200), replicates=2, periods=20, seed=1)
        >>> closed = past.fork(10, border=False)
        >>> float(closed.moments["moves_out"].sel(statistic="max", period=slice(11, 20)).max())
        0.0
        """
        plan = self._plan
        before, last = plan.pieces[-1][0], plan.periods - 1
        if before >= last:
            raise InvalidInput(
                f"`at` leaves no period for another future: the run has {plan.periods}, and an "
                f"earlier lever holds from {before + 1} on; simulate more periods"
            )
        at = integer(at, "at", low=before + 1, high=last)
        count = plan.replicates
        if replicates is not None:
            count = integer(replicates, "replicates", low=1, high=_MOST_REPLICATES)
        if not levers:
            raise InvalidInput("`levers` is empty: give at least one, such as mentoring=4")
        for name in levers:
            if name in FIXED:
                raise InvalidInput(
                    f"`levers` cannot change {name!r}, on which the past rests; simulate another "
                    "scenario from the start"
                )
        return _simulated(plan.changed(at, levers, count), threads, progress, None)

    def spells(self, replicate: int = 0, *, employment: bool = False) -> Spells:
        """Return the histories of a replicate as spells, ready to be estimated from.

        Parameters
        ----------
        replicate : int, default 0
            One of those whose histories were kept.
        employment : bool, default False
            Whether having a job is part of the state, besides place and rung.

        Returns
        -------
        Spells
            Of every person from period 0, the start, to the last one; the state of a period is that
            at its end.

        Raises
        ------
        InvalidInput, WrongType
            When no history of the replicate was kept.
        """
        flag(employment, "employment")
        kept = self._plan.histories
        if not kept:
            raise InvalidInput(
                "`replicate` has no history: none were kept; simulate with histories=1 or more"
            )
        replicate = integer(replicate, "replicate", low=0, high=kept - 1)
        rows = self.histories[self.histories["replicate"] == replicate]
        # Of several changes in a period the last one holds at its end.
        rows = rows.drop_duplicates(["person", "period"], keep="last")
        rows = rows.sort_values(["person", "period"])
        person, period = rows["person"].to_numpy(), rows["period"].to_numpy()
        last = np.append(person[1:] != person[:-1], True)
        end = np.where(last, self._plan.periods, np.append(period[1:], 0) - 1)
        state: list[Hashable] = ["place", "rung"]
        if employment:
            state.append("employed")
        return Spells.from_spells(
            rows.assign(start=period, end=end), "person", "start", "end", state, inclusive=True
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row an aggregate and period, over all replicates.

        Returns
        -------
        pandas.DataFrame
            Columns: ``variable``, ``period``, ``mean``, ``sd``, ``se``, ``min``, ``max``. What is
            counted by place and rung stands in ``moments``.
        """
        names = [str(name) for name in self.moments if name not in BY_POST]
        periods = self.moments.sizes["period"]
        columns: dict[str, Any] = {
            "variable": np.repeat(names, periods),
            "period": np.tile(self.moments["period"].to_numpy(), len(names)),
        }
        for statistic in STATISTICS:
            values = self.moments[names].sel(statistic=statistic)
            columns[statistic] = np.concatenate([values[name].to_numpy() for name in names])
        return pd.DataFrame(columns)

    def _shown(self) -> pd.DataFrame:
        last = self.moments[list(SHOWN)].isel(period=-1)
        table = pd.DataFrame(
            {name: last[name].to_numpy() for name in SHOWN}, index=pd.Index(STATISTICS)
        ).T
        gains = [name for name in ("migrant_gain", "home_gain") if name in self.account_moments]
        return pd.concat([table, self.account_moments[gains].T]) if gains else table

    def plot(
        self,
        ax: Axes | None = None,
        *,
        kind: str = "fan",
        variable: str = "diaspora",
        replicate: int = 0,
    ) -> Axes:
        """Draw the run and return the axes; needs matplotlib.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw. Without it a new figure is made.
        kind : {"fan", "stages", "flow", "tree"}
            An aggregate over time, its median and the middle 50 and 90 percent of the paths kept;
            the stages of the community; moves between place and rung of one replicate; or who
            brought whom in it. The last two need histories.
        variable : str, default "diaspora"
            The aggregate of the fan, one of `paths`.
        replicate : int, default 0
            The replicate of the last two kinds.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on, to be changed at will.

        Raises
        ------
        MissingPackage
            When matplotlib is not installed.
        WrongType, InvalidInput
            When there is no such kind, aggregate or replicate, or what it needs was not kept.
        """
        drawable(ax)
        from weakties.plots.open_chain import picture

        return picture(self, kind, variable, replicate, ax)

    def _draw(self, ax: Axes | None) -> Axes:
        return self.plot(ax)


def simulate(
    scenario: Scenario,
    network: Any = None,
    *,
    replicates: int = 1,
    periods: int = 60,
    paths: int | None = 100,
    histories: int = 0,
    counterfactual: bool = False,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
    checkpoint: object = None,
) -> OpenChain:
    r"""Simulate migration chains, the diaspora they make, and what it does for home.

    People of one community live at home or in a host country, on a rung of a ladder, with a job or
    without. In every period some leave on their own; openings for work are heard of and passed to
    neighbours in a network, within a place or across; places to learn are passed on once the
    diaspora is organised. A person moves to an opening abroad with probability

    .. math:: \Lambda\left(\frac{\ln w_k(r') - \ln y - c_k}{\sigma}\right), \qquad
       c_k = c_0 e^{-M_k / M_0},

    where :math:`\Lambda` is the logistic function, y present income and :math:`M_k` the countrymen
    at host k: chains feed themselves. People learn on the job and in schools, lose jobs and the
    part of their rung that counted in one firm only, save, gain confidence, and return. The
    diaspora may become a thin network, a thick one, and engage at home, with projects that build or
    lose credibility and remittances that public money matches as far as the budget goes.

    Parameters
    ----------
    scenario : Scenario
        Every parameter.
    network : Network, DataFrame or array, optional
        Who knows whom: an undirected network, or a symmetric square of 0 and 1; then its nodes are
        the people, however many ``scenario.people`` says. Without it each replicate draws a
        network after Watts and Strogatz.
    replicates : int, default 1
        Independent repetitions.
    periods : int, default 60
        Quarters of a year.
    paths : int or None, default 100
        Of how many replicates, from the first on, paths, stages and accounts are kept; None for
        all. Memory does not grow with other replicates.
    histories : int, default 0
        Of how many replicates, from the first on, all that happened to each person is kept.
    counterfactual : bool, default False
        Whether each replicate is run again with the border closed and the same draws, which gains
        of migrants and of home are measured against.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from. A person's draws depend on the seed, the replicate, the period and the
        purpose only, so that scenarios with one seed differ by their parameters alone.
    threads : int, optional
        On how many threads replicates run; all processors without it. The result does not depend on
        it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.
    checkpoint : path, optional
        A file in which everything reached is kept. When the call is ended at any moment and made
        again, it goes on from there and the result has the same bits; with more replicates it adds
        to those there are.

    Returns
    -------
    OpenChain
        Moments over replicates, paths, stages, accounts and histories.

    Raises
    ------
    WrongType, InvalidInput
        When the network is directed or no square of 0 and 1, the checkpoint is of another
        simulation, or another argument is out of range.

    Notes
    -----
    The model follows the stages of :cite:t:`kuznetsov2006`; falling costs of moving are those of
    :cite:t:`carrington1996`, and one rung without hosts is the model of :cite:t:`calvo2004`. Random
    numbers are counter-based :cite:p:`salmon2011`.

    Examples
    --------
    >>> from weakties.chains import Scenario, simulate
    >>> run = simulate(Scenario(people=300), replicates=4, periods=40, seed=1)
    >>> run.moments["diaspora"].sel(statistic="mean").shape
    (40,)
    """
    instance(scenario, "scenario", Scenario, "Scenario()")
    ties = None if network is None else Ties.of(network)
    if ties is not None and len(ties.labels) < scenario.initial_seniors:
        raise InvalidInput(
            f"`network` must have a node for each of the {scenario.initial_seniors} people who are "
            f"abroad at the start: it has {len(ties.labels)}; lower `initial_seniors`"
        )
    count = integer(replicates, "replicates", low=1, high=_MOST_REPLICATES)
    plan = Plan(
        ((0, scenario),),
        ties,
        count,
        integer(periods, "periods", low=1, high=_MOST_PERIODS),
        count if paths is None else integer(paths, "paths", low=0, high=_MOST_REPLICATES),
        integer(histories, "histories", low=0, high=_MOST_REPLICATES),
        flag(counterfactual, "counterfactual"),
        seed_of(seed),
    )
    return _simulated(plan, threads, progress, checkpoint)


def _simulated(
    plan: Plan, threads: int | None, progress: bool | None, checkpoint: object
) -> OpenChain:
    plan.scenario._refuse_out_of_reach(len(plan.persons))
    pool = threads_of(threads)
    file = None if checkpoint is None else plan.checkpoint(checkpoint)
    with reporter(progress, "periods") as report:
        found = Ensemble.run(plan, pool, report, file)
    if found.count > plan.replicates:
        raise InvalidInput(
            f"`replicates` must be at least the {found.count} that the checkpoint holds: got "
            f"{plan.replicates}; ask for as many, or name another file"
        )
    return OpenChain(plan.scenario, meta=_meta(plan, found), _plan=plan, _found=found)


def _meta(plan: Plan, found: Ensemble) -> Meta:
    first = plan.pieces[0][1]
    forks = {
        f"from period {at + 1}": _changes(before.to_dict(), later)
        for (_, before), (at, later) in zip(plan.pieces, plan.pieces[1:], strict=False)
    }
    entered = {
        f"replicates that entered {stage}": int(count)
        for stage, count in zip(STAGES, found.stages[:, 0], strict=True)
    }
    notes = [
        "Aggregates are shown as they are in the last period; gains are sums.",
        "Defaults of the scenario are hand-tuned starting points, not estimates.",
    ]
    if plan.paths < plan.replicates:
        notes.append(f"Paths, stages and accounts are those of the first {plan.paths} replicates.")
    return Meta(
        method="open chain",
        options={
            **_changes(_DEFAULTS, first),
            **forks,
            "network": "drawn for each replicate" if plan.ties is None else "given",
            "counterfactual": plan.counterfactual,
        },
        counts={
            "replicates": found.count,
            "people": len(plan.persons),
            "periods": plan.periods,
            **entered,
        },
        dropped={} if plan.ties is None else plan.ties.dropped,
        seed=plan.seed.entropy,
        sources=("kuznetsov2006", "carrington1996", "calvo2004", "salmon2011"),
        notes=tuple(notes),
    )


def _changes(before: dict[str, Any], scenario: Scenario) -> dict[str, Any]:
    """Return the parameters that are other than before."""
    return {name: value for name, value in scenario.to_dict().items() if value != before[name]}
