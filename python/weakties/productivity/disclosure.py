"""Output that is safe to release: what is suppressed, and what must go with it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import integer, number
from weakties._results import Meta, Result
from weakties._wording import listing, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .cells import names_of
from .concentration import concentration
from .drafts import Draft, draft_of
from .panel import FirmPanel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Dominance: TypeAlias = "tuple[int, float] | float | None"

# A sum tells most; a zero protects nothing that is known to be one.
_OF_A_SUM, _OF_A_ZERO = 1e12, 1e15
_OUTSIDE = 2


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
    draft = _with_known(draft, additive or [], dict(margins or {}))
    if rule is not None and not draft.largest:
        raise InvalidInput(
            "`dominance` needs the shares of the largest firms, which `result` does not hold; "
            "take micro_moments, a decomposition and its `panel`, or a table with `largest`"
        )
    judged = _Judged.of(draft, minimum, rule, counts_add_up=base is None)
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


@dataclass(frozen=True, eq=False)
class _Judged:
    """Which blocks of which cells are secret, and which go with them."""

    draft: Draft
    broken: dict[tuple[int, Any], tuple[str, float]]
    helpers: set[tuple[int, Any]]
    thin: pd.DataFrame

    @classmethod
    def of(
        cls, draft: Draft, minimum: int, rule: tuple[int, float] | float | None, counts_add_up: bool
    ) -> _Judged:
        broken = dict(_broken(draft, minimum, rule))
        equations = _Equations.of(draft, counts_add_up)
        fates = _core.complementary(
            [1 if place in broken else 0 for place in equations.places]
            + [_OUTSIDE] * equations.outside,
            equations.costs,
            equations.sets,
            equations.sizes,
            equations.relations,
            float(minimum),
        )
        if (fates == 2).any():
            row, block = equations.places[int(np.flatnonzero(fates == 2)[0])]
            raise InvalidInput(
                f"`additive` or `margins` give away {shown(block)} of {draft.table.index[row]}, "
                "whatever else is suppressed; drop that column or cell first"
            )
        helpers = {equations.places[place] for place in np.flatnonzero(fates == 1)}
        least, averages = draft.averages
        thin = pd.DataFrame(False, index=draft.table.index, columns=draft.table.columns)
        some = draft.sizes.iloc[:, 0] > 0
        for name in averages:
            thin[name] = some & (draft.table[name].isna() | (least < minimum))
        return cls(draft, broken, helpers, thin)

    def with_gaps(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Return the table with gaps, and the log of them."""
        draft, values = self.draft, self.draft.table
        released = values.astype(float)
        entries: list[tuple[int, Hashable, str, str, float]] = []
        places: dict[Any, int] = {name: at for at, name in enumerate(values.columns)}
        array = released.to_numpy(copy=True)
        known = ~np.isnan(array)
        for row in range(len(values)):
            for block, columns in draft.blocks.items():
                if (row, block) in self.broken:
                    kind = ("primary", *self.broken[row, block])
                elif (row, block) in self.helpers:
                    kind = ("complementary", "additive", np.nan)
                else:
                    continue
                for column in columns:
                    if known[row, places[column]]:
                        entries.append((row, column, *kind))
                        array[row, places[column]] = np.nan
        least, averages = draft.averages
        for column in averages:
            for row in map(int, np.flatnonzero(self.thin[column])):
                if (row, next(iter(draft.blocks))) in self.broken.keys() | self.helpers:
                    continue
                entries.append((row, column, "primary", "neighbours", float(least)))
                array[row, places[column]] = np.nan
        entries.sort(key=lambda entry: (entry[0], places[entry[1]]))
        log = values.index[[entry[0] for entry in entries]].to_frame(index=False)
        for at, name in enumerate(["component", "kind", "rule", "firms"], start=1):
            told: list[Any] = [entry[at] for entry in entries]
            log[name] = told
        return pd.DataFrame(array, index=values.index, columns=values.columns), log


