"""Numbers beside a panel's rows: its variables checked, and a user's Series put in its order."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import vector
from weakties._labels import Codes, Index
from weakties._wording import rows_text
from weakties.errors import InvalidInput

from .panel import FirmPanel


def bounded(
    panel: FirmPanel, name: object, argument: str, *, zero: bool = False
) -> NDArray[np.float64]:
    """Return a variable that must be above 0, or at least 0; missing values stay NaN."""
    values = panel._variable(name, argument)
    refuse_low(panel, values, argument, zero=zero)
    return values


def refuse_low(
    panel: FirmPanel, values: NDArray[np.float64], argument: str, *, zero: bool = False
) -> None:
    """Refuse numbers that are not above 0, or below 0 where 0 will do."""
    low = np.flatnonzero(values < 0 if zero else values <= 0)
    if len(low):
        must = "be at least 0" if zero else "be above 0"
        raise InvalidInput(
            f"`{argument}` must {must}: it is not in {len(low)} rows, see "
            f"{rows_text(np.sort(panel.positions[low]))}; leave such rows out of the panel, or set "
            "the value to missing"
        )


def aligned(panel: FirmPanel, values: object, argument: str) -> NDArray[np.float64]:
    """Return numbers on the user's rows, a Series or an array, in the order of the sorted rows."""
    if isinstance(values, pd.Series) and not values.index.equals(panel.index):
        raise InvalidInput(
            f"`{argument}` must have the index of the table the panel was made from; give it the "
            "same index, in the same order"
        )
    given = vector(values, argument, allow_missing=True)
    if len(given) != len(panel.index):
        raise InvalidInput(
            f"`{argument}` must have one value for each row of the table the panel was made from: "
            f"got {len(given)} for {len(panel.index)} rows; give it the same rows"
        )
    return given[panel.positions]


def one_group(panel: FirmPanel, groups: object) -> tuple[Index, Codes]:
    """Return labels and codes of a group column; without one, all rows are the group "all"."""
    if groups is None:
        return pd.Index(["all"]), np.zeros(len(panel), np.int64)
    return panel._group(groups, "groups")
