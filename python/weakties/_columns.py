"""One column: what a caller wants of it, its cast to that kind, and what is refused in it."""

from __future__ import annotations

import math
import numbers
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ._labels import (
    Codes,
    Index,
    Keys,
    looked_up,
    numbered_texts,
    plain_labels,
    sorted_labels,
    used,
    without_unused,
)
from ._wording import is_missing, rows_text, shown
from .errors import InternalError, InvalidInput, WeaktiesError, WrongType

_Kind: TypeAlias = Literal["key", "time", "number", "integer", "flag"]

_KINDS = {
    "key": "labels: text, numbers, dates or categories",
    "time": "whole numbers, dates, periods or ordered categories",
    "number": "numbers",
    "integer": "whole numbers",
    "flag": "True or False, or 1 and 0",
}

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
        What the column holds; decides which accessor of the table gives it.
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
class Field:
    """One fetched column, before the rows with missing values are left out."""

    column: Column
    content: Keys | Index
    missing: NDArray[np.bool_]

    @classmethod
    def of(cls, column: Column, values: Index, codes: type[np.integer[Any]] = np.int64) -> Field:
        content: Keys | Index = values
        if column.kind in ("key", "time"):
            # Text is slow to look through, so codes tell what is missing.
            content = _factorised(column, values, codes)
            missing = content.codes < 0
        else:
            missing = np.asarray(values.isna())
        if not missing.any():
            # As long, and takes no memory.
            missing = np.broadcast_to(np.False_, missing.shape)
        return cls(column, content, missing)

    def finish(self, positions: Codes) -> Any:
        """Check and cast what is in the rows that are kept."""
        column, content = self.column, self.content
        dropping = len(positions) < len(self.missing)
        if isinstance(content, Keys):
            if not dropping:
                return content
            return without_unused(replace(content, codes=looked_up(content.codes, positions)))
        values = content.take(positions) if dropping else content
        if isinstance(values, pd.CategoricalIndex):
            values = pd.Index(np.asarray(values))
        cast = {"number": _numbers, "integer": _integers, "flag": _flags}[column.kind]
        array = np.ascontiguousarray(cast(column, values, positions)).view()
        array.flags.writeable = False
        return array


def missing_text(fields: Sequence[Field], remedy: str) -> str:
    """Say how many values are missing in each of the columns, and in which rows."""
    texts = []
    for one in fields:
        rows = np.flatnonzero(one.missing)
        values = "missing value" if len(rows) == 1 else "missing values"
        texts.append(f"{one.column} has {len(rows)} {values} (null or NaN), in {rows_text(rows)}")
    return f"{'; '.join(texts)}; {remedy}"


def layout_line(column: Column) -> str:
    """Describe a column for the layout that is shown when a name is not found."""
    optional = ", may be left out" if column.optional else ""
    meaning = f" ({column.meaning})" if column.meaning else ""
    return f"  {column.role}: {_KINDS[column.kind]}{meaning}{optional}"


def _factorised(column: Column, values: Index, dtype: type[np.integer[Any]]) -> Keys:
    """Give each distinct label a code, in the order of the labels or of the categories."""
    codes: NDArray[Any]
    numbered = numbered_texts(values) if column.kind == "key" else None
    if numbered is not None:
        codes, labels = numbered
        return Keys(codes.astype(dtype, copy=False), labels.rename(column.name), categorical=False)
    categorical = isinstance(values, pd.CategoricalIndex)
    if isinstance(values, pd.CategoricalIndex):
        codes, labels = values.codes.astype(dtype), plain_labels(values.categories)
        if column.kind == "key" or values.ordered:
            _refuse_infinite_labels(column, codes, labels)
            return Keys(codes, labels.rename(column.name), categorical)
    else:
        try:
            codes, uniques = _factorised_numbers(values, dtype) or pd.factorize(values)
        except TypeError:
            raise WrongType(
                f"{column} must hold {_KINDS[column.kind]}: got lists or other things that change, "
                "which cannot be labels"
            ) from None
        labels = plain_labels(pd.Index(uniques, dtype=uniques.dtype, tupleize_cols=False))
    _refuse_infinite_labels(column, codes, labels)
    if column.kind == "time":
        labels = _whole_times(column, codes, labels)
    if labels.dtype != object and labels.is_monotonic_increasing:
        return Keys(codes.astype(dtype, copy=False), labels.rename(column.name), categorical)
    labels, rank = sorted_labels(labels, str(column))
    return Keys(looked_up(rank, codes, dtype), labels.rename(column.name), categorical)


