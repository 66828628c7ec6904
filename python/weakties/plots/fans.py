"""Fans: the median of many paths and the ranges that hold half and nearly all of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from weakties.errors import InvalidInput
from weakties.plots.style import COLOURS, GREY, axes, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# The ends of the bands, the widest first, and how dark each is.
_BANDS = ((5, 95, 0.14), (25, 75, 0.26))
# Fans of more futures cover each other.
_MOST_FANS = 4


def fan(
    tables: pd.DataFrame | Mapping[str, pd.DataFrame],
    *,
    values: str,
    time: str = "period",
    parts_at: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the median and the middle 50 and 90 percent of paths; several futures in colours.

    Parameters
    ----------
    tables
        Indexed by time, one column a replicate; or several such tables by name.
    values, time
        What the axes show, with units.
    parts_at
        Where a line marks the time from which on futures differ.
    ax
        Where to draw.
    """
    named = {"": tables} if isinstance(tables, pd.DataFrame) else dict(tables)
    if len(named) > _MOST_FANS:
        raise InvalidInput(
            f"a plot shows at most {_MOST_FANS} fans: got {len(named)}; draw fewer at a time"
        )
    ax = axes(ax, xlabel=time, ylabel=values)
    lowest = 0.0
    for colour, (name, table) in zip(COLOURS, named.items(), strict=False):
        when, paths = table.index.to_numpy(np.float64), table.to_numpy(np.float64)
        # Only a fan of its own needs words for its bands.
        alone = len(named) == 1
        if paths.shape[1] > 1:
            for low, high, alpha in _BANDS:
                lower, upper = np.nanpercentile(paths, [low, high], axis=1)
                label = f"middle {high - low} %" if alone else None
                shade = {"color": colour, "alpha": alpha, "linewidth": 0}
                ax.fill_between(when, lower, upper, label=label, **shade)  # type: ignore[arg-type]
        middle = np.nanmedian(paths, axis=1)
        label = f"median of {paths.shape[1]} replicates" if alone else name
        ax.plot(when, middle, color=colour, linewidth=1.8, label=label)
        lowest = min(lowest, float(np.nanmin(paths)))
    if parts_at is not None:
        ax.axvline(parts_at, color=GREY, linewidth=1, linestyle=(0, (4, 3)))
    if lowest >= 0:
        ax.set_ylim(bottom=0)
    ax.margins(x=0.01)
    legend(ax)
    return ax
