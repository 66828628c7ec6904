"""The multinomial logit with weights, and its errors by person."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

_Floats: TypeAlias = NDArray[np.float64]
_Numbers: TypeAlias = NDArray[np.int64]

# What may be left to gain in the likelihood before the last step, and the most steps.
_TOLERANCE, _ROUNDS = 1e-10, 100


def multinomial_logit(
    terms: _Floats, reached: _Numbers, weights: _Floats, clusters: _Numbers | None
) -> tuple[_Floats, _Floats, _Floats, float] | None:
    """Climb by Newton's steps; None where they lead nowhere.

    Parameters
    ----------
    terms
        What multiplies the parameters: move × term.
    reached
        Which destination each move reached; the first is what others are held against.
    weights
        Of the moves.
    clusters
        Whose each move is; without them errors follow from the curvature.

    Returns
    -------
    tuple
        Parameters, term × destination but the first; their standard errors by the curvature, and
        their covariance, destination by destination; the logarithm of the likelihood.
    """
    others = int(reached.max())
    here = (reached[:, np.newaxis] == np.arange(1, others + 1)).astype(np.float64)
    parameters = np.zeros((terms.shape[1], others))
    height, p = _height(terms, here, weights, parameters)
    for _ in range(_ROUNDS):
        slope = (terms.T @ (weights[:, np.newaxis] * (here - p))).ravel(order="F")
        try:
            step = np.linalg.solve(_curvature(terms, weights, p), slope)
        except np.linalg.LinAlgError:
            return None
        gain = float(slope @ step)
        share = 1.0
        while True:
            tried = parameters + share * step.reshape(parameters.shape, order="F")
            there, p_there = _height(terms, here, weights, tried)
            # At the top, rounding decides whether a step leads up.
            if there >= height or gain <= _TOLERANCE:
                break
            share /= 2
            if share < 1e-10:
                return None
        parameters, height, p = tried, there, p_there
        if gain <= _TOLERANCE:
            break
    else:
        return None
    try:
        covariance = np.asarray(np.linalg.inv(_curvature(terms, weights, p)), np.float64)
    except np.linalg.LinAlgError:
        return None
    # That of errors by person would be small where nothing is known, as slopes are.
    spread = np.sqrt(np.diag(covariance).clip(min=0))
    if clusters is not None:
        covariance = _sandwich(terms, weights[:, np.newaxis] * (here - p), clusters, covariance)
    return (parameters, spread, covariance, height) if np.isfinite(spread).all() else None


def _height(
    terms: _Floats, here: _Floats, weights: _Floats, parameters: _Floats
) -> tuple[float, _Floats]:
    """Return the logarithm of the likelihood, and the probabilities of all but the first."""
    logits = terms @ parameters
    top = np.maximum(logits.max(axis=1), 0)
    odds = np.exp(logits - top[:, np.newaxis])
    sums = np.exp(-top) + odds.sum(axis=1)
    height = float(weights @ ((here * logits).sum(axis=1) - top - np.log(sums)))
    return height, odds / sums[:, np.newaxis]


def _curvature(terms: _Floats, weights: _Floats, p: _Floats) -> _Floats:
    """Return minus the second derivatives, destination by destination."""
    count, others = terms.shape[1], p.shape[1]
    found = np.empty((count * others, count * others))
    for one in range(others):
        for other in range(others):
            share = weights * p[:, one] * ((one == other) - p[:, other])
            block = terms.T @ (share[:, np.newaxis] * terms)
            at = slice(one * count, (one + 1) * count), slice(other * count, (other + 1) * count)
            found[at] = block
    return found


def _sandwich(terms: _Floats, residuals: _Floats, clusters: _Numbers, bread: _Floats) -> _Floats:
    """Return the covariance that lets moves of a person depend on each other."""
    person = np.unique(clusters, return_inverse=True)[1]
    persons, parameters = int(person.max()) + 1, len(bread)
    scores = np.column_stack(
        [
            np.bincount(person, residuals[:, at] * terms[:, term], minlength=persons)
            for at in range(residuals.shape[1])
            for term in range(terms.shape[1])
        ]
    )
    moves = len(terms)
    correction = persons / (persons - 1) * (moves - 1) / (moves - parameters)
    covariance: _Floats = correction * (bread @ (scores.T @ scores) @ bread)
    return covariance
