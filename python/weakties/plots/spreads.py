"""How firms of each cell are spread: percentiles as bars, the median and the means as marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from weakties._tables import label
from weakties.errors import InvalidInput

from .style import BLACK, BLUE, SKY, VERMILION, axes, legend, ticks

if TYPE_CHECKING:
    from weakties.productivity.cells import MicroMoments

# More cells than these cannot be told apart.
_MOST_CELLS = 60


def spreads(result: MicroMoments, ax: Axes | None) -> Axes:
    """Draw, for the first variable, a bar from each lower percentile to its upper counterpart."""
    first = result.moments.index.unique("variable")[0]
    table = result.moments.loc[first].dropna(subset=["mean"])
    if len(table) > _MOST_CELLS:
        raise InvalidInput(
            f"a plot shows at most {_MOST_CELLS} cells: got {len(table)}; describe fewer of them"
        )
    ax = axes(ax, ylabel=str(first), size=(max(6.4, 0.34 * len(table) + 2), 4.2))
    places = np.arange(len(table))
    shown = [int(name[1:]) for name in table.columns if name[0] == "p" and name[1:].isdigit()]
    pairs = [percent for percent in shown if percent < 50 and 100 - percent in shown]
    for width, colour, low in zip(
        np.linspace(0.3, 0.6, len(pairs)), (SKY, BLUE, SKY), sorted(pairs), strict=False
    ):
        bottom, top = table[f"p{low}"], table[f"p{100 - low}"]
        ax.bar(
            places,
            top - bottom,
            width,
            bottom,
            color=colour,
            alpha=0.75,
            label=f"p{low} to p{100 - low}",
        )
    if 50 in shown:
        ax.plot(places, table["p50"], "_", color=BLACK, markersize=14, label="median")
    ax.plot(places, table["mean"], "o", color=BLACK, markersize=5, label="mean")
    if "weighted_mean" in table:
        ax.plot(
            places,
            table["weighted_mean"],
            "D",
            color=VERMILION,
            markersize=5,
            label="weighted mean",
        )
    names = [
        ", ".join(map(label, cell)) if isinstance(cell, tuple) else label(cell)
        for cell in table.index
    ]
    ticks(ax, names)
    legend(ax)
    return ax
