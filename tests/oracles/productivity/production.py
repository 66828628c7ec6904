"""Production functions, slowly: full designs, general least squares, and searches by scipy."""

from itertools import combinations_with_replacement

import numpy as np
import pandas as pd


def polynomials(columns, degree):
    """Every product of the columns up to the degree, with the constant."""
    rows = [np.ones(len(columns[0]))]
    for power in range(1, degree + 1):
        rows += [np.prod(c, axis=0) for c in combinations_with_replacement(columns, power)]
    return np.array(rows).T


def fitted(design, target):
    return np.linalg.lstsq(design, target, rcond=None)[0]


def first_stage(table, early, inside, degree, controls=()):
    """Coefficients of the early terms and controls, the unknown function, and residuals."""
    wanted = table[[*early, *controls]].to_numpy()
    function = polynomials([table[name].to_numpy() for name in inside], degree)
    both = np.c_[wanted, function]
    found = fitted(both, table["y"].to_numpy())
    width = wanted.shape[1]
    return found[:width], function @ found[width:], table["y"].to_numpy() - both @ found


def lagged(table, names):
    """Add the value of the period before, where the firm has one, as a column name_1."""
    keys = table[["firm", "period", *names]].assign(period=table["period"] + 1)
    both = table.merge(keys, on=["firm", "period"], how="left", suffixes=("", "_1"))
    return both.set_index(table.index)


def innovation(now, before, degree, survival=None):
    """What the law of motion leaves."""
    columns = [before] if survival is None else [before, survival]
    design = polynomials(columns, degree)
    return now - design @ fitted(design, now)


def copied(table, counts):
    """Each firm as often as it counts, as firms of their own."""
    parts = []
    for firm, group in table.groupby("firm"):
        parts += [group.assign(firm=f"{firm}/{copy}") for copy in range(counts[firm])]
    return pd.concat(parts, ignore_index=True)
