"""Trees of who heard of the move from whom: informers to the left of those they told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from weakties._tables import label
from weakties.plots.style import COLOURS, GREY, axes, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_NAMED_UP_TO = 40


def tree(
    informers: NDArray[np.int64],
    when: NDArray[np.float64],
    places: pd.Series[Any] | None,
    names: pd.Index[Any],
    *,
    time: str,
    everyone: int,
    ax: Axes | None = None,
) -> Axes:
    """Draw persons at the time they moved, each tied to whom the news came from.

    Parameters
    ----------
    informers
        For each person the position of the informer, or -1 where a chain begins.
    when
        When each person moved.
    places
        What colours tell, one item a person.
    names
        Labels of the persons, written where there are up to 40.
    time
        What the axis shows.
    everyone
        How many persons there are, drawn or not.
    ax
        Where to draw.
    """
    heights = _heights(informers, when)
    ax = axes(ax, xlabel=time, grid="x", size=(7.2, float(np.clip(len(names) * 0.13, 3.2, 9.0))))
    ax.spines["left"].set_visible(False)
    ax.set_yticks([])
    told = np.flatnonzero(informers >= 0)
    # Each line leaves the informer along her own height and then turns to the person.
    segments = [
        [
            (when[informers[one]], heights[informers[one]]),
            (when[informers[one]], heights[one]),
            (when[one], heights[one]),
        ]
        for one in told
    ]
    ax.add_collection(LineCollection(segments, colors=GREY, linewidths=0.7, zorder=1))
    size = 28.0 if len(names) <= _NAMED_UP_TO else 10.0
    kinds = [""] if places is None else list(dict.fromkeys(places.sort_values(kind="stable")))
    for number, kind in enumerate(kinds):
        inside = np.ones(len(names), bool) if places is None else (places == kind).to_numpy()
        ax.scatter(
            when[inside],
            heights[inside],
            s=size,
            color=COLOURS[number] if number < len(COLOURS) else GREY,
            label=label(kind),
            zorder=2,
        )
    begins = informers < 0
    ring = {"facecolors": "none", "edgecolors": "black", "linewidths": 0.9, "zorder": 3}
    ax.scatter(when[begins], heights[begins], s=2.2 * size, **ring)  # type: ignore[arg-type]
    if len(names) <= _NAMED_UP_TO:
        for one, name in enumerate(names):
            ax.annotate(
                label(name),
                (when[one], heights[one]),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize="x-small",
            )
    if (when == when.round()).all():
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.margins(x=0.06, y=0.05)
    chains = int(begins.sum())
    ax.set_title(
        f"{len(names)} persons in {chains} chain{'' if chains == 1 else 's'}"
        + ("" if len(names) == everyone else f" (of {everyone:,} persons)"),
        loc="left",
        fontsize="medium",
        pad=24 if places is not None else 6,
    )
    if places is not None:
        legend(ax, bbox_to_anchor=(0, 1.005))
    return ax


def _heights(informers: NDArray[np.int64], when: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give every person a height: those without followers one each, the others among theirs."""
    followers: list[list[int]] = [[] for _ in informers]
    roots = []
    for one in np.argsort(when, kind="stable").tolist():
        if informers[one] < 0:
            roots.append(one)
        else:
            followers[informers[one]].append(one)
    heights = np.zeros(len(informers))
    free = 0.0
    for root in roots:
        waiting = [(root, False)]
        while waiting:
            one, done = waiting.pop()
            if done:
                own = [heights[other] for other in followers[one]]
                heights[one] = (own[0] + own[-1]) / 2
            elif followers[one]:
                waiting.append((one, True))
                waiting += [(other, False) for other in followers[one]]
            else:
                heights[one] = free
                free += 1.0
        free += 1.0
    return -heights
