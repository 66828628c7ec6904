"""What the largest firms hold in each cell of a decomposition, by which dominance is judged."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import instance
from weakties.errors import InvalidInput, WrongType

from .asked import level_cells, pair_cells
from .columns import Columns
from .decomposition.periods import grouped
from .decomposition.result import DynamicDecomposition, StaticDecomposition
from .panel import FirmPanel

# The sets in the order of the kernel: of each part, its firms; of all firms, those of either end.
_SETS: list[tuple[str, ...]] = [
    ("n_survivors",),
    ("n_survivors",),
    ("n_entrants",),
    ("n_exiters",),
    ("n_survivors", "n_entrants"),
    ("n_survivors", "n_exiters"),
]
# The kernel gives all firms of the start before those of the end.
_PLACES = [0, 1, 2, 3, 5, 4]


def concentration(
    result: object, panel: object, largest: int
) -> dict[tuple[str, ...], list[pd.DataFrame]]:
    """Return, for each set of firms, the cumulated shares of its largest in each cell of a result.

    Shares are of the weights by which the decomposition weighs firms. What a firm adds to a part
    may have either sign, and so has no share.
    """
    firms = instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    if not isinstance(result, StaticDecomposition | DynamicDecomposition):
        raise WrongType(
            "`panel` goes with a decomposition by one method: got a "
            f"{type(result).__name__}; leave `panel` out, or pass the result itself"
        )
    read, labels = grouped(firms, cast(Any, result.meta.options.get("groups")))
    columns = cast(Columns, read)
    index: Any = result.components.index
    if isinstance(result, StaticDecomposition):
        cells: Any = level_cells(firms, labels)
        shares = _core.concentration_of_levels(columns, largest)[:, None]
        names: list[tuple[str, ...]] = [("n_firms",)]
        order = [0]
    else:
        ends = {
            at: firms.periods.get_indexer(index.get_level_values(at).unique())
            for at in ("t0", "t1")
        }
        pairs = [(a, b) for a in ends["t0"].tolist() for b in ends["t1"].tolist() if 0 <= a < b]
        cells = pair_cells(firms, labels, pairs) if pairs else index[:0]
        shares = np.empty((0, len(_SETS), largest + 1))
        if pairs:
            shares = _core.concentration_of_changes(columns, pairs, firms.rules, largest)
        names, order = _SETS, _PLACES
    rows = cells.get_indexer(index)
    for sets, place in zip(names, order, strict=True):
        counted = result._tidy_counts()[list(sets)].sum(axis=1).to_numpy()
        if (rows < 0).any() or (shares[rows, place, 0] != counted).any():
            raise InvalidInput(
                "`panel` must be the panel that `result` was made of: it has other firms, groups "
                "or periods; pass that one"
            )
    found: dict[tuple[str, ...], list[pd.DataFrame]] = {}
    for sets, place in zip(names, order, strict=True):
        found.setdefault(sets, []).append(pd.DataFrame(shares[rows, place, 1:], index=index))
    return found
