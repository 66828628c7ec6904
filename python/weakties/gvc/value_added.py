"""Where value added comes from and where it is absorbed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from weakties import _arguments, _core
from weakties._arguments import choice
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties.errors import InvalidInput
from weakties.gvc.exports import by_country
from weakties.gvc.table import Floats, InterCountryTable, the_table

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class ValueAddedFlows(Result):
    """Result of `value_added_flows`.

    Attributes
    ----------
    flows : pandas.DataFrame
        Value added of the row's country, or country and sector, absorbed in the column's country.
    absorbed : pandas.Series
        Final demand of each country, which the columns add up to.
    unit : str or None
        The unit of both.
    """

    title: ClassVar[str] = "Value added by origin and country of absorption"
    flows: pd.DataFrame
    absorbed: pd.Series[float]
    unit: str | None

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each origin and country of absorption, with its ``value_added``."""
        pairs = pd.MultiIndex.from_tuples(
            [(*_parts(row), column) for row in self.flows.index for column in self.flows.columns],
            names=[*self.flows.index.names, self.flows.columns.name],
        )
        return pd.DataFrame({"value_added": self.flows.to_numpy().ravel()}, index=pairs)

    def to_xarray(self) -> xr.DataArray:
        """Return the flows with the dimensions origin, sector where told apart, and destination."""
        values: xr.DataArray = self.to_frame()["value_added"].to_xarray()
        order = {name: self.flows.index.unique(name) for name in self.flows.index.names}
        return values.reindex(order).reindex(destination=self.flows.columns)

    def _shown(self) -> pd.DataFrame:
        return self.flows

    def _adding_up(self) -> tuple[pd.DataFrame, pd.Series[float]]:
        return self.flows.T, self.absorbed

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.flows import flow_map

        flows = self.flows.groupby(level=0, sort=False).sum()
        return flow_map(flows, self.unit, ax)


