"""From the columns of a user's table to the sorted rows of a panel."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weakties._frames import Table
from weakties._labels import Codes, Keys
from weakties._wording import shown
from weakties.errors import InvalidInput

from .rows import Given, frozen, named, refuse

# Published shares are rounded; those of a period that miss 1 by more are no shares.
_SHARE_TOLERANCE = 1e-6


@dataclass(frozen=True, eq=False)
class _Sorted:
    """Where each row of the table goes: ``order`` gives the table row of each sorted place."""

    table: Table
    order: Codes
    given: Given

    def constant(self, keys: Keys, role: str) -> Keys:
        """Return each firm's code in a column that must not change within a firm."""
        codes, given = keys.codes[self.order], self.given
        each = codes[given.starts]
        changed = np.flatnonzero(codes != each[given.firm])
        if len(changed):
            row = changed[0]
            one, other = (
                "a missing value" if code < 0 else shown(keys.labels[code])
                for code in (each[given.firm[row]], codes[row])
            )
            raise InvalidInput(
                f"`{role}` must be the same in all rows of a firm: "
                f"{named(given.firms[[given.firm[row]]])} has {one} and {other}; "
                "give each firm one value"
            )
        return Keys(each, keys.labels, keys.categorical)

    def date(self, role: str, mark: str, at: Codes) -> Keys | None:
        """Return each firm's date, from a column of dates or from marks in its row ``at``."""
        table, given = self.table, self.given
        if role in table:
            return self.constant(table.times(role), role)
        if mark not in table:
            return None
        marks = table.flag(mark)[self.order]
        elsewhere = marks.copy()
        elsewhere[at] = False
        bad = np.bincount(given.firm[elsewhere], minlength=len(given.firms)) > 0
        place = "first" if mark == "entry" else "last"
        refuse(given.firms, mark, f"be True in a firm's {place} row only", bad, "correct it")
        codes = np.where(marks[at], given.periods.codes[at], -1)
        return Keys(codes, given.periods.labels, given.periods.categorical)

    def number(self, role: str) -> NDArray[np.float64] | None:
        """Return a column of numbers in sorted order, if there is one."""
        return frozen(self.table.number(role)[self.order]) if role in self.table else None


def given_in(table: Table, variables: dict[str, Hashable], groups: dict[str, Hashable]) -> Given:
    """Sort the rows of a table; their firm and period are already known to be unique."""
    keys, times = table.keys("firm"), table.times("time")
    # A categorical may have labels without rows; every firm of a panel has one.
    present, firm = np.unique(keys.codes, return_inverse=True)
    order = np.lexsort((times.codes, firm))
    bare = Given(
        firms=keys.labels.take(present),
        firm=frozen(firm[order].astype(np.int64)),
        periods=Keys(frozen(times.codes[order]), times.labels, times.categorical),
        positions=frozen(table.positions[order]),
        productivity=None,
        weight=None,
        shares="share" in table,
        variables={},
        groups={},
        cluster=None,
        birth=None,
        death=None,
    )
    rows = _Sorted(table, order, bare)
    given = Given(
        **{
            **vars(bare),
            "productivity": rows.number("productivity"),
            "weight": rows.number("share" if bare.shares else "weight"),
            "variables": {name: rows.number(role) for role, name in variables.items()},
            "groups": {
                name: Keys(
                    frozen(table.keys(role).codes[order]),
                    table.keys(role).labels,
                    table.keys(role).categorical,
                )
                for role, name in groups.items()
            },
            "cluster": (
                rows.constant(table.keys("cluster"), "cluster").codes
                if "cluster" in table
                else None
            ),
            "birth": rows.date("first", "entry", bare.starts),
            "death": rows.date("last", "exit", bare.ends),
        }
    )
    if given.shares:
        _refuse_no_shares(given)
    return given


def _refuse_no_shares(given: Given) -> None:
    labels, period = given.periods.labels, given.periods.codes
    counts = np.bincount(period, minlength=len(labels))
    sums = np.bincount(period, weights=given.weight, minlength=len(labels))
    wrong = np.flatnonzero((np.abs(sums - 1) > _SHARE_TOLERANCE) & (counts > 0))
    if len(wrong):
        at = wrong[0]
        more = f", and {len(wrong) - 1} more periods" if len(wrong) > 1 else ""
        raise InvalidInput(
            f"`share` must sum to 1 within each period: {shown(labels[at])} sums to {sums[at]:.6g} "
            f"({counts[at]} rows){more}; to have shares made of them, pass them as `weight`"
        )
