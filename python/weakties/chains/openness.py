"""Openness of a chain: who climbs by changing firm or place, falls at separation, returns."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import partial
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import instance
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from ._groups import groups_of
from ._openness_indices import (
    NOT_SHARES,
    OF_FIRMS,
    OF_PLACES,
    RATIOS,
    by_rung,
    indices,
    jumps,
    linearised,
    table,
    upward,
)
from ._positions import home_of, ladder_of, moves_between, role
from ._resampling import Resampling, spread
from .spells import Spells

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
        shares = self.indices[~names.isin(NOT_SHARES)].dropna(subset=["value"])
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
    bootstrap, level, seed, threads, progress
        As in `transition_matrix`.

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
    resampling = Resampling.of(bootstrap, seed, threads, progress, level)
    groups, of_person = groups_of(by, spells.persons)
    rung_of_state, ladder = ladder_of(spells, rung, order, out)
    place_of_state, places = role(spells, place, "place")
    firm_of_state, _ = role(spells, firm, "firm")
    totals = _core.openness_totals(
        (
            spells._person,
            spells._start,
            spells._length,
            spells._linked(across_gaps),
            rung_of_state[spells._state],
            place_of_state[spells._state],
            firm_of_state[spells._state],
            home_of(home, place, places),
            len(ladder),
            len(spells.persons),
        )
    )
    weighted = totals * spells._person_weights[:, np.newaxis]
    group_count = 1 if groups is None else len(groups)
    sums = np.stack([weighted[of_person == group].sum(axis=0) for group in range(group_count)])
    if not sums[:, -(2 * len(ladder) - 1) :].any():
        raise InvalidInput(
            "`spells` must hold at least one move from a position on the ladder to another: there "
            "is none; check `rung`, `out` and the periods, or pass across_gaps=True"
        )
    value = indices(sums)
    redrawn = resampling.draw(
        partial(
            _core.redrawn_totals,
            totals,
            spells._person_weights,
            of_person,
            group_count,
            resampling.replicates,
        )
    )
    if redrawn is None:
        se = linearised(weighted, of_person, sums)
        half = NormalDist().inv_cdf((1 + resampling.level) / 2) * se
        lo, hi = value - half, value + half
    else:
        se, lo, hi = spread(indices(redrawn), resampling.level)
    unknown = np.isin(
        list(RATIOS),
        [
            *(OF_FIRMS if firm is None else ()),
            *(OF_PLACES if place is None else ()),
            *(("openness",) if firm is None and place is None else ()),
        ],
    )
    columns = {"value": value, "se": se, "lo": lo, "hi": hi}
    for values in columns.values():
        values[:, unknown] = np.nan
    return Openness(
        table(columns, pd.Index(RATIOS, name="index"), groups),
        upward(sums, groups),
        by_rung(sums, ladder, groups),
        jumps(sums, len(ladder), groups),
        meta=Meta(
            method="persons redrawn" if resampling.replicates else "linearised by person",
            options={
                "rung": rung,
                "place": place,
                "firm": firm,
                "order": list(ladder),
                "out": out,
                "home": home,
                "by": None if by is None else by.name,
                "across_gaps": across_gaps,
                "bootstrap": resampling.replicates,
                "level": resampling.level,
            },
            counts={
                "persons": len(spells.persons),
                "moves": int(moves_between(spells, rung_of_state, across_gaps)),
            },
            dropped=spells.dropped,
            seed=resampling.entropy,
            sources=("kuznetsov2006", *(("efron1993",) if resampling.replicates else ())),
        ),
    )
