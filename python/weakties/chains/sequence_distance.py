"""How far each person's sequence of states is from every other's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, number
from weakties._arguments import matrix as matrix_of
from weakties._arguments import threads as threads_of
from weakties._frames import codes_of
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties._wording import shown
from weakties.errors import InvalidInput

from ._sequences import Sequences
from ._states import one_line
from .spells import Spells

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Floats: TypeAlias = NDArray[np.float64]
_Index: TypeAlias = "pd.Index[Any]"

# The distances of more persons than these would take more than seven gigabytes.
_MOST_PERSONS = 30_000
_SOURCES = {
    "optimal-matching": "abbott2000",
    "hamming": "hamming1950",
    "dynamic-hamming": "lesnard2010",
    "lcs": "elzinga2007",
}


@dataclass(frozen=True, eq=False, repr=False)
class SequenceDistances(Result):
    """Distances between persons' sequences.

    Parameters
    ----------
    distances : pandas.DataFrame
        Symmetric, with 0 on the diagonal: person × person.
    costs : pandas.DataFrame
        What replacing a state by another costs: state × state, or (position, state) × state where
        costs differ between positions.
    indel : float or None
        What inserting or deleting a state costs, where that is possible.
    """

    title: ClassVar[str] = "Distances between sequences"

    distances: pd.DataFrame
    costs: pd.DataFrame
    indel: float | None

    @property
    def condensed(self) -> _Floats:
        """The distances above the diagonal, row by row, as scipy's clustering takes them."""
        values = self.distances.to_numpy()
        condensed: _Floats = values[np.triu_indices(len(values), 1)]
        return condensed

    def to_frame(self) -> pd.DataFrame:
        """Return one row a pair of persons.

        Returns
        -------
        pandas.DataFrame
            Columns: ``person``, ``other``, ``distance``; each pair once.
        """
        one, other = np.triu_indices(len(self.distances), 1)
        labels = self.distances.index
        return pd.DataFrame(
            {"person": labels.take(one), "other": labels.take(other), "distance": self.condensed}
        )

    def _shown(self) -> pd.DataFrame:
        return self.distances.iloc[:10, :6]

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.style import COLOURS, axes

        ax = axes(ax)
        ax.hist(self.condensed, bins=40, color=COLOURS[0])
        ax.set_xlabel("distance")
        ax.set_ylabel("pairs of persons")
        return ax


