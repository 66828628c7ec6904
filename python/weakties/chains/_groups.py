"""Groups of persons, as the user names them: one label a person."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._frames import Column, read
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType

_Index: TypeAlias = "pd.Index[Any]"


def groups_of(by: object, persons: _Index) -> tuple[_Index | None, NDArray[np.int64]]:
    """Return the groups there are, and the group of each person."""
    if by is None:
        return None, np.zeros(len(persons), np.int64)
    if not isinstance(by, pd.Series):
        raise WrongType(
            f"`by` must be a Series indexed by person: got {type(by).__name__}; make one, such as "
            'df.groupby("person")["region"].first()'
        )
    if (lacking := by.isna().to_numpy()).any():
        raise InvalidInput(
            f"`by` must give a group for every person: {shown(by.index[lacking][0])} has a missing "
            f"value ({lacking.sum()} of {len(by)} have); fill it first"
        )
    frame = pd.DataFrame({"person": by.index, "group": by.array})
    table = read(
        frame, [Column("person", "person", "key"), Column("group", "group", "key")], argument="by"
    )
    given, group = table.keys("person"), table.keys("group")
    if len(given.labels) < table.rows:
        raise InvalidInput("`by` must name each person once; keep one group a person")
    of_label = np.empty(len(given.labels), np.int64)
    of_label[given.codes] = group.codes
    at = given.labels.get_indexer(persons)
    if (at < 0).any():
        missing = persons[at < 0]
        raise InvalidInput(
            f"`by` must give a group for every person: {shown(missing[0])} has none "
            f"({len(missing)} of {len(persons)}); add them"
        )
    codes, used = np.unique(of_label[at], return_inverse=True)
    groups = group.labels.take(codes)
    return groups.rename("group" if by.name is None else by.name), used.astype(np.int64)
