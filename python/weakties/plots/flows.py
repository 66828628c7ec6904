"""Pictures of inter-country tables: bars a country, and maps of who takes what from whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.ticker import MaxNLocator

from weakties.plots.matrix import heat_map
from weakties.plots.style import BLUE, ORANGE, axes, legend

# More bars than these cannot be read.
_MOST_BARS = 30


def participation_bars(rates: pd.DataFrame, ax: Axes | None) -> Axes:
    """Draw backward and forward participation as stacked bars, the highest on top."""
    known = rates.dropna(subset=["rate"])
    shown = known.nlargest(_MOST_BARS, "exports").sort_values("rate", kind="stable")
    scale = f"Percent of gross exports{_of_all(len(shown), len(known), 'largest exporters')}"
    ax = _bar_axes(ax, shown.index, scale)
    places = np.arange(len(shown))
    backward, forward = 100 * shown["backward_rate"], 100 * shown["forward_rate"]
    ax.barh(places, backward, color=BLUE, label="Backward: foreign value added in exports")
    ax.barh(
        places,
        forward,
        left=backward,
        color=ORANGE,
        label="Forward: value added in others' exports",
    )
    legend(ax, ncols=1)
    return ax


def ratio_bars(ratio: pd.Series[float], ax: Axes | None) -> Axes:
    """Draw value-added exports as shares of gross exports, the highest on top."""
    known = ratio.dropna().sort_values(kind="stable")
    shown = known.iloc[-_MOST_BARS:]
    scale = f"Value-added exports / gross exports{_of_all(len(shown), len(known), 'highest')}"
    ax = _bar_axes(ax, shown.index, scale)
    ax.barh(np.arange(len(shown)), shown, color=BLUE)
    return ax


def findings(found: pd.Series[int], ax: Axes | None) -> Axes:
    """Draw how many cells each check of a table found."""
    backwards = found.iloc[::-1]
    ax = _bar_axes(ax, backwards.index, "Cells found")
    bars = ax.barh(np.arange(len(found)), backwards, color=BLUE)
    ax.bar_label(bars, padding=3)
    ax.set_xlim(0, max(1.0, 1.1 * float(found.max())))
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    return ax


def flow_map(flows: pd.DataFrame, unit: str | None, ax: Axes | None) -> Axes:
    """Draw value added by origin and absorption as a map; what stays at home is left out."""
    ax = heat_map(
        flows.mask(np.eye(len(flows), dtype=bool)),
        rows=str(flows.index.name).capitalize(),
        columns=str(flows.columns.name).capitalize(),
        colour=unit or "Value added",
        palette="viridis_r",
        ax=ax,
    )
    ax.set_title("Value added absorbed abroad", loc="left", fontsize="medium")
    return ax


def ratio_map(ratio: pd.DataFrame, ax: Axes | None) -> Axes:
    """Draw ratios as a map on a scale of logarithms, 1 in the middle of the colours."""
    positive = ratio.where((ratio > 0) & np.isfinite(ratio))
    # Colours reach a factor of 2 to 8 from the middle; what lies beyond has the last colour.
    farthest = float(np.abs(np.log2(positive)).max(axis=None))
    factor = 2 ** np.clip(1.0 if np.isnan(farthest) else farthest, 1, 3)
    return heat_map(
        positive,
        rows=str(ratio.index.name).capitalize(),
        columns=str(ratio.columns.name).capitalize(),
        colour="Value-added exports / gross exports",
        palette="PuOr_r",
        norm=LogNorm(1 / factor, factor),
        ticks=[tick for tick in (0.125, 0.25, 0.5, 1, 2, 4, 8) if 1 / factor <= tick <= factor],
        ax=ax,
    )


def _bar_axes(ax: Axes | None, names: pd.Index[Any], scale: str) -> Axes:
    longest = max((len(_short(name)) for name in names), default=0)
    size = (5.4 + 0.08 * longest, 1.4 + 0.25 * max(len(names), 3))
    ax = axes(ax, xlabel=scale, grid="x", size=size)
    ax.set_yticks(np.arange(len(names)), [_short(name) for name in names])
    ax.set_ylim(-0.6, max(len(names), 1) - 0.4)
    ax.tick_params(axis="y", length=0)
    return ax


def _short(name: object) -> str:
    text = ", ".join(map(str, name)) if isinstance(name, tuple) else str(name)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _of_all(shown: int, known: int, which: str) -> str:
    return "" if shown == known else f"\n(the {shown} {which} of {known})"
