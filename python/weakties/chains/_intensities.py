"""Intensities of moving: what a chain in continuous time is made of, and what follows from it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from math import erfc, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import number
from weakties._results import Meta, Result
from weakties._wording import listing, shown
from weakties.errors import NotConverged, UnknownLabel, WrongType

from ._states import labelled, one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Index: TypeAlias = "pd.Index[Any]"
_Floats: TypeAlias = NDArray[np.float64]

BASELINE = "baseline"
# A standard error of a logarithm beyond which nothing is known about an intensity.
_UNKNOWN = 50.0


@dataclass(frozen=True, eq=False, repr=False)
class Multistate(Result):
    """Intensities of moving, and what multiplies them; see `multistate`.

    Parameters
    ----------
    intensities : pandas.DataFrame
        One row for each move allowed, origin and destination as index: ``value`` per unit of time
        where all variables are 0, ``se``, and the interval ``lo`` to ``hi``, from its logarithm.
    effects : pandas.DataFrame
        One row for each variable and move: the change ``value`` of the logarithm of the intensity
        with one unit of the variable, ``se``, ``z``, ``p``, ``lo`` and ``hi``.
    matrix : pandas.DataFrame
        The intensities as a matrix, origin × destination, whose rows sum to 0.
    log_likelihood : float
        At the estimate; with weights that of as many persons as there are, at their mean weight.
    covariance : pandas.DataFrame
        Of the logarithms of intensities and of the effects: rows and columns are named by term,
        origin and destination.
    """

    title: ClassVar[str] = "Intensities of moving"

    intensities: pd.DataFrame
    effects: pd.DataFrame
    matrix: pd.DataFrame
    log_likelihood: float = field(kw_only=True)
    covariance: pd.DataFrame = field(kw_only=True)

    @property
    def aic(self) -> float:
        """Akaike's criterion: twice the number of parameters less twice the log-likelihood."""
        return 2 * len(self.covariance) - 2 * self.log_likelihood

    def to_frame(self) -> pd.DataFrame:
        """Return intensities and effects, one row a term and move.

        Returns
        -------
        pandas.DataFrame
            Columns: ``term``, origin and destination, ``value``, ``se``, ``z``, ``p``, ``lo`` and
            ``hi``; of intensities there is no ``z`` and ``p``.
        """
        base = self.intensities.reset_index()
        base.insert(0, "term", BASELINE)
        return pd.concat([base, self.effects.reset_index()] if len(self.effects) else [base])

    def intensity_matrix(self, at: Mapping[Hashable, float] | None = None) -> pd.DataFrame:
        """Return the intensities of people with some values of the variables.

        Parameters
        ----------
        at : dict, optional
            The value of each variable; those that are not named are 0.

        Returns
        -------
        pandas.DataFrame
            Origin × destination; rows sum to 0.

        Raises
        ------
        WrongType, InvalidInput
            When ``at`` is no dictionary of finite numbers.
        UnknownLabel
            When it names no variable of the estimate.
        """
        values = self._values(at)
        found = self.matrix.to_numpy(copy=True)
        np.fill_diagonal(found, 0)
        for name, value in values.items():
            change = np.zeros(found.shape)
            for (_, *move), effect in zip(self.effects.index, self.effects["value"], strict=True):
                if _ == name:
                    change[self._place(move)] = effect
            found = found * np.exp(change * value)
        np.fill_diagonal(found, -found.sum(axis=1))
        return pd.DataFrame(found, index=self.matrix.index, columns=self.matrix.columns)

    def probabilities(
        self, duration: float, at: Mapping[Hashable, float] | None = None
    ) -> pd.DataFrame:
        """Return the probabilities of being in each state after some time.

        Parameters
        ----------
        duration : float
            In the units of the times of the table.
        at : dict, optional
            As in `intensity_matrix`.

        Returns
        -------
        pandas.DataFrame
            The exponential of the intensities times the duration: origin × destination, rows sum
            to 1.

        Raises
        ------
        WrongType, InvalidInput
            When ``duration`` is not a number from 0 up, or ``at`` as in `intensity_matrix`.
        UnknownLabel
            As in `intensity_matrix`.
        """
        duration = number(duration, "duration", low=0)
        intensities = self.intensity_matrix(at)
        values = np.ascontiguousarray(intensities.to_numpy(np.float64))
        found, _ = _core.matrix_exponential(values, duration, [])
        return pd.DataFrame(found, index=intensities.index, columns=intensities.columns)

    def _place(self, move: list[Hashable]) -> tuple[int, int]:
        half = len(move) // 2
        keys = [tuple(part) if half > 1 else part[0] for part in (move[:half], move[half:])]
        row = self.matrix.index.get_loc(keys[0])
        column = self.matrix.columns.get_loc(keys[1])
        assert isinstance(row, int)
        assert isinstance(column, int)
        return row, column

    def _values(self, at: Mapping[Hashable, float] | None) -> dict[Hashable, float]:
        if at is None:
            return {}
        if not isinstance(at, Mapping):
            raise WrongType(
                "`at` must be a dictionary of variables and their values: "
                f'got {type(at).__name__}; write such as {{"age": 30}}'
            )
        names = list(self.effects.index.unique(0)) if len(self.effects) else []
        for name in at:
            if name not in names:
                raise UnknownLabel(
                    f"`at` names no variable of the estimate: {shown(name)}. "
                    f"{listing('Variables there are', names)}"
                )
        return {name: number(value, "at") for name, value in at.items()}

    def _shown(self) -> pd.DataFrame:
        return self.intensities

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        table = self.intensities
        half = table.index.nlevels // 2
        names = [
            " → ".join(
                one_line(
                    pd.Index(
                        [
                            move[:half] if half > 1 else move[0],
                            move[half:] if half > 1 else move[1],
                        ],
                        tupleize_cols=False,
                    )
                )
            )
            for move in table.index
        ]
        named = table.set_axis(pd.Index(names))
        return intervals(
            named["value"], named["lo"], named["hi"], label="moves per unit of time", ax=ax
        )


