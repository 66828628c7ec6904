"""Network measures as their definitions read: slow and obvious."""

from fractions import Fraction
from math import nan

import numpy as np


def mutual(z):
    """Both directions of each tie added up, self-ties left out."""
    z = np.asarray(z, dtype=float)
    both = z + z.T
    np.fill_diagonal(both, 0)
    return both


def constraint(z, model="whole"):
    z = mutual(z)
    values = []
    for i in range(len(z)):
        alters = [j for j in range(len(z)) if z[i, j] > 0]
        seen = z if model == "whole" else inside(z, [i, *alters])
        total = 0.0
        for j in alters:
            invested = z[i, j] / z[i].sum()
            for q in alters:
                if q != j:
                    invested += z[i, q] / z[i].sum() * seen[q, j] / seen[q].sum()
            total += invested**2
        values.append(total if alters else nan)
    return values


def effective_size(z, model="whole"):
    z = mutual(z)
    values = []
    for i in range(len(z)):
        alters = [j for j in range(len(z)) if z[i, j] > 0]
        seen = z if model == "whole" else inside(z, [i, *alters])
        total = 0.0
        for j in alters:
            redundant = sum(
                z[i, q] / z[i].sum() * seen[j, q] / seen[j].max() for q in alters if q != j
            )
            total += 1 - redundant
        values.append(total if alters else nan)
    return values


def inside(z, nodes):
    """The ties among some nodes."""
    kept = np.zeros_like(z)
    kept[np.ix_(nodes, nodes)] = z[np.ix_(nodes, nodes)]
    return kept


def betweenness(lengths):
    """Lengths of ties as whole numbers, None where there is no tie; directed pairs (s, t)."""
    n = len(lengths)
    distance, paths = zip(*(paths_from(lengths, source) for source in range(n)), strict=True)
    values = [Fraction(0)] * n
    for s in range(n):
        for t in range(n):
            for i in range(n):
                if len({s, i, t}) < 3 or None in (distance[s][t], distance[s][i], distance[i][t]):
                    continue
                if distance[s][i] + distance[i][t] == distance[s][t]:
                    values[i] += Fraction(paths[s][i] * paths[i][t], paths[s][t])
    return values


def paths_from(lengths, source):
    """The length of the shortest paths from a node to each, and how many there are (Bellman)."""
    n = len(lengths)
    distance = [None] * n
    distance[source] = 0
    for _ in range(n):
        for i in range(n):
            for j in range(n):
                if i != j and distance[i] is not None and lengths[i][j] is not None:
                    by_i = distance[i] + lengths[i][j]
                    if distance[j] is None or by_i < distance[j]:
                        distance[j] = by_i
    paths = [0] * n
    paths[source] = 1
    reached = [i for i in range(n) if distance[i] is not None]
    for j in sorted(reached, key=lambda i: distance[i]):
        for i in reached:
            tied = i != j and lengths[i][j] is not None
            if tied and distance[i] + lengths[i][j] == distance[j]:
                paths[j] += paths[i]
    return distance, paths


def reachable(tied):
    """Whether there is a path from each node to each."""
    reach = np.asarray(tied, dtype=bool) | np.eye(len(tied), dtype=bool)
    for _ in range(len(tied)):
        reach = (reach.astype(int) @ reach.astype(int)) > 0
    return reach


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
