"""From values to quantities: prices taken out, and capital built up from investment."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice, number
from weakties._frames import Column, Table, read
from weakties._labels import Codes, Index, codes_of
from weakties._results import Meta
from weakties._wording import rows_text, shown
from weakties.errors import InvalidInput

from .reading import in_order

TIMINGS = ("end", "start")
ABSENCES = ("refuse", "zero", "restart")


def deflate(
    data: object,
    values: Hashable,
    deflator: Hashable,
    *,
    base: Hashable | None = None,
    time: Hashable | None = None,
    group: Hashable | None = None,
    missing: str = "raise",
) -> pd.Series[float]:
    r"""Divide values by a price index: :math:`x_{it} = v_{it} / (P_{gt} / P_{gb})`.

    Parameters
    ----------
    data : table
        With one row a firm and period, of any library that narwhals knows.
    values : column name
        Values at current prices.
    deflator : column name
        The price index :math:`P_{gt}` of the row's group and period; above 0.
    base : label, optional
        The period :math:`b` whose prices are used; needs ``time``. Without it the index is taken
        as it is, so the result has the prices of the period in which the index is 1.
    time : column name, optional
        Period of each row.
    group : column name, optional
        What has a price index of its own, such as the sector; without it there is one for all.
    missing : {"raise", "drop"}
        Whether rows with a missing value are refused or left out: NaN there, and counted.

    Returns
    -------
    pandas.Series of float
        On the user's rows, in their order. ``attrs["meta"]`` says how it was made.

    Raises
    ------
    UnknownLabel
        When a column, or the period ``base``, is not there.
    InvalidInput
        When a price is not above 0; a group has no price in ``base``, or several prices in one
        period where ``base`` is given; or ``base`` comes without ``time``.
    WrongType
        When ``data`` is no table or a column holds the wrong kind of values.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import deflate
    >>> sales = pd.DataFrame({"year": [2000, 2001], "sales": [100.0, 240.0],
    ...                       "price": [0.5, 1.0]})
    >>> deflate(sales, "sales", "price", base=2000, time="year").tolist()
    [100.0, 120.0]
    """
    table = _read_prices(data, {"values": values}, {"deflator": deflator}, time, group, missing)
    real = table.number("values") / _prices(table, "deflator", base)
    return on_rows(table, real, values, _meta(table, "deflate", base, {"deflator": deflator}))


def double_deflate(
    data: object,
    output: Hashable,
    intermediates: Hashable,
    output_deflator: Hashable,
    input_deflator: Hashable,
    *,
    base: Hashable | None = None,
    time: Hashable | None = None,
    group: Hashable | None = None,
    missing: str = "raise",
) -> pd.Series[float]:
    r"""Return real value added, output and intermediate inputs each deflated by their own prices.

    .. math:: V_{it} = \frac{Y_{it}}{P^Y_{gt} / P^Y_{gb}} - \frac{M_{it}}{P^M_{gt} / P^M_{gb}}

    Parameters
    ----------
    data : table
        With one row a firm and period, of any library that narwhals knows.
    output, intermediates : column name
        Gross output and intermediate inputs at current prices.
    output_deflator, input_deflator : column name
        Their price indices; above 0.
    base, time, group, missing
        As in `deflate`.

    Returns
    -------
    pandas.Series of float
        On the user's rows, in their order. It may be negative, which ``attrs["meta"]`` counts.

    Raises
    ------
    UnknownLabel, InvalidInput, WrongType
        As `deflate`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import double_deflate
    >>> firms = pd.DataFrame({"y": [100.0, 120.0], "m": [60.0, 80.0],
    ...                       "py": [1.0, 1.2], "pm": [1.0, 1.6]})
    >>> double_deflate(firms, "y", "m", "py", "pm").tolist()
    [40.0, 50.0]
    """
    table = _read_prices(
        data,
        {"output": output, "intermediates": intermediates},
        {"output_deflator": output_deflator, "input_deflator": input_deflator},
        time,
        group,
        missing,
    )
    real = table.number("output") / _prices(table, "output_deflator", base)
    real = real - table.number("intermediates") / _prices(table, "input_deflator", base)
    prices: dict[str, object] = {
        "output_deflator": output_deflator,
        "input_deflator": input_deflator,
    }
    negative = {"negative values": int((real < 0).sum())}
    made = _meta(table, "double-deflate", base, prices, negative)
    return on_rows(table, real, "value_added", made)


def _read_prices(
    data: object,
    values: dict[str, Hashable],
    prices: dict[str, Hashable],
    time: Hashable | None,
    group: Hashable | None,
    missing: str,
) -> Table:
    columns = [
        *(Column(role, name, "number") for role, name in values.items()),
        *(Column(role, name, "number", low=0, open_low=True) for role, name in prices.items()),
        Column("time", time, "time", optional=True),
        Column("group", group, "key", optional=True),
    ]
    return read(data, columns, missing=missing)


def _prices(table: Table, role: str, base: Hashable | None) -> NDArray[np.float64]:
    """Return each row's price relative to that of its group in the base period."""
    price = table.number(role)
    if base is None:
        return price
    if "time" not in table:
        raise InvalidInput(
            f"`base` needs `time`, the column of periods: got base={base!r} without it; name it"
        )
    times = table.times("time")
    labels: Index = pd.Index(["all rows"])
    groups: Codes = np.zeros(table.rows, np.int64)
    if "group" in table:
        labels, groups = table.keys("group").labels, table.keys("group").codes
    at = np.flatnonzero(times.codes == codes_of([base], times.labels, "base")[0])
    of_group = np.full(len(labels), np.nan)
    of_group[groups[at]] = price[at]
    differ = at[price[at] != of_group[groups[at]]]
    if len(differ):
        raise InvalidInput(
            f"`{role}` must have one value for each group in the period `base`: "
            f"{shown(labels[groups[differ[0]]])} has several, see "
            f"{rows_text(table.positions[differ])}; give each group one, or leave out `base`"
        )
    none = np.isnan(of_group[groups])
    if none.any():
        raise InvalidInput(
            f"`{role}` must have a value in the period `base` for each group: "
            f"{shown(labels[groups[np.flatnonzero(none)[0]]])} has none in {shown(base)}; choose "
            "another base, or divide the index yourself and leave out `base`"
        )
    relative: NDArray[np.float64] = price / of_group[groups]
    return relative


