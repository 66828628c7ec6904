"""An inter-country table in other forms: tidy rows, xarray, groups, and a few words."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import label
from weakties._frames import codes_of
from weakties.errors import WrongType
from weakties.gvc import reading

if TYPE_CHECKING:
    import xarray as xr

    from weakties.gvc.table import Floats, InterCountryTable

# What final demand is called in tidy rows where it has no categories.
_FINAL = "final demand"


def tidy(table: InterCountryTable) -> pd.DataFrame:
    """Return one row for each flow from a sector to a use."""
    categories: Iterable[Hashable] = [_FINAL] if table.categories is None else table.categories
    rows = table.rows
    columns = rows.append(pd.MultiIndex.from_product([table.countries, categories]))
    demand = table._demand.reshape(len(rows), -1)
    again = np.tile(np.arange(len(columns)), len(rows))
    return pd.DataFrame(
        {
            "origin": rows.get_level_values(0).repeat(len(columns)),
            "origin_sector": rows.get_level_values(1).repeat(len(columns)),
            "destination": columns.get_level_values(0).take(again),
            "use": columns.get_level_values(1).take(again),
            "value": np.concatenate([table._intermediates, demand], axis=1).ravel(),
        }
    )


def dataset(table: InterCountryTable) -> xr.Dataset:
    """Return the table with every kind of label as a dimension of its own."""
    import xarray as xr

    g, n = len(table.countries), len(table.sectors)
    of_row = ("country", "sector")
    demand = table._demand.reshape(g, n, g, -1)
    to = ("destination", "category") if table.categories is not None else ("destination",)
    coordinates = {
        "country": table.countries,
        "sector": table.sectors,
        "destination": table.countries.rename("destination"),
        "use": table.sectors.rename("use"),
    }
    if table.categories is None:
        demand = demand[..., 0]
    else:
        coordinates["category"] = table.categories
    return xr.Dataset(
        {
            "Z": ((*of_row, "destination", "use"), table._intermediates.reshape(g, n, g, n)),
            "final_demand": ((*of_row, *to), demand),
            "output": (of_row, table._output.reshape(g, n)),
            "value_added": (of_row, table._value_added.reshape(g, n)),
        },
        coords=coordinates,
        attrs={"unit": table.unit or "", "year": "" if table.year is None else table.year},
    )


def grouped(
    table: InterCountryTable,
    countries: Mapping[Hashable, Hashable] | None,
    sectors: Mapping[Hashable, Hashable] | None,
) -> InterCountryTable:
    """Add countries or sectors up; see `InterCountryTable.aggregated`."""
    of_country, new_countries = _groups(table.countries, countries, "countries")
    of_sector, new_sectors = _groups(table.sectors, sectors, "sectors")
    g, n = len(table.countries), len(table.sectors)
    rows = (of_country, of_sector)
    size = len(new_countries) * len(new_sectors)
    flows = _summed(table._intermediates.reshape(g, n, g, n), *rows, *rows)
    demand = _summed(table._demand.reshape(g, n, g, -1), *rows, of_country)
    return replace(
        table,
        countries=new_countries,
        sectors=new_sectors,
        _intermediates=flows.reshape(size, size),
        _demand=demand.reshape(size, len(new_countries), -1),
        _output=_summed(table._output.reshape(g, n), *rows).ravel(),
        _value_added=_summed(table._value_added.reshape(g, n), *rows).ravel(),
    )


def _groups(
    labels: pd.Index[Any], groups: Mapping[Hashable, Hashable] | None, argument: str
) -> tuple[NDArray[np.int64], pd.Index[Any]]:
    if groups is None:
        groups = {}
    if not isinstance(groups, Mapping):
        raise WrongType(
            f"`{argument}` must be a mapping from labels to groups: got {type(groups).__name__}; "
            "write {label: group, …}"
        )
    codes_of(groups, labels, argument)
    for group in groups.values():
        label(group, argument)
    named = [groups.get(one, one) for one in labels]
    codes, uniques = pd.factorize(pd.Index(named, tupleize_cols=False))
    return codes, reading.labels(uniques, argument).rename(labels.name)


def _summed(array: Floats, *axes: NDArray[np.int64]) -> Floats:
    """Add up the entries of each group along the first axes."""
    for axis, groups in enumerate(axes):
        if len(groups) == groups.max() + 1:  # every label is a group of its own
            continue
        parts = [
            array.compress(groups == group, axis).sum(axis) for group in range(groups.max() + 1)
        ]
        array = np.stack(parts, axis)
    return array


def facts(table: InterCountryTable) -> list[tuple[str, str]]:
    """Say in a few lines what the table holds."""
    unit = f" {table.unit}" if table.unit else ""
    checks = table.diagnostics().checks
    found = checks.index[checks["found"] > 0]
    lines = [
        ("Countries", f"{len(table.countries)} ({_some(table.countries)})"),
        ("Sectors", f"{len(table.sectors)} ({_some(table.sectors)})"),
    ]
    if table.categories is not None:
        lines.append(("Final demand", f"{len(table.categories)} ({_some(table.categories)})"))
    if table.year is not None:
        lines.append(("Year", str(table.year)))
    lines += [
        ("Output", f"{table._output.sum():,.6g}{unit} ({table.origin['output']})"),
        ("Value added", f"{table._value_added.sum():,.6g}{unit} ({table.origin['value_added']})"),
        ("Exports", f"{table._exports.sum():,.6g}{unit}"),
        (
            "Diagnostics",
            f"{'; '.join(found)} (see .diagnostics())" if len(found) else "nothing found",
        ),
    ]
    return [*lines, *(("Note", note) for note in table.notes)]


def _some(labels: pd.Index[Any]) -> str:
    shown = ", ".join(map(str, labels[:4]))
    return f"{shown}, …" if len(labels) > 4 else shown
