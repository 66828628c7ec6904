"""Two things at once: means of one variable by quantiles of another, and moves between classes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import instance, integer
from weakties._arguments import threads as threads_of
from weakties._labels import Codes, Index
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from .cells import PERCENTILES, MicroMoments, Rows, micro_moments, names_of
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
    log_productivity 1        50 -0.07
                     2        50  0.00
                     3        50  0.11
                     4        50  0.13
    """
    count = integer(quantiles, "quantiles", low=2, high=100)
    names = names_of(variables, "variables")
    columns = [] if cells is None else names_of(cells, "cells")
    rows = Rows.of(data, list(dict.fromkeys([*names, by])), columns, weight, missing)
    index, codes = rows.within(columns)
    ones = np.ones(rows.table.rows)
    classes = _core.quantile_classes(
        codes, len(index), rows.values[by], ones, count, threads_of(threads)
    )
    keep = classes >= 0
    if not keep.any():
        raise InvalidInput(f"`by` must have values: all of {by!r} are missing; choose another")
    for name in [*columns, *names]:
        if name == "quantile":
            raise InvalidInput("`cells` and `variables` cannot be called 'quantile'; rename it")
    frame = pd.DataFrame({name: rows.values[name][keep] for name in names})
    for name in columns:
        labels, place = rows.keys[name]
        frame[("cell", name)] = labels.take(place[keep])
    frame["quantile"] = classes[keep] + 1
    if rows.weight is not None:
        frame[("weight",)] = rows.weight[keep]
    found = micro_moments(
        frame.rename(columns={("cell", name): f"cell {name}" for name in columns}),
        names,
        cells=[*(f"cell {name}" for name in columns), "quantile"],
        weight=None if rows.weight is None else ("weight",),
        percentiles=percentiles,
        neighbours=neighbours,
        largest=largest,
        threads=threads,
    )
    titles = ["variable", *columns, "quantile"]
    for table in (found.moments, found.averaged, found.largest):
        table.index.names = titles
    meta = Meta(
        method="joint-distribution",
        options={
            "variables": names, "by": by, "quantiles": count, "cells": columns, "weight": weight
        },
        counts={"rows": int(keep.sum()), "cells": len(found.moments) // len(names)},
        dropped={**rows.table.dropped, f"{by} missing": int((~keep).sum())},
        sources=("olley1996", "hyndman1996"),
    )
    return MicroMoments(
        found.moments, found.averaged, found.largest, (), found.neighbours, meta=meta
    )
