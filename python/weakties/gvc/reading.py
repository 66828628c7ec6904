"""From files and frames to the arrays of an inter-country table."""

from __future__ import annotations

import zipfile
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from weakties._frames import Column, codes_of, read, refuse_duplicates
from weakties.errors import InvalidInput, UnknownLabel, WrongType

if TYPE_CHECKING:
    from weakties.gvc.table import InterCountryTable

_NPZ_NAMES = {
    "Z": ("Z",),
    "final_demand": ("final_demand",),
    "countries": ("countries", "regions"),
    "sectors": ("sectors", "industries"),
    "categories": ("categories", "final_demand_categories"),
    "output": ("output",),
    "value_added": ("value_added",),
}
_NPZ_OPTIONAL = ("categories", "output", "value_added")
_ROLES = ("origin", "origin_sector", "destination", "use", "value")


@dataclass(frozen=True)
class Flows:
    """Arrays of a table with the labels found beside them; rows are country-major."""

    intermediates: NDArray[np.float64]
    demand: NDArray[np.float64]
    countries: pd.Index[Any]
    sectors: pd.Index[Any]
    categories: pd.Index[Any] | None
    output: ArrayLike | None = None
    value_added: ArrayLike | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Parts:
    """What a pymrio system holds of a table."""

    Z: pd.DataFrame
    Y: pd.DataFrame
    output: pd.Series[float] | None
    value_added: pd.Series[float] | None
    unit: str | None


def read_table(path: str | PathLike[str], **options: Any) -> InterCountryTable:
    """Read an inter-country table from a file.

    Parameters
    ----------
    path : path
        A ``.npz`` file, read by `InterCountryTable.read_npz`, or a ``.csv`` or ``.parquet`` file of
        tidy flows, read by `InterCountryTable.from_frame` (columns origin, origin_sector,
        destination, use, value unless named otherwise).
    **options
        Passed on to either, such as ``unit=`` and ``year=``.

    Returns
    -------
    InterCountryTable

    Raises
    ------
    InvalidInput
        When the file is of another kind, or cannot be read as one.
    FileNotFoundError
        When there is no such file.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from weakties.datasets import leather
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "leather.csv"
    >>> leather().to_frame().to_csv(path, index=False)
    >>> read_table(path, year=2020)
    <InterCountryTable: 3 countries × 3 sectors, 2020>
    """
    from weakties.gvc.table import InterCountryTable

    path = _path(path)
    kind = path.suffix.casefold()
    if kind == ".npz":
        return InterCountryTable.read_npz(path, **options)
    if kind not in (".csv", ".parquet"):
        raise InvalidInput(
            f"`path` must end in .npz, .csv or .parquet: got {path.name!r}; convert the table first"
        )
    try:
        if kind == ".csv":
            # Labels such as "NA" (Namibia) are text, not missing; an empty cell is.
            flows = pd.read_csv(path, keep_default_na=False, na_values=[""])
        else:
            flows = pd.read_parquet(path)
    except ValueError as problem:
        raise InvalidInput(
            f"`path` must be a {kind} file of tidy flows: {path.name!r} cannot be read "
            f"({problem}); write it with pandas"
        ) from None
    return InterCountryTable.from_frame(flows, **options)


def _path(path: object) -> Path:
    if not isinstance(path, str | PathLike):
        raise WrongType(
            f"`path` must be text or a pathlib.Path: got {type(path).__name__}; "
            "give the name of the file"
        )
    return Path(path)


def labels(values: Iterable[Hashable], argument: str) -> pd.Index[Any]:
    """Return distinct labels as an index, in the order given."""
    if isinstance(values, str | bytes | set | frozenset) or not isinstance(values, Iterable):
        raise WrongType(
            f"`{argument}` must be a list of labels: got {type(values).__name__}; "
            "put it in square brackets"
        )
    listed = [value.item() if isinstance(value, np.generic) else value for value in values]
    for value in listed:
        if not isinstance(value, Hashable):
            raise WrongType(
                f"`{argument}` must hold labels: {value!r} cannot be one; give text or numbers"
            )
    index = pd.Index(listed, tupleize_cols=False)
    repeated = index[index.duplicated()]
    if len(index) == 0:
        raise InvalidInput(f"`{argument}` is empty: give at least one label")
    if index.hasnans:
        raise InvalidInput(f"`{argument}` has a missing label; name it")
    if len(repeated):
        raise InvalidInput(f"`{argument}` must have every label once: {repeated[0]!r} repeats")
    return index


