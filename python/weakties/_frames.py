"""Tables and labels in, codes and arrays out: the only file that knows pandas from polars or Arrow.

Every column becomes a pandas Index first, without a copy where the library allows it. From there on
one path serves all libraries, and factorising and sorting are done here, so the answer is the same.
"""

from __future__ import annotations

import math
import numbers
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import partial
from importlib.util import find_spec
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ._arguments import choice
from .errors import (
    InternalError,
    InvalidInput,
    MissingPackage,
    UnknownLabel,
    WeaktiesError,
    WrongType,
)

_Index: TypeAlias = "pd.Index[Any]"
_Codes: TypeAlias = NDArray[np.int64]
_Kind: TypeAlias = Literal["key", "time", "number", "integer", "flag"]

_KINDS = {
    "key": "labels: text, numbers, dates or categories",
    "time": "whole numbers, dates, periods or ordered categories",
    "number": "numbers",
    "integer": "whole numbers",
    "flag": "True or False, or 1 and 0",
}


# How many rows, and how many columns or labels, a message names.
_SHOWN = 3
_LISTED = 20

# Among how many labels one that is written alike is sought; each takes some 20 microseconds.
_SEARCHED = 10_000

_CORRECT = "correct or remove such rows"
_ROUND = "round or scale it first"
_CONVERT = "convert it first, such as with pandas.to_numeric"
_BOOLEANS = "cast it to 1 and 0 first if that is meant"


@dataclass(frozen=True)
class Column:
    """What a caller wants of one column.

    Parameters
    ----------
    role
        The caller's argument that names the column, such as ``"weight"``.
    name
        What the user gave for it: a column's name or an index level's. None leaves out an
        ``optional`` column.
    kind
        What the column holds; decides which accessor of `Table` gives it.
    low, high
        Limits of a number or integer; they may be reached unless ``open_low`` or ``open_high``.
    optional
        Whether the name may be None.
    keep_missing
        Whether rows where this column is missing stay: code -1 in keys and times, NaN in numbers.
    meaning
        A few words for the layout that is shown when a name is not found.
    """

    role: str
    name: Hashable | None
    kind: _Kind
    low: float | None = None
    high: float | None = None
    open_low: bool = False
    open_high: bool = False
    optional: bool = False
    keep_missing: bool = False
    meaning: str = ""

    def __post_init__(self) -> None:
        if self.keep_missing and self.kind in ("integer", "flag"):
            raise InternalError(f"`{self.role}`: a column of kind {self.kind} cannot be missing")

    def __str__(self) -> str:
        alias = "" if self.name in (self.role, None) else f" (column {self.name!r})"
        return f"`{self.role}`{alias}"


