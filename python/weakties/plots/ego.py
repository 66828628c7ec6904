"""A picture of one node's network: the ego in the middle, its alters around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties.plots.network import areas_of, draw_nodes
from weakties.plots.style import BLACK, axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Places: TypeAlias = NDArray[np.float64]
_Tied: TypeAlias = list[set[int]]

# Between alters of different clusters, in places of one alter.
_GAP = 0.7
# Up to so many alters names stand upright; more are turned like the spokes of a wheel.
_UPRIGHT_UP_TO = 20
# How far a tie ends from the middle of a node, where the circle has radius 1.
_CLEARANCE = 0.055
# More ties among alters than this are drawn thinner.
_FULL_LINES_UP_TO = 30


def ego_picture(
    labels: pd.Index[Any],
    ties: list[tuple[int, int]],
    *,
    ego: int,
    directed: bool,
    size: pd.Series[Any] | None,
    color: pd.Series[Any] | None,
    names: bool,
    ax: Axes | None,
) -> Axes:
    """Draw the ties within an ego's network; nodes are numbered within it."""
    alters = [node for node in range(len(labels)) if node != ego]
    among = [(one, other) for one, other in ties if ego not in (one, other)]
    tied: _Tied = [set() for _ in labels]
    for one, other in among:
        tied[one].add(other)
        tied[other].add(one)
    grouped = color is not None and not (
        pd.api.types.is_numeric_dtype(color) and not pd.api.types.is_bool_dtype(color)
    )
    groups = pd.factorize(color, sort=True)[0] if grouped and color is not None else None
    places = np.zeros((len(labels), 2))
    angles = np.zeros(len(labels))
    for node, angle in _around(alters, tied, groups):
        angles[node] = angle
        places[node] = np.cos(angle), np.sin(angle)
    areas = areas_of(size, len(labels))
    ax = axes(ax, grid="", size=(6.4, 5.6))
    ax.set_axis_off()
    ax.set_aspect("equal", adjustable="datalim")
    thin = min(1.0, (_FULL_LINES_UP_TO / max(len(among), 1)) ** 0.5)
    for source, target in ties:
        spoke = ego in (source, target)
        _draw_tie(ax, places[source], places[target], spoke, directed, thin)
    draw_nodes(ax, places, areas, color)
    ring: dict[str, Any] = {"facecolors": "none", "edgecolors": BLACK, "zorder": 3.5}
    ax.scatter(places[ego, 0], places[ego, 1], 1.9 * areas[ego] + 60, **ring)
    if names:
        _write_names(ax, labels, places, angles, areas, ego)
    pairs = sum(map(len, tied)) // 2
    possible = len(alters) * (len(alters) - 1) // 2
    counted = f"{len(alters)} alter{'' if len(alters) == 1 else 's'}"
    ax.set_title(
        f"{labels[ego]}: {counted}, {pairs} of {possible} pairs of them tied",
        loc="left",
        fontsize="medium",
    )
    longest = max((len(str(label)) for label in labels), default=0) if names else 0
    reach = 1.15 + min(0.035 * longest, 0.7)
    ax.margins(0)
    ax.update_datalim([(-reach, -reach), (reach, reach)])
    ax.autoscale_view()
    return ax


def _around(
    alters: list[int], tied: _Tied, groups: NDArray[np.intp] | None
) -> list[tuple[int, float]]:
    """Return the angle of each alter; those tied to each other stand together.

    Alters are ordered by group, if there are groups, and within by who can reach whom without the
    ego. A gap between two clusters is thus a structural hole, or the border of two groups.
    """
    clusters: list[list[int]] = []
    for group in [None] if groups is None else sorted(set(groups[alters])):
        members = [
            alter for alter in alters if groups is None or group is None or groups[alter] == group
        ]
        clusters += sorted(_clusters(members, tied), key=len, reverse=True)
    gap = _GAP if 1 < len(clusters) < len(alters) else 0.0
    slots = len(alters) + gap * len(clusters)
    placed, slot = [], 0.0
    for cluster in clusters:
        for alter in cluster:
            # From the top, clockwise.
            placed.append((alter, np.pi / 2 - 2 * np.pi * slot / slots))
            slot += 1
        slot += gap
    return placed


