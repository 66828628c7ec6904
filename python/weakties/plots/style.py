"""The look that all pictures share: colours, and axes without clutter."""

from __future__ import annotations

from typing import Any

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.ticker import FixedLocator

# Okabe and Ito's colours, told apart by colour-blind readers and in print.
BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
SKY = "#56B4E9"
YELLOW = "#F0E442"
COLOURS = (BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY, YELLOW)
# Circle, square and triangle.
SHAPES = ("o", "s", "^")

BLACK = "#222222"
GREY = "#8C8C8C"
LIGHT = "#DDDDDD"


def darker(colour: str) -> tuple[float, float, float]:
    """Return a shade that stands out on the colour itself."""
    red, green, blue = to_rgb(colour)
    return 0.55 * red, 0.55 * green, 0.55 * blue


def axes(
    ax: Axes | None,
    *,
    xlabel: str = "",
    ylabel: str = "",
    title: str = "",
    grid: str = "y",
    size: tuple[float, float] = (6.4, 4.0),
) -> Axes:
    """Return axes with labels and a faint grid; new ones of a size in inches if there are none.

    ``grid`` says along which axis lines stand: ``"x"``, ``"y"``, ``"both"`` or ``""``.
    """
    if ax is None:
        _, ax = plt.subplots(figsize=size, layout="constrained")
    ax.spines[["top", "right"]].set_visible(False)
    ax.spines[["left", "bottom"]].set_color(GREY)
    ax.tick_params(color=GREY, labelsize="small")
    ax.set_axisbelow(True)
    if grid:
        ax.grid(axis=grid, color=LIGHT, linewidth=0.6)  # type: ignore[arg-type]
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    if title:
        ax.set_title(title, loc="left", fontsize="medium")
    return ax


def ticks(ax: Axes, labels: list[str]) -> None:
    """Label the places 0, 1, 2, … along x, aslant where upright labels would touch.

    Where labels are too many even so, evenly spaced ones are left out.
    """
    width = ax.get_window_extent().width / ax.figure.dpi
    longest = max(map(len, labels), default=0)
    # A letter of small print is about 0.075 inches wide and its line 0.16 inches high.
    aslant = len(labels) * (longest + 2) * 0.075 > width
    step = max(1, -(-len(labels) * 0.16 // width)) if aslant else 1
    places = range(0, len(labels), int(step))
    ax.xaxis.set_major_locator(FixedLocator(list(places)))
    turned: dict[str, Any] = {"rotation": 45, "ha": "right", "rotation_mode": "anchor"}
    ax.set_xticklabels([labels[place] for place in places], **(turned if aslant else {}))


def legend(ax: Axes, **options: Any) -> None:
    """Put the legend above the axes, where it hides nothing."""
    handles, labels = ax.get_legend_handles_labels()
    placed: dict[str, Any] = {
        "loc": "lower left",
        "bbox_to_anchor": (0, 1.04),
        "borderaxespad": 0.0,
    }
    placed |= {"ncols": min(len(labels), 5), "frameon": False, "fontsize": "small"}
    placed |= {"handlelength": 1.2, "columnspacing": 1.2}
    ax.legend(handles, labels, **(placed | options))