@dataclass(frozen=True, eq=False)
class Keys:
    """One label a row, as a position in the labels there are.

    Parameters
    ----------
    codes
        One a row; ``labels[codes]`` gives the column back, and -1 stands for a missing label.
    labels
        Distinct and sorted; those of a categorical are all its categories, in their own order.
        The index carries the column's name.
    categorical
        Whether the labels come from a categorical, and so may include some without rows.
    """

    codes: _Codes
    labels: _Index
    categorical: bool

    @property
    def unused(self) -> _Index:
        """The labels without rows; only a categorical has any."""
        return self.labels[~_used(self.codes, len(self.labels))]


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
    """

    rows: int
    given: int
    dropped: dict[str, int]
    positions: _Codes
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

    def integer(self, role: str) -> _Codes:
        """Return a read-only array that may share the memory of the user's table."""
        array: _Codes = self._get(role, "integer")
        return array

    def flag(self, role: str) -> NDArray[np.bool_]:
        """Return a read-only array that may share the memory of the user's table."""
        array: NDArray[np.bool_] = self._get(role, "flag")
        return array

    def together(self, *roles: str) -> tuple[list[_Codes], _Index]:
        """Return the codes of several key columns in one set of labels, and that set.

        The labels are the sorted union of all, categories without rows included; where all the
        columns have the same categories, these stay in their own order.
        """
        return _together([self.keys(role) for role in roles], _listed(roles))

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
    """
    missing = choice(missing, "missing", ("raise", "drop"))
    wanted = [column for column in columns if not (column.optional and column.name is None)]
    source = _open(frame, argument)
    for column in wanted:
        source.refuse_unknown(column, columns)
    fetched = source.fetch([column.name for column in wanted])
    fields = [_Field.of(column, fetched[column.name]) for column in wanted]

    lacking = [one for one in fields if not one.column.keep_missing and one.missing.any()]
    if lacking and missing == "raise":
        raise InvalidInput(_missing_text(lacking, 'fill them first, or pass missing="drop"'))
    given = len(fields[0].missing)
    keep = np.ones(given, dtype=bool)
    for one in lacking:
        keep &= ~one.missing
    positions = np.flatnonzero(keep)
    if len(positions) == 0 and not allow_empty:
        why = (
            f"all were dropped; {_missing_text(lacking, 'fill some')}" if lacking else "it has none"
        )
        raise InvalidInput(f"`{argument}` must have at least one row: {why}")
    return Table(
        rows=len(positions),
        given=given,
        dropped={str(one.column.name): int(one.missing.sum()) for one in lacking},
        positions=positions,
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
    one = _Field.of(Column(argument, key, "key"), fetched.pop(key))
    if one.missing.any():
        raise InvalidInput(_missing_text([one], "give every row a label"))
    keys = one.finish(np.arange(len(one.missing)))
    _refuse_repeats([keys], np.arange(len(keys.codes)), argument, "keep one row of each")
    fetched.pop(None, None)
    columns = {name: values.array for name, values in fetched.items()}
    return pd.DataFrame(columns, index=keys.labels.take(keys.codes))


def refuse_duplicates(table: Table, roles: Sequence[str], *, argument: str) -> None:
    """Refuse a table in which two rows have the same labels in all of these key or time columns."""
    keys = [table._held[role][1] for role in roles]
    _refuse_repeats(keys, table.positions, argument, "add such rows up, or keep one of them")


def codes_of(labels: Keys | Iterable[Hashable], index: _Index, argument: str) -> _Codes:
    """Return the place of each label in an index of distinct labels; unknown ones are refused.

    A single text counts as one label. Categories without rows need not be there.
    """
    if not isinstance(labels, Keys):
        listed = [labels] if isinstance(labels, str) else list(labels)
        plain = _plain(pd.Index(listed, dtype=object, tupleize_cols=False))
        labels = Keys(np.arange(len(listed)), plain, categorical=False)
    codes = np.append(index.get_indexer(labels.labels), -1)[labels.codes]
    if (codes < 0).any():
        absent = labels.codes[codes < 0]
        unknown = [
            *labels.labels[absent[absent >= 0]].unique(),
            *([None] if absent.min() < 0 else []),
        ]
        first, others = unknown[0], len(unknown) - 1
        more = f", and {others} more unknown label{'s' * (others > 1)}" if others else ""
        raise UnknownLabel(
            f"`{argument}` names a label that is not there: {_shown(first)}{more}."
            f"{_did_you_mean(first, index.tolist())} {_listing('Labels there are', index.tolist())}"
        )
    return codes


@dataclass(frozen=True)
class _Source:
    """A user's table before any column of it is read."""

    argument: str
    columns: list[Hashable]
    levels: list[Hashable]
    fetch: Callable[[list[Hashable]], dict[Hashable, pd.Series[Any]]]

    def refuse_unknown(self, column: Column, layout: Sequence[Column]) -> None:
        """Refuse a name that is neither a column's nor an index level's."""
        name = column.name
        try:
            hash(name)
        except TypeError:
            found = type(name).__name__
        else:
            found = "None" if name is None else ""
        if found:
            raise WrongType(
                f"`{column.role}` must be the name of a column of `{self.argument}`: got {found}"
            )
        if name in self.columns or name in self.levels:
            return
        levels = [level for level in self.levels if level is not None]
        lines = [
            f"`{column.role}`: `{self.argument}` has no column {name!r}."
            f"{_did_you_mean(name, [*self.columns, *levels])}",
            _listing("Columns there are", self.columns),
        ]
        if levels:
            lines.append(_listing("Index levels there are", levels))
        if layout:
            lines += ["Layout expected:", *(_layout_line(each) for each in layout)]
        raise UnknownLabel("\n".join(lines))


