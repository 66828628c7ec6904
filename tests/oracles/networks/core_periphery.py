"""The fit of every division of a small network, by numpy's correlation."""

from itertools import product

import numpy as np


def fit(z, core, between):
    """The correlation of ties with the ideal pattern; NaN where one of them does not vary."""
    z = np.array(z, dtype=float)
    core = np.asarray(core)
    pattern = np.where(np.logical_and.outer(core, core), 1.0, 0.0)
    crossing = np.logical_xor.outer(core, core)
    kept = ~np.eye(len(z), dtype=bool)
    if between == "one":
        pattern[crossing] = 1
    elif between == "density":
        pattern[crossing] = z[crossing].mean() / z.max() if crossing.any() and z.any() else 0
    elif between == "missing":
        kept &= ~crossing
    return correlation(z[kept], pattern[kept])


def correlation(one, other):
    if len(one) == 0 or np.ptp(one) < 1e-9 or np.ptp(other) < 1e-9:
        return np.nan
    return np.corrcoef(one, other)[0, 1]


def best(z, between):
    """The best fit of all divisions; NaN where none has a correlation."""
    fits = [fit(z, core, between) for core in product([False, True], repeat=len(z))]
    known = [value for value in fits if not np.isnan(value)]
    return max(known, default=np.nan)


def residual(z, coreness):
    """The squares that the continuous model leaves, both directions averaged."""
    z = np.array(z, dtype=float)
    kept = ~np.eye(len(z), dtype=bool)
    return (((z + z.T) / 2 - np.outer(coreness, coreness))[kept] ** 2).sum()
