"""From the columns of a user's table to the sorted rows of a panel."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weakties import _core
from weakties._frames import Table, refuse_duplicates
from weakties._labels import Codes, Keys, looked_up, used
from weakties._wording import shown
from weakties.errors import InvalidInput

from .rows import EXACT, Given, compact, frozen, named, refuse

# Published shares are rounded; those of a period that miss 1 by more are no shares.
ROUNDING = 0.005


@dataclass(frozen=True, eq=False)
class Sorted:
    """The columns of a table with its rows put in order.

    Parameters
    ----------
    table
        The user's table.
    order
        The table row of each sorted place; None where rows stand in order already.
    bare
        Firms and periods alone.
    """

    table: Table
    order: NDArray[np.int32] | None
    bare: Given

    def placed(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return one value a sorted row."""
        return frozen(values if self.order is None else looked_up(values, self.order))

    def keys(self, role: str) -> Keys:
        """Return a column of labels in sorted order; it can be asked for once."""
        keys = self.table.keys(role)
        self.table.release(role)
        return Keys(compact(keys.codes, self.order), keys.labels, keys.categorical)

    def number(self, role: str) -> NDArray[np.float64] | None:
        """Return a column of numbers in sorted order, if there is one, in memory of its own.

        It can be asked for once.
        """
        if role not in self.table:
            return None
        values = self.table.number(role)
        self.table.release(role)
        return self.placed(values.copy() if self.order is None else values)

    def constant(self, keys: Keys, role: str) -> Keys:
        """Return each firm's code in a column that must not change within a firm."""
        codes, bare = self.placed(keys.codes), self.bare
        each = codes[bare.starts]
        changed = np.flatnonzero(codes != each[bare.firm])
        if len(changed):
            row = changed[0]
            one, other = (
                "a missing value" if code < 0 else shown(keys.labels[code])
                for code in (each[bare.firm[row]], codes[row])
            )
            raise InvalidInput(
                f"`{role}` must be the same in all rows of a firm: "
                f"{named(bare.firms[[bare.firm[row]]])} has {one} and {other}; "
                "give each firm one value"
            )
        return Keys(each, keys.labels, keys.categorical)

    def date(self, role: str, mark: str, at: Codes) -> Keys | None:
        """Return each firm's date, from a column of dates or from marks in its row ``at``."""
        table, bare = self.table, self.bare
        if role in table:
            return self.constant(table.times(role), role)
        if mark not in table:
            return None
        marks = self.placed(table.flag(mark))
        elsewhere = marks.copy()
        elsewhere[at] = False
        bad = np.bincount(bare.firm[elsewhere], minlength=len(bare.firms)) > 0
        place = "first" if mark == "entry" else "last"
        refuse(bare.firms, mark, f"be True in a firm's {place} row only", bad, "correct it")
        codes = np.where(marks[at], bare.periods.codes[at], -1)
        return Keys(codes, bare.periods.labels, bare.periods.categorical)


def in_order(table: Table) -> NDArray[np.int32] | None:
    """Return the table row of each place once sorted by firm and time; None if rows are sorted.

    Two rows of a firm in one period are refused.
    """
    keys, times = table.keys("firm"), table.times("time")
    order, repeats = _core.panel_order(compact(keys.codes), compact(times.codes), len(keys.labels))
    if repeats:
        refuse_duplicates(table, ["firm", "time"], argument="data")
    return order


def put_in_order(table: Table) -> Sorted:
    """Sort the rows of a table by firm and period.

    The order of firms decides which are drawn, and is that of their labels, as on disk.
    """
    table.sort_labels("firm")
    order = in_order(table)
    if order is not None and table.rows == table.given:
        positions, table = frozen(order), table.without_positions()
    else:
        positions = compact(table.positions, order)
    keys, times = table.keys("firm"), table.times("time")
    firms, firm = keys.labels, compact(keys.codes, order)
    if keys.categorical:
        # A categorical may have labels without rows; every firm of a panel has one.
        present = used(firm, len(firms))
        firms, firm = firms[present], compact(np.cumsum(present) - 1, firm)
    # What has been placed is forgotten at once: a panel is as large as the memory allows.
    table.release("firm")
    del keys
    periods = Keys(compact(times.codes, order), times.labels, times.categorical)
    table.release("time")
    del times
    bare = Given(
        firms=firms,
        firm=firm,
        periods=periods,
        positions=positions,
        productivity=None,
        weight=None,
        shares=False,
        rounded=0,
        variables={},
        groups={},
        cluster=None,
        birth=None,
        death=None,
    )
    return Sorted(table.without_positions(), order, bare)