def sequence_distance(
    spells: Spells,
    *,
    method: str = "optimal-matching",
    substitution: str | pd.DataFrame | None = None,
    indel: float | None = None,
    normalise: str = "none",
    gaps: str = "refuse",
    threads: int | None = None,
    progress: bool | None = None,
) -> SequenceDistances:
    r"""Measure the distance between every two persons' sequences.

    ====================== =====================================================================
    ``"optimal-matching"`` the least cost of turning one sequence into the other by replacing,
                           inserting and deleting states
    ``"hamming"``          the cost of replacing state by state, position by position
    ``"dynamic-hamming"``  the same with costs of each position,
                           :math:`4 - p_{t-1}(i,j) - p_{t-1}(j,i) - p_t(i,j) - p_t(j,i)`
    ``"lcs"``              :math:`\ell_x + \ell_y - 2 \operatorname{LCS}(x, y)`, with the length of
                           the longest common subsequence
    ====================== =====================================================================

    Parameters
    ----------
    spells : Spells
        Who was in which state when. Positions are counted from each person's first period.
    method : str
        One of the table.
    substitution : {"constant", "transition"} or DataFrame, optional
        Costs of replacing, for optimal matching and Hamming: 2 for optimal matching and 1 for
        Hamming (the default); :math:`2 - p_{ij} - p_{ji}` with the transition probabilities of all
        sequences together; or a symmetric table of states, 0 on its diagonal.
    indel : float, optional
        Cost of inserting or deleting a state, for optimal matching. Without it half the largest
        cost of replacing.
    normalise : {"none", "longest", "most"}
        Divide by the number of periods of the longer sequence, or by the largest distance that is
        possible between sequences of these lengths and costs.
    gaps : {"refuse", "close", "state"}
        As in `sequence_indices`. The state of gaps is called ``"(gap)"``.
    threads : int, optional
        How many threads to use; all processors without it. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

    Returns
    -------
    SequenceDistances
        Distances, and the costs they are made of. Memory grows with the square of the persons.

    Raises
    ------
    WrongType, InvalidInput
        When sequences differ in length where they are compared by position, costs are not those of
        the states, or another argument is of the wrong kind.

    Notes
    -----
    Optimal matching as in :cite:t:`abbott2000`, dynamic Hamming as in :cite:t:`lesnard2010`, LCS as
    in :cite:t:`elzinga2007`. In the first and last position, where transitions are known on one
    side only, dynamic Hamming takes them twice. Probabilities are those of
    moves from one period to the next, staying included, weighted where the persons are. Sequences
    that are alike are compared once.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import Spells, sequence_distance
    >>> df = pd.DataFrame({
    ...     "p": ["Ana"] * 4 + ["Ben"] * 4, "t": [1, 2, 3, 4] * 2, "s": list("ababbaba")
    ... })
    >>> spells = Spells.from_panel(df, "p", "t", "s")
    >>> float(sequence_distance(spells).distances.loc["Ana", "Ben"])
    2.0
    >>> float(sequence_distance(spells, method="hamming").distances.loc["Ana", "Ben"])
    4.0
    """
    method = choice(method, "method", tuple(_SOURCES))
    normalise = choice(normalise, "normalise", ("none", "longest", "most"))
    pool = threads_of(threads)
    sequences = Sequences.of(spells, gaps)
    if len(spells.persons) > _MOST_PERSONS:
        raise InvalidInput(
            f"`spells` must have at most {_MOST_PERSONS} persons, since distances take the square "
            f"of that: got {len(spells.persons)}; take a sample"
        )
    rows, ends = sequences.rectangle()
    by_position = method in ("hamming", "dynamic-hamming")
    if by_position and (ends != ends[0]).any():
        other = int(np.flatnonzero(ends != ends[0])[0])
        raise InvalidInput(
            f"`spells` must be equally long for method={method!r}: {shown(spells.persons[0])} has "
            f"{ends[0]} periods and {shown(spells.persons[other])} {ends[other]}; use "
            '"optimal-matching" or "lcs", or cut them to the same periods'
        )
    if indel is not None and method != "optimal-matching":
        raise InvalidInput('`indel` is a cost of method="optimal-matching" only: leave it out')
    weights = np.ones(len(rows))
    if spells.weights is not None:
        weights = np.asarray(spells.weights, np.float64)
    costs = _costs(method, substitution, rows, weights, sequences.states)
    cost = None
    if not by_position:
        cost = costs.max() / 2 if indel is None else number(indel, "indel", low=0)
    unique, inverse = np.unique(rows, axis=0, return_inverse=True)
    inverse = inverse.ravel()
    lengths = (unique >= 0).sum(axis=1)
    codes = np.ascontiguousarray(np.maximum(unique, 0), np.uint32)
    with reporter(progress, "distances") as report:
        if cost is None:
            found = _core.position_distances(codes, costs, pool, report)
        else:
            found = _core.matching_distances(
                codes, lengths.tolist(), np.ascontiguousarray(costs[0]), cost, pool, report
            )
    if normalise != "none":
        found = _normalised(found, lengths, costs, cost, normalise)
    persons = spells.persons
    return SequenceDistances(
        pd.DataFrame(found[np.ix_(inverse, inverse)], index=persons, columns=persons),
        _labelled(costs, sequences.states),
        cost,
        meta=Meta(
            method=method,
            options={
                "substitution": "given" if isinstance(substitution, pd.DataFrame) else substitution,
                "indel": cost,
                "normalise": normalise,
                "gaps": gaps,
            },
            counts={"persons": len(persons), "different sequences": len(unique)},
            dropped=spells.dropped,
            sources=(_SOURCES[method],),
        ),
    )


