"""Clustering summed over pairs of contacts, as the papers write it."""

from itertools import permutations
from math import nan

import numpy as np


def weights(z):
    z = np.array(z, dtype=float)
    np.fill_diagonal(z, 0)
    return z


def clustering(z):
    """Without strengths and directions."""
    a = weights(z) > 0
    values = []
    for i in range(len(a)):
        contacts = np.flatnonzero(a[i])
        pairs = list(permutations(contacts, 2))
        values.append(sum(a[j, h] for j, h in pairs) / len(pairs) if pairs else nan)
    return values


def strength_clustering(z, method):
    """With strengths, without directions."""
    w = weights(z)
    share = w / w.max() if w.any() else w
    values = []
    for i in range(len(w)):
        pairs = list(permutations(np.flatnonzero(w[i]), 2))
        if not pairs:
            values.append(nan)
            continue
        closed = [(j, h) for j, h in pairs if w[j, h] > 0]
        if method == "onnela":
            found = sum((share[i, j] * share[j, h] * share[h, i]) ** (1 / 3) for j, h in closed)
            values.append(found / len(pairs))
        elif method == "barrat":
            found = sum((w[i, j] + w[i, h]) / 2 for j, h in closed)
            values.append(found / (w[i].sum() * (np.count_nonzero(w[i]) - 1)))
        else:
            found = sum(share[i, j] * share[j, h] * share[h, i] for j, h in closed)
            values.append(found / sum(share[i, j] * share[i, h] for j, h in pairs))
    return values


def directed_clustering(z, pattern):
    """Fagiolo's products of matrices, over what they are when every tie exists."""
    w = weights(z)
    a = (w > 0).astype(float)
    c = np.cbrt(w / w.max()) if w.any() else w
    out, into, both = a.sum(axis=1), a.sum(axis=0), np.diag(a @ a)
    found, possible = {
        "cycle": (c @ c @ c, into * out - both),
        "middleman": (c @ c.T @ c, into * out - both),
        "in": (c.T @ c @ c, into * (into - 1)),
        "out": (c @ c @ c.T, out * (out - 1)),
        "all": (
            (c + c.T) @ (c + c.T) @ (c + c.T) / 2,
            (into + out) * (into + out - 1) - 2 * both,
        ),
    }[pattern]
    return [x / y if y > 0 else nan for x, y in zip(np.diag(found), possible, strict=True)]
