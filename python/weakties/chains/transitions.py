"""Transition probabilities between states, with what is known of their precision."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import partial
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, instance, label
from weakties._results import Meta, Result
from weakties._wording import did_you_mean, listing, shown
from weakties.errors import InvalidInput, UnknownLabel

from ._groups import groups_of
from ._resampling import Resampling
from ._states import every_pair, labelled, one_line
from .spells import Spells

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Index: TypeAlias = "pd.Index[Any]"
_Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class TransitionMatrix(Result):
    """Probabilities of moving from each state to each state within one period.

    All tables have one row an origin and one column a destination. With groups their rows are
    (group, origin), so that ``probabilities.loc[group]`` is the matrix of one group.

    Parameters
    ----------
    probabilities : pandas.DataFrame
        Each row sums to 1, or is missing where no move out of the state was observed.
    counts : pandas.DataFrame
        Moves observed, weighted where the persons are.
    se : pandas.DataFrame
        Standard errors of the probabilities.
    lo, hi : pandas.DataFrame
        Ends of the confidence intervals.
    states : pandas.Index
        The states.
    groups : pandas.Index or None
        The groups, where there are any.
    level : float
        The level of the intervals.
    replicates : numpy.ndarray or None
        The probabilities in each bootstrap replicate: replicate × group × origin × destination.
    """

    title: ClassVar[str] = "Transition probabilities"

    probabilities: pd.DataFrame
    counts: pd.DataFrame
    se: pd.DataFrame
    lo: pd.DataFrame
    hi: pd.DataFrame
    states: _Index = field(kw_only=True)
    groups: _Index | None = field(kw_only=True)
    level: float = field(kw_only=True)
    replicates: _Floats | None = field(kw_only=True)

    def of(self, group: Hashable) -> TransitionMatrix:
        """Return the matrix of one group.

        Parameters
        ----------
        group : label
            One of `groups`.

        Returns
        -------
        TransitionMatrix
            Without groups.

        Raises
        ------
        InvalidInput
            When there are no groups.
        UnknownLabel
            When there is no such group.
        """
        if self.groups is None:
            raise InvalidInput(
                "`group` cannot be chosen: the matrix was estimated without `by`; use it as it is"
            )
        if label(group, "group") not in self.groups:
            raise UnknownLabel(
                f"`group` is not there: {shown(group)}."
                f"{did_you_mean(group, self.groups.tolist())} "
                f"{listing('Groups there are', self.groups.tolist())}"
            )
        at = list(self.groups).index(group)
        rows = slice(at * len(self.states), (at + 1) * len(self.states))
        own = [
            labelled(table.to_numpy()[rows], self.states)
            for table in (self.probabilities, self.counts, self.se, self.lo, self.hi)
        ]
        return TransitionMatrix(
            *own,
            states=self.states,
            groups=None,
            level=self.level,
            replicates=None if self.replicates is None else self.replicates[:, at : at + 1],
            meta=replace(self.meta, options={**self.meta.options, "group": group}),
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row a move from origin to destination.

        Returns
        -------
        pandas.DataFrame
            Columns: the group where there are any, origin and destination (a column for each part
            of the state), ``count``, ``probability``, ``se``, ``lo``, ``hi``.
        """
        tables = {
            "count": self.counts,
            "probability": self.probabilities,
            "se": self.se,
            "lo": self.lo,
            "hi": self.hi,
        }
        pairs = every_pair(self.probabilities)
        return pairs.assign(**{name: table.to_numpy().ravel() for name, table in tables.items()})

    def _shown(self) -> pd.DataFrame:
        shown = self.probabilities.copy()
        shown.columns = pd.Index(one_line(self.states))
        return shown.assign(moves=self.counts.sum(axis=1))

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.matrix import heat_map

        if self.groups is not None:
            raise InvalidInput(
                "`plot` shows one matrix: choose a group with .of(…). "
                f"{listing('Groups there are', self.groups.tolist())}"
            )
        return heat_map(
            self.probabilities, rows="origin", columns="destination", colour="probability", ax=ax
        )