def _costs(
    method: str,
    substitution: object,
    rows: NDArray[np.int64],
    weights: _Floats,
    states: _Index,
) -> _Floats:
    """Return costs of replacing: position × state × state, of one position where all are alike."""
    count = len(states)
    apart = 1 - np.eye(count)
    if method in ("dynamic-hamming", "lcs"):
        if substitution is not None:
            raise InvalidInput(
                f"`substitution` cannot be chosen for method={method!r}, which has costs of its "
                "own: leave it out"
            )
        return 2 * apart[np.newaxis] if method == "lcs" else _dynamic(rows, weights, apart)
    if isinstance(substitution, pd.DataFrame):
        return _given(substitution, states)[np.newaxis]
    kind = (
        "constant"
        if substitution is None
        else choice(substitution, "substitution", ("constant", "transition"))
    )
    if kind == "constant":
        return (1.0 if method == "hamming" else 2.0) * apart[np.newaxis]
    counts = sum(
        (_moves(rows, weights, period, count) for period in range(rows.shape[1] - 1)),
        np.zeros((count, count)),
    )
    p = _probabilities(counts)
    return (apart * (2 - p - p.T))[np.newaxis]


def _dynamic(rows: NDArray[np.int64], weights: _Floats, apart: _Floats) -> _Floats:
    periods = rows.shape[1]
    if periods < 2:
        raise InvalidInput(
            '`spells` must last at least two periods for method="dynamic-hamming", whose costs are '
            'made of transitions; use "hamming"'
        )
    each = []
    for period in range(periods - 1):
        p = _probabilities(_moves(rows, weights, period, len(apart)))
        each.append(p + p.T)
    # At the ends transitions are known on one side only, which stands for both.
    around = [each[0], *each, each[-1]]
    return np.stack([apart * (4 - around[t] - around[t + 1]) for t in range(periods)])


def _moves(rows: NDArray[np.int64], weights: _Floats, period: int, count: int) -> _Floats:
    """Count moves from one period to the next."""
    now, after = rows[:, period], rows[:, period + 1]
    seen = after >= 0
    pairs = now[seen] * count + after[seen]
    counts: _Floats = np.bincount(pairs, weights[seen], count * count).astype(np.float64)
    return counts.reshape(count, count)


def _probabilities(counts: _Floats) -> _Floats:
    """Divide counts by their row's sum; a row of zeros stays one."""
    sums = counts.sum(axis=1, keepdims=True)
    p: _Floats = np.divide(counts, sums, out=np.zeros_like(counts), where=sums > 0)
    return p


def _given(table: pd.DataFrame, states: _Index) -> _Floats:
    values = matrix_of(table, "substitution", square=True, low=0)
    if not table.index.is_unique or list(table.index) != list(table.columns):
        raise InvalidInput(
            "`substitution` must name each state once, in the same order as rows and as columns; "
            "use .loc[states, states]"
        )
    at = codes_of(list(states), table.index, "substitution")
    values = values[np.ix_(at, at)]
    if (values != values.T).any() or values.diagonal().any():
        raise InvalidInput(
            "`substitution` must be symmetric with 0 on the diagonal, since distances have no "
            "direction; take the mean of both directions"
        )
    return np.ascontiguousarray(values)


def _normalised(
    distances: _Floats, lengths: NDArray[np.int64], costs: _Floats, indel: float | None, rule: str
) -> _Floats:
    longer = np.maximum.outer(lengths, lengths)
    if rule == "longest":
        return distances / longer
    if indel is None:
        most: _Floats | float = costs.max(axis=(1, 2)).sum() * (
            lengths[0] if len(costs) == 1 else 1
        )
    else:
        shorter = np.minimum.outer(lengths, lengths)
        most = shorter * min(2 * indel, costs.max()) + (longer - shorter) * indel
    # Where nothing costs anything, all distances are 0.
    return np.divide(distances, most, out=np.zeros_like(distances), where=np.asarray(most) > 0)


def _labelled(costs: _Floats, states: _Index) -> pd.DataFrame:
    names = pd.Index(one_line(states), name="state")
    tables = [pd.DataFrame(table, index=names, columns=names) for table in costs]
    if len(tables) == 1:
        return tables[0]
    positions = range(1, len(tables) + 1)
    return pd.concat(tables, keys=positions, names=["position", "state"])
