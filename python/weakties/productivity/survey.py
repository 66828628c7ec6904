"""Survey of a stream: what must be known of all rows before any are added up, and is refused."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._labels import Codes, Index
from weakties._wording import shown
from weakties.errors import InvalidInput

from .on_disk import Batch, batches, label, labels
from .reading import ROUNDING
from .rows import CORRECT, EXACT, add_up, dated, named, numbered, refuse

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from .rules import EntryAndExit


@dataclass(frozen=True, eq=False)
class Dates:
    """How births, or deaths, are read off the rows of firms.

    Parameters
    ----------
    role
        The column of dates or marks; empty where rows decide.
    places
        The place of each date among the periods, and last that of a missing one; None for marks.
    missing
        The place of a missing date: before all periods, or after them.
    """

    role: str
    places: Codes | None
    missing: int

    @classmethod
    def of(
        cls,
        connection: DuckDBPyConnection,
        date: str,
        mark: str,
        given: dict[str, Hashable],
        periods: Index,
    ) -> Dates:
        """Read the dates there are; ``given`` says which columns the user named."""
        missing = -1 if date == "first" else len(periods)
        if given[date] is not None:
            known = labels(connection, date)
            places = dated(known, periods, date) if len(known) else np.empty(0, np.int64)
            return cls(date, np.append(places, missing), missing)
        return cls(mark if given[mark] is not None else "", None, missing)

    @property
    def columns(self) -> list[str]:
        """The columns that are needed beside the periods."""
        return [self.role] if self.role else []

    def read(self, rows: Batch, at: Codes) -> Codes:
        """Return the date of each firm, given the place of its first or last row."""
        period = rows["period"][at].astype(np.int64)
        if not self.role:
            return period
        said = rows[self.role][at]
        return np.where(said, period, self.missing) if self.places is None else self.places[said]


@dataclass(frozen=True, eq=False)
class Surveyed:
    """What is known of all rows.

    Parameters
    ----------
    firms
        How many there are.
    sums
        What the weights of each period sum to; None where they are shares already.
    rounded
        How many sums of shares missed 1 by rounding.
    centre
        The mean of productivity over all rows.
    cluster
        For each firm, the cluster that is resampled as a whole; None if each is its own.
    """

    firms: int
    sums: NDArray[np.float64] | None
    rounded: int
    centre: float
    cluster: Codes | None


def surveyed(
    connection: DuckDBPyConnection,
    rows: int,
    periods: Index,
    births: Dates,
    deaths: Dates,
    rules: EntryAndExit,
    groups: list[Hashable],
    share: Hashable,
) -> Surveyed:
    """Count firms, add up weights and productivity, and refuse what a panel in memory refuses."""
    sums: NDArray[np.float64] = np.zeros(len(periods))
    productivity, firms = _core.RunningSum(), 0
    there = [row[0] for row in connection.execute("DESCRIBE sorted").fetchall()]
    names = [name for name in there if name not in ("firm", "period")]
    clusters: list[NDArray[Any]] = []
    for batch in batches(connection, names, rows):
        _refuse_repeats(batch, periods)
        _refuse_by_rule(batch, rules, groups)
        for role in ("cluster", "first", "last"):
            if role in names:
                _refuse_changes(connection, batch, role)
        _refuse_dates(batch, births, deaths)
        add_up(batch["weight"], batch["period"], sums)
        productivity.add(batch["productivity"])
        firms += len(batch.starts)
        if "cluster" in names:
            clusters.append(batch["cluster"][batch.starts])
    role = "weight" if share is None else "share"
    wrong = (sums == 0) | np.isinf(sums) if share is None else np.abs(sums - 1) > ROUNDING
    if wrong.any():
        must, remedy = {
            "weight": ("have a finite sum above 0 in each period", "leave that period out"),
            "share": ("sum to 1 within each period", "to have shares made, pass `weight`"),
        }[role]
        at = int(np.flatnonzero(wrong)[0])
        raise InvalidInput(
            f"`{role}` must {must}: {shown(periods[at])} sums to {sums[at]:.6g}; {remedy}"
        )
    rounded = 0 if share is None else int((np.abs(sums - 1) > EXACT).sum())
    return Surveyed(
        firms=firms,
        sums=sums if share is None or rounded else None,
        rounded=rounded,
        centre=productivity.value() / rows,
        cluster=numbered(np.concatenate(clusters)) if clusters else None,
    )


def _firms(batch: Batch) -> Index:
    return pd.Index(batch["firm"][batch.starts], tupleize_cols=False)


def _refuse_repeats(batch: Batch, periods: Index) -> None:
    period = batch["period"]
    same = np.ones(len(period), bool)
    same[batch.starts] = False
    again = np.flatnonzero(same[1:] & (period[1:] == period[:-1]))
    if len(again):
        raise InvalidInput(
            f"`data` must have one row for each firm and period: "
            f"firm {shown(batch['firm'][again[0]])} has two in "
            f"{shown(periods[period[again[0]]])}; keep one of them"
        )


def _refuse_by_rule(batch: Batch, rules: EntryAndExit, groups: list[Hashable]) -> None:
    firm, period = batch.firm, batch["period"]
    same = firm[1:] == firm[:-1]
    if rules.gaps == "refuse":
        absent = np.unique(firm[1:][same & (np.diff(period) > 1)])
        if len(absent):
            raise InvalidInput(
                "`gaps` is 'refuse', but a period between first and last row is missing for "
                f"{named(_firms(batch)[absent])}; add such rows or choose another rule"
            )
    if rules.group_change == "refuse":
        for at, name in enumerate(groups):
            movers = np.unique(firm[1:][same & (np.diff(batch[f"g{at}"]) != 0)])
            if len(movers):
                raise InvalidInput(
                    "`group_change` is 'refuse', but the rows of "
                    f"{named(_firms(batch)[movers])} have more than one {name!r}; "
                    "give each firm one or choose another rule"
                )


def _refuse_changes(connection: DuckDBPyConnection, batch: Batch, role: str) -> None:
    """Refuse a column that changes within a firm."""
    each, firm = batch[role][batch.starts], batch.firm
    changed = np.flatnonzero(batch[role] != each[firm])
    if len(changed):
        row = changed[0]
        one, other = (
            "a missing value" if found is None else shown(found)
            for found in (
                label(connection, role, int(code)) for code in (each[firm[row]], batch[role][row])
            )
        )
        raise InvalidInput(
            f"`{role}` must be the same in all rows of a firm: "
            f"{named(_firms(batch)[[firm[row]]])} has {one} and {other}; give each firm one value"
        )


def _refuse_dates(batch: Batch, births: Dates, deaths: Dates) -> None:
    """Refuse births after a firm's first row, deaths before its last, and marks elsewhere."""
    period, firms = batch["period"], _firms(batch)
    for dates, at, place in ((births, batch.starts, "first"), (deaths, batch.ends, "last")):
        if dates.role and dates.places is None:
            marks = batch[dates.role].copy()
            marks[at] = False
            bad = np.bincount(batch.firm[marks], minlength=len(firms)) > 0
            refuse(firms, dates.role, f"be True in a firm's {place} row only", bad, "correct it")
    if births.places is not None:
        bad = births.read(batch, batch.starts) > period[batch.starts]
        refuse(firms, "first", "not come after a firm's first row", bad, CORRECT)
    if deaths.places is not None:
        bad = deaths.read(batch, batch.ends) < period[batch.ends]
        refuse(firms, "last", "not come before a firm's last row", bad, CORRECT)