def flows(
    data: object,
    columns: tuple[Hashable, ...],
    *,
    final_demand: Iterable[Hashable] | None,
    countries: Iterable[Hashable] | None,
    sectors: Iterable[Hashable] | None,
    missing: str,
) -> Flows:
    """Read a tidy frame of flows."""
    meanings = (
        "the country that sells",
        "its sector",
        "the country that buys",
        "its sector or category of final demand",
        "the size of the flow",
    )
    wanted = [
        Column(role, name, "number" if role == "value" else "key", meaning=meaning)
        for role, name, meaning in zip(_ROLES, columns, meanings, strict=True)
    ]
    table = read(data, wanted, missing=missing)
    refuse_duplicates(table, _ROLES[:4], argument="data")
    (origin, destination), found_countries = table.together("origin", "destination")
    (sector, use), found = table.together("origin_sector", "use")

    sells = np.isin(np.arange(len(found)), sector)
    is_category = ~sells
    if final_demand is not None:
        codes = codes_of(labels(final_demand, "final_demand"), found, "final_demand")
        if sells[codes].any():
            raise InvalidInput(
                f"`final_demand` names {found[codes[sells[codes]][0]]!r}, which also sells; "
                "name categories only"
            )
        is_category[:] = False
        is_category[codes] = True
    # Unused categories of a categorical belong to neither side of the table.
    used = sells | np.isin(np.arange(len(found)), use)
    is_category &= used
    if not is_category.any():
        raise InvalidInput(
            "`use` names no category of final demand: every label in it also sells; "
            "keep final demand in the frame, under labels that are no sector"
        )
    country_order = _ordered(
        np.arange(len(found_countries)), found_countries, countries, "countries"
    )
    sector_order = _ordered(np.flatnonzero(used & ~is_category), found, sectors, "sectors")
    category_order = np.flatnonzero(is_category)

    country_place = _places(country_order, len(found_countries))
    sector_place = _places(sector_order, len(found))
    category_place = _places(category_order, len(found))
    g, n, c = len(country_order), len(sector_order), len(category_order)
    row = country_place[origin] * n + sector_place[sector]
    value = table.number("value")
    final = is_category[use]
    intermediates = np.zeros((g * n, g * n))
    demand = np.zeros((g * n, g * c))
    column = country_place[destination] * n + sector_place[use]
    intermediates[row[~final], column[~final]] = value[~final]
    column = country_place[destination] * c + category_place[use]
    demand[row[final], column[final]] = value[final]

    cells = intermediates.size + demand.size
    notes = []
    if cells > table.rows:
        notes.append(f"{cells - table.rows} of {cells} flows have no row and are taken for zero")
    if table.given > table.rows:
        notes.append(f"{table.given - table.rows} rows were dropped, in which a value was missing")
    return Flows(
        intermediates,
        demand,
        found_countries[country_order],
        found[sector_order],
        found[category_order] if c > 1 else None,
        notes=tuple(notes),
    )


def _ordered(
    present: NDArray[np.int64],
    found: pd.Index[Any],
    wanted: Iterable[Hashable] | None,
    argument: str,
) -> NDArray[np.int64]:
    """Return the codes that are present, in the order wanted."""
    if wanted is None:
        return present
    codes = codes_of(labels(wanted, argument), found[present], argument)
    left_out = np.setdiff1d(np.arange(len(present)), codes)
    if len(left_out):
        raise InvalidInput(
            f"`{argument}` must name all there are: {found[present[left_out[0]]]!r} is left out; "
            "add it, or drop its rows and columns first"
        )
    return present[codes]


