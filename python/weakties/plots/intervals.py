"""Dots with intervals: several numbers, each with the range it is known to lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from weakties.plots.style import COLOURS, axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def intervals(
    values: pd.Series[float],
    lower: pd.Series[float],
    upper: pd.Series[float],
    *,
    label: str,
    ax: Axes | None = None,
) -> Axes:
    """Draw one line a number, the first on top; where an interval is missing only the dot.

    Parameters
    ----------
    values, lower, upper
        The numbers and the ends of their intervals, with the same labels.
    label
        What the numbers are.
    ax
        Where to draw.
    """
    lines = np.arange(len(values))
    ax = axes(ax, grid="x", size=(6.4, 1.0 + 0.3 * len(values)))
    ax.hlines(lines, lower, upper, color=COLOURS[0], linewidth=2)
    ax.plot(values, lines, "o", color=COLOURS[0])
    ax.set_yticks(lines, [str(name).replace("_", " ") for name in values.index])
    ax.invert_yaxis()
    ax.set_xlim(left=min(0.0, float(np.nanmin([values.min(), lower.min()]))))
    ax.grid(axis="x", color="0.9")
    ax.set_axisbelow(True)
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(label)
    return ax
