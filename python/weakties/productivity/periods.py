"""Which periods are compared: what every function of changes is asked for as ``periods``."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import combinations, pairwise
from typing import Any, TypeAlias

import numpy as np

from weakties._arguments import choice, integer
from weakties._labels import Index, codes_of
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType

Periods: TypeAlias = "str | int | tuple[Hashable, Hashable] | Iterable[tuple[Any, Any]] | None"
Places: TypeAlias = "list[tuple[int, int]]"

NAMES = ("adjacent", "all")


def pairs_of(
    labels: Index,
    periods: Periods,
    *,
    argument: str = "panel",
    instead: str = "give it more, or use a function of levels, such as olley_pakes",
    names: tuple[str, ...] = NAMES,
) -> Places:
    """Return pairs of periods as places among their labels, each earlier one first.

    Parameters
    ----------
    labels
        The periods there are, in order.
    periods
        What the user gave; the first with the last by default.
    argument
        What the periods were read from, and must have at least two of.
    instead
        What to do where there is only one.
    names
        Which names the function knows; those beyond ``NAMES`` are the caller's to read.
    """
    places = range(len(labels))
    if len(labels) < 2:
        raise InvalidInput(
            f"`{argument}` must have at least two periods to compare: got one, {shown(labels[0])}; "
            f"{instead}"
        )
    if periods is None:
        return [(0, len(labels) - 1)]
    if isinstance(periods, str):
        chosen = choice(periods, "periods", names)
        return list(pairwise(places) if chosen == "adjacent" else combinations(places, 2))
    if isinstance(periods, int | np.integer) and not isinstance(periods, bool):
        steps = integer(periods, "periods", low=1, high=len(labels) - 1)
        return list(zip(places, places[steps:], strict=False))
    if isinstance(periods, tuple) and not any(isinstance(each, tuple | list) for each in periods):
        periods = [periods]
    given: Any = periods
    try:
        listed = [(first, second) for first, second in given]
    except (TypeError, ValueError):
        raise WrongType(
            f"`periods` must be {', '.join(map(repr, names))}, how many periods to reach over, a "
            f"pair of periods or a list of pairs, such as [({shown(labels[0])}, "
            f"{shown(labels[-1])})]: got {periods!r}"
        ) from None
    if not listed:
        raise InvalidInput("`periods` is empty: give at least one pair of periods")
    return _located(listed, labels)


def _located(pairs: list[tuple[Any, Any]], labels: Index) -> Places:
    starts, ends = (
        codes_of([pair[side] for pair in pairs], labels, "periods").tolist() for side in (0, 1)
    )
    places = list(zip(starts, ends, strict=True))
    for start, end in places:
        names = f"{shown(labels[start])} and {shown(labels[end])}"
        if start >= end:
            raise InvalidInput(
                f"`periods` must name an earlier period first: got {names}; swap them"
            )
        if places.count((start, end)) > 1:
            raise InvalidInput(f"`periods` must name each pair once: got {names} again; drop one")
    return places
