"""Paths over time: the mean of many replicates and the range of most of them, or named lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties.plots.style import BLACK, COLOURS, axes, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# More points than these cannot be told apart; longer paths are shown by the means of stretches.
_MOST_POINTS = 1000


def paths(table: pd.DataFrame, *, time: str, values: str, ax: Axes | None = None) -> Axes:
    """Draw one line for one replicate, or the mean and the middle 90 % of several.

    Parameters
    ----------
    table
        Indexed by time, one column a replicate.
    time, values
        What the axes show, with units.
    ax
        Where to draw.
    """
    stretch = -(-len(table) // _MOST_POINTS)
    numbers, when = table.to_numpy(np.float64), table.index.to_numpy(np.float64)
    if stretch > 1:
        whole = len(table) // stretch * stretch
        numbers = numbers[:whole].reshape(-1, stretch, numbers.shape[1]).mean(axis=1)
        when = when[:whole].reshape(-1, stretch).mean(axis=1)
        time = f"{time} (means of {stretch})"
    ax = axes(ax)
    if numbers.shape[1] == 1:
        ax.plot(when, numbers[:, 0], color=COLOURS[0], linewidth=1)
    else:
        low, high = np.quantile(numbers, [0.05, 0.95], axis=1)
        ax.fill_between(
            when, low, high, color=COLOURS[0], alpha=0.25, linewidth=0, label="middle 90 %"
        )
        label = f"mean of {numbers.shape[1]} replicates"
        ax.plot(when, numbers.mean(axis=1), color=COLOURS[0], linewidth=1.2, label=label)
        ax.legend(frameon=False, loc="best")
    ax.set_ylim(bottom=0)
    ax.margins(x=0.01)
    ax.set_xlabel(time)
    ax.set_ylabel(values)
    return ax


def band(table: pd.DataFrame, *, level: float, time: str, values: str, ax: Axes | None) -> Axes:
    """Draw a mean difference over time within its interval, beside the line of no difference.

    Parameters
    ----------
    table
        Indexed by time, with ``difference``, ``lo`` and ``hi``.
    level
        Coverage of the interval.
    time, values
        What the axes show, with units.
    ax
        Where to draw.
    """
    ax = axes(ax, xlabel=time, ylabel=values)
    when = table.index.to_numpy(np.float64)
    low, high = table["lo"].to_numpy(np.float64), table["hi"].to_numpy(np.float64)
    shade = f"{100 * level:g} % interval"
    ax.fill_between(when, low, high, color=COLOURS[0], alpha=0.25, linewidth=0, label=shade)
    ax.plot(when, table["difference"], color=COLOURS[0], linewidth=1.5, label="mean difference")
    ax.axhline(0, color=BLACK, linewidth=0.8)
    ax.margins(x=0.01)
    legend(ax)
    return ax


def lines(table: pd.DataFrame, *, time: str, values: str, ax: Axes | None = None) -> Axes:
    """Draw one line a column, named at its end.

    Parameters
    ----------
    table
        Indexed by time; beyond as many columns as there are colours, lines are grey.
    time, values
        What the axes show, with units.
    ax
        Where to draw.
    """
    ax = axes(ax)
    when = table.index.to_numpy(np.float64)
    colours = [*COLOURS, *["0.6"] * len(table.columns)][: len(table.columns)]
    for path, colour in zip(table.to_numpy(np.float64).T, colours, strict=True):
        ax.plot(when, path, color=colour, linewidth=1.5)
    ax.set_ylim(bottom=min(0.0, float(np.nanmin(table.to_numpy()))))
    ends = table.iloc[-1].to_numpy(np.float64)
    for name, end, height, colour in zip(
        table.columns, ends, _apart(ends, ax), colours, strict=True
    ):
        ax.annotate(
            str(name),
            (when[-1], end),
            xytext=(1.01, height),
            textcoords="axes fraction",
            va="center",
            color=colour,
        )
    ax.margins(x=0.01)
    ax.set_xlabel(time)
    ax.set_ylabel(values)
    return ax


def _apart(ends: NDArray[np.float64], ax: Axes) -> NDArray[np.float64]:
    """Return heights for names, as fractions of the axes: near the ends, none upon another."""
    bottom, top = ax.get_ylim()
    points = 72 * ax.get_window_extent().height / ax.figure.dpi
    gap = 1.15 * float(ax.xaxis.label.get_fontsize()) / points
    order = np.argsort(ends, kind="stable")
    steps = gap * np.arange(len(ends))
    # Pushed up from below as far as need be; what this lifts above the top moves down again.
    lifted = np.maximum.accumulate((ends[order] - bottom) / (top - bottom) - steps) + steps
    room = np.maximum(1 - steps[::-1], steps)
    heights = np.empty(len(ends))
    heights[order] = np.minimum(lifted, room)
    return heights