def perpetual_inventory(
    data: object,
    firm: Hashable,
    time: Hashable,
    investment: Hashable,
    *,
    depreciation: float,
    initial: Hashable | None = None,
    growth: float | None = None,
    timing: str = "end",
    gaps: str = "refuse",
    missing: str = "raise",
) -> pd.Series[float]:
    r"""Return capital stocks built up from investment.

    .. math:: K_{it} = (1 - \delta) K_{i,t-1} + I_{it}, \qquad K_{i0} = \frac{I_{i0}}{g + \delta}

    Parameters
    ----------
    data : table
        With one row a firm and period, of any library that narwhals knows.
    firm, time : column name
        Label of the firm; period. Between whole numbers and between periods of pandas, their
        difference is the time that passed; between other periods, how many of those seen.
    investment : column name
        Investment :math:`I` at constant prices; see `deflate`.
    depreciation : float
        The rate :math:`\delta` a period, from 0 to 1.
    initial : column name, optional
        A first stock, such as a book value at constant prices: the value in a firm's first row is
        its :math:`K_{i0}`. What stands in later rows is not looked at.
    growth : float, optional
        The rate :math:`g` at which investment is taken to have grown before the first row; with
        it :math:`K_{i0}` is :math:`I_{i0} / (g + \delta)` where ``initial`` gives none.
    timing : {"end", "start"}
        Whether :math:`K_t` is the stock at the end of the period, after :math:`I_t`, or at its
        start, before: then :math:`K_{t+1} = (1 - \delta) K_t + I_t`. With investment that grew
        at :math:`g` for ever, :math:`I_0 / (g + \delta)` is the stock at the start; that at the
        end is larger by the factor :math:`1 + g`.
    gaps : {"refuse", "zero", "restart"}
        Periods between two rows of a firm without a row are refused; or nothing was invested in
        them and capital only wears off; or the firm starts anew after them, like a new one.
    missing : {"raise", "drop"}
        Whether rows with missing investment are refused or taken as not there, and counted.

    Returns
    -------
    pandas.Series of float
        On the user's rows, in their order; NaN in rows before a firm's first positive investment
        where nothing else gives a first stock, and in dropped rows. ``attrs["meta"]`` counts
        them, stocks below 0, and how firms started.

    Raises
    ------
    UnknownLabel
        When a column is not there.
    InvalidInput
        When a firm has two rows in one period or, by ``gaps``, a period without a row; neither
        ``initial`` nor ``growth`` is given; ``growth`` and ``depreciation`` sum to 0 or less; a
        first stock is negative; or a rate is out of range.
    WrongType
        When ``data`` is no table or a column holds the wrong kind of values.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import perpetual_inventory
    >>> firm = pd.DataFrame({"firm": "a", "year": [2000, 2001, 2002], "i": [10.0, 20.0, 0.0]})
    >>> perpetual_inventory(firm, "firm", "year", "i", depreciation=0.1, growth=0.0).tolist()
    [100.0, 110.0, 99.0]
    """
    timing = choice(timing, "timing", TIMINGS)
    gaps = choice(gaps, "gaps", ABSENCES)
    rate = number(depreciation, "depreciation", low=0, high=1)
    if initial is None and growth is None:
        raise InvalidInput(
            "`initial` or `growth` must say what the first stock is: got neither; pass a column of "
            "book values, or the rate at which investment grew before"
        )
    grown = None if growth is None else number(growth, "growth") + rate
    if grown is not None and grown <= 0:
        raise InvalidInput(
            f"`growth` and `depreciation` must sum to more than 0: got {grown:g}; raise one of them"
        )
    table = read(
        data,
        [
            Column("firm", firm, "key"),
            Column("time", time, "time"),
            Column("investment", investment, "number"),
            Column("initial", initial, "number", low=0, optional=True, keep_missing=True),
        ],
        missing=missing,
        codes=np.int32,
    )
    keys, times = table.keys("firm"), table.times("time")
    order = in_order(table)
    if order is None:
        order = np.arange(table.rows, dtype=np.int32)
    of_firm, when = keys.codes[order], _elapsed(times.labels)[times.codes[order]]
    invested = table.number("investment")[order]
    given = np.full(table.rows, np.nan)
    if "initial" in table:
        given = table.number("initial")[order]
    begins = np.append(True, of_firm[1:] != of_firm[:-1])
    steps = np.append(0, np.diff(when))
    absent = ~begins & (steps > 1)
    if gaps == "refuse" and absent.any():
        row = np.flatnonzero(absent)[0]
        raise InvalidInput(
            f"`gaps` is 'refuse', but firm {shown(keys.labels[of_firm[row]])} has no row between "
            f"rows {table.positions[order[row - 1]]} and {table.positions[order[row]]} (counted "
            f"from 0), and {absent.sum() - 1} more absences are there; add rows, or pass "
            'gaps="zero" or gaps="restart"'
        )
    if gaps == "restart":
        begins |= absent
    stock, starts = _stocks(invested, given, begins, steps, rate, grown, timing)
    capital = np.empty(table.rows)
    capital[order] = stock
    made = Meta(
        method="perpetual-inventory",
        options={
            "depreciation": rate,
            "initial": initial,
            "growth": growth,
            "timing": timing,
            "gaps": gaps,
        },
        counts={
            "rows": table.rows,
            "firms": len(np.unique(of_firm)),
            "absences": int(absent.sum()),
            "stocks below 0": int((capital < 0).sum()),
            **starts,
        },
        dropped={**table.dropped, "before a first stock": int(np.isnan(capital).sum())},
    )
    return on_rows(table, capital, "capital", made)


