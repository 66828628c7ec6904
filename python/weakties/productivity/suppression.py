"""Which cells of a release are secret, and which others must go with them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._wording import listing, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .drafts import Draft

# A sum tells most; a zero protects nothing that is known to be one.
_OF_A_SUM, _OF_A_ZERO = 1e12, 1e15
_OUTSIDE = 2


@dataclass(frozen=True, eq=False)
class Judged:
    """Which blocks of which cells are secret, and which go with them."""

    draft: Draft
    broken: dict[tuple[int, Any], tuple[str, float]]
    helpers: set[tuple[int, Any]]
    thin: pd.DataFrame

    @classmethod
    def of(
        cls, draft: Draft, minimum: int, rule: tuple[int, float] | float | None, counts_add_up: bool
    ) -> Judged:
        """Judge every block, and choose what must go with the secret ones."""
        broken = dict(_broken(draft, minimum, rule))
        equations = Equations.of(draft, counts_add_up)
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
class Equations:
    """The values of a draft, numbered, and the relations between them."""

    places: list[tuple[int, Any]]
    outside: int
    costs: list[float]
    sets: list[list[int]]
    sizes: list[float]
    relations: list[list[tuple[int, float]]]

    @classmethod
    def of(cls, draft: Draft, counts_add_up: bool) -> Equations:
        """Write down how the cells of a draft add up."""
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


def with_known(draft: Draft, additive: list[list[Any]], margins: dict[Any, Hashable]) -> Draft:
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
