"""What a level or a change is made of: lines over time, and bars stacked up to a total."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from weakties._tables import label
from weakties.errors import InvalidInput

from .style import BLACK, COLOURS, GREY, axes, darker, legend, ticks

if TYPE_CHECKING:
    from weakties.productivity.decomposition.result import (
        DynamicDecomposition,
        MethodComparison,
        StaticDecomposition,
    )

# More bars, or groups of lines, than these cannot be told apart.
_MOST_BARS = 60
_MOST_GROUPS = len(COLOURS)

# A part has its colour whatever the method; no method has two of the same.
COLOURS_OF = {
    "mean": COLOURS[0],
    "within": COLOURS[0],
    "covariance": COLOURS[1],
    "between": COLOURS[1],
    "entry": COLOURS[2],
    "exit": COLOURS[3],
    "cross": COLOURS[4],
    "between_groups": COLOURS[5],
}

# The panel says neither whether productivity is in logs nor of what.
_UNIT = "in its own unit"


def changes(result: DynamicDecomposition, ax: Axes | None) -> Axes:
    """Draw a bar for each group and pair: the parts stacked, and a mark at their total."""
    known = result.components.dropna(how="all")
    if len(known) > _MOST_BARS:
        raise InvalidInput(
            f"a plot shows at most {_MOST_BARS} bars: got {len(known)} groups and pairs; "
            'decompose fewer of them, such as with periods="adjacent" or without `groups`'
        )
    width = max(6.4, 0.34 * len(known) + 2)
    ax = axes(ax, ylabel=f"Change of productivity ({_UNIT})", size=(width, 4.2))
    _stacks(ax, known, (result.lo.loc[known.index], result.hi.loc[known.index]), result.whole)
    _name_bars(ax, known.index, result.meta.options["groups"])
    legend(ax)
    return ax


def methods(result: MethodComparison, ax: Axes | None) -> Axes:
    """Draw a bar for each method, for each group and pair: the parts stacked, and their total."""
    tables = [getattr(result, field) for field in ("components", "lo", "hi")]
    known = tables[0][tables[0]["total"].notna()]
    if len(known) > _MOST_BARS:
        raise InvalidInput(
            f"a plot shows at most {_MOST_BARS} bars: got {len(known)} methods, groups and pairs; "
            "compare fewer of them, such as one pair of periods without `groups`"
        )
    width = max(6.4, 0.6 * len(known) + 2)
    ax = axes(ax, ylabel=f"Change of productivity ({_UNIT})", size=(width, 4.6))
    _stacks(ax, known, (tables[1].loc[known.index], tables[2].loc[known.index]), "total")
    names = [str(name).replace("-", "\n", 1) for name in known.index.get_level_values("method")]
    cells = [cell[:-1] for cell in known.index]
    if len(set(cells)) > 1:
        starts = [place for place, cell in enumerate(cells) if cells.index(cell) == place]
        for place in starts:
            if place:
                ax.axvline(place - 0.5, color=GREY, linewidth=0.6, linestyle=":")
            *group, start, end = cells[place]
            name = f"{' '.join(map(str, group))}, {label(start)}–{label(end)}"
            look: dict[str, Any] = {"ha": "left", "va": "bottom", "fontsize": "small"}
            ax.annotate(name, (place - 0.4, 1), xycoords=ax.get_xaxis_transform(), **look)
    ticks(ax, names)
    legend(ax)
    return ax


def _stacks(
    ax: Axes, known: pd.DataFrame, around: tuple[pd.DataFrame, pd.DataFrame], whole: str
) -> None:
    """Stack the parts of each row, with their intervals, and mark the whole."""
    parts = known.drop(columns=whole)
    places = np.arange(len(known))
    # Parts above zero are stacked upwards, those below downwards; what is not defined has no bar.
    tops = {1: np.zeros(len(known)), -1: np.zeros(len(known))}
    # Error bars stand beside each other, so that none hides another.
    *offsets, of_total = np.linspace(-0.28, 0.28, parts.shape[1] + 1)
    for offset, name in zip(offsets, parts.columns, strict=True):
        colour = COLOURS_OF[name]
        heights = parts[name].fillna(0.0).to_numpy()
        bottoms = np.where(heights >= 0, tops[1], tops[-1])
        ends = bottoms + heights
        edge: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.5}
        ax.bar(places, heights, 0.76, bottoms, label=name, color=colour, **edge)
        low, high = (table[name] + bottoms for table in around)
        _error_bars(ax, places + offset, low, high, color=darker(colour), linewidth=1.3)
        tops[1], tops[-1] = np.maximum(tops[1], ends), np.minimum(tops[-1], ends)
    low, high = (table[whole] for table in around)
    _error_bars(ax, places + of_total, low, high, color=BLACK, linewidth=1.6)
    mark: dict[str, Any] = {"color": BLACK, "markerfacecolor": "white", "markersize": 5}
    of_total = of_total if low.notna().any() else 0.0
    ax.plot(places + of_total, known[whole], "D", label=whole, zorder=4, **mark)
    ax.axhline(0, color=BLACK, linewidth=0.8)
    ax.set_xlim(-0.6, len(known) - 0.4)


def levels(result: StaticDecomposition, ax: Axes | None) -> Axes:
    """Draw mean and aggregate over time; the gap between them is the covariance."""
    components, low_, high_ = (
        _ungrouped(table, 1) for table in (result.components, result.lo, result.hi)
    )
    groups = components.dropna(how="all").index.unique("group")
    if len(groups) > _MOST_GROUPS:
        raise InvalidInput(
            f"a plot shows at most {_MOST_GROUPS} groups: got {len(groups)}; decompose without "
            "`groups`, or by fewer groups"
        )
    periods = components.index.unique("period")
    ax = axes(ax, xlabel=str(periods.name), ylabel=f"Productivity ({_UNIT})")
    places = np.arange(len(periods))
    by = result.meta.options["groups"]
    # Groups, and in them aggregate and mean, stand beside each other.
    shifts = 0.07 * (np.arange(2 * len(groups)).reshape(-1, 2) - len(groups) + 0.5)
    for colour, group, beside in zip(COLOURS, groups, shifts, strict=False):
        table, low, high = (
            each.xs(group, level="group").reindex(periods)
            for each in (components, low_, high_)
        )
        if len(groups) == 1:
            between = (table["mean"], table["aggregate"])
            ax.fill_between(places, *between, color=colour, alpha=0.15, lw=0, label="covariance")
        for column, style, shift in zip(("aggregate", "mean"), ("o-", "s--"), beside, strict=True):
            name = column if by is None else f"{_named(by)}{label(group)}: {column}"
            line: dict[str, Any] = {"color": colour, "markersize": 4, "linewidth": 1.4}
            ax.plot(places + shift, table[column], style, label=name, **line)
            thin = {"color": colour, "linewidth": 0.9, "alpha": 0.7}
            _error_bars(ax, places + shift, low[column], high[column], **thin)
    ticks(ax, [label(period) for period in periods])
    legend(ax, ncols=3 if by is None else min(len(groups), 3))
    return ax


def _error_bars(
    ax: Axes,
    places: NDArray[np.float64],
    low: pd.Series[float],
    high: pd.Series[float],
    **line: Any,
) -> None:
    """Draw intervals where there are any."""
    known = low.notna().to_numpy()
    if known.any():
        ax.vlines(places[known], low[known], high[known], zorder=3, **line)


def _ungrouped(table: pd.DataFrame, others: int) -> pd.DataFrame:
    """Join the labels of nested groups into one level; ``others`` levels come after them."""
    index = table.index
    nested = index.nlevels - others
    if nested == 1:
        return table
    groups = [
        " / ".join(map(label, labels))
        for labels in zip(*(index.get_level_values(n) for n in range(nested)), strict=True)
    ]
    rest = [index.get_level_values(level) for level in range(nested, index.nlevels)]
    names = ["group", *index.names[nested:]]
    return table.set_axis(pd.MultiIndex.from_arrays([groups, *rest], names=names))


def _named(by: object) -> str:
    """Say what groups are, in front of a group's label; nested ones speak for themselves."""
    return "" if isinstance(by, list) else f"{by} "


