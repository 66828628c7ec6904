"""Outliers of a column by cell: where they begin, and the column without them."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import number
from weakties._labels import Codes
from weakties._results import Meta
from weakties.errors import InvalidInput

from .preparation import cells_of
from .prices import on_rows


def outlier_bounds(
    data: object,
    values: Hashable,
    *,
    by: Hashable | list[Hashable] | None = None,
    lower: float | None = 0.01,
    upper: float | None = 0.99,
) -> pd.DataFrame:
    """Return, for each cell, the quantiles beyond which values are outliers, and how many are.

    Parameters
    ----------
    data : table
        Of any library that narwhals knows. Missing values are not counted.
    values : column name
        What is looked at, such as productivity or its `growth`.
    by : column name or list of column names, optional
        What makes a cell, such as ``["sector", "year"]``; without it all rows are one.
    lower, upper : float, optional
        The quantiles, interpolated between the nearest values; None leaves that side alone.

    Returns
    -------
    pandas.DataFrame
        Indexed by cell: the bounds ``low`` and ``high`` (infinite on a side left alone); how many
        ``rows`` have a value; how many lie ``below`` and ``above``.

    Raises
    ------
    UnknownLabel
        When a column is not there.
    InvalidInput
        When ``lower`` is not below ``upper``, one of them is not between 0 and 1, a value is
        infinite, all are missing, or a label is missing.
    WrongType
        When ``data`` is no table or a column holds the wrong kind of values.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import outlier_bounds
    >>> firms = pd.DataFrame({"sector": list("aaab"), "p": [1.0, 2.0, 9.0, 5.0]})
    >>> outlier_bounds(firms, "p", by="sector", lower=None, upper=0.5)
            low  high  rows  below  above
    sector
    a      -inf   2.0     3      0      1
    b      -inf   5.0     1      0      0
    """
    table, cells, cell = cells_of(data, {"values": values}, by)
    low, high = _bounds(table.number("values"), cell, len(cells), lower, upper)
    return _described(table.number("values"), cells, cell, low, high)


def trim(
    data: object,
    values: Hashable,
    *,
    by: Hashable | list[Hashable] | None = None,
    lower: float | None = 0.01,
    upper: float | None = 0.99,
    on: Hashable | None = None,
) -> pd.Series[float]:
    """Make values missing that lie beyond quantiles of their cell.

    Parameters
    ----------
    data : table
        Of any library that narwhals knows. Missing values stay missing.
    values : column name
        What to trim.
    by, lower, upper
        As in `outlier_bounds`.
    on : column name, optional
        What decides in place of ``values``, such as its `growth`. Rows in which it is missing
        stay.

    Returns
    -------
    pandas.Series of float
        On the user's rows, in their order; NaN where trimmed. ``attrs["meta"]`` counts the rows
        by reason, and `outlier_bounds` by cell.

    Raises
    ------
    UnknownLabel, InvalidInput, WrongType
        As `outlier_bounds`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import trim
    >>> firms = pd.DataFrame({"p": [1.0, 2.0, 9.0]})
    >>> trim(firms, "p", lower=None, upper=0.9).tolist()
    [1.0, 2.0, nan]
    """
    on = values if on is None else on
    table, cells, cell = cells_of(data, {"values": values, "on": on}, by)
    given, deciding = table.number("values"), table.number("on")
    low, high = _bounds(deciding, cell, len(cells), lower, upper)
    below, above = deciding < low[cell], deciding > high[cell]
    made = Meta(
        method="trim",
        options={"by": by, "lower": lower, "upper": upper, "on": on},
        counts={"rows": table.rows, "cells": len(cells)},
        dropped=_missing_in(given, values)
        | {"below the lower quantile": int(below.sum()), "above the upper one": int(above.sum())},
    )
    return on_rows(table, np.where(below | above, np.nan, given), values, made)


def winsorise(
    data: object,
    values: Hashable,
    *,
    by: Hashable | list[Hashable] | None = None,
    lower: float | None = 0.01,
    upper: float | None = 0.99,
) -> pd.Series[float]:
    """Put values that lie beyond quantiles of their cell on these quantiles.

    Parameters
    ----------
    data : table
        Of any library that narwhals knows. Missing values stay missing.
    values : column name
        What to winsorise.
    by, lower, upper
        As in `outlier_bounds`.

    Returns
    -------
    pandas.Series of float
        On the user's rows, in their order. ``attrs["meta"]`` counts the changed rows, and
        `outlier_bounds` does so by cell.

    Raises
    ------
    UnknownLabel, InvalidInput, WrongType
        As `outlier_bounds`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import winsorise
    >>> winsorise(pd.DataFrame({"p": [1.0, 2.0, 9.0]}), "p", lower=None, upper=0.5).tolist()
    [1.0, 2.0, 2.0]
    """
    table, cells, cell = cells_of(data, {"values": values}, by)
    given = table.number("values")
    low, high = _bounds(given, cell, len(cells), lower, upper)
    made = Meta(
        method="winsorise",
        options={"by": by, "lower": lower, "upper": upper},
        counts={
            "rows": table.rows,
            "cells": len(cells),
            "raised": int((given < low[cell]).sum()),
            "lowered": int((given > high[cell]).sum()),
        },
        dropped=_missing_in(given, values),
    )
    return on_rows(table, np.clip(given, low[cell], high[cell]), values, made)


def _bounds(
    values: NDArray[np.float64],
    cell: Codes,
    cells: int,
    lower: float | None,
    upper: float | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the quantiles of each cell, over the values that are not missing."""
    low = None if lower is None else number(lower, "lower", low=0, high=1)
    high = None if upper is None else number(upper, "upper", low=0, high=1)
    if low is not None and high is not None and low >= high:
        raise InvalidInput(
            f"`lower` must be less than `upper`: got {low:g} and {high:g}; swap them"
        )
    known = np.flatnonzero(~np.isnan(values))
    if len(known) == 0:
        raise InvalidInput("`values` has no value in any row; name another column, or fill some")
    order = known[np.lexsort((values[known], cell[known]))]
    counts = np.bincount(cell[known], minlength=cells)
    starts = np.cumsum(counts) - counts
    ranked = values[order]

    def quantile(level: float) -> NDArray[np.float64]:
        found = np.full(cells, np.nan)
        some = counts > 0
        place = level * (counts[some] - 1)
        below = np.floor(place).astype(np.int64)
        above = np.minimum(below + 1, counts[some] - 1)
        one, other = ranked[starts[some] + below], ranked[starts[some] + above]
        # The larger of two equal values must not be missed by rounding.
        found[some] = np.clip(one + (place - below) * (other - one), one, other)
        return found

    return (
        np.full(cells, -np.inf) if low is None else quantile(low),
        np.full(cells, np.inf) if high is None else quantile(high),
    )


def _described(
    values: NDArray[np.float64],
    cells: pd.Index,
    cell: Codes,
    low: NDArray[np.float64],
    high: NDArray[np.float64],
) -> pd.DataFrame:
    def counted(rows: NDArray[np.bool_]) -> Codes:
        return np.bincount(cell[rows], minlength=len(cells)).astype(np.int64)

    columns = {
        "low": low,
        "high": high,
        "rows": counted(~np.isnan(values)),
        "below": counted(values < low[cell]),
        "above": counted(values > high[cell]),
    }
    return pd.DataFrame(columns, index=cells)


def _missing_in(values: NDArray[np.float64], name: Hashable) -> dict[str, int]:
    return {f"missing in {name}": int(np.isnan(values).sum())}
