"""Pictures of careers: who goes where, and who brought whom."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import flag, instance, integer
from weakties._frames import Column, read, refuse_duplicates
from weakties._results import drawable
from weakties._wording import shown
from weakties.errors import InvalidInput

from .spells import Spells

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Codes: TypeAlias = NDArray[np.int64]

_MOST_STATES = 60


def chain_flow(
    spells: Spells,
    *,
    staying: bool = False,
    across_gaps: bool = False,
    ax: Axes | None = None,
) -> Axes:
    """Draw moves between states as bands from left to right; needs matplotlib.

    Parameters
    ----------
    spells : Spells
        Up to 60 states. Those made of several columns, such as place and rung, stand in groups by
        the first column, and bands take the colour of the group they leave.
    staying : bool, default False
        Whether to draw the periods after which a person was in the same state as before.
    across_gaps : bool, default False
        Whether the move from the last state before a gap to the first one after it counts.
    ax : matplotlib.axes.Axes, optional
        Where to draw. Without it a new figure is made.

    Returns
    -------
    matplotlib.axes.Axes
        Heights of bands are numbers of moves, persons unweighted.

    Raises
    ------
    WrongType
        When ``spells`` is not made by `Spells`, or another argument is of the wrong kind.
    InvalidInput
        When there is no move to draw, or there are more than 60 states.
    MissingPackage
        When matplotlib is not installed.

    Examples
    --------
    >>> from weakties.chains import Spells, chain_flow
    >>> from weakties.datasets import mens_occupations
    >>> spells = Spells.from_panel(mens_occupations(), "person", "year", "occupation")
    >>> chain_flow(spells).get_title(loc="left")
    '1,613 moves (staying left out)'
    """
    instance(spells, "spells", Spells, "Spells.from_panel or Spells.from_spells")
    staying = flag(staying, "staying")
    if len(spells.states) > _MOST_STATES:
        raise InvalidInput(
            f"`spells` must have at most {_MOST_STATES} states to be drawn: got "
            f"{len(spells.states)}; join some of them first"
        )
    moves = spells.counts(across_gaps=across_gaps)
    drawn = moves.to_numpy().sum() - (0 if staying else np.trace(moves.to_numpy()))
    if drawn == 0:
        raise InvalidInput(
            "`spells` must hold at least one move to be drawn: nobody was seen to change the "
            "state; pass staying=True to draw those who stay"
        )
    drawable(ax)
    from weakties.plots.sankey import flow

    return flow(moves, staying=staying, ax=ax)


def chain_tree(
    data: object,
    person: Hashable,
    heard_from: Hashable,
    *,
    time: Hashable | None = None,
    place: Hashable | None = None,
    most: int = 150,
    ax: Axes | None = None,
) -> Axes:
    """Draw who moved after hearing from whom, as trees from left to right; needs matplotlib.

    Parameters
    ----------
    data : DataFrame
        One row a person who moved: a table of pandas, polars, Arrow or DuckDB.
    person : column name
        Who moved.
    heard_from : column name
        The person whom the news came from. A chain begins with somebody for whom it is missing, or
        with whose informer has no row.
    time : column name, optional
        When each moved, a number. Without it the steps from the person with whom the chain begins.
    place : column name, optional
        What colours tell, such as where each moved to.
    most : int, default 150
        How many persons are drawn at most. The largest chains are, whole as far as there is room;
        of the last one those who moved first.
    ax : matplotlib.axes.Axes, optional
        Where to draw. Without it a new figure is made.

    Returns
    -------
    matplotlib.axes.Axes
        Those with whom a chain begins have a ring around them.

    Raises
    ------
    UnknownLabel
        When a column is not there.
    WrongType, InvalidInput
        When a column cannot be read, a person has two rows, or persons heard from each other in a
        circle.
    MissingPackage
        When matplotlib is not installed.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import chain_tree
    >>> moved = pd.DataFrame({
    ...     "who": ["Ana", "Ben", "Caro", "Dan"], "from": [None, "Ana", "Ana", "Caro"],
    ... })
    >>> chain_tree(moved, "who", "from").get_title(loc="left")
    '4 persons in 1 chain'
    """
    most = integer(most, "most", low=1, high=10_000)
    table = read(
        data,
        [
            Column("person", person, "key", meaning="who moved"),
            Column("heard_from", heard_from, "key", keep_missing=True, meaning="the informer"),
            Column("time", time, "number", optional=True, meaning="when the person moved"),
            Column("place", place, "key", optional=True, meaning="what colours tell"),
        ],
    )
    refuse_duplicates(table, ["person"], argument="data")
    informers = _informers(table.keys("person"), table.keys("heard_from"))
    steps, roots = _steps(informers, table.keys("person").labels[table.keys("person").codes])
    when = table.number("time") if time is not None else steps.astype(np.float64)
    kept = _largest(roots, np.lexsort((np.arange(len(when)), when, steps)), most)
    number = np.full(len(informers) + 1, -1)
    number[kept] = np.arange(len(kept))
    places = None
    if place is not None:
        keys = table.keys("place")
        places = pd.Series(pd.Categorical(keys.labels.take(keys.codes[kept]), keys.labels))
    drawable(ax)
    from weakties.plots.trees import tree

    keys = table.keys("person")
    return tree(
        number[informers[kept]],
        when[kept],
        places,
        keys.labels.take(keys.codes[kept]),
        time="steps from the first" if time is None else str(time),
        everyone=len(informers),
        ax=ax,
    )


def _informers(person: Any, heard_from: Any) -> _Codes:
    """Return the row of each row's informer, or -1 where the chain begins."""
    row_of = np.full(len(person.labels) + 1, -1)
    row_of[person.codes] = np.arange(len(person.codes))
    at = np.append(person.labels.get_indexer(heard_from.labels), -1)
    informers: _Codes = row_of[at[heard_from.codes]]
    return informers


def _steps(informers: _Codes, labels: pd.Index[Any]) -> tuple[_Codes, _Codes]:
    """Return how many steps each is from the first of the chain, and who that is."""
    steps, roots = np.where(informers < 0, 0, -1), np.arange(len(informers))
    for one in range(len(informers)):
        walk = [one]
        while steps[walk[-1]] < 0:
            walk.append(int(informers[walk[-1]]))
            if len(walk) > len(informers):
                raise InvalidInput(
                    f"`heard_from` must not go in circles: {shown(labels[one])} heard, through "
                    "others, from somebody who heard the same way; keep each person's first move"
                )
        for later, earlier in zip(walk[-2::-1], walk[:0:-1], strict=True):
            steps[later], roots[later] = steps[earlier] + 1, roots[earlier]
    return steps, roots


def _largest(roots: _Codes, order: _Codes, most: int) -> _Codes:
    """Return rows of the largest chains up to a number, earlier ones first in each."""
    sizes = np.bincount(roots, minlength=len(roots))
    # Chains of one size are kept apart by who begins them.
    ordered = order[np.lexsort((np.arange(len(order)), roots[order], -sizes[roots[order]]))]
    kept: _Codes = np.sort(ordered[:most])
    return kept
