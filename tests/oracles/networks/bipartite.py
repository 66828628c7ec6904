"""Measures of two kinds of nodes, as the definitions read: slow and obvious."""

from itertools import combinations

import numpy as np


def sets_of(incidence):
    """The columns of each row."""
    return [set(np.flatnonzero(row)) for row in incidence]


def clustering(incidence, overlap):
    rows = sets_of(incidence)
    values = []
    for i, own in enumerate(rows):
        shares = []
        for j, theirs in enumerate(rows):
            if i != j and own & theirs:
                possible = {
                    "dot": len(own | theirs),
                    "min": min(len(own), len(theirs)),
                    "max": max(len(own), len(theirs)),
                }[overlap]
                shares.append(len(own & theirs) / possible)
        values.append(np.mean(shares) if shares else np.nan)
    return np.array(values)


def redundancy(incidence):
    columns = sets_of(incidence.T)
    values = []
    for i, own in enumerate(sets_of(incidence)):
        pairs = [bool((columns[k] & columns[m]) - {i}) for k, m in combinations(own, 2)]
        values.append(np.mean(pairs) if pairs else np.nan)
    return np.array(values)


def closure(incidence):
    """Cycles and paths counted one by one, over rows and columns."""
    rows, columns = incidence.shape
    tied = incidence.astype(bool)
    cycles = sum(
        tied[i, k] and tied[i, m] and tied[j, k] and tied[j, m]
        for i, j in combinations(range(rows), 2)
        for k, m in combinations(range(columns), 2)
    )
    paths = sum(
        tied[i, k] and tied[j, k] and tied[j, m]
        for i in range(rows)
        for j in range(rows)
        for k in range(columns)
        for m in range(columns)
        if i != j and k != m
    )
    return 4 * cycles / paths if paths else np.nan


def steps(incidence):
    """Numbers of ties between all nodes, rows before columns; infinity where there is no path."""
    rows, columns = incidence.shape
    nodes = rows + columns
    distance = np.full((nodes, nodes), np.inf)
    np.fill_diagonal(distance, 0)
    for i, k in zip(*incidence.nonzero(), strict=True):
        distance[i, rows + k] = distance[rows + k, i] = 1
    for middle in range(nodes):
        distance = np.minimum(distance, distance[:, [middle]] + distance[[middle]])
    return distance


def closeness(incidence):
    rows, columns = incidence.shape
    distance = steps(incidence)
    values = []
    for i in range(rows):
        own = [d for j, d in enumerate(distance[i, :rows]) if j != i and np.isfinite(d)]
        other = [d for d in distance[i, rows:] if np.isfinite(d)]
        total = sum(own) + sum(other)
        reached = (len(own) + len(other)) / (rows + columns - 1)
        values.append((len(other) + 2 * len(own)) / total * reached if total else 0.0)
    return np.array(values)
