"""Positions of careers: on which rung, in which place and firm each state is."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import label
from weakties._frames import codes_of
from weakties._wording import did_you_mean, listing, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .spells import Spells

_Index: TypeAlias = "pd.Index[Any]"
_Numbers: TypeAlias = NDArray[np.int64]


def role(spells: Spells, name: Hashable | None, argument: str) -> tuple[_Numbers, _Index]:
    """Return the code of each state in one of the columns it is made of, and its labels."""
    if name is None:
        return np.zeros(len(spells.states), np.int64), pd.Index([])
    names = list(spells.states.names)
    if label(name, argument) not in names:
        raise UnknownLabel(
            f"`{argument}` names no column that the states are made of: {shown(name)}."
            f"{did_you_mean(name, names)} {listing('Columns of the states', names)}"
        )
    codes, labels = pd.factorize(spells.states.get_level_values(names.index(name)), sort=True)
    return codes.astype(np.int64), pd.Index(labels)


def ladder_of(
    spells: Spells, rung: Hashable, order: object, out: object
) -> tuple[_Numbers, _Index]:
    """Return the rung of each state, -1 off the ladder, and the rungs from the lowest up."""
    if rung is None:
        raise WrongType("`rung` must name the column of rungs: got None; name it")
    codes, labels = role(spells, rung, "rung")
    for value, argument in ((order, "order"), (out, "out")):
        if value is not None and not isinstance(value, list):
            raise WrongType(
                f"`{argument}` must be a list of labels in the column of rungs: got "
                f"{type(value).__name__}; make it a list"
            )
    off = codes_of(out, labels, "out") if isinstance(out, list) and out else np.empty(0, np.int64)
    if isinstance(order, list):
        if not order:
            raise InvalidInput("`order` must name at least one rung: got an empty list")
        on = codes_of(order, labels, "order")
        if len(np.unique(on)) < len(on):
            raise InvalidInput("`order` must name each rung once; remove the repeats")
    else:
        on = np.setdiff1d(np.arange(len(labels)), off)
        if not len(on):
            raise InvalidInput("`out` must leave at least one rung: it names them all")
        if not pd.api.types.is_numeric_dtype(pd.Index(labels[on].tolist()).dtype):
            raise InvalidInput(
                "`order` must say which rung is above which, since rungs are no numbers: give a "
                f"list, the lowest first. {listing('Labels there are', labels.tolist())}"
            )
    both = np.intersect1d(on, off)
    if len(both):
        raise InvalidInput(
            f"`out` must not name rungs of the ladder: {shown(labels[both[0]])} is in `order` too; "
            "remove it from one of them"
        )
    lacking = np.setdiff1d(np.arange(len(labels)), np.concatenate([on, off]))
    if len(lacking):
        raise InvalidInput(
            f"`order` must name every rung that occurs: {shown(labels[lacking[0]])} is not there "
            f"({len(lacking)} are not); add it, or name it in `out` if it is no position"
        )
    rank = np.full(len(labels), -1, np.int64)
    rank[on] = np.arange(len(on))
    return rank[codes], labels[on].rename(rung)


def home_of(home: Hashable | None, place: Hashable | None, places: _Index) -> int | None:
    """Return the code of the place that is everybody's home, where there is one."""
    if home is None:
        return None
    if place is None:
        raise InvalidInput("`home` needs `place`: name the column of places too")
    label(home, "home")
    return int(codes_of([home], places, "home")[0])


def moves_between(spells: Spells, rung_of_state: _Numbers, across_gaps: bool) -> int:
    """Count moves from position to position, persons unweighted."""
    on = rung_of_state[spells._state] >= 0
    linked = spells._linked(across_gaps)
    # A position follows another when all links since the last position hold.
    place = np.flatnonzero(on)
    breaks = np.cumsum(~linked)
    return int((breaks[place[1:]] == breaks[place[:-1]]).sum())