def _places(order: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    places = np.full(count, -1)
    places[order] = np.arange(len(order))
    return places


def wide(
    Z: pd.DataFrame,
    final_demand: pd.DataFrame,
    output: ArrayLike | pd.Series[Any] | None,
    value_added: ArrayLike | pd.Series[Any] | None,
) -> Flows:
    """Match two labelled frames by their labels."""
    for frame, argument in ((Z, "Z"), (final_demand, "final_demand")):
        if not isinstance(frame, pd.DataFrame):
            raise WrongType(
                f"`{argument}` must be a pandas DataFrame: got {type(frame).__name__}; "
                "InterCountryTable.from_arrays takes arrays"
            )
        if frame.empty:
            raise InvalidInput(f"`{argument}` is empty: give at least one row and one column")
    rows = _pairs(Z.index, "Z", "rows")
    countries = rows.get_level_values(0).unique()
    sectors = rows.get_level_values(1).unique()
    grid = pd.MultiIndex.from_product([countries, sectors])
    absent = grid.difference(rows, sort=False)
    if len(absent):
        raise InvalidInput(
            f"`Z` must have every sector in every country: {tuple(absent[0])} has no row; "
            "add rows and columns of zeros for what a country lacks"
        )
    demand_columns = final_demand.columns
    categories = None
    if demand_columns.nlevels == 1:
        destinations = labels(demand_columns, "final_demand")
        target: pd.Index[Any] = countries
    else:
        pairs = _pairs(demand_columns, "final_demand", "columns")
        destinations, categories = pairs, labels(pairs.get_level_values(1).unique(), "final_demand")
        target = pd.MultiIndex.from_product([countries, categories])
    row_order = _matched(Z.index, grid, "Z", "rows")
    column_order = _matched(_pairs(Z.columns, "Z", "columns"), grid, "Z", "columns")
    demand_rows = _matched(
        _pairs(final_demand.index, "final_demand", "rows"), grid, "final_demand", "rows"
    )
    demand_order = _matched(destinations, target, "final_demand", "columns")

    def in_order(values: Any, argument: str) -> Any:
        if not isinstance(values, pd.Series):
            return values
        index = _pairs(values.index, argument, "rows")
        return values.iloc[_matched(index, grid, argument, "rows")]

    return Flows(
        Z.to_numpy()[np.ix_(row_order, column_order)],
        final_demand.to_numpy()[np.ix_(demand_rows, demand_order)],
        labels(countries, "Z"),
        labels(sectors, "Z"),
        categories,
        in_order(output, "output"),
        in_order(value_added, "value_added"),
    )


def _pairs(index: pd.Index[Any], argument: str, side: str) -> pd.MultiIndex:
    if not isinstance(index, pd.MultiIndex) or index.nlevels != 2:
        raise InvalidInput(
            f"`{argument}` must have two levels of labels on its {side}, such as (country, "
            f"sector): got {index.nlevels}; use pandas.MultiIndex.from_product"
        )
    return index


def _matched(
    found: pd.Index[Any], wanted: pd.Index[Any], argument: str, side: str
) -> NDArray[np.intp]:
    """Return where each wanted label stands among those found."""
    if found.has_duplicates:
        repeated = found[found.duplicated()][0]
        raise InvalidInput(
            f"`{argument}` has {side} with equal labels, such as {repeated!r}; add them up, or "
            "keep one of each"
        )
    places = found.get_indexer(wanted)
    if (places < 0).any():
        raise UnknownLabel(
            f"`{argument}` lacks {wanted[places < 0][0]!r} among its {side}, which the rows of `Z` "
            "ask for; give both the same labels"
        )
    if len(found) > len(wanted):
        surplus = found.difference(wanted, sort=False)[0]
        raise InvalidInput(
            f"`{argument}` has {surplus!r} among its {side}, which the rows of `Z` do not know; "
            "drop it or add it there"
        )
    return places


def of_pymrio(io: Any, value_added: str | None) -> Parts:
    """Take a pymrio system apart without importing pymrio."""
    if not hasattr(io, "Z") or not hasattr(io, "Y"):
        raise WrongType(
            f"`io` must be a pymrio IOSystem: got {type(io).__name__}; load one with pymrio, such "
            "as pymrio.load_test()"
        )
    for part in ("Z", "Y"):
        if getattr(io, part) is None:
            raise InvalidInput(f"`io` has no {part}; load it or compute it with io.calc_all()")
    given = None
    if value_added is not None:
        extension = getattr(io, value_added, None) if isinstance(value_added, str) else None
        factors = getattr(extension, "F", None)
        if factors is None:
            raise InvalidInput(
                f"`value_added` must name an extension of `io` that has F: got {value_added!r}; "
                f"there are {', '.join(io.get_extensions())}"
            )
        given = factors.sum(axis=0)
    output = getattr(io, "x", None)
    unit = getattr(io, "unit", None)
    units: list[str] = [] if unit is None else sorted(set(np.asarray(unit, dtype=str).ravel()))
    return Parts(
        io.Z,
        io.Y,
        None if output is None else output.iloc[:, 0],
        given,
        units[0] if len(units) == 1 else None,
    )


def npz(path: str | PathLike[str]) -> dict[str, Any]:
    """Read the arrays of an archive under the names `from_arrays` has for them."""
    arrays: dict[str, Any] = {}
    try:
        loaded = np.load(_path(path), allow_pickle=False)
        if not isinstance(loaded, np.lib.npyio.NpzFile):
            raise InvalidInput(f"`path` must be an .npz archive: {Path(path).name!r} is not")
        with loaded as archive:
            for name, others in _NPZ_NAMES.items():
                present = [other for other in others if other in archive.files]
                if present:
                    arrays[name] = archive[present[0]]
                elif name not in _NPZ_OPTIONAL:
                    raise InvalidInput(
                        f"`path` lacks the array {' or '.join(map(repr, others))}; "
                        f"there are {', '.join(sorted(archive.files)) or 'none'}"
                    )
    except (ValueError, zipfile.BadZipFile, EOFError) as problem:
        if isinstance(problem, InvalidInput):
            raise
        raise InvalidInput(
            f"`path` must be an .npz archive of plain arrays: {Path(path).name!r} cannot be read "
            f"({problem}); write it with numpy.savez"
        ) from None
    return arrays
