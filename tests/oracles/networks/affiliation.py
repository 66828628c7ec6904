"""What ties lead to, as the definitions read: slow and obvious."""

from collections import Counter
from math import log

import numpy as np


def composition(ties, nodes, groups, names):
    """``ties`` are (ego, alter, weight), one for each end that counts."""
    shares = np.full((nodes, len(names)), np.nan)
    for ego in range(nodes):
        sums = Counter()
        for one, other, weight in ties:
            if one == ego and one != other:
                sums[groups[other]] += weight
        if sums.total() > 0:
            shares[ego] = [sums[name] / sums.total() for name in names]
    return shares


def shares_of(row, groups):
    """The shares of one row of weights by group, those above 0 only."""
    sums = Counter()
    for weight, group in zip(row, groups, strict=True):
        sums[group] += weight
    return [value / sums.total() for value in sums.values() if value > 0]


def blau(row, groups):
    shares = shares_of(row, groups) if sum(row) else []
    return 1 - sum(share**2 for share in shares) if shares else np.nan


def entropy(row, groups):
    shares = shares_of(row, groups) if sum(row) else []
    return -sum(share * log(share) for share in shares) if shares else np.nan


def count(row, groups):
    return len({group for weight, group in zip(row, groups, strict=True) if weight > 0})


def access(incidence, groups):
    """Other communities, their firms, and the institutions that lead there, of each row."""
    found = []
    for i, row in enumerate(incidence):
        met = {
            (j, k)
            for k in np.flatnonzero(row)
            for j in np.flatnonzero(incidence[:, k])
            if groups[j] != groups[i]
        }
        firms, institutions = {j for j, _ in met}, {k for _, k in met}
        found.append((len({groups[j] for j in firms}), len(firms), len(institutions)))
    return found
