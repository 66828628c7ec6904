"""Openness of a chain: who climbs by changing firm or place, falls at separation, returns."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import bootstrap as resamples_of
from weakties._arguments import instance, label, number
from weakties._arguments import seed as seed_of
from weakties._arguments import threads as threads_of
from weakties._frames import codes_of
from weakties._progress import asked, reporter
from weakties._results import Meta, Result
from weakties._wording import did_you_mean, listing, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from ._groups import groups_of
from .spells import Spells

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Index: TypeAlias = "pd.Index[Any]"
_Floats: TypeAlias = NDArray[np.float64]
_Numbers: TypeAlias = NDArray[np.int64]

# The kernel's totals come in this order; those by rung and by length of climb follow.
_TOTALS = (
    "inside",
    "after_break",
    "firm",
    "place",
    "both",
    "separations",
    "losses",
    "rungs_lost",
    "rungs_climbed",
    "skips",
    "moves",
    "returns",
    "round_trips",
    "ever_home",
    "left_home",
    "came_home",
    "absences",
    "absent",
    "away",
    "seen",
)
_UPWARD = ("inside", "after_break", "firm", "place", "both")

# Each index is a ratio of sums of totals.
_RATIOS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "openness": (("firm", "place", "both"), _UPWARD),
    "open_by_firm": (("firm",), _UPWARD),
    "open_by_place": (("place",), _UPWARD),
    "open_by_both": (("both",), _UPWARD),
    "loss_at_separation": (("losses",), ("separations",)),
    "rungs_lost": (("rungs_lost",), ("separations",)),
    "mean_climb": (("rungs_climbed",), _UPWARD),
    "skip_share": (("skips",), _UPWARD),
    "return_share": (("returns",), ("moves",)),
    "round_trip_share": (("round_trips",), ("moves",)),
    "leaver_share": (("left_home",), ("ever_home",)),
    "returner_share": (("came_home",), ("left_home",)),
    "time_away": (("absent",), ("absences",)),
    "away_share": (("away",), ("seen",)),
}
_OF_FIRMS = ("open_by_firm", "open_by_both")
_OF_PLACES = (
    "open_by_place",
    "open_by_both",
    "return_share",
    "round_trip_share",
    "leaver_share",
    "returner_share",
    "time_away",
    "away_share",
)
_NOT_SHARES = ("rungs_lost", "mean_climb", "time_away")


@dataclass(frozen=True, eq=False, repr=False)
class Openness(Result):
    """What careers say of the openness of a chain.

    With groups, the rows of every table are (group, row).

    Parameters
    ----------
    indices : pandas.DataFrame
        ``value``, ``se``, ``lo``, ``hi`` of each index; see `openness`. An index is missing where
        nothing was observed that it could be a share of.
    upward : pandas.DataFrame
        Upward moves by what changed: ``moves``, ``share``. The shares add up to 1.
    rungs : pandas.DataFrame
        Upward moves by rung of origin: ``moves``, ``share`` of all upward moves, ``openness`` of
        those from the rung, and their product ``contribution``, which adds up to the openness.
    jumps : pandas.DataFrame
        All moves from position to position by how many rungs they climb: ``moves``, ``share``.
    """

    title: ClassVar[str] = "Openness of a chain"

    indices: pd.DataFrame
    upward: pd.DataFrame
    rungs: pd.DataFrame
    jumps: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return `indices` with the names as columns.

        Returns
        -------
        pandas.DataFrame
            One row an index, or a group and index.
        """
        return self.indices.reset_index()

    def _shown(self) -> pd.DataFrame:
        return self.indices

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.intervals import intervals

        names = self.indices.index.get_level_values(-1)
        shares = self.indices[~names.isin(_NOT_SHARES)].dropna(subset=["value"])
        if shares.index.nlevels > 1:
            shares = shares.set_axis([f"{name}, {group}" for group, name in shares.index])
        return intervals(shares["value"], shares["lo"], shares["hi"], label="share", ax=ax)


