"""Moments of firms by cell, such as country, sector, period and size class."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import integer
from weakties._arguments import threads as threads_of
from weakties._labels import Index
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties._wording import shown
from weakties.errors import InvalidInput

from .cell_rows import ALL, Rows, names_of, percents
from .stream import FirmStream

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PERCENTILES = (10, 25, 50, 75, 90)

_PLAIN = ["n", "mean", "sd"]
_WEIGHTED = ["sum_of_weights", "weighted_mean", "olley_pakes_covariance"]


@dataclass(frozen=True, eq=False, repr=False)
class MicroMoments(Result):
    """Moments of each variable in each cell; see `micro_moments`.

    Attributes
    ----------
    moments : pandas.DataFrame
        One row for each variable and cell, one column a statistic.
    averaged : pandas.DataFrame
        The percentiles again, each as the mean of the observations around it; NaN where a cell has
        too few on one side. `disclosure` releases these.
    largest : pandas.DataFrame
        What part of the sum of absolute values the largest, the two largest, … firms of the cell
        make up, and what part of its weight; dominance is judged by these.
    margins : tuple of column names
        The columns of cells that are also pooled over, under the label ``"all"``.
    neighbours : int
        How many observations an averaged percentile rests on at least.
    meta : Meta
        How the result was made.
    """

    title: ClassVar[str] = "Firms by cell: moments"
    moments: pd.DataFrame
    averaged: pd.DataFrame
    largest: pd.DataFrame
    margins: tuple[Hashable, ...]
    neighbours: int

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each variable, cell and statistic.

        Returns
        -------
        pandas.DataFrame
            The variable, the columns of the cell, ``statistic`` and ``value``.
        """
        named = self.moments.rename_axis(columns="statistic")
        stacked: Any = named.stack(future_stack=True)  # noqa: PD013
        return pd.DataFrame(stacked.rename("value").reset_index())

    def to_wide(self) -> pd.DataFrame:
        """Return one row a cell and a column ``variable_statistic`` for each of both.

        Returns
        -------
        pandas.DataFrame
            Laid out as files of micro-aggregated data are, such as ``productivity_p50``.
        """
        wide: Any = self.moments.unstack("variable")  # noqa: PD010
        wide.columns = pd.Index([f"{variable}_{statistic}" for statistic, variable in wide.columns])
        variables = self.moments.index.unique("variable")
        order = [f"{v}_{s}" for v in variables for s in self.moments.columns]
        frame: pd.DataFrame = wide[order]
        return frame

    def _shown(self) -> pd.DataFrame:
        return self.moments

    def _adding_up(self) -> tuple[pd.DataFrame, pd.Series[float]] | None:
        if "weighted_mean" not in self.moments:
            return None
        parts = self.moments[["mean", "olley_pakes_covariance"]]
        return parts, self.moments["weighted_mean"]

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.spreads import spreads

        return spreads(self, ax)


