"""Equivalences as their definitions read: slow and obvious."""

import math

import numpy as np


def profiles(x, i, j, own, directed):
    """The ties of two nodes side by side."""
    n = len(x)
    pairs = []
    for z in (x, x.T) if directed else (x,):
        for k in range(n):
            if k not in (i, j):
                pairs.append((z[i, k], z[j, k]))
        if own == "reciprocal":
            pairs += [(z[i, j], z[j, i]), (z[i, i], z[j, j])]
        if own == "retain":
            pairs += [(z[i, i], z[j, i]), (z[i, j], z[j, j])]
    return np.array(pairs).reshape(-1, 2).T


def compared(x, measure, own, directed):
    n = len(x)
    found = np.full((n, n), 1.0 if measure in ("correlation", "jaccard") else 0.0)
    for i in range(n):
        for j in range(n):
            if i == j:
                continue
            one, other = profiles(x, i, j, own, directed)
            if measure == "euclidean":
                found[i, j] = math.sqrt(((one - other) ** 2).sum())
            elif measure == "hamming":
                found[i, j] = abs(one - other).sum()
            elif measure == "jaccard":
                either = np.maximum(one, other).sum()
                found[i, j] = np.minimum(one, other).sum() / either if either else math.nan
            else:
                known = len(one) and np.ptp(one) > 0 and np.ptp(other) > 0
                found[i, j] = np.corrcoef(one, other)[0, 1] if known else math.nan
    return found


def rege(x, iterations):
    x = np.array(x, dtype=float)
    np.fill_diagonal(x, 0)
    n = len(x)
    alike = np.ones((n, n))
    for _ in range(iterations):
        after = np.ones((n, n))
        for i in range(n):
            for j in range(n):
                total = x[[i, j]].sum() + x[:, [i, j]].sum()
                if i == j or total == 0:
                    continue
                score = 0.0
                for one, other in ((i, j), (j, i)):
                    for k in range(n):
                        score += max(
                            alike[k, m]
                            * (min(x[one, k], x[other, m]) + min(x[k, one], x[m, other]))
                            for m in range(n)
                        )
                after[i, j] = score / total
        alike = after
    return alike


def is_regular(x, classes, counted=False):
    """Say whether nodes of a class are tied to, and by, the same classes."""
    kind = list if counted else set
    described = {}
    for i, own in enumerate(classes):
        out = sorted(kind(classes[j] for j in np.flatnonzero(x[i]) if j != i))
        into = sorted(kind(classes[j] for j in np.flatnonzero(x[:, i]) if j != i))
        if described.setdefault(own, (out, into)) != (out, into):
            return False
    return True


def partitions(n):
    """Every division of n nodes into classes."""
    if n == 0:
        yield []
        return
    for rest in partitions(n - 1):
        for number in range(max(rest, default=-1) + 2):
            yield [*rest, number]


def halves(correlations, rounds=200):
    """Iterate the correlations of rows, by numpy."""
    table = correlations
    for _ in range(rounds):
        if (abs(table) > 1 - 1e-9).all():
            break
        table = np.corrcoef(table)
    return table[0] > 0
