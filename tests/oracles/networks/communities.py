"""Closed communities as their definitions read: slow and obvious.

``z`` is the matrix of ties, symmetric where they have no direction; ``of`` the group of each node.
"""

from itertools import combinations
from math import inf, nan, sqrt

import numpy as np


def without_self_ties(z):
    z = np.array(z, dtype=float)
    np.fill_diagonal(z, 0)
    return z


def over(one, other):
    if other == 0:
        return nan if one == 0 or np.isnan(one) else inf
    return one / other


def modularity(z, of, resolution=1.0):
    z = without_self_ties(z)
    total = z.sum()
    if total == 0:
        return nan
    value = 0.0
    for i in range(len(z)):
        for j in range(len(z)):
            if of[i] == of[j]:
                value += z[i, j] / total - resolution * z[i].sum() * z[:, j].sum() / total**2
    return value


def potts(z, of, resolution, directed):
    z = without_self_ties(z)
    value = 0.0
    for i in range(len(z)):
        for j in range(len(z)):
            if i != j and of[i] == of[j]:
                value += z[i, j] - resolution
    return value if directed else value / 2


def partitions(n):
    """Every way to put n nodes into groups."""

    def grow(of):
        if len(of) == n:
            yield of
            return
        for group in range(max(of, default=-1) + 2):
            yield from grow([*of, group])

    yield from grow([])


def connected(z, of):
    """Whether the members of every group reach each other through members."""
    z = without_self_ties(z)
    for group in set(of):
        members = [i for i in range(len(z)) if of[i] == group]
        reached, before = {members[0]}, set()
        while reached != before:
            before = set(reached)
            reached |= {j for i in before for j in members if z[i, j] + z[j, i] > 0}
        if reached != set(members):
            return False
    return True


def merged(of):
    """Every partition in which two groups are made one."""
    for one, other in combinations(sorted(set(of)), 2):
        yield [one if group == other else group for group in of]


def moved(of):
    """Every partition in which one node is in another group, or alone."""
    for i in range(len(of)):
        for group in {*of, max(of) + 1} - {of[i]}:
            yield [*of[:i], group, *of[i + 1 :]]


def internal_and_external(z, of, directed):
    """Ties within groups and between them, each once; for the network and for each group."""
    z = without_self_ties(z)
    counted = [
        (i, j) for i in range(len(z)) for j in range(len(z)) if z[i, j] > 0 and (directed or i < j)
    ]
    inside = sum(z[i, j] for i, j in counted if of[i] == of[j])
    outside = sum(z[i, j] for i, j in counted if of[i] != of[j])
    groups = []
    for group in sorted(set(of)):
        within = sum(z[i, j] for i, j in counted if of[i] == group == of[j])
        leaving = sum(z[i, j] for i, j in counted if (of[i] == group) != (of[j] == group))
        groups.append((within, leaving))
    return (inside, outside), groups


def ei_index(inside, outside):
    return over(outside - inside, outside + inside)


def ei_of_node(z, of, i):
    z = without_self_ties(z)
    both = z + z.T
    inside = sum(both[i, j] for j in range(len(z)) if of[i] == of[j])
    return ei_index(inside, both[i].sum() - inside)


def mixing(z, of):
    z = without_self_ties(z)
    groups = sorted(set(of))
    return np.array(
        [
            [
                sum(z[i, j] for i in range(len(z)) for j in range(len(z)) if (of[i], of[j]) == pair)
                for pair in [(one, other) for other in groups]
            ]
            for one in groups
        ]
    )


def assortativity(z, of):
    e = mixing(z, of)
    if e.sum() == 0:
        return nan
    e = e / e.sum()
    chance = (e.sum(axis=0) * e.sum(axis=1)).sum()
    return nan if np.isclose(chance, 1) else (np.trace(e) - chance) / (1 - chance)


def correlation(z, x, y):
    """Over ties, of what the source has and what the target has."""
    z = without_self_ties(z)
    if z.sum() == 0:
        return nan
    shares = z / z.sum()
    from_mean = x - (shares.sum(axis=1) * x).sum()
    to_mean = y - (shares.sum(axis=0) * y).sum()
    sd = sqrt((shares.sum(axis=1) * from_mean**2).sum() * (shares.sum(axis=0) * to_mean**2).sum())
    return nan if sd < 1e-12 else (shares * np.outer(from_mean, to_mean)).sum() / sd


def jackknife(z, directed, measure):
    """The root of squared differences from what holds without one tie."""
    z = without_self_ties(z)
    squares = 0.0
    for i in range(len(z)):
        for j in range(len(z)):
            if z[i, j] > 0 and (directed or i < j):
                left = z.copy()
                left[i, j] = 0
                if not directed:
                    left[j, i] = 0
                squares += (measure(z) - measure(left)) ** 2
    return sqrt(squares)


def segregation(z, of):
    """The indices of the network and, group by group, Coleman's and both densities."""
    tied = without_self_ties(z) > 0
    n = len(tied)
    groups = sorted(set(of))
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    within = [pair for pair in pairs if of[pair[0]] == of[pair[1]]]
    between = [pair for pair in pairs if of[pair[0]] != of[pair[1]]]
    a = sum(tied[pair] for pair in within)
    b = sum(tied[pair] for pair in between)
    m = mixing(tied, of)
    kept = [over(m[g, g], m[g].sum()) for g in range(len(groups))]
    whole = {
        "ties_within": over(a, a + b),
        "ei_index": over(b - a, a + b),
        "assortativity": assortativity(tied, of),
        "freeman": 1 - over(over(b, a + b), len(between) / len(pairs)),
        "gupta_anderson_may": (sum(kept) - 1) / (len(groups) - 1),
        "odds_ratio": over(a * (len(between) - b), (len(within) - a) * b),
    }
    rows = []
    for g, group in enumerate(groups):
        size = sum(each == group for each in of)
        chance = (size - 1) / (n - 1)
        homophily = kept[g] - chance
        inside = over(m[g, g], size * (size - 1))
        outside = over(m[g].sum() - m[g, g], size * (n - size))
        rows.append(
            {
                "coleman": over(homophily, 1 - chance if homophily >= 0 else chance),
                "density_within": inside,
                "density_between": outside,
                "segregation_matrix_index": over(inside - outside, inside + outside),
            }
        )
    return whole, rows


def participation(z, of, direction):
    z = without_self_ties(z)
    ties = {"out": z, "in": z.T, "all": z + z.T}[direction]
    values = []
    for i in range(len(z)):
        shares = [
            over(sum(ties[i, j] for j in range(len(z)) if of[j] == group), ties[i].sum())
            for group in set(of)
        ]
        values.append(1 - sum(share**2 for share in shares))
    return np.array(values)


def within_module_degree(z, of, direction, ddof):
    z = without_self_ties(z)
    ties = {"out": z, "in": z.T, "all": z + z.T}[direction]
    inside = np.array(
        [sum(ties[i, j] for j in range(len(z)) if of[j] == of[i]) for i in range(len(z))]
    )
    values = []
    for i in range(len(z)):
        own = inside[[j for j in range(len(z)) if of[j] == of[i]]]
        values.append(nan if np.ptp(own) == 0 else (inside[i] - own.mean()) / own.std(ddof=ddof))
    return np.array(values)
