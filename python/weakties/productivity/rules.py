"""Rules of entry and exit: who counts as coming in and as leaving, and the options that say so."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from weakties._arguments import choice, integer, number
from weakties.errors import InvalidInput, WrongType

GAPS = ("exit", "leave_out", "refuse")
CROSSINGS = ("exit", "leave_out", "stay")
GROUP_CHANGES = ("exit", "start", "end", "refuse")


@dataclass(frozen=True)
class EntryAndExit:
    """Who counts as coming in and as leaving between two periods.

    Parameters
    ----------
    entry, exit
        What tells births and deaths: ``"rows"``, or the name of a column that dates or marks them.
    gaps
        What a firm's absence between two of its rows is taken for, where rows decide; a number
        of periods up to which it is bridged, and beyond which it is an exit.
    group_change
        Where a firm belongs that is seen in two groups.
    size, threshold, crossing
        Below which size firms are left out, and what it means that one crosses it; None without.
    unseen_enter, unseen_exit
        Whether a firm in being but unseen in one period counts as coming in, or as leaving.
    bridged
        For how many periods a firm may be absent without having left.
    """

    entry: Hashable
    exit: Hashable
    gaps: str | int
    group_change: str
    size: Hashable
    threshold: float | None
    crossing: str | None
    unseen_enter: bool
    unseen_exit: bool
    bridged: int

    @classmethod
    def of(
        cls,
        dates: dict[str, Hashable],
        gaps: str | int,
        group_change: str,
        size: Hashable = None,
        threshold: object = None,
        crossing: str = "exit",
    ) -> EntryAndExit:
        """Check the options of a panel; ``dates`` are those named first, last, entry and exit."""
        bridged = _bridged(gaps)
        crossing = choice(crossing, "crossing", CROSSINGS)
        group_change = choice(group_change, "group_change", GROUP_CHANGES)
        _refuse_both("first", dates["first"], "entry", dates["entry"])
        _refuse_both("last", dates["last"], "exit", dates["exit"])
        least = _threshold(threshold, size)
        births, deaths = (
            dates[mark] if dates[date] is None else dates[date]
            for date, mark in (("first", "entry"), ("last", "exit"))
        )
        leaves = gaps not in ("leave_out", "refuse") and (least is None or crossing != "leave_out")
        return cls(
            entry="rows" if births is None else births,
            exit="rows" if deaths is None else deaths,
            gaps=gaps,
            group_change=group_change,
            size=size,
            threshold=least,
            crossing=None if least is None else crossing,
            unseen_enter=births is None and leaves,
            unseen_exit=deaths is None and leaves,
            bridged=bridged,
        )


def roles(names: Hashable | list[Hashable] | None, argument: str) -> dict[str, Hashable]:
    """Name the roles of the columns that an argument lists, as messages shall call them."""
    if not isinstance(names, list):
        return {} if names is None else {argument: names}
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise InvalidInput(f"`{argument}` names {twice[0]!r} more than once; name each column once")
    return {f"{argument}[{place}]": name for place, name in enumerate(names)}


def weights_of(weight: Hashable, share: Hashable, needed: bool) -> None:
    """Refuse weights that are given twice, or not at all where they are needed."""
    _refuse_both("weight", weight, "share", share)
    if needed and weight is None and share is None:
        raise InvalidInput(
            "`weight` or `share` must name a column: got neither; "
            "to weigh all firms alike, pass a column of ones as `weight`"
        )


def _bridged(gaps: object) -> int:
    """Return how many periods of absence are bridged, in which nobody comes or goes."""
    if isinstance(gaps, int | np.integer) and not isinstance(gaps, bool):
        return integer(gaps, "gaps", low=0)
    if not isinstance(gaps, str):
        raise WrongType(
            f"`gaps` must be one of {', '.join(map(repr, GAPS))} or a whole number of periods: got "
            f"{type(gaps).__name__}; give the name as text"
        )
    choice(gaps, "gaps", GAPS)
    return 0


def _threshold(threshold: object, size: Hashable) -> float | None:
    """Return the least size of firms in scope, if there is one."""
    if (threshold is None) != (size is None):
        raise InvalidInput(
            "`threshold` and `size` must be given together: the column of sizes, and the least "
            f"size kept; got threshold={threshold!r} and size={size!r}"
        )
    return None if threshold is None else number(threshold, "threshold")


def _refuse_both(one: str, value: object, other: str, other_value: object) -> None:
    if value is not None and other_value is not None:
        raise InvalidInput(
            f"`{one}` and `{other}` cannot both be given: got columns {value!r} and "
            f"{other_value!r}; leave out one"
        )
