"""The rows that moments are taken of, and what tells their cells apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import integer
from weakties._frames import Column, read
from weakties._labels import Codes, Index
from weakties.errors import InvalidInput, WrongType

from .panel import FirmPanel

ALL = "all"
"""The label of what is pooled over a column of cells."""


@dataclass(frozen=True, eq=False)
class Rows:
    """What is described: the rows of a panel or table, with what tells cells apart."""

    count: int
    dropped: dict[str, int]
    variables: dict[Hashable, NDArray[np.float64]]
    weight: NDArray[np.float64] | None
    keys: dict[Hashable, tuple[Index, Codes]]

    @classmethod
    def of(
        cls,
        data: object,
        names: list[Hashable],
        by: list[Hashable],
        weight: Hashable | None,
        missing: str,
    ) -> Rows:
        """Read the columns that are named."""
        table = read(
            data.to_frame() if isinstance(data, FirmPanel) else data,
            [
                *(
                    Column(f"variables[{at}]", name, "number", keep_missing=True)
                    for at, name in enumerate(names)
                ),
                *(Column(f"cells[{at}]", name, "key") for at, name in enumerate(by)),
                Column("weight", weight, "number", low=0, optional=True),
            ],
            missing=missing,
        )
        keys = {name: table.keys(f"cells[{at}]") for at, name in enumerate(by)}
        return cls(
            count=table.rows,
            dropped=table.dropped,
            variables={name: table.number(f"variables[{at}]") for at, name in enumerate(names)},
            weight=table.number("weight") if weight is not None else None,
            keys={name: (each.labels, each.codes) for name, each in keys.items()},
        )

    def kept(self, keep: NDArray[np.bool_], **more: tuple[Index, Codes]) -> Rows:
        """Return some of the rows, with further keys that tell cells apart."""
        keys = {name: (labels, codes[keep]) for name, (labels, codes) in self.keys.items()}
        keys.update(more)
        return Rows(
            count=int(keep.sum()),
            dropped=self.dropped,
            variables={name: each[keep] for name, each in self.variables.items()},
            weight=None if self.weight is None else self.weight[keep],
            keys=keys,
        )

    def within(self, by: list[Hashable]) -> tuple[pd.MultiIndex, Codes]:
        """Return the cells that have rows, sorted, and the cell of each row."""
        if not by:
            return pd.MultiIndex.from_arrays([[ALL]], names=["cell"]), np.zeros(
                self.count, np.int64
            )
        combined = np.zeros(self.count, np.int64)
        for name in by:
            labels, codes = self.keys[name]
            # Numbered anew each time, so that the product of many columns stays within 64 bits.
            combined = np.unique(combined * len(labels) + codes, return_inverse=True)[1]
        first = np.unique(combined, return_index=True)[1]
        arrays = [self.keys[name][0].take(self.keys[name][1][first]) for name in by]
        index = pd.MultiIndex.from_arrays(arrays, names=by)
        return index, np.ascontiguousarray(combined.ravel(), np.int64)


def names_of(names: Hashable | list[Hashable], argument: str) -> list[Hashable]:
    """Return the names of one or several columns; none, or one twice, is refused."""
    if not isinstance(names, list):
        return [names]
    if not names:
        raise InvalidInput(f"`{argument}` is empty: name at least one column")
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise InvalidInput(f"`{argument}` names {twice[0]!r} more than once; name each column once")
    return names


def percents(percentiles: Iterable[int]) -> list[int]:
    """Return whole percents, sorted and distinct."""
    try:
        listed = list(percentiles)
    except TypeError:
        raise WrongType(
            f"`percentiles` must be a list of whole percents: got {percentiles!r}; "
            "write it in brackets"
        ) from None
    return sorted({integer(each, "percentiles", low=1, high=99) for each in listed})
