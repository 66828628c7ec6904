"""Job contacts on networks of any size: dropping out, and leaving the country, by simulation."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from numpy.typing import ArrayLike

from weakties import _core

from ._markets import Effort, Game, ParticipationEquilibria
from ._ties import Ties


def job_contact_dropout_simulate(
    network: Any,
    arrival: float,
    separation: float,
    costs: pd.Series[float] | ArrayLike,
    *,
    discount: float = 0.9,
    counted_from: str = "next",
    employed: pd.Series[bool] | ArrayLike | None = None,
    replicates: int = 100,
    trials: int = 20,
    margin: float = 3.0,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> ParticipationEquilibria:
    r"""Find who stays in a labour market of any size when staying has a cost.

    The game is that of `job_contact_dropout`, of which this is the simulation.

    Parameters
    ----------
    network, arrival, separation, costs, discount, counted_from, employed
        As in `job_contact_dropout`, but that the network may have any size.
    replicates : int, default 100
        Simulations over which each value is a mean; at least 2.
    trials : int, default 20
        Into how many groups those who are out are put to find what staying would be worth to them:
        each group joins at once. As many groups as there are people out, and so exactly one joiner
        at a time, where they are no more than ``trials``.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from. The draws of a period depend on the seed, the replicate and the period
        only, whoever takes part.
    threads : int, optional
        On how many threads replicates run; all processors without it. The result does not depend on
        it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

    Returns
    -------
    ParticipationEquilibria
        By node: ``cost``; ``stays_most`` and ``stays_fewest``; ``value_most`` and ``value_fewest``,
        what staying is or would be worth, with standard errors ``se_most`` and ``se_fewest``.

    Raises
    ------
    WrongType, InvalidInput
        When the network is directed, or an argument is out of range.

    Notes
    -----
    :cite:t:`calvo2004`. Rounds of choices go one way from either end, so that a choice made by an
    error of simulation would never be taken back, and others would follow it. Somebody changes only
    where the simulated gain differs from nothing by ``margin`` standard errors, of which none is
    taken to be below the root mean square of all who may change. With values known, a set that
    contains the equilibrium with the most keeps doing so whenever only some of those leave who gain
    by it, and one within that with the fewest stays in it as only some join: who is not sure waits,
    and the ends that are found lie around those of the game, not between them. A note in ``meta``
    tells how many would change by their simulated values alone; more replicates decide for them.

    A group of joiners helps its members a little more than a single one would be helped: with half
    of the people out and 20 groups, 2.5 % of them join at a time. Periods after which a share of
    10⁻⁷ of the weight is left are not simulated. A round takes time in proportion to nodes and
    ties, replicates and periods, and for those who are out ``trials``; memory grows with nodes and
    ties. ``meta`` counts the rounds.

    Examples
    --------
    >>> from weakties.chains import job_contact_dropout_simulate
    >>> pair = [[0, 1], [1, 0]]
    >>> found = job_contact_dropout_simulate(pair, 0.1, 0.015, [0.8, 0.99], seed=1)
    >>> found.nodes["stays_most"].tolist()
    [True, False]
    """
    game = Game.of_staying(
        Ties.of(network), arrival, separation, costs, discount, counted_from, employed
    )
    effort = Effort.of(replicates, trials, margin, seed, threads)

    def solve(all_in: bool, report: Any) -> tuple[dict[str, Any], tuple[int, int]]:
        stays, (value, se), rest = _core.job_contact_dropout_simulate(
            game.borrowed, all_in, effort.length, effort.seed.key, effort.threads, report
        )
        return {"stays": stays, "value": value, "se": se}, rest

    ends = {"most": True, "fewest": False}
    return game.equilibria(
        solve,
        ends,
        progress,
        effort,
        replicates=effort.replicates,
        trials=effort.trials,
        margin=effort.margin,
    )


def two_countries_simulate(
    network: Any,
    home: list[Hashable],
    *,
    arrival: tuple[float, float],
    separation: tuple[float, float],
    wages: tuple[float, float],
    costs: pd.Series[float] | ArrayLike,
    benefits: tuple[float, float] = (0.0, 0.0),
    discount: float | None = None,
    counted_from: str = "next",
    employed: pd.Series[bool] | ArrayLike | None = None,
    burn_in: int = 200,
    periods: int = 1000,
    replicates: int = 10,
    trials: int = 20,
    margin: float = 3.0,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> ParticipationEquilibria:
    r"""Find who leaves home for another country, on networks of any size.

    The game is that of `two_countries`, of which this is the simulation.

    Parameters
    ----------
    network, home, arrival, separation, wages, costs, benefits, discount, counted_from, employed
        As in `two_countries`, but that the network may have any size.
    burn_in, periods : int
        Where the long run counts, the periods before any is counted and those that are. With a
        ``discount`` that says how many there are, and these are not looked at.
    replicates, margin, seed, threads, progress
        As in `job_contact_dropout_simulate`.
    trials : int, default 20
        As in `job_contact_dropout_simulate`: groups of people who go at once where they do not
        live, each group alone, to find what they would earn there.

    Returns
    -------
    ParticipationEquilibria
        By node: ``cost``; for ``fewest`` and ``most`` who leave, ``leaves_``, incomes ``home_`` and
        ``abroad_`` and their standard errors ``home_se_`` and ``abroad_se_``, missing for those at
        the destination.

    Raises
    ------
    UnknownLabel
        When ``home`` names a node that is not there.
    WrongType, InvalidInput
        When the network is directed, or an argument is out of range.

    Notes
    -----
    :cite:t:`teteryatnikova2013`; see `two_countries` for what could not be checked, and
    `job_contact_dropout_simulate` for what groups of ``trials`` and a ``margin`` mean. The
    standard error of a gain is that of two independent incomes.

    Examples
    --------
    >>> from weakties.chains import two_countries_simulate
    >>> tie = [[0, 1], [1, 0]]
    >>> same = {"arrival": (0.1, 0.1), "separation": (0.015, 0.015), "wages": (1, 1.5)}
    >>> found = two_countries_simulate(tie, [0], costs=[0.46, 0], seed=1, **same)
    >>> bool(found.nodes["leaves_fewest"][0])
    True
    """
    game = Game.of_leaving(
        Ties.of(network),
        home,
        arrival,
        separation,
        wages,
        benefits,
        costs,
        discount,
        counted_from,
        employed,
    )
    effort = Effort.of(replicates, trials, margin, seed, threads, burn_in, periods)

    def solve(all_leave: bool, report: Any) -> tuple[dict[str, Any], tuple[int, int]]:
        leaves, (at_home, abroad), rest = _core.two_countries_simulate(
            game.borrowed, all_leave, effort.length, effort.seed.key, effort.threads, report
        )
        return {
            "leaves": leaves,
            "home": at_home[0],
            "home_se": at_home[1],
            "abroad": abroad[0],
            "abroad_se": abroad[1],
        }, rest

    return game.equilibria(
        solve,
        {"fewest": False, "most": True},
        progress,
        effort,
        burn_in=effort.burn_in,
        periods=effort.periods,
        replicates=effort.replicates,
        trials=effort.trials,
        margin=effort.margin,
    )
