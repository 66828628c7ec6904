"""Moves by stratum: careers cut into what is compared, and the test that strata are alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from ._resampling import Resampling
from ._states import ends_of_moves
from .spells import Spells

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Index: TypeAlias = "pd.Index[Any]"
_Numbers: TypeAlias = NDArray[np.int64]

STATISTICS = ("likelihood_ratio", "chi_square")


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


@dataclass(frozen=True, eq=False)
class Stretches:
    """Spells written out period by period; a stretch has no gap."""

    states: _Numbers
    period: _Numbers
    person: _Numbers
    offsets: _Numbers

    @classmethod
    def of(cls, spells: Spells) -> Stretches:
        length = spells._length
        ends = np.cumsum(length)
        within = np.arange(ends[-1]) - np.repeat(ends - length, length)
        return cls(
            np.repeat(spells._state, length),
            np.repeat(spells._start, length) + within,
            np.repeat(spells._person, length),
            np.append((ends - length)[~spells._adjoins], ends[-1]).astype(np.int64),
        )


def pasts(states: _Index, count: int, after: int = 0) -> _Index:
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


def chain_test(
    spells: Spells,
    stretches: Stretches,
    strata: _Numbers,
    labels: _Index,
    order: int,
    earlier: int,
    resampling: Resampling,
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
    drawn = resampling.draw(partial(_core.homogeneity_bootstrap, given, resampling.replicates))
    if drawn is not None:
        # Equal tables may differ in the last digits of their sums.
        reached = (drawn >= np.array(totals) * (1 - 1e-10)).sum(axis=0)
        statistics["p_bootstrap"] = (1 + reached) / (1 + resampling.replicates)
    contexts = pasts(spells.states, order)
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
            method=method + (", moves drawn" if resampling.replicates else ""),
            options={"strata": names, "bootstrap": resampling.replicates},
            counts={
                "moves": int(moves.sum()),
                "strata": len(labels),
                "states": len(spells.states),
            },
            dropped=spells.dropped,
            seed=resampling.entropy,
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