def intensities_of(
    estimate: _Floats,
    covariance: _Floats,
    likelihood: float,
    pairs: list[tuple[int, int]],
    states: _Index,
    names: list[Hashable],
    level: float,
    meta: Meta,
) -> Multistate:
    """Label what was estimated: logarithms of intensities, then effects on them, by move."""
    moves = len(pairs)
    se = np.sqrt(np.diag(covariance))
    matrix = np.zeros((len(states), len(states)))
    labels = labelled(matrix, states)
    ends = [
        labels.index.take([i for i, _ in pairs]),
        labels.columns.take([j for _, j in pairs]),
    ]
    arrays = [one.get_level_values(level) for one in ends for level in range(one.nlevels)]
    if (lost := np.flatnonzero(se > _UNKNOWN)).size:
        i, j = pairs[lost[0] % moves]
        raise NotConverged(
            f"the intensity from {shown(states[i])} to {shown(states[j])} cannot be told from 0, "
            "or an effect on it has no bounds: leave the move out of `allowed`, or a variable out "
            "of `variables`"
        )
    z = NormalDist().inv_cdf((1 + level) / 2)
    lo, hi = estimate - z * se, estimate + z * se
    own = slice(0, moves)
    for (i, j), value in zip(pairs, np.exp(estimate[own]), strict=True):
        matrix[i, j] = value
    np.fill_diagonal(matrix, -matrix.sum(axis=1))
    index = pd.MultiIndex.from_arrays(arrays, names=[one.name for one in arrays])
    terms = [one.append([one] * len(names)) for one in arrays]
    whole = pd.MultiIndex.from_arrays(
        [pd.Index([BASELINE, *names], tupleize_cols=False).repeat(moves), *terms],
        names=["term", *index.names],
    )
    rest = slice(moves, None)
    scores = estimate[rest] / se[rest]
    return Multistate(
        pd.DataFrame(
            {
                "value": np.exp(estimate[own]),
                "se": np.exp(estimate[own]) * se[own],
                "lo": np.exp(lo[own]),
                "hi": np.exp(hi[own]),
            },
            index=index,
        ),
        pd.DataFrame(
            {
                "value": estimate[rest],
                "se": se[rest],
                "z": scores,
                "p": [erfc(abs(score) / sqrt(2)) for score in scores],
                "lo": lo[rest],
                "hi": hi[rest],
            },
            index=whole[moves:],
        ),
        labelled(matrix, states),
        log_likelihood=likelihood,
        covariance=pd.DataFrame(covariance, index=whole, columns=whole),
        meta=meta,
    )
