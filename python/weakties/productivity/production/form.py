"""The form of a production function: its terms, and their coefficients in the user's units.

Kernels see inputs less their means, so that coefficients are those near the middle of the data.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Form:
    """Which terms a production function has; those of the inputs first, then squares and products.

    Parameters
    ----------
    inputs
        The names of the inputs.
    means
        Their means, which are taken off before anything is estimated.
    terms
        The places of the inputs that make up each term: one, or two.
    """

    inputs: list[Hashable]
    means: Floats
    terms: list[tuple[int, ...]]

    @classmethod
    def of(cls, inputs: list[Hashable], means: Floats, form: str) -> Form:
        """List the terms in the order in which the kernel has them."""
        count = range(len(inputs))
        terms: list[tuple[int, ...]] = [(i,) for i in count]
        if form == "translog":
            terms += [(i, j) for i in count for j in count[i:]]
        return cls(inputs, means, terms)

    @property
    def names(self) -> list[str]:
        """What the terms are called in tables."""
        return [" × ".join(str(self.inputs[i]) for i in term) for term in self.terms]

    def box(self, spreads: Floats, low: float, high: float) -> tuple[list[float], list[float]]:
        """Return the box that is searched.

        The coefficient of a square or product may move an elasticity by half the height of the box
        when an input is a standard deviation from its mean.
        """
        lows, highs = [], []
        for term in self.terms:
            reach = (high - low) / (2 * max(spreads[i] for i in term))
            lows.append(low if len(term) == 1 else -reach)
            highs.append(high if len(term) == 1 else reach)
        return lows, highs

    def plain(self, coefficients: Floats) -> Floats:
        """Return coefficients, … × term, of the terms in the user's units; no constant."""
        turn = np.eye(len(self.terms))
        for place, term in enumerate(self.terms):
            if len(term) == 2:
                i, j = term
                turn[place, i] -= self.means[j]
                turn[place, j] -= self.means[i]
        plain: Floats = np.einsum("...p,pq->...q", coefficients, turn)
        return plain

    def turned(self, covariance: Floats) -> Floats:
        """Return the covariance of the plain coefficients and of what follows the terms."""
        size = len(covariance)
        turn = np.eye(size)
        terms = len(self.terms)
        turn[:terms, :terms] = self.plain(np.eye(terms))
        turned: Floats = np.einsum("pi,pq,qj->ij", turn, covariance, turn)
        return turned

    def left(self, output: Floats, inputs: Floats, coefficients: Floats) -> Floats:
        """Return output less what plain coefficients say inputs make, … × row."""
        rest = np.broadcast_to(output, (*coefficients.shape[:-1], len(output))).copy()
        for place, term in enumerate(self.terms):
            rest -= coefficients[..., place, None] * inputs[list(term)].prod(axis=0)
        return rest

    def elasticity(self, place: int, inputs: Floats, coefficients: Floats) -> Floats:
        """Return the output elasticity of one input at each row, from plain coefficients."""
        found = np.zeros(inputs.shape[1])
        for term, coefficient in zip(self.terms, coefficients, strict=True):
            for at, other in zip(term, reversed(term), strict=True):
                if at == place:
                    found += coefficient if len(term) == 1 else coefficient * inputs[other]
        return found
