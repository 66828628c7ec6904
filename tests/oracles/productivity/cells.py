"""Moments of cells, slow and obvious."""

import numpy as np


def percentile(values, weights, percent):
    """Repeat each value as often as it weighs; the weights are whole numbers."""
    return np.percentile(np.repeat(values, weights), percent, method="averaged_inverted_cdf")


def moments(values, weights):
    values, weights = np.asarray(values, float), np.asarray(weights, float)
    keep = ~np.isnan(values)
    values, weights = values[keep], weights[keep]
    found = {"n": len(values), "sum_of_weights": weights.sum()}
    if len(values):
        found["mean"] = values.mean()
        whole = weights.astype(int)
        found |= {f"p{q}": percentile(values, np.ones(len(values), int), q) for q in (10, 50, 90)}
    if len(values) > 1:
        found["sd"] = values.std(ddof=1)
    if weights.sum():
        found["weighted_mean"] = np.average(values, weights=weights)
        found["olley_pakes_covariance"] = found["weighted_mean"] - found["mean"]
        found |= {f"weighted_p{q}": percentile(values, whole, q) for q in (10, 50, 90)}
    return found


def averaged(values, percent, neighbours):
    """Walk outwards from the percentile until there are enough; None where the cell ends before."""
    values = np.sort(values)
    n = len(values)
    exact = (n * percent) % 100 == 0
    place = n * percent // 100
    half = -(-neighbours // 2) if exact else neighbours // 2
    first, last = place - half, place + half - (1 if exact else 0)
    return values[first : last + 1].mean() if first >= 0 and last < n else None
