"""Chains in continuous time, of which people are seen at some times only."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, number
from weakties._arguments import threads as threads_of
from weakties._frames import Column, codes_of, read
from weakties._progress import reporter
from weakties._results import Meta
from weakties._wording import shown
from weakties.errors import InvalidInput, NotConverged, WrongType

from ._intensities import Multistate, intensities_of
from ._states import state_columns, state_names, states_of
from ._weights import refuse_curvature, relative, weight_column, weights_of

_Index: TypeAlias = "pd.Index[Any]"
_Floats: TypeAlias = NDArray[np.float64]
_Numbers: TypeAlias = NDArray[np.int64]

# What may be left to gain in the likelihood, and after how many rounds to give up.
_TOLERANCE, _ROUNDS = 1e-12, 500


def multistate(
    data: object,
    person: Hashable,
    time: Hashable,
    state: Hashable | list[Hashable],
    *,
    allowed: list[tuple[Hashable, Hashable]] | None = None,
    variables: list[Hashable] | Hashable | None = None,
    weight: Hashable | None = None,
    errors: str = "curvature",
    level: float = 0.95,
    missing: str = "raise",
    threads: int | None = None,
    progress: bool | None = None,
) -> Multistate:
    r"""Estimate a chain in continuous time from the states people were seen in.

    .. math:: q_{ij}(x) = \exp(\alpha_{ij} + \beta_{ij}' x), \qquad P(\Delta) = \exp(Q(x) \Delta),
       \qquad \ln L = \sum_{\text{intervals}} \ln P_{rs}(\Delta)

    where an interval is from one row of a person, in state r, to the next one, in s, a time
    :math:`\Delta` later. What happened in between is not known: people may have been elsewhere and
    back. Intervals may be of any lengths.

    Parameters
    ----------
    data : DataFrame
        A table of pandas, polars, Arrow or DuckDB with one row a person and time, in any order.
    person : column name
        Whose each row is.
    time : column name
        When: numbers, in any unit. Of dates take the days or years since some date.
    state : column name, or list of column names
        What is seen. Several columns make one state of each combination that occurs.
    allowed : list of pairs, optional
        The moves, origin and destination, that can be made at once; all without it. From a state
        without any nobody leaves.
    variables : column name or list of column names, optional
        Numbers that multiply intensities; those of the row in which an interval starts hold for
        all of it.
    weight : column name, optional
        The weight of the person: not negative, and the same in all rows of a person. It needs
        ``errors="person"``.
    errors : {"curvature", "person"}
        Whether standard errors follow from the curvature of the likelihood, or allow intervals of
        one person to depend on each other in ways that the model leaves out.
    level : float, default 0.95
        Level of the confidence intervals.
    missing : {"raise", "drop"}
        Whether missing values are refused, or their rows dropped.
    threads : int, optional
        How many threads to use; all processors without it. The result does not depend on it.
    progress : bool, optional
        Whether to show a bar; without it one appears after two seconds.

    Returns
    -------
    Multistate
        Intensities and effects; it gives matrices for other values of the variables and
        probabilities after any time.

    Raises
    ------
    UnknownLabel
        When a column is not there, or ``allowed`` names a state that is not.
    WrongType, InvalidInput
        When a column cannot be read as described, a person has two rows at one time or two
        weights, nobody has two rows, or somebody made a move that cannot come about by those
        allowed.
    NotConverged
        When the estimate does not settle, or an intensity or effect cannot be told.

    Notes
    -----
    The model and its climbing, by the information expected given the starts of intervals, are those
    of :cite:t:`kalbfleisch1985`; the R package msm :cite:p:`jackson2011` fits the same model.
    Intensities are those where variables are 0, as msm's with ``center=FALSE``. Standard errors are
    from differences of the exact slope. The exponential is found by scaling and squaring, method 3
    of :cite:t:`moler2003`, of the matrix with its smallest diagonal entry taken off, which leaves
    no negative number. With ``errors="person"`` the covariance is the sandwich of
    :cite:t:`liang1986`, without a correction for the number of persons. Weights are taken relative
    to their mean, and stand for how many people a person speaks for, not for how many were seen:
    the sandwich holds for them, the curvature does not. Time grows with the number
    of different combinations of duration and variables, and the cube of the number of states.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import multistate
    >>> seen = pd.DataFrame({
    ...     "person": [1, 1, 1, 1, 2, 2, 2, 3, 3, 3],
    ...     "year": [0.0, 0.5, 2.0, 2.2, 0.0, 1.0, 4.0, 0.0, 0.5, 1.5],
    ...     "place": ["home"] * 2 + ["abroad"] * 2 + ["home"] * 2 + ["abroad"] * 3 + ["home"],
    ... })
    >>> multistate(seen, "person", "year", "place").intensities["value"].round(3)
    origin  destination
    abroad  home           0.542
    home    abroad         0.750
    Name: value, dtype: float64
    """
    errors = choice(errors, "errors", ("curvature", "person"))
    level = number(level, "level", low=0, high=1, open_low=True, open_high=True)
    pool = threads_of(threads)
    names = variables if isinstance(variables, list) else [] if variables is None else [variables]
    table = read(
        data,
        [
            Column("person", person, "key", meaning="whose each row is"),
            Column("time", time, "number", meaning="when"),
            *state_columns(state),
            *(Column(f"variables[{place}]", name, "number") for place, name in enumerate(names)),
            weight_column(weight),
        ],
        missing=missing,
    )
    codes, states = states_of(table, len(state_names(state)))
    persons, when = table.keys("person").codes, table.number("time")
    weights = weights_of(table, persons, table.keys("person").labels)
    refuse_curvature(weights, errors)
    if len(states) < 2:
        raise InvalidInput("`state` must have at least two different values: nobody moves in one")
    order = np.lexsort((when, persons))
    same = persons[order][1:] == persons[order][:-1]
    before, after = order[:-1][same], order[1:][same]
    duration = when[after] - when[before]
    if (duration <= 0).any():
        row = np.flatnonzero(duration <= 0)[0]
        raise InvalidInput(
            "`data` must have one row for each person and time: rows "
            f"{table.positions[before[row]]} and {table.positions[after[row]]} (counted from 0) "
            "are of the same; keep one of them"
        )
    if not len(before):
        raise InvalidInput("`data` must show somebody at two times at least: nobody has two rows")
    pairs = _pairs(allowed, states)
    _refuse_impossible(codes[before], codes[after], pairs, states, table.positions[after])
    columns = [table.number(f"variables[{place}]")[before] for place in range(len(names))]
    means = [float(column.mean()) for column in columns]
    # Around their means, so that baseline and effects are told apart well.
    centred = [column - mean for column, mean in zip(columns, means, strict=True)]
    for name, column in zip(names, centred, strict=True):
        if not column.any():
            raise InvalidInput(
                f"`variables`: {shown(name)} is the same in all intervals; leave it out"
            )
    kinds, kind = np.unique(
        np.column_stack([duration, np.ones(len(duration)), *centred]), axis=0, return_inverse=True
    )
    sorting = np.argsort(kind.ravel(), kind="stable")
    panel = (
        np.ascontiguousarray(kinds[:, 0]),
        np.ascontiguousarray(kinds[:, 1:]),
        np.ascontiguousarray(kind.ravel()[sorting], np.int64),
        np.ascontiguousarray(codes[before][sorting], np.int64),
        np.ascontiguousarray(codes[after][sorting], np.int64),
        np.ascontiguousarray(persons[before][sorting], np.int64),
        relative(weights, persons[before], len(table.keys("person").labels)),
        len(states),
        pairs,
    )
    with reporter(progress, "likelihood") as report:
        estimate, likelihood, curvature, scores, rounds = _core.multistate(
            panel,
            _start(codes[before], codes[after], duration, pairs, len(names)),
            _TOLERANCE,
            _ROUNDS,
            pool,
            report,
        )
    covariance = _covariance(curvature, scores if errors == "person" else None)
    # Back to where variables are 0.
    turn = np.eye(len(estimate))
    for place, mean in enumerate(means):
        for at in range(len(pairs)):
            turn[at, (place + 1) * len(pairs) + at] = -mean
    estimate, covariance = turn @ estimate, turn @ covariance @ turn.T
    return intensities_of(
        estimate,
        covariance,
        likelihood,
        pairs,
        states,
        names,
        level,
        Meta(
            method="maximum likelihood",
            options={
                "allowed": allowed,
                "variables": names,
                "weight": weight,
                "errors": errors,
                "level": level,
            },
            counts={
                "persons": len(np.unique(persons[before])),
                "intervals": len(before),
                "kinds of interval": len(kinds),
                "rounds": rounds,
            },
            dropped=table.dropped,
            sources=(
                "kalbfleisch1985",
                "jackson2011",
                "moler2003",
                *(("liang1986",) if errors == "person" else ()),
            ),
        ),
    )


def _pairs(allowed: object, states: _Index) -> list[tuple[int, int]]:
    """Return the places of origins and destinations, in order."""
    if allowed is None:
        return [(i, j) for i in range(len(states)) for j in range(len(states)) if i != j]
    if not isinstance(allowed, list) or not all(
        isinstance(pair, tuple) and len(pair) == 2 for pair in allowed
    ):
        raise WrongType(
            "`allowed` must be a list of pairs of states: write such as "
            '[("home", "abroad"), ("abroad", "home")]'
        )
    if not allowed:
        raise InvalidInput("`allowed` must hold at least one move: got none; leave it out for all")
    ends = [codes_of([pair[side] for pair in allowed], states, "allowed") for side in (0, 1)]
    found = sorted((int(i), int(j)) for i, j in zip(*ends, strict=True))
    for place, pair in enumerate(found):
        if pair[0] == pair[1] or pair in found[:place]:
            problem = "is no move" if pair[0] == pair[1] else "is there twice"
            raise InvalidInput(
                "`allowed` must name each move once: the pair "
                f"{shown(states[pair[0]])} and {shown(states[pair[1]])} {problem}; leave it out"
            )
    return found


def _refuse_impossible(
    origins: _Numbers,
    destinations: _Numbers,
    pairs: list[tuple[int, int]],
    states: _Index,
    rows: _Numbers,
) -> None:
    leads = np.eye(len(states), dtype=bool)
    for i, j in pairs:
        leads[i, j] = True
    for _ in range(len(states)):
        leads = leads @ leads
    impossible = ~leads[origins, destinations]
    if impossible.any():
        at = np.flatnonzero(impossible)[0]
        raise InvalidInput(
            f"`allowed` must let everybody have come to where they were seen: nobody gets from "
            f"{shown(states[origins[at]])} to {shown(states[destinations[at]])}, as in row "
            f"{rows[at]} (counted from 0) and {impossible.sum()} in all; add moves"
        )


def _start(
    origins: _Numbers,
    destinations: _Numbers,
    duration: _Floats,
    pairs: list[tuple[int, int]],
    variables: int,
) -> _Floats:
    """Return what would be if people moved at the ends of intervals only, half a move if none."""
    start = np.zeros((variables + 1, len(pairs)))
    for place, (i, j) in enumerate(pairs):
        moves = max(((origins == i) & (destinations == j)).sum(), 0.5)
        time = duration[origins == i].sum() or duration.sum()
        start[0, place] = np.log(moves / time)
    return start.ravel()


def _covariance(curvature: _Floats, scores: _Floats | None) -> _Floats:
    scale = np.sqrt(np.diag(curvature).clip(min=0))
    if not (scale > 0).all() or not np.isfinite(curvature).all():
        raise NotConverged(
            "the estimate cannot be told from others that fit as well: `allowed` may hold moves "
            "that nobody made, or `variables` may imply each other; leave some out"
        )
    relative = curvature / np.outer(scale, scale)
    if np.linalg.eigvalsh(relative)[0] < 1e-10:
        raise NotConverged(
            "the estimate cannot be told from others that fit as well: `allowed` may hold moves "
            "that leave no trace, or `variables` may imply each other; leave some out"
        )
    covariance: _Floats = np.linalg.inv(relative) / np.outer(scale, scale)
    if scores is not None:
        covariance = covariance @ (scores.T @ scores) @ covariance
    return covariance