def _open(frame: object, argument: str) -> _Source:
    """Find out what columns a table has; refuse what is no table or names two columns alike."""
    if isinstance(frame, pd.DataFrame):
        _refuse_twice(list(frame.columns), argument)
        levels = list(frame.index.names)
        return _Source(argument, list(frame.columns), levels, partial(_fetch_pandas, frame))
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
    return _Source(argument, list(table.columns), [], partial(_fetch_narwhals, table))


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


@dataclass(frozen=True, eq=False)
class _Field:
    """One fetched column, before the rows with missing values are left out."""

    column: Column
    content: Keys | _Index
    missing: NDArray[np.bool_]

    @classmethod
    def of(cls, column: Column, series: pd.Series[Any]) -> _Field:
        if isinstance(series.dtype, pd.ArrowDtype):
            series = _from_arrow(series.array.__arrow_array__())
        if pd.api.types.is_float_dtype(series.dtype):
            # Some dtypes tell NaN and NA apart.
            series = pd.Series(series.to_numpy(np.float64, na_value=np.nan), copy=False)
        values = pd.Index(series, dtype=series.dtype, tupleize_cols=False)
        if column.kind in ("key", "time"):
            # Text is slow to look through, so codes tell what is missing.
            keys = _factorised(column, values)
            return cls(column, keys, keys.codes < 0)
        return cls(column, values, np.asarray(values.isna()))

    def finish(self, positions: _Codes) -> Any:
        """Check and cast what is in the rows that are kept."""
        column, content = self.column, self.content
        dropping = len(positions) < len(self.missing)
        if isinstance(content, Keys):
            if not dropping:
                return content
            return _without_unused(replace(content, codes=content.codes[positions]))
        values = content.take(positions) if dropping else content
        if isinstance(values, pd.CategoricalIndex):
            values = pd.Index(np.asarray(values))
        cast = {"number": _numbers, "integer": _integers, "flag": _flags}[column.kind]
        array = np.ascontiguousarray(cast(column, values, positions)).view()
        array.flags.writeable = False
        return array


def _factorised(column: Column, values: _Index) -> Keys:
    """Give each distinct label a code, in the order of the labels or of the categories."""
    categorical = isinstance(values, pd.CategoricalIndex)
    if isinstance(values, pd.CategoricalIndex):
        codes, labels = values.codes.astype(np.int64), _plain(values.categories)
        if column.kind == "key" or values.ordered:
            _refuse_infinite_labels(column, codes, labels)
            return Keys(codes, labels.rename(column.name), categorical)
    else:
        try:
            codes, uniques = pd.factorize(values)
        except TypeError:
            raise WrongType(
                f"{column} must hold {_KINDS[column.kind]}: got lists or other things that change, "
                "which cannot be labels"
            ) from None
        labels = _plain(pd.Index(uniques, dtype=uniques.dtype, tupleize_cols=False))
    _refuse_infinite_labels(column, codes, labels)
    if column.kind == "time":
        labels = _whole_times(column, codes, labels)
    labels, rank = _sorted(labels, str(column))
    return Keys(rank[codes], labels.rename(column.name), categorical)


def _whole_times(column: Column, codes: _Codes, labels: _Index) -> _Index:
    """Refuse what has no order in time; whole numbers held as floats become integers."""
    if labels.dtype.kind in "iuM" or isinstance(labels, pd.PeriodIndex) or len(labels) == 0:
        return labels
    numeric = labels.dtype.kind == "f"
    bad = np.ones(len(labels), bool)
    if numeric:
        floats = labels.to_numpy(np.float64)
        bad = (np.floor(floats) != floats) | (np.abs(floats) >= 2.0**63)
    remedy = (
        "number the periods" if numeric else "convert it first, such as with pandas.to_datetime"
    )
    wrong = InvalidInput if numeric else WrongType
    _refuse_labels(column, f"hold {_KINDS['time']}", bad, codes, labels, remedy, wrong)
    return labels.astype(np.int64)


def _refuse_infinite_labels(column: Column, codes: _Codes, labels: _Index) -> None:
    if labels.dtype.kind == "f":
        bad = np.isinf(labels.to_numpy(np.float64))
    elif labels.dtype == object:
        bad = np.array([isinstance(label, float) and math.isinf(label) for label in labels], bool)
    else:
        return
    _refuse_labels(column, "be finite", bad, codes, labels, _CORRECT)


