"""Which periods a dynamic decomposition compares, and whom it finds in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._labels import Index
from weakties.errors import InvalidInput
from weakties.productivity.columns import Columns, Groups, combined, nested
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import NAMES, Periods, pairs_of
from weakties.productivity.pieces import Pieces
from weakties.productivity.stream import FirmStream


@dataclass(frozen=True)
class Compared:
    """The pairs of periods to compare, as places among the panel's, each earlier one first.

    Parameters
    ----------
    places
        What the user reads about.
    steps
        Where comparisons are chained, the adjacent pairs they are summed over; else none.
    """

    places: list[tuple[int, int]]
    steps: list[tuple[int, int]]


def compared(panel: FirmPanel | FirmStream, periods: Periods) -> Compared:
    """Turn what the user gives as ``periods`` into pairs of places."""
    pairs = pairs_of(
        panel.periods,
        periods,
        instead="for a single period use olley_pakes",
        names=(*NAMES, "chained"),
    )
    if isinstance(periods, str) and periods == "chained":
        places = range(len(panel.periods))
        return Compared([(0, place) for place in places[1:]], list(pairwise(places)))
    return Compared(pairs, [])


def grouped(panel: FirmPanel | FirmStream, groups: Groups) -> tuple[Columns | Pieces, Index]:
    """Return what the kernels read, and the labels of groups: nested ones where several are named.

    Labels of one column are all there are; of several, the combinations that are seen.
    """
    if isinstance(groups, list):
        if not groups:
            raise InvalidInput("`groups` is empty: name at least one group column or leave it out")
        if len(set(map(str, groups))) < len(groups):
            raise InvalidInput(f"`groups` must name each column once: got {groups!r}; drop one")
    if isinstance(panel, FirmStream):
        return Pieces.of(panel, groups)
    if not isinstance(groups, list):
        columns, labels = panel._columns(groups)
        return columns, labels.rename("group")
    columns, _ = panel._columns(None)
    parts = [panel._keys(name, "groups") for name in groups]
    levels = [keys.labels for keys in parts]
    each = combined([keys.codes for keys in parts], [len(labels) for labels in levels])
    seen, codes = np.unique(each, return_inverse=True)
    labels = nested(seen, levels, groups)
    return replace(columns, group=codes.reshape(-1), groups=len(labels)), labels


def level_cells(panel: FirmPanel, groups: Index) -> pd.MultiIndex:
    """Label the cells of a kernel: every group, and in it every period."""
    each = groups.take(np.arange(len(groups)).repeat(len(panel.periods)))
    periods = panel.periods.take(np.tile(np.arange(len(panel.periods)), len(groups)))
    return pd.MultiIndex.from_arrays([*_levels(each), periods], names=[*_names(each), "period"])


def _levels(groups: Index) -> list[Index]:
    if isinstance(groups, pd.MultiIndex):
        return [groups.get_level_values(level) for level in range(groups.nlevels)]
    return [groups]


def _names(groups: Index) -> list[str]:
    return [str(name) for name in groups.names] if isinstance(groups, pd.MultiIndex) else ["group"]


def pair_cells(panel: FirmPanel, groups: Index, places: list[tuple[int, int]]) -> pd.MultiIndex:
    """Label the cells of a kernel: every group, and in it every pair of periods."""
    starts, ends = np.array(places).T
    each = groups.take(np.arange(len(groups)).repeat(len(places)))
    return pd.MultiIndex.from_arrays(
        [
            *_levels(each),
            panel.periods.take(np.tile(starts, len(groups))),
            panel.periods.take(np.tile(ends, len(groups))),
        ],
        names=[*_names(each), "t0", "t1"],
    )


def pair_counts(cells: pd.MultiIndex, counts: NDArray[np.float64]) -> pd.DataFrame:
    """Label the counts of a kernel."""
    sizes = pd.DataFrame(
        counts[:, :7].astype(np.int64),
        index=cells,
        columns=[
            "n_survivors",
            "n_entrants",
            "n_exiters",
            "n_unseen_t0",
            "n_unseen_t1",
            "n_from_elsewhere",
            "n_to_elsewhere",
        ],
    )
    sizes.insert(0, "n_firms", sizes[["n_survivors", "n_entrants", "n_exiters"]].sum(axis=1))
    return sizes.assign(share_survivors_t0=counts[:, 7], share_survivors_t1=counts[:, 8])


def turnover_counts(panel: FirmPanel, counts: pd.DataFrame) -> dict[str, int]:
    """Say how much was compared, and how many entries and exits, over all cells, are gaps."""
    rules, sums = panel.rules, counts.sum()
    return {
        "firms": len(panel.firms),
        "rows": len(panel),
        "cells": len(counts),
        "entries": int(sums["n_entrants"]),
        "entries that are gaps": int(sums["n_unseen_t0"]) if rules.unseen_enter else 0,
        "exits": int(sums["n_exiters"]),
        "exits that are gaps": int(sums["n_unseen_t1"]) if rules.unseen_exit else 0,
    }


def turnover_notes(panel: FirmPanel, counts: pd.DataFrame) -> tuple[str, ...]:
    """Say what a reader should know of firms left out and of cells without an answer."""
    rules, cells = panel.rules, len(counts)
    left_out = [
        f"{number} seen at the {seen} only"
        for number, counted, seen in (
            (counts["n_unseen_t1"].sum(), rules.unseen_exit, "start"),
            (counts["n_unseen_t0"].sum(), rules.unseen_enter, "end"),
        )
        if number and not counted
    ]
    missing = (counts["n_survivors"] + counts["n_exiters"] == 0) | (
        counts["n_survivors"] + counts["n_entrants"] == 0
    )
    alone = (counts["n_survivors"] == 0) & ~missing
    notes = []
    if left_out:
        notes.append(
            f"firms in being but not seen in one of two periods are left out of the comparison: "
            f"{' and '.join(left_out)}, over all cells"
        )
    if missing.any():
        notes.append(
            f"{missing.sum()} of {cells} cells have no firms at the start or at the end: "
            "nothing is defined there"
        )
    if alone.any():
        notes.append(
            f"{alone.sum()} of {cells} cells have no survivors: methods that compare with them "
            "give only the total there"
        )
    return tuple(notes)
