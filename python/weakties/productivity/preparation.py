"""Columns made ready for a panel: logarithms, growth, and input indices."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd

from weakties._arguments import choice
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
    table, cells, cell = cells_of(data, {}, by, columns, missing)
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


def cells_of(
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
