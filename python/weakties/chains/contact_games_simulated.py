"""Job contacts on networks of any size: dropping out, and leaving the country, by simulation."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from weakties import _core
from weakties._arguments import choice, integer, number
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta

from ._markets import ParticipationEquilibria, at_home, each_node, pair_of, rates_of
from ._ties import Ties, employed_at_start

# As many as the kernel can number.
_MOST_PERIODS = 2**32 - 3
_MOST_REPLICATES = 1_000_000


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
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> ParticipationEquilibria:
    r"""Find who stays in a labour market of any size when staying has a cost.

    The game is that of `job_contact_dropout`, of which this is the simulation.

    Parameters
    ----------
    network : Network, DataFrame or array
        An undirected network of weakties, or a symmetric square of 0 and 1. Weights and self-ties
        are not used.
    arrival, separation : float
        The probabilities a and b of `job_contact_exact`, between 0 and 1.
    costs, discount, counted_from, employed
        As in `job_contact_dropout`.
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
    :cite:t:`calvo2004`. Choices are made on simulated values, so that somebody whose cost lies
    within some standard errors of the value may decide either way. A group of joiners helps its
    members a little more than a single one would be helped: with half of the people out and 20
    groups, 2.5 % of them join at a time. Periods after which a share of 10⁻⁷ of the weight is left
    are not simulated. Time grows with the agents, replicates, periods and rounds, and for those who
    are out with ``trials``; memory with the agents.

    Examples
    --------
    >>> from weakties.chains import job_contact_dropout_simulate
    >>> pair = [[0, 1], [1, 0]]
    >>> found = job_contact_dropout_simulate(pair, 0.1, 0.015, [0.8, 0.99], seed=1)
    >>> found.nodes["stays_most"].tolist()
    [True, False]
    """
    ties = Ties.of(network)
    rates = (
        *rates_of(arrival, separation),
        number(discount, "discount", low=0, high=1, open_high=True),
        choice(counted_from, "counted_from", ("next", "now")) == "now",
    )
    prices = each_node(costs, "costs", ties.labels)
    at_start = employed_at_start(employed, ties.labels)
    # The discount says how many periods there are.
    length = (0, 1, *_repeated(replicates, trials))
    drawn = seed_of(seed)
    pool = threads_of(threads)
    columns: dict[str, Any] = {"cost": prices}
    with reporter(progress, "simulations") as report:
        for name, all_in in (("most", True), ("fewest", False)):
            stays, (value, se) = _core.job_contact_dropout_simulate(
                ties.pairs, rates, prices, at_start, all_in, length, drawn.key, pool, report
            )
            columns |= {f"stays_{name}": stays, f"value_{name}": value, f"se_{name}": se}
    return _equilibria(
        columns,
        ties,
        {
            "arrival": rates[0],
            "separation": rates[1],
            "discount": rates[2],
            "counted_from": counted_from,
            "employed": "everyone" if employed is None else "given",
            "replicates": replicates,
            "trials": trials,
        },
        {},
        drawn.entropy,
        ("calvo2004", "salmon2011"),
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
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> ParticipationEquilibria:
    r"""Find who leaves home for another country, on networks of any size.

    The game is that of `two_countries`, of which this is the simulation.

    Parameters
    ----------
    network : Network, DataFrame or array
        Ties within and across countries: an undirected network of weakties, or a symmetric square
        of 0 and 1.
    home, arrival, separation, wages, costs, benefits, discount, counted_from, employed
        As in `two_countries`.
    burn_in, periods : int
        Where the long run counts, the periods before any is counted and those that are. With a
        ``discount`` that says how many there are, and these are not looked at.
    replicates : int, default 10
        Simulations over which each value is a mean; at least 2.
    trials : int, default 20
        Into how many groups people are put to find what they would earn where they do not live:
        each group goes there at once. One at a time goes where they are no more than ``trials``.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from. The draws of a period depend on the seed, the replicate and the period
        only, whoever lives where.
    threads : int, optional
        On how many threads replicates run; all processors without it. The result does not depend on
        it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

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
    `job_contact_dropout_simulate` for what groups of ``trials`` and simulated values mean.

    Examples
    --------
    >>> from weakties.chains import two_countries_simulate
    >>> tie = [[0, 1], [1, 0]]
    >>> same = {"arrival": (0.1, 0.1), "separation": (0.015, 0.015), "wages": (1, 1.5)}
    >>> found = two_countries_simulate(tie, [0], costs=[0.46, 0], seed=1, **same)
    >>> bool(found.nodes["leaves_fewest"][0])
    True
    """
    ties = Ties.of(network)
    lives_at_home = at_home(home, ties.labels)
    a, b = pair_of(arrival, "arrival"), pair_of(separation, "separation")
    weight = (
        None if discount is None else number(discount, "discount", low=0, high=1, open_high=True)
    )
    now = choice(counted_from, "counted_from", ("next", "now")) == "now"
    income, out_of_work = pair_of(wages, "wages"), pair_of(benefits, "benefits")
    rates = tuple((*rates_of(a[country], b[country]), weight, now) for country in (0, 1))
    prices = each_node(costs, "costs", ties.labels)
    at_start = employed_at_start(employed, ties.labels)
    burn_in = integer(burn_in, "burn_in", low=0, high=_MOST_PERIODS - 1)
    periods = integer(periods, "periods", low=1, high=_MOST_PERIODS - burn_in)
    length = (burn_in, periods, *_repeated(replicates, trials))
    drawn = seed_of(seed)
    pool = threads_of(threads)
    columns: dict[str, Any] = {"cost": prices}
    with reporter(progress, "simulations") as report:
        for name, all_leave in (("fewest", False), ("most", True)):
            leaves, (at, there) = _core.two_countries_simulate(
                ties.pairs,
                (rates[0], rates[1]),
                income,
                out_of_work,
                lives_at_home,
                prices,
                at_start,
                all_leave,
                length,
                drawn.key,
                pool,
                report,
            )
            columns |= {
                f"leaves_{name}": leaves,
                f"home_{name}": at[0],
                f"home_se_{name}": at[1],
                f"abroad_{name}": there[0],
                f"abroad_se_{name}": there[1],
            }
    return _equilibria(
        columns,
        ties,
        {
            "arrival": a,
            "separation": b,
            "wages": income,
            "benefits": out_of_work,
            "discount": weight,
            "counted_from": counted_from,
            "employed": "everyone" if employed is None else "given",
            "burn_in": burn_in,
            "periods": periods,
            "replicates": replicates,
            "trials": trials,
        },
        {"home": int(np.count_nonzero(lives_at_home))},
        drawn.entropy,
        ("teteryatnikova2013", "calvo2004", "salmon2011"),
    )


def _repeated(replicates: object, trials: object) -> tuple[int, int]:
    return (
        integer(replicates, "replicates", low=2, high=_MOST_REPLICATES),
        integer(trials, "trials", low=1, high=_MOST_REPLICATES),
    )


def _equilibria(
    columns: dict[str, NDArray[Any]],
    ties: Ties,
    options: dict[str, object],
    counts: dict[str, int],
    entropy: int,
    sources: tuple[str, ...],
) -> ParticipationEquilibria:
    return ParticipationEquilibria(
        pd.DataFrame(columns, index=ties.labels),
        meta=Meta(
            method="iteration from both ends, values simulated",
            options=options,
            counts={"nodes": len(ties.labels), "ties": len(ties.sources)} | counts,
            dropped=ties.dropped,
            seed=entropy,
            sources=sources,
        ),
    )
