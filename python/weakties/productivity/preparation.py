"""Columns made ready for a panel: logarithms, growth, outliers by cell, and input indices."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice, number
from weakties._frames import Column, Table, read
from weakties._labels import Codes
from weakties._results import Meta
from weakties._wording import rows_text, shown
from weakties.errors import InvalidInput, WrongType

from .prices import on_rows
from .reading import in_order

NOT_POSITIVE = ("raise", "drop")
KINDS = ("difference", "relative", "midpoint")
SHARES = ("cell", "row")


def logarithm(
    data: object, values: Hashable, *, not_positive: str = "raise", missing: str = "raise"
) -> pd.Series[float]:
    r"""Return natural logarithms; zero and negative values are refused or left out and counted.

    Parameters
    ----------
    data : table
        Of any library that narwhals knows.
    values : column name
        What to take logarithms of.
    not_positive : {"raise", "drop"}
        Whether rows with zero or a negative value are refused, or NaN and counted.
    missing : {"raise", "drop"}
        Whether rows with a missing value are refused, or NaN and counted.

    Returns
    -------
    pandas.Series of float
        On the user's rows, in their order. ``attrs["meta"]`` says how it was made.

    Raises
    ------
    UnknownLabel
        When the column is not there.
    InvalidInput
        When a value is not above 0, infinite or missing.
    WrongType
        When ``data`` is no table or the column does not hold numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import logarithm
    >>> logs = logarithm(pd.DataFrame({"y": [1.0, 0.0]}), "y", not_positive="drop")
    >>> logs.tolist(), logs.attrs["meta"].dropped
    ([0.0, nan], {'zero': 1, 'negative': 0})
    """
    choice(not_positive, "not_positive", NOT_POSITIVE)
    table = read(data, [Column("values", values, "number")], missing=missing)
    given = table.number("values")
    bad = np.flatnonzero(given <= 0)
    if len(bad) and not_positive == "raise":
        raise InvalidInput(
            f"`values` (column {values!r}) must be greater than 0 to have a logarithm: "
            f"{shown(given[bad[0]])} in {rows_text(table.positions[bad])}; correct such rows, or "
            'pass not_positive="drop" to leave them out'
        )
    logs = np.full(len(given), np.nan)
    np.log(given, out=logs, where=given > 0)
    dropped = {"zero": int((given == 0).sum()), "negative": int((given < 0).sum())}
    made = Meta(
        method="logarithm",
        options={"values": values, "not_positive": not_positive},
        counts={"rows": table.rows},
        dropped=table.dropped | dropped,
    )
    return on_rows(table, logs, f"log_{values}", made)


def growth(
    data: object,
    firm: Hashable,
    time: Hashable,
    values: Hashable,
    *,
    kind: str = "difference",
    missing: str = "raise",
) -> pd.Series[float]:
    r"""Return how a firm's value changed since the period before.

    Parameters
    ----------
    data : table
        With one row a firm and period, of any library that narwhals knows.
    firm, time, values : column name
        Label of the firm; period; what changed.
    kind : {"difference", "relative", "midpoint"}
        :math:`x_t - x_{t-1}`, for values in logs; :math:`x_t / x_{t-1} - 1`; or
        :math:`2 (x_t - x_{t-1}) / (x_t + x_{t-1})`.
    missing : {"raise", "drop"}
        Whether rows with a missing value are refused, or taken as not there and counted.

    Returns
    -------
    pandas.Series of float
        On the user's rows, in their order; NaN where the firm has no row in the period before
        (of those in the table), or growth is not defined because one divides by 0.
        ``attrs["meta"]`` counts both.

    Raises
    ------
    UnknownLabel
        When a column is not there.
    InvalidInput
        When a firm has two rows in one period, or a value is infinite or missing.
    WrongType
        When ``data`` is no table or a column holds the wrong kind of values.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import growth
    >>> firm = pd.DataFrame({"firm": "a", "year": [2000, 2001], "size": [10.0, 12.0]})
    >>> growth(firm, "firm", "year", "size", kind="relative").round(3).tolist()
    [nan, 0.2]
    """
    choice(kind, "kind", KINDS)
    table = read(
        data,
        [
            Column("firm", firm, "key"),
            Column("time", time, "time"),
            Column("values", values, "number"),
        ],
        missing=missing,
        codes=np.int32,
    )
    keys, times = table.keys("firm"), table.times("time")
    order = in_order(table)
    if order is None:
        order = np.arange(table.rows, dtype=np.int32)
    of_firm, when, given = keys.codes[order], times.codes[order], table.number("values")[order]
    follows = (of_firm[1:] == of_firm[:-1]) & (np.diff(when) == 1)
    before, after = given[:-1][follows], given[1:][follows]
    below = {"difference": 1.0, "relative": before, "midpoint": (before + after) / 2}[kind]
    with np.errstate(divide="ignore", invalid="ignore"):
        change = (after - before) / below
    change[~np.isfinite(change)] = np.nan
    grown = np.full(table.rows, np.nan)
    grown[order[1:][follows]] = change
    made = Meta(
        method="growth",
        options={"values": values, "kind": kind},
        counts={"rows": table.rows},
        dropped=table.dropped
        | {
            "no row in the period before": table.rows - int(follows.sum()),
            "growth not defined": int(np.isnan(change).sum()),
        },
    )
    return on_rows(table, grown, f"growth_{values}", made)


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
    table, cells, cell = _cells(data, {"values": values}, by)
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
    table, cells, cell = _cells(data, {"values": values, "on": on}, by)
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
    table, cells, cell = _cells(data, {"values": values}, by)
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


def input_index(
    data: object,
    inputs: list[Hashable],
    costs: list[Hashable],
    *,
    by: Hashable | list[Hashable] | None = None,
    shares: str = "cell",
    missing: str = "raise",
) -> pd.Series[float]:
    r"""Return an index of several inputs, weighted by their shares in cost.

    .. math:: X_i = \prod_k x_{ik}^{c_k}, \qquad c_k = \frac{\sum_j w_{jk}}{\sum_j \sum_l w_{jl}}

    Parameters
    ----------
    data : table
        Of any library that narwhals knows.
    inputs : list of column names
        Quantities :math:`x_k` of the inputs; above 0.
    costs : list of column names
        What each input costs, :math:`w_k`, in the same order; not negative.
    by : column name or list of column names, optional
        Cells, such as ``["sector", "year"]``, within which cost shares are taken.
    shares : {"cell", "row"}
        Whether cost shares are those of all rows of the cell together, or those of each row.
    missing : {"raise", "drop"}
        Whether rows with a missing value are refused, or NaN and counted.

    Returns
    -------
    pandas.Series of float
        On the user's rows, in their order; a weight for `FirmPanel.from_frame`, say. Indices of
        rows with different cost shares cannot be compared in level. ``attrs["meta"]`` says how
        it was made.

    Raises
    ------
    UnknownLabel
        When a column is not there.
    InvalidInput
        When an input is not above 0, a cost is negative, a cell (or row) has no cost, or there
        are not as many costs as inputs.
    WrongType
        When ``data`` is no table, a column holds the wrong kind of values, or ``inputs`` or
        ``costs`` is no list.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import input_index
    >>> firms = pd.DataFrame({"k": [4.0, 9.0], "l": [1.0, 4.0], "rk": [1, 1], "wl": [1, 1]})
    >>> input_index(firms, ["k", "l"], ["rk", "wl"]).round(6).tolist()
    [2.0, 6.0]
    """
    choice(shares, "shares", SHARES)
    for argument, names in (("inputs", inputs), ("costs", costs)):
        if not isinstance(names, list):
            raise WrongType(
                f"`{argument}` must be a list of column names: got {type(names).__name__}; write "
                "it in square brackets"
            )
    if not inputs or len(inputs) != len(costs):
        raise InvalidInput(
            f"`inputs` and `costs` must name as many columns, at least one each: got {len(inputs)} "
            f"and {len(costs)}; give each input its cost"
        )
    each = range(len(inputs))
    columns = [Column(f"inputs[{k}]", inputs[k], "number", low=0, open_low=True) for k in each]
    columns += [Column(f"costs[{k}]", costs[k], "number", low=0) for k in each]
    table, cells, cell = _cells(data, {}, by, columns, missing)
    cost = np.stack([table.number(f"costs[{k}]") for k in each])
    if shares == "cell":
        sums = [np.bincount(cell, weights=one, minlength=len(cells)) for one in cost]
        cost = np.stack(sums).astype(np.float64, copy=False)[:, cell]
    whole = cost.sum(axis=0)
    if (whole == 0).any():
        raise InvalidInput(
            "`costs` must sum to more than 0 in each cell: they do not in that of "
            f"{rows_text(table.positions[np.flatnonzero(whole == 0)])}; leave it out, or choose "
            "larger cells"
        )
    logs = np.zeros(table.rows)
    for k in each:
        logs += cost[k] / whole * np.log(table.number(f"inputs[{k}]"))
    made = Meta(
        method="input-index",
        options={"inputs": inputs, "costs": costs, "by": by, "shares": shares},
        counts={"rows": table.rows, "cells": len(cells)},
        dropped=table.dropped,
    )
    return on_rows(table, np.exp(logs), "input_index", made)


def _cells(
    data: object,
    values: dict[str, Hashable],
    by: Hashable | list[Hashable] | None,
    columns: list[Column] | None = None,
    missing: str = "raise",
) -> tuple[Table, pd.Index, Codes]:
    """Read numbers with the cell of each row; return the cells that have rows, sorted."""
    names = by if isinstance(by, list) else [] if by is None else [by]
    roles = [f"by[{place}]" if isinstance(by, list) else "by" for place in range(len(names))]
    wanted = [Column(role, name, "number", keep_missing=True) for role, name in values.items()]
    wanted += columns or []
    wanted += [Column(role, name, "key") for role, name in zip(roles, names, strict=True)]
    table = read(data, wanted, missing=missing)
    if not names:
        return table, pd.Index(["all"], name="cell"), np.zeros(table.rows, np.int64)
    keys = [table.keys(role) for role in roles]
    code = np.zeros(table.rows, np.int64)
    for one in keys:
        # Renumbered each time, so that products of many labels have room.
        code = np.unique(code * len(one.labels) + one.codes, return_inverse=True)[1]
    firsts = np.unique(code, return_index=True)[1]
    levels = [one.labels.take(one.codes[firsts]) for one in keys]
    cells = levels[0] if len(levels) == 1 else pd.MultiIndex.from_arrays(levels, names=names)
    return table, cells, code.astype(np.int64)


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