def _broken(
    draft: Draft, minimum: int, rule: tuple[int, float] | float | None
) -> Iterator[tuple[tuple[int, Any], tuple[str, float]]]:
    """Name the blocks that break a rule by themselves, with the rule and the firms they rest on."""
    dominated = {
        name if isinstance(name, tuple) else (name,): np.logical_or.reduce(
            [_dominated(frame, rule) for frame in frames]
        )
        for name, frames in draft.largest.items()
    }
    for block, lists in draft.rests_on.items():
        for sets in lists:
            firms = draft.sizes[sets].sum(axis=1).to_numpy()
            for row in np.flatnonzero((firms > 0) & (firms < minimum)):
                yield (int(row), block), ("minimum_cell", float(firms[row]))
            # A count of firms tells nothing of how large they are.
            if block in draft.counts or tuple(sets) not in dominated:
                continue
            for row in np.flatnonzero(dominated[tuple(sets)] & (firms >= minimum)):
                yield (int(row), block), ("dominance", float(firms[row]))


def _dominated(shares: pd.DataFrame, rule: tuple[int, float] | float | None) -> NDArray[np.bool_]:
    """Return the cells whose largest firms, by cumulated shares, are too large."""
    array = shares.to_numpy()
    if rule is None:
        return np.zeros(len(array), bool)
    needed = rule[0] if isinstance(rule, tuple) else 2
    if array.shape[1] < needed:
        raise InvalidInput(
            f"`dominance` needs the shares of the {needed} largest firms: there are those of "
            f"{array.shape[1]}; ask micro_moments for `largest`={needed}"
        )
    with np.errstate(invalid="ignore"):
        if isinstance(rule, tuple):
            return np.asarray(array[:, needed - 1] > rule[1] / 100)
        return np.asarray(1 - array[:, 1] < rule / 100 * array[:, 0])


@dataclass(frozen=True, eq=False)
class _Equations:
    """The values of a draft, numbered, and the relations between them."""

    places: list[tuple[int, Any]]
    outside: int
    costs: list[float]
    sets: list[list[int]]
    sizes: list[float]
    relations: list[list[tuple[int, float]]]

    @classmethod
    def of(cls, draft: Draft, counts_add_up: bool) -> _Equations:
        rows, blocks = range(len(draft.table)), list(draft.blocks)
        numbers = {
            place: at for at, place in enumerate((row, block) for row in rows for block in blocks)
        }
        set_names = list(draft.sizes.columns)
        first = {name: at for at, name in enumerate(set_names)}
        table = draft.sizes.to_numpy(float)
        # The smallest set of firms that a value tells of is the one to be hidden among others.
        rests = {
            (row, block): _smallest(
                [[first[each] for each in sets] for sets in draft.rests_on[block]], table[row]
            )
            for row, block in numbers
        }
        # A count of all firms beside those of its parts would count them twice.
        sums = [each for each in draft.sums if counts_add_up or each[-1] not in draft.counts]
        wholes = {each[-1] for each in draft.sums}
        costs = []
        for row, block in numbers:
            value = draft.table.iloc[row][draft.blocks[block]].to_numpy(float)
            firms = table[row, rests[row, block]].sum()
            cost = float(firms) + (_OF_A_SUM if block in wholes else 0.0)
            costs.append(np.inf if np.isnan(value).all() else cost)
            if not np.nan_to_num(value).any():
                costs[-1] = _OF_A_ZERO if costs[-1] < np.inf else np.inf
        for row in _pooled(draft):
            for block in blocks:
                costs[numbers[row, block]] += _OF_A_SUM
        sets = [
            [row * len(set_names) + each for each in rests[row, block]] for row, block in numbers
        ]
        relations = [
            [*((numbers[row, part], 1.0) for part in parts), (numbers[row, whole], -1.0)]
            for *parts, whole in sums
            for row in rows
            if draft.table.iloc[row][[whole]].notna().all()
        ]
        adding = [b for b in blocks if counts_add_up or b not in draft.counts]
        for parts, whole in _margins(draft):
            relations += [
                [*((numbers[row, block], 1.0) for row in parts), (numbers[whole, block], -1.0)]
                for block in adding
            ]
        if draft.to_one is not None:
            block, family = draft.to_one
            relations += [
                [(numbers[int(row), block], 1.0) for row in np.flatnonzero(family == one)]
                for one in range(family.max() + 1)
            ]
        levels: dict[object, int] = {}
        if draft.chained is not None:
            relations += _chain(draft, numbers, levels)
        return cls(
            places=list(numbers),
            outside=len(levels),
            costs=costs + [np.inf] * len(levels),
            sets=sets + [[]] * len(levels),
            sizes=table.ravel().tolist(),
            relations=relations,
        )


