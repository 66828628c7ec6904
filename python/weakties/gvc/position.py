"""How far sectors and countries stand from final use and from primary inputs."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from weakties import _arguments, _core
from weakties._arguments import choice
from weakties._frames import codes_of
from weakties._progress import reporter
from weakties.errors import InvalidInput
from weakties.gvc.table import Floats, InterCountryTable, the_table

_BY = ("country-sector", "country")


def upstreamness(
    table: InterCountryTable,
    *,
    by: str = "country-sector",
    inventories: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Average distance of output from final use, in stages of production.

    .. math:: U = (I - \mathrm{diag}(X)^{-1} Z)^{-1} \mathbf{1} = \mathrm{diag}(X)^{-1} B X

    Parameters
    ----------
    table : InterCountryTable
        The flows.
    by : {"country-sector", "country"}
        Countries are measured on the table with their sectors added up.
    inventories : label, optional
        The category of final demand that holds changes in inventories. It is taken out, and each
        row of intermediates and of the rest of final demand multiplied by
        :math:`X_i / (X_i - N_i)`, where :math:`N_i` is the row's net change in inventories, so that
        it adds up to output again. Left out, inventories count as final use.
    threads : int, optional
        How many threads work; left out, one a processor. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; left out, one appears after two seconds.

    Returns
    -------
    pandas.Series
        1 where all output goes to final use, more where it is used in production; NaN where there
        is no output.

    Raises
    ------
    WrongType
        When ``table`` is no `InterCountryTable`.
    InvalidInput
        When there is no such ``by``, the table does not keep categories apart, inventories take up
        all of a row's output, or there is no Leontief inverse.
    UnknownLabel
        When there is no such category.

    Notes
    -----
    The measure is that of :cite:t:`antras2012`, there shown to equal that of :cite:t:`fally2012`,
    and eq. (5) in the manuscript of :cite:t:`antras2018`, from whom the correction for inventories
    is. Eq. (9) of the former's working paper (NBER 17819) is the form for one country and its
    trade. The correction is made before sectors are added up. The reciprocal view, with shares of
    output sold instead of inputs bought, is the inverse of Ghosh.

    Examples
    --------
    >>> from weakties.datasets import leather
    >>> from weakties.gvc import upstreamness
    >>> upstreamness(leather(), by="country").round(4)
    country
    ARG    2.1046
    TUR    2.1319
    DEU    1.9322
    Name: upstreamness, dtype: float64
    """
    table, threads = _asked(table, by, inventories), _arguments.threads(threads)
    with reporter(progress, "upstreamness") as report:
        leontief = table._leontief(threads, report)
        steps = _core.upstreamness(leontief, table._output, threads, report)
    return _labelled(steps, table, by, "upstreamness")


def downstreamness(
    table: InterCountryTable,
    *,
    by: str = "country-sector",
    inventories: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> pd.Series[float]:
    r"""Average distance of output from primary inputs, in stages of production.

    .. math:: D = \mathbf{1}' B

    Parameters
    ----------
    table : InterCountryTable
        The flows.
    by : {"country-sector", "country"}
        Countries are measured on the table with their sectors added up.
    inventories : label, optional
        The category of final demand that holds changes in inventories, to be corrected for as in
        `upstreamness`.
    threads : int, optional
        How many threads work; left out, one a processor. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; left out, one appears after two seconds.

    Returns
    -------
    pandas.Series
        1 where output is made of primary inputs alone (and where there is no output), more where
        intermediates are used up.

    Raises
    ------
    WrongType
        When ``table`` is no `InterCountryTable`.
    InvalidInput
        When there is no such ``by``, the table does not keep categories apart, inventories take up
        all of a row's output, or there is no Leontief inverse.
    UnknownLabel
        When there is no such category.

    Notes
    -----
    It is eq. (7) in the manuscript of :cite:t:`antras2018`, who also give its relation to
    :cite:t:`fally2012`, and the column sum of the Leontief inverse, known as the output multiplier.

    Examples
    --------
    >>> from weakties.datasets import leather
    >>> from weakties.gvc import downstreamness
    >>> downstreamness(leather()).round(4).iloc[:3].tolist()
    [1.5654, 1.777, 2.4332]
    """
    table, threads = _asked(table, by, inventories), _arguments.threads(threads)
    with reporter(progress, "downstreamness") as report:
        steps = _core.downstreamness(table._leontief(threads, report), threads, report)
    return _labelled(steps, table, by, "downstreamness")


def _asked(table: InterCountryTable, by: str, inventories: Hashable | None) -> InterCountryTable:
    """Return the table that a measure is taken on."""
    table = the_table(table)
    by = choice(by, "by", _BY)
    if inventories is not None:
        table = _without_inventories(table, inventories)
    if by == "country":
        return table.aggregated(sectors=dict.fromkeys(table.sectors, "all"))
    return table


def _labelled(values: Floats, table: InterCountryTable, by: str, name: str) -> pd.Series[float]:
    index: pd.Index[Any] = table.countries if by == "country" else table.rows
    return pd.Series(values, index=index, name=name)


def _without_inventories(table: InterCountryTable, inventories: Hashable) -> InterCountryTable:
    if table.categories is None:
        raise InvalidInput(
            "`inventories` needs final demand by category, and the table has none: "
            "give its `categories` when making it"
        )
    (at,) = codes_of([inventories], table.categories, "inventories")
    if len(table.categories) == 1:
        raise InvalidInput("`inventories` must leave some final demand: it is the only category")
    net = table._demand[:, :, at].sum(axis=1)
    output = table._output
    sold = output - net
    spent = (sold <= 0) & ((output != 0) | (net != 0))
    if spent.any():
        raise InvalidInput(
            f"`inventories` take up all the output of {tuple(table.rows[spent.argmax()])}, so that "
            f"nothing is left to spread them by ({spent.sum()} such rows); leave `inventories` out "
            "or aggregate"
        )
    factor = np.divide(output, sold, out=np.ones_like(output), where=sold != 0)
    intermediates = table._intermediates * factor[:, None]
    return replace(
        table,
        categories=table.categories.delete(at),
        origin={**table.origin, "value_added": "residual"},
        _intermediates=intermediates,
        _value_added=output - intermediates.sum(axis=0),
        _demand=np.delete(table._demand, at, axis=2) * factor[:, None, None],
    )
