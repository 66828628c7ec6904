"""What spoils the measures on an inter-country table, found before numbers are believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import number
from weakties._results import Meta, Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from weakties.gvc.table import Floats, InterCountryTable

# Names that tables give to sums of their rows or columns.
_TOTAL = re.compile(
    r"(grand |sub)?total(s|\b.*)|.* totals?|tot|ttl|sum|all( (sectors|industries|countries))?"
    r"|w(or)?ld|gto|output"
)
_SHOWN = 3

# A transposed table is told by what is missing: this share of world output, and ten times as much
# as in the table laid the other way.
_TRANSPOSED_SHARE = 0.01
_TRANSPOSED_RATIO = 10.0

_READING = {
    "zero output": "no coefficients, no value added a unit, upstreamness NaN",
    "negative output": "rows add up to less than nothing",
    "inputs without output": "these inputs are in no coefficient: value added is understated",
    "output without inputs": "value added is all of output; is it a sector?",
    "negative value added": "the sector buys more than it produces",
    "negative final demand": "mostly inventories that were run down",
    "negative intermediates": "coefficients below zero",
    "row imbalance": "output less what the row sells",
    "column imbalance": "output less inputs and value added",
    "world imbalance": "world value added less world final demand",
    "totals by name": "leave totals out: they count everything twice",
    "totals by numbers": "equals the sum of all others; leave totals out",
    "transposition": "fits better with rows and columns of Z exchanged",
}


@dataclass(frozen=True, eq=False, repr=False)
class Diagnostics(Result):
    """What `InterCountryTable.diagnostics` found.

    Attributes
    ----------
    checks : pandas.DataFrame
        One row a check: ``found`` (cells), ``largest`` (the size of the worst, in the table's
        unit), ``where`` (the worst three) and ``reading`` (what it means).
    cells : pandas.DataFrame
        Every cell found: ``check``, ``where`` and ``value``, the worst first.
    """

    title: ClassVar[str] = "Diagnostics of an inter-country table"
    checks: pd.DataFrame
    cells: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return ``checks``."""
        return self.checks

    def _shown(self) -> pd.DataFrame:
        return self.checks.drop(columns="reading")

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.flows import findings

        return findings(self.checks["found"], ax)


@dataclass(frozen=True)
class _Found:
    check: str
    where: list[str]
    sizes: Floats


def diagnose(table: InterCountryTable, tolerance: float) -> Diagnostics:
    """Run every check; see `InterCountryTable.diagnostics`."""
    tolerance = number(tolerance, "tolerance", low=0)
    checks, cells = [], []
    for found in _all(table, tolerance):
        order = np.argsort(-np.abs(found.sizes), kind="stable")
        where = [found.where[at] for at in order]
        values = found.sizes[order]
        shown = [f"{place} {value:.4g}" for place, value in zip(where, values, strict=True)]
        checks.append(
            {
                "check": found.check,
                "found": len(values),
                "largest": values[0] if len(values) else 0.0,
                "where": "; ".join(shown[:_SHOWN]) + ("; …" if len(shown) > _SHOWN else ""),
                "reading": _READING[found.check],
            }
        )
        cells.append(pd.DataFrame({"check": found.check, "where": where, "value": values}))
    meta = Meta(
        method="diagnostics",
        options={"tolerance": tolerance},
        counts={"countries": len(table.countries), "sectors": len(table.sectors)},
        notes=(
            f"output: {table.origin['output']}; value added: {table.origin['value_added']}. "
            "Rows add up by construction where output is row sums, columns where value added is "
            "the residual.",
            *(f"{row['check']}: {row['reading']}" for row in checks if row["found"]),
            *table.notes,
        ),
    )
    return Diagnostics(
        pd.DataFrame(checks).set_index("check"), pd.concat(cells, ignore_index=True), meta=meta
    )


