"""Quantiles and moves between them, slow and obvious."""

import numpy as np


def quantiles(values, count):
    """Number each value from 1 by how many bounds it exceeds; NaN where it is missing."""
    values = np.asarray(values, float)
    seen = np.sort(values[~np.isnan(values)])
    if len(seen) == 0:
        return np.full(len(values), np.nan)
    # In whole numbers, since a percentage such as 100 / 3 is rounded.
    bounds = []
    for each in range(1, count):
        at, rest = divmod(len(seen) * each, count)
        bounds.append(seen[at] if rest else (seen[at - 1] + seen[at]) / 2)
    places = np.array([1 + sum(value > bound for bound in bounds) for value in values], float)
    places[np.isnan(values)] = np.nan
    return places


def moves(table, horizon):
    """Count (period, cell, origin, destination), from rows of firm, period, cell and class."""
    found = {}
    at = {(row.firm, row.period): row for row in table.itertuples()}
    for row in at.values():
        if np.isnan(row.place) or row.period + horizon > table["period"].max():
            continue
        later = at.get((row.firm, row.period + horizon))
        gone = later is None or np.isnan(later.place)
        key = (row.period, row.cell, int(row.place), "exit" if gone else int(later.place))
        found[key] = found.get(key, 0) + 1
    return found
