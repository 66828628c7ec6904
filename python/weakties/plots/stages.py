"""Stages of a community over time: one line a replicate, or the shares of many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from weakties.plots.style import BLACK, BLUE, GREEN, LIGHT, SKY, axes, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STAGES = ("scattered", "thin", "thick", "engagement")
# From nothing to the darkest: a later stage holds what the earlier ones hold.
_COLOURS = (LIGHT, SKY, BLUE, GREEN)
# More lines than these cannot be told apart.
_MOST_LINES = 40


def stage_timeline(
    table: pd.DataFrame,
    *,
    names: Sequence[str] = STAGES,
    time: str = "period",
    ax: Axes | None = None,
) -> Axes:
    """Draw which stage holds when: a line for each of up to 40 replicates, or shares of more.

    Lines stand by when they reach the last stage, then the one before it: the earliest at the top.

    Parameters
    ----------
    table
        Indexed by time, one column a replicate: the number of the stage, from 0 up.
    names
        The names of the stages.
    time
        What the axis shows, with its unit.
    ax
        Where to draw.
    """
    stages = table.to_numpy(np.int64)
    when = table.index.to_numpy(np.float64)
    step = float(np.min(np.diff(when))) if len(when) > 1 else 1.0
    edges = np.append(when, when[-1] + step) - step / 2
    lines = stages.shape[1] <= _MOST_LINES
    height = 1.4 + 0.22 * max(stages.shape[1], 4) if lines else 4.0
    ax = axes(ax, xlabel=time, grid="", size=(6.4, min(height, 8.0)))
    if lines:
        _lines(ax, stages, edges, names)
        ax.set_ylabel("replicate" if stages.shape[1] > 1 else "")
        ax.set_yticks([])
        ax.set_ylim(stages.shape[1] - 0.4, -0.6)
        ax.spines["left"].set_visible(False)
    else:
        shares = [(stages == stage).mean(axis=1) for stage in range(len(names))]
        floor = np.zeros(len(when))
        for share, colour, name in zip(shares, _COLOURS, names, strict=False):
            # Steps, since nothing happens between two periods.
            ax.stairs(
                100 * (floor + share),
                edges,
                baseline=100 * floor,
                fill=True,
                color=colour,
                label=name,
            )
            floor = floor + share
        ax.set_ylabel(f"percent of {stages.shape[1]} replicates")
        ax.set_ylim(0, 100)
    ax.set_xlim(edges[0], edges[-1])
    legend(ax)
    return ax


def _lines(ax: Axes, stages: np.ndarray, edges: np.ndarray, names: Sequence[str]) -> None:
    """Draw one bar a replicate, cut where the stage changes."""
    never = len(edges)
    reached = [
        np.where((stages >= stage).any(axis=0), (stages >= stage).argmax(axis=0), never)
        for stage in range(1, len(names))
    ]
    order = np.lexsort(reached) if reached else np.arange(stages.shape[1])
    for stage, (name, colour) in enumerate(zip(names, _COLOURS, strict=False)):
        # An empty bar keeps the stage in the legend where nobody reaches it.
        ax.barh(-10, 0, color=colour, label=name)
        for line, column in enumerate(order):
            holds = np.concatenate([[0], stages[:, column] == stage, [0]]).astype(np.int64)
            starts, ends = np.flatnonzero(np.diff(holds) == 1), np.flatnonzero(np.diff(holds) == -1)
            spans = [(edges[a], edges[b] - edges[a]) for a, b in zip(starts, ends, strict=True)]
            if spans:
                ax.broken_barh(
                    spans, (line - 0.38, 0.76), facecolor=colour, edgecolor=BLACK, linewidth=0.3
                )
