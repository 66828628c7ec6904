"""Growth by sector, dispersion within and between groups, markups, and gains from reallocation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from weakties._tables import label
from weakties.errors import InvalidInput

from .style import BLACK, COLOURS, axes, darker, legend, ticks

if TYPE_CHECKING:
    from weakties.productivity.between_within import Dispersion
    from weakties.productivity.markups import Markups
    from weakties.productivity.misallocation import Misallocation
    from weakties.productivity.shift_share import ShiftShare

# More bars, or lines, than these cannot be told apart.
_MOST_BARS = 60
_MOST_LINES = len(COLOURS)

_EDGE: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.5}
_MARK: dict[str, Any] = {"color": BLACK, "markerfacecolor": "white", "markersize": 5, "zorder": 4}


def shift_share(result: ShiftShare, ax: Axes | None) -> Axes:
    """Draw a bar for each method, group and pair: the parts stacked, and a mark at their sum."""
    totals = result.totals
    _refuse_many(len(totals), _MOST_BARS, "bars", "compare fewer pairs, or one method")
    ax = axes(
        ax,
        ylabel="Growth of labour productivity",
        size=(max(6.4, 0.34 * len(totals) + 2), 4.2),
    )
    places = np.arange(len(totals))
    parts = dict(list(result.components["growth"].groupby(level=_CELL)))
    heights = np.full((3, len(totals)), np.nan)
    names: list[dict[str, None]] = [{}, {}, {}]
    for place, cell in enumerate(totals.index):
        own = parts[cell]
        heights[: len(own), place] = own.to_numpy()
        for order, name in enumerate(own.index.get_level_values("component")):
            names[order][name] = None
    tops = {True: np.zeros(len(totals)), False: np.zeros(len(totals))}
    for colour, height, name in zip(COLOURS, np.nan_to_num(heights), names, strict=False):
        if not name:
            continue
        up = height >= 0
        bottoms = np.where(up, tops[True], tops[False])
        ax.bar(places, height, 0.76, bottoms, label=" / ".join(name), color=colour, **_EDGE)
        tops[True] = np.maximum(tops[True], bottoms + height)
        tops[False] = np.minimum(tops[False], bottoms + height)
    ax.plot(places, totals["growth"], "D", label="total", **_MARK)
    ax.axhline(0, color=BLACK, linewidth=0.8)
    ax.yaxis.set_major_formatter(PercentFormatter(1, decimals=None))
    ticks(ax, _names(totals.index))
    legend(ax, ncols=2)
    return ax


_CELL = ["method", "group", "t0", "t1"]


def _names(index: Any) -> list[str]:
    """Name bars by what tells them apart."""
    levels = [
        [label(value) for value in index.get_level_values(name)] for name in ("method", "group")
    ]
    levels.append(
        [
            f"{label(start)}–{label(end)}"
            for start, end in zip(
                index.get_level_values("t0"), index.get_level_values("t1"), strict=True
            )
        ]
    )
    telling = [level for level in levels if len(set(level)) > 1] or levels[-1:]
    return [", ".join(names) for names in zip(*telling, strict=True)]


def dispersion(result: Dispersion, ax: Axes | None) -> Axes:
    """Draw a bar for each period: what lies within groups, and on it what lies between them."""
    table, totals = result._wide("value"), result.totals
    _refuse_many(len(table), _MOST_BARS, "bars", "make the panel of fewer periods")
    measure = {"theil": "Theil index", "variance": "Variance"}[result.meta.method]
    ax = axes(ax, xlabel="period", ylabel=f"{measure} of productivity")
    places = np.arange(len(table))
    bottoms = np.zeros(len(table))
    for colour, name in zip(COLOURS, table.columns, strict=False):
        heights = table[name].fillna(0.0).to_numpy()
        ax.bar(places, heights, 0.76, bottoms, label=name, color=colour, **_EDGE)
        bottoms = bottoms + heights
    known = totals["lo"].notna().to_numpy()
    if known.any():
        low, high = totals["lo"][known], totals["hi"][known]
        ax.vlines(places[known], low, high, color=BLACK, linewidth=1.6, zorder=3)
    ticks(ax, [label(period) for period in totals.index.get_level_values("t0")])
    legend(ax)
    return ax


def markups(result: Markups, ax: Axes | None) -> Axes:
    """Draw the median of each group over time, and the middle half around it."""
    table = result.distribution
    groups = table.index.unique("group")
    _refuse_many(len(groups), _MOST_LINES, "groups", "describe markups without `groups`")
    periods = table.index.unique("period")
    ax = axes(ax, xlabel=str(periods.name), ylabel="Markup (price over marginal cost)")
    places = np.arange(len(periods))
    shifts = 0.12 * (np.arange(len(groups)) - (len(groups) - 1) / 2)
    for colour, group, shift in zip(COLOURS, groups, shifts, strict=False):
        own = table.xs(group, level="group").reindex(periods)
        name = "median" if len(groups) == 1 else label(group)
        ax.plot(places + shift, own["median"], "o-", color=colour, markersize=4, label=name)
        ax.vlines(places + shift, own["p25"], own["p75"], color=darker(colour), linewidth=1.3)
    ax.axhline(1, color=BLACK, linewidth=0.8, linestyle=":")
    ticks(ax, [label(period) for period in periods])
    legend(ax)
    return ax


def misallocation(result: Misallocation, ax: Axes | None) -> Axes:
    """Draw the distribution of log revenue productivity against the sector's, by period."""
    rows = result.firms[result.firms["kept"]]
    ax = axes(ax, xlabel="Log TFPR against the sector's", ylabel="Density")
    values = rows["log_tfpr"].to_numpy()
    bins = min(max(int(np.sqrt(len(values))), 5), 60)
    ax.hist(values, bins=bins, density=True, color=COLOURS[0], alpha=0.75, **_EDGE)
    ax.axvline(0, color=BLACK, linewidth=0.8)
    gains = [f"{label(period)}: {gain:.1%}" for period, gain in result.total["gain"].items()]
    more = [f"and {len(gains) - 6} more periods"] if len(gains) > 6 else []
    look: dict[str, Any] = {"ha": "right", "va": "top", "fontsize": "small"}
    ax.annotate(
        "\n".join(["gain", *gains[:6], *more]), (0.99, 0.98), xycoords="axes fraction", **look
    )
    return ax


def _refuse_many(found: int, most: int, what: str, remedy: str) -> None:
    if found > most:
        raise InvalidInput(f"a plot shows at most {most} {what}: got {found}; {remedy}")
