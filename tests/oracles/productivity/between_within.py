"""Dispersion within and between groups as it is defined, on copies of rows."""

import math

import numpy as np


def theil(y, length, groups):
    """Return within, between and the whole index of lists of output, labour and groups."""
    whole_y, whole_l = sum(y), sum(length)
    if whole_y == 0:
        return [np.nan] * 3

    def index(rows):
        ys, ls = [y[i] for i in rows], [length[i] for i in rows]
        return sum(
            a / sum(ys) * math.log(a / sum(ys) / (b / sum(ls)))
            for a, b in zip(ys, ls, strict=True)
            if a > 0
        )

    within = between = 0.0
    for group in set(groups):
        rows = [i for i, own in enumerate(groups) if own == group]
        share = sum(y[i] for i in rows) / whole_y
        if share > 0:
            within += share * index(rows)
            between += share * math.log(share / (sum(length[i] for i in rows) / whole_l))
    return [within, between, index(range(len(y)))]


def variance(p, w, groups):
    """Return within, between and the whole variance of lists of levels, weights and groups."""
    if sum(w) == 0:
        return [np.nan] * 3
    mean = np.average(p, weights=w)
    within = between = 0.0
    for group in set(groups):
        rows = [i for i, own in enumerate(groups) if own == group]
        own_p, own_w = [p[i] for i in rows], [w[i] for i in rows]
        if sum(own_w) == 0:
            continue
        share, own = sum(own_w) / sum(w), np.average(own_p, weights=own_w)
        within += share * np.average((np.array(own_p) - own) ** 2, weights=own_w)
        between += share * (own - mean) ** 2
    return [within, between, np.average((np.array(p) - mean) ** 2, weights=w)]
