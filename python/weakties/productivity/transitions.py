"""Two things at once: means of one variable by quantiles of another, and moves between classes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, instance, integer
from weakties._arguments import threads as threads_of
from weakties._labels import Codes, Index
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from .cell_rows import Rows, names_of, percents
from .cells import PERCENTILES, MicroMoments, described
from .panel import FirmPanel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EXIT = "exit"
"""Where firms go that are not seen again after the horizon."""


def joint_distribution(
    data: object,
    variables: Hashable | list[Hashable],
    by: Hashable,
    *,
    quantiles: int = 5,
    cells: Hashable | list[Hashable] | None = None,
    weight: Hashable | None = None,
    percentiles: Iterable[int] = PERCENTILES,
    neighbours: int = 10,
    largest: int = 2,
    missing: str = "raise",
    threads: int | None = None,
) -> MicroMoments:
    r"""Describe firms by the quantile of another variable they belong to, in each cell.

    Parameters
    ----------
    data : FirmPanel or table
        As for `micro_moments`.
    variables : column name or list of column names
        What is described.
    by : column name
        The variable whose quantiles firms are put into; where it is missing, they are left out.
    quantiles : int, default 5
        How many: 5 for quintiles.
    cells : column name or list of column names, optional
        What tells cells apart; quantiles are those of the cell.
    weight, percentiles, neighbours, largest, missing, threads
        As for `micro_moments`.

    Returns
    -------
    MicroMoments
        As from `micro_moments`, with one more column of the cells, ``quantile``, from 1 (lowest).

    Raises
    ------
    UnknownLabel, InvalidInput, WrongType
        As from `micro_moments`; also when ``quantiles`` is not a whole number from 2 to 100, or no
        row has a quantile.

    Notes
    -----
    A firm is in the first quantile whose upper bound its value does not exceed, the bounds being
    the percentiles of definition 2 of :cite:t:`hyndman1996`, unweighted. So equal values share a
    quantile, and where many are equal quantiles differ in size or are empty.

    Examples
    --------
    >>> from weakties.datasets import synthetic_firms
    >>> from weakties.productivity import joint_distribution
    >>> found = joint_distribution(synthetic_firms(200, 1, 2, seed=1), "log_productivity",
    ...                            "employees", quantiles=4)
    >>> found.moments[["n", "mean"]].round(2)
                                n  mean
    variable         quantile
    log_productivity 1         50 -0.12
                     2         50 -0.07
                     3         50 -0.01
                     4         50  0.36
    """
    count = integer(quantiles, "quantiles", low=2, high=100)
    names = names_of(variables, "variables")
    largest = integer(largest, "largest", low=1, high=100)
    columns = [] if cells is None else names_of(cells, "cells")
    rows = Rows.of(data, list(dict.fromkeys([*names, by])), columns, weight, missing)
    index, codes = rows.within(columns)
    ones = np.ones(rows.count)
    classes = _core.quantile_classes(
        codes, len(index), rows.variables[by], ones, count, threads_of(threads)
    )
    keep = classes >= 0
    if not keep.any():
        raise InvalidInput(f"`by` must have values: all of {by!r} are missing; choose another")
    if "quantile" in columns:
        raise InvalidInput("`cells` cannot have a column 'quantile' of their own; rename it")
    shape = (percents(percentiles), integer(neighbours, "neighbours", low=1), largest)
    places = pd.Index(np.arange(1, count + 1))
    within = rows.kept(keep, quantile=(places, classes[keep]))
    tables = described(within, names, [*columns, "quantile"], [], shape, threads_of(threads), None)
    return MicroMoments(
        **tables,
        margins=(),
        neighbours=shape[1],
        meta=Meta(
            method="joint-distribution",
            options={
                "variables": names,
                "by": by,
                "quantiles": count,
                "cells": columns,
                "weight": weight,
            },
            counts={"rows": within.count, "cells": len(tables["moments"]) // len(names)},
            dropped={**rows.dropped, f"no {by}": int((~keep).sum())},
            sources=("olley1996", "hyndman1996"),
        ),
    )


@dataclass(frozen=True, eq=False, repr=False)
class ClassTransitions(Result):
    """How many firms move from class to class; see `class_transitions`.

    Attributes
    ----------
    moves : pandas.DataFrame
        One row for each cell, ``origin`` and ``destination``: ``n`` firms, ``n_origin`` firms in
        the origin, and ``probability``, the one as part of the other.
    meta : Meta
        How the result was made.
    """

    title: ClassVar[str] = "Firms that move between classes"
    moves: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each cell, origin and destination.

        Returns
        -------
        pandas.DataFrame
            The columns of the cell, ``origin``, ``destination``, ``n``, ``n_origin`` and
            ``probability``.
        """
        return self.moves.reset_index()

    def _shown(self) -> pd.DataFrame:
        return self.moves["probability"].unstack("destination", sort=False)  # noqa: PD010

    def _adding_up(self) -> tuple[pd.DataFrame, pd.Series[float]]:
        wide = self._shown()
        return wide, pd.Series(1.0, index=wide.index)

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.suppressed import moved

        return moved(self, ax)


