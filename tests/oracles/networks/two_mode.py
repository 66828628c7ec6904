"""Ties of two kinds, as the definitions read: slow and obvious."""

import numpy as np


def projection(incidence, rule):
    """Shared columns of every two rows, each counting 1 or 1 over its other members."""
    incidence = np.asarray(incidence, dtype=bool)
    n, m = incidence.shape
    weights = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            for k in range(m):
                if i != j and incidence[i, k] and incidence[j, k]:
                    weights[i, j] += 1 if rule == "count" else 1 / (incidence[:, k].sum() - 1)
    return weights
