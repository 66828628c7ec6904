"""Structural holes as their definitions read: slow and obvious."""

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


def dyads(z, model="whole", ties="both"):
    """By ego and alter, what the alter adds to constraint and takes from effective size."""
    a = np.asarray(z, dtype=float)
    z = mutual(z)
    found = {}
    for i in range(len(z)):
        sends, receives = a[i] > 0, a[:, i] > 0
        chosen = {"both": sends | receives, "out": sends, "in": receives}[ties]
        alters = [j for j in range(len(z)) if chosen[j] and j != i]
        seen = z if model == "whole" else inside(z, [i, *alters])
        total = sum(z[i, k] for k in alters)
        for j in alters:
            others = [q for q in alters if q != j]
            invested = z[i, j] / total
            invested += sum(z[i, q] / total * seen[q, j] / seen[q].sum() for q in others)
            redundant = sum(z[i, q] / total * seen[j, q] / seen[j].max() for q in others)
            found[i, j] = invested**2, redundant
    return found


def all_holes(z, model="whole", ties="both"):
    """Degree, constraint, effective size, efficiency and hierarchy, one row a node."""
    by_pair = dyads(z, model, ties)
    rows = []
    for i in range(len(z)):
        own = [pair for (ego, _), pair in by_pair.items() if ego == i]
        n, total = len(own), sum(c for c, _ in own)
        if n == 0:
            rows.append((0, nan, nan, nan, nan))
            continue
        size = n - sum(redundant for _, redundant in own)
        ratios = [c / (total / n) for c, _ in own]
        disorder = sum(r * np.log(r) for r in ratios)
        rows.append((n, total, size, size / n, disorder / (n * np.log(n)) if n > 1 else 1))
    return np.array(rows, dtype=float).reshape(-1, 5)