def _refuse_labels(
    column: Column,
    must: str,
    bad: NDArray[np.bool_],
    codes: _Codes,
    labels: _Index,
    remedy: str,
    wrong: type[WeaktiesError] = InvalidInput,
) -> None:
    if bad.any():
        rows = np.flatnonzero(np.append(bad, False)[codes])
        found = (
            f"{_shown(labels[codes[rows[0]]])} in {_rows(rows)}" if len(rows) else "such a category"
        )
        raise wrong(f"{column} must {must}: {found}; {remedy}")


def _without_unused(keys: Keys) -> Keys:
    """Leave out the labels that lost their last row; categories keep their place."""
    used = _used(keys.codes, len(keys.labels))
    if keys.categorical or used.all():
        return keys
    rank = np.append(np.cumsum(used) - 1, -1)
    return replace(keys, codes=rank[keys.codes], labels=keys.labels[used])


def _used(codes: _Codes, count: int) -> NDArray[np.bool_]:
    return np.bincount(codes + 1, minlength=count + 1)[1:] > 0


def _plain(labels: _Index) -> _Index:
    """Give distinct labels the one dtype that equal labels have, whichever library they come from.

    These are bool, int64 (uint64 beyond it), float64, text, dates in microseconds (nanoseconds
    where needed), periods, and Python objects for all else.
    """
    if labels.dtype == object:
        listed = labels.tolist()
        if pd.api.types.infer_dtype(listed, skipna=False) == "date":
            inferred: _Index = pd.DatetimeIndex(np.array(listed, "datetime64[us]"))
        else:
            inferred = pd.Index(listed, tupleize_cols=False)
        rounded = inferred.dtype.kind == "f" and inferred.tolist() != listed
        labels = labels if rounded or not inferred.is_unique else inferred
    dtype = labels.dtype
    if pd.api.types.is_bool_dtype(dtype):
        return labels.astype(bool)
    if pd.api.types.is_integer_dtype(dtype):
        large = dtype.kind == "u" and len(labels) > 0 and labels.max() > np.iinfo(np.int64).max
        return labels.astype(np.uint64 if large else np.int64)
    if isinstance(dtype, pd.StringDtype):
        return labels.astype("str")
    if isinstance(labels, pd.DatetimeIndex | pd.TimedeltaIndex):
        whole = labels.as_unit("us")
        return whole if (whole == labels).all() else labels
    return labels


def _sorted(labels: _Index, what: str) -> tuple[_Index, _Codes]:
    """Sort distinct labels; also say where each went, with -1 in the last place, for code -1."""
    order: Sequence[int] | NDArray[Any]
    if labels.dtype != object:
        order = np.asarray(labels.argsort())
    else:
        listed = labels.tolist()
        try:
            order = sorted(range(len(listed)), key=lambda at: listed[at])
        except TypeError:
            try:
                order = sorted(
                    range(len(listed)), key=lambda at: (type(listed[at]).__name__, listed[at])
                )
            except TypeError as problem:
                raise InvalidInput(
                    f"{what} holds labels that have no order ({problem}); turn them into text first"
                ) from None
    rank = np.full(len(labels) + 1, -1)
    rank[order] = np.arange(len(labels))
    return labels.take(np.asarray(order, np.intp)), rank


def _together(each: Sequence[Keys], what: str) -> tuple[list[_Codes], _Index]:
    first = each[0].labels
    name = first.name if len({keys.labels.name for keys in each}) == 1 else None
    if all(keys.categorical and keys.labels.equals(first) for keys in each):
        return [keys.codes for keys in each], first.rename(name)
    if all(keys.labels.dtype == first.dtype for keys in each):
        joined = first.append([keys.labels for keys in each[1:]])
    else:
        # As Python objects, since pandas would round large integers to join them with floats.
        listed = [label for keys in each for label in keys.labels.tolist()]
        joined = pd.Index(listed, dtype=object, tupleize_cols=False)
    codes, uniques = pd.factorize(joined)
    labels = pd.Index(uniques, dtype=uniques.dtype, tupleize_cols=False)
    labels, rank = _sorted(_plain(labels), what)
    ends = np.cumsum([len(keys.labels) for keys in each])[:-1]
    parts = np.split(rank[codes], ends)
    return [
        np.append(part, -1)[keys.codes] for part, keys in zip(parts, each, strict=True)
    ], labels.rename(name)


