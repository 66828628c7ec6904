"""How long states last and where they lead, of hazards by duration: once, and over replicates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ._resampling import spread

_Floats: TypeAlias = NDArray[np.float64]
# Standard errors and the ends of intervals.
_Spread: TypeAlias = tuple[_Floats, _Floats, _Floats]


def held(by_end: _Floats, known: NDArray[np.bool_]) -> _Floats:
    """Let the last known hazard of each state go on; one that was never at risk stays."""
    found = np.where(known[..., np.newaxis], by_end, 0.0)
    for state, count in enumerate(known.sum(axis=1)):
        if count:
            found[state, count:] = found[state, count - 1]
    return np.ascontiguousarray(found)


def stays(hazards: _Floats, seen: NDArray[np.bool_]) -> tuple[_Floats, _Floats, _Floats, _Floats]:
    """Return probabilities of exits, mean and median stays, and the probability of leaving."""
    leaves = hazards.sum(axis=2)
    staying = np.cumprod(1 - leaves, axis=1)
    # Those who reach each duration; the last one stands for all longer ones.
    reach = np.column_stack([np.ones(len(leaves)), staying[:, :-1]])
    last = leaves[:, -1]
    with np.errstate(divide="ignore", invalid="ignore"):
        endless = np.where(reach[:, -1] > 0, reach[:, -1] / last, 0.0)
    times = reach.copy()
    times[:, -1] = endless
    finite = np.where(np.isinf(times), 0.0, times)
    q = np.einsum("id,idj->ij", finite, hazards)
    mean = times.sum(axis=1)
    median = np.empty(len(leaves))
    for state in range(len(leaves)):
        below = np.flatnonzero(staying[state] <= 0.5)
        if len(below):
            median[state] = below[0] + 1
        elif last[state] > 0:
            more = np.log(0.5 / staying[state, -1]) / np.log1p(-last[state])
            median[state] = len(staying[state]) + np.ceil(more - 1e-12)
        else:
            median[state] = np.inf
    unknown = ~seen
    return (
        np.where(unknown[:, np.newaxis], np.nan, q),
        np.where(unknown, np.nan, mean),
        np.where(unknown, np.nan, median),
        np.where(unknown, np.nan, np.minimum(q.sum(axis=1), 1.0)),
    )


@dataclass(frozen=True)
class Redrawn:
    """What replicates spread by: standard errors and ends of intervals of each.

    Parameters
    ----------
    survival
        State × duration.
    mean
        Of stays, by state.
    embedded
        Origin × destination.
    """

    survival: _Spread
    mean: _Spread
    embedded: _Spread


def over_replicates(at_risk: _Floats, exits: _Floats, level: float) -> Redrawn:
    """Return how survival, mean stays and the embedded chain vary over replicates."""
    survival, means, embedded = [], [], []
    for risk, left in zip(at_risk, exits, strict=True):
        known = risk > 0
        with np.errstate(invalid="ignore", divide="ignore"):
            hazards = held(left / risk[..., np.newaxis], known)
            seen = np.asarray(known.any(axis=1))
            q, mean, _, _ = stays(hazards, seen)
            embedded.append(q / q.sum(axis=1, keepdims=True))
        means.append(mean)
        lasting = np.cumprod(1 - hazards.sum(axis=2), axis=1)
        survival.append(np.where(seen[:, np.newaxis], lasting, np.nan))
    return Redrawn(*(spread(np.stack(each), level) for each in (survival, means, embedded)))
