"""Which periods a dynamic decomposition compares, and whom it finds in them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import combinations, pairwise
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice
from weakties._labels import Index, codes_of
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType
from weakties.productivity.panel import FirmPanel

Pairs: TypeAlias = "str | Iterable[tuple[Hashable, Hashable]] | None"


def compared(
    panel: FirmPanel, start: Hashable | None, end: Hashable | None, pairs: Pairs
) -> list[tuple[int, int]]:
    """Return the pairs of periods as places among the panel's, each earlier one first."""
    periods = panel.periods
    if len(periods) < 2:
        raise InvalidInput(
            f"`panel` must have at least two periods to compare: got one, {shown(periods[0])}; "
            "for a single period use olley_pakes"
        )
    if pairs is None:
        start = periods[0] if start is None else start
        end = periods[-1] if end is None else end
        return _located([(start, end)], periods, "`start` and `end`", ("start", "end"))
    if start is not None or end is not None:
        raise InvalidInput(
            "`pairs` cannot be given with `start` or `end`; leave out `pairs` to compare one pair"
        )
    if isinstance(pairs, str):
        chosen = choice(pairs, "pairs", ("consecutive", "all"))
        places = range(len(periods))
        return list(pairwise(places) if chosen == "consecutive" else combinations(places, 2))
    try:
        listed = [(first, second) for first, second in pairs]
    except (TypeError, ValueError):
        raise WrongType(
            "`pairs` must be 'consecutive', 'all' or a list of pairs of periods, such as "
            f"[({shown(periods[0])}, {shown(periods[-1])})]: got {pairs!r}"
        ) from None
    if not listed:
        raise InvalidInput("`pairs` is empty: give at least one pair of periods")
    return _located(listed, periods, "`pairs`", ("pairs", "pairs"))


def _located(
    pairs: list[tuple[Any, Any]], periods: Index, what: str, arguments: tuple[str, str]
) -> list[tuple[int, int]]:
    starts, ends = (
        codes_of([pair[side] for pair in pairs], periods, arguments[side]).tolist()
        for side in (0, 1)
    )
    places = list(zip(starts, ends, strict=True))
    for start, end in places:
        names = f"{shown(periods[start])} and {shown(periods[end])}"
        if start >= end:
            raise InvalidInput(f"{what} must name an earlier period first: got {names}; swap them")
        if places.count((start, end)) > 1:
            raise InvalidInput(f"{what} must name each pair once: got {names} again; drop one")
    return places


def pair_cells(panel: FirmPanel, groups: Index, places: list[tuple[int, int]]) -> pd.MultiIndex:
    """Label the cells of a kernel: every group, and in it every pair of periods."""
    starts, ends = np.array(places).T
    each, count = np.arange(len(groups)), len(places)
    return pd.MultiIndex.from_arrays(
        [
            groups.take(each.repeat(count)),
            panel.periods.take(np.tile(starts, len(groups))),
            panel.periods.take(np.tile(ends, len(groups))),
        ],
        names=["group", "t0", "t1"],
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
            f"{alone.sum()} of {cells} cells have no survivors: only the total is defined there"
        )
    return tuple(notes)