def _factorised_numbers(
    values: Index, dtype: type[np.integer[Any]]
) -> tuple[NDArray[Any], NDArray[Any]] | None:
    """Give whole numbers codes by counting, where their range is no wider than there are rows.

    That takes a fraction of the time and memory of a table of hashes.
    """
    if not isinstance(values.dtype, np.dtype) or values.dtype.kind not in "iu" or len(values) == 0:
        return None
    low, high = int(values.min()), int(values.max())
    if high - low > len(values):
        return None
    # Differences of narrow integers may not fit in them, and those beyond 63 bits only there.
    wide = np.uint64 if values.dtype == np.uint64 else np.int64
    places = np.empty(len(values), dtype)
    np.subtract(values.to_numpy(), wide(low), out=places, casting="unsafe")
    seen = used(places, high - low + 1)
    numbers = np.flatnonzero(seen)
    if len(numbers) < len(seen):
        places = looked_up(np.cumsum(seen) - 1, places, dtype)
    labels: NDArray[Any] = numbers.astype(wide) + wide(low)
    return places, labels


def _whole_times(column: Column, codes: Codes, labels: Index) -> Index:
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


def _refuse_infinite_labels(column: Column, codes: Codes, labels: Index) -> None:
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
    codes: Codes,
    labels: Index,
    remedy: str,
    wrong: type[WeaktiesError] = InvalidInput,
) -> None:
    if bad.any():
        rows = np.flatnonzero(np.append(bad, False)[codes])
        found = (
            f"{shown(labels[codes[rows[0]]])} in {rows_text(rows)}"
            if len(rows)
            else "such a category"
        )
        raise wrong(f"{column} must {must}: {found}; {remedy}")


def _numbers(column: Column, values: Index, positions: Codes) -> NDArray[np.float64]:
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


def _integers(column: Column, values: Index, positions: Codes) -> Codes:
    """Cast to int64, refusing fractions and what has no place in 64 bits."""
    held = _held(column, values, positions, "iuf")
    if held.dtype.kind == "f":
        bad = ~(np.isfinite(held) & (np.floor(held) == held) & (np.abs(held) < 2.0**63))
    else:
        bad = held > np.iinfo(np.int64).max
    _refuse_rows(column, "hold whole numbers (of 64 bits)", bad, values, positions, _ROUND)
    _refuse_limits(column, held, values, positions)
    return held.astype(np.int64, copy=False)


def _flags(column: Column, values: Index, positions: Codes) -> NDArray[np.bool_]:
    """Cast True and False, or 1 and 0, to bool."""
    held = _held(column, values, positions, "biuf")
    bad = (held != 0) & (held != 1)
    remedy = "compare it with something first"
    _refuse_rows(column, f"hold {_KINDS['flag']}", bad, values, positions, remedy)
    return held.astype(bool, copy=False)


def _held(column: Column, values: Index, positions: Codes, kinds: str) -> NDArray[Any]:
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
        return np.array([math.nan if is_missing(item) else float(item) for item in items])
    if values.dtype.kind not in kinds:
        bad = np.ones(len(values), bool)
        remedy = _BOOLEANS if values.dtype.kind == "b" else _CONVERT
        _refuse_rows(column, must, bad, values, positions, remedy, WrongType)
    if values.hasnans:
        return values.to_numpy(np.float64, na_value=np.nan)
    return values.to_numpy(values.dtype.type if values.dtype.kind == "b" else None)


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


def _refuse_limits(column: Column, array: NDArray[Any], values: Index, positions: Codes) -> None:
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
    values: Index,
    positions: Codes,
    remedy: str,
    wrong: type[WeaktiesError] = InvalidInput,
) -> None:
    """Refuse a column for the rows that are marked, naming the first of them."""
    if bad.any():
        at = np.flatnonzero(bad)
        found = f"{shown(values[at[0]])} in {rows_text(positions[at])}"
        raise wrong(f"{column} must {must}: {found}; {remedy}")
