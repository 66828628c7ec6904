"""Ties of two kinds, as the definitions read: slow and obvious."""

import numpy as np


def projection(incidence, rule):
    """The tie between every two rows, from the weights of their ties to each column."""
    incidence = np.asarray(incidence, dtype=float)
    n, m = incidence.shape
    weights = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            for k in range(m):
                members = np.count_nonzero(incidence[:, k])
                if incidence[i, k] and incidence[j, k]:
                    weights[i, j] += {
                        "count": incidence[i, k] * incidence[j, k],
                        "newman": 1 / (members - 1),
                        "hyperbolic": 1 / members,
                        "jaccard": min(incidence[i, k], incidence[j, k]),
                    }[rule]
            if rule == "jaccard" and weights[i, j]:
                weights[i, j] /= np.maximum(incidence[i], incidence[j]).sum()
    return weights