def openness(
    spells: Spells,
    *,
    rung: Hashable,
    place: Hashable | None = None,
    firm: Hashable | None = None,
    order: list[Hashable] | None = None,
    out: list[Hashable] | None = None,
    home: Hashable | None = None,
    by: pd.Series[Any] | None = None,
    across_gaps: bool = False,
    bootstrap: int = 0,
    level: float = 0.95,
    seed: object = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Openness:
    r"""Measure how open a chain is: climbing, falling, skipping rungs, leaving and coming back.

    A *position* is a spell on the ladder: a rung, in a place and a firm where these are known. A
    *move* leads from one position of a person to the next, also over time off the ladder between
    the two. It is *open* when the firm or the place changes. A *separation* is a move that is open
    or leads over time off the ladder.

    ====================== =====================================================================
    ``openness``           share of upward moves that are open; the sum of the next three
    ``open_by_firm``       share of upward moves that change the firm only
    ``open_by_place``      share of upward moves that change the place only
    ``open_by_both``       share of upward moves that change both
    ``loss_at_separation`` share of separations that end on a lower rung
    ``rungs_lost``         mean number of rungs lost at separation; a separation upward loses none
    ``mean_climb``         mean number of rungs of an upward move
    ``skip_share``         share of upward moves that climb more than one rung
    ``return_share``       share of moves between places to one where the person was before
    ``round_trip_share``   share of moves between places that undo the person's move before
    ``leaver_share``       share of persons seen at home who were seen elsewhere later
    ``returner_share``     share of these who were seen at home again
    ``time_away``          mean length, in periods, of absences from home seen from start to end
    ``away_share``         share of periods spent elsewhere, from the first period at home on
    ====================== =====================================================================

    Parameters
    ----------
    spells : Spells
        Made with several columns as the state, such as ``["place", "rung"]``.
    rung : column name
        Which of them is the rung.
    place, firm : column names, optional
        Which are the place and the firm. What needs one that is not named is missing.
    order : list of labels, optional
        The rungs of the ladder, the lowest first. Without it they must be numbers.
    out : list of labels, optional
        Labels in the column of rungs that stand for no position, such as unemployment or study.
    home : label, optional
        The place that is everybody's home. Without it a person's home is where it was first seen.
    by : pandas.Series, optional
        A group for each person, indexed by person.
    across_gaps : bool, default False
        Whether what was before a gap and after it counts as a move. Where persons were seen, such
        as in ``leaver_share``, is known over gaps in any case.
    bootstrap : int, default 0
        How many times persons are redrawn within their group.
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
    Openness
        The indices, upward moves by what changed and by rung, and moves by rungs climbed. Persons
        weigh as their weights say.

    Raises
    ------
    UnknownLabel
        When a column, rung or place is not there.
    WrongType, InvalidInput
        When a label is neither in ``order`` nor in ``out``, or another argument is of the wrong
        kind.

    Notes
    -----
    Definitions of our own, made for the argument of :cite:t:`kuznetsov2006` that open chains let
    migrants climb from firm to firm, while on a closed ladder a lost job is a lost rung. All
    indices are ratios :math:`R = \sum_p n_p / \sum_p d_p` of sums over persons. Without the
    bootstrap the standard error is that of a linearised ratio with persons as clusters,
    :math:`\sqrt{\sum_p (n_p - R d_p)^2} / \sum_p d_p`, and the interval is normal, so that it may
    reach beyond 0 and 1; with it they are the standard deviation and quantiles over replicates
    :cite:p:`efron1993`. Careers are seen for a while only: who has not come back may do so later.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import Spells, openness
    >>> df = pd.DataFrame({
    ...     "person": ["Ana"] * 5 + ["Ben"] * 4,
    ...     "year": [1, 2, 3, 4, 5, 1, 2, 3, 4],
    ...     "place": ["home", "abroad", "abroad", "abroad", "home"] + ["home"] * 4,
    ...     "rung": [1, 1, 2, 3, 3, 1, 2, 2, 1],
    ...     "firm": ["a", "b", "b", "c", "d", "e", "e", "none", "f"],
    ... })
    >>> spells = Spells.from_panel(df, "person", "year", ["place", "rung", "firm"])
    >>> found = openness(spells, rung="rung", place="place", firm="firm")
    >>> found.indices["value"].loc[["openness", "loss_at_separation", "returner_share"]].round(3)
    index
    openness              0.333
    loss_at_separation    0.200
    returner_share        1.000
    Name: value, dtype: float64
    """
    instance(spells, "spells", Spells, "Spells.from_panel or Spells.from_spells")
    replicates = resamples_of(bootstrap)
    level = number(level, "level", low=0, high=1, open_low=True, open_high=True)
    drawn = seed_of(seed)
    pool = threads_of(threads)
    asked(progress)
    groups, of_person = groups_of(by, spells.persons)
    rung_of_state, ladder = _ladder(spells, rung, order, out)
    place_of_state, places = _role(spells, place, "place")
    firm_of_state, _ = _role(spells, firm, "firm")
    totals = _core.openness_totals(
        (
            spells._person,
            spells._start,
            spells._length,
            spells._linked(across_gaps),
            rung_of_state[spells._state],
            place_of_state[spells._state],
            firm_of_state[spells._state],
            _home(home, place, places),
            len(ladder),
            len(spells.persons),
        )
    )
    weights = np.ones(len(totals)) if spells.weights is None else spells.weights.to_numpy()
    weighted = totals * weights[:, np.newaxis]
    group_count = 1 if groups is None else len(groups)
    sums = np.stack([weighted[of_person == group].sum(axis=0) for group in range(group_count)])
    if not sums[:, -(2 * len(ladder) - 1) :].any():
        raise InvalidInput(
            "`spells` must hold at least one move from a position on the ladder to another: there "
            "is none; check `rung`, `out` and the periods, or pass across_gaps=True"
        )
    value = _indices(sums)
    if replicates:
        with reporter(progress, "bootstrap") as report:
            redrawn = _core.redrawn_totals(
                totals,
                np.ascontiguousarray(weights, np.float64),
                of_person,
                group_count,
                replicates,
                drawn.key,
                pool,
                report,
            )
        se, lo, hi = _spread(_indices(redrawn), level)
    else:
        se = _linearised(weighted, of_person, sums)
        half = NormalDist().inv_cdf((1 + level) / 2) * se
        lo, hi = value - half, value + half
    unknown = np.isin(
        list(_RATIOS),
        [*(_OF_FIRMS if firm is None else ()), *(_OF_PLACES if place is None else ())],
    )
    columns = {"value": value, "se": se, "lo": lo, "hi": hi}
    for values in columns.values():
        values[:, unknown] = np.nan
    if firm is None and place is None:
        columns = {
            name: np.where(np.arange(len(_RATIOS)) == 0, np.nan, values)
            for name, values in columns.items()
        }
    return Openness(
        _table(columns, pd.Index(_RATIOS, name="index"), groups),
        _upward(sums, groups),
        _rungs(sums, ladder, groups),
        _jumps(sums, len(ladder), groups),
        meta=Meta(
            method="persons redrawn" if replicates else "linearised by person",
            options={
                "rung": rung,
                "place": place,
                "firm": firm,
                "order": list(ladder),
                "out": out,
                "home": home,
                "by": None if by is None else by.name,
                "across_gaps": across_gaps,
                "bootstrap": replicates,
                "level": level,
            },
            counts={
                "persons": len(spells.persons),
                "moves": int(_jump_counts(spells, rung_of_state, across_gaps)),
            },
            dropped=spells.dropped,
            seed=drawn.entropy if replicates else None,
            sources=("kuznetsov2006", *(("efron1993",) if replicates else ())),
        ),
    )


def _role(spells: Spells, name: Hashable | None, argument: str) -> tuple[_Numbers, _Index]:
    """Return the code of each state in one of the columns it is made of, and its labels."""
    if name is None:
        return np.zeros(len(spells.states), np.int64), pd.Index([])
    names = list(spells.states.names)
    if label(name, argument) not in names:
        raise UnknownLabel(
            f"`{argument}` names no column that the states are made of: {shown(name)}."
            f"{did_you_mean(name, names)} {listing('Columns of the states', names)}"
        )
    codes, labels = pd.factorize(spells.states.get_level_values(names.index(name)), sort=True)
    return codes.astype(np.int64), pd.Index(labels)


def _ladder(spells: Spells, rung: Hashable, order: object, out: object) -> tuple[_Numbers, _Index]:
    """Return the rung of each state, -1 off the ladder, and the rungs from the lowest up."""
    if rung is None:
        raise WrongType("`rung` must name the column of rungs: got None; name it")
    codes, labels = _role(spells, rung, "rung")
    for value, argument in ((order, "order"), (out, "out")):
        if value is not None and not isinstance(value, list):
            raise WrongType(
                f"`{argument}` must be a list of labels in the column of rungs: got "
                f"{type(value).__name__}; make it a list"
            )
    off = codes_of(out, labels, "out") if isinstance(out, list) and out else np.empty(0, np.int64)
    if isinstance(order, list):
        if not order:
            raise InvalidInput("`order` must name at least one rung: got an empty list")
        on = codes_of(order, labels, "order")
        if len(np.unique(on)) < len(on):
            raise InvalidInput("`order` must name each rung once; remove the repeats")
    else:
        on = np.setdiff1d(np.arange(len(labels)), off)
        if not len(on):
            raise InvalidInput("`out` must leave at least one rung: it names them all")
        if not pd.api.types.is_numeric_dtype(pd.Index(labels[on].tolist()).dtype):
            raise InvalidInput(
                "`order` must say which rung is above which, since rungs are no numbers: give a "
                f"list, the lowest first. {listing('Labels there are', labels.tolist())}"
            )
    both = np.intersect1d(on, off)
    if len(both):
        raise InvalidInput(
            f"`out` must not name rungs of the ladder: {shown(labels[both[0]])} is in `order` too; "
            "remove it from one of them"
        )
    lacking = np.setdiff1d(np.arange(len(labels)), np.concatenate([on, off]))
    if len(lacking):
        raise InvalidInput(
            f"`order` must name every rung that occurs: {shown(labels[lacking[0]])} is not there "
            f"({len(lacking)} are not); add it, or name it in `out` if it is no position"
        )
    rank = np.full(len(labels), -1, np.int64)
    rank[on] = np.arange(len(on))
    return rank[codes], labels[on].rename(rung)


def _home(home: Hashable | None, place: Hashable | None, places: _Index) -> int | None:
    if home is None:
        return None
    if place is None:
        raise InvalidInput("`home` needs `place`: name the column of places too")
    label(home, "home")
    return int(codes_of([home], places, "home")[0])


def _jump_counts(spells: Spells, rung_of_state: _Numbers, across_gaps: bool) -> int:
    """Count moves from position to position, persons unweighted."""
    on = rung_of_state[spells._state] >= 0
    linked = spells._linked(across_gaps)
    # A position follows another when all links since the last position hold.
    place = np.flatnonzero(on)
    breaks = np.cumsum(~linked)
    return int((breaks[place[1:]] == breaks[place[:-1]]).sum())


def _indices(sums: _Floats) -> _Floats:
    """Divide sums of totals, along the last axis, into the indices."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.stack(
            [_added(sums, top) / _added(sums, low) for top, low in _RATIOS.values()], -1
        )


def _added(sums: _Floats, names: tuple[str, ...]) -> _Floats:
    added: _Floats = sums[..., [_TOTALS.index(name) for name in names]].sum(axis=-1)
    return added


def _linearised(totals: _Floats, of_person: _Numbers, sums: _Floats) -> _Floats:
    """Return standard errors of ratios of sums over persons, by group and index."""
    se = np.full((len(sums), len(_RATIOS)), np.nan)
    value = _indices(sums)
    for group, row in enumerate(sums):
        own = totals[of_person == group]
        for index, (top, low) in enumerate(_RATIOS.values()):
            size = _added(row, low)
            if size > 0:
                left = _added(own, top) - value[group, index] * _added(own, low)
                se[group, index] = np.sqrt((left**2).sum()) / size
    return se


def _spread(drawn: _Floats, level: float) -> tuple[_Floats, _Floats, _Floats]:
    """Return standard deviations and quantiles over the replicates that know an index."""
    se, lo, hi = (np.full(drawn.shape[1:], np.nan) for _ in range(3))
    for at in np.ndindex(*drawn.shape[1:]):
        known = drawn[(slice(None), *at)]
        known = known[~np.isnan(known)]
        if len(known) > 1:
            se[at] = known.std(ddof=1)
            lo[at], hi[at] = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return se, lo, hi


def _table(columns: dict[str, _Floats], rows: _Index, groups: _Index | None) -> pd.DataFrame:
    """Label columns of group × row."""
    index = rows
    if groups is not None:
        index = pd.MultiIndex.from_product([groups, rows], names=[groups.name, rows.name])
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()}, index=index)


def _shares(counts: _Floats) -> _Floats:
    with np.errstate(invalid="ignore"):
        shares: _Floats = counts / counts.sum(axis=1, keepdims=True)
    return shares


def _upward(sums: _Floats, groups: _Index | None) -> pd.DataFrame:
    counts = sums[:, [_TOTALS.index(name) for name in _UPWARD]]
    return _table(
        {"moves": counts, "share": _shares(counts)}, pd.Index(_UPWARD, name="change"), groups
    )


def _rungs(sums: _Floats, ladder: _Index, groups: _Index | None) -> pd.DataFrame:
    first, rungs = len(_TOTALS), len(ladder)
    counts, open_ones = sums[:, first : first + rungs], sums[:, first + rungs : first + 2 * rungs]
    with np.errstate(invalid="ignore"):
        own = open_ones / counts
        contribution = open_ones / counts.sum(axis=1, keepdims=True)
    columns = {
        "moves": counts,
        "share": _shares(counts),
        "openness": own,
        "contribution": contribution,
    }
    return _table(columns, ladder, groups)


def _jumps(sums: _Floats, rungs: int, groups: _Index | None) -> pd.DataFrame:
    counts = sums[:, len(_TOTALS) + 2 * rungs :]
    climbs = pd.RangeIndex(1 - rungs, rungs, name="climb")
    return _table({"moves": counts, "share": _shares(counts)}, climbs, groups)
