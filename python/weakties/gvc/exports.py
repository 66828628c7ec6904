"""Gross exports, for intermediate and final use."""

from __future__ import annotations

import pandas as pd

from weakties._arguments import choice
from weakties.gvc.table import Floats, InterCountryTable, the_table


def gross_exports(
    table: InterCountryTable, *, by: str = "country"
) -> pd.Series[float] | pd.DataFrame:
    r"""Add up exports of intermediate and final products.

    .. math:: E_{sr} = \sum_j Z_{sr}^{\cdot j} + Y_{sr}, \quad r \ne s

    Parameters
    ----------
    table : InterCountryTable
        The flows; exports are in its unit.
    by : {"country", "country-sector", "bilateral", "bilateral-sector"}
        Whether to add up sectors, and whether to tell destinations apart.

    Returns
    -------
    pandas.Series or pandas.DataFrame
        A Series by country or (country, sector); with ``bilateral`` a DataFrame with a column for
        each destination, 0 at home.

    Raises
    ------
    WrongType
        When ``table`` is no `InterCountryTable`.
    InvalidInput
        When there is no such ``by``.

    Notes
    -----
    The accounting identities are those of :cite:t:`koopman2014`, whose eq. (36) goes on to split
    exports into nine terms.

    Examples
    --------
    >>> from weakties.datasets import leather
    >>> from weakties.gvc import gross_exports
    >>> gross_exports(leather()).round(1)
    country
    ARG     64.3
    TUR    113.6
    DEU    147.6
    Name: exports, dtype: float64
    """
    table = the_table(table)
    by = choice(by, "by", ("country", "country-sector", "bilateral", "bilateral-sector"))
    exports = table._exports
    if not by.endswith("sector"):
        exports = by_country(table, exports)
    index = table.rows if by.endswith("sector") else table.countries
    if by.startswith("bilateral"):
        return pd.DataFrame(exports, index=index, columns=table.countries.rename("destination"))
    return pd.Series(exports.sum(axis=1), index=index, name="exports")


def by_country(table: InterCountryTable, values: Floats) -> Floats:
    """Add the rows of each country up."""
    g, n = len(table.countries), len(table.sectors)
    sums: Floats = values.reshape(g, n, *values.shape[1:]).sum(axis=1)
    return sums
