"""Components of a table as bars stacked up to their sum, one bar a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes

from weakties._tables import label
from weakties.errors import InvalidInput

from .style import BLACK, COLOURS, axes, darker, legend, ticks

if TYPE_CHECKING:
    from weakties.productivity.estimates import Estimates

# More bars than these cannot be told apart.
_MOST_BARS = 60


def stacked(
    table: Estimates, whole: str, ylabel: str, ax: Axes | None, leave_out: tuple[str, ...] = ()
) -> Axes:
    """Draw a bar for each cell: the parts stacked, and a mark at their sum if it has a name."""
    known = table.value.drop(columns=list(leave_out)).dropna(how="all")
    if len(known) > _MOST_BARS:
        raise InvalidInput(
            f"a plot shows at most {_MOST_BARS} bars: got {len(known)} cells; "
            "ask for fewer groups or `periods`"
        )
    parts = known.drop(columns=whole) if whole else known
    if parts.shape[1] > len(COLOURS):
        raise InvalidInput(
            f"a plot shows at most {len(COLOURS)} components: got {parts.shape[1]}; "
            "draw them from `components`"
        )
    ax = axes(ax, ylabel=ylabel, size=(max(6.4, 0.34 * len(known) + 2), 4.2))
    places = np.arange(len(known))
    # Parts above zero are stacked upwards, those below downwards.
    tops = {1: np.zeros(len(known)), -1: np.zeros(len(known))}
    offsets = np.linspace(-0.28, 0.28, parts.shape[1] + 1)
    for colour, offset, name in zip(COLOURS, offsets, parts.columns, strict=False):
        heights = parts[name].fillna(0.0).to_numpy()
        bottoms = np.where(heights >= 0, tops[1], tops[-1])
        ends = bottoms + heights
        edge: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.5}
        title = str(name).replace("_", " ")
        ax.bar(places, heights, 0.76, bottoms, label=title, color=colour, **edge)
        low, high = (each.loc[known.index, name].to_numpy() for each in (table.lo, table.hi))
        if np.isfinite(low).any():
            line: dict[str, Any] = {"color": darker(colour), "linewidth": 1.3, "zorder": 3}
            ax.vlines(places + offset, low + bottoms, high + bottoms, **line)
        tops[1], tops[-1] = np.maximum(tops[1], ends), np.minimum(tops[-1], ends)
    if whole:
        low, high = (each.loc[known.index, whole].to_numpy() for each in (table.lo, table.hi))
        at = places + (offsets[-1] if np.isfinite(low).any() else 0.0)
        if np.isfinite(low).any():
            ax.vlines(at, low, high, color=BLACK, linewidth=1.6, zorder=3)
        mark: dict[str, Any] = {"color": BLACK, "markerfacecolor": "white", "markersize": 5}
        ax.plot(at, known[whole], "D", label=whole.replace("_", " "), zorder=4, **mark)
    ax.axhline(0, color=BLACK, linewidth=0.8)
    ax.set_xlim(-0.6, len(known) - 0.4)
    # Levels with one label everywhere do not tell bars apart.
    index = known.index
    telling = [
        level for level in range(index.nlevels) if index.get_level_values(level).nunique() > 1
    ]
    names = [[label(item) for item in index.get_level_values(level)] for level in telling]
    ticks(ax, [", ".join(each) for each in zip(*names, strict=True)] or [""] * len(known))
    ax.set_xlabel(", ".join(str(index.names[level]) for level in telling))
    legend(ax)
    return ax
