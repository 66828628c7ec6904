"""What depends on shortest paths, as the definitions read: slow and obvious."""

from fractions import Fraction

import numpy as np


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
