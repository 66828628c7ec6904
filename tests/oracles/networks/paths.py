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


def distances(lengths):
    """The length of the shortest paths between all nodes, infinite where there is none."""
    rows = [paths_from(lengths, source)[0] for source in range(len(lengths))]
    return np.array([[np.inf if far is None else far for far in row] for row in rows], dtype=float)


def closeness(lengths, improved=True, normalized=True):
    """From the distances to those that can be reached."""
    values = []
    for i, row in enumerate(distances(lengths)):
        reached = [far for j, far in enumerate(row) if j != i and np.isfinite(far)]
        if not reached:
            values.append(0.0)
            continue
        value = 1 / np.mean(reached) if normalized else 1 / sum(reached)
        values.append(value * len(reached) / (len(row) - 1) if improved else value)
    return values


def harmonic(lengths):
    """One over each distance to another node, added up."""
    far = distances(lengths)
    np.fill_diagonal(far, np.inf)
    return (1 / far).sum(axis=1)


def between(lengths, sources, targets, directed):
    """Betweenness for the pairs of some sources and targets, an undirected pair counting once."""
    n = len(lengths)
    distance, paths = zip(*(paths_from(lengths, source) for source in range(n)), strict=True)
    pairs = {(s, t) for s in sources for t in targets if s != t}
    if not directed:
        pairs = {(min(pair), max(pair)) for pair in pairs}
    values, counted = [Fraction(0)] * n, [0] * n
    for s, t in pairs:
        for i in range(n):
            if i in (s, t):
                continue
            counted[i] += 1
            if None in (distance[s][t], distance[s][i], distance[i][t]):
                continue
            if distance[s][i] + distance[i][t] == distance[s][t]:
                values[i] += Fraction(paths[s][i] * paths[i][t], paths[s][t])
    return values, counted


def edge_betweenness(lengths, ties):
    """Of the paths between all ordered pairs the shares that take each tie from i to j."""
    n = len(lengths)
    distance, paths = zip(*(paths_from(lengths, source) for source in range(n)), strict=True)
    values = []
    for i, j in ties:
        value = Fraction(0)
        for s in range(n):
            for t in range(n):
                if s == t or None in (distance[s][t], distance[s][i], distance[j][t]):
                    continue
                if distance[s][i] + lengths[i][j] + distance[j][t] == distance[s][t]:
                    value += Fraction(paths[s][i] * paths[j][t], paths[s][t])
        values.append(value)
    return values


def lengths_of(network, weighted, either=False):
    """Lengths of ties as whole numbers, None where there is no tie; either way if asked."""
    stored = network.to_scipy().tocoo()
    lengths = [[None] * len(network) for _ in range(len(network))]
    for i, j, length in zip(stored.row, stored.col, stored.data, strict=True):
        length = int(length) if weighted else 1
        for one, other in ((i, j), (j, i)) if either else ((i, j),):
            known = lengths[one][other]
            lengths[one][other] = length if known is None else min(known, length)
    return lengths


def turned(lengths):
    """The same with every tie the other way."""
    return [list(row) for row in zip(*lengths, strict=True)]


def in_direction(network, weighted, direction):
    """Lengths of the ties as a walk in one direction meets them."""
    lengths = lengths_of(network, weighted, either=direction == "all")
    return turned(lengths) if direction == "in" else lengths
