"""Cores as their definition reads: take away who has least until nobody is left."""

import numpy as np


def coreness(z, direction="all", directed=True):
    """The largest of the least sums met so far, when a node has the least itself."""
    z = np.array(z, dtype=float)
    np.fill_diagonal(z, 0)
    kept = list(range(len(z)))
    values = np.zeros(len(z))
    level = 0.0
    while kept:
        inside = z[np.ix_(kept, kept)]
        sums = {"out": inside.sum(axis=1), "in": inside.sum(axis=0)}
        sums["all"] = sums["out"] + sums["in"]
        found = sums[direction if directed else "out"]
        first = int(np.argmin(found))
        level = max(level, found[first])
        values[kept.pop(first)] = level
    return values
