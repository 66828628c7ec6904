"""A map of a network: tied nodes near each other, measures as sizes and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import seed as seed_of
from weakties.errors import InvalidInput
from weakties.plots.style import COLOURS, SHAPES, axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Places: TypeAlias = NDArray[np.float64]
_Codes: TypeAlias = NDArray[np.int64]

# More nodes are a picture of nothing but ink.
_MOST_NODES = 10_000
# More arrows hide each other's heads; directed ties are then drawn as lines.
_MOST_ARROWS = 1000

# Areas of nodes in square points: without a measure, and at its largest. Beyond so many nodes they
# shrink, so that they do not cover the picture.
_AREA = 60.0
_LARGEST_AREA = 400.0
_SMALLEST_AREA = 8.0
_LEAST_AREA = 1.5
_FULL_SIZE_UP_TO = 100
_FULL_LINES_UP_TO = 300


def network_map(
    labels: pd.Index[Any],
    ties: tuple[_Codes, _Codes],
    *,
    directed: bool,
    size: pd.Series[Any] | None,
    color: pd.Series[Any] | None,
    names: bool,
    ax: Axes | None,
    seed: object = 0,
) -> Axes:
    """Draw nodes and ties; ``size`` and ``color`` are in the order of the nodes."""
    if len(labels) > _MOST_NODES:
        raise InvalidInput(
            f"`network` must have at most {_MOST_NODES:,} nodes to be drawn: got {len(labels):,}; "
            "draw a part of it"
        )
    sources, targets = (ends[ties[0] != ties[1]] for ends in ties)
    areas = areas_of(size, len(labels))
    places = layout(len(labels), sources, targets, seed)
    ax = axes(ax, grid="", size=(6.4, 5.6))
    ax.set_axis_off()
    ax.set_aspect("equal", adjustable="datalim")
    _draw_ties(ax, places, sources, targets, areas, directed)
    draw_nodes(ax, places, areas, color)
    if names:
        from matplotlib.patheffects import withStroke

        halo = [withStroke(linewidth=2.5, foreground="white")]
        for place, label, area in zip(places, labels, areas, strict=True):
            ax.annotate(
                str(label),
                place,
                (0, np.sqrt(area) / 2 + 1),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize="small",
                path_effects=halo,
                zorder=4,
            )
    if size is not None:
        ax.set_title(f"Area: {_spoken(size)}", loc="left", fontsize="medium")
    ax.margins(0.1)
    return ax


def layout(nodes: int, sources: _Codes, targets: _Codes, seed: object = 0) -> _Places:
    """Place nodes as `weakties.networks.layout` does."""
    starts, ends = sources.astype(np.uint32), targets.astype(np.uint32)
    network = _core.Network(nodes, starts, ends, np.ones(len(starts)), False, "max")
    return _core.layout(network, seed_of(seed).key, None, None)


def areas_of(size: pd.Series[Any] | None, nodes: int) -> NDArray[np.float64]:
    """Return the areas of nodes in square points."""
    shrink = min(1.0, (_FULL_SIZE_UP_TO / nodes) ** 0.75)
    if size is None:
        return np.full(nodes, shrink * _AREA)
    if not pd.api.types.is_numeric_dtype(size):
        raise InvalidInput(f"`size` must hold numbers: got {size.dtype}; use color= for groups")
    values = size.to_numpy(np.float64)
    if not (np.isfinite(values) & (values >= 0)).all():
        raise InvalidInput(
            "`size` must hold finite numbers of at least 0 for every node; fill what is missing "
            "first, such as with size.fillna(0)"
        )
    areas: NDArray[np.float64] = np.maximum(
        _LARGEST_AREA * values / max(values.max(), 1e-300), _SMALLEST_AREA
    )
    areas *= shrink
    np.maximum(areas, _LEAST_AREA, out=areas)
    return areas


def _draw_ties(
    ax: Axes,
    places: _Places,
    sources: _Codes,
    targets: _Codes,
    areas: NDArray[np.float64],
    directed: bool,
) -> None:
    from matplotlib.collections import LineCollection

    if directed and len(sources) <= _MOST_ARROWS:
        for source, target in zip(sources, targets, strict=True):
            ax.annotate(
                "",
                places[target],
                places[source],
                arrowprops={
                    "arrowstyle": "-|>",
                    "color": "0.65",
                    "linewidth": 0.8,
                    "shrinkA": 0,
                    "shrinkB": np.sqrt(areas[target]) / 2 + 1,
                },
                zorder=1,
            )
    else:
        lines = np.stack([places[sources], places[targets]], axis=1)
        # Many ties are drawn thinner and paler, so that nodes are not buried.
        thin = min(1.0, (_FULL_LINES_UP_TO / max(len(lines), 1)) ** 0.5)
        drawn: dict[str, Any] = {"linewidths": max(0.8 * thin, 0.2), "alpha": max(thin, 0.25)}
        ax.add_collection(LineCollection(list(lines), colors="0.7", zorder=1, **drawn))


def draw_nodes(
    ax: Axes, places: _Places, areas: NDArray[np.float64], color: pd.Series[Any] | None
) -> None:
    """Draw nodes and say what their colours mean.

    Groups beyond the colours have them again in another shape: more colours could not be told
    apart. Beside the largest groups that both suffice for, others are grey.
    """
    from matplotlib.collections import PathCollection

    rim = 0.6 * min(1.0, _FULL_SIZE_UP_TO / len(places))
    drawn: dict[str, Any] = {"edgecolors": "white", "linewidths": rim, "zorder": 3}
    if color is None:
        ax.scatter(places[:, 0], places[:, 1], areas, color=COLOURS[0], **drawn)
        return
    known = color.notna().to_numpy()
    if not known.all():
        ax.scatter(
            places[~known, 0],
            places[~known, 1],
            areas[~known],
            color="0.8",
            label="missing",
            **drawn,
        )
    if pd.api.types.is_numeric_dtype(color) and not pd.api.types.is_bool_dtype(color):
        values = color.to_numpy(np.float64, na_value=np.nan)[known]
        points = ax.scatter(
            places[known, 0], places[known, 1], areas[known], c=values, cmap="viridis", **drawn
        )
        ax.figure.colorbar(points, ax=ax, label=_spoken(color), shrink=0.6)
        return
    codes, groups = pd.factorize(color, sort=True)
    sizes = np.bincount(codes[codes >= 0], minlength=len(groups))
    most = len(COLOURS) * len(SHAPES)
    coloured = np.sort(np.argsort(-sizes, kind="stable")[:most])
    others = ~np.isin(codes, coloured) & known
    for shade, code in enumerate(coloured):
        of_group = codes == code
        ax.scatter(
            places[of_group, 0],
            places[of_group, 1],
            areas[of_group],
            color=COLOURS[shade % len(COLOURS)],
            marker=SHAPES[shade // len(COLOURS)],
            label=str(groups[code]),
            **drawn,
        )
    if others.any():
        ax.scatter(
            places[others, 0],
            places[others, 1],
            areas[others],
            color="0.6",
            label=f"{len(groups) - len(coloured)} others",
            **drawn,
        )
    shown = ax.legend(
        title=_spoken(color),
        frameon=False,
        loc="upper left",
        bbox_to_anchor=(1, 1),
        fontsize="small" if len(coloured) > len(COLOURS) else None,
    )
    for handle in shown.legend_handles:
        if isinstance(handle, PathCollection):
            handle.set_sizes([_AREA])


def _spoken(series: pd.Series[Any]) -> str:
    return "" if series.name is None else str(series.name).replace("_", " ")
