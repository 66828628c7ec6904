"""Which periods a dynamic decomposition compares, and whom it finds in them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._labels import Index
from weakties.productivity.asked import columns_asked, refuse_list
from weakties.productivity.columns import Columns, Groups
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
    """Return what the kernels read, of a panel or of a stream, and the labels of groups."""
    if not isinstance(panel, FirmStream):
        return columns_asked(panel, groups)
    if isinstance(groups, list):
        refuse_list(groups)
    return Pieces.of(panel, groups)


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
