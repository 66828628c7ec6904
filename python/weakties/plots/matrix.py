"""A heat map: a table of numbers as coloured cells with their values."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from weakties.plots.style import axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Beyond so many rows or columns the values cannot be read in their cells.
_MOST_WITH_VALUES = 15
# Labels longer than this stand aslant below the columns.
_LONG_LABEL = 6


def heat_map(
    table: pd.DataFrame, *, rows: str, columns: str, colour: str, ax: Axes | None = None
) -> Axes:
    """Draw a table of probabilities or correlations; what is missing stays white.

    Parameters
    ----------
    table
        Rows and columns are labelled by the table's own labels.
    rows, columns
        What they are; empty for no label.
    colour
        What the colours mean. Where negative values occur the colours are centred at 0.
    ax
        Where to draw.
    """
    values = table.to_numpy(np.float64)
    known = values[~np.isnan(values)]
    diverging = bool((known < 0).any())
    highest = float(np.abs(known).max()) if len(known) else 1.0
    highest = highest or 1.0
    width = min(2.6 + 0.62 * values.shape[1], 9.0)
    ax = axes(ax, grid="", size=(width, min(1.8 + 0.48 * values.shape[0], 8.0)))
    image = ax.imshow(
        values,
        cmap="RdBu_r" if diverging else "Blues",
        vmin=-highest if diverging else 0.0,
        vmax=highest,
        aspect="auto",
    )
    row_labels, column_labels = ([_label(one) for one in axis] for axis in table.axes)
    ax.set_yticks(range(len(row_labels)), row_labels)
    aslant = max(map(len, column_labels), default=0) > _LONG_LABEL
    ax.set_xticks(
        range(len(column_labels)),
        column_labels,
        rotation=40 if aslant else 0,
        ha="right" if aslant else "center",
        rotation_mode="anchor" if aslant else "default",
    )
    ax.set_xlabel(columns)
    ax.set_ylabel(rows)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    if max(values.shape) <= _MOST_WITH_VALUES:
        digits = 2 if highest >= 0.1 else 3
        for (row, column), value in np.ndenumerate(values):
            if not np.isnan(value):
                dark = abs(value) > 0.6 * highest
                ax.text(
                    column,
                    row,
                    f"{value:.{digits}f}" if value else "0",
                    ha="center",
                    va="center",
                    color="white" if dark else "black",
                    fontsize="small",
                )
    bar = ax.figure.colorbar(image, ax=ax, label=colour)
    bar.outline.set_visible(False)
    return ax


def _label(label: Hashable) -> str:
    return " · ".join(map(str, label)) if isinstance(label, tuple) else str(label)
