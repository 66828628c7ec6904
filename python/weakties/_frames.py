"""Tables in, columns out: the only file that knows pandas from polars, Arrow or DuckDB.

Every column becomes a pandas Index first, without a copy where the library allows it. From there on
one path serves all libraries, and factorising and sorting are our own, so the answer is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ._arguments import choice
from ._columns import Column, Field, layout_line, missing_text
from ._labels import Codes, Index, Keys, by_label, codes_of, refuse_repeats, together
from ._wording import did_you_mean, joined_text, listing
from .errors import InternalError, InvalidInput, MissingPackage, UnknownLabel, WrongType

__all__ = [
    "Column",
    "Keys",
    "Table",
    "along",
    "attributes",
    "codes_of",
    "read",
    "refuse_duplicates",
    "whole",
]


@dataclass(frozen=True, eq=False)
class Table:
    """The columns that were asked for, one item a kept row, in the user's order.

    Parameters
    ----------
    rows
        How many rows are kept.
    given
        How many rows the user's table has.
    dropped
        How many values were missing in each column for which rows were dropped. A row may
        count in several columns.
    positions
        The place of each kept row in the user's table, counted from 0.
    index
        The user's own labels of all given rows; numbers from 0 where the library has none.
    """

    rows: int
    given: int
    dropped: dict[str, int]
    positions: Codes
    index: Index
    _held: dict[str, tuple[str, Any]] = field(repr=False)

    def __contains__(self, role: str) -> bool:
        """Whether the user gave this optional column."""
        return role in self._held

    def keys(self, role: str) -> Keys:
        """Return the codes and labels of a column of kind key."""
        keys: Keys = self._get(role, "key")
        return keys

    def times(self, role: str) -> Keys:
        """Return the codes and labels, in order of time, of a column of kind time.

        Only ordered categories keep an order of their own; others are sorted by their values.
        """
        keys: Keys = self._get(role, "time")
        return keys

    def number(self, role: str) -> NDArray[np.float64]:
        """Return a read-only array that may share the memory of the user's table."""
        array: NDArray[np.float64] = self._get(role, "number")
        return array

    def integer(self, role: str) -> Codes:
        """Return a read-only array that may share the memory of the user's table."""
        array: Codes = self._get(role, "integer")
        return array

    def flag(self, role: str) -> NDArray[np.bool_]:
        """Return a read-only array that may share the memory of the user's table."""
        array: NDArray[np.bool_] = self._get(role, "flag")
        return array

    def together(self, *roles: str) -> tuple[list[Codes], Index]:
        """Return the codes of several key columns in one set of labels, and that set.

        The labels are the sorted union of all, categories without rows included; where all the
        columns have the same categories, these stay in their own order.
        """
        return together([self.keys(role) for role in roles], joined_text(roles))

    def sort_labels(self, role: str) -> None:
        """Put the labels of a key column in their order, also where categories have another."""
        self._held[role] = "key", by_label(self.keys(role), f"`{role}`")

    def without_positions(self) -> Table:
        """Return the columns alone, once it is kept elsewhere which rows they are of."""
        return replace(self, positions=np.empty(0, np.int64))

    def release(self, role: str) -> None:
        """Forget a column that has been read, so that its memory is free for others."""
        del self._held[role]

    def _get(self, role: str, kind: str) -> Any:
        found, value = self._held[role]
        if found != kind:
            raise InternalError(f"`{role}` was read as {found}, not as {kind}")
        return value


