"""Semi-Markov chains: where states lead, and how long they last."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import partial
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, instance, integer, vector
from weakties._frames import codes_of
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from ._resampling import Resampling
from ._states import labelled, one_line
from ._stays import Redrawn, held, over_replicates, stays
from .spells import Spells

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Index: TypeAlias = "pd.Index[Any]"
_Floats: TypeAlias = NDArray[np.float64]

# The most cells of state × duration × destination.
_MOST_CELLS = 50_000_000
# And of those times replicates: 2 GB.
_MOST_REDRAWN = 250_000_000


@dataclass(frozen=True, eq=False, repr=False)
class SemiMarkov(Result):
    """Where states lead and how long they last, by duration.

    Parameters
    ----------
    durations : pandas.DataFrame
        Indexed by state and ``duration``, the periods spent in the state so far: ``at_risk``, those
        of whom it is known whether they left after it; ``exits``; ``hazard``, their ratio;
        ``survival``, the probability of staying longer, with ``se``, ``lo`` and ``hi``.
    destinations : pandas.DataFrame
        The hazard split by destination (column), indexed like ``durations``.
    embedded : pandas.DataFrame
        Probabilities of the next state, given that the state is left: origin × destination. Missing
        where nobody was seen to leave.
    sojourn : pandas.DataFrame
        Indexed by state: ``mean`` and ``median`` of the periods spent there, and the probability
        ``leaves`` of ever leaving; then ``se``, ``lo`` and ``hi`` of the mean, which are known from
        the bootstrap only and missing without it.
    embedded_se : pandas.DataFrame
        Standard errors of ``embedded``, missing without the bootstrap.
    """

    title: ClassVar[str] = "Semi-Markov chain"

    durations: pd.DataFrame
    destinations: pd.DataFrame
    embedded: pd.DataFrame
    sojourn: pd.DataFrame
    embedded_se: pd.DataFrame = field(kw_only=True)
    _hazards: _Floats = field(kw_only=True)

    def to_frame(self) -> pd.DataFrame:
        """Return `durations` with state and duration as columns.

        Returns
        -------
        pandas.DataFrame
            One row a state and duration.
        """
        return self.durations.reset_index()

    def occupation(self, start: Hashable | pd.Series[float], periods: int) -> pd.DataFrame:
        """Return the share of each state over time, from a start of new spells.

        Parameters
        ----------
        start : state or pandas.Series
            The state all begin in, or the share of each state at the start, indexed by state.
            Everybody's first spell begins in period 0.
        periods : int
            For how many periods to go on.

        Returns
        -------
        pandas.DataFrame
            Indexed by period from 0 on; one column a state; rows sum to 1.

        Raises
        ------
        WrongType, InvalidInput
            When ``start`` does not give shares, or ``periods`` is not a whole number from 0 up.
        UnknownLabel
            When there is no such state.
        """
        periods = integer(periods, "periods", low=0)
        states = self.embedded.index.set_names(self.sojourn.index.names)
        shares = np.zeros(len(states))
        if isinstance(start, pd.Series):
            values = vector(start.to_numpy(), "start", length=len(states), low=0)
            codes = codes_of(start.index, states, "start")
            if len(np.unique(codes)) < len(codes) or values.sum() == 0:
                raise InvalidInput(
                    "`start` must give each state one share, and not all of them 0; "
                    "use .reindex(states)"
                )
            shares[codes] = values / values.sum()
        else:
            shares[codes_of([start], states, "start")] = 1
        found = _core.occupation(self._hazards, shares, periods)
        return pd.DataFrame(found, columns=states, index=pd.RangeIndex(periods + 1, name="period"))

    def _shown(self) -> pd.DataFrame:
        shown = self.embedded.copy()
        shown.columns = pd.Index(one_line(shown.columns))
        return shown.assign(**{f"{name} stay": self.sojourn[name].to_numpy() for name in ("mean",)})

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.paths import lines

        levels = list(range(self.durations.index.nlevels - 1))
        table = self.durations["survival"].unstack(levels)  # noqa: PD010 - it moves, it sums nothing
        named = pd.DataFrame(table).ffill()
        named.columns = pd.Index(one_line(named.columns))
        return lines(named, time="periods in the state", values="share that stays longer", ax=ax)


def semi_markov(
    spells: Spells,
    *,
    begun_before: str = "drop",
    longest: int | None = None,
    bootstrap: int = 0,
    level: float = 0.95,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> SemiMarkov:
    r"""Estimate where states lead and with what hazard, by how long one has been there.

    .. math:: \hat h_{ij}(d) = \frac{x_{ij}(d)}{n_i(d)}, \qquad
       \hat S_i(d) = \prod_{e \le d} \Bigl(1 - \sum_j \hat h_{ij}(e)\Bigr), \qquad
       \hat q_{ij} = \sum_d \hat S_i(d - 1)\, \hat h_{ij}(d)

    where :math:`x_{ij}(d)` left state i for j after d periods in it, and of :math:`n_i(d)` it is
    known whether they left after d periods. The embedded chain is
    :math:`\hat p_{ij} = \hat q_{ij} / \sum_l \hat q_{il}`.

    Parameters
    ----------
    spells : Spells
        Who was in which state when. Persons may have weights.
    begun_before : {"drop", "as-seen"}
        What becomes of spells that are censored on the left, whose durations are not known: left
        out and counted, or taken to have begun when they were first seen.
    longest : int, optional
        The duration from which on all share one hazard, so that the tail is geometric. Without it
        the longest one at which anybody was at risk. Where nobody was at risk any more, the last
        known hazard of the state goes on.
    bootstrap : int, default 0
        How many times persons are redrawn. Spells of one person depend on each other, which
        Greenwood's standard errors ignore; drawing whole persons does not.
    level, seed, threads, progress
        As in `transition_matrix`.

    Returns
    -------
    SemiMarkov
        Hazards, survival, the embedded chain, and mean stays; it gives shares over time with
        `SemiMarkov.occupation`.

    Raises
    ------
    WrongType
        When ``spells`` is not made by `Spells`, or another argument is of the wrong kind.
    InvalidInput
        When no spell is left whose beginning is known and which lasted for a known period, or the
        durations, or they times ``bootstrap``, are too many.

    Notes
    -----
    Markov renewal processes are those of :cite:t:`pyke1961`; hazards in discrete time are the
    estimate of :cite:t:`kaplan1958` with several kinds of exit, and the standard error of survival
    is Greenwood's, which they give. Its interval is that of the logarithm of minus its logarithm.
    With weights it is not known, and missing without the bootstrap. With the bootstrap standard
    errors are the standard deviations, and intervals the quantiles, over replicates
    :cite:p:`efron1993`; where a replicate lacks a duration its last hazard goes on, and a replicate
    says nothing of a state that nobody in it was at risk of leaving. It needs memory for
    ``bootstrap`` times the cells of state × duration × state. The mean stay in a state that is
    never left in some replicates has an infinite standard error.

    A spell whose end was not seen counts among those at risk for all its periods but the last. With
    hazards that do not depend on duration the chain is a Markov chain.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import Spells, semi_markov
    >>> df = pd.DataFrame({
    ...     "person": [1] * 7 + [2] * 5,
    ...     "year": [*range(7), *range(5)],
    ...     "state": list("abbbaabbaabb"),
    ... })
    >>> found = semi_markov(Spells.from_panel(df, "person", "year", "state"))
    >>> found.sojourn["mean"]
    state
    a    2.0
    b    3.0
    Name: mean, dtype: float64
    """
    instance(spells, "spells", Spells, "Spells.from_panel or Spells.from_spells")
    drop = choice(begun_before, "begun_before", ("drop", "as-seen")) == "drop"
    if longest is not None:
        longest = integer(longest, "longest", low=1)
    resampling = Resampling.of(bootstrap, seed, threads, progress, level)
    replicates = resampling.replicates
    begun = ~spells._censored_left if drop else np.ones(len(spells), bool)
    followed = np.append(spells._adjoins[1:], False)
    known = (spells._length - ~followed)[begun]
    if not (known > 0).any():
        raise InvalidInput(
            "`spells` must hold a spell whose beginning and a period after it are known: none "
            'does; pass begun_before="as-seen", or spells of more periods'
        )
    cap = int(known.max()) if longest is None else min(longest, int(known.max()))
    states = spells.states
    if len(states) ** 2 * cap > _MOST_CELLS:
        raise InvalidInput(
            f"`longest` must be given where spells are as long as these: {cap} durations of "
            f"{len(states)} states are too many; take some hundreds"
        )
    if replicates * len(states) ** 2 * cap > _MOST_REDRAWN:
        raise InvalidInput(
            f"`bootstrap` must be less, or `longest` given: {replicates} times {cap} durations of "
            f"{len(states)} states are too many; take longest=100, for instance"
        )
    sojourns = (
        spells._state,
        spells._length,
        spells._adjoins,
        begun,
        spells._person,
        spells._person_weights,
        len(states),
        cap,
    )
    at_risk, exits = _core.sojourn_exits(sojourns)
    redrawn = resampling.draw(partial(_core.sojourn_bootstrap, sojourns, replicates))
    with np.errstate(invalid="ignore", divide="ignore"):
        by_end = exits / at_risk[..., np.newaxis]
        hazard = exits.sum(axis=2) / at_risk
        gone = exits.sum(axis=2) / (at_risk * (at_risk - exits.sum(axis=2)))
    hazards = held(by_end, at_risk > 0)
    survival = np.cumprod(1 - np.where(at_risk > 0, hazard, 0), axis=1)
    with np.errstate(invalid="ignore"):
        se = np.where(survival > 0, survival * np.sqrt(gone.cumsum(axis=1)), 0.0)
    if spells.weights is not None:
        se = np.full(se.shape, np.nan)
    return _result(
        spells,
        states,
        at_risk,
        exits,
        hazard,
        by_end,
        hazards,
        survival,
        se,
        resampling.level,
        None if redrawn is None else over_replicates(*redrawn, resampling.level),
        {
            "begun_before": begun_before,
            "longest": longest,
            "bootstrap": replicates,
            "level": resampling.level,
        },
        int((~begun).sum()),
        int((begun & followed).sum()),
        resampling.entropy,
    )


def _result(
    spells: Spells,
    states: _Index,
    at_risk: _Floats,
    exits: _Floats,
    hazard: _Floats,
    by_end: _Floats,
    hazards: _Floats,
    survival: _Floats,
    se: _Floats,
    level: float,
    redrawn: Redrawn | None,
    options: dict[str, object],
    before: int,
    left: int,
    entropy: int | None,
) -> SemiMarkov:
    z = NormalDist().inv_cdf((1 + level) / 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        inner = (survival > 0) & (survival < 1)
        width = np.where(inner, z * se / (survival * np.log(survival)), 0.0)
        lo = np.where(inner, survival ** np.exp(-width), survival)
        hi = np.where(inner, survival ** np.exp(width), survival)
    lo, hi = np.where(np.isnan(se), np.nan, lo), np.where(np.isnan(se), np.nan, hi)
    if redrawn is not None:
        se, lo, hi = redrawn.survival
    known = at_risk > 0
    state, duration = np.nonzero(known)
    levels = states.take(state)
    arrays = [levels.get_level_values(level) for level in range(levels.nlevels)]
    names = [
        ("state" if states.nlevels == 1 else f"state_{level}") if name is None else name
        for level, name in enumerate(states.names)
    ]
    index = pd.MultiIndex.from_arrays([*arrays, duration + 1], names=[*names, "duration"])
    columns = {
        "at_risk": at_risk,
        "exits": exits.sum(axis=2),
        "hazard": hazard,
        "survival": survival,
        "se": se,
        "lo": lo,
        "hi": hi,
    }
    q, mean, median, leaves = stays(hazards, np.asarray(known.any(axis=1)))
    with np.errstate(invalid="ignore", divide="ignore"):
        embedded = q / q.sum(axis=1, keepdims=True)
    means = (np.full(len(states), np.nan),) * 3 if redrawn is None else redrawn.mean
    how = "discrete hazards by duration"
    return SemiMarkov(
        pd.DataFrame({name: values[known] for name, values in columns.items()}, index=index),
        pd.DataFrame(by_end[known], index=index, columns=labelled(q, states).columns),
        labelled(embedded, states),
        pd.DataFrame(
            {"mean": mean, "median": median, "leaves": leaves}
            | dict(zip(("se", "lo", "hi"), means, strict=True)),
            index=states.set_names(names),
        ),
        embedded_se=labelled(
            np.full(embedded.shape, np.nan) if redrawn is None else redrawn.embedded[0], states
        ),
        _hazards=hazards,
        meta=Meta(
            method=how if redrawn is None else f"{how}, persons redrawn",
            options=options,
            counts={
                "persons": len(spells.persons),
                "spells": len(spells),
                "exits": left,
                "states": len(states),
            },
            dropped=spells.dropped
            | ({"spells begun before they were seen": before} if before else {}),
            seed=entropy,
            sources=("pyke1961", "kaplan1958", *(() if redrawn is None else ("efron1993",))),
        ),
    )
