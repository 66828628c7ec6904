"""How long a chain takes from one state to another."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from weakties import _core
from weakties._results import Meta, Result

from ._chain import Chain
from ._states import every_pair, labelled, one_line
from .transitions import TransitionMatrix

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class FirstPassage(Result):
    """How long a chain takes from each state (row) until it is first in each state (column).

    The diagonal is about the return: the first period, at least one later, in the same state.

    Parameters
    ----------
    mean : pandas.DataFrame
        Expected number of periods; infinite where the state may never be reached.
    variance : pandas.DataFrame
        Variance of that number; infinite where the mean is.
    probability : pandas.DataFrame
        Probability of ever reaching the state; exactly 1 where it is reached for sure.
    """

    title: ClassVar[str] = "First passage"

    mean: pd.DataFrame
    variance: pd.DataFrame
    probability: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each start and end.

        Returns
        -------
        pandas.DataFrame
            Columns: origin and destination (a column for each part of the state), ``mean``,
            ``variance`` and ``probability``.
        """
        tables = {"mean": self.mean, "variance": self.variance, "probability": self.probability}
        values = {name: table.to_numpy().ravel() for name, table in tables.items()}
        return every_pair(self.mean).assign(**values)

    def _shown(self) -> pd.DataFrame:
        shown = self.mean.copy()
        shown.columns = pd.Index(one_line(shown.columns))
        return shown

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.matrix import heat_map

        finite = self.mean.replace(np.inf, np.nan)
        return heat_map(
            finite, rows="origin", columns="destination", colour="expected periods", ax=ax
        )


def first_passage(matrix: TransitionMatrix | pd.DataFrame | ArrayLike) -> FirstPassage:
    r"""Return how many periods pass until a chain is first in a state.

    With :math:`T_{ij}` the number of periods from i until the first visit to j, from 1 up,

    .. math:: m_{ij} = \mathrm E\, T_{ij} = 1 + \sum_{l \ne j} p_{il} m_{lj}, \qquad
       v_{ij} = \mathrm E\, T_{ij}^2 - m_{ij}^2, \qquad
       \mathrm E\, T_{ij}^2 = 2 m_{ij} - 1 + \sum_{l \ne j} p_{il} \mathrm E\, T_{lj}^2 .

    Parameters
    ----------
    matrix
        As in `communicating_classes`. The chain may have any classes.

    Returns
    -------
    FirstPassage
        Means, variances and the probabilities of ever arriving.

    Raises
    ------
    WrongType, InvalidInput
        When ``matrix`` is not a matrix of transition probabilities.

    Notes
    -----
    Definitions are those of :cite:t:`kemeny1960`; :math:`m_{ii}` is the mean recurrence time, 1
    over the stationary share. The equations are solved by taking out states, as
    :cite:t:`grassmann1985` do for the stationary distribution, with the moments of the time that a
    move takes carried along. Nothing is subtracted but the square in the variance, so means of slow
    chains keep their digits. Where a chance of leaving is below about 1e-100, products of waiting
    times pass what a number can hold, and moments become infinite although arrival is sure. Time
    grows with the cube of the number of states.

    Examples
    --------
    >>> from weakties.chains import first_passage
    >>> first_passage([[0.5, 0.25, 0.25], [0.5, 0.0, 0.5], [0.25, 0.25, 0.5]]).mean.round(4)
    destination       0    1       2
    origin
    0            2.5000  4.0  3.3333
    1            2.6667  5.0  2.6667
    2            3.3333  4.0  2.5000
    """
    chain = Chain.of(matrix)
    probability, mean, variance = _core.first_passage(chain.matrix)
    return FirstPassage(
        labelled(mean, chain.states),
        labelled(variance, chain.states),
        labelled(probability, chain.states),
        meta=Meta(
            method="elimination of states",
            counts={"states": len(chain.states)},
            sources=("kemeny1960", "grassmann1985"),
        ),
    )


def fundamental_matrix(
    matrix: TransitionMatrix | pd.DataFrame | ArrayLike, *, within: Hashable | None = None
) -> pd.DataFrame:
    r"""Return the fundamental matrix of a chain whose states all lead to each other.

    .. math:: Z = (I - P + \mathbf 1 \pi')^{-1}

    Its entry says by how much the expected number of visits to j, from a start in i, exceeds in the
    long run those from a start in the stationary distribution, plus :math:`\pi_j`. It gives means
    of first passages, :math:`m_{ij} = (z_{jj} - z_{ij}) / \pi_j` for :math:`i \ne j`, and Kemeny's
    constant. For a chain with absorbing states the fundamental matrix is another one,
    :math:`(I - Q)^{-1}`: see ``visits`` of `absorption`.

    Parameters
    ----------
    matrix, within
        As in `stationary_distribution`.

    Returns
    -------
    pandas.DataFrame
        The states of the recurrent class as rows and columns; rows sum to 1.

    Raises
    ------
    WrongType, InvalidInput, UnknownLabel
        As in `stationary_distribution`.

    Notes
    -----
    From :cite:t:`kemeny1960`. It is made of the means of `first_passage`, which subtract nothing.

    Examples
    --------
    >>> from weakties.chains import fundamental_matrix
    >>> fundamental_matrix([[0.9, 0.1], [0.3, 0.7]])
    destination      0      1
    origin
    0            1.375 -0.375
    1           -1.125  2.125
    """
    chain = Chain.of(matrix)
    members, inner = chain.recurrent(within)
    return labelled(_core.fundamental_matrix(inner), chain.states[members])


def kemeny_constant(
    matrix: TransitionMatrix | pd.DataFrame | ArrayLike, *, within: Hashable | None = None
) -> float:
    r"""Return how many periods it takes to get to a state drawn from the long run.

    .. math:: K = \sum_{j \ne i} \pi_j m_{ij} = \operatorname{tr} Z - 1
       = \sum_{l \ge 2} \frac{1}{1 - \lambda_l}

    is the same for every start i: the expected number of periods until the chain is where a draw
    from its stationary distribution says, 0 when it is there already. Small numbers mean that the
    chain soon forgets where it began.

    Parameters
    ----------
    matrix, within
        As in `stationary_distribution`.

    Returns
    -------
    float
        In periods, from :math:`(k - 1) / 2` of k states that are visited in turns; 0 with one
        state.

    Raises
    ------
    WrongType, InvalidInput, UnknownLabel
        As in `stationary_distribution`.

    Notes
    -----
    From :cite:t:`kemeny1960`. Some authors count the return to the start, which adds 1. With
    transient states it is that of the recurrent class.

    Examples
    --------
    >>> from weakties.chains import kemeny_constant
    >>> round(kemeny_constant([[0.9, 0.1], [0.3, 0.7]]), 6)
    2.5
    """
    chain = Chain.of(matrix)
    _, inner = chain.recurrent(within)
    return float(_core.kemeny_constant(inner))