def read(
    frame: object,
    columns: Sequence[Column],
    *,
    argument: str = "data",
    missing: str = "raise",
    allow_empty: bool = False,
    codes: type[np.integer[Any]] = np.int64,
) -> Table:
    """Read the columns of a user's table, checked and cast; the table itself is not changed.

    A name that is no column's may be an index level's of a pandas table. Rows that are dropped
    are not looked at further, except that infinite labels are refused anywhere.

    Parameters
    ----------
    frame
        A table of pandas, polars, Arrow, DuckDB or any library that narwhals knows.
    columns
        What is wanted of each column. Two roles may name the same column.
    argument
        The name by which the caller knows the table.
    missing
        What to do about null, None, NaN, NaT and NA, which all mean the same: ``"raise"`` refuses
        them, ``"drop"`` leaves out the row and counts it.
    allow_empty
        Whether a table without rows, or with none left, passes.
    codes
        In what codes and positions are kept: narrow integers, where kernels read them, take half
        the memory.
    """
    missing = choice(missing, "missing", ("raise", "drop"))
    wanted = [column for column in columns if not (column.optional and column.name is None)]
    source = _open(frame, argument)
    for column in wanted:
        source.refuse_unknown(column, columns)
    fetched = source.fetch([column.name for column in wanted])
    given = len(fetched[wanted[0].name])
    if given > (most := np.iinfo(codes).max):
        raise InvalidInput(
            f"`{argument}` must have at most {most:,} rows: it has {given:,}; read it in parts"
        )
    fields = [Field.of(column, _values(fetched[column.name]), codes) for column in wanted]

    lacking = [one for one in fields if not one.column.keep_missing and one.missing.any()]
    if lacking and missing == "raise":
        raise InvalidInput(missing_text(lacking, 'fill them first, or pass missing="drop"'))
    positions = np.arange(given, dtype=codes)
    if lacking:
        keep = np.ones(given, dtype=bool)
        for one in lacking:
            keep &= ~one.missing
        positions = positions[keep]
    if len(positions) == 0 and not allow_empty:
        why = (
            f"all were dropped; {missing_text(lacking, 'fill some')}" if lacking else "it has none"
        )
        raise InvalidInput(f"`{argument}` must have at least one row: {why}")
    return Table(
        rows=len(positions),
        given=given,
        dropped={str(one.column.name): int(one.missing.sum()) for one in lacking},
        positions=positions,
        index=pd.RangeIndex(given) if source.index is None else source.index,
        _held={one.column.role: (one.column.kind, one.finish(positions)) for one in fields},
    )


def attributes(frame: object, key: Hashable | None, *, argument: str) -> pd.DataFrame:
    """Return any table as a pandas DataFrame indexed by the labels in its key column.

    The rows keep their order. With ``key=None`` the index of a pandas table is the key. The other
    columns stay as they are, missing values included; other named index levels become columns.
    """
    source = _open(frame, argument)
    if key is not None:
        source.refuse_unknown(Column(argument, key, "key"), [])
    elif len(source.levels) != 1:
        raise InvalidInput(
            f"`{argument}` must say which column holds its labels; only a pandas DataFrame with "
            "one index level can go without"
        )
    fetched = source.fetch([*source.columns, *source.levels])
    key = source.levels[0] if key is None else key
    one = Field.of(Column(argument, key, "key"), _values(fetched.pop(key)))
    if one.missing.any():
        raise InvalidInput(missing_text([one], "give every row a label"))
    keys = one.finish(np.arange(len(one.missing)))
    refuse_repeats([keys], np.arange(len(keys.codes)), argument, "keep one row of each")
    fetched.pop(None, None)
    columns = {name: values.array for name, values in fetched.items()}
    return pd.DataFrame(columns, index=keys.labels.take(keys.codes))


def along(values: object, column: Column, positions: Codes, index: Index) -> tuple[Any, Any]:
    """Return a column that a user gives beside a table already read, and which of it is missing.

    Parameters
    ----------
    values
        A Series or array of any library, or a list, with one item a row of that table. A pandas
        Series with another index of the same labels is put in order, if no label repeats.
    column
        What is wanted of it.
    positions
        The rows to return, in this order; the others are not looked at.
    index
        The user's own labels of the rows of the table.
    """
    one = Field.of(column, _values(_beside(values, column, index)))
    order = np.argsort(positions, kind="stable")
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    content = one.finish(positions[order])
    if isinstance(content, Keys):
        content = replace(content, codes=content.codes[back])
    else:
        content = content[back]
    return content, one.missing[positions]