def _name_bars(ax: Axes, index: pd.Index[Any], by: object) -> None:
    """Name bars by what tells them apart: the pair, the group, or the pair within the group."""
    index = _ungrouped(pd.DataFrame(index=index), 2).index
    groups = [label(group) for group in index.get_level_values("group")]
    pairs = [
        f"{label(start)}–{label(end)}"
        for start, end in zip(
            index.get_level_values("t0"), index.get_level_values("t1"), strict=True
        )
    ]
    if len(set(pairs)) == 1 and by is not None:
        ticks(ax, groups)
        ax.set_xlabel(f"{', '.join(map(str, by)) if isinstance(by, list) else by}, {pairs[0]}")
        return
    ticks(ax, pairs)
    if by is None:
        return
    room = ax.get_window_extent().width / ax.figure.dpi / max(len(groups), 1)
    for group in dict.fromkeys(groups):
        first, count = groups.index(group), groups.count(group)
        name, letters = f"{_named(by)}{group}", int(count * room / 0.085)
        name = name if len(name) <= letters else f"{name[: max(letters - 1, 1)]}…"
        if first:
            ax.axvline(first - 0.5, color=GREY, linewidth=0.6, linestyle=":")
        middle = first + (count - 1) / 2
        look: dict[str, Any] = {"ha": "center", "va": "bottom", "fontsize": "small"}
        ax.annotate(name, (middle, 1), xycoords=ax.get_xaxis_transform(), **look)
