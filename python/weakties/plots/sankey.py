"""Flows between states as bands: from where on the left to where on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path
from numpy.typing import NDArray

from weakties._tables import label
from weakties.plots.style import BLACK, COLOURS, axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BLOCK = 0.06
# Space between two states and between two places, in parts of the sum of flows.
_GAP, _WIDE_GAP = 0.012, 0.045
# Names of states closer than this, in parts of the height, would touch.
_LINE = 0.034


def flow(
    table: pd.DataFrame,
    *,
    staying: bool = False,
    values: str = "moves",
    ax: Axes | None = None,
) -> Axes:
    """Draw who goes where: one band from each origin to each destination, as high as the flow.

    States stand in the order of the table, the last on top, so that rungs rise; those made of
    several columns stand in groups by the first column, such as the place, which bands take their
    colour from.

    Parameters
    ----------
    table
        Numbers from 0 up: origin × destination, the same states as rows and as columns.
    staying
        Whether to draw the flow from each state to itself, which is often by far the largest.
    values
        What is counted.
    ax
        Where to draw.
    """
    moves = table.to_numpy(np.float64).copy()
    if not staying:
        np.fill_diagonal(moves, 0.0)
    states = table.index
    firsts = states.get_level_values(0)
    groups = list(dict.fromkeys(firsts))
    group = np.array([groups.index(first) for first in firsts])
    total = moves.sum()
    ax = axes(ax, grid="", size=(7.2, 5.2))
    ax.spines[:].set_visible(False)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_xlim(-0.42, 1.42)
    left, right = moves.sum(axis=1), moves.sum(axis=0)
    floors = [_floors(heights, group, total) for heights in (left, right)]
    top = max(f.max() + h[f.argmax()] for f, h in zip(floors, (left, right), strict=True))
    # Both sides stand in the middle of the height.
    for side, heights in enumerate((left, right)):
        used = heights > 0
        reach = (floors[side] + heights)[used].max() if used.any() else 0.0
        floors[side] = floors[side] + (top - reach) / 2
    _bands(ax, moves, floors, group)
    for side, (heights, floor) in enumerate(zip((left, right), floors, strict=True)):
        _blocks(ax, side, heights, floor, group)
        _names(ax, side, states, heights, floor, top, groups, group)
    ax.set_ylim(-0.02 * top if top else -1, 1.04 * top if top else 1)
    title = f"{total:,.0f} {values}" + ("" if staying else " (staying left out)")
    ax.set_title(title, loc="left", fontsize="medium")
    return ax


def _floors(
    heights: NDArray[np.float64], group: NDArray[np.int64], total: float
) -> NDArray[np.float64]:
    """Stack blocks with gaps, those without flow taking no room."""
    floors, at, before = np.zeros(len(heights)), 0.0, -1
    for place, height in enumerate(heights):
        if height > 0:
            if before >= 0:
                at += total * (_WIDE_GAP if group[place] != group[before] else _GAP)
            before = place
        floors[place] = at
        at += height
    return floors


def _colour(group: int) -> str:
    return COLOURS[group % len(COLOURS)]


def _bands(
    ax: Axes,
    moves: NDArray[np.float64],
    floors: list[NDArray[np.float64]],
    group: NDArray[np.int64],
) -> None:
    """Draw the bands, the broad ones first so that the narrow ones stay in sight."""
    # Bands leave and arrive in the order of the other side, so that they cross least.
    leave = floors[0][:, np.newaxis] + np.cumsum(moves, axis=1) - moves
    arrive = floors[1] + np.cumsum(moves, axis=0) - moves
    for flat in np.argsort(-moves, axis=None, kind="stable"):
        one, other = np.unravel_index(flat, moves.shape)
        height = float(moves[one, other])
        if height <= 0:
            break
        low, high = float(leave[one, other]), float(arrive[one, other])
        start, end = _BLOCK, 1 - _BLOCK
        points = [
            (start, low),
            (0.5, low),
            (0.5, high),
            (end, high),
            (end, high + height),
            (0.5, high + height),
            (0.5, low + height),
            (start, low + height),
            (start, low),
        ]
        curve = Path.CURVE4
        codes = [Path.MOVETO, curve, curve, curve, Path.LINETO, curve, curve, curve]
        ax.add_patch(
            PathPatch(
                Path(points, [*codes, Path.CLOSEPOLY]),
                facecolor=_colour(int(group[one])),
                alpha=0.45,
                linewidth=0,
            )
        )


def _blocks(
    ax: Axes,
    side: int,
    heights: NDArray[np.float64],
    floors: NDArray[np.float64],
    group: NDArray[np.int64],
) -> None:
    for place in np.flatnonzero(heights):
        where = (side * (1 - _BLOCK), floors[place])
        colour = _colour(int(group[place]))
        ax.add_patch(Rectangle(where, _BLOCK, heights[place], facecolor=colour, linewidth=0))


def _names(
    ax: Axes,
    side: int,
    states: pd.Index[Any],
    heights: NDArray[np.float64],
    floors: NDArray[np.float64],
    top: float,
    groups: list[Any],
    group: NDArray[np.int64],
) -> None:
    """Name blocks beside them, moved apart where they are too thin for a line of text each."""
    shown = np.flatnonzero(heights)
    if not len(shown):
        return
    middles = floors[shown] + heights[shown] / 2
    at = _apart(middles, _LINE * top)
    several = states.nlevels > 1
    edge, text, align = (0.0, -0.03, "right") if side == 0 else (1.0, 1.03, "left")
    for place, middle, height in zip(shown.tolist(), middles, at, strict=True):
        parts = states[place][1:] if several else (states[place],)
        if abs(height - middle) > 1e-9 * top:
            ax.plot([edge, text], [middle, height], color=BLACK, linewidth=0.4, clip_on=False)
        ax.text(
            text + (-0.01 if side == 0 else 0.01),
            height,
            " · ".join(map(label, parts)),
            ha=align,
            va="center",
            fontsize="x-small",
        )
    if several:
        for number, name in enumerate(groups):
            inside = group[shown] == number
            if inside.any():
                ax.text(
                    -0.4 if side == 0 else 1.4,
                    float(at[inside].mean()),
                    label(name),
                    ha="left" if side == 0 else "right",
                    va="center",
                    color=_colour(number),
                    fontweight="bold",
                    fontsize="small",
                )


def _apart(wanted: NDArray[np.float64], least: float) -> NDArray[np.float64]:
    """Move heights, lowest first, as little as keeps them a least distance apart."""
    # Pool adjacent names that would touch and spread each pool around its own middle.
    pools: list[tuple[float, int]] = []
    for height in wanted:
        middle, count = float(height), 1
        while pools and pools[-1][0] + (pools[-1][1] + count) * least / 2 > middle:
            before, members = pools.pop()
            middle = (before * members + middle * count) / (members + count)
            count += members
        pools.append((middle, count))
    return np.concatenate(
        [middle + (np.arange(count) - (count - 1) / 2) * least for middle, count in pools]
    )
