"""Several decompositions of a change on one pass over the firms."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from typing import Any, TypeAlias, cast, overload

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta
from weakties.errors import InvalidInput, WrongType
from weakties.productivity.columns import Columns, Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods
from weakties.productivity.pieces import (
    decomposed,
    drawn_from,
    panel_or_stream,
    refuse_stream,
)
from weakties.productivity.resample import Plan, replicated
from weakties.productivity.resample import plan as plan_of

from .methods import DISTINCT, ELSEWHERE, METHODS
from .periods import (
    Compared,
    compared,
    grouped,
    pair_cells,
    pair_counts,
    turnover_counts,
    turnover_notes,
)
from .result import (
    ChainedDecomposition,
    DynamicDecomposition,
    MethodComparison,
    labelled,
)

ERRORS = ("bootstrap", "analytic")
Productivity: TypeAlias = (
    "Callable[[FirmPanel, NDArray[np.int64]], Any] | NDArray[np.float64] | None"
)


@overload
def decompose(
    panel: FirmPanel,
    method: str = ...,
    *,
    groups: Groups = ...,
    periods: Periods = ...,
    errors: str = ...,
    productivity: Productivity = ...,
    bootstrap: int = ...,
    seed: object = ...,
    level: float = ...,
    interval: str = ...,
    strata: Hashable | None = ...,
    threads: int | None = ...,
    progress: bool | None = ...,
) -> DynamicDecomposition: ...
@overload
def decompose(
    panel: FirmPanel,
    method: list[str],
    *,
    groups: Groups = ...,
    periods: Periods = ...,
    errors: str = ...,
    productivity: Productivity = ...,
    bootstrap: int = ...,
    seed: object = ...,
    level: float = ...,
    interval: str = ...,
    strata: Hashable | None = ...,
    threads: int | None = ...,
    progress: bool | None = ...,
) -> MethodComparison: ...
def decompose(
    panel: FirmPanel,
    method: str | list[str] = "melitz-polanec",
    *,
    groups: Groups = None,
    periods: Periods = None,
    errors: str = "bootstrap",
    productivity: Productivity = None,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> DynamicDecomposition | MethodComparison:
    r"""Decompose the change of productivity between periods, by one method or several at once.

    Every method takes the same change apart, :math:`\Delta P = P_1 - P_0` with
    :math:`P_t = \sum_i s_{it} p_{it}`, and differs in whom it compares survivors, entrants and
    exiters with. Each has a function of its own, which gives its formula.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with the rules of entry and exit.
    method : str or list of str, default "melitz-polanec"
        ``"baily-hulten-campbell"``, ``"griliches-regev"``, ``"foster-haltiwanger-krizan"`` (their
        method 1; with ``-2`` their method 2), ``"baldwin-gu"``, ``"diewert-fox"`` or
        ``"melitz-polanec"``. Several are computed on one pass over the firms. Levels are taken
        apart by `olley_pakes`, `augmented_olley_pakes` and `across_types`, growth with Domar
        weights by `aggregate_growth`.
    groups : column name or list of column names, optional
        Group columns of the panel. Several are nested: each combination that is seen is a group.
        Without it all firms form the group ``"all"``.
    periods : optional
        What is compared: a pair ``(start, end)``, a list of such pairs, ``"adjacent"`` periods,
        ``"all"`` pairs, a whole number k for every period with the one k later, or ``"chained"``
        for every period with the first, summed over the adjacent steps between them. By default
        the first and the last period.
    errors : {"bootstrap", "analytic"}
        Whether standard errors come from resamples, if there are any, or from the influence of
        each firm on the components.
    productivity : DataFrame, array or callable, optional
        What resamples take in place of the panel's productivity, where that is itself estimated,
        with a column for each resample: a DataFrame with the rows of the table that the panel was
        read from, as ``ProductionEstimate.replicate_productivity()`` gives it; an array in the
        order of the panel's rows (that of ``to_frame()``); or a function that is called with the
        panel and how often each firm was drawn, and returns such a column. Values of firms that
        were not drawn may be NaN.
    bootstrap : int, default 0
        How many resamples standard errors and intervals are taken from; 0 for none.
    seed : int, numpy.random.SeedSequence, numpy.random.Generator, optional
        Where the draws start from. Without it a fresh one is taken and recorded in ``meta``.
    level : float, default 0.95
        What part of the resamples an interval holds.
    interval : {"percentile", "normal"}
        Quantiles of the resamples, or the value plus and minus a normal quantile times the
        standard error. Analytic intervals are normal.
    strata : column name, optional
        One of the panel's group columns, within each of which firms are resampled. A firm belongs
        where its first row does.
    threads : int, optional
        Processors to use; all by default. The result does not depend on it.
    progress : bool, optional
        Whether a bar is shown; by default when the work takes longer than two seconds.

    Returns
    -------
    DynamicDecomposition or MethodComparison
        For one method its components and their sum ``total`` by group and pair of periods, in the
        unit of productivity, with errors, intervals, the ``residual`` of the identity and
        ``counts``: the firms compared, survivors, entrants and exiters; the firms in being but not
        seen at the start (``n_unseen_t0``) or at the end (``n_unseen_t1``), which are among the
        entrants and exiters if the panel's ``gaps`` is ``"exit"`` and else left out; those that
        came from or went to another group, among the entrants and exiters; and the survivors'
        share of the weight at both ends. A `ChainedDecomposition` where periods are chained. For a
        list of methods one of each in a `MethodComparison`.

    Raises
    ------
    UnknownLabel
        When the panel has no such group column or period.
    InvalidInput, WrongType
        When the panel has one period only, a pair does not run from an earlier to a later period,
        an option is out of range or of the wrong kind, strata tear clusters apart, or analytic
        errors are asked for with a bootstrap, with chained periods or with other productivity.

    Notes
    -----
    The parts add up to the total exactly, but for rounding. A group without firms, or weight, at
    one of the two ends has no components, nor a total (NaN). Without survivors the methods of
    Melitz and Polanec and of Diewert and Fox, which compare with survivors, give only the total;
    for the others survivors' parts are then 0. That of Baldwin and Gu needs exiters.

    The bootstrap draws clusters (firms, unless the panel says otherwise) with all their rows, with
    replacement, as many as there are :cite:p:`efron1993`. A firm drawn :math:`m` times counts as
    :math:`m` firms and with :math:`m` times its weight, so shares are those of the resample.
    Resamples in which a component is not defined are left out of its spread, which ``meta.notes``
    then says.

    Analytic errors are those of the infinitesimal jackknife :cite:p:`efron1993`, to which the
    bootstrap tends with many firms. A component :math:`c` is a smooth function of sums over firms,
    :math:`\sum_i x_i`, that does not change when all firms count twice, so firm :math:`i` moves it
    by :math:`\psi_i = \nabla c \cdot x_i`, these add up to 0, and the variance is
    :math:`\sum_i \psi_i^2`: over clusters where there are such, and with
    :math:`(\sum_i \psi_i)^2 / n` of each stratum taken off. They are too small where a part is
    a product of two factors near 0, such as ``between`` where weights hardly move, and where few
    exiters decide, as with Baldwin and Gu: prefer the bootstrap there.

    Chained parts are sums over steps, so they add up to the sum of the steps' totals, which is the
    total of the direct comparison: the difference stands in the ``difference`` of the result.
    It is more than rounding only where firms are left out of some comparisons. A part that is not
    defined in one step is not defined from there on.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, decompose
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> decompose(panel, "griliches-regev", periods=(0, 1)).components.round(4)
                 within  between   entry    exit   total
    group t0 t1
    all   0  1  -0.1838  -0.0375 -0.1283  0.0213 -0.3284
    """
    panel_or_stream(panel)
    names = method if isinstance(method, list) else [method]
    if not names:
        raise InvalidInput("`method` is empty: name at least one method")
    if not isinstance(method, str | list):
        raise WrongType(
            f"`method` must be a name or a list of names: got {type(method).__name__}; "
            "give it as text, such as 'melitz-polanec'"
        )
    for name in names:
        if isinstance(name, str) and name in ELSEWHERE:
            raise InvalidInput(
                f"`method` {name!r} has other parts, or asks for more, than those of `decompose`: "
                f"call {ELSEWHERE[name]}"
            )
    names = [choice(name, "method", tuple(METHODS)) for name in names]
    if len(set(names)) < len(names):
        raise InvalidInput(f"`method` must name each method once: got {names!r}; drop one")
    results = _decomposed(
        panel,
        names,
        groups,
        compared(panel, periods),
        choice(errors, "errors", ERRORS),
        productivity,
        plan_of(drawn_from(panel, strata), bootstrap, seed, level, interval, strata),
        strata,
        threads_of(threads),
        progress,
    )
    if isinstance(method, str):
        return results[method]
    first = results[names[0]].meta
    return MethodComparison(
        by_method=results,
        differences=pd.Series(
            {name: METHODS[name].difference for name in names}, name="what it does", dtype=object
        ).rename_axis("method"),
        meta=replace(
            first,
            method=", ".join(names),
            sources=tuple(
                dict.fromkeys(key for each in results.values() for key in each.meta.sources)
            ),
            notes=(
                *(f"{name} {METHODS[name].difference}" for name in names),
                *dict.fromkeys(note for each in results.values() for note in each.meta.notes),
            ),
        ),
    )


def compare_methods(
    panel: FirmPanel,
    *,
    groups: Groups = None,
    periods: Periods = None,
    errors: str = "bootstrap",
    productivity: Productivity = None,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> MethodComparison:
    r"""Decompose the change of productivity by all methods, side by side.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with the rules of entry and exit.
    groups, periods, errors, productivity
        As in `decompose`.
    bootstrap, seed, level, interval, strata, threads, progress
        As in `decompose`.

    Returns
    -------
    MethodComparison
        Its ``components`` are a table with one row a method, below each other for each group and
        pair of periods; ``differences`` says in words what each method compares with, and ``plot``
        puts their bars beside each other. The totals are the same.

    Raises
    ------
    UnknownLabel, InvalidInput, WrongType
        As in `decompose`.

    Notes
    -----
    The methods are those of :cite:t:`baily1992`, :cite:t:`griliches1995`, :cite:t:`foster2001`,
    :cite:t:`baldwin2006`, :cite:t:`diewert2010` and :cite:t:`melitz2015`.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, compare_methods
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> compare_methods(panel, periods=(0, 1)).components["entry"].round(4)
    group  t0  t1  method
    all    0   1   baily-hulten-campbell        0.3663
                   griliches-regev             -0.1283
                   foster-haltiwanger-krizan   -0.1792
                   baldwin-gu                  -0.0953
                   diewert-fox                 -0.1122
                   melitz-polanec              -0.1122
    Name: entry, dtype: float64
    """
    return decompose(
        panel,
        list(DISTINCT),
        groups=groups,
        periods=periods,
        errors=errors,
        productivity=productivity,
        bootstrap=bootstrap,
        seed=seed,
        level=level,
        interval=interval,
        strata=strata,
        threads=threads,
        progress=progress,
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


def _decomposed(
    panel: FirmPanel,
    names: list[str],
    groups: Groups,
    pairs: Compared,
    errors: str,
    productivity: object,
    plan: Plan,
    strata: Hashable | None,
    workers: int | None,
    progress: bool | None,
) -> dict[str, DynamicDecomposition]:
    """Take one pass for all methods and label what comes of it."""
    columns, labels = grouped(panel, groups)
    analytic = errors == "analytic"
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
            columns, names, taken, panel.rules, plan, given, workers, report
        )
        if analytic:
            deviations = _core.analytic_errors(
                cast(Columns, columns), names, taken, panel.rules, plan, workers, report
            )
    cells = pair_cells(panel, labels, pairs.places)
    # Cells are group by group, and in each pair by pair.
    own = np.arange(len(labels) * len(taken)).reshape(len(labels), -1)[:, : len(pairs.places)]
    table = pair_counts(cells, counts[own.ravel()])
    options = plan.options(
        groups=groups, strata=strata, gaps=panel.rules.gaps, group_change=panel.rules.group_change
    )
    if analytic:
        options |= {"errors": "analytic", "level": plan.level, "strata": strata}
    if productivity is not None:
        options["productivity"] = "estimated anew in each resample"
    results: dict[str, DynamicDecomposition] = {}
    first = 0
    for name in names:
        parts = [*METHODS[name].components, "total"]
        place = slice(first, first := first + len(parts))
        direct, drawn = values[own.ravel(), place], draws[:, own.ravel(), place]
        meta = Meta(
            method=name,
            options=options,
            counts=turnover_counts(panel, table),
            dropped=panel.dropped,
            seed=plan.entropy,
            sources=(METHODS[name].source, *(["efron1993"] if len(draws) or analytic else [])),
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