def _beside(values: object, column: Column, index: Index) -> pd.Series[Any]:
    """Turn what a user gives beside a table into a Series of one item a row."""
    rows = f"{len(index)} row{'' if len(index) == 1 else 's'}"
    if isinstance(values, pd.Series) and not values.index.equals(index):
        unique = values.index.is_unique and index.is_unique
        places = values.index.get_indexer(index) if unique else np.array([-1])
        if len(values) != len(index) or (places < 0).any():
            raise InvalidInput(
                f"{column} must have the index of the table ({rows}): got {len(values)} values "
                "under other labels; give it that index, or pass an array in the order of the rows"
            )
        return values.iloc[places]
    series = _one_column(values)
    if series is None:
        raise WrongType(
            f"{column} must be a Series or an array with one value for each of the {rows}: "
            f"got {type(values).__name__}; give one as long as the table"
        )
    if len(series) != len(index):
        raise InvalidInput(
            f"{column} must have one value for each of the {rows} of the table: got {len(series)}; "
            "give it the length of the table, rows that were dropped included"
        )
    return series


def _one_column(values: object) -> pd.Series[Any] | None:
    """Turn a Series or array of any library, or a list, into a Series; None for anything else."""
    if isinstance(values, pd.Series):
        return values
    if isinstance(values, np.ndarray):
        return pd.Series(values, copy=False) if values.ndim == 1 else None
    if isinstance(values, list | tuple | pd.Index | pd.api.extensions.ExtensionArray):
        return pd.Series(values)
    # A Series of polars and an Arrow array of chunks; other things have neither.
    if hasattr(values, "to_arrow") or hasattr(values, "combine_chunks"):
        import narwhals.stable.v2 as nw

        with suppress(TypeError):
            return _series(nw.from_native(values, series_only=True))
    return None


def whole(frame: object, *, argument: str) -> pd.DataFrame:
    """Return any table as a pandas DataFrame; named index levels become columns."""
    source = _open(frame, argument)
    levels = [level for level in source.levels if level is not None]
    fetched = source.fetch([*source.columns, *levels])
    return pd.DataFrame({name: values.array for name, values in fetched.items()})


def refuse_duplicates(table: Table, roles: Sequence[str], *, argument: str) -> None:
    """Refuse a table in which two rows have the same labels in all of these key or time columns."""
    keys = [table._held[role][1] for role in roles]
    refuse_repeats(keys, table.positions, argument, "add such rows up, or keep one of them")


@dataclass(frozen=True)
class _Source:
    """A user's table before any column of it is read."""

    argument: str
    columns: list[Hashable]
    levels: list[Hashable]
    index: Index | None
    fetch: Callable[[list[Hashable]], dict[Hashable, pd.Series[Any]]]

    def refuse_unknown(self, column: Column, layout: Sequence[Column]) -> None:
        """Refuse a name that is neither a column's nor an index level's."""
        name = column.name
        try:
            hash(name)
        except TypeError:
            found = type(name).__name__
        else:
            found = "None" if name is None else "NA" if name is pd.NA else ""
        if found:
            raise WrongType(
                f"`{column.role}` must be the name of a column of `{self.argument}`: got {found}"
            )
        if name in self.columns or name in self.levels:
            return
        levels = [level for level in self.levels if level is not None]
        lines = [
            f"`{column.role}`: `{self.argument}` has no column {name!r}."
            f"{did_you_mean(name, [*self.columns, *levels])}",
            listing("Columns there are", self.columns),
        ]
        if levels:
            lines.append(listing("Index levels there are", levels))
        if layout:
            lines += ["Layout expected:", *(layout_line(each) for each in layout)]
        raise UnknownLabel("\n".join(lines))


def _open(frame: object, argument: str) -> _Source:
    """Find out what columns a table has; refuse what is no table or names two columns alike."""
    if isinstance(frame, pd.DataFrame):
        _refuse_twice(list(frame.columns), argument)
        levels = list(frame.index.names)
        fetch = partial(_fetch_pandas, frame)
        return _Source(argument, list(frame.columns), levels, frame.index, fetch)
    # narwhals costs a quarter of a second to import, so only where it is needed.
    import narwhals.stable.v2 as nw

    _refuse_twice(getattr(frame, "column_names", []), argument)
    try:
        table: Any = nw.from_native(frame)
    except TypeError:
        raise WrongType(
            f"`{argument}` must be a table of pandas, polars, Arrow, DuckDB or another library "
            f"that narwhals knows: got {type(frame).__name__}; make one first, such as "
            "pandas.DataFrame(…)"
        ) from None
    native = table.to_native()
    if isinstance(native, pd.DataFrame):
        return _open(native, argument)
    _refuse_twice(table.columns, argument)
    return _Source(argument, list(table.columns), [], None, partial(_fetch_narwhals, table))


