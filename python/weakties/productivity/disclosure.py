"""Output that is safe to release: what is suppressed, and what must go with it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import pandas as pd

from weakties._arguments import integer, number
from weakties._results import Meta, Result
from weakties.errors import InvalidInput

from .cell_rows import names_of
from .concentration import concentration
from .drafts import draft_of
from .panel import FirmPanel
from .suppression import Judged, with_known

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Dominance: TypeAlias = "tuple[int, float] | float | None"


@dataclass(frozen=True, eq=False, repr=False)
class Disclosure(Result):
    """A table to release, and the log of what is not in it; see `disclosure`.

    Attributes
    ----------
    released : pandas.DataFrame
        One row a cell, one column a value or count; NaN where it is suppressed or not defined.
    status : pandas.DataFrame
        Of the same shape: ``"released"``, ``"suppressed"`` or ``"undefined"``. It does not say
        which suppression is primary.
    beside : dict of pandas.DataFrame
        Standard errors ``"se"`` and intervals ``"lo"``, ``"hi"`` of the values released.
    log : pandas.DataFrame
        One row for each value suppressed: its cell, ``component``, ``kind`` (primary or
        complementary), ``rule`` and, for a primary one, how many ``firms`` broke the rule. It is
        for the one who checks the output, and is not to be released itself.
    meta : Meta
        How the result was made, without counts of firms.
    """

    title: ClassVar[str] = "Table for release"
    released: pd.DataFrame
    status: pd.DataFrame
    beside: dict[str, pd.DataFrame]
    log: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each cell and component, without the log.

        Returns
        -------
        pandas.DataFrame
            The columns of the cell, ``component``, ``value``, where there are such ``se``, ``lo``
            and ``hi``, and ``status``.
        """
        tables = {"value": self.released, **self.beside, "status": self.status}
        columns = list(self.released.columns)
        frame = self.released.index.repeat(len(columns)).to_frame(index=False)
        frame["component"] = columns * len(self.released)
        for name, table in tables.items():
            frame[name] = table.reindex(columns=columns).to_numpy().ravel()
        return frame

    def _shown(self) -> pd.DataFrame:
        return self.released

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.suppressed import suppressed

        return suppressed(self, ax)


