"""What all pictures share: plain axes and colours that the colour-blind tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The palette of Okabe and Ito, darkest first.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")


def axes(ax: Axes | None, *, width: float = 6.4, height: float = 4.0) -> Axes:
    """Return the axes to draw on, new ones without frame where none are given."""
    if ax is None:
        from matplotlib import pyplot

        _, ax = pyplot.subplots(figsize=(width, height), layout="constrained")
    ax.spines[["top", "right"]].set_visible(False)
    return ax
