"""The next state explained by what people are like: a multinomial logit for each origin."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from math import erfc, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice, number
from weakties._frames import Column, read, refuse_duplicates
from weakties._results import Meta, Result
from weakties._wording import listing, shown
from weakties.errors import InvalidInput, NotConverged, UnknownLabel, WrongType

from ._multinomial import multinomial_logit
from ._states import labelled, state_columns, state_names, states_of
from ._timeline import Timeline
from ._weights import refuse_curvature, relative, weight_column, weights_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Index: TypeAlias = "pd.Index[Any]"
_Floats: TypeAlias = NDArray[np.float64]
_Numbers: TypeAlias = NDArray[np.int64]

CONSTANT = "constant"
# A standard error, with variables of standard deviation 1, beyond which nothing is known.
_UNKNOWN = 50.0


@dataclass(frozen=True, eq=False, repr=False)
class TransitionLogit(Result):
    """What makes moves more likely; see `transition_logit`.

    Parameters
    ----------
    coefficients : pandas.DataFrame
        One row for each origin, destination and variable: ``value``, ``se``, ``z``, ``p``, ``lo``
        and ``hi``, of the logarithm of the odds of the destination against staying.
    fits : pandas.DataFrame
        Indexed by origin: ``moves``, ``base`` (the destination others are held against),
        ``log_likelihood``, and ``pseudo_r2``, 1 less its ratio to that without variables.
    """

    title: ClassVar[str] = "Moves explained"

    coefficients: pd.DataFrame
    fits: pd.DataFrame
    _states: _Index = field(kw_only=True)
    _names: tuple[Hashable, ...] = field(kw_only=True)
    # By origin: destinations, the base first, and parameters, variable × destination but the base.
    _models: dict[int, tuple[_Numbers, _Floats]] = field(kw_only=True)

    def to_frame(self) -> pd.DataFrame:
        """Return `coefficients` with origin, destination and variable as columns.

        Returns
        -------
        pandas.DataFrame
            One row a coefficient.
        """
        return self.coefficients.reset_index()

    def probabilities(self, at: Mapping[Hashable, float]) -> pd.DataFrame:
        """Return the transition probabilities of people with some values of the variables.

        Parameters
        ----------
        at : dict
            The value of every variable.

        Returns
        -------
        pandas.DataFrame
            Origin × destination; rows sum to 1, and are missing for states nobody was seen to move
            or stay in.

        Raises
        ------
        WrongType, InvalidInput
            When ``at`` is no dictionary of finite numbers, or lacks a variable.
        UnknownLabel
            When it names no variable of the estimate.
        """
        if not isinstance(at, Mapping):
            raise WrongType(
                "`at` must be a dictionary of variables and their values: "
                f'got {type(at).__name__}; write such as {{"age": 30}}'
            )
        for name in at:
            if name not in self._names:
                raise UnknownLabel(
                    f"`at` names no variable of the estimate: {shown(name)}. "
                    f"{listing('Variables there are', list(self._names))}"
                )
        for name in self._names:
            if name not in at:
                raise InvalidInput(
                    f"`at` must give a value for every variable: {shown(name)} is missing; add it"
                )
        x = np.array([1.0, *(number(at[name], "at") for name in self._names)])
        matrix = np.full((len(self._states), len(self._states)), np.nan)
        for origin, (ends, parameters) in self._models.items():
            logits = np.append(0.0, x @ parameters)
            odds = np.exp(logits - logits.max())
            matrix[origin] = 0
            matrix[origin, ends] = odds / odds.sum()
        return labelled(matrix, self._states)

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        table = self.coefficients[self.coefficients.index.get_level_values("variable") != CONSTANT]
        named = table.set_axis(
            pd.Index([" · ".join(map(str, label)) for label in table.index]), axis=0
        )
        return intervals(
            named["value"], named["lo"], named["hi"], label="log odds against staying", ax=ax
        )


def transition_logit(
    data: object,
    person: Hashable,
    time: Hashable,
    state: Hashable | list[Hashable],
    variables: list[Hashable] | Hashable,
    *,
    weight: Hashable | None = None,
    errors: str = "person",
    step: int | str | None = None,
    level: float = 0.95,
    missing: str = "raise",
) -> TransitionLogit:
    r"""Explain the next state by variables, for each origin by a multinomial logit.

    .. math:: \ln \frac{p_{ij}(x)}{p_{ii}(x)} = \alpha_{ij} + \beta_{ij}' x

    Parameters
    ----------
    data : DataFrame
        A table of pandas, polars, Arrow or DuckDB with one row a person and period, in any order.
    person, time, state, step, missing
        As in `Spells.from_panel`. A move is from one row of a person to that of the next period.
    variables : column name or list of column names
        Numbers; those of the row from which a move starts count. Of categories make columns of 0
        and 1, and leave one out.
    weight : column name, optional
        The weight of the person: not negative, and the same in all rows of a person. Moves count as
        much as it says; it needs ``errors="person"``.
    errors : {"person", "curvature"}
        Whether standard errors allow moves of one person to depend on each other, or follow from
        the curvature of the likelihood.
    level : float, default 0.95
        Level of the confidence intervals.

    Returns
    -------
    TransitionLogit
        Coefficients by origin, destination and variable; it gives the matrix for any values of the
        variables with `TransitionLogit.probabilities`.

    Raises
    ------
    UnknownLabel
        When a column is not there.
    WrongType, InvalidInput
        When a column cannot be read as described, a person has two rows in one period, no move
        starts anywhere, or from some state the variables imply each other.
    NotConverged
        When an estimate does not settle, such as where a variable foretells a move with certainty.

    Notes
    -----
    Estimates are found by Newton's steps; without weights they are those of statsmodels'
    ``MNLogit``, which takes none. Where nobody stays, the first destination that occurs is what
    others are held against; destinations that do not occur from a state have probability 0 whatever
    the variables. With ``errors="person"`` the covariance is the sandwich of
    :cite:t:`liang1986` with statsmodels' correction for the number of persons. Weights are taken
    relative to their mean over persons; a likelihood with them is that of as many persons.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import transition_logit
    >>> df = pd.DataFrame({
    ...     "person": [1] * 6 + [2] * 6 + [3] * 6,
    ...     "year": [*range(6)] * 3,
    ...     "place": list("hahahhhhaaahhahaah"),
    ...     "age": [*range(20, 26), *range(30, 36), *range(25, 31)],
    ... })
    >>> found = transition_logit(df, "person", "year", "place", "age")
    >>> found.probabilities({"age": 22}).round(2)
    destination     a     h
    origin
    a            0.07  0.93
    h            0.82  0.18
    """
    errors = choice(errors, "errors", ("person", "curvature"))
    level = number(level, "level", low=0, high=1, open_low=True, open_high=True)
    names = variables if isinstance(variables, list) else [variables]
    if not names:
        raise InvalidInput(
            "`variables` is empty: name at least one column, or use transition_matrix"
        )
    table = read(
        data,
        [
            Column("person", person, "key", meaning="whose each row is"),
            Column("time", time, "time", meaning="the period it observes"),
            *state_columns(state),
            *(Column(f"variables[{place}]", name, "number") for place, name in enumerate(names)),
            weight_column(weight),
        ],
        missing=missing,
    )
    refuse_duplicates(table, ["person", "time"], argument="data")
    codes, states = states_of(table, len(state_names(state)))
    persons, times = table.keys("person").codes, table.times("time")
    weights = weights_of(table, persons, table.keys("person").labels)
    refuse_curvature(weights, errors)
    period = Timeline.of([times], step, "`time`").numbers(times.labels)[times.codes]
    order = np.lexsort((period, persons))
    linked = (persons[order][1:] == persons[order][:-1]) & (np.diff(period[order]) == 1)
    before, after = order[:-1][linked], order[1:][linked]
    if not len(before):
        raise InvalidInput(
            "`data` must hold at least one move: nobody has rows in two periods in a row; check "
            "the periods or their `step`"
        )
    columns = np.column_stack(
        [table.number(f"variables[{at}]")[before] for at in range(len(names))]
    )
    scale = relative(weights, persons[before], len(table.keys("person").labels))[persons[before]]
    models: dict[int, tuple[_Numbers, _Floats]] = {}
    parts, fits = [], []
    for origin in range(len(states)):
        own = codes[before] == origin
        # A person without weight speaks for nobody.
        own &= scale > 0
        if not own.any():
            continue
        ends = np.unique(codes[after][own])
        if origin in ends:
            ends = np.append(origin, ends[ends != origin])
        clusters = persons[before][own] if errors == "person" else None
        parameters, se, likelihood, ratio = _fitted(
            columns[own], codes[after][own], scale[own], ends, clusters, names, states[origin]
        )
        models[origin] = (ends, parameters)
        parts += [(origin, end, parameters[:, at], se[:, at]) for at, end in enumerate(ends[1:])]
        fits.append((origin, int(own.sum()), int(ends[0]), likelihood, ratio))
    return TransitionLogit(
        _coefficients(parts, states, names, level),
        pd.DataFrame(
            {
                "moves": [fit[1] for fit in fits],
                "base": [states[fit[2]] for fit in fits],
                "log_likelihood": [fit[3] for fit in fits],
                "pseudo_r2": [fit[4] for fit in fits],
            },
            index=labelled(np.zeros((len(states),) * 2), states).index.take(
                [fit[0] for fit in fits]
            ),
        ),
        _states=states,
        _names=tuple(names),
        _models=models,
        meta=Meta(
            method="multinomial logit",
            options={"variables": names, "weight": weight, "errors": errors, "level": level},
            counts={
                "persons": len(np.unique(persons[before])),
                "moves": len(before),
                "states": len(states),
            },
            dropped=table.dropped,
            sources=("anderson1957", *(("liang1986",) if errors == "person" else ())),
        ),
    )


def _fitted(
    columns: _Floats,
    reached: _Numbers,
    weights: _Floats,
    ends: _Numbers,
    clusters: _Numbers | None,
    names: list[Hashable],
    origin: Hashable,
) -> tuple[_Floats, _Floats, float, float]:
    """Return parameters and standard errors, variable × destination, likelihood and pseudo R²."""
    count = columns.shape[1] + 1
    if len(ends) == 1:
        return np.zeros((count, 0)), np.zeros((count, 0)), 0.0, np.nan
    mean, spread = columns.mean(axis=0), columns.std(axis=0)
    scaled = (columns - mean) / np.where(spread > 0, spread, 1)
    for place, name in enumerate(names):
        earlier = np.column_stack([np.ones(len(scaled)), scaled[:, :place]])
        rest = scaled[:, place] - earlier @ np.linalg.lstsq(earlier, scaled[:, place])[0]
        if np.sqrt((rest**2).mean()) < 1e-8:
            raise InvalidInput(
                f"`variables`: {shown(name)} cannot be told apart from a constant and the "
                f"variables before it among those in {shown(origin)}; leave it out"
            )
    place_of = np.empty(ends.max() + 1, np.int64)
    place_of[ends] = np.arange(len(ends))
    if clusters is not None and len(np.unique(clusters)) < 2:
        raise InvalidInput(
            '`errors` "person" needs moves of two persons at least: those from '
            f'{shown(origin)} are of one; pass errors="curvature"'
        )
    fit = multinomial_logit(
        np.column_stack([np.ones(len(scaled)), scaled]),
        place_of[reached],
        weights,
        clusters,
    )
    if fit is None or fit[1].max() > _UNKNOWN:
        raise NotConverged(
            f"the estimate for moves from {shown(origin)} did not settle: `variables` may foretell "
            "a move with certainty, or few people make it; leave out such a variable or join states"
        )
    estimate, _, covariance, likelihood = fit
    scale = np.where(spread > 0, spread, 1)
    turn = np.diag(np.append(1.0, 1 / scale))
    turn[0, 1:] = -mean / scale
    errors = np.empty_like(estimate)
    for at in range(len(ends) - 1):
        block = slice(at * count, (at + 1) * count)
        errors[:, at] = np.sqrt(np.diag(turn @ covariance[block, block] @ turn.T))
    shares = np.bincount(place_of[reached], weights) / weights.sum()
    alone = float((weights.sum() * shares * np.log(shares)).sum())
    return turn @ estimate, errors, likelihood, 1 - likelihood / alone


def _coefficients(
    parts: list[tuple[int, int, _Floats, _Floats]],
    states: _Index,
    names: list[Hashable],
    level: float,
) -> pd.DataFrame:
    table = labelled(np.zeros((len(states),) * 2), states)
    terms = pd.Index([CONSTANT, *names], tupleize_cols=False)
    origins = table.index.take(np.repeat([part[0] for part in parts], len(terms)).astype(int))
    ends = table.columns.take(np.repeat([part[1] for part in parts], len(terms)).astype(int))
    arrays = [one.get_level_values(at) for one in (origins, ends) for at in range(one.nlevels)]
    arrays.append(terms.take(np.tile(np.arange(len(terms)), len(parts))).rename("variable"))
    value = np.concatenate([np.empty(0), *(part[2] for part in parts)])
    se = np.concatenate([np.empty(0), *(part[3] for part in parts)])
    z = NormalDist().inv_cdf((1 + level) / 2)
    scores = value / se
    return pd.DataFrame(
        {
            "value": value,
            "se": se,
            "z": scores,
            "p": [erfc(abs(score) / sqrt(2)) for score in scores],
            "lo": value - z * se,
            "hi": value + z * se,
        },
        index=pd.MultiIndex.from_arrays(arrays, names=[one.name for one in arrays]),
    )
