"""Sectors by group and period, laid out for comparisons of two periods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._frames import Table
from weakties._labels import Index
from weakties._wording import shown
from weakties.errors import InvalidInput


@dataclass(frozen=True, eq=False)
class Cube:
    """The columns as group × period × sector, NaN where there is no row."""

    groups: Index
    periods: Index
    sectors: Index
    output: NDArray[np.float64]
    labour: NDArray[np.float64]
    price: NDArray[np.float64]
    aggregate_price: NDArray[np.float64]

    @classmethod
    def of(cls, table: Table) -> Cube:
        """Lay out the columns of a table."""
        sectors, periods = table.keys("sector"), table.times("time")
        groups, group = pd.Index(["all"]), np.zeros(table.rows, np.int64)
        if "group" in table:
            groups, group = table.keys("group").labels, table.keys("group").codes
        places = (group, periods.codes, sectors.codes)
        shape = (len(groups), len(periods.labels), len(sectors.labels))

        def laid_out(values: NDArray[np.float64]) -> NDArray[np.float64]:
            cube = np.full(shape, np.nan)
            cube[places] = values
            return cube

        output = laid_out(table.number("output"))
        price = np.ones(table.rows) if "price" not in table else table.number("price")
        prices = laid_out(price)
        with np.errstate(invalid="ignore", divide="ignore"):
            aggregate = np.nansum(prices * output, axis=2) / np.nansum(output, axis=2)
        if "aggregate_price" in table:
            given = laid_out(table.number("aggregate_price"))
            known = ~np.isnan(given)
            aggregate = np.where(known, given, -np.inf).max(axis=2)
            unlike = np.argwhere(known & (given != aggregate[:, :, None]))
            if len(unlike):
                raise InvalidInput(
                    "`aggregate_price` must be the same in all rows of a group and period: see "
                    f"period {shown(periods.labels[unlike[0][1]])}; correct it, or leave it out"
                )
        labour = laid_out(table.number("labour"))
        return cls(groups, periods.labels, sectors.labels, output, labour, prices, aggregate)

    def named(self, group: int, period: int, sector: int) -> str:
        """Name one row."""
        of_group = "" if len(self.groups) == 1 else f" of {shown(self.groups[group])}"
        return f"sector {shown(self.sectors[sector])}{of_group} in {shown(self.periods[period])}"

    def comparable(self, pairs: list[tuple[int, int]]) -> NDArray[np.bool_]:
        """Return which groups have rows at both ends of a pair; sectors at one end are refused."""
        seen = ~np.isnan(self.output)
        starts, ends = (seen[:, [pair[end] for pair in pairs], :] for end in (0, 1))
        known = np.asarray(starts.any(axis=2) & ends.any(axis=2))
        torn = np.argwhere((starts != ends) & known[:, :, None])
        if len(torn):
            group, pair, sector = torn[0]
            period = pairs[pair][int(starts[group, pair, sector])]
            raise InvalidInput(
                "`sector` must have rows at both ends of each comparison: there is none for "
                f"{self.named(group, period, sector)}; merge it with a neighbour, or choose other "
                "`periods`"
            )
        if not known.any():
            raise InvalidInput(
                "`periods` must leave something to compare: no group has rows at both ends of any "
                "pair; choose other pairs"
            )
        return known
