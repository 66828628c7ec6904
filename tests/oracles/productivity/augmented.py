"""The static decomposition with entry and exit, firm by firm: slow and obvious."""

import numpy as np

from .decomposition import olley_pakes


def there(rows, firm, period, group, gaps, group_change):
    """Say whether a firm of a group in one period counts as there in another."""
    own = rows[rows.firm == firm].set_index("period")
    if period in own.index:
        return group_change != "exit" or own.group[period] == group
    return gaps == "leave_out" and own.index.min() <= period <= own.index.max()


def parts(rows, group, period, before, after, gaps="exit", group_change="exit"):
    """Return continuing firms, entrants and exiters among the rows of a group and period."""
    cell = rows[(rows.group == group) & (rows.period == period)]
    kinds = {"C": [], "N": [], "X": []}
    for at, firm in zip(cell.index, cell.firm, strict=True):
        if before is not None and not there(rows, firm, before, group, gaps, group_change):
            kinds["N"].append(at)
        elif after is not None and not there(rows, firm, after, group, gaps, group_change):
            kinds["X"].append(at)
        else:
            kinds["C"].append(at)
    return cell, *(cell.loc[kinds[kind]] for kind in "CNX")


def augmented(cell, stay, new, leave):
    """Decompose a cell into mean, covariance, entry, exit and aggregate."""
    whole = olley_pakes(cell)[2]
    if len(stay) == 0:
        return [np.nan] * 4 + [whole]
    mean, covariance, level = olley_pakes(stay)
    gaps = [
        sum(some.w) / sum(cell.w) * (olley_pakes(some)[2] - level) if len(some) else 0.0
        for some in (new, leave)
    ]
    return [mean, covariance, *gaps, whole]


def by_age(cell, stay, new, leave, age):
    """Give the same parts for the firms of one age."""
    mean, _, level = olley_pakes(stay)
    total, own = sum(stay.w), stay[stay.age == age]
    covariance = sum(
        (w / total - 1 / len(stay)) * (p - mean) for w, p in zip(own.w, own.p, strict=True)
    )
    gaps = [
        sum(
            w / sum(cell.w) * (p - level)
            for w, p, a in zip(some.w, some.p, some.age, strict=True)
            if a == age
        )
        for some in (new, leave)
    ]
    return [sum(own.p) / len(stay), covariance, *gaps]
