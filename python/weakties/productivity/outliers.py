"""Outliers of a column by cell: where they begin, and the column without them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import number
from weakties._frames import Table
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
    found = _Beyond.of(data, values, values if on is None else on, by, lower, upper)
    dropped = {
        "below the lower quantile": int(found.below.sum()),
        "above the upper one": int(found.above.sum()),
    }
    kept = np.where(found.below | found.above, np.nan, found.given)
    return found.changed("trim", kept, dropped=dropped)


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
    found = _Beyond.of(data, values, values, by, lower, upper)
    counts = {"raised": int(found.below.sum()), "lowered": int(found.above.sum())}
    return found.changed("winsorise", np.clip(found.given, found.low, found.high), counts=counts)


@dataclass(frozen=True)
class _Beyond:
    """Which rows lie beyond the quantiles of their cell, in the order of the rows.

    Parameters
    ----------
    table, given
        What was read, and the values to change in it.
    low, high
        The quantiles of each row's cell.
    below, above
        Whether the row lies beyond them, by what decides.
    options, counts
        For the record.
    """

    table: Table
    given: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    below: NDArray[np.bool_]
    above: NDArray[np.bool_]
    options: dict[str, Any]
    counts: dict[str, int]

    @classmethod
    def of(
        cls,
        data: object,
        values: Hashable,
        on: Hashable,
        by: Hashable | list[Hashable] | None,
        lower: float | None,
        upper: float | None,
    ) -> _Beyond:
        table, cells, cell = cells_of(data, {"values": values, "on": on}, by)
        deciding = table.number("on")
        low, high = (bound[cell] for bound in _bounds(deciding, cell, len(cells), lower, upper))
        options = {"values": values, "by": by, "lower": lower, "upper": upper, "on": on}
        counts = {"rows": table.rows, "cells": len(cells)}
        below, above = deciding < low, deciding > high
        return cls(table, table.number("values"), low, high, below, above, options, counts)

    def changed(
        self,
        method: str,
        column: NDArray[np.float64],
        *,
        counts: dict[str, int] | None = None,
        dropped: dict[str, int] | None = None,
    ) -> pd.Series[float]:
        """Return the changed column on the user's rows, with the record of what was done."""
        values = self.options["values"]
        missing = {f"missing in {values}": int(np.isnan(self.given).sum())}
        made = Meta(
            method=method,
            options={name: given for name, given in self.options.items() if name != "values"},
            counts=self.counts | (counts or {}),
            dropped=missing | (dropped or {}),
        )
        return on_rows(self.table, column, values, made)


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
