"""What a release holds and lacks, and how firms move between classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes

from weakties._tables import label

from .style import BLACK, BLUE, LIGHT, VERMILION, axes, legend

if TYPE_CHECKING:
    from weakties.productivity.disclosure import Disclosure
    from weakties.productivity.transitions import ClassTransitions


def suppressed(result: Disclosure, ax: Axes | None) -> Axes:
    """Draw, for each column, how many cells are released, suppressed and undefined."""
    columns = list(result.status.columns)
    ax = axes(ax, xlabel="Cells", grid="x", size=(6.4, max(2.4, 0.3 * len(columns) + 1)))
    places, left = np.arange(len(columns))[::-1], np.zeros(len(columns))
    for state, colour in (("released", BLUE), ("suppressed", VERMILION), ("undefined", LIGHT)):
        lengths = (result.status == state).sum().to_numpy()
        ax.barh(places, lengths, 0.7, left, color=colour, label=state)
        left += lengths
    ax.set_yticks(places, [label(name) for name in columns])
    legend(ax)
    return ax


def moved(result: ClassTransitions, ax: Axes | None) -> Axes:
    """Draw the probabilities of all cells taken together, origins down and destinations across."""
    pooled = result.moves.groupby(level=["origin", "destination"], sort=False)["n"].sum()
    table = pooled.unstack("destination", sort=False)
    parts = table.div(table.sum(axis=1), axis=0).to_numpy()
    ax = axes(ax, xlabel="Destination", ylabel="Origin", grid="", size=(5.2, 4.2))
    ax.imshow(parts, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for (row, column), part in np.ndenumerate(parts):
        colour = "white" if part > 0.6 else BLACK
        ax.text(
            column, row, f"{part:.2f}", ha="center", va="center", color=colour, fontsize="small"
        )
    ax.set_xticks(range(table.shape[1]), [label(name) for name in table.columns])
    ax.set_yticks(range(table.shape[0]), [label(name) for name in table.index])
    return ax
