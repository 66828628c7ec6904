"""Tests of a chain: the same in all groups, at all times, and whatever came before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from weakties._arguments import instance, integer
from weakties.errors import InvalidInput

from ._groups import groups_of
from ._resampling import Resampling
from ._strata import ChainTest, Stretches, chain_test, pasts
from .spells import Spells

# The longest memory that is tested, and the most cells of moves that are counted for it.
_LONGEST = 4
_MOST_CELLS = 50_000_000


def homogeneity_test(
    spells: Spells,
    by: pd.Series[Any],
    *,
    bootstrap: int = 0,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> ChainTest:
    r"""Test whether groups of persons have the same transition probabilities.

    With :math:`n_{gij}` moves of group g from i to j, and :math:`\hat p_{ij}` of all groups,

    .. math:: LR = 2 \sum_{gij} n_{gij} \ln \frac{n_{gij}}{n_{gi\cdot} \hat p_{ij}}, \qquad
       \chi^2 = \sum_{gij} \frac{(n_{gij} - n_{gi\cdot} \hat p_{ij})^2}{n_{gi\cdot} \hat p_{ij}},
       \qquad df = \sum_i (b_i - 1) (a_i - 1)

    where :math:`b_i` groups have a move out of i, and :math:`a_i` destinations occur from i.

    Parameters
    ----------
    spells : Spells
        Who was in which state when. Weights are not used: weighted sums have no such distribution.
    by : pandas.Series
        A group for each person, indexed by person.
    bootstrap : int, default 0
        How many times moves are drawn from the probabilities of all, each stretch of periods
        without a gap keeping its start, length and group. Where cells hold few moves the
        distribution of the statistics so found is better than the asymptotic one.
    seed, threads, progress
        As in `transition_matrix`.

    Returns
    -------
    ChainTest
        Both statistics with p-values, and what every cell adds to them. Their strata are groups,
        their contexts origins.

    Raises
    ------
    WrongType
        When ``spells`` is not made by `Spells`, ``by`` is not a Series, or another argument is of
        the wrong kind.
    InvalidInput
        When there are fewer than two groups, ``by`` lacks a person, or no move was observed.

    Notes
    -----
    Tests and their asymptotic distribution are those of :cite:t:`anderson1957`, also in
    :cite:t:`kullback1962`; degrees of freedom count only what occurs, as in
    :cite:t:`bickenbach2003`: rows without a move, and destinations nobody went to from a state, add
    none. Moves of a person are taken to be independent given the state. ``p_bootstrap`` is
    :math:`(1 + \#\{\text{drawn} \ge \text{observed}\}) / (1 + \text{replicates})`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import Spells, homogeneity_test
    >>> df = pd.DataFrame({
    ...     "person": [1] * 6 + [2] * 6, "year": [*range(6)] * 2, "state": list("aababbabbbba")
    ... })
    >>> spells = Spells.from_panel(df, "person", "year", "state")
    >>> by = pd.Series(["north", "south"], index=[1, 2], name="region")
    >>> homogeneity_test(spells, by).statistics.round(3)
                      statistic  df      p
    test
    likelihood_ratio      1.046   2  0.593
    chi_square            0.819   2  0.664
    """
    instance(spells, "spells", Spells, "Spells.from_panel or Spells.from_spells")
    resampling = Resampling.of(bootstrap, seed, threads, progress)
    groups, of_person = groups_of(by, spells.persons)
    if groups is None or len(groups) < 2:
        raise InvalidInput(
            "`by` must tell at least two groups apart: there is one; choose another column"
        )
    stretches = Stretches.of(spells)
    strata = of_person[stretches.person]
    return chain_test(
        spells, stretches, strata, groups, 1, 0, resampling, "homogeneity", [str(groups.name)]
    )


def stationarity_test(
    spells: Spells,
    *,
    every: int = 1,
    bootstrap: int = 0,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> ChainTest:
    r"""Test whether transition probabilities are the same at all times.

    The statistics are those of `homogeneity_test`, with the period from which a move starts in
    place of the group.

    Parameters
    ----------
    spells : Spells
        Who was in which state when. Weights are not used.
    every : int, default 1
        How many periods are taken together, counted from the first one.
    bootstrap, seed, threads, progress
        As in `homogeneity_test`; stretches keep their start, length and time.

    Returns
    -------
    ChainTest
        Both statistics with p-values, and what every cell adds to them. Their strata are named by
        the first period, their contexts are origins.

    Raises
    ------
    WrongType
        When ``spells`` is not made by `Spells`, or another argument is of the wrong kind.
    InvalidInput
        When moves start in fewer than two (joined) periods.

    Notes
    -----
    From :cite:t:`anderson1957` (eq. (3.8)); degrees of freedom as in :cite:t:`bickenbach2003`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import Spells, stationarity_test
    >>> df = pd.DataFrame({
    ...     "person": [1] * 6 + [2] * 6, "year": [*range(6)] * 2, "state": list("aababbabbbba")
    ... })
    >>> spells = Spells.from_panel(df, "person", "year", "state")
    >>> stationarity_test(spells, every=3).statistics.round(3)
                      statistic  df      p
    test
    likelihood_ratio      0.680   2  0.712
    chi_square            0.444   2  0.801
    """
    instance(spells, "spells", Spells, "Spells.from_panel or Spells.from_spells")
    every = integer(every, "every", low=1)
    resampling = Resampling.of(bootstrap, seed, threads, progress)
    stretches = Stretches.of(spells)
    # The move into a period starts in the one before it.
    start = (stretches.period - 1 - spells._start.min()) // every
    moving = ~np.isin(np.arange(len(start)), stretches.offsets)
    used = np.unique(start[moving])
    if len(used) < 2:
        raise InvalidInput(
            "`every` must leave at least two times to compare: moves start in "
            f"{len(used)}; take a smaller one, or spells of more periods"
        )
    periods = spells._timeline.labels(spells._start.min() + used * every).rename("from")
    strata = np.searchsorted(used, start).clip(max=len(used) - 1)
    return chain_test(
        spells, stretches, strata, periods, 1, 0, resampling, "stationarity", ["from"]
    )


def order_test(
    spells: Spells,
    order: int = 1,
    against: int | None = None,
    *,
    bootstrap: int = 0,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> ChainTest:
    r"""Test whether a chain remembers only so many states.

    The chain of order u, in which probabilities depend on the last u states, is tested against that
    of order v. The statistics are those of `homogeneity_test`, with the states before the last u
    in place of the group, and the last u states in place of the origin. Order 0 against 1 is the
    test that periods are independent, 1 against 2 that of the Markov property.

    Parameters
    ----------
    spells : Spells
        Who was in which state when. Weights are not used.
    order : int, default 1
        The order u that is tested, from 0 up.
    against : int, optional
        The order v, above u and at most 4; u + 1 without it.
    bootstrap, seed, threads, progress
        As in `homogeneity_test`; stretches keep their first v states and their length.

    Returns
    -------
    ChainTest
        Both statistics with p-values, and what every cell adds to them. Only moves count before
        which v periods without a gap were observed.

    Raises
    ------
    WrongType
        When ``spells`` is not made by `Spells`, or another argument is of the wrong kind.
    InvalidInput
        When ``against`` is not above ``order``, nobody was observed for long enough, or the states
        are too many for so long a memory.

    Notes
    -----
    From :cite:t:`anderson1957`; degrees of freedom as in :cite:t:`bickenbach2003`. Memory grows
    with the number of states to the power of v + 1.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import Spells, order_test
    >>> df = pd.DataFrame({
    ...     "person": [1] * 6 + [2] * 6, "year": [*range(6)] * 2, "state": list("aababbabbbba")
    ... })
    >>> spells = Spells.from_panel(df, "person", "year", "state")
    >>> order_test(spells, 0).statistics.round(3)
                      statistic  df      p
    test
    likelihood_ratio      0.080   1  0.777
    chi_square            0.079   1  0.778
    """
    instance(spells, "spells", Spells, "Spells.from_panel or Spells.from_spells")
    order = integer(order, "order", low=0, high=_LONGEST - 1)
    against = order + 1 if against is None else integer(against, "against", low=1, high=_LONGEST)
    if against <= order:
        raise InvalidInput(
            f"`against` must be above `order`: got {against} and {order}; give a longer memory"
        )
    resampling = Resampling.of(bootstrap, seed, threads, progress)
    states = spells.states
    if len(states) ** (against + 1) > _MOST_CELLS:
        raise InvalidInput(
            f"`against` is too long a memory for {len(states)} states: {against} of them can be "
            f"followed by another in {len(states) ** (against + 1)} ways; join states or take less"
        )
    stretches = Stretches.of(spells)
    earlier = against - order
    strata = pasts(states, earlier, order)
    return chain_test(
        spells,
        stretches,
        np.zeros(len(stretches.states), np.int64),
        strata,
        order,
        earlier,
        resampling,
        f"order {order} against {against}",
        [str(name) for name in strata.names],
    )
