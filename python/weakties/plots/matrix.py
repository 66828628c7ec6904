"""A heat map: a table of numbers as coloured cells with their values."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.colors import Normalize

from weakties.plots.style import axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Beyond so many rows or columns the values cannot be read in their cells.
_MOST_WITH_VALUES = 15
# Labels longer than this stand aslant below the columns.
_LONG_LABEL = 6
# What is beyond this is cut.
_LONGEST_LABEL = 40
# Colours whose red, green and blue add up to less need white numbers.
_DARK = 1.5


def heat_map(
    table: pd.DataFrame,
    *,
    rows: str,
    columns: str,
    colour: str,
    palette: str | None = None,
    norm: Normalize | None = None,
    ticks: list[float] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a table of numbers as coloured cells; what is missing stays white.

    Parameters
    ----------
    table
        Rows and columns are labelled by the table's own labels.
    rows, columns
        What they are; empty for no label.
    colour
        What the colours mean.
    palette, norm, ticks
        The colours, what they stand for, and the numbers beside them. Without them colours start at
        0, or are centred there where negative values occur.
    ax
        Where to draw.
    """
    values = np.ma.masked_invalid(table.to_numpy(np.float64))
    highest = float(np.abs(values).max()) if values.count() else 0.0
    diverging = bool((values < 0).any())
    if norm is None:
        norm = Normalize(-(highest or 1.0) if diverging else 0.0, highest or 1.0)
    row_labels, column_labels = ([_label(one) for one in axis] for axis in table.axes)
    aslant = max(map(len, column_labels), default=0) > _LONG_LABEL
    numbered = max(values.shape) <= _MOST_WITH_VALUES
    wide, high = (0.62, 0.48) if numbered else (0.25, 0.25)
    height = 1.8 + high * values.shape[0] + 0.05 * max(map(len, column_labels), default=0)
    size = (min(2.6 + wide * values.shape[1], 14.0), min(height, 14.0))
    ax = axes(ax, xlabel=columns, ylabel=rows, grid="", size=size)
    palette = palette or ("RdBu_r" if diverging else "Blues")
    image = ax.imshow(values, cmap=palette, norm=norm, aspect="auto")
    ax.set_yticks(range(len(row_labels)), row_labels)
    ax.set_xticks(
        range(len(column_labels)),
        column_labels,
        rotation=(40 if numbered else 90) if aslant else 0,
        ha="right" if aslant else "center",
        va="center" if aslant and not numbered else "top",
        rotation_mode="anchor" if aslant else "default",
    )
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    if numbered:
        for row, column in np.argwhere(~np.ma.getmaskarray(values)):
            value = values[row, column]
            dark = sum(image.cmap(norm(value))[:3]) < _DARK
            ax.text(
                column,
                row,
                _written(value, highest),
                ha="center",
                va="center",
                color="white" if dark else "black",
                fontsize="small",
            )
    bar = ax.figure.colorbar(image, ax=ax, label=colour, ticks=ticks, format="{x:,g}")
    bar.minorticks_off()
    bar.outline.set_visible(False)
    return ax


def _written(value: float, highest: float) -> str:
    if highest > 1:
        return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:.{2 if highest >= 0.1 else 3}f}" if value else "0"


def _label(label: Hashable) -> str:
    text = " · ".join(map(str, label)) if isinstance(label, tuple) else str(label)
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"