def given_in(
    rows: Sorted, variables: dict[str, Hashable], groups: dict[str, Hashable], within: Hashable
) -> Given:
    """Return all that a table gives; ``within`` names the group in which shares sum to 1."""
    table, bare = rows.table, rows.bare
    cluster = rows.constant(table.keys("cluster"), "cluster").codes if "cluster" in table else None
    given = replace(
        bare,
        productivity=rows.number("productivity"),
        weight=rows.number("weight"),
        variables={
            name: values
            for role, name in variables.items()
            if (values := rows.number(role)) is not None
        },
        groups={name: rows.keys(role) for role, name in groups.items()},
        cluster=cluster,
        birth=rows.date("first", "entry", bare.starts),
        death=rows.date("last", "exit", bare.ends),
    )
    share = rows.number("share")
    if share is None:
        return given
    cells = given.groups[within] if within is not None else None
    sums, cell = _sums_of_shares(given.periods, cells, share)
    rounded = int((np.abs(sums - 1) > EXACT).sum())
    if cells is not None or rounded:
        # Each period's shares sum to 1, and so each cell of a period weighs the same.
        of_period = given.periods.codes[np.unique(cell, return_index=True)[1]]
        counts = np.bincount(of_period, minlength=len(given.periods.labels))
        share = frozen(share / (sums[cell] * counts[given.periods.codes]))
    return replace(given, weight=share, shares=True, rounded=rounded)


def _sums_of_shares(
    periods: Keys, groups: Keys | None, share: NDArray[np.float64]
) -> tuple[NDArray[np.float64], Codes]:
    """Return the sum of shares in each cell that has rows, and each row's cell."""
    cell, cells = periods.codes, len(periods.labels)
    if groups is not None:
        cell = cell.astype(np.int64) * len(groups.labels) + groups.codes
        cells *= len(groups.labels)
    counts = np.bincount(cell, minlength=cells)
    present = np.flatnonzero(counts)
    cell, counts = (np.cumsum(counts > 0) - 1)[cell], counts[present]
    sums = np.bincount(cell, weights=share, minlength=len(present)).astype(np.float64, copy=False)
    wrong = np.flatnonzero(np.abs(sums - 1) > ROUNDING)
    if len(wrong):
        at = wrong[0]
        each, where = "period", shown(periods.labels[present[at]]) if groups is None else ""
        if groups is not None:
            period, group = divmod(int(present[at]), len(groups.labels))
            each = f"period and {groups.labels.name!r}"
            where = f"{shown(periods.labels[period])}, {shown(groups.labels[group])}"
        more = f", and {len(wrong) - 1} more such sums are wrong" if len(wrong) > 1 else ""
        raise InvalidInput(
            f"`share` must sum to 1 within each {each}: {where} sums to {sums[at]:.6g} "
            f"({counts[at]} rows){more}; to have shares made of them, pass them as `weight`"
        )
    return sums, cell


def in_scope(
    given: Given, size: NDArray[np.float64], threshold: float, crossing: str
) -> tuple[Given, int]:
    """Leave out the rows of firms below a size, and say how many they are."""
    kept = size >= threshold
    if not kept.any():
        raise InvalidInput(
            f"`threshold` must leave some rows: no `size` reaches {threshold:g}; lower it"
        )
    if crossing == "stay":
        places = np.where(kept, np.arange(len(kept)), -1)
        kept = np.maximum.accumulate(places) >= given.starts[given.firm]
    if crossing == "leave_out":
        periods = given.periods
        birth, death = (
            replace(periods, codes=periods.codes[at]) if date is None else date
            for at, date in ((given.starts, given.birth), (given.ends, given.death))
        )
        given = replace(given, birth=birth, death=death)
    return given.kept(kept), int((~kept).sum())