def _numbers(column: Column, values: _Index, positions: _Codes) -> NDArray[np.float64]:
    """Cast to float64, refusing what is no number, infinite, or would be rounded."""
    held = _held(column, values, positions, "iuf")
    array = held.astype(np.float64, copy=False)
    if values.dtype.kind != "f":
        inexact = np.zeros(len(array), bool)
        for at in np.flatnonzero(np.abs(array) >= 2.0**53).tolist():
            whole = isinstance(values[at], numbers.Integral)
            inexact[at] = whole and int(array[at]) != int(values[at])
        must = "hold numbers that a 64-bit float holds exactly"
        _refuse_rows(column, must, inexact, values, positions, _ROUND)
    _refuse_rows(column, "be finite", np.isinf(array), values, positions, _CORRECT)
    _refuse_limits(column, array, values, positions)
    return array


def _integers(column: Column, values: _Index, positions: _Codes) -> _Codes:
    """Cast to int64, refusing fractions and what has no place in 64 bits."""
    held = _held(column, values, positions, "iuf")
    if held.dtype.kind == "f":
        bad = ~(np.isfinite(held) & (np.floor(held) == held) & (np.abs(held) < 2.0**63))
    else:
        bad = held > np.iinfo(np.int64).max
    _refuse_rows(column, "hold whole numbers (of 64 bits)", bad, values, positions, _ROUND)
    _refuse_limits(column, held, values, positions)
    return held.astype(np.int64, copy=False)


def _flags(column: Column, values: _Index, positions: _Codes) -> NDArray[np.bool_]:
    """Cast True and False, or 1 and 0, to bool."""
    held = _held(column, values, positions, "biuf")
    bad = (held != 0) & (held != 1)
    remedy = "compare it with something first"
    _refuse_rows(column, f"hold {_KINDS['flag']}", bad, values, positions, remedy)
    return held.astype(bool, copy=False)


def _held(column: Column, values: _Index, positions: _Codes, kinds: str) -> NDArray[Any]:
    """Return the numbers or booleans in a column, refusing whatever else it holds.

    ``kinds`` are numpy's letters for the dtypes that pass.
    """
    if len(values) == 0:
        return np.empty(0)
    must = f"hold {_KINDS[column.kind]}"
    if values.dtype == object:
        items = values.tolist()
        bad = np.array([not _is_number(item, "b" in kinds) for item in items])
        bad &= ~np.asarray(values.isna())
        _refuse_rows(column, must, bad, values, positions, _CONVERT, WrongType)
        whole = not values.hasnans and all(
            math.isfinite(item) and item == int(item) for item in items
        )
        ints = [int(item) for item in items] if whole else [0]
        if whole and np.iinfo(np.int64).min <= min(ints) and max(ints) <= np.iinfo(np.int64).max:
            return np.array(ints, np.int64)
        return np.array([math.nan if _is_missing(item) else float(item) for item in items])
    if values.dtype.kind not in kinds:
        bad = np.ones(len(values), bool)
        remedy = _BOOLEANS if values.dtype.kind == "b" else _CONVERT
        _refuse_rows(column, must, bad, values, positions, remedy, WrongType)
    if values.hasnans:
        return values.to_numpy(np.float64, na_value=np.nan)
    return values.to_numpy(values.dtype.type if values.dtype.kind == "b" else None)


def _is_missing(item: Any) -> bool:
    return pd.api.types.is_scalar(item) and bool(pd.isna(item))


def _is_number(item: object, or_boolean: bool) -> bool:
    if isinstance(item, bool | np.bool_):
        return or_boolean
    if not isinstance(item, numbers.Real | Decimal):
        return False
    try:
        float(item)
    except OverflowError:
        return False
    return True


