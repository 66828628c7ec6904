"""How the nodes and ties that a user gives are read, and how they are refused."""

from __future__ import annotations

import numbers
from collections.abc import Hashable, Sequence
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.extensions import ExtensionArray

from weakties._arguments import label
from weakties._frames import attributes
from weakties._wording import joined_text, rows_text, shown
from weakties.errors import InvalidInput, MissingPackage, WrongType

_Codes: TypeAlias = NDArray[np.int64]

PARALLEL = ("raise", "sum", "max", "min", "mean")

LISTS = (Sequence, np.ndarray, pd.Index, pd.Series, ExtensionArray)


def counted(count: int, what: str) -> str:
    """Write a number with its noun."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def missing_package(package: str, extra: str = "peers") -> MissingPackage:
    """Say how a package is installed that few calls need."""
    return MissingPackage(
        f'{package} is not installed; install it with `pip install "weakties[{extra}]"`'
    )


def refuse_weight_name(weight: object, ends: Sequence[str]) -> None:
    """Refuse a weight that no column can be named by, or by which an end of the tie is named."""
    if weight is not None and label(weight, "weight") in ends:
        raise InvalidInput(
            f"`weight` cannot be named {weight!r}, which names an end of a tie; rename the column"
        )


def refuse_mixed(labels: pd.Index[Any], what: str) -> None:
    """Refuse text beside numbers or dates among labels: "1" and 1 are meant to be one node."""
    if labels.dtype != object:
        return
    kinds = {
        "text": next((each for each in labels if isinstance(each, str)), None),
        "numbers": next((each for each in labels if isinstance(each, numbers.Number)), None),
        "dates": next((each for each in labels if isinstance(each, date | pd.Period)), None),
    }
    found = [f"{kind} ({shown(each)})" for kind, each in kinds.items() if each is not None]
    if len(found) > 1:
        raise InvalidInput(
            f"{what} must hold labels of one kind: got {joined_text(found)}; write all as text "
            "with .astype(str), or convert them all"
        )


def described_by(nodes: object, key: Hashable | None, argument: str) -> pd.DataFrame:
    """Turn what the user gives for the nodes into attributes indexed by labels."""
    if isinstance(nodes, str | bytes | dict | set | frozenset):
        raise WrongType(
            f"`{argument}` must be a DataFrame or a list of labels: got "
            f"{type(nodes).__name__}; put the labels in a list, which keeps their order"
        )
    if isinstance(nodes, LISTS):
        if key is not None:
            raise InvalidInput(
                f"`key` names a column of `{argument}`, which is a list: leave it out"
            )
        listed = pd.Index(list(nodes), dtype=object, tupleize_cols=False)
        nodes = pd.DataFrame(index=listed.rename(getattr(nodes, "name", None)))
    return attributes(nodes, key, argument=argument)


def refuse_parallel(
    labels: pd.Index[Any],
    sources: _Codes,
    targets: _Codes,
    *,
    directed: bool,
    rows: _Codes | None,
    argument: str,
) -> None:
    """Refuse several ties between two nodes, naming the first such pair."""
    one, other = (
        (sources, targets)
        if directed
        else (np.minimum(sources, targets), np.maximum(sources, targets))
    )
    pairs = pd.Series(one * len(labels) + other)
    repeats = np.flatnonzero(pairs.duplicated())
    if len(repeats) == 0:
        return
    same = np.flatnonzero(pairs == pairs[repeats[0]])
    first, last = (shown(labels[ends[same[0]]]) for ends in (one, other))
    ends = f"from {first} to {last}" if directed else f"between {first} and {last}"
    where = "" if rows is None else f" in {rows_text(rows[same])}"
    pairs_more = pairs[repeats].nunique() - 1
    more = f", and {counted(pairs_more, 'more pair')} like it" if pairs_more else ""
    raise InvalidInput(
        f"`{argument}` must hold one tie {ends}: found {len(same)}"
        f'{where}{more}; pass parallel="sum", "max", "min" or "mean" to combine them'
    )