def _clusters(members: list[int], tied: _Tied) -> list[list[int]]:
    """Part nodes into those that can reach each other, each ordered so that ties are short."""
    left, clusters = dict.fromkeys(members), []
    while left:
        # From the outside in: a node with few ties comes first.
        last = min(left, key=lambda node: (len(tied[node] & left.keys()), members.index(node)))
        cluster: list[int] = []
        reachable = {last}
        while reachable:
            nearest = max(
                reachable, key=lambda node: (_recent(tied[node], cluster), -members.index(node))
            )
            cluster.append(nearest)
            del left[nearest]
            reachable = (reachable | tied[nearest]) & left.keys()
        clusters.append(cluster)
    return clusters


def _recent(others: set[int], cluster: list[int]) -> float:
    """Add up ties to nodes placed before, the last counting most."""
    return sum(2.0**-back for back, node in enumerate(reversed(cluster[-30:])) if node in others)


def _draw_tie(
    ax: Axes, start: _Places, end: _Places, spoke: bool, directed: bool, thin: float
) -> None:
    from matplotlib.patches import FancyArrowPatch, PathPatch
    from matplotlib.path import Path

    bend = _bend(start, end, spoke)
    start = start + _CLEARANCE * _unit(bend - start)
    end = end + _CLEARANCE * _unit(bend - end)
    path = Path([tuple(point) for point in (start, bend, end)], [1, 3, 3])
    look: dict[str, Any] = (
        {"color": "0.82", "linewidth": 1.0} if spoke else {"color": "0.45", "linewidth": 1.1 * thin}
    )
    if directed:
        arrow = FancyArrowPatch(path=path, arrowstyle="-|>", mutation_scale=9, zorder=1, **look)
        ax.add_patch(arrow)
    else:
        look["edgecolor"] = look.pop("color")
        ax.add_patch(PathPatch(path, facecolor="none", zorder=1, **look))


def _bend(start: _Places, end: _Places, spoke: bool) -> _Places:
    """Return what a tie bends towards: the middle of the circle, but not the ego itself."""
    middle: _Places = (start + end) / 2
    if spoke:
        return middle
    across = end - start
    if np.linalg.norm(middle) < 0.45:
        aside = np.array([-across[1], across[0]])
        towards = middle + 0.32 * _unit(aside) * (1 if aside @ middle >= 0 else -1)
        return np.asarray(towards * 1.3)
    # Neighbours on the circle are joined by a flat bow, distant ones by a deep one.
    return (0.55 + 0.37 * float(np.linalg.norm(middle)) ** 2) * middle


def _unit(vector: _Places) -> _Places:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-12))


def _write_names(
    ax: Axes,
    labels: pd.Index[Any],
    places: _Places,
    angles: NDArray[np.float64],
    areas: NDArray[np.float64],
    ego: int,
) -> None:
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=2.5, foreground="white")]
    upright = len(labels) - 1 <= _UPRIGHT_UP_TO
    for node, label in enumerate(labels):
        away = np.sqrt(areas[node]) / 2 + 4
        if node == ego:
            drawn: dict[str, Any] = {"xytext": (0, -away - 5), "ha": "center", "va": "top"}
            drawn |= {"fontweight": "bold", "path_effects": halo}
        else:
            cosine, sine = places[node]
            drawn = {"xytext": (away * cosine, away * sine), "color": BLACK}
            if upright:
                drawn["ha"] = "center" if abs(cosine) < 0.2 else ("left" if cosine > 0 else "right")
                drawn["va"] = "center" if abs(sine) < 0.9 else ("bottom" if sine > 0 else "top")
            else:
                turn = np.degrees(angles[node]) % 360
                flipped = 90 < turn < 270
                drawn |= {"rotation": turn - 180 if flipped else turn, "va": "center"}
                drawn |= {"ha": "right" if flipped else "left", "rotation_mode": "anchor"}
        ax.annotate(
            str(label),
            tuple(places[node]),
            textcoords="offset points",
            fontsize="small",
            zorder=4,
            **drawn,
        )
