"""Levels between and within types, type by type: slow and obvious."""

import numpy as np

from .decomposition import olley_pakes


def across_types(cell):
    """Decompose rows with columns p, w and type: mean, covariance, between, aggregate."""
    if len(cell) == 0:
        return [np.nan] * 4
    kinds = [own for _, own in cell.groupby("type", observed=True)]
    parts = [olley_pakes(own) for own in kinds]
    shares = [sum(own.w) / sum(cell.w) for own in kinds]
    levels = [part[2] for part in parts]
    middle = sum(levels) / len(levels)
    between = sum(
        (share - 1 / len(kinds)) * (level - middle)
        for share, level in zip(shares, levels, strict=True)
    )
    mean, covariance = (sum(part[place] for part in parts) / len(parts) for place in (0, 1))
    return [mean, covariance, between, olley_pakes(cell)[2]]