def micro_moments(
    data: object,
    variables: Hashable | list[Hashable],
    *,
    cells: Hashable | list[Hashable] | None = None,
    weight: Hashable | None = None,
    margins: Hashable | list[Hashable] | None = None,
    percentiles: Iterable[int] = PERCENTILES,
    neighbours: int = 10,
    largest: int = 2,
    missing: str = "raise",
    threads: int | None = None,
    progress: bool | None = None,
) -> MicroMoments:
    r"""Describe the firms of each cell by moments, percentiles and a covariance with size.

    For the firms :math:`i` of a cell with variable :math:`x_i` and weight :math:`w_i`,

    .. math::

        \bar x = \frac{1}{n} \sum_i x_i , \qquad
        \mathrm{sd} = \Bigl( \frac{1}{n - 1} \sum_i (x_i - \bar x)^2 \Bigr)^{1/2} , \qquad
        \bar x_w = \frac{\sum_i w_i x_i}{\sum_i w_i} = \bar x + \mathrm{cov} , \qquad
        \mathrm{cov} = \sum_i \Bigl( \frac{w_i}{\sum_j w_j} - \frac{1}{n} \Bigr) (x_i - \bar x) .

    Parameters
    ----------
    data : FirmPanel, FirmStream or table
        One row a firm and period. Of a panel, the columns are those of its ``to_frame()``: firm,
        period, ``"productivity"``, ``"share"``, variables and groups. Of a stream, they are those
        but variables, and one cell must fit in memory.
    variables : column name or list of column names
        What is described. Missing values are left out and not counted in ``n``.
    cells : column name or list of column names, optional
        What tells cells apart, such as country, sector, period and size class. Without it all rows
        are one cell.
    weight : column name, optional
        Not negative, in any unit; gives the weighted statistics.
    margins : column name or list of column names, optional
        Some of ``cells`` that are also pooled over, alone and together; the cells that result have
        the label ``"all"`` there.
    percentiles : list of int, default (10, 25, 50, 75, 90)
        Whole percents from 1 to 99.
    neighbours : int, default 10
        How many observations a percentile in ``averaged`` is the mean of at least.
    largest : int, default 2
        Of how many of the largest firms the shares are kept: 1 for the largest, 2 also for the two
        largest together, and so on.
    missing : {"raise", "drop"}
        Whether rows without a cell or weight are refused, or dropped and counted.
    threads : int, optional
        Processors to use; all by default. The result does not depend on it.
    progress : bool, optional
        Whether a bar is shown; by default when the work takes longer than two seconds.

    Returns
    -------
    MicroMoments
        By variable and cell ``n``, ``mean``, ``sd`` and ``p10``, …, in the unit of the variable;
        with a weight also ``sum_of_weights``, ``weighted_mean``, ``olley_pakes_covariance`` and
        ``weighted_p10``, ….

    Raises
    ------
    UnknownLabel
        When a column is not there.
    InvalidInput, WrongType
        When a variable is infinite, a weight negative, an option out of range, or a cell is already
        called ``"all"`` where margins are asked for.

    Notes
    -----
    The covariance is the gap of :cite:t:`olley1996` between weighted and unweighted mean. The
    :math:`q`-th percentile is the value at which the sum of weights from below first exceeds
    :math:`q` percent, or the mean of two neighbours where it is exactly :math:`q` percent at the
    first of them: definition 2 of :cite:t:`hyndman1996`, for weights of 1. Tables of this kind are
    what distributed micro-data projects collect :cite:p:`bartelsman2004`.

    In ``averaged`` a percentile is the (weighted) mean of the least symmetric run of observations
    around it with at least ``neighbours`` of them.

    Cells without rows are not listed. Where a variable is missing in all rows of a cell, ``n`` is 0
    and the rest NaN; the standard deviation of one firm, and weighted statistics of firms that
    weigh nothing, are NaN. Values of a cell are sorted before they are added up, so that the order
    of rows changes no bit.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import micro_moments
    >>> found = micro_moments(decomposition_example(), "log_productivity", cells="period",
    ...                       weight="share", percentiles=[50])
    >>> found.moments[["n", "mean", "p50", "weighted_mean"]].round(4)
                             n    mean    p50  weighted_mean
    variable         period
    log_productivity 0       6  1.6883  1.685         1.7598
                     1       6  1.3917  1.350         1.4314
                     3       6  1.6883  1.685         1.7598
    """
    names = names_of(variables, "variables")
    by = [] if cells is None else names_of(cells, "cells")
    pooled = [] if margins is None else names_of(margins, "margins")
    asked = percents(percentiles)
    neighbours = integer(neighbours, "neighbours", low=1)
    largest = integer(largest, "largest", low=1, high=100)
    for name in pooled:
        if name not in by:
            raise InvalidInput(
                f"`margins` must be among `cells`: got {shown(name)}; add it to `cells`"
            )
    shape = (asked, neighbours, largest)
    if isinstance(data, FirmStream):
        count, dropped = len(data), data.dropped
        tables = streamed(data, names, by, pooled, weight, shape, threads_of(threads))
    else:
        rows = Rows.of(data, names, by, weight, missing)
        refuse_all({name: rows.keys[name][0] for name in pooled})
        count, dropped = rows.count, rows.dropped
        with reporter(progress, "moments") as report:
            tables = described(rows, names, by, pooled, shape, threads_of(threads), report)
    return MicroMoments(
        **tables,
        margins=tuple(pooled),
        neighbours=neighbours,
        meta=Meta(
            method="micro-moments",
            options={"variables": names, "cells": by, "weight": weight, "margins": pooled},
            counts={"rows": count, "cells": len(tables["moments"]) // len(names)},
            dropped=dropped,
            sources=("olley1996", "hyndman1996", "bartelsman2004"),
        ),
    )


def described(
    rows: Rows,
    names: list[Hashable],
    by: list[Hashable],
    pooled: list[Hashable],
    shape: tuple[list[int], int, int],
    threads: int | None,
    report: Any,
) -> dict[str, pd.DataFrame]:
    """Return the tables of `MicroMoments`: of all variables, in all cells and their margins."""
    weight = np.ones(rows.count) if rows.weight is None else rows.weight
    found: dict[Hashable, list[NDArray[np.float64]]] = {name: [] for name in names}
    cells: list[pd.MultiIndex] = []
    for count in range(len(pooled) + 1):
        for without in combinations(pooled, count):
            index, codes = rows.within([name for name in by if name not in without])
            cells.append(_with_all(index, by, without))
            for name in names:
                found[name].append(
                    _core.micro_moments(
                        codes, len(index), rows.variables[name], weight, *shape, threads, report
                    )
                )
    index = pd.MultiIndex.from_tuples(
        [(name, *cell) for name in names for part in cells for cell in part],
        names=["variable", *cells[0].names],
    )
    array = np.concatenate([part for name in names for part in found[name]])
    return tables(array, index, shape, weighted=rows.weight is not None)


def tables(
    array: NDArray[np.float64],
    index: pd.MultiIndex,
    shape: tuple[list[int], int, int],
    *,
    weighted: bool,
) -> dict[str, pd.DataFrame]:
    """Label what the kernel gives, without the weighted statistics where there is no weight."""
    asked, _, largest = shape
    plain, by_weight = ([f"{word}p{percent}" for percent in asked] for word in ("", "weighted_"))
    of_values = [f"largest_{place + 1}" for place in range(largest)]
    of_weights = [f"{name}_weight" for name in of_values]
    columns = [*_PLAIN, *_WEIGHTED, *plain, *by_weight]
    frame = pd.DataFrame(array[:, : len(columns)], index=index, columns=columns)
    frame["n"] = frame["n"].astype(np.int64)
    averaged = pd.DataFrame(
        array[:, len(columns) : -2 * largest], index=index, columns=[*plain, *by_weight]
    )
    shares = pd.DataFrame(array[:, -2 * largest :], index=index, columns=[*of_values, *of_weights])
    kept = [*_PLAIN, *plain, *(_WEIGHTED + by_weight if weighted else [])]
    return {
        "moments": frame[kept],
        "averaged": averaged[plain + (by_weight if weighted else [])],
        "largest": shares if weighted else shares[of_values],
    }


def _with_all(
    index: pd.MultiIndex, by: list[Hashable], without: tuple[Hashable, ...]
) -> pd.MultiIndex:
    """Put the columns that were pooled over back in their places."""
    if not without:
        return index
    arrays = []
    for name in by:
        if name in without:
            arrays.append(pd.Index([ALL] * len(index), dtype=object))
        else:
            arrays.append(index.get_level_values(index.names.index(name)))
    return pd.MultiIndex.from_arrays(arrays, names=by)


def streamed(
    stream: FirmStream,
    names: list[Hashable],
    by: list[Hashable],
    pooled: list[Hashable],
    weight: Hashable | None,
    shape: tuple[list[int], int, int],
    threads: int | None,
) -> dict[str, pd.DataFrame]:
    """Return the tables of `MicroMoments` with one cell in memory at a time."""
    if names != ["productivity"] or weight not in (None, "share"):
        raise InvalidInput(
            "`variables` of a stream are 'productivity', and its `weight` 'share': "
            f"got {names!r} and {weight!r}; read other columns as the productivity of a stream"
        )
    refuse_all({name: stream.groups[name] for name in pooled if name in stream.groups})
    found, cells = [], []
    for count in range(len(pooled) + 1):
        for without in combinations(pooled, count):
            kept = [name for name in by if name not in without]
            for cell, values, shares in stream._cells(kept):
                codes = np.zeros(len(values), np.int64)
                of_cell = shares if weight is not None else np.ones(len(values))
                found.append(_core.micro_moments(codes, 1, values, of_cell, *shape, threads, None))
                labels = dict(zip(kept, cell, strict=True))
                cells.append(tuple(labels.get(name, ALL) for name in by) or (ALL,))
    index = pd.MultiIndex.from_tuples(
        [("productivity", *cell) for cell in cells], names=["variable", *(by or ["cell"])]
    )
    return tables(np.concatenate(found), index, shape, weighted=weight is not None)


def refuse_all(pooled: dict[Hashable, Index]) -> None:
    """Refuse a label that would be taken for a margin."""
    for name, labels in pooled.items():
        if ALL in labels.tolist():
            raise InvalidInput(
                f"`margins` cannot pool over {name!r}, which has a cell {ALL!r} already; rename it"
            )
