"""Tests of a chain: the same in all groups, at all times, and whatever came before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import bootstrap as resamples_of
from weakties._arguments import instance, integer
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as threads_of
from weakties._progress import asked, reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from ._groups import groups_of
from ._states import ends_of_moves
from .spells import Spells

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Index: TypeAlias = "pd.Index[Any]"
_Numbers: TypeAlias = NDArray[np.int64]

STATISTICS = ("likelihood_ratio", "chi_square")
# The longest memory that is tested, and the most cells of moves that are counted for it.
_LONGEST = 4
_MOST_CELLS = 50_000_000


@dataclass(frozen=True, eq=False, repr=False)
class ChainTest(Result):
    """A test that moves have the same probabilities in all strata.

    Parameters
    ----------
    statistics : pandas.DataFrame
        Indexed by ``likelihood_ratio`` and ``chi_square``: ``statistic``, ``df``, ``p`` and, where
        moves were drawn, ``p_bootstrap``; p is missing where there is nothing to compare.
    cells : pandas.DataFrame
        One row for each stratum, context and destination that can occur: ``moves`` and, if strata
        were alike, ``expected``; what the cell adds to ``likelihood_ratio`` and ``chi_square``.
    contexts : pandas.DataFrame
        Indexed by what the probabilities depend on, such as the origin: ``strata`` with a move and
        ``destinations`` that occur, ``df``, and the sums of both statistics.
    """

    title: ClassVar[str] = "Test of a chain"

    statistics: pd.DataFrame
    cells: pd.DataFrame
    contexts: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `statistics` with the names as the column ``test``.

        Returns
        -------
        pandas.DataFrame
            One row a statistic.
        """
        return self.statistics.reset_index()

    def _shown(self) -> pd.DataFrame:
        return self.statistics

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.matrix import heat_map

        chosen = self.meta.options["strata"]
        assert isinstance(chosen, list)
        strata = [name for name in self.cells.index.names if name in chosen]
        names = [name for name in self.contexts.index.names if name is not None]
        by = self.cells["chi_square"].groupby(level=[*strata, *names], observed=True).sum()
        table = by.unstack(strata) if names else by.to_frame().T  # noqa: PD010 - it moves, it sums nothing
        return heat_map(
            pd.DataFrame(table),
            rows="context",
            columns="stratum",
            colour="part of chi-square",
            ax=ax,
        )


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
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What is drawn from.
    threads : int, optional
        How many threads to use; all processors without it. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

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
    drawing = _Drawing.of(bootstrap, seed, threads, progress)
    groups, of_person = groups_of(by, spells.persons)
    if groups is None or len(groups) < 2:
        raise InvalidInput(
            "`by` must tell at least two groups apart: there is one; choose another column"
        )
    stretches = _Stretches.of(spells)
    strata = of_person[stretches.person]
    return _tested(
        spells, stretches, strata, groups, 1, 0, drawing, "homogeneity", [str(groups.name)]
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
    From :cite:t:`anderson1957`; degrees of freedom as in :cite:t:`bickenbach2003`.

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
    drawing = _Drawing.of(bootstrap, seed, threads, progress)
    stretches = _Stretches.of(spells)
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
    return _tested(spells, stretches, strata, periods, 1, 0, drawing, "stationarity", ["from"])


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
    drawing = _Drawing.of(bootstrap, seed, threads, progress)
    states = spells.states
    if len(states) ** (against + 1) > _MOST_CELLS:
        raise InvalidInput(
            f"`against` is too long a memory for {len(states)} states: {against} of them can be "
            f"followed by another in {len(states) ** (against + 1)} ways; join states or take less"
        )
    stretches = _Stretches.of(spells)
    earlier = against - order
    strata = _pasts(states, earlier, order)
    return _tested(
        spells,
        stretches,
        np.zeros(len(stretches.states), np.int64),
        strata,
        order,
        earlier,
        drawing,
        f"order {order} against {against}",
        [str(name) for name in strata.names],
    )


@dataclass(frozen=True)
class _Drawing:
    """How often, from what and on how many threads moves are drawn."""

    replicates: int
    key: tuple[int, int]
    entropy: int
    threads: int | None
    progress: bool | None

    @classmethod
    def of(cls, bootstrap: object, seed: object, threads: object, progress: object) -> _Drawing:
        drawn = seed_of(seed)
        wish = asked(progress)
        return cls(resamples_of(bootstrap), drawn.key, drawn.entropy, threads_of(threads), wish)


@dataclass(frozen=True, eq=False)
class _Stretches:
    """Spells written out period by period; a stretch has no gap."""

    states: _Numbers
    period: _Numbers
    person: _Numbers
    offsets: _Numbers

    @classmethod
    def of(cls, spells: Spells) -> _Stretches:
        length = spells._length
        ends = np.cumsum(length)
        within = np.arange(ends[-1]) - np.repeat(ends - length, length)
        return cls(
            np.repeat(spells._state, length),
            np.repeat(spells._start, length) + within,
            np.repeat(spells._person, length),
            np.append((ends - length)[~spells._adjoins], ends[-1]).astype(np.int64),
        )


def _pasts(states: _Index, count: int, after: int = 0) -> _Index:
    """Label every sequence of states; ``after`` so many more come before the move."""
    if count == 0:
        return pd.Index([()], dtype=object, tupleize_cols=False)
    places = np.indices((len(states),) * count).reshape(count, -1)
    arrays, names = [], []
    for back, codes in zip(range(count + after, after, -1), places, strict=True):
        one = states.take(codes)
        ends = ends_of_moves(states, "origin" if back == 1 else f"{back}_before")
        for level, name in enumerate(ends):
            arrays.append(one.get_level_values(level))
            names.append(name)
    if len(arrays) == 1:
        return arrays[0].rename(names[0])
    return pd.MultiIndex.from_arrays(arrays, names=names)


def _tested(
    spells: Spells,
    stretches: _Stretches,
    strata: _Numbers,
    labels: _Index,
    order: int,
    earlier: int,
    drawing: _Drawing,
    method: str,
    names: list[str],
) -> ChainTest:
    given = (
        stretches.states,
        stretches.offsets,
        np.ascontiguousarray(strata, np.int64),
        len(spells.states),
        len(labels),
        order,
        earlier,
    )
    moves = _core.moves_by_stratum(given)
    if not moves.any():
        raise InvalidInput(
            "`spells` must hold at least one move that counts: nobody was observed in "
            f"{max(order + earlier, 1) + 1} periods in a row; check the periods or their `step`"
        )
    expected, *parts, freedom = _core.compare_strata(moves)
    df = int(freedom.sum())
    totals = [float(part.sum()) for part in parts]
    statistics = pd.DataFrame(
        {
            "statistic": totals,
            "df": df,
            "p": [_core.chi_square_tail(total, df) for total in totals],
        },
        index=pd.Index(STATISTICS, name="test"),
    )
    if drawing.replicates:
        with reporter(drawing.progress, "bootstrap") as report:
            drawn = _core.homogeneity_bootstrap(
                given, drawing.replicates, drawing.key, drawing.threads, report
            )
        # Equal tables may differ in the last digits of their sums.
        reached = (drawn >= np.array(totals) * (1 - 1e-10)).sum(axis=0)
        statistics["p_bootstrap"] = (1 + reached) / (1 + drawing.replicates)
    contexts = _pasts(spells.states, order)
    rows = moves.sum(axis=2) > 0
    seen = moves.sum(axis=0) > 0
    unused = int((~rows).sum())
    return ChainTest(
        statistics,
        _cells(moves, expected, parts, labels, contexts, spells.states),
        pd.DataFrame(
            {
                "strata": rows.sum(axis=0),
                "destinations": seen.sum(axis=1),
                "df": freedom,
                **{
                    name: part.sum(axis=(0, 2))
                    for name, part in zip(STATISTICS, parts, strict=True)
                },
            },
            index=contexts,
        ),
        meta=Meta(
            method=method + (", moves drawn" if drawing.replicates else ""),
            options={"strata": names, "bootstrap": drawing.replicates},
            counts={
                "moves": int(moves.sum()),
                "strata": len(labels),
                "states": len(spells.states),
            },
            dropped=spells.dropped,
            seed=drawing.entropy if drawing.replicates else None,
            sources=("anderson1957", "kullback1962", "bickenbach2003"),
            notes=(
                *(
                    (f"{unused} of {rows.size} rows have no move and add no degree of freedom.",)
                    if unused
                    else ()
                ),
                *(("Weights of persons are not used.",) if spells.weights is not None else ()),
            ),
        ),
    )


def _cells(
    moves: NDArray[np.float64],
    expected: NDArray[np.float64],
    parts: list[NDArray[np.float64]],
    labels: _Index,
    contexts: _Index,
    states: _Index,
) -> pd.DataFrame:
    """Return one row for each cell that can hold a move."""
    stratum, context, state = np.nonzero(expected > 0)
    at = (stratum, context, state)
    of_moves = states.set_names(ends_of_moves(states, "destination"))
    levels = [labels.take(stratum)]
    if contexts.names != [None]:
        levels.append(contexts.take(context))
    levels.append(of_moves.take(state))
    arrays = [one.get_level_values(level) for one in levels for level in range(one.nlevels)]
    return pd.DataFrame(
        {
            "moves": moves[at].astype(np.int64),
            "expected": expected[at],
            **{name: part[at] for name, part in zip(STATISTICS, parts, strict=True)},
        },
        index=pd.MultiIndex.from_arrays(arrays, names=[one.name for one in arrays]),
    )