def disclosure(
    result: object,
    *,
    minimum_cell: int = 10,
    dominance: Dominance = None,
    additive: list[list[Any]] | None = None,
    margins: Mapping[Hashable, Hashable] | None = None,
    cells: Hashable | list[Hashable] | None = None,
    rests_on: Mapping[Hashable, object] | Hashable | None = None,
    largest: Mapping[Hashable, list[Any]] | None = None,
    panel: FirmPanel | None = None,
    round_counts: int | None = None,
) -> Disclosure:
    r"""Suppress what rests on too few firms, and what would give it away.

    Parameters
    ----------
    result : Decomposition, MicroMoments, ClassTransitions or table
        A result; the tidy ``to_frame()`` of a decomposition; or any table with one row a cell. It
        is not changed.
    minimum_cell : int, default 10
        How many firms a released value rests on at least. 1 switches the rule off.
    dominance : number or (n, k), optional
        A number is the :math:`p` of the rule that nobody may come within :math:`p` percent of
        another's value; the pair says that the largest :math:`n` firms may not make up more than
        :math:`k` percent.
    additive : list of lists of column names, optional
        Columns that add up in every cell, besides those known to: the last of each list is the sum
        of the others.
    margins : mapping, optional
        For a column of the cells, the label under which the others are pooled, besides those that
        `micro_moments` was asked for. Every column is taken to add up over its cells.
    cells : column name or list of column names, optional
        What tells the cells of a table apart; the index by default.
    rests_on : column name, or mapping to column names or lists of them, optional
        For a table, the count of firms that each value rests on; several where each must suffice.
        Needed for a table that is not the frame of a decomposition.
    largest : mapping to lists of column names, optional
        For a table and ``dominance``, for each count the columns that hold the shares of the
        largest, the two largest, … firms, from 0 to 1.
    panel : FirmPanel, optional
        For a decomposition and ``dominance``, the panel that it was made of: results do not hold
        the weights of single firms.
    round_counts : int, optional
        Counts that are released are rounded to multiples of this.

    Returns
    -------
    Disclosure
        The table to release and the log of what was suppressed and why.

    Raises
    ------
    UnknownLabel
        When a column or margin is not there.
    InvalidInput, WrongType
        When an option is out of range, ``result`` is nothing that can be released, dominance is
        asked for and the shares of the largest firms are not known, or a secret cannot be kept.

    Notes
    -----
    The rules are those of :cite:t:`hundepool2012`, chapter 4. A value is suppressed by itself
    (primary) when a set of firms it rests on has some, but fewer than ``minimum_cell``; or when,
    with :math:`c_n` the share of the :math:`n` largest firms, :math:`c_n > k / 100` or
    :math:`1 - c_2 < (p / 100) \, c_1`. Each part of a decomposition rests on firms of its own:
    ``entry`` on entrants and the survivors they are compared with, ``mean`` on survivors only.
    Counts rest on the firms they count. What rests on no firm at all is 0, and is released.

    Further values are suppressed (complementary) until two things hold. No sum that anybody knows
    determines a suppressed primary value: its unit vector is not in the row space of the unknown
    columns of the equations. And where the unknown values of an equation include a primary one,
    they rest together on at least ``minimum_cell`` firms. The equations are that parts add up to
    their whole; counts to theirs; cells to their margin; and changes over adjacent spans of time
    to the change over the whole span. Among values that help, the one that rests on fewest firms
    goes first, a whole last. Zeros are avoided, as what is known to be 0 protects nothing. That is
    a greedy choice: it is safe in this sense, not always the least.

    A cell of micro moments is released or suppressed as a whole, since means and sums of squares
    add up over cells once counts are known. Percentiles are those averaged over neighbours; where
    they rest on fewer observations than ``minimum_cell``, or a cell has too few on one side, they
    are suppressed.

    Dominance of a part of a decomposition is judged by the weights of the firms it rests on, of
    survivors at either end: what a firm adds to a part may have either sign, and so has no share
    in it. The total, and counts of firms, are judged by all firms of either end, and not at all.

    What was released earlier, or is known from elsewhere, is not known here. The resampled values
    of a decomposition are never part of the release, and parameters of ``dominance`` do not stand
    in ``meta``, since they help to undo the rule.

    Examples
    --------
    >>> from weakties.datasets import synthetic_firms
    >>> from weakties.productivity import FirmPanel, disclosure, melitz_polanec
    >>> panel = FirmPanel.from_frame(synthetic_firms(60, 2, 2, seed=1), "firm", "period",
    ...                              "log_productivity", weight="employees", group="group")
    >>> release = disclosure(melitz_polanec(panel, groups="group"), minimum_cell=10)
    >>> release.log[["group", "component", "kind", "rule", "firms"]].head(3)
       group component           kind          rule  firms
    0      0      mean  complementary      additive    NaN
    1      0     entry        primary  minimum_cell    1.0
    2      0      exit        primary  minimum_cell    3.0
    """
    minimum = integer(minimum_cell, "minimum_cell", low=1)
    rule = _dominance(dominance)
    base = None if round_counts is None else integer(round_counts, "round_counts", low=1)
    by = None if cells is None else names_of(cells, "cells")
    draft = draft_of(result, by, rests_on, largest)
    if panel is not None:
        needed = rule[0] if isinstance(rule, tuple) else 2
        draft = replace(draft, largest={**draft.largest, **concentration(result, panel, needed)})
    draft = with_known(draft, additive or [], dict(margins or {}))
    if rule is not None and not draft.largest:
        raise InvalidInput(
            "`dominance` needs the shares of the largest firms, which `result` does not hold; "
            "take micro_moments, a decomposition and its `panel`, or a table with `largest`"
        )
    judged = Judged.of(draft, minimum, rule, counts_add_up=base is None)
    released, log = judged.with_gaps()
    hidden = released.isna() & draft.table.notna()
    status = pd.DataFrame("released", index=released.index, columns=released.columns)
    status = status.mask(draft.table.isna(), "undefined").mask(hidden | judged.thin, "suppressed")
    if base is not None:
        released[draft.counts] = (released[draft.counts] / base).round() * base
    shown_beside = {
        name: table.where(released[table.columns].notna()) for name, table in draft.beside.items()
    }
    meta = result.meta if isinstance(result, Result) else Meta(method="table")
    kind = None if rule is None else "(n, k)" if isinstance(rule, tuple) else "p%"
    return Disclosure(
        released=released,
        status=status,
        beside=shown_beside,
        log=log,
        meta=Meta(
            method="disclosure",
            options={
                "result": meta.method,
                **meta.options,
                "minimum_cell": minimum,
                "dominance": kind,
                "round_counts": base,
            },
            counts={
                "cells": len(released),
                "values": int(draft.table.notna().to_numpy().sum()),
                "suppressed": len(log),
            },
            seed=meta.seed,
            sources=("hundepool2012", *meta.sources),
        ),
    )


def _dominance(rule: Any) -> tuple[int, float] | float | None:
    if rule is None:
        return None
    if isinstance(rule, tuple | list):
        if len(rule) != 2:
            raise InvalidInput(f"`dominance` must be a number or a pair (n, k): got {rule!r}")
        share = number(rule[1], "dominance", low=0, high=100, open_low=True, open_high=True)
        return integer(rule[0], "dominance", low=1), share
    return number(rule, "dominance", low=0, high=100, open_low=True)