def _refuse_twice(names: Sequence[Hashable], argument: str) -> None:
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise InvalidInput(f"`{argument}` has more than one column {twice!r}; rename all but one")


def _fetch_pandas(frame: pd.DataFrame, names: Sequence[Hashable]) -> dict[Hashable, pd.Series[Any]]:
    columns, levels = list(frame.columns), list(frame.index.names)
    return {
        name: frame.iloc[:, columns.index(name)]
        if name in columns
        else pd.Series(frame.index.get_level_values(levels.index(name)), copy=False)
        for name in names
    }


def _fetch_narwhals(table: Any, names: Sequence[Hashable]) -> dict[Hashable, pd.Series[Any]]:
    """Fetch columns from any other library, at once: a query may order its rows anew each time."""
    import narwhals.stable.v2 as nw

    table = table.select(list(dict.fromkeys(names)))
    enums = {name for name, dtype in table.collect_schema().items() if isinstance(dtype, nw.Enum)}
    if isinstance(table, nw.LazyFrame):
        try:
            table = table.collect()
        except ModuleNotFoundError as problem:
            raise MissingPackage(
                f"a table of this kind cannot be read without pyarrow: {problem}"
            ) from problem
    fetched = {name: _series(table[name]) for name in table.columns}
    for name in enums:
        # DuckDB hands over its enumerations as Arrow dictionaries that forget the order.
        fetched[name] = fetched[name].cat.as_ordered()
    return fetched


def _series(column: Any) -> pd.Series[Any]:
    """Turn a narwhals Series into a pandas one, through Arrow wherever that is possible."""
    import narwhals.stable.v2 as nw

    dtype = column.dtype
    if column.implementation.is_polars():
        if isinstance(dtype, nw.Categorical):
            # The categories of polars belong to the session, not to the column.
            column = column.cast(nw.String)
        no_arrow = isinstance(dtype, nw.Object | nw.Int128 | nw.UInt128)
        if no_arrow or find_spec("pyarrow") is None:
            listed = column.to_list()
            if isinstance(dtype, nw.Enum):
                return pd.Series(pd.Categorical(listed, categories=list(dtype.categories)))
            return pd.Series(listed, dtype=object)
    return _from_arrow(column.to_arrow())


def _values(series: pd.Series[Any]) -> Index:
    """Turn a fetched column into an Index, with one way for its values to be missing."""
    if isinstance(series.dtype, pd.ArrowDtype):
        series = _from_arrow(series.array.__arrow_array__())
    if pd.api.types.is_float_dtype(series.dtype) and series.dtype != np.float64:
        # Some dtypes tell NaN and NA apart.
        series = pd.Series(series.to_numpy(np.float64, na_value=np.nan), copy=False)
    return pd.Index(series, dtype=series.dtype, copy=False, tupleize_cols=False)


def _from_arrow(column: Any) -> pd.Series[Any]:
    """Turn an Arrow array into a Series; integers stay integers where some are missing."""
    import pyarrow as pa  # type: ignore[import-untyped]

    kind = column.type
    if pa.types.is_date(kind):
        column = column.cast(pa.timestamp("us"))
    elif pa.types.is_decimal(kind) and kind.scale == 0:
        # DuckDB's sums of integers; those too large for 64 bits stay decimals.
        with suppress(pa.ArrowInvalid):
            column = column.cast(pa.int64())
    elif pa.types.is_dictionary(kind):
        # pandas has no categories that are null or given twice.
        with suppress(ValueError):
            return pd.Series(column.to_pandas())
        column = column.cast(kind.value_type)
    nullable: Any = None
    if column.null_count and pa.types.is_boolean(column.type):
        nullable = pd.BooleanDtype()
    elif column.null_count and pa.types.is_integer(column.type):
        unsigned = pa.types.is_unsigned_integer(column.type)
        nullable = pd.UInt64Dtype() if unsigned else pd.Int64Dtype()
    if nullable is not None:
        # Not pandas.array, which goes through floats and rounds.
        return pd.Series(nullable.__from_arrow__(column))
    return pd.Series(column.to_pandas())