def _elapsed(labels: Index) -> Codes:
    """Return a number for each period, so that differences are the time that passed."""
    if labels.dtype.kind in "iu":
        return labels.to_numpy().astype(np.int64)
    if isinstance(labels, pd.PeriodIndex):
        return labels.asi8
    return np.arange(len(labels))


def _stocks(
    invested: NDArray[np.float64],
    given: NDArray[np.float64],
    begins: NDArray[np.bool_],
    steps: Codes,
    rate: float,
    grown: float | None,
    timing: str,
) -> tuple[NDArray[np.float64], dict[str, int]]:
    """Build up the stocks of rows sorted by firm and period, all firms at once, row by row."""
    spell = np.cumsum(begins) - 1
    rank = np.arange(len(begins)) - np.flatnonzero(begins)[spell]
    stock = np.full(len(begins), np.nan)
    booked = begins & ~np.isnan(given)
    stock[booked] = given[booked]
    ruled = np.zeros(len(begins), bool)
    by_rank = np.split(np.argsort(rank, kind="stable"), np.cumsum(np.bincount(rank))[:-1])
    for place, rows in enumerate(by_rank):
        if place:
            before = rows - 1
            if timing == "end":
                stock[rows] = stock[before] * (1 - rate) ** steps[rows] + invested[rows]
            else:
                kept = stock[before] * (1 - rate) + invested[before]
                stock[rows] = kept * (1 - rate) ** (steps[rows] - 1)
        if grown is not None:
            start = rows[np.isnan(stock[rows]) & (invested[rows] > 0)]
            stock[start] = invested[start] / grown
            ruled[start] = True
    return stock, {"starts by first stock": int(booked.sum()), "starts by rule": int(ruled.sum())}


def _meta(
    table: Table,
    method: str,
    base: Hashable | None,
    prices: dict[str, object],
    counts: dict[str, int] | None = None,
) -> Meta:
    return Meta(
        method=method,
        options={"base": base, **prices},
        counts={"rows": table.rows, **(counts or {})},
        dropped=table.dropped,
    )


def on_rows(
    table: Table, values: NDArray[np.float64], name: Hashable, made: Meta
) -> pd.Series[float]:
    """Label one number a kept row by the user's own rows; NaN where a row was dropped."""
    given = np.full(table.given, np.nan)
    given[table.positions] = values
    series = pd.Series(given, index=table.index, name=name)
    series.attrs["meta"] = made
    return series
