"""One node's measures beside those of all others, as bars of percentiles."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from weakties.plots.style import BLUE, GREY, axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def percentiles(table: pd.DataFrame, label: Hashable) -> pd.Series[Any]:
    """Return the share of known values below the node's, ties counting half, times 100."""
    found = {}
    row = list(table.index).index(label)
    for name, column in table.items():
        values = column.to_numpy(np.float64, na_value=np.nan)
        own = values[row]
        known = values[~np.isnan(values)]
        below = (known < own).sum() + 0.5 * (known == own).sum()
        found[name] = 100 * below / len(known) if not np.isnan(own) else np.nan
    return pd.Series(found, index=table.columns)


def percentile_bars(table: pd.DataFrame, label: Hashable, ax: Axes | None) -> Axes:
    """Draw one bar a column, the first on top."""
    shares = percentiles(table, label)
    rows = np.arange(len(shares))[::-1]
    ax = axes(
        ax,
        grid="",
        xlabel=f"Percentile among {len(table):,} nodes",
        title=str(label),
        size=(6.4, 1.3 + 0.36 * max(len(shares), 3)),
    )
    ax.barh(rows, 100, color="0.94", height=0.62, zorder=1)
    ax.barh(rows, shares.fillna(0), color=BLUE, height=0.62, zorder=2)
    ax.axvline(50, color=GREY, linewidth=0.9, linestyle=(0, (3, 2)), zorder=3)
    own = table.iloc[list(table.index).index(label)]
    for row, name, value in zip(rows, table.columns, own, strict=True):
        known = not np.isnan(shares[name])
        ax.annotate(
            _written(float(value)) if known else "no value",
            (100, row),
            (6, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
            annotation_clip=False,
        )
    ax.set_yticks(rows, [_spoken(name) for name in table.columns])
    ax.set_xticks([0, 25, 50, 75, 100])
    ax.tick_params(axis="y", length=0)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.set_xlim(0, 100)
    ax.set_ylim(-0.6, len(shares) - 0.4)
    return ax


def _written(value: float) -> str:
    """Three digits, or all of those before the point."""
    return f"{value:,.0f}" if 1000 <= abs(value) < 1e9 else f"{value:.3g}"


def _spoken(name: Hashable) -> str:
    parts = name if isinstance(name, tuple) else (name,)
    return " · ".join(str(part).replace("_", " ") for part in parts)
