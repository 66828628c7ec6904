"""What functions of a panel are asked for: groups, parts of groups, and cells of both."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import vector
from weakties._labels import Codes, Index
from weakties.errors import InvalidInput

from .cell_rows import ALL
from .columns import Columns, Groups, combined, nested
from .panel import FirmPanel


def columns_asked(
    panel: FirmPanel, groups: Groups, parts: tuple[Index, Codes] | None = None
) -> tuple[Columns, Index]:
    """Return what the kernels read, and the labels of the groups.

    Each group's code stands for as many codes as there are parts, in the order of their labels.
    """
    labels, codes = groups_asked(panel, groups)
    columns, _ = panel._columns(None)
    if parts is None:
        return replace(columns, group=codes, groups=len(labels)), labels
    inner, within = parts
    both = codes.astype(np.int64) * len(inner) + within
    return replace(columns, group=both, groups=len(labels) * len(inner)), labels


def groups_asked(panel: FirmPanel, groups: Groups) -> tuple[Index, NDArray[np.integer[Any]]]:
    """Return labels and codes of groups, nested ones where several columns are named.

    Labels of one column are all there are; of several, the combinations that are seen.
    """
    if groups is None:
        return pd.Index(["all"], name="group"), np.zeros(len(panel), np.int32)
    if not isinstance(groups, list):
        keys = panel._keys(groups, "groups")
        return keys.labels.rename("group"), keys.codes
    refuse_list(groups)
    parts = [panel._keys(name, "groups") for name in groups]
    levels = [keys.labels for keys in parts]
    each = combined([keys.codes for keys in parts], [len(labels) for labels in levels])
    seen, codes = np.unique(each, return_inverse=True)
    return nested(seen, levels, groups), codes.reshape(-1)


def refuse_list(groups: list[Hashable]) -> None:
    """Refuse a list of group columns that names none, or one twice."""
    if not groups:
        raise InvalidInput("`groups` is empty: name at least one group column or leave it out")
    if len(set(map(str, groups))) < len(groups):
        raise InvalidInput(f"`groups` must name each column once: got {groups!r}; drop one")


def level_cells(panel: FirmPanel, groups: Index) -> pd.MultiIndex:
    """Label every group, and in it every period."""
    return under_groups(groups, period=panel.periods)


def part_cells(panel: FirmPanel, groups: Index, name: str, parts: Index) -> pd.MultiIndex:
    """Label every group, in it every part, and in that every period."""
    periods = panel.periods
    each = periods.take(np.tile(np.arange(len(periods)), len(parts)))
    return under_groups(groups, **{name: parts.repeat(len(periods)), "period": each})


def pair_cells(panel: FirmPanel, groups: Index, pairs: list[tuple[int, int]]) -> pd.MultiIndex:
    """Label every group, and in it every pair of periods."""
    starts, ends = np.array(pairs, np.int64).reshape(-1, 2).T
    return under_groups(groups, t0=panel.periods.take(starts), t1=panel.periods.take(ends))


def under_groups(groups: Index, **levels: Index) -> pd.MultiIndex:
    """Repeat cells, whose labels are given level by level, below every group."""
    count = len(next(iter(levels.values())))
    outer = groups.take(np.arange(len(groups)).repeat(count))
    named = outer.names if isinstance(outer, pd.MultiIndex) else ["group"]
    return pd.MultiIndex.from_arrays(
        [
            *(outer.get_level_values(level) for level in range(outer.nlevels)),
            *(each.take(np.tile(np.arange(count), len(groups))) for each in levels.values()),
        ],
        names=[*map(str, named), *levels],
    )


def with_level(cells: pd.MultiIndex, name: str, labels: Index) -> pd.MultiIndex:
    """Put a further level below each cell, running fastest."""
    frame = cells.repeat(len(labels)).to_frame(index=False)
    arrays = [pd.Index(frame[column]) for column in frame]
    inner = labels.take(np.tile(np.arange(len(labels)), len(cells)))
    return pd.MultiIndex.from_arrays([*arrays, inner], names=[*cells.names, name])


def refuse_class_all(classes: Index, argument: str) -> None:
    """Refuse a class of firms whose label would be taken for all of them."""
    if ALL in classes.tolist():
        raise InvalidInput(
            f"`{argument}` has a class {ALL!r}, which stands for all firms; rename it"
        )


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