def _smallest(lists: list[list[int]], sizes: NDArray[np.float64]) -> list[int]:
    """Return the sets that together hold the fewest firms, but some."""
    return min(lists, key=lambda sets: float(sizes[sets].sum()) or np.inf)


def _chain(
    draft: Draft, numbers: dict[tuple[int, Any], int], levels: dict[object, int]
) -> list[list[tuple[int, float]]]:
    """Tie changes between pairs of periods by the levels they are differences of.

    Pairs that share no period with another one are left out, as nothing follows from them.
    """
    index = draft.table.index
    names = list(index.names)
    ends = [names.index("t0"), names.index("t1")]
    others = [at for at in range(len(names)) if at not in ends]
    relations = []
    for row, cell in enumerate(index):
        rest = tuple(cell[at] for at in others)
        start, end = (
            levels.setdefault((rest, cell[at]), len(numbers) + len(levels)) for at in ends
        )
        relations.append([(numbers[row, draft.chained], 1.0), (start, 1.0), (end, -1.0)])
    uses = pd.Series(list(chain.from_iterable([r[1][0], r[2][0]] for r in relations)))
    often = uses.map(uses.value_counts()).to_numpy().reshape(-1, 2).min(axis=1) > 1
    return [relation for relation, kept in zip(relations, often, strict=True) if kept]


def _pooled(draft: Draft) -> set[int]:
    return {whole for _, whole in _margins(draft)}


def _margins(draft: Draft) -> Iterator[tuple[list[int], int]]:
    """Name the rows that add up to a row."""
    index = draft.table.index
    cells = [cell if isinstance(cell, tuple) else (cell,) for cell in index]
    for name, label in draft.margins.items():
        level = list(index.names).index(name)
        families: dict[object, tuple[list[int], list[int]]] = {}
        for row, cell in enumerate(cells):
            parts, wholes = families.setdefault(cell[:level] + cell[level + 1 :], ([], []))
            (wholes if cell[level] == label else parts).append(row)
        for parts, wholes in families.values():
            if parts and wholes:
                yield parts, wholes[0]


def _with_known(draft: Draft, additive: list[list[Any]], margins: dict[Any, Hashable]) -> Draft:
    """Add what the user says adds up."""
    if not isinstance(additive, list) or not all(isinstance(each, list) for each in additive):
        raise WrongType(
            "`additive` must be a list of lists of columns, each with its sum last: got "
            f"{additive!r}; write it in two pairs of brackets"
        )
    columns = list(draft.table.columns)
    for names in additive:
        if len(names) < 2:
            raise InvalidInput(f"`additive` must name parts and their sum: got {names!r}; add one")
        for name in names:
            if name not in draft.blocks:
                raise UnknownLabel(
                    f"`additive`: no column {shown(name)} is judged by itself. "
                    f"{listing('Columns there are', columns)}"
                )
    levels = list(draft.table.index.names)
    for name, label in margins.items():
        if name not in levels:
            raise UnknownLabel(
                f"`margins`: cells have no column {shown(name)}. "
                f"{listing('Columns of cells there are', levels)}"
            )
        if label not in draft.table.index.get_level_values(name):
            raise UnknownLabel(
                f"`margins`: no cell has {shown(label)} as its {name!r}; "
                "name the label of the pooled cells"
            )
    return replace(draft, sums=[*draft.sums, *additive], margins={**draft.margins, **margins})


def _dominance(rule: Any) -> tuple[int, float] | float | None:
    if rule is None:
        return None
    if isinstance(rule, tuple | list):
        if len(rule) != 2:
            raise InvalidInput(f"`dominance` must be a number or a pair (n, k): got {rule!r}")
        share = number(rule[1], "dominance", low=0, high=100, open_low=True, open_high=True)
        return integer(rule[0], "dominance", low=1), share
    return number(rule, "dominance", low=0, high=100, open_low=True)
