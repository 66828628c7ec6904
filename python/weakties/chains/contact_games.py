"""Job contacts, solved exactly: time out of work, dropping out, and leaving the country."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from weakties import _core
from weakties._arguments import integer

from ._markets import Game, ParticipationEquilibria
from ._ties import Ties
from .contact_exact import job_contact_exact


def job_contact_durations(
    network: Any,
    arrival: float,
    separation: float,
    *,
    longest: int = 20,
) -> pd.DataFrame:
    r"""Tell how the chance of a job depends on the time out of work, exactly.

    Parameters
    ----------
    network, arrival, separation
        As in `job_contact_exact`.
    longest : int, default 20
        The longest duration, in periods.

    Returns
    -------
    pandas.DataFrame
        Indexed by duration d, all nodes together: ``hazard``, the probability of having a job a
        period after exactly d periods out of work; ``hazard_at_least``, after at least d, as in
        `job_contact_exact`; ``survival``, the share of spells out of work that last at least d
        periods.

    Raises
    ------
    WrongType, InvalidInput
        When the network is too large, or an argument is out of range.

    Notes
    -----
    :cite:t:`calvo2004` show that the hazard falls with duration. In the long run as many spells
    reach d periods as end after at least d: with :math:`W_d` the probability of having been out of
    work for d periods and :math:`h_d` the hazard after at least d, spells that have lasted exactly
    d periods have probability :math:`F_d = W_d h_d`, and their hazard is
    :math:`1 - F_{d+1} / F_d`.

    Examples
    --------
    >>> from weakties.chains import job_contact_durations
    >>> job_contact_durations([[0, 1], [1, 0]], 0.1, 0.015, longest=2).round(4)
              hazard  hazard_at_least  survival
    duration
    1         0.1806           0.1759    1.0000
    2         0.1794           0.1749    0.8194
    """
    longest = integer(longest, "longest", low=1, high=10_000)
    exact = job_contact_exact(network, arrival, separation, durations=range(1, longest + 2))
    at_least = exact.pooled_hazards.to_numpy()
    waiting = np.append(1, np.cumprod(1 - at_least[:-1]))
    ending = waiting * at_least
    return pd.DataFrame(
        {
            "hazard": 1 - ending[1:] / ending[:-1],
            "hazard_at_least": at_least[:-1],
            "survival": ending[:-1] / ending[0],
        },
        index=pd.RangeIndex(1, longest + 1, name="duration"),
    )


def job_contact_dropout(
    network: Any,
    arrival: float,
    separation: float,
    costs: pd.Series[float] | ArrayLike,
    *,
    discount: float = 0.9,
    counted_from: str = "next",
    employed: pd.Series[bool] | ArrayLike | None = None,
    progress: bool | None = None,
) -> ParticipationEquilibria:
    r"""Find who stays in the labour market when staying has a cost.

    An agent stays iff

    .. math:: (1 - \delta) \sum_{t \ge t_0} \delta^{t - t_0} \Pr(\text{employed at } t) \ge c_i

    given who else stays. The wage is 1. Who drops out hears of nothing and passes nothing on. Since
    staying is worth more the more others stay, dropping out round by round from all being in leads
    to the equilibrium with the most who stay, and joining round by round from all being out to the
    one with the fewest.

    Parameters
    ----------
    network, arrival, separation
        As in `job_contact_exact`.
    costs : pandas.Series or array
        What staying costs each agent, as a share of the wage of somebody always employed: a Series
        indexed by node, or one item a node.
    discount : float, default 0.9
        The weight :math:`\delta` of a period relative to the one before, from 0 to below 1.
    counted_from : {"next", "now"}
        Whether the first wage counted is that of the next period (:math:`t_0 = 1`) or the present
        one (:math:`t_0 = 0`).
    employed : pandas.Series or array of bool, optional
        Who has a job at the start. Without it everyone.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

    Returns
    -------
    ParticipationEquilibria
        By node: ``cost``; ``stays_most`` and ``stays_fewest``, whether it stays in either
        equilibrium; ``value_most`` and ``value_fewest``, what staying is or would be worth there.

    Raises
    ------
    WrongType, InvalidInput
        When the network is too large, or an argument is out of range.

    Notes
    -----
    The game is that of :cite:t:`calvo2004`, section on dropping out; the timing of the first wage
    and the numbers in print could not be checked against the paper, hence ``counted_from``. Alone
    the value has a closed form: with :math:`h = a(1-b)` and :math:`\pi = h / (h + b)` it is
    :math:`\pi + (s - \pi) (1-\delta) \lambda^{t_0} / (1 - \delta \lambda)` where
    :math:`\lambda = 1 - h - b`.

    Examples
    --------
    >>> from weakties.chains import job_contact_dropout
    >>> alone = [[0, 0], [0, 0]]
    >>> found = job_contact_dropout(alone, 0.1, 0.015, [0.8, 0.8], employed=[True, False])
    >>> found.nodes[["stays_most", "value_most"]].round(4)
       stays_most  value_most
    0        True      0.9258
    1       False      0.4873
    """
    game = Game.of_staying(
        Ties.small(network, "job_contact_dropout_simulate"),
        arrival,
        separation,
        costs,
        discount,
        counted_from,
        employed,
    )

    def solve(all_in: bool, report: Any) -> tuple[dict[str, Any], None]:
        stays, value = _core.job_contact_dropout(game.borrowed, all_in, report)
        return {"stays": stays, "value": value}, None

    return game.equilibria(solve, {"most": True, "fewest": False}, progress)


def two_countries(
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
    progress: bool | None = None,
) -> ParticipationEquilibria:
    r"""Find who leaves home for a country where job news travels along other ties.

    There are two job-contact markets. News of jobs is about those in the country where the hearer
    lives, and is of use to neighbours who live there: a tie carries news while both its ends live
    in the same country. Who lives at home may leave once, and leaves iff

    .. math:: y_1(i) - y_0(i) \ge c_i, \qquad y_k(i) = w_k e_k(i) + u_k (1 - e_k(i))

    where :math:`e_k(i)` is the probability of employment in country k, given where all others live,
    in the long run or as a discounted mean.

    Parameters
    ----------
    network : Network, DataFrame or array
        Ties within and across countries: undirected, with up to 12 nodes.
    home : list of nodes
        Who lives at home. The others live at the destination and stay there.
    arrival, separation, wages, benefits : pairs of float
        Of home and of the destination: the probabilities a and b of `job_contact_exact`, income
        :math:`w_k` when employed and :math:`u_k` when not.
    costs : pandas.Series or array
        What leaving costs each node, in income a period; those of who lives at the destination are
        not looked at.
    discount : float, optional
        The weight of a period relative to the one before, from 0 to below 1. Without it the long
        run counts.
    counted_from : {"next", "now"}
        As in `job_contact_dropout`; of no meaning for the long run.
    employed : pandas.Series or array of bool, optional
        Who has a job at the start, where he or she lives. Without it everyone. Who leaves arrives
        without a job.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

    Returns
    -------
    ParticipationEquilibria
        By node: ``cost``; ``leaves_fewest`` and ``leaves_most``, whether it leaves in the
        equilibrium reached from nobody and from everybody abroad; and its incomes ``home_fewest``,
        ``abroad_fewest``, ``home_most``, ``abroad_most``, missing for those at the destination.

    Raises
    ------
    UnknownLabel
        When ``home`` names a node that is not there.
    WrongType, InvalidInput
        When the network is too large, or an argument is out of range.

    Notes
    -----
    After :cite:t:`teteryatnikova2013`, whose summary states the two markets, the game and that one
    more tie across countries can raise migration much. Its equations could not be checked; which
    ties carry news, incomes and the state on arrival are choices made here.

    Examples
    --------
    >>> from weakties.chains import two_countries
    >>> tie = [[0, 1], [1, 0]]
    >>> same = {"arrival": (0.1, 0.1), "separation": (0.015, 0.015), "wages": (1, 1.5)}
    >>> bool(two_countries(tie, [0], costs=[0.46, 0], **same).nodes["leaves_fewest"][0])
    True
    >>> alone = [[0, 0], [0, 0]]
    >>> bool(two_countries(alone, [0], costs=[0.46, 0], **same).nodes["leaves_most"][0])
    False
    """
    game = Game.of_leaving(
        Ties.small(network, "two_countries_simulate"),
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

    def solve(all_leave: bool, report: Any) -> tuple[dict[str, Any], None]:
        leaves, (at_home, abroad) = _core.two_countries(game.borrowed, all_leave, report)
        return {"leaves": leaves, "home": at_home, "abroad": abroad}, None

    return game.equilibria(solve, {"fewest": False, "most": True}, progress)