@dataclass(frozen=True, eq=False, repr=False)
class ValueAddedExports(Result):
    """Result of `vax_ratio`.

    Attributes
    ----------
    ratios : pandas.DataFrame
        ``value_added_exports`` and ``exports`` in the table's unit, and their ``ratio``.
    """

    title: ClassVar[str] = "Value-added exports to gross exports"
    ratios: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return ``ratios``."""
        return self.ratios

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.flows import ratio_bars, ratio_map

        ratio = self.ratios["ratio"]
        if ratio.empty:
            raise InvalidInput("a table of one country has no pairs of countries to draw")
        if ratio.index.nlevels == 1:
            return ratio_bars(ratio, ax)
        square = ratio.unstack()  # noqa: PD010 (every pair stands in one row)
        order = ratio.index.unique(0)
        bilateral = square.columns.name == "destination"
        columns = order.rename("destination") if bilateral else ratio.index.unique(1)
        return ratio_map(square.reindex(index=order, columns=columns), ax)


def value_added_flows(
    table: InterCountryTable,
    *,
    by: str = "country",
    threads: int | None = None,
    progress: bool | None = None,
) -> ValueAddedFlows:
    r"""Value added by the country where it arises and the country whose final demand absorbs it.

    .. math:: \mathrm{VA}_{s \to r} = V_s \sum_k B_{sk} Y_{kr}

    Parameters
    ----------
    table : InterCountryTable
        The flows; value added is in its unit.
    by : {"country", "country-sector"}
        Whether to tell the sectors apart where value added arises.
    threads : int, optional
        How many threads work; left out, one a processor. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; left out, one appears after two seconds.

    Returns
    -------
    ValueAddedFlows
        With residual value added, columns add up to each country's final demand; the summary says
        how nearly. Where rows of the table add up to output, rows add up to value added.

    Raises
    ------
    WrongType
        When ``table`` is no `InterCountryTable`.
    InvalidInput
        When there is no such ``by``, or the table has no Leontief inverse.

    Notes
    -----
    Off the diagonal these are the value-added exports of :cite:t:`johnson2012`. Sectors without
    output have no value added, whatever the table gives them.

    Examples
    --------
    >>> from weakties.datasets import leather
    >>> from weakties.gvc import value_added_flows
    >>> value_added_flows(leather()).flows.round(3)
    destination     ARG     TUR      DEU
    origin
    ARG          44.868  18.493   28.239
    TUR          24.661  68.359   52.680
    DEU          38.971  57.748  127.481
    """
    table = the_table(table)
    by = choice(by, "by", ("country", "country-sector"))
    values = _value_added_flows(table, threads, progress)
    index: pd.Index[Any] = table.rows.set_names(["origin", "sector"])
    if by == "country":
        values = by_country(table, values)
        index = table.countries.rename("origin")
    destinations = table.countries.rename("destination")
    absorbed = pd.Series(
        table._final_demand_by_country.sum(axis=0), index=destinations, name="final_demand"
    )
    return ValueAddedFlows(
        pd.DataFrame(values, index=index, columns=destinations),
        absorbed,
        table.unit,
        meta=_meta("value-added-flows", table, by),
    )


def vax_ratio(
    table: InterCountryTable,
    *,
    by: str = "country",
    threads: int | None = None,
    progress: bool | None = None,
) -> ValueAddedExports:
    r"""Value-added exports as a share of gross exports.

    .. math::

       \mathrm{VAX}_{sr} = V_s \sum_k B_{sk} Y_{kr}, \; r \ne s, \qquad
       \text{ratio}_{sr} = \frac{\mathrm{VAX}_{sr}}{E_{sr}}

    Value-added exports are a country's value added that other countries' final demand absorbs, by
    whatever way it gets there.

    Parameters
    ----------
    table : InterCountryTable
        The flows.
    by : {"country", "country-sector", "bilateral"}
        By country, by the country and sector where value added arises, or by origin and
        destination.
    threads : int, optional
        How many threads work; left out, one a processor. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; left out, one appears after two seconds.

    Returns
    -------
    ValueAddedExports
        The ratio is NaN where nothing is exported. A country's is at most 1 where no value added is
        negative. Bilateral ratios may exceed 1, where value added travels by way of third
        countries, and so may those of sectors, where it travels inside other sectors' exports.

    Raises
    ------
    WrongType
        When ``table`` is no `InterCountryTable`.
    InvalidInput
        When there is no such ``by``, or the table has no Leontief inverse.

    Notes
    -----
    The ratio is due to :cite:t:`johnson2012`.

    Examples
    --------
    >>> from weakties.datasets import leather
    >>> from weakties.gvc import vax_ratio
    >>> vax_ratio(leather()).ratios.round(4)
             value_added_exports  exports   ratio
    country
    ARG                  46.7321     64.3  0.7268
    TUR                  77.3414    113.6  0.6808
    DEU                  96.7191    147.6  0.6553
    """
    table = the_table(table)
    by = choice(by, "by", ("country", "country-sector", "bilateral"))
    flows = _value_added_flows(table, threads, progress)
    exports = table._exports
    g, n = len(table.countries), len(table.sectors)
    abroad = np.repeat(~np.eye(g, dtype=bool), n, axis=0)
    index: pd.Index[Any]
    if by == "bilateral":
        others = ~np.eye(g, dtype=bool)
        absorbed, sold = (by_country(table, values)[others] for values in (flows, exports))
        names = ["origin", "destination"]
        index = pd.MultiIndex.from_product([table.countries] * 2, names=names)[others.ravel()]
    else:
        absorbed, sold = np.where(abroad, flows, 0).sum(axis=1), exports.sum(axis=1)
        index = table.rows
        if by == "country":
            absorbed, sold = by_country(table, absorbed), by_country(table, sold)
            index = table.countries
    ratios = pd.DataFrame(
        {
            "value_added_exports": absorbed,
            "exports": sold,
            "ratio": absorbed / np.where(sold == 0, np.nan, sold),
        },
        index=index,
    )
    return ValueAddedExports(ratios, meta=_meta("johnson-noguera", table, by))


def _value_added_flows(
    table: InterCountryTable, threads: int | None, progress: bool | None
) -> Floats:
    threads = _arguments.threads(threads)
    with reporter(progress, "value added") as report:
        leontief = table._leontief(threads, report)
        return _core.value_added_flows(leontief, *table._arrays, threads, report)


def _meta(method: str, table: InterCountryTable, by: str) -> Meta:
    return Meta(
        method=method,
        options={"by": by},
        counts={"countries": len(table.countries), "sectors": len(table.sectors)},
        sources=("johnson2012",),
        notes=(f"value added: {table.origin['value_added']}",),
    )


def _parts(label: Any) -> tuple[Any, ...]:
    return label if isinstance(label, tuple) else (label,)
