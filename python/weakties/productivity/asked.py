"""What functions of a panel are asked for: pairs of periods, groups, and parts of groups."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import vector
from weakties._labels import Codes, Index
from weakties.errors import InvalidInput

from .columns import Columns
from .panel import FirmPanel


def columns_asked(
    panel: FirmPanel, groups: Hashable | None, parts: tuple[Index, Codes] | None = None
) -> tuple[Columns, Index]:
    """Return what the kernels read, and the labels of the groups.

    Each group's code stands for as many codes as there are parts, in the order of their labels.
    """
    labels, codes = groups_asked(panel, groups)
    columns, _ = panel._columns(None)
    if parts is None:
        return replace(columns, group=codes, groups=len(labels)), labels
    inner, within = parts
    both = np.ascontiguousarray(codes * len(inner) + within)
    return replace(columns, group=both, groups=len(labels) * len(inner)), labels


def groups_asked(panel: FirmPanel, groups: Hashable | None) -> tuple[Index, Codes]:
    """Return labels and codes of a group column, or of the one group of all firms."""
    if groups is None:
        return pd.Index(["all"], name="group"), np.zeros(len(panel), np.int64)
    labels, codes = panel._group(groups, "groups")
    return labels.rename("group"), codes


def cells_of(**levels: Index) -> pd.MultiIndex:
    """Label every combination of labels, the last level running fastest."""
    return pd.MultiIndex.from_product(list(levels.values()), names=list(levels))


def pair_cells_of(panel: FirmPanel, groups: Index, pairs: list[tuple[int, int]]) -> pd.MultiIndex:
    """Label every group, and in it every pair of periods."""
    starts, ends = np.array(pairs, np.int64).reshape(-1, 2).T
    count = len(pairs)
    return pd.MultiIndex.from_arrays(
        [
            groups.take(np.arange(len(groups)).repeat(count)),
            panel.periods.take(np.tile(starts, len(groups))),
            panel.periods.take(np.tile(ends, len(groups))),
        ],
        names=["group", "t0", "t1"],
    )


def with_level(cells: pd.MultiIndex, name: str, labels: Index) -> pd.MultiIndex:
    """Put a further level below each cell, running fastest."""
    frame = cells.repeat(len(labels)).to_frame(index=False)
    arrays = [pd.Index(frame[column]) for column in frame]
    inner = labels.take(np.tile(np.arange(len(labels)), len(cells)))
    return pd.MultiIndex.from_arrays([*arrays, inner], names=[*cells.names, name])


def classed(
    values: NDArray[np.float64], cuts: NDArray[np.float64], labels: list[Hashable]
) -> tuple[Index, Codes]:
    """Put numbers into classes; one at a cut belongs above it, and NaN has the last label."""
    codes = np.searchsorted(cuts, values, side="right").astype(np.int64)
    codes[np.isnan(values)] = len(labels) - 1
    return pd.Index(labels, tupleize_cols=False), codes


def cuts_asked(cuts: object, argument: str) -> NDArray[np.float64]:
    """Return cut points, refused unless they rise."""
    array = vector(cuts, argument)
    if (np.diff(array) <= 0).any():
        raise InvalidInput(
            f"`{argument}` must rise from each cut point to the next: got {array.tolist()}; "
            "sort them and name each once"
        )
    return array


def cut_labels(cuts: NDArray[np.float64]) -> list[Hashable]:
    """Name the classes between cut points, of which there is one more."""
    texts = [f"{cut:g}" for cut in cuts]
    middle = [f"{low}–{high}" for low, high in pairwise(texts)]
    return [f"<{texts[0]}", *middle, f"≥{texts[-1]}"]
