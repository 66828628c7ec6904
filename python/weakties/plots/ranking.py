"""A ranked dot plot: who stands highest on a measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from weakties._arguments import instance, integer
from weakties.errors import InvalidInput
from weakties.plots.style import COLOURS, axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def ranking(
    values: pd.Series[Any], ax: Axes | None = None, *, top: int = 20, label: str | None = None
) -> Axes:
    """Draw the highest values of a measure as dots, one line each, the highest on top.

    Parameters
    ----------
    values : Series of numbers by label
        Such as a measure returns. Missing values are left out, and equal ones keep their order.
    ax : matplotlib.axes.Axes, optional
        Where to draw. Without it a new figure is made.
    top : int, default 20
        How many are drawn at most.
    label : str, optional
        What the numbers are, with their unit; by default the name of the Series.

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    WrongType
        When ``values`` is no Series.
    InvalidInput
        When it holds no number.
    """
    instance(values, "values", pd.Series, "a measure such as weakties.networks.constraint")
    most = integer(top, "top", low=1)
    if not pd.api.types.is_numeric_dtype(values) or values.notna().sum() == 0:
        raise InvalidInput(
            f"`values` must hold at least one number: got {len(values)} of dtype {values.dtype}"
        )
    known = values.dropna().sort_values(ascending=False, kind="stable")
    shown = known.iloc[:most]
    ax = axes(ax, grid="x", size=(6.4, 1.2 + 0.22 * max(len(shown), 4)))
    lines = np.arange(len(shown))[::-1]
    ax.hlines(lines, 0, shown, color="0.85", linewidth=1, zorder=1)
    ax.plot(shown, lines, "o", color=COLOURS[0], markersize=5, zorder=2, clip_on=False)
    ax.set_yticks(lines, [str(each) for each in shown.index])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_ylim(-0.6, len(shown) - 0.4)
    if (shown >= 0).all():
        ax.set_xlim(left=0)
    name = label if label is not None else str(values.name or "").replace("_", " ").capitalize()
    more = f" (the {len(shown)} highest of {len(known)})" if len(shown) < len(known) else ""
    ax.set_xlabel(f"{name}{more}")
    return ax
