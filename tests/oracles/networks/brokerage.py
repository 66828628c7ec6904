"""Brokerage as its definition reads, and its moments by listing every network."""

from itertools import combinations, permutations, product

import numpy as np

ROLES = ("coordinator", "consultant", "representative", "gatekeeper", "liaison")


def role(a, b, c):
    """The role of a broker of group b between a and c."""
    if a == b == c:
        return 0
    if a == c:
        return 1
    if a == b:
        return 2
    return 3 if b == c else 4


def open_paths(tied):
    return [
        (a, b, c)
        for a, b, c in permutations(range(len(tied)), 3)
        if tied[a, b] and tied[b, c] and not tied[a, c]
    ]


def brokerage(tied, groups, partial=False):
    paths = open_paths(tied)
    counts = np.zeros((len(tied), len(ROLES)))
    for a, b, c in paths:
        brokers = sum(1 for first, _, last in paths if (first, last) == (a, c))
        counts[b, role(groups[a], groups[b], groups[c])] += 1 / brokers if partial else 1
    return counts


def exclusivity(tied, groups=None):
    paths = open_paths(tied)
    found = np.zeros((len(tied), 2))
    for a, b, c in paths:
        if groups is None or groups[a] != groups[c]:
            alone = sum(1 for first, _, last in paths if (first, last) == (a, c)) == 1
            found[b] += 1, alone
    return found


def moments(groups, density, directed):
    """Mean and variance of counts by node, and last of the network, over all networks."""
    n = len(groups)
    pairs = list(permutations(range(n), 2)) if directed else list(combinations(range(n), 2))
    mean = square = 0
    for present in product([0, 1], repeat=len(pairs)):
        tied = np.zeros((n, n))
        for (one, other), there in zip(pairs, present, strict=True):
            tied[one, other] = there
            if not directed:
                tied[other, one] = there
        chance = density ** sum(present) * (1 - density) ** (len(pairs) - sum(present))
        counts = brokerage(tied, groups)
        counts = np.vstack([counts, counts.sum(axis=0)])
        counts = np.column_stack([counts, counts.sum(axis=1)])
        mean, square = mean + chance * counts, square + chance * counts**2
    return mean, square - mean**2
