"""Columns of a panel as its kernels read them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._labels import Codes, Index
from weakties.errors import InvalidInput

from .rows import compact

Groups: TypeAlias = "Hashable | list[Hashable] | None"


@dataclass(frozen=True)
class Columns:
    """What the kernels read: rows sorted by firm and period, labels as numbers from 0 on.

    Codes of rows are made numbers of 32 bits. A row's share is its weight divided by the total of
    its period.
    """

    firm: NDArray[np.integer[Any]]
    period: NDArray[np.integer[Any]]
    group: NDArray[np.integer[Any]]
    productivity: NDArray[np.float64]
    weight: NDArray[np.float64]
    totals: NDArray[np.float64]
    first: Codes
    last: Codes
    periods: int
    groups: int

    def __post_init__(self) -> None:
        if self.groups > np.iinfo(np.int32).max:
            raise InvalidInput(
                f"`groups` must be fewer than 2³¹ with all their parts: got {self.groups}; "
                "pool some of them"
            )
        for name in ("firm", "period", "group"):
            object.__setattr__(self, name, compact(getattr(self, name)))


def combined(parts: Iterable[NDArray[Any]], counts: list[int]) -> Codes:
    """Return one number for each combination of codes, of so many labels each, in their order."""
    found = np.zeros(1, np.int64)
    for codes, count in zip(parts, counts, strict=True):
        found = found * count + codes
    return found


def nested(seen: Codes, labels: list[Index], names: list[Hashable]) -> pd.MultiIndex:
    """Label combinations by their numbers, as `combined` gives them."""
    levels = []
    for there in reversed(labels):
        seen, places = np.divmod(seen, len(there))
        levels.append(there.take(places))
    return pd.MultiIndex.from_arrays(levels[::-1], names=[str(name) for name in names])
