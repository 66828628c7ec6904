"""Labels and the codes that stand for them: put in order, joined in one set, and looked up."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import _core
from ._arguments import label
from ._wording import did_you_mean, is_missing, listing, rows_text, shown
from .errors import InvalidInput, UnknownLabel

Index: TypeAlias = "pd.Index[Any]"
Codes: TypeAlias = NDArray[np.int64]

# How many items are looked up at a time.
_AT_ONCE = 1 << 16


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

    codes: Codes
    labels: Index
    categorical: bool

    @property
    def unused(self) -> Index:
        """The labels without rows; only a categorical has any."""
        return self.labels[~used(self.codes, len(self.labels))]


def looked_up(values: NDArray[Any], places: NDArray[Any], dtype: Any = None) -> NDArray[Any]:
    """Return ``values[places]``, of another dtype if one is given.

    Piece by piece, since numpy turns all places into 64 bits first.
    """
    found = np.empty(len(places), values.dtype if dtype is None else dtype)
    for start in range(0, len(places), _AT_ONCE):
        piece = slice(start, start + _AT_ONCE)
        found[piece] = values[places[piece]]
    return found


def numbered_texts(values: Index) -> tuple[NDArray[Any], Index] | None:
    """Give texts codes in their order, if pandas holds them as Arrow does; a missing one gets -1.

    That takes a fraction of the time of its table of hashes and a sort.
    """
    if not isinstance(values.dtype, pd.StringDtype) or values.dtype.storage != "pyarrow":
        return None
    array: Any = values.array
    texts = array.__arrow_array__()
    parts = []
    for chunk in texts.chunks:
        if len(chunk):
            _, offsets, letters = chunk.cast("large_string").buffers()
            ends = np.frombuffer(offsets, np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
            parts.append((ends, np.frombuffer(letters or b"", np.uint8)))
    missing = texts.is_null().to_numpy() if texts.null_count else None
    codes, firsts = _core.numbered_texts(parts, missing)
    return codes, plain_labels(values.take(firsts))


def used(codes: NDArray[Any], count: int) -> NDArray[np.bool_]:
    """Say which of so many labels have a row; code -1 stands for none of them."""
    seen = np.zeros(count + 1, bool)
    for start in range(0, len(codes), _AT_ONCE):
        seen[codes[start : start + _AT_ONCE]] = True
    return seen[:-1]


def codes_of(labels: Keys | Iterable[Hashable], index: Index, argument: str) -> Codes:
    """Return the place of each label in an index of distinct labels; unknown ones are refused.

    A single text counts as one label. Categories without rows need not be there.
    """
    if not isinstance(labels, Keys):
        listed = [labels] if isinstance(labels, str) else list(labels)
        for each in listed:
            # A missing label is refused below, as one that is not there.
            if not is_missing(each):
                label(each, argument)
        plain = plain_labels(pd.Index(listed, dtype=object, tupleize_cols=False))
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
            f"`{argument}` names a label that is not there: {shown(first)}{more}."
            f"{did_you_mean(first, index.tolist())} {listing('Labels there are', index.tolist())}"
        )
    return codes


def refuse_repeats(keys: Sequence[Keys], positions: Codes, argument: str, remedy: str) -> None:
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
    names, found = (
        items[0] if len(items) == 1 else f"({', '.join(items)})"
        for items in (
            [repr(one.labels.name or "label") for one in keys],
            [shown(label) for label in labels],
        )
    )
    others = len(repeats) - 1
    more = (
        f", and {others} more row{'s repeat' if others > 1 else ' repeats'} a key" if others else ""
    )
    raise InvalidInput(
        f"`{argument}` must have one row for each {names}: {found} is in "
        f"{rows_text(positions[pair])}{more}; {remedy}"
    )


def together(each: Sequence[Keys], what: str) -> tuple[list[Codes], Index]:
    """Join the labels of several keys in one set; return the codes of each in it, and the set."""
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
    codes, labels = numbered_texts(joined) or _numbered(joined, what)
    ends = np.cumsum([len(keys.labels) for keys in each])[:-1]
    parts = np.split(codes.astype(np.int64), ends)
    return [
        np.append(part, -1)[keys.codes] for part, keys in zip(parts, each, strict=True)
    ], labels.rename(name)


def _numbered(joined: Index, what: str) -> tuple[NDArray[Any], Index]:
    codes, uniques = pd.factorize(joined)
    labels = pd.Index(uniques, dtype=uniques.dtype, tupleize_cols=False)
    labels, rank = sorted_labels(plain_labels(labels), what)
    return rank[codes], labels


def without_unused(keys: Keys) -> Keys:
    """Leave out the labels that lost their last row; categories keep their place."""
    rows = used(keys.codes, len(keys.labels))
    if keys.categorical or rows.all():
        return keys
    rank = np.append(np.cumsum(rows) - 1, -1)
    codes = looked_up(rank, keys.codes, keys.codes.dtype)
    return replace(keys, codes=codes, labels=keys.labels[rows])


def by_label(keys: Keys, what: str) -> Keys:
    """Put labels in their order, whatever that of the categories."""
    if not keys.categorical or keys.labels.is_monotonic_increasing:
        return keys
    labels, rank = sorted_labels(keys.labels, what)
    return Keys(looked_up(rank, keys.codes, keys.codes.dtype), labels, categorical=True)


def sorted_labels(labels: Index, what: str) -> tuple[Index, Codes]:
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


def plain_labels(labels: Index) -> Index:
    """Give distinct labels the one dtype that equal labels have, whichever library they come from.

    These are bool, int64 (uint64 beyond it), float64, text, dates in microseconds (nanoseconds
    where needed), periods, and Python objects for all else.
    """
    if labels.dtype == object:
        listed = labels.tolist()
        if pd.api.types.infer_dtype(listed, skipna=False) == "date":
            inferred: Index = pd.DatetimeIndex(np.array(listed, "datetime64[us]"))
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