def _refuse_limits(column: Column, array: NDArray[Any], values: _Index, positions: _Codes) -> None:
    low, high = column.low, column.high
    if low is not None:
        must = f"be {'greater than' if column.open_low else 'at least'} {low:g}"
        if low == 0 and not column.open_low:
            must = "not be negative"
        below = array <= low if column.open_low else array < low
        _refuse_rows(column, must, below, values, positions, _CORRECT)
    if high is not None:
        must = f"be {'less than' if column.open_high else 'at most'} {high:g}"
        above = array >= high if column.open_high else array > high
        _refuse_rows(column, must, above, values, positions, _CORRECT)


def _refuse_rows(
    column: Column,
    must: str,
    bad: NDArray[np.bool_],
    values: _Index,
    positions: _Codes,
    remedy: str,
    wrong: type[WeaktiesError] = InvalidInput,
) -> None:
    """Refuse a column for the rows that are marked, naming the first of them."""
    if bad.any():
        at = np.flatnonzero(bad)
        found = f"{_shown(values[at[0]])} in {_rows(positions[at])}"
        raise wrong(f"{column} must {must}: {found}; {remedy}")


def _refuse_repeats(keys: Sequence[Keys], positions: _Codes, argument: str, remedy: str) -> None:
    """Refuse two rows with the same labels in all the columns, naming the first such pair."""
    combined, span = np.zeros(len(positions), np.int64), 1
    for one in keys:
        count = len(one.labels) + 1
        if span * count > np.iinfo(np.int64).max:
            combined, span = pd.factorize(combined)[0], len(positions)
        combined, span = combined * count + one.codes + 1, span * count
    repeats = np.flatnonzero(pd.Series(combined).duplicated().to_numpy())
    if len(repeats) == 0:
        return
    pair = np.flatnonzero(combined == combined[repeats[0]])[:2]
    labels = [None if one.codes[pair[0]] < 0 else one.labels[one.codes[pair[0]]] for one in keys]
    names, shown = (
        items[0] if len(items) == 1 else f"({', '.join(items)})"
        for items in (
            [repr(one.labels.name or "label") for one in keys],
            [_shown(label) for label in labels],
        )
    )
    others = len(repeats) - 1
    more = (
        f", and {others} more row{'s repeat' if others > 1 else ' repeats'} a key" if others else ""
    )
    raise InvalidInput(
        f"`{argument}` must have one row for each {names}: {shown} is in {_rows(positions[pair])}"
        f"{more}; {remedy}"
    )


def _missing_text(fields: Sequence[_Field], remedy: str) -> str:
    texts = []
    for one in fields:
        rows = np.flatnonzero(one.missing)
        values = "missing value" if len(rows) == 1 else "missing values"
        texts.append(f"{one.column} has {len(rows)} {values} (null or NaN), in {_rows(rows)}")
    return f"{'; '.join(texts)}; {remedy}"


def _rows(rows: _Codes) -> str:
    """Name a few rows by their place in the user's table."""
    more = [f"{len(rows) - _SHOWN} more"] if len(rows) > _SHOWN else []
    named = _listed([*map(str, rows[:_SHOWN]), *more])
    return f"row{'s' if len(rows) > 1 else ''} {named} (counted from 0)"


def _listed(items: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]]))


def _listing(title: str, items: Sequence[object]) -> str:
    more = f", … ({len(items)} in all)" if len(items) > _LISTED else ""
    return f"{title}: {', '.join(map(_shown, items[:_LISTED])) or 'none'}{more}"


def _layout_line(column: Column) -> str:
    optional = ", may be left out" if column.optional else ""
    meaning = f" ({column.meaning})" if column.meaning else ""
    return f"  {column.role}: {_KINDS[column.kind]}{meaning}{optional}"


def _did_you_mean(wrong: object, options: Sequence[object]) -> str:
    """Suggest the option written most like the wrong one, whatever the case of its letters."""
    written = {str(option).casefold(): option for option in reversed(options)}
    sought = str(wrong).casefold()
    close = [sought] if sought in written else []
    if not close and len(written) <= _SEARCHED:
        close = get_close_matches(sought, written, n=1)
    return f" Did you mean {_shown(written[close[0]])}?" if close else ""


def _shown(value: object) -> str:
    """Write a value as a user would: without the names of numpy's and pandas's types."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, pd.Timestamp):
        return str(value).removesuffix(" 00:00:00")
    if isinstance(value, pd.Timedelta | pd.Period | Decimal):
        return str(value)
    return "a missing value" if _is_missing(value) else repr(value)
