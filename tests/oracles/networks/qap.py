"""Correlation and regression of matrices with permutations, as their definitions read."""

import numpy as np


def pairs(n, directed):
    return [(i, j) for i in range(n) for j in range(n) if i != j and (directed or j < i)]


def over(matrix, chosen):
    return np.array([matrix[i][j] for i, j in chosen], dtype=float)


def correlation(x, y, directed):
    chosen = [
        (i, j)
        for i, j in pairs(len(x), directed)
        if not np.isnan(x[i][j]) and not np.isnan(y[i][j])
    ]
    return np.corrcoef(over(x, chosen), over(y, chosen))[0, 1]


def moved(matrix, order):
    return np.array(
        [[matrix[order[i]][order[j]] for j in range(len(order))] for i in range(len(order))]
    )


def t_statistics(y, regressors, directed):
    """t of each regressor by least squares over the pairs in which nothing is missing."""
    chosen = [
        (i, j)
        for i, j in pairs(len(y), directed)
        if not any(np.isnan(matrix[i][j]) for matrix in [y, *regressors])
    ]
    design = np.array([over(matrix, chosen) for matrix in regressors]).T
    outcome = over(y, chosen)
    coefficients = np.linalg.lstsq(design, outcome, rcond=None)[0]
    residual = outcome - design @ coefficients
    variance = residual @ residual / (len(chosen) - len(regressors))
    return coefficients / np.sqrt(variance * np.diag(np.linalg.inv(design.T @ design)))


def what_is_left(regressors, at, y, directed):
    """A regressor less what the others say of it, where nothing is missing."""
    n = len(y)
    chosen = [
        (i, j)
        for i, j in pairs(n, directed)
        if not any(np.isnan(matrix[i][j]) for matrix in [y, *regressors])
    ]
    others = [matrix for place, matrix in enumerate(regressors) if place != at]
    given = over(regressors[at], chosen)
    design = np.array([over(matrix, chosen) for matrix in others]).T.reshape(len(chosen), -1)
    rest = given - design @ np.linalg.lstsq(design, given, rcond=None)[0]
    left = np.full((n, n), np.nan)
    for (i, j), value in zip(chosen, rest, strict=True):
        left[i][j] = value
        if not directed:
            left[j][i] = value
    np.fill_diagonal(left, 0)
    return left


def permuted_t(y, regressors, directed, method, order):
    """t of each regressor after one permutation."""
    known = ~np.isnan(sum([y, *regressors], start=np.zeros_like(y)))
    y = np.where(known, y, np.nan)
    if method == "y":
        return t_statistics(
            moved(y, order), [np.where(known, x, np.nan) for x in regressors], directed
        )
    found = []
    for at, x in enumerate(regressors):
        moving = (
            what_is_left(regressors, at, y, directed)
            if method == "dsp"
            else np.where(known, x, np.nan)
        )
        matrices = [matrix for place, matrix in enumerate(regressors) if place != at]
        found.append(t_statistics(y, [*matrices, moved(moving, order)], directed)[-1])
    return np.array(found)
