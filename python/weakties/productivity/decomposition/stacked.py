"""Tables of several methods, or of several classes of firms, with the rows of a cell together."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd


def with_errors(values: pd.DataFrame, errors: pd.DataFrame) -> pd.DataFrame:
    """Put standard errors, if there are any, below their estimates."""
    if errors.isna().all(axis=None):
        return values
    both = pd.concat({"estimate": values, "se": errors})
    both.index.names = ["", *values.index.names]
    places = np.arange(len(both)).reshape(2, -1).T.ravel()
    # Which of the two a row is stands after the labels of the cell.
    levels = [*range(1, both.index.nlevels), 0]
    return both.iloc[places].reorder_levels(levels)


def by_pair(cells: Any) -> Any:
    """Name cells by two periods, which for a level are the same."""
    if "period" not in cells.names:
        return cells
    if "t0" in cells.names:
        return cells.droplevel("period")
    groups = cells.names[:-1]
    period = cells.get_level_values("period")
    return pd.MultiIndex.from_arrays(
        [*map(cells.get_level_values, groups), period, period], names=[*groups, "t0", "t1"]
    )


def by_cell(stacked: Any, *names: str) -> Any:
    """Put the methods or classes of a cell below each other, in place of the cells of each."""
    places = pd.factorize(stacked.index.droplevel([*names]))[0].argsort(kind="stable")
    levels = [*range(len(names), stacked.index.nlevels), *range(len(names))]
    return stacked.iloc[places].reorder_levels(levels)


def by_class(frames: dict[Hashable, pd.DataFrame], components: int) -> pd.DataFrame:
    """Put the tidy rows of all firms and of each class below each other, cell by cell."""
    for label, frame in frames.items():
        of_class = pd.Series([label] * len(frame), dtype=object)
        frame.insert(list(frame).index("component"), "firm_class", of_class)
    table = pd.concat(list(frames.values()), ignore_index=True)
    places = np.arange(len(table)).reshape(len(frames), -1, components).transpose(1, 0, 2)
    return table.iloc[places.ravel()].reset_index(drop=True)
