"""Index numbers as their formulas read, row by row, from columns firm, period, y, x_…, c_…."""

from itertools import pairwise

import numpy as np


def solow(table, inputs, over):
    """Return y less inputs by shares averaged over the rows that agree in the columns named."""
    index = []
    for row in table.itertuples():
        like = table
        for column in over:
            like = like[like[column] == getattr(row, column)]
        index.append(row.y - sum(like[f"c_{k}"].mean() * getattr(row, f"x_{k}") for k in inputs))
    return np.array(index)


def mean(rows, inputs):
    """Return the mean firm of some rows."""
    return {name: rows[name].mean() for k in inputs for name in ("y", f"x_{k}", f"c_{k}")}


def step(to, since, inputs):
    """Return growth of output less that of inputs by the mean of both ends' shares."""
    growth = to["y"] - since["y"]
    for k in inputs:
        growth -= (to[f"c_{k}"] + since[f"c_{k}"]) / 2 * (to[f"x_{k}"] - since[f"x_{k}"])
    return growth


def multilateral(table, inputs, reference):
    """Return each row against its reference firm."""
    if reference == "all":
        whole = mean(table, inputs)
        return np.array([step(row, whole, inputs) for _, row in table.iterrows()])
    periods = sorted(table.period.unique())
    firms = {period: mean(table[table.period == period], inputs) for period in periods}
    index = []
    for _, row in table.iterrows():
        value = step(row, firms[row.period], inputs)
        if reference == "chained":
            for before, after in pairwise(periods):
                if after <= row.period:
                    value += step(firms[after], firms[before], inputs)
        index.append(value)
    return np.array(index)
