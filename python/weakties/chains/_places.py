"""Tables whose rows and columns are places: labelled by the user, or numbered."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import matrix, vector
from weakties._wording import shown
from weakties.errors import InvalidInput, UnknownLabel

_Index: TypeAlias = "pd.Index[Any]"


def square(
    table: object, argument: str, places: _Index | None = None
) -> tuple[NDArray[np.float64], _Index]:
    """Return a table of numbers from 0 up with the same places as rows and columns, and these."""
    if not isinstance(table, pd.DataFrame):
        values = matrix(table, argument, square=True, low=0)
        found = pd.RangeIndex(len(values)) if places is None else places
        return matrix(values, argument, rows=len(found), columns=len(found)), found
    wanted = table.index if places is None else places
    for axis, side in ((table.index, "rows"), (table.columns, "columns")):
        _refuse_other(axis, wanted, f"`{argument}` must name each place once in its {side}")
    return matrix(table.loc[wanted, wanted], argument, low=0), wanted.rename(None)


def per_place(values: object, argument: str, places: _Index) -> NDArray[np.float64]:
    """Return one number from 0 up a place, in the order of the places."""
    if isinstance(values, pd.Series):
        _refuse_other(values.index, places, f"`{argument}` must have one number for each place")
        values = values.loc[places]
    return vector(values, argument, length=len(places), low=0)


def table_by_age(table: object, argument: str, ages: _Index, places: _Index) -> NDArray[np.float64]:
    """Return numbers from 0 up by age and place, in the order of both."""
    if isinstance(table, pd.DataFrame):
        _refuse_other(table.index, ages, f"`{argument}` must name each age once in its rows")
        _refuse_other(
            table.columns, places, f"`{argument}` must name each place once in its columns"
        )
        table = table.loc[ages, places]
    return matrix(table, argument, rows=len(ages), columns=len(places), low=0)


def _refuse_other(found: _Index, wanted: _Index, must: str) -> None:
    if not found.is_unique:
        twice = found[found.duplicated()][0]
        raise InvalidInput(f"{must}: {shown(twice)} is there twice; add such entries up")
    for one, there in ((wanted.difference(found), "is missing"), (found.difference(wanted), "")):
        if len(one):
            problem = there or "is not one of the places"
            raise UnknownLabel(
                f"{must}: {shown(one[0])} {problem}; give all tables the same labels"
            )
