"""The gap between classes and what moves it, firm by firm: slow and obvious."""

import numpy as np

from .decomposition import olley_pakes


def gap(own, reference, logs=True):
    """Compare rows of a class with those of the reference: mean, covariance, gap, relative."""
    small, large = olley_pakes(own), olley_pakes(reference)
    parts = [b - a for a, b in zip(small, large, strict=True)]
    return [*parts, np.exp(small[2] - large[2]) if logs else small[2] / large[2]]


def what_if(cell, own, reference, close):
    """Give the class other productivities firm by firm, and see what becomes of the aggregate."""
    small, large = olley_pakes(own), olley_pakes(reference)
    lifts = [
        close * (large[0] - small[0]),
        large[1] - small[1],
        close * (large[0] - small[0]) + large[1] - small[1],
    ]
    found = []
    for lift in lifts:
        lifted = cell.assign(p=cell.p + lift * cell.index.isin(own.index))
        aggregate = olley_pakes(lifted)[2]
        left = large[2] - olley_pakes(lifted.loc[own.index])[2]
        found.append([aggregate - olley_pakes(cell)[2], aggregate, left, np.exp(-left)])
    return found


def fixed(before, after, class_of):
    """Give firms in both of two tables, indexed by firm, the one class that counts."""
    both = before.index.intersection(after.index)
    before, after = before.copy(), after.copy()
    if class_of == "start":
        after.loc[both, "size"] = before.loc[both, "size"]
    if class_of == "end":
        before.loc[both, "size"] = after.loc[both, "size"]
    return before, after


def moves(before, after, size, order):
    """Add up what stayers, movers, entrants and exiters of one class add to the aggregate."""
    middle = (olley_pakes(before)[2] + olley_pakes(after)[2]) / 2
    names = ["stayers", "up_in", "down_in", "up_out", "down_out", "entry", "exit"]
    found = dict.fromkeys(names, 0.0)
    rank = {name: place for place, name in enumerate(order)}
    for firm, row in before.iterrows():
        if row["size"] != size:
            continue
        adds = row.w / sum(before.w) * (row.p - middle)
        if firm not in after.index:
            found["exit"] -= adds
        elif after.loc[firm, "size"] == size:
            found["stayers"] -= adds
        else:
            up = rank[after.loc[firm, "size"]] > rank[size]
            found["up_out" if up else "down_out"] -= adds
    for firm, row in after.iterrows():
        if row["size"] != size:
            continue
        adds = row.w / sum(after.w) * (row.p - middle)
        if firm not in before.index:
            found["entry"] += adds
        elif before.loc[firm, "size"] == size:
            found["stayers"] += adds
        else:
            up = rank[before.loc[firm, "size"]] < rank[size]
            found["up_in" if up else "down_in"] += adds
    return [*found.values(), sum(found.values())]
