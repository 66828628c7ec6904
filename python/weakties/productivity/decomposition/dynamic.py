"""Several decompositions of a change on one pass over the firms."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta
from weakties.errors import InvalidInput
from weakties.productivity.asked import pair_cells
from weakties.productivity.columns import Columns, Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods
from weakties.productivity.pieces import decomposed, drawn_from, refuse_stream
from weakties.productivity.resample import Plan, replicated
from weakties.productivity.resample import plan as plan_of

from .periods import compared, grouped, pair_counts, turnover_counts, turnover_notes
from .result import ChainedDecomposition, DynamicDecomposition, labelled

if TYPE_CHECKING:
    from .methods import Method

ERRORS = ("bootstrap", "analytic")
Productivity: TypeAlias = (
    "Callable[[FirmPanel, NDArray[np.int64]], Any] | NDArray[np.float64] | None"
)


def refuse_analytic(plan: Plan, productivity: object) -> None:
    """Refuse analytic errors where they would not be those of the estimate."""
    if plan.replicates:
        raise InvalidInput(
            "`errors` is 'analytic', which takes no `bootstrap`: leave out one of the two"
        )
    if productivity is not None:
        raise InvalidInput(
            "`errors` is 'analytic', which takes productivity as given; leave out `productivity` "
            "or use a bootstrap"
        )


def changes(
    panel: FirmPanel,
    methods: dict[str, Method],
    *,
    groups: Groups,
    periods: Periods,
    errors: str = "bootstrap",
    productivity: Productivity = None,
    bootstrap: int,
    seed: object,
    level: float,
    interval: str,
    strata: Hashable | None,
    threads: int | None,
    progress: bool | None,
) -> dict[str, DynamicDecomposition]:
    """Take a change apart by several methods on one pass, and label what comes of it."""
    pairs = compared(panel, periods)
    analytic = choice(errors, "errors", ERRORS) == "analytic"
    plan = plan_of(drawn_from(panel, strata), bootstrap, seed, level, interval, strata)
    workers = threads_of(threads)
    columns, labels = grouped(panel, groups)
    if analytic:
        refuse_analytic(plan, productivity)
    if analytic and pairs.steps:
        raise InvalidInput(
            "`errors` is 'analytic', which is not there for chained periods; use a bootstrap"
        )
    refuse_stream(panel, analytic, productivity)
    given = replicated(productivity, panel, plan)
    # Steps of a chain that are also asked for as such are taken once.
    taken = list(dict.fromkeys([*pairs.places, *pairs.steps]))
    deviations = None
    with reporter(progress, "bootstrap") as report:
        values, counts, draws = decomposed(
            columns, list(methods), taken, panel.rules, plan, given, workers, report
        )
        if analytic:
            deviations = _core.analytic_errors(
                cast(Columns, columns), list(methods), taken, panel.rules, plan, workers, report
            )
    cells = pair_cells(panel, labels, pairs.places)
    # Cells are group by group, and in each pair by pair. Where all are asked for none is copied.
    every = np.arange(len(labels) * len(taken)).reshape(len(labels), -1)
    own = every[:, : len(pairs.places)].ravel() if pairs.steps else slice(None)
    table = pair_counts(cells, counts[own])
    options = plan.options(
        groups=groups, strata=strata, gaps=panel.rules.gaps, group_change=panel.rules.group_change
    )
    if analytic:
        options |= {"errors": "analytic", "level": plan.level, "strata": strata}
    if productivity is not None:
        options["productivity"] = "estimated anew in each resample"
    results: dict[str, DynamicDecomposition] = {}
    first = 0
    for name, method in methods.items():
        parts = [*method.components, "total"]
        place = slice(first, first := first + len(parts))
        direct, drawn = values[own, place], draws[:, own, place]
        meta = Meta(
            method=name,
            options=options,
            counts=turnover_counts(panel, table),
            dropped=panel.dropped,
            seed=plan.entropy,
            sources=(method.source, *(["efron1993"] if len(draws) or analytic else [])),
            notes=turnover_notes(panel, table),
        )
        if pairs.steps:
            steps = [taken.index(step) for step in pairs.steps]
            fields, notes = labelled(
                cells,
                parts,
                _chained(values[:, place], len(labels), steps),
                _chained(draws[:, :, place], len(labels), steps),
                plan,
            )
            straight = pd.DataFrame(direct, index=cells, columns=parts)
            gap = (fields["components"]["total"] - straight["total"]).abs().max()
            notes = (
                f"parts are sums over adjacent steps; the sums of their totals miss the direct "
                f"change by at most {gap:.2g}",
                *notes,
            )
            results[name] = ChainedDecomposition(
                **fields,
                counts=table,
                direct=straight,
                meta=replace(meta, notes=(*meta.notes, *notes)),
            )
            continue
        known = None if deviations is None else deviations[:, place]
        fields, notes = labelled(cells, parts, direct, drawn, plan, known)
        results[name] = DynamicDecomposition(
            **fields, counts=table, meta=replace(meta, notes=(*meta.notes, *notes))
        )
    return results


def _chained(values: NDArray[np.float64], groups: int, steps: list[int]) -> NDArray[np.float64]:
    """Sum … × cell × component over the steps from the first period, group by group."""
    *before, cells, parts = values.shape
    by_pair = values.reshape(*before, groups, cells // groups, parts)[..., steps, :]
    return by_pair.cumsum(axis=-2).reshape(*before, groups * len(steps), parts)
