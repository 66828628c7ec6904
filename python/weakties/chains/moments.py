"""What careers over places and rungs come to: numbers by which a model is held against data.

Each is a function of `Spells` over (place, rung) in which the place of origin is called "home", and
counts persons by their weights. All are shares or rates of all persons or person-periods, and so
are defined however few have moved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties.errors import InvalidInput

from .mobility import mobility
from .spells import Spells
from .transitions import transition_matrix

HOME = "home"
# The observed time is cut in so many stretches of one length.
_STRETCHES = 4

_Floats: TypeAlias = NDArray[np.float64]
Moment: TypeAlias = "Callable[[Spells], pd.Series[float]]"


def abroad(spells: Spells) -> pd.Series[float]:
    """Return the share of persons who are abroad, in each quarter of the time observed."""
    is_abroad, _ = _places_and_rungs(spells)
    first = spells._start.min()
    whole = (spells._start + spells._length).max() - first
    edges = first + whole * np.arange(_STRETCHES + 1) / _STRETCHES
    start, end = spells._start[:, np.newaxis], (spells._start + spells._length)[:, np.newaxis]
    inside = np.clip(np.minimum(end, edges[1:]) - np.maximum(start, edges[:-1]), 0, None)
    inside *= spells._person_weights[spells._person][:, np.newaxis]
    there = inside[is_abroad[spells._state]].sum(axis=0)
    return pd.Series(
        there / inside.sum(axis=0), index=[f"in quarter {n + 1}" for n in range(_STRETCHES)]
    )


def rungs(spells: Spells) -> pd.Series[float]:
    """Return shares of person-periods at home and abroad by rung, but for the lowest at home."""
    is_abroad, rung = _places_and_rungs(spells)
    time = spells._length * spells._person_weights[spells._person]
    names, ranks = _ladder(rung)
    shares = np.zeros((2, len(names)))
    np.add.at(shares, (is_abroad[spells._state].astype(np.int64), ranks[spells._state]), time)
    labels = [f"{place} on {name}" for place in ("at home", "abroad") for name in names]
    return pd.Series((shares / time.sum()).ravel(), index=labels).iloc[1:]


def climbing(spells: Spells) -> pd.Series[float]:
    """Return moves up and down the ladder within a place, per person-period, at home and abroad."""
    is_abroad, rung = _places_and_rungs(spells)
    ranks = _ladder(rung)[1]
    moves = _moves(spells)
    same = np.equal.outer(is_abroad, is_abroad)
    step = ranks[np.newaxis, :] - ranks[:, np.newaxis]
    rates = {
        f"{way} {where}": float(moves[same & (step * sign > 0) & (is_abroad == at)[:, None]].sum())
        for where, at in (("at home", False), ("abroad", True))
        for way, sign in (("up", 1), ("down", -1))
    }
    return pd.Series(rates, dtype=np.float64).div(float(moves.sum()))


def moving(spells: Spells) -> pd.Series[float]:
    """Return moves abroad and back per person-period."""
    is_abroad, _ = _places_and_rungs(spells)
    moves = _moves(spells)
    out = moves[np.ix_(~is_abroad, is_abroad)].sum()
    back = moves[np.ix_(is_abroad, ~is_abroad)].sum()
    return pd.Series({"out": out, "back": back}, dtype=np.float64).div(float(moves.sum()))


def rung_mobility(spells: Spells) -> pd.Series[float]:
    """Return indices of `mobility` of the chain from rung to rung, wherever persons are.

    Weights are the shares of rungs; a rung that nobody leaves counts as one that is never left.
    """
    rung = _places_and_rungs(spells)[1]
    names, ranks = _ladder(rung)
    if len(names) < 2:
        raise InvalidInput(
            "`data` must have at least two rungs for the moment 'mobility': "
            f"all are on {names[0]}; leave the moment out"
        )
    counts = np.zeros((len(names), len(names)))
    np.add.at(counts, (ranks[:, np.newaxis], ranks[np.newaxis, :]), _moves(spells))
    sums = counts.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        chain = np.where(sums > 0, counts / sums, np.eye(len(names)))
    found = mobility(chain, weights=sums[:, 0] / sums.sum(), progress=False).indices["value"]
    return found[["prais_trace", "bartholomew", "upward_rate", "downward_rate"]]


MOMENTS: dict[str, Moment] = {
    "abroad": abroad,
    "rungs": rungs,
    "climbing": climbing,
    "moving": moving,
    "mobility": rung_mobility,
}


def _places_and_rungs(spells: Spells) -> tuple[NDArray[np.bool_], pd.Index[Any]]:
    """Return of each state whether it is abroad, and its rung."""
    states = spells.states
    if states.nlevels != 2:
        raise InvalidInput(
            "`data` must have states of two columns, place and rung, for moments by name: got "
            f'{states.nlevels}; pass ["place", "rung"] as the state, or functions as moments'
        )
    places = states.get_level_values(0)
    if HOME not in places:
        raise InvalidInput(
            f'`data` must call the place of origin "{HOME}": places are '
            f"{', '.join(map(str, places.unique()))}; rename it"
        )
    return np.asarray(places != HOME), states.get_level_values(1)


def _ladder(rung: pd.Index[Any]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the names of the rungs, the lowest first, and which of them each state is on."""
    ranks, names = pd.factorize(rung, sort=True)
    return [str(name) for name in names], ranks.astype(np.int64)


def _moves(spells: Spells) -> _Floats:
    """Return how often each state was followed by each, persons weighted."""
    return transition_matrix(spells, seed=0, progress=False).counts.to_numpy(np.float64)
