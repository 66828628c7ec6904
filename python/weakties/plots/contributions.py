"""What a level or a change is made of: lines over time, and bars stacked up to a total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from weakties._tables import label
from weakties.errors import InvalidInput

from .style import BLACK, COLOURS, GREY, axes, darker, legend, ticks

if TYPE_CHECKING:
    from weakties.productivity.decomposition.result import DynamicDecomposition, StaticDecomposition

# More bars, or groups of lines, than these cannot be told apart.
_MOST_BARS = 60
_MOST_GROUPS = len(COLOURS)

# The panel says neither whether productivity is in logs nor of what.
_UNIT = "in its own unit"


def changes(result: DynamicDecomposition, ax: Axes | None) -> Axes:
    """Draw a bar for each group and pair: the parts stacked, and a mark at their total."""
    known = result.components.dropna(how="all")
    if len(known) > _MOST_BARS:
        raise InvalidInput(
            f"a plot shows at most {_MOST_BARS} bars: got {len(known)} groups and pairs; "
            'decompose fewer of them, such as with pairs="consecutive" or without `by`'
        )
    parts = known.drop(columns=result.whole)
    width = max(6.4, 0.34 * len(known) + 2)
    ax = axes(ax, ylabel=f"Change of productivity ({_UNIT})", size=(width, 4.2))
    places = np.arange(len(known))
    # Parts above zero are stacked upwards, those below downwards; what is not defined has no bar.
    tops = {1: np.zeros(len(known)), -1: np.zeros(len(known))}
    # Error bars stand beside each other, so that none hides another.
    *offsets, of_total = np.linspace(-0.28, 0.28, parts.shape[1] + 1)
    for colour, offset, name in zip(COLOURS, offsets, parts.columns, strict=False):
        heights = parts[name].fillna(0.0).to_numpy()
        bottoms = np.where(heights >= 0, tops[1], tops[-1])
        ends = bottoms + heights
        edge: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.5}
        ax.bar(places, heights, 0.76, bottoms, label=name, color=colour, **edge)
        low, high = (table.loc[known.index, name] + bottoms for table in (result.lo, result.hi))
        _error_bars(ax, places + offset, low, high, color=darker(colour), linewidth=1.3)
        tops[1], tops[-1] = np.maximum(tops[1], ends), np.minimum(tops[-1], ends)
    low, high = (table.loc[known.index, result.whole] for table in (result.lo, result.hi))
    _error_bars(ax, places + of_total, low, high, color=BLACK, linewidth=1.6)
    mark: dict[str, Any] = {"color": BLACK, "markerfacecolor": "white", "markersize": 5}
    of_total = of_total if low.notna().any() else 0.0
    ax.plot(places + of_total, known[result.whole], "D", label=result.whole, zorder=4, **mark)
    ax.axhline(0, color=BLACK, linewidth=0.8)
    ax.set_xlim(-0.6, len(known) - 0.4)
    _name_bars(ax, known.index, result.meta.options["by"])
    legend(ax)
    return ax


def levels(result: StaticDecomposition, ax: Axes | None) -> Axes:
    """Draw mean and aggregate over time; the gap between them is the covariance."""
    groups = result.components.dropna(how="all").index.unique("group")
    if len(groups) > _MOST_GROUPS:
        raise InvalidInput(
            f"a plot shows at most {_MOST_GROUPS} groups: got {len(groups)}; decompose without "
            "`by`, or by fewer groups"
        )
    periods = result.components.index.unique("period")
    ax = axes(ax, xlabel=str(periods.name), ylabel=f"Productivity ({_UNIT})")
    places = np.arange(len(periods))
    by = result.meta.options["by"]
    # Groups, and in them aggregate and mean, stand beside each other.
    shifts = 0.07 * (np.arange(2 * len(groups)).reshape(-1, 2) - len(groups) + 0.5)
    for colour, group, beside in zip(COLOURS, groups, shifts, strict=False):
        table, low, high = (
            each.xs(group, level="group").reindex(periods)
            for each in (result.components, result.lo, result.hi)
        )
        if len(groups) == 1:
            between = (table["mean"], table["aggregate"])
            ax.fill_between(places, *between, color=colour, alpha=0.15, lw=0, label="covariance")
        for column, style, shift in zip(("aggregate", "mean"), ("o-", "s--"), beside, strict=True):
            name = column if by is None else f"{by} {label(group)}: {column}"
            line: dict[str, Any] = {"color": colour, "markersize": 4, "linewidth": 1.4}
            ax.plot(places + shift, table[column], style, label=name, **line)
            thin = {"color": colour, "linewidth": 0.9, "alpha": 0.7}
            _error_bars(ax, places + shift, low[column], high[column], **thin)
    ticks(ax, [label(period) for period in periods])
    legend(ax, ncols=3 if by is None else min(len(groups), 3))
    return ax


def _error_bars(
    ax: Axes,
    places: NDArray[np.float64],
    low: pd.Series[float],
    high: pd.Series[float],
    **line: Any,
) -> None:
    """Draw intervals where there are any."""
    known = low.notna().to_numpy()
    if known.any():
        ax.vlines(places[known], low[known], high[known], zorder=3, **line)


def _name_bars(ax: Axes, index: pd.Index[Any], by: object) -> None:
    """Name bars by what tells them apart: the pair, the group, or the pair within the group."""
    groups = [label(group) for group in index.get_level_values("group")]
    pairs = [
        f"{label(start)}–{label(end)}"
        for start, end in zip(
            index.get_level_values("t0"), index.get_level_values("t1"), strict=True
        )
    ]
    if len(set(pairs)) == 1 and by is not None:
        ticks(ax, groups)
        ax.set_xlabel(f"{by}, {pairs[0]}")
        return
    ticks(ax, pairs)
    if by is None:
        return
    room = ax.get_window_extent().width / ax.figure.dpi / max(len(groups), 1)
    for group in dict.fromkeys(groups):
        first, count = groups.index(group), groups.count(group)
        name, letters = f"{by} {group}", int(count * room / 0.085)
        name = name if len(name) <= letters else f"{name[: max(letters - 1, 1)]}…"
        if first:
            ax.axvline(first - 0.5, color=GREY, linewidth=0.6, linestyle=":")
        middle = first + (count - 1) / 2
        look: dict[str, Any] = {"ha": "center", "va": "bottom", "fontsize": "small"}
        ax.annotate(name, (middle, 1), xycoords=ax.get_xaxis_transform(), **look)
