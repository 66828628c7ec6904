"""States and how they are labelled: one column or several, rows and columns of matrices."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._frames import Column, Table
from weakties._tables import label
from weakties.errors import InvalidInput

_Index: TypeAlias = "pd.Index[Any]"
_Numbers: TypeAlias = NDArray[np.int64]


def state_columns(state: Hashable | list[Hashable]) -> list[Column]:
    """Say what is wanted of the columns that make a state."""
    names = state_names(state)
    if not names:
        raise InvalidInput("`state` must name at least one column: got an empty list")
    roles = ["state"] if len(names) == 1 else [f"state[{place}]" for place in range(len(names))]
    return [
        Column(role, name, "key", meaning="the state, or a part of it")
        for role, name in zip(roles, names, strict=True)
    ]


def state_names(state: Hashable | list[Hashable]) -> Sequence[Hashable]:
    """List the columns that make a state; only a list names several."""
    return state if isinstance(state, list) else [state]


def states_of(table: Table, count: int) -> tuple[_Numbers, _Index]:
    """Return each row's state, and the states: of several columns the combinations there are."""
    if count == 1:
        keys = table.keys("state")
        return keys.codes, keys.labels
    parts = [table.keys(f"state[{place}]") for place in range(count)]
    combined = np.zeros(table.rows, np.int64)
    for part in parts:
        # Numbered anew after each column, so that the numbers stay small.
        combined = np.unique(combined * len(part.labels) + part.codes, return_inverse=True)[1]
    one_of_each = np.unique(combined, return_index=True)[1]
    states = pd.MultiIndex.from_arrays(
        [part.labels.take(part.codes[one_of_each]) for part in parts],
        names=[part.labels.name for part in parts],
    )
    return combined.astype(np.int64, copy=False), states


def labelled(values: NDArray[Any], states: _Index) -> pd.DataFrame:
    """Give a square of numbers its states: origins as rows, destinations as columns."""
    return pd.DataFrame(
        values,
        index=states.set_names(ends_of_moves(states, "origin")),
        columns=states.set_names(ends_of_moves(states, "destination")),
    )


def one_line(states: _Index) -> list[str]:
    """Write each state on one line, such as "home · unskilled"."""
    return [
        " · ".join(map(label, state)) if isinstance(state, tuple) else label(state)
        for state in states
    ]


def ends_of_moves(states: _Index, end: str) -> list[str]:
    """Name the origin or destination; of states made of several columns, each column of it."""
    if states.nlevels == 1:
        return [end]
    return [f"{end}_{level if name is None else name}" for level, name in enumerate(states.names)]


def every_pair(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each cell of a table, row by row: the labels of its row and its column."""
    rows, columns = table.index, table.columns
    across = columns.take(np.tile(np.arange(len(columns)), len(rows)))
    pairs = pd.concat(
        [rows.repeat(len(columns)).to_frame(index=False), across.to_frame(index=False)], axis=1
    )
    pairs.columns = pd.Index([*rows.names, *columns.names])
    return pairs
