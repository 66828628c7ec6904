"""Indices of openness: ratios of sums over persons of what the kernel counts, and their tables."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

_Index: TypeAlias = "pd.Index[Any]"
_Floats: TypeAlias = NDArray[np.float64]
_Numbers: TypeAlias = NDArray[np.int64]

# The kernel's totals come in this order; those by rung and by length of climb follow.
_TOTALS = (
    "inside",
    "after_break",
    "firm",
    "place",
    "both",
    "separations",
    "losses",
    "rungs_lost",
    "rungs_climbed",
    "skips",
    "moves",
    "returns",
    "round_trips",
    "ever_home",
    "left_home",
    "came_home",
    "absences",
    "absent",
    "away",
    "seen",
)
_UPWARD = ("inside", "after_break", "firm", "place", "both")

# Each index is a ratio of sums of totals.
RATIOS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "openness": (("firm", "place", "both"), _UPWARD),
    "open_by_firm": (("firm",), _UPWARD),
    "open_by_place": (("place",), _UPWARD),
    "open_by_both": (("both",), _UPWARD),
    "loss_at_separation": (("losses",), ("separations",)),
    "rungs_lost": (("rungs_lost",), ("separations",)),
    "mean_climb": (("rungs_climbed",), _UPWARD),
    "skip_share": (("skips",), _UPWARD),
    "return_share": (("returns",), ("moves",)),
    "round_trip_share": (("round_trips",), ("moves",)),
    "leaver_share": (("left_home",), ("ever_home",)),
    "returner_share": (("came_home",), ("left_home",)),
    "time_away": (("absent",), ("absences",)),
    "away_share": (("away",), ("seen",)),
}
OF_FIRMS = ("open_by_firm", "open_by_both")
OF_PLACES = (
    "open_by_place",
    "open_by_both",
    "return_share",
    "round_trip_share",
    "leaver_share",
    "returner_share",
    "time_away",
    "away_share",
)
NOT_SHARES = ("rungs_lost", "mean_climb", "time_away")


def indices(sums: _Floats) -> _Floats:
    """Divide sums of totals, along the last axis, into the indices."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.stack([_added(sums, top) / _added(sums, low) for top, low in RATIOS.values()], -1)


def _added(sums: _Floats, names: tuple[str, ...]) -> _Floats:
    added: _Floats = sums[..., [_TOTALS.index(name) for name in names]].sum(axis=-1)
    return added


def linearised(totals: _Floats, of_person: _Numbers, sums: _Floats) -> _Floats:
    """Return standard errors of ratios of sums over persons, by group and index."""
    se = np.full((len(sums), len(RATIOS)), np.nan)
    value = indices(sums)
    for group, row in enumerate(sums):
        own = totals[of_person == group]
        for index, (top, low) in enumerate(RATIOS.values()):
            size = _added(row, low)
            if size > 0:
                left = _added(own, top) - value[group, index] * _added(own, low)
                se[group, index] = np.sqrt((left**2).sum()) / size
    return se


def table(columns: dict[str, _Floats], rows: _Index, groups: _Index | None) -> pd.DataFrame:
    """Label columns of group × row."""
    index = rows
    if groups is not None:
        index = pd.MultiIndex.from_product([groups, rows], names=[groups.name, rows.name])
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()}, index=index)


def _shares(counts: _Floats) -> _Floats:
    with np.errstate(invalid="ignore"):
        shares: _Floats = counts / counts.sum(axis=1, keepdims=True)
    return shares


def upward(sums: _Floats, groups: _Index | None) -> pd.DataFrame:
    counts = sums[:, [_TOTALS.index(name) for name in _UPWARD]]
    return table(
        {"moves": counts, "share": _shares(counts)}, pd.Index(_UPWARD, name="change"), groups
    )


def by_rung(sums: _Floats, ladder: _Index, groups: _Index | None) -> pd.DataFrame:
    first, rungs = len(_TOTALS), len(ladder)
    counts, open_ones = sums[:, first : first + rungs], sums[:, first + rungs : first + 2 * rungs]
    with np.errstate(invalid="ignore"):
        own = open_ones / counts
        contribution = open_ones / counts.sum(axis=1, keepdims=True)
    columns = {
        "moves": counts,
        "share": _shares(counts),
        "openness": own,
        "contribution": contribution,
    }
    return table(columns, ladder, groups)


def jumps(sums: _Floats, rungs: int, groups: _Index | None) -> pd.DataFrame:
    counts = sums[:, len(_TOTALS) + 2 * rungs :]
    climbs = pd.RangeIndex(1 - rungs, rungs, name="climb")
    return table({"moves": counts, "share": _shares(counts)}, climbs, groups)