def class_transitions(
    panel: FirmPanel,
    variable: Hashable,
    *,
    classes: int | Hashable = 5,
    horizon: int = 1,
    cells: Hashable | list[Hashable] | None = None,
    threads: int | None = None,
) -> ClassTransitions:
    r"""Count how firms move between quantiles of a variable, or between groups, over some periods.

    .. math::

        \Pr(\text{destination} \mid \text{origin}) = n_{od} / n_o

    Parameters
    ----------
    panel : FirmPanel
        Firms by period.
    variable : column name
        ``"productivity"``, ``"share"`` or one of the panel's variables; where it is missing a firm
        counts as not seen. With ``classes="groups"`` one of its group columns.
    classes : int or "groups", default 5
        How many quantiles, taken anew in each period and cell; or that the column is a group
        already, such as a size class.
    horizon : int, default 1
        Over how many periods of the panel firms are followed.
    cells : column name or list of column names, optional
        The panel's group columns that tell cells apart. A firm belongs to its cell at the origin;
        its quantile at the destination is that of the cell it is in by then.
    threads : int, optional
        Processors to use; all by default. The result does not depend on it.

    Returns
    -------
    ClassTransitions
        For each period of origin (``period``), cell, origin and destination the number of firms and
        its part of the origin's. Firms not seen at the end have the destination ``"exit"``.

    Raises
    ------
    UnknownLabel
        When the panel has no such column.
    InvalidInput, WrongType
        When an option is out of range or the panel is too short for the horizon.

    Notes
    -----
    Quantiles are those of `joint_distribution` :cite:p:`hyndman1996`. All destinations of an origin
    with firms are listed, with 0 firms as well.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, class_transitions
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> class_transitions(panel, "productivity", classes=2).moves["n"].unstack()
    destination    1  2  exit
    period origin
    0      1       1  0     2
           2       0  3     0
    1      1       1  0     2
           2       0  3     0
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    steps = integer(horizon, "horizon", low=1)
    if steps >= len(panel.periods):
        raise InvalidInput(
            f"`horizon` must be less than the number of periods, {len(panel.periods)}: got {steps}"
        )
    columns = [] if cells is None else names_of(cells, "cells")
    groups = {name: panel._group(name, "cells") for name in columns}
    labels, codes = _classes(panel, variable, classes, groups, threads_of(threads))
    width, spans = len(labels) + 1, len(panel.periods)
    # Rows are sorted by firm and period, so that the row of a firm and period can be looked up.
    keys = panel.firm * spans + panel.period
    origin = np.flatnonzero((codes >= 0) & (panel.period < spans - steps))
    wanted = keys[origin] + steps
    found = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    destination = np.where(keys[found] == wanted, codes[found], -1)
    # What is not seen, or has no class, stands last.
    destination = np.where(destination < 0, width - 1, destination)
    combined = panel.period[origin]
    for there, place in groups.values():
        combined = combined * len(there) + place[origin]
    cell, numbers = np.unique(combined * (width - 1) + codes[origin], return_inverse=True)
    counts = np.bincount(numbers * width + destination, minlength=len(cell) * width)
    sizes = np.bincount(numbers, minlength=len(cell))
    arrays: list[Any] = [labels.take(cell % (width - 1)).repeat(width)]
    cell = cell // (width - 1)
    for there, _ in reversed(groups.values()):
        arrays.append(there.take(cell % len(there)).repeat(width))
        cell = cell // len(there)
    arrays.append(panel.periods.take(cell).repeat(width))
    ends = np.tile(np.array([*labels.tolist(), EXIT], dtype=object), len(sizes))
    index = pd.MultiIndex.from_arrays(
        [*arrays[::-1], ends], names=["period", *columns, "origin", "destination"]
    )
    moves = pd.DataFrame({"n": counts, "n_origin": sizes.repeat(width)}, index=index)
    return ClassTransitions(
        moves.assign(probability=moves["n"] / moves["n_origin"]),
        meta=Meta(
            method="class-transitions",
            options={"variable": variable, "classes": classes, "horizon": steps, "cells": columns},
            counts={"firms": len(panel.firms), "moves": len(origin)},
            dropped=panel.dropped,
            sources=("hyndman1996",),
        ),
    )


def _classes(
    panel: FirmPanel,
    variable: Hashable,
    classes: object,
    groups: dict[Hashable, tuple[Index, Codes]],
    threads: int | None,
) -> tuple[Index, Codes]:
    """Return the labels of classes and the class of each row, -1 where it has none."""
    if isinstance(classes, str):
        choice(classes, "classes", ("groups",))
        return panel._group(variable, "variable")
    count = integer(classes, "classes", low=2, high=100)
    values: NDArray[np.float64] | None = None
    if variable in ("productivity", "share"):
        values = panel.productivity if variable == "productivity" else panel.share
    if values is None:
        values = panel._variable(variable, "variable")
    cell = panel.period.astype(np.int64)
    for there, place in groups.values():
        cell = cell * len(there) + place
    seen, cell = np.unique(cell, return_inverse=True)
    codes = _core.quantile_classes(
        np.ascontiguousarray(cell.ravel(), np.int64),
        len(seen),
        values,
        np.ones(len(values)),
        count,
        threads,
    )
    return pd.Index(np.arange(1, count + 1)), codes
