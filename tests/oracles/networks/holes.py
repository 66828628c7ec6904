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
