"""A map of a network: tied nodes near each other, measures as sizes and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties.errors import InvalidInput
from weakties.plots.style import COLOURS, axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Places: TypeAlias = NDArray[np.float64]
_Codes: TypeAlias = NDArray[np.int64]

# The places of more nodes take too long to find, and show nothing but a ball.
_MOST_NODES = 2000
_STEPS = 300

# Areas of nodes in square points: without a measure, and at its largest. Beyond so many nodes they
# shrink, so that they do not cover the picture.
_AREA = 60.0
_LARGEST_AREA = 400.0
_SMALLEST_AREA = 8.0
_FULL_SIZE_UP_TO = 100


def network_map(
    labels: pd.Index[Any],
    ties: tuple[_Codes, _Codes],
    *,
    directed: bool,
    size: pd.Series[Any] | None,
    color: pd.Series[Any] | None,
    names: bool,
    ax: Axes | None,
) -> Axes:
    """Draw nodes and ties; ``size`` and ``color`` are in the order of the nodes."""
    if len(labels) > _MOST_NODES:
        raise InvalidInput(
            f"`network` must have at most {_MOST_NODES:,} nodes to be drawn: got {len(labels):,}; "
            "draw a part of it"
        )
    sources, targets = (ends[ties[0] != ties[1]] for ends in ties)
    areas = _areas(size, len(labels))
    places = layout(len(labels), sources, targets)
    ax = axes(ax, grid="", size=(6.4, 5.6))
    ax.set_axis_off()
    ax.set_aspect("equal")
    _draw_ties(ax, places, sources, targets, areas, directed)
    _draw_nodes(ax, places, areas, color)
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


def layout(nodes: int, sources: _Codes, targets: _Codes) -> _Places:
    """Place nodes by springs along ties and repulsion between all (Fruchterman and Reingold 1991).

    A weak pull to the middle keeps parts that are not tied to each other together. Nothing is drawn
    by chance: nodes start on a spiral, those with most ties in its middle.
    """
    degrees = np.bincount(np.concatenate([sources, targets]), minlength=nodes)
    turn = np.empty(nodes)
    turn[np.argsort(-degrees, kind="stable")] = np.arange(nodes)
    # The golden angle spreads the points of a spiral evenly.
    angle, radius = turn * np.pi * (3 - np.sqrt(5)), np.sqrt((turn + 0.5) / nodes)
    places = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    near = np.sqrt(1 / nodes)
    for step in range(_STEPS):
        repulsion = near**2 / _squared_distances(places, 1e-6 * near**2)
        move = places * repulsion.sum(axis=1, keepdims=True) - repulsion @ places - places
        along = places[targets] - places[sources]
        pull = along * np.sqrt((along**2).sum(axis=1, keepdims=True)) / near
        for axis in range(2):
            move[:, axis] += np.bincount(sources, pull[:, axis], nodes)
            move[:, axis] -= np.bincount(targets, pull[:, axis], nodes)
        length = np.sqrt((move**2).sum(axis=1, keepdims=True))
        heat = 0.1 * (1 - step / _STEPS)
        places = places + move * np.minimum(1.0, heat / np.maximum(length, 1e-12))
    return places


def _squared_distances(places: _Places, least: float) -> NDArray[np.float64]:
    size = (places**2).sum(axis=1)
    squared: NDArray[np.float64] = places @ (-2 * places.T)
    squared += size[:, None]
    squared += size
    return np.maximum(squared, least, out=squared)


def _areas(size: pd.Series[Any] | None, nodes: int) -> NDArray[np.float64]:
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

    if directed:
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
        ax.add_collection(LineCollection(list(lines), colors="0.75", linewidths=0.8, zorder=1))


def _draw_nodes(
    ax: Axes, places: _Places, areas: NDArray[np.float64], color: pd.Series[Any] | None
) -> None:
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
    if len(groups) > len(COLOURS):
        raise InvalidInput(
            f"`color` must hold at most {len(COLOURS)} groups, for more cannot be told apart: got "
            f"{len(groups)}; join the small ones first"
        )
    for code, group in enumerate(groups):
        of_group = codes == code
        ax.scatter(
            places[of_group, 0],
            places[of_group, 1],
            areas[of_group],
            color=COLOURS[code],
            label=str(group),
            **drawn,
        )
    ax.legend(
        title=_spoken(color), frameon=False, loc="upper left", bbox_to_anchor=(1, 1), markerscale=1
    )


def _spoken(series: pd.Series[Any]) -> str:
    return "" if series.name is None else str(series.name).replace("_", " ")
