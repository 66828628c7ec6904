"""From the columns of a user's table to those of a panel: sorting, shares, births and deaths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weakties._frames import Table
from weakties._labels import Codes, Index, Keys
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType

# Published shares are rounded; those of a period that miss 1 by more are no shares.
SHARE_TOLERANCE = 1e-6

# How many firms a message names.
_NAMED = 3


@dataclass(frozen=True, eq=False)
class Rows:
    """Where each row of the table goes: sorted by firm, then period.

    Parameters
    ----------
    firms
        The labels of firms that have a row, sorted.
    periods
        The labels of periods, with each table row's code.
    order
        The table row that stands in each sorted place.
    firm, period
        The codes of each sorted row.
    starts
        The place of each firm's first row.
    """

    firms: Index
    periods: Keys
    order: Codes
    firm: Codes
    period: Codes
    starts: Codes

    @classmethod
    def sorted_from(cls, table: Table) -> Rows:
        """Sort the rows of a table; their firm and period are already known to be unique."""
        keys, periods = table.keys("firm"), table.times("time")
        # A categorical may have labels without rows; every firm of a panel has one.
        present, firm = np.unique(keys.codes, return_inverse=True)
        order = np.lexsort((periods.codes, firm))
        firm, period = firm[order].astype(np.int64), periods.codes[order]
        firm.flags.writeable = period.flags.writeable = False
        starts = np.flatnonzero(np.append(True, firm[1:] != firm[:-1]))
        return cls(keys.labels.take(present), periods, order, firm, period, starts)

    @property
    def ends(self) -> Codes:
        """The place of each firm's last row."""
        return np.append(self.starts[1:], len(self.firm)) - 1

    def constant(self, keys: Keys, role: str) -> Codes:
        """Return each firm's code in a column that must not change within a firm."""
        codes = keys.codes[self.order]
        each = codes[self.starts]
        changed = np.flatnonzero(codes != each[self.firm])
        if len(changed):
            row = changed[0]
            one, other = (
                "a missing value" if code < 0 else shown(keys.labels[code])
                for code in (each[self.firm[row]], codes[row])
            )
            raise InvalidInput(
                f"`{role}` must be the same in all rows of a firm: "
                f"{named(self.firms[[self.firm[row]]])} has {one} and {other}; "
                "give each firm one value"
            )
        return each

    def refuse(self, role: str, must: str, bad: NDArray[np.bool_], remedy: str) -> None:
        """Refuse a column for the firms that are marked."""
        if bad.any():
            raise InvalidInput(f"`{role}` must {must}: see {named(self.firms[bad])}; {remedy}")


def named(firms: Index) -> str:
    """Name a few firms."""
    names = ", ".join(map(shown, firms[:_NAMED]))
    more = f" and {len(firms) - _NAMED} more" if len(firms) > _NAMED else ""
    return f"{'firm' if len(firms) == 1 else 'firms'} {names}{more}"


def shares(table: Table, rows: Rows) -> NDArray[np.float64]:
    """Return each sorted row's share in its period, from shares or weights."""
    role = "share" if "share" in table else "weight"
    given = table.number(role)[rows.order]
    labels = rows.periods.labels
    counts = np.bincount(rows.period, minlength=len(labels))
    sums = np.bincount(rows.period, weights=given, minlength=len(labels))
    if role == "share":
        wrong = np.abs(sums - 1) > SHARE_TOLERANCE
        must = "sum to 1 within each period"
        remedy = "to have shares made of them, pass them as `weight`"
    else:
        wrong = (sums == 0) | np.isinf(sums)
        must = "have a finite sum above 0 in each period"
        remedy = "leave that period out, or choose another weight"
    periods = np.flatnonzero(wrong & (counts > 0))
    if len(periods):
        at = periods[0]
        more = f", and {len(periods) - 1} more periods" if len(periods) > 1 else ""
        raise InvalidInput(
            f"`{role}` must {must}: {shown(labels[at])} sums to {sums[at]:.6g} "
            f"({counts[at]} rows){more}; {remedy}"
        )
    return given if role == "share" else given / sums[rows.period]


def clusters(table: Table, rows: Rows) -> Codes:
    """Return the cluster of each firm; each is its own unless a column says otherwise."""
    if "cluster" not in table:
        return np.arange(len(rows.firms))
    codes = rows.constant(table.keys("cluster"), "cluster")
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def life(table: Table, rows: Rows) -> tuple[Codes, Codes]:
    """Return the first and the last period in which each firm is in being.

    Before all periods is -1, after all periods their number.
    """
    after = len(rows.periods.labels)
    seen_first, seen_last = rows.period[rows.starts], rows.period[rows.ends]
    first, last = seen_first, seen_last
    if "first" in table:
        first = _dated(table, rows, "first", -1)
        bad = first > seen_first
        rows.refuse("first", "not come after a firm's first row", bad, "correct one of the two")
    if "entry" in table:
        first = np.where(_marked(table, rows, "entry", rows.starts), seen_first, -1)
    if "last" in table:
        last = _dated(table, rows, "last", after)
        bad = last < seen_last
        rows.refuse("last", "not come before a firm's last row", bad, "correct one of the two")
    if "exit" in table:
        last = np.where(_marked(table, rows, "exit", rows.ends), seen_last, after)
    return first, last


def _dated(table: Table, rows: Rows, role: str, missing: int) -> Codes:
    """Return the place of each firm's date among the periods, which need not contain it.

    A birth counts from the next period on, a death from the period before.
    """
    keys, periods = table.times(role), rows.periods.labels
    codes = rows.constant(keys, role)
    if keys.labels.equals(periods):
        return np.where(codes < 0, missing, codes)
    if (codes < 0).all():
        return np.full(len(codes), missing)
    numbers = keys.labels.dtype.kind in "iu" and periods.dtype.kind in "iu"
    if not (numbers or keys.labels.dtype == periods.dtype) or not periods.is_monotonic_increasing:
        raise WrongType(
            f"`{role}` must hold the same kind of values as `time`: got {keys.labels.dtype} for "
            f"{periods.dtype}; convert one of them, or give both the same ordered categories"
        )
    if role == "first":
        places = periods.searchsorted(keys.labels, side="left")
    else:
        places = periods.searchsorted(keys.labels, side="right") - 1
    return np.where(codes < 0, missing, places[codes]).astype(np.int64)


def _marked(table: Table, rows: Rows, role: str, at: Codes) -> NDArray[np.bool_]:
    """Return whether each firm's first (or last) row is marked, where alone a mark may stand."""
    marks = table.flag(role)[rows.order]
    elsewhere = marks.copy()
    elsewhere[at] = False
    bad = np.bincount(rows.firm[elsewhere], minlength=len(rows.firms)) > 0
    place = "first" if role == "entry" else "last"
    rows.refuse(role, f"be True in a firm's {place} row only", bad, "correct it")
    return marks[at]
