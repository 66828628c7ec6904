"""What a table for release is judged by: which firms each value rests on, and what adds up."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from weakties._frames import whole
from weakties._labels import Codes
from weakties._results import Result
from weakties._wording import did_you_mean, listing, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .cell_rows import ALL
from .cells import MicroMoments
from .decomposition.result import Decomposition, DynamicDecomposition, StaticDecomposition
from .transitions import ClassTransitions

COUNTED = "counts of firms"

# Which firms a part rests on. Entrants and exiters are compared with survivors.
_SURVIVORS, _ENTRANTS, _EXITERS = "n_survivors", "n_entrants", "n_exiters"
_EVERYBODY = [[_SURVIVORS, _EXITERS], [_SURVIVORS, _ENTRANTS]]
_PARTS: dict[Any, list[list[Any]]] = {
    **{part: [[_SURVIVORS]] for part in ("mean", "covariance", "within", "between", "cross")},
    "entry": [[_ENTRANTS], [_SURVIVORS]],
    "exit": [[_EXITERS], [_SURVIVORS]],
    "total": _EVERYBODY,
    "n_firms": [[_SURVIVORS, _ENTRANTS, _EXITERS]],
    "share_survivors_t0": [[_SURVIVORS], [_EXITERS]],
    "share_survivors_t1": [[_SURVIVORS], [_ENTRANTS]],
}
# Baldwin and Gu compare with those that leave.
_AGAINST_EXITERS: dict[Any, list[list[Any]]] = {
    "between": [[_SURVIVORS], [_EXITERS]],
    "entry": [[_ENTRANTS], [_EXITERS]],
}
_TIDY = ("component", "value", "n_firms")
_PLAIN = (StaticDecomposition, DynamicDecomposition)


@dataclass(frozen=True, eq=False)
class Draft:
    """A table before it is judged: one row a cell, one column a value.

    Parameters
    ----------
    table
        The values, counts included.
    counts
        The columns of ``table`` that count firms.
    sizes
        How many firms each set holds, cell by cell.
    rests_on
        For each block, lists of sets; each list must together hold enough firms.
    blocks
        The columns that are shown or hidden together, by the name of their block.
    sums
        Lists of blocks of which the last is the sum of the others, in every cell.
    margins
        The label, by level of the cells, of the cell that pools the others.
    largest
        What part of a set's sum its largest, its two largest, … firms make up, cell by cell.
    beside
        Tables of the same cells with some of the same columns, shown where ``table`` are.
    chained
        The block that is a difference of levels in two periods, ``t0`` and ``t1``.
    averages
        How many observations some columns are averaged over at least, and which these are.
    to_one
        A block whose values are known to add up to 1 over rows of the same number, and the numbers.
    """

    table: pd.DataFrame
    counts: list[Any]
    sizes: pd.DataFrame
    rests_on: dict[Any, list[list[Any]]]
    blocks: dict[Any, list[Any]]
    sums: list[list[Any]] = field(default_factory=list)
    margins: dict[Any, Hashable] = field(default_factory=dict)
    largest: dict[Any, list[pd.DataFrame]] = field(default_factory=dict)
    beside: dict[str, pd.DataFrame] = field(default_factory=dict)
    chained: Any | None = None
    averages: tuple[int, list[Any]] = (0, [])
    to_one: tuple[Any, Codes] | None = None


def draft_of(
    result: object,
    cells: list[Any] | None,
    rests_on: Mapping[Hashable, object] | Hashable | None,
    largest: Mapping[Hashable, list[Any]] | None,
) -> Draft:
    """Read any result or table that can be released."""
    if isinstance(result, MicroMoments):
        return _of_moments(result)
    if isinstance(result, ClassTransitions):
        return _of_moves(result)
    # What sums up others, such as a chain of steps, rests on more firms than its counts say.
    if isinstance(result, Decomposition) and type(result) in _PLAIN:
        frames = {"se": result.se, "lo": result.lo, "hi": result.hi}
        beside = frames if result.se.notna().any(axis=None) else {}
        parts = list(result.components.columns)
        counts = result._tidy_counts()
        method, dynamic = result.meta.method, isinstance(result, DynamicDecomposition)
        return _of_decomposition(
            result.components, counts, parts, result.whole, dynamic, method, beside
        )
    if isinstance(result, Result):
        raise WrongType(
            "`result` must be a decomposition by one method over pairs of periods, micro moments "
            f"or a table: got a {type(result).__name__}; release its parts one by one, or pass a "
            "table with the counts its values rest on"
        )
    table = whole(result, argument="result")
    if cells is None and isinstance(result, pd.DataFrame) and not _tidy(table):
        table = result
    elif cells is not None:
        for name in cells:
            _refuse_unknown(name, list(table.columns), "cells")
        table = table.set_index(cells)
    if _tidy(table):
        return _of_tidy(table)
    if rests_on is None:
        raise InvalidInput(
            "`rests_on` must name the columns that count the firms of each cell: got none; "
            "give one column, or for each value its column"
        )
    return _of_table(table, rests_on, largest or {})


def _tidy(table: pd.DataFrame) -> bool:
    return all(name in table.columns for name in _TIDY)


def _of_moments(result: MicroMoments) -> Draft:
    columns = list(result.moments.columns)
    percentiles = list(result.averaged.columns)
    shares = result.largest
    by_kind = [
        shares[[name for name in shares if str(name).endswith("_weight") == weighted]]
        for weighted in (False, True)
    ]
    return Draft(
        table=result.moments.assign(**{str(p): result.averaged[p] for p in percentiles}),
        counts=["n"],
        sizes=result.moments[["n"]],
        rests_on={COUNTED: [["n"]]},
        # A sum of squares adds up over cells as a sum does: what tells a mean tells the rest.
        blocks={COUNTED: columns},
        margins=dict.fromkeys(result.margins, ALL),
        largest={"n": [frame for frame in by_kind if frame.shape[1]]},
        averages=(result.neighbours, percentiles),
    )


def _of_moves(result: ClassTransitions) -> Draft:
    """Judge rows of a transition matrix, whose probabilities everybody knows to add up to 1."""
    moves = result.moves
    index: Any = moves.index
    origins = index.droplevel("destination")
    return Draft(
        table=moves,
        counts=["n", "n_origin"],
        sizes=moves[["n", "n_origin"]],
        # Where an origin is small, its zeros too tell where its firms went.
        rests_on={"moves": [["n"], ["n_origin"]], "n_origin": [["n_origin"]]},
        blocks={"moves": ["n", "probability"], "n_origin": ["n_origin"]},
        to_one=("moves", pd.factorize(origins)[0]),
    )


def _of_decomposition(
    components: pd.DataFrame,
    counts: pd.DataFrame,
    parts: list[Any],
    whole: Any,
    dynamic: bool,
    method: str,
    beside: dict[str, pd.DataFrame],
) -> Draft:
    sizes = counts[[name for name in counts if str(name).startswith("n_")]]
    known = _PARTS | (_AGAINST_EXITERS if "baldwin" in method else {})
    every: list[list[Any]] = [[name] for name in sizes if name != "n_firms" or not dynamic]
    rests: dict[Any, list[list[Any]]] = {}
    for name in [*parts, *counts.columns]:
        if name in sizes.columns and (not dynamic or name != "n_firms"):
            rests[name] = [[name]]
        else:
            rests[name] = known.get(name, every) if dynamic else every
    sums = [[*(part for part in parts if part != whole), whole]]
    if _SURVIVORS in counts:
        sums.append([_SURVIVORS, _ENTRANTS, _EXITERS, "n_firms"])
    values = pd.concat([components, counts], axis=1)
    return Draft(
        table=values,
        counts=list(sizes.columns),
        sizes=sizes,
        rests_on=rests,
        blocks={name: [name] for name in values.columns},
        sums=sums,
        beside=beside,
        chained=whole if dynamic else None,
    )


def _of_tidy(table: pd.DataFrame) -> Draft:
    """Read what the ``to_frame()`` of one decomposition gives."""
    columns = list(table.columns)
    cells = columns[: columns.index("component")]
    parts = table["component"].unique().tolist()
    dynamic = "total" in parts
    whole = "total" if dynamic else "aggregate"
    if whole not in parts:
        raise InvalidInput(
            f"`result` must hold the component 'total' or 'aggregate' of each cell: it has "
            f"{', '.join(map(shown, parts))}; pass the whole to_frame() of a decomposition"
        )
    if table.duplicated([*cells, "component"]).any():
        raise InvalidInput("`result` must have one row for each cell and component; drop repeats")
    methods = table["method"].unique() if "method" in cells else ["decomposition"]
    if len(methods) > 1:
        raise InvalidInput(
            f"`result` must hold one method: got {', '.join(map(shown, methods))}; "
            "pass each by itself"
        )
    numbers = columns[columns.index("component") + 1 :]
    wide: Any = table.set_index([*cells, "component"])[numbers].unstack("component")  # noqa: PD010
    if not dynamic and (table["t0"] != table["t1"]).any():
        raise InvalidInput(
            "`result` must hold levels or changes, not both: keep the rows in which t0 and t1 are "
            "the same"
        )
    counts = [
        name
        for name in numbers
        if str(name).startswith(("n_", "share_")) and wide[name].notna().any(axis=None)
    ]
    beside = {
        str(name): wide[name][parts]
        for name in ("se", "lo", "hi")
        if name in numbers and wide[name].notna().any(axis=None)
    }
    held = pd.DataFrame({name: wide[name][whole] for name in counts})
    draft = _of_decomposition(
        wide["value"][parts], held, parts, whole, dynamic, str(methods[0]), beside
    )
    return _among_all(draft) if "firm_class" in cells else draft


def _among_all(draft: Draft) -> Draft:
    """Let classes of firms add up to all of them, whom their values are compared with as well."""
    cells: Any = draft.sizes.index
    everybody: Any = draft.sizes.xs(ALL, level="firm_class")
    of_all = everybody.reindex(cells.droplevel("firm_class")).set_axis(cells)
    names = {name: ("of all", name) for name in draft.sizes}
    compared = [[name] for name in names.values()]
    return replace(
        draft,
        sizes=pd.concat([draft.sizes, of_all.rename(columns=names)], axis=1),
        rests_on={
            name: lists if name in draft.counts else [*lists, *compared]
            for name, lists in draft.rests_on.items()
        },
        margins={"firm_class": ALL},
    )


def _of_table(
    table: pd.DataFrame,
    rests_on: Mapping[Hashable, object] | Hashable,
    largest: Mapping[Hashable, list[Any]],
) -> Draft:
    columns = list(table.columns)
    if table.index.has_duplicates:
        raise InvalidInput("`result` must have one row for each cell; see its index, or `cells`")
    shares = [name for names in largest.values() for name in names]
    if isinstance(rests_on, Mapping):
        given = dict(rests_on)
    else:
        given = {name: rests_on for name in columns if name != rests_on and name not in shares}
    rests: dict[Any, list[list[Any]]] = {}
    for name, sets in given.items():
        listed = sets if isinstance(sets, list) else [sets]
        for each in [name, *listed]:
            _refuse_unknown(each, columns, "rests_on")
        rests[name] = [[each] for each in listed]
    counts = list(
        dict.fromkeys(each for lists in rests.values() for sets in lists for each in sets)
    )
    for name in [*largest, *shares]:
        _refuse_unknown(name, columns, "largest")
    rests |= {name: [[name]] for name in counts}
    left = [name for name in columns if name not in rests and name not in shares]
    if left:
        raise InvalidInput(
            f"`rests_on` says nothing of {', '.join(map(shown, left))}; "
            "name the counts they rest on, or drop these columns"
        )
    values = table[[name for name in columns if name in rests]]
    for name in [*values.columns, *shares]:
        if not pd.api.types.is_numeric_dtype(table[name].dtype):
            raise WrongType(
                f"`result` must hold numbers: column {name!r} does not; "
                "name what tells cells apart by `cells`"
            )
    sizes = values[counts].astype(float)
    if (sizes.isna() | (sizes < 0)).any(axis=None) or np.isinf(values).any(axis=None):
        raise InvalidInput(
            "`result` must hold counts of at least 0 and finite values; correct it first"
        )
    return Draft(
        table=values,
        counts=counts,
        sizes=sizes,
        rests_on=rests,
        blocks={name: [name] for name in values.columns},
        largest={name: [table[names].astype(float)] for name, names in largest.items()},
    )


def _refuse_unknown(name: Hashable, columns: list[Any], argument: str) -> None:
    if name not in columns:
        raise UnknownLabel(
            f"`{argument}`: `result` has no column {shown(name)}."
            f"{did_you_mean(name, columns)} {listing('Columns there are', columns)}"
        )