def _all(table: InterCountryTable, tolerance: float) -> Iterator[_Found]:
    z, _, x, v = table._arrays
    demand = table._demand
    rows = [_place(*row) for row in table.rows]
    inputs, sales = z.sum(axis=0), z.sum(axis=1) + demand.sum(axis=(1, 2))

    def of_rows(check: str, bad: NDArray[np.bool_], values: Floats) -> _Found:
        return _Found(check, [rows[at] for at in np.flatnonzero(bad)], values[bad])

    yield of_rows("zero output", x == 0, x)
    yield of_rows("negative output", x < 0, x)
    yield of_rows("inputs without output", (x == 0) & (inputs != 0), inputs)
    yield of_rows("output without inputs", (x != 0) & (inputs == 0), x)
    yield of_rows("negative value added", v < 0, v)
    yield _negative_final_demand(table, rows)
    at = np.argwhere(z < 0)
    yield _Found(
        "negative intermediates",
        [f"{rows[i]} to {rows[j]}" for i, j in at],
        z[at[:, 0], at[:, 1]],
    )
    gap = x - sales
    yield of_rows("row imbalance", np.abs(gap) > tolerance * np.abs(x), gap)
    gap = x - inputs - v
    yield of_rows("column imbalance", np.abs(gap) > tolerance * np.abs(x), gap)
    world = np.array([v.sum() - demand.sum()])
    # A table balances for the world where its rows and its columns do.
    off = np.abs(world) > tolerance * np.abs(x).sum()
    yield _Found("world imbalance", ["world"] * int(off[0]), world[off])
    yield _totals_by_name(table)
    yield _totals_by_numbers(table, tolerance)
    yield _transposition(table, sales)


def _negative_final_demand(table: InterCountryTable, rows: list[str]) -> _Found:
    at = np.argwhere(table._demand < 0)
    categories: Any = [""] if table.categories is None else table.categories
    where = [
        f"{rows[i]} to {_place(*filter(None, (table.countries[r], categories[c])))}"
        for i, r, c in at
    ]
    return _Found("negative final demand", where, table._demand[tuple(at.T)])


def _totals_by_name(table: InterCountryTable) -> _Found:
    where, sizes = [], []
    output = table._output.reshape(len(table.countries), len(table.sectors))
    for kind, labels, values in (
        ("country", table.countries, output.sum(axis=1)),
        ("sector", table.sectors, output.sum(axis=0)),
        ("category", table.categories, table._demand.sum(axis=(0, 1))),
    ):
        for label, value in zip(
            [] if labels is None else labels, values, strict=labels is not None
        ):
            name = re.sub(r"[\W_]+", " ", str(label)).strip().casefold()
            if _TOTAL.fullmatch(name):
                where.append(f"{kind} {label}")
                sizes.append(value)
    return _Found("totals by name", where, np.array(sizes, dtype=float))


def _totals_by_numbers(table: InterCountryTable, tolerance: float) -> _Found:
    """Find sectors, countries and categories whose numbers are the sums of all others'.

    A single row may equal a sum by chance or because all are empty, so a sector counts in the
    countries where it sells anything at all, and must be the sum in each of them.
    """
    g, n = len(table.countries), len(table.sectors)
    rows = np.concatenate([table._intermediates, table._final_demand_by_country], axis=1)
    of_row = rows.reshape(g, n, -1)
    where, sizes = [], []

    def is_total(part: Floats, whole: Floats, others: int) -> bool:
        size = float(np.abs(part).sum())
        return others > 1 and size > 0 and float(np.abs(2 * part - whole).sum()) <= tolerance * size

    of_sectors, of_countries = of_row.sum(axis=1), of_row.sum(axis=0)
    for at, sector in enumerate(table.sectors):
        if is_total(of_row[:, at], of_sectors, n - 1):
            where.append(f"sector {sector}")
            sizes.append(of_row[:, at].sum())
    for at, country in enumerate(table.countries):
        if is_total(of_row[at], of_countries, g - 1):
            where.append(f"country {country}")
            sizes.append(of_row[at].sum())
    if table.categories is not None:
        whole = table._demand.sum(axis=2)
        for at, category in enumerate(table.categories):
            if is_total(table._demand[:, :, at], whole, len(table.categories) - 1):
                where.append(f"category {category}")
                sizes.append(table._demand[:, :, at].sum())
    return _Found("totals by numbers", where, np.array(sizes, dtype=float))


def _transposition(table: InterCountryTable, sales: Floats) -> _Found:
    """Compare how badly the table fits as it is with how it would fit laid the other way.

    Where output is given, rows must add up to it. Otherwise value added must be positive: output
    less inputs, where both change places.
    """
    z, y, x, _ = table._arrays
    final = y.sum(axis=1)
    inputs = z.sum(axis=0)
    if table.origin["output"] == "given":
        misfit, otherwise = np.abs(x - sales).sum(), np.abs(x - inputs - final).sum()
    else:
        turned = final + inputs - z.sum(axis=1)
        misfit = np.maximum(inputs - sales, 0).sum()
        otherwise = np.maximum(-turned, 0).sum()
    suspected = misfit > _TRANSPOSED_SHARE * np.abs(x).sum() and (
        misfit > _TRANSPOSED_RATIO * otherwise
    )
    return _Found(
        "transposition",
        ["Z"] if suspected else [],
        np.array([misfit] if suspected else [], dtype=float),
    )


def _place(*labels: object) -> str:
    return f"({', '.join(map(str, labels))})"
