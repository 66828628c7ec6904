"""Pairs, triples and squares of nodes counted one by one."""

from itertools import combinations, permutations
from math import nan

import numpy as np


def tied(z):
    """Whether there is a tie, self-ties left out."""
    ties = np.asarray(z) > 0
    np.fill_diagonal(ties, False)
    return ties


def dyad_census(z):
    a = tied(z)
    kinds = [int(a[i, j]) + int(a[j, i]) for i, j in combinations(range(len(a)), 2)]
    return [kinds.count(2), kinds.count(1), kinds.count(0)]


def node_reciprocity(z):
    a = tied(z)
    values = []
    for i in range(len(a)):
        ties = a[i].sum() + a[:, i].sum()
        values.append(2 * (a[i] & a[:, i]).sum() / ties if ties else nan)
    return values


def transitivity(z):
    a = tied(z)
    paths = [(i, k) for i, j, k in permutations(range(len(a)), 3) if a[i, j] and a[j, k]]
    return sum(a[i, k] for i, k in paths) / len(paths) if paths else nan


def rich_club(z, degrees):
    a = tied(z)
    shares = []
    for k in range(max(degrees, default=0) + 1):
        rich = [i for i, degree in enumerate(degrees) if degree > k]
        if len(rich) < 2:
            break
        shares.append(a[np.ix_(rich, rich)].sum() / (len(rich) * (len(rich) - 1)))
    return shares
