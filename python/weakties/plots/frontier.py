"""Where migrants gain, where home gains, and where both do, over two parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.colors import ListedColormap

from weakties.plots.style import BLACK, GREEN, LIGHT, ORANGE, SKY, axes, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMES = ("neither gains", "migrants gain", "home gains", "both gain")
_COLOURS = (LIGHT, SKY, ORANGE, GREEN)


def frontier(migrants: pd.DataFrame, home: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw a map of who gains, with the lines on which the gains of home and migrants are zero.

    Parameters
    ----------
    migrants, home
        Gains: values of one parameter as rows, of the other as columns, both named and rising. The
        columns lie along x.
    ax
        Where to draw.
    """
    across, up = (axis.to_numpy(np.float64) for axis in (migrants.columns, migrants.index))
    named = [str(axis.name).replace("_", " ") for axis in (migrants.columns, migrants.index)]
    ax = axes(ax, xlabel=named[0], ylabel=named[1], grid="", size=(6.0, 4.6))
    gains = [table.to_numpy(np.float64) for table in (migrants, home)]
    known = np.isfinite(gains[0]) & np.isfinite(gains[1])
    kinds = np.ma.masked_where(~known, (gains[0] > 0) + 2 * (gains[1] > 0))
    ax.pcolormesh(
        _edges(across),
        _edges(up),
        kinds,
        cmap=ListedColormap(_COLOURS),
        vmin=-0.5,
        vmax=3.5,
        alpha=0.75,
        edgecolor="white",
        linewidth=0.4,
    )
    for kind, (colour, name) in enumerate(zip(_COLOURS, _NAMES, strict=True)):
        if (kinds == kind).any():
            ax.scatter([], [], marker="s", s=60, color=colour, alpha=0.75, label=name)
    names = ("migrants break even", "home breaks even")
    for gain, style, name in zip(gains, ("--", "-"), names, strict=True):
        inside = gain[np.isfinite(gain)]
        if min(gain.shape) > 1 and len(inside) and inside.min() < 0 < inside.max():
            ax.contour(across, up, gain, levels=[0.0], colors=BLACK, linestyles=style)
            ax.plot([], [], color=BLACK, linestyle=style, label=name)
    ax.tick_params(length=0)
    legend(ax, ncols=3)
    return ax


def _edges(values: np.ndarray) -> np.ndarray:
    """Return the ends of cells around values, which need not be evenly spaced."""
    if len(values) == 1:
        return np.array([values[0] - 0.5, values[0] + 0.5])
    middles = (values[1:] + values[:-1]) / 2
    first, last = 2 * values[0] - middles[0], 2 * values[-1] - middles[-1]
    return np.concatenate([[first], middles, [last]])
