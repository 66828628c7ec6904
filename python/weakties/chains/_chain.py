"""A transition matrix as a measure takes it: estimated here, or the user's own."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import matrix as matrix_of
from weakties._frames import codes_of
from weakties._wording import joined_text, shown
from weakties.errors import InvalidInput

from .transitions import TransitionMatrix

_Index: TypeAlias = "pd.Index[Any]"

# How far from one a row of probabilities may sum.
_TOLERANCE = 1e-8
# How many states a message names.
_SHOWN = 5


@dataclass(frozen=True, eq=False)
class Chain:
    """Transition probabilities between labelled states."""

    matrix: NDArray[np.float64]
    states: _Index

    @classmethod
    def of(cls, matrix: object) -> Chain:
        """Check a `TransitionMatrix`, a labelled frame or a square of numbers."""
        if isinstance(matrix, TransitionMatrix):
            if matrix.groups is not None:
                raise InvalidInput(
                    "`matrix` holds several matrices: choose a group with .of(…), one of "
                    f"{listed(list(matrix.groups))}"
                )
            matrix = matrix.probabilities
        states: _Index | None = None
        if isinstance(matrix, pd.DataFrame):
            states = _as_named_by_user(matrix.index)
            if not states.is_unique:
                raise InvalidInput("`matrix` must name each state once in its index")
            if list(states) != list(matrix.columns):
                raise InvalidInput(
                    "`matrix` must have the same states in the same order as rows and as columns: "
                    f"got {listed(list(states))}, and {listed(list(matrix.columns))}; sort them "
                    "alike, such as with .loc[states, states]"
                )
            unknown = matrix.isna().all(axis=1).to_numpy()
            if unknown.any():
                raise InvalidInput(
                    "`matrix` must be known for all states: no move was observed out of "
                    f"{listed(list(states[unknown]))}; estimate with "
                    'never_left="absorbing", or leave such states out'
                )
        values = matrix_of(matrix, "matrix", square=True, low=0)
        states = pd.RangeIndex(len(values)) if states is None else states
        sums = values.sum(axis=1)
        wrong = np.flatnonzero(np.abs(sums - 1) > _TOLERANCE)
        if len(wrong):
            raise InvalidInput(
                f"`matrix` must have rows that sum to 1: that of {shown(states[wrong[0]])} sums to "
                f"{sums[wrong[0]]:.10g} ({len(wrong)} of {len(sums)} rows do not); divide each row "
                "by its sum"
            )
        return cls(values, states)

    def recurrent(
        self, within: Hashable | None, instead: str | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the states of a recurrent class, and the probabilities among them.

        It is the only one, or the one that ``within`` is in; where there are several and the caller
        has no ``within``, the message says what to do ``instead``.
        """
        of_state, recurrent = _core.communicating_classes(self.matrix)
        if within is not None:
            wanted = of_state[self.codes([within], "within")[0]]
            if not recurrent[wanted]:
                raise InvalidInput(
                    f"`within` must be a recurrent state: {shown(within)} is left for good in the "
                    "long run; choose one of a class that communicating_classes calls recurrent"
                )
        elif recurrent.sum() > 1:
            firsts = [self.states[of_state == one][0] for one in np.flatnonzero(recurrent)]
            remedy = f"within= a state of the one that is meant, such as {listed(firsts)}"
            raise InvalidInput(
                f"`matrix` has {len(firsts)} recurrent classes, so the long run depends on the "
                f"start; pass {instead or remedy}"
            )
        else:
            wanted = np.flatnonzero(recurrent)[0]
        members = np.flatnonzero(of_state == wanted)
        return members, np.ascontiguousarray(self.matrix[np.ix_(members, members)])

    def stationary(
        self, within: Hashable | None = None, instead: str | None = None
    ) -> NDArray[np.float64]:
        """Return the stationary share of each state, 0 outside the class; see `recurrent`."""
        members, inner = self.recurrent(within, instead)
        shares = np.zeros(len(self.states))
        shares[members] = _core.stationary_distribution(inner)
        return shares

    def codes(self, labels: object, argument: str) -> NDArray[np.int64]:
        """Return the places of one state or a list of states."""
        listed = labels if isinstance(labels, list | pd.Index) else [labels]
        return codes_of(list(listed), self.states, argument)


def _as_named_by_user(origins: _Index) -> _Index:
    """Undo what `ends_of_moves` did to the names of rows."""
    names = [
        name.removeprefix("origin").removeprefix("_") or None if isinstance(name, str) else name
        for name in origins.names
    ]
    return origins.set_names(names)


def listed(states: Sequence[Hashable]) -> str:
    """Name some states, and say how many more there are."""
    more = [f"{len(states) - _SHOWN} more"] if len(states) > _SHOWN else []
    return joined_text([*map(shown, states[:_SHOWN]), *more])
