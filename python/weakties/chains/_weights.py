"""Weights of persons, read from a table in which each person has several rows."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._frames import Column, Table
from weakties._wording import shown
from weakties.errors import InvalidInput

_Index: TypeAlias = "pd.Index[Any]"
_Floats: TypeAlias = NDArray[np.float64]
_Numbers: TypeAlias = NDArray[np.int64]


def weight_column(weight: Hashable | None) -> Column:
    """Say what is wanted of the column of weights."""
    return Column(
        "weight", weight, "number", low=0, optional=True, meaning="the weight of the person"
    )


def weights_of(table: Table, person: _Numbers, labels: _Index) -> _Floats | None:
    """Return the weight of each person, 0 of those without rows; None without weights."""
    if "weight" not in table:
        return None
    given = table.number("weight")
    weights = np.zeros(len(labels))
    weights[person] = given
    if (unequal := weights[person] != given).any():
        row = np.flatnonzero(unequal)[0]
        raise InvalidInput(
            f"`weight` must be the same in all rows of a person: {shown(labels[person[row]])} has "
            f"{given[row]} in row {table.positions[row]} (counted from 0) and "
            f"{weights[person[row]]} in another; give each person one weight, such as the mean"
        )
    return weights


def relative(weights: _Floats | None, persons: _Numbers, count: int) -> _Floats:
    """Return weights whose mean over the persons who are counted is 1."""
    if weights is None:
        return np.ones(count)
    mean = weights[np.unique(persons)].mean()
    if mean == 0:
        raise InvalidInput(
            "`weight` must be above 0 for somebody who is counted: all weights are 0; correct them"
        )
    found: _Floats = weights / mean
    return found


def refuse_curvature(weights: _Floats | None, errors: str) -> None:
    """Refuse errors that take a weight for so many persons seen."""
    if weights is not None and errors == "curvature":
        raise InvalidInput(
            '`errors` must be "person" where there are weights: the curvature would take a weight '
            'for so many persons; pass errors="person"'
        )
