"""An adjacency matrix ordered by group: ties within groups stand in blocks on the diagonal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties.plots.style import COLOURS, GREY, axes, darker

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Codes: TypeAlias = NDArray[np.int64]

# More nodes than this share cells, so that single ties can be seen.
_MOST_CELLS = 500
# A group smaller than this share of all nodes has no name beside it.
_NAMED_FROM = 0.03
_BETWEEN = (0.35, 0.35, 0.35)


def block_map(
    labels: pd.Index[Any],
    ties: tuple[_Codes, _Codes, NDArray[np.float64]],
    groups: _Codes,
    group_names: pd.Index[Any],
    *,
    directed: bool,
    names: bool,
    weight: str | None,
    ax: Axes | None,
) -> Axes:
    """Draw row i, column j for the tie from i to j; colours tell within which group a tie is."""
    from matplotlib.colors import to_rgb

    nodes = len(labels)
    sources, targets, weights = ties
    if not directed:
        sources, targets, weights = (
            np.concatenate([sources, targets]),
            np.concatenate([targets, sources]),
            np.concatenate([weights, weights]),
        )
    sizes = np.bincount(groups, minlength=len(group_names))
    rank = np.empty(len(group_names), dtype=np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(len(group_names))
    ties_of = np.bincount(sources, minlength=nodes) + np.bincount(targets, minlength=nodes)
    order = np.lexsort((-ties_of, rank[groups]))
    place = np.empty(nodes, dtype=np.int64)
    place[order] = np.arange(nodes)

    cells = min(nodes, _MOST_CELLS)
    rows, columns = (place[ends] * cells // nodes for ends in (sources, targets))
    strength = _strength(weights, rows, columns, cells)
    shades = np.ones((cells, cells, 3))
    within = groups[sources] == groups[targets]
    for inside in (False, True):
        at = rows[within == inside], columns[within == inside]
        colours = (
            np.array([to_rgb(each) for each in COLOURS])[
                rank[groups[sources[within]]] % len(COLOURS)
            ]
            if inside
            else np.array(_BETWEEN)
        )
        shades[at] = 1 - strength[at][:, None] * (1 - colours)
    ax = axes(ax, grid="", size=(6.4, 6.0))
    ax.imshow(
        shades,
        extent=(0, nodes, nodes, 0),
        interpolation="nearest" if cells < 250 else "antialiased",
    )
    ax.set_aspect("equal")
    ax.spines[:].set_visible(True)
    ax.spines[:].set_color(GREY)
    ax.tick_params(length=0)
    ends = np.cumsum(np.sort(sizes)[::-1])
    for end in ends[:-1]:
        ax.axhline(end, color=GREY, linewidth=0.7)
        ax.axvline(end, color=GREY, linewidth=0.7)
    ranked = group_names[np.argsort(-sizes, kind="stable")]
    starts = np.concatenate([[0], ends[:-1]])
    wide = (ends - starts) >= _NAMED_FROM * nodes
    middles = ((starts + ends) / 2)[wide]
    texts = [str(name) for name in ranked[wide]]
    if names:
        spots, written = np.arange(nodes) + 0.5, [str(label) for label in labels[order]]
        ax.set_yticks(spots, written, fontsize="x-small")
        ax.set_xticks(spots, written, fontsize="x-small", rotation=90)
        side = ax.secondary_yaxis("right")
        side.set_yticks(middles, texts, fontsize="small")
        side.tick_params(length=0)
        side.spines[:].set_visible(False)
        marked = side.get_yticklabels()
    else:
        ax.set_yticks(middles, texts, fontsize="small")
        ax.set_xticks([])
        marked = ax.get_yticklabels()
    for text, shade in zip(marked, np.flatnonzero(wide), strict=True):
        text.set_color(darker(COLOURS[shade % len(COLOURS)]))
        text.set_fontweight("bold")
    inside_share = float(within.mean()) if len(within) else float("nan")
    told = f"{inside_share:.0%} of ties are within groups" if len(within) else "no ties"
    ax.set_title(
        told if weight is None else f"{told}; darker: more {weight}",
        loc="left",
        fontsize="medium",
    )
    return ax


def _strength(
    weights: NDArray[np.float64], rows: _Codes, columns: _Codes, cells: int
) -> NDArray[np.float64]:
    """Return how dark each cell is: the sum of its ties beside the largest, never too pale."""
    sums = np.zeros((cells, cells))
    np.add.at(sums, (rows, columns), weights)
    largest = sums.max(initial=0.0)
    dark: NDArray[np.float64] = np.where(
        sums > 0, 0.35 + 0.65 * np.sqrt(sums / (largest or 1)), 0.0
    )
    return dark
