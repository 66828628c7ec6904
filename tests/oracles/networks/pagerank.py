"""PageRank as a dense system of equations."""

import numpy as np


def pagerank(z, damping, home=None, elsewhere=None, self_ties=False):
    z = np.array(z, dtype=float)
    n = len(z)
    if not self_ties:
        np.fill_diagonal(z, 0)
    home = np.full(n, 1 / n) if home is None else home / home.sum()
    elsewhere = home if elsewhere is None else elsewhere / elsewhere.sum()
    steps = np.array([row / row.sum() if row.sum() else elsewhere for row in z])
    return np.linalg.solve(np.eye(n) - damping * steps.T, (1 - damping) * home)