def transition_matrix(
    spells: Spells,
    *,
    by: pd.Series[Any] | None = None,
    across_gaps: bool = False,
    never_left: str = "missing",
    bootstrap: int = 0,
    level: float = 0.95,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> TransitionMatrix:
    r"""Estimate the probabilities of moving between states within a period.

    .. math:: \hat p_{ij} = \frac{n_{ij}}{n_{i\cdot}}, \qquad
       \operatorname{se}(\hat p_{ij}) = \sqrt{\frac{\hat p_{ij} (1 - \hat p_{ij})}{n_{i\cdot}}}

    where :math:`n_{ij}` counts the periods after which somebody in state i was in state j.

    Parameters
    ----------
    spells : Spells
        Who was in which state when.
    by : pandas.Series, optional
        A group for each person, indexed by person; one matrix is estimated for each group.
    across_gaps : bool, default False
        Whether the move from the last state before a gap to the first one after it counts, as if
        it had taken one period.
    never_left : {"missing", "absorbing"}
        What stands in the row of a state out of which no move was observed, not even one of
        staying: missing values, or 1 for staying.
    bootstrap : int, default 0
        How many times persons are redrawn. Observations of one person depend on each other, which
        the formula above ignores; drawing whole persons does not.
    level : float, default 0.95
        Level of the confidence intervals.
    seed : int, numpy.random.SeedSequence or numpy.random.Generator, optional
        What the bootstrap draws from.
    threads : int, optional
        How many threads to use; all processors without it. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

    Returns
    -------
    TransitionMatrix
        Probabilities, counts, standard errors and intervals. Without the bootstrap the intervals
        are Wilson's, which have a width even where a probability is 0 or 1. With it, the standard
        errors are the standard deviations, and the intervals the quantiles, over the replicates;
        a replicate in which a state is never left says nothing about that state's row.

    Raises
    ------
    WrongType
        When ``spells`` is not made by `Spells`, ``by`` is not a Series, or another argument is of
        the wrong kind.
    InvalidInput
        When nobody was observed in two periods that count, or ``by`` lacks a person.

    Notes
    -----
    Maximum likelihood, eq. (2.8) of :cite:t:`anderson1957`, with the standard error of its
    asymptotic distribution there. The intervals without the bootstrap are those of
    :cite:t:`wilson1927`, the bootstrap by whole clusters is described by :cite:t:`efron1993`.
    Persons are redrawn within their group, as many as it has. With weights, counts are sums of the
    persons' weights w, and :math:`n_{i\cdot}` in the standard error and interval is
    :math:`(\sum w)^2 / \sum w^2` over the moves out of i :cite:p:`kish1965`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import Spells, transition_matrix
    >>> df = pd.DataFrame({
    ...     "person": [1, 1, 1, 2, 2, 2],
    ...     "year": [2001, 2002, 2003] * 2,
    ...     "rung": ["low", "low", "high", "low", "high", "high"],
    ... })
    >>> spells = Spells.from_panel(df, "person", "year", "rung")
    >>> transition_matrix(spells).probabilities
    destination      high       low
    origin
    high         1.000000  0.000000
    low          0.666667  0.333333
    """
    instance(spells, "spells", Spells, "Spells.from_panel or Spells.from_spells")
    absorbing = choice(never_left, "never_left", ("missing", "absorbing")) == "absorbing"
    resampling = Resampling.of(bootstrap, seed, threads, progress, level)
    groups, of_person = groups_of(by, spells.persons)
    moves = (
        spells._person,
        spells._state,
        spells._length,
        spells._linked(across_gaps),
        spells._person_weights,
        of_person,
        len(spells.states),
        1 if groups is None else len(groups),
    )
    counts, squares = _core.transition_counts(moves)
    if not counts.any():
        raise InvalidInput(
            "`spells` must hold at least one move that counts: nobody was observed in two periods "
            "in a row; check the periods, their `step`, or pass across_gaps=True"
        )
    sums = counts.sum(axis=2, keepdims=True)
    with np.errstate(invalid="ignore"):
        probabilities = counts / sums
        effective = sums**2 / squares[..., np.newaxis]
    if spells.weights is None:
        counts = counts.astype(np.int64)
    if absorbing:
        probabilities = np.where(sums > 0, probabilities, np.eye(len(spells.states)))
    replicates = resampling.draw(
        partial(_core.transition_bootstrap, moves, resampling.replicates, absorbing)
    )
    if replicates is None:
        se, lo, hi = _asymptotic(probabilities, effective, resampling.level)
    else:
        se, lo, hi = _over_replicates(replicates, resampling.level)
    tables = [
        _table(values, groups, spells.states) for values in (probabilities, counts, se, lo, hi)
    ]
    return TransitionMatrix(
        *tables,
        states=spells.states,
        groups=groups,
        level=resampling.level,
        replicates=replicates,
        meta=_meta(spells, by, across_gaps, never_left, resampling, sums),
    )


def _asymptotic(p: _Floats, n: _Floats, level: float) -> tuple[_Floats, _Floats, _Floats]:
    """Return standard errors of the binomial kind and Wilson's intervals."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    with np.errstate(invalid="ignore"):
        se = np.sqrt(p * (1 - p) / n)
        centre = (p + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    # The ends at 0 and 1 are exact, which rounding must not hide.
    lo = np.where(p == 0, 0.0, np.maximum(centre - half, 0))
    hi = np.where(p == 1, 1.0, np.minimum(centre + half, 1))
    unknown = np.isnan(se)
    return se, np.where(unknown, np.nan, lo), np.where(unknown, np.nan, hi)


def _over_replicates(replicates: _Floats, level: float) -> tuple[_Floats, _Floats, _Floats]:
    """Return standard deviations and quantiles, row by row over the replicates that know it."""
    shape = replicates.shape[1:]
    se, lo, hi = np.full(shape, np.nan), np.full(shape, np.nan), np.full(shape, np.nan)
    for group in range(shape[0]):
        for origin in range(shape[1]):
            rows = replicates[:, group, origin]
            rows = rows[~np.isnan(rows[:, 0])]
            if len(rows) > 1:
                se[group, origin] = rows.std(axis=0, ddof=1)
                lo[group, origin], hi[group, origin] = np.quantile(
                    rows, [(1 - level) / 2, (1 + level) / 2], axis=0
                )
    return se, lo, hi


def _table(values: NDArray[Any], groups: _Index | None, states: _Index) -> pd.DataFrame:
    """Label a table by group, origin and destination."""
    if groups is None:
        return labelled(values[0], states)
    tables = [labelled(one, states) for one in values]
    return pd.concat(tables, keys=groups, names=[groups.name, *tables[0].index.names])


def _meta(
    spells: Spells,
    by: pd.Series[Any] | None,
    across_gaps: bool,
    never_left: str,
    resampling: Resampling,
    sums: _Floats,
) -> Meta:
    options = {
        "by": None if by is None else by.name,
        "across_gaps": across_gaps,
        "never_left": never_left,
        "bootstrap": resampling.replicates,
        "level": resampling.level,
    }
    never = int((sums == 0).sum())
    row = "1 row of a state" if never == 1 else f"{never} rows of states"
    return Meta(
        method="maximum likelihood" + (", persons redrawn" if resampling.replicates else ""),
        options=options,
        counts={
            "persons": len(spells.persons),
            "states": len(spells.states),
            "person-periods": int(spells._length.sum()),
        },
        dropped=spells.dropped,
        seed=resampling.entropy,
        sources=(
            "anderson1957",
            "efron1993" if resampling.replicates else "wilson1927",
            *(() if spells.weights is None else ("kish1965",)),
        ),
        notes=(f"{row} without an observed move: {never_left}.",) if never else (),
    )
