"""The disparity filter as Serrano, Boguñá and Vespignani write it: an integral for each end."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad


def end(weights: NDArray[np.float64], place: int) -> float:
    """Return 1 - (k - 1) ∫ (1 - x)^(k - 2) dx up to the share of one of a node's ties."""
    k = int((weights > 0).sum())
    share = weights[place] / weights.sum() if weights[place] else 0.0
    if k < 2 or share == 0:
        return 1.0
    return float(1 - (k - 1) * quad(lambda x: (1 - x) ** (k - 2), 0, share)[0])


def disparity(matrix: NDArray[np.float64], source: int, target: int) -> tuple[float, float]:
    """Return the p-value of a tie at its source and at its target; self-ties do not count."""
    weights = matrix.copy()
    np.fill_diagonal(weights, 0)
    return end(weights[source], target), end(weights[:, target], source)
