"""Draws as bars, with the observed number as a line among or beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weakties.plots.style import GREY, LIGHT, VERMILION, axes

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def histogram(
    draws: pd.Series[float], observed: float, *, label: str, ax: Axes | None = None
) -> Axes:
    """Draw how often each value was drawn, and where the observed one lies.

    Parameters
    ----------
    draws
        The draws; missing ones are left out.
    observed
        The observed number.
    label
        What the numbers are.
    ax
        Where to draw.
    """
    ax = axes(ax, xlabel=label, ylabel="draws")
    known = draws.dropna()
    ax.hist(
        known, bins=min(30, max(1, known.nunique())), color=LIGHT, edgecolor=GREY, linewidth=0.5
    )
    ax.axvline(observed, color=VERMILION, linewidth=2, label="observed")
    ax.legend(frameon=False, fontsize="small")
    return ax
