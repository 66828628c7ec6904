"""What follows from a transition matrix: classes, the long run, and absorption."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from weakties import _core
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from ._chain import Chain, listed
from ._states import ends_of_moves, every_pair, one_line
from .transitions import TransitionMatrix

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def communicating_classes(matrix: TransitionMatrix | pd.DataFrame | ArrayLike) -> pd.DataFrame:
    """Sort states into classes within which every state leads to every other.

    A class is recurrent when it is never left, and transient otherwise
    :cite:p:`kemeny1960`.

    Parameters
    ----------
    matrix : TransitionMatrix, DataFrame or array
        Rows sum to 1. A DataFrame has the same states as rows and as columns.

    Returns
    -------
    pandas.DataFrame
        Indexed by state: ``class``, numbered from 0 by first state, and ``recurrent``.

    Raises
    ------
    WrongType, InvalidInput
        When ``matrix`` is not a matrix of transition probabilities.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import communicating_classes
    >>> states = ["school", "work", "retired"]
    >>> matrix = pd.DataFrame(
    ...     [[0.5, 0.5, 0.0], [0.1, 0.8, 0.1], [0.0, 0.0, 1.0]], index=states, columns=states
    ... )
    >>> communicating_classes(matrix)
             class  recurrent
    school       0      False
    work         0      False
    retired      1       True
    """
    chain = Chain.of(matrix)
    of_state, recurrent = _core.communicating_classes(chain.matrix)
    columns = {"class": of_state.astype(np.int64), "recurrent": recurrent[of_state]}
    return pd.DataFrame(columns, index=chain.states)


def stationary_distribution(
    matrix: TransitionMatrix | pd.DataFrame | ArrayLike, *, within: Hashable | None = None
) -> pd.Series[float]:
    r"""Return the shares of states that the chain does not change.

    .. math:: \pi = \pi P, \qquad \sum_i \pi_i = 1

    Parameters
    ----------
    matrix
        As in `communicating_classes`.
    within : state, optional
        A state of the recurrent class that is meant, where there are several.

    Returns
    -------
    pandas.Series
        The share of each state; 0 outside the recurrent class.

    Raises
    ------
    WrongType, InvalidInput
        When ``matrix`` is not a matrix of transition probabilities; when it has several recurrent
        classes, so that the long run depends on the start, and ``within`` does not say which is
        meant; or when the state in ``within`` is transient.
    UnknownLabel
        When there is no such state.

    Notes
    -----
    By the elimination of :cite:t:`grassmann1985`, which subtracts nothing and so keeps all digits
    of the smallest share. A class that is visited in turns (a periodic one) has a stationary
    distribution too: the share of time spent in each state.

    Examples
    --------
    >>> from weakties.chains import stationary_distribution
    >>> stationary_distribution([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.05, 0.15, 0.8]])
    0    0.208333
    1    0.458333
    2    0.333333
    Name: stationary, dtype: float64
    """
    chain = Chain.of(matrix)
    return pd.Series(chain.stationary(within), index=chain.states, name="stationary")


@dataclass(frozen=True, eq=False, repr=False)
class Absorption(Result):
    """Where a chain ends, and how long it takes.

    Parameters
    ----------
    probabilities : pandas.DataFrame
        Probability of ending in each absorbing state (column) from each other state (row).
    steps : pandas.Series
        Expected number of periods until then.
    variance : pandas.Series
        Variance of that number.
    visits : pandas.DataFrame
        The fundamental matrix: expected number of periods spent in each state (column) before the
        end, from each state (row), the starting period included.
    """

    title: ClassVar[str] = "Absorption"

    probabilities: pd.DataFrame
    steps: pd.Series[float]
    variance: pd.Series[float]
    visits: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each start and end.

        Returns
        -------
        pandas.DataFrame
            Columns: origin and destination (a column for each part of the state),
            ``probability``, and of the origin ``steps`` and ``variance``.
        """
        ends = len(self.probabilities.columns)
        return every_pair(self.probabilities).assign(
            probability=self.probabilities.to_numpy().ravel(),
            steps=self.steps.to_numpy().repeat(ends),
            variance=self.variance.to_numpy().repeat(ends),
        )

    def _shown(self) -> pd.DataFrame:
        shown = self.probabilities.copy()
        shown.columns = pd.Index(one_line(shown.columns))
        return shown.assign(steps=self.steps, sd=np.sqrt(self.variance))

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.matrix import heat_map

        return heat_map(
            self.probabilities, rows="start", columns="end", colour="probability", ax=ax
        )


def absorption(
    matrix: TransitionMatrix | pd.DataFrame | ArrayLike,
    *,
    into: Hashable | list[Hashable] | None = None,
) -> Absorption:
    r"""Return where a chain is absorbed, with what probability, and after how many periods.

    With Q the probabilities among the other states and R those of moving into the absorbing ones,

    .. math:: N = (I - Q)^{-1}, \qquad B = N R, \qquad t = N 1, \qquad v = (2 N - I) t - t^2

    are the expected visits, the probabilities of each end, the expected number of periods until
    the end, and its variance :cite:p:`kemeny1960`.

    Parameters
    ----------
    matrix
        As in `communicating_classes`.
    into : state or list of states, optional
        The states at which to stop, whether or not they are ever left. Without it they are the
        states with probability 1 of staying.

    Returns
    -------
    Absorption
        N, B, t and v, labelled.

    Raises
    ------
    WrongType, InvalidInput
        When ``matrix`` is not a matrix of transition probabilities, there is no absorbing state or
        no other, or some state may never lead to one (its expected number of periods is infinite).
    UnknownLabel
        When there is no such state.

    Examples
    --------
    >>> from weakties.chains import absorption
    >>> climbing = [[0.8, 0.1, 0.1], [0.0, 0.75, 0.25], [0.0, 0.0, 1.0]]
    >>> absorption(climbing).steps
    origin
    0    7.0
    1    4.0
    Name: steps, dtype: float64
    """
    chain = Chain.of(matrix)
    count = len(chain.states)
    stops = np.zeros(count, bool)
    if into is None:
        stops = np.diag(chain.matrix) == 1
        if not stops.any():
            raise InvalidInput(
                "`matrix` has no absorbing state, one with probability 1 of staying; pass into= "
                "the states at which to stop"
            )
    else:
        stops[chain.codes(into, "into")] = True
    if not stops.any() or stops.all():
        raise InvalidInput(
            "`into` must name some of the states but not all: got "
            f"{stops.sum()} of {count}; leave out where the chain starts"
        )
    leads = stops.copy()
    while (more := ~leads & (chain.matrix[:, leads] > 0).any(axis=1)).any():
        leads |= more
    if not leads.all():
        raise InvalidInput(
            "`into` must be reached for sure: it never is from "
            f"{listed(chain.states[~leads].tolist())}; add one of them to `into`, or leave them "
            "out of `matrix`"
        )
    visits, probabilities, steps, variance = _core.absorption(chain.matrix, stops)
    starts = chain.states[~stops].set_names(ends_of_moves(chain.states, "origin"))
    ends = chain.states[stops].set_names(ends_of_moves(chain.states, "destination"))
    return Absorption(
        pd.DataFrame(probabilities, index=starts, columns=ends),
        pd.Series(steps, index=starts, name="steps"),
        pd.Series(variance, index=starts, name="variance"),
        pd.DataFrame(visits, index=starts, columns=starts.set_names(ends.names)),
        meta=Meta(
            method="fundamental matrix",
            options={"into": into},
            counts={"starts": len(starts), "ends": len(ends)},
            sources=("kemeny1960",),
        ),
    )
