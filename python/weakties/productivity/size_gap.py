"""The gap in productivity between small and large firms."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, flag, instance, number
from weakties._arguments import label as label_of
from weakties._arguments import threads as threads_of
from weakties._labels import Codes, Index, codes_of
from weakties._progress import reporter
from weakties._results import Meta
from weakties._wording import shown
from weakties.errors import InvalidInput, WrongType

from .asked import columns_asked, pair_cells, part_cells, with_level
from .columns import Groups
from .estimates import Estimates, estimated, undefined_note
from .panel import FirmPanel
from .periods import Periods, pairs_of
from .resample import Plan
from .resample import plan as plan_of
from .size_gap_tables import SizeGap

CLASS_OF = ("moving", "start", "end")

_WHAT_IF = ["gain", "aggregate", "gap", "relative"]
_MOVES = [
    "stayers",
    "upgraders_in",
    "downgraders_in",
    "upgraders_out",
    "downgraders_out",
    "entry",
    "exit",
]
_FLOWS = ["part", "share_t0", "share_t1", "mean_t0", "mean_t1", "change"]


@dataclass(frozen=True)
class Classes:
    """What the kernel is asked of classes, which are numbered from small to large."""

    classes: int
    reference: int
    close: float
    logs: bool
    class_of: str


def size_gap(
    panel: FirmPanel,
    classes: Hashable,
    *,
    order: list[Hashable] | None = None,
    reference: Hashable | None = None,
    class_of: str = "moving",
    close: float = 0.5,
    logs: bool = True,
    groups: Groups = None,
    periods: Periods = None,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> SizeGap:
    r"""Decompose the gap between size classes, and say how it moves and what would close it.

    .. math::

        P_L - P_S
            = \underbrace{(\bar p_L - \bar p_S)}_{\text{mean}}
            + \underbrace{(\mathrm{cov}_L - \mathrm{cov}_S)}_{\text{covariance}}

    where :math:`P_g` is the weighted and :math:`\bar p_g` the unweighted mean of productivity in
    class :math:`g`, and :math:`\mathrm{cov}_g = P_g - \bar p_g` its covariance of Olley and Pakes:
    large firms are ahead as the typical one is more productive, or as the best among them have more
    of the weight than the best among small ones. Between two periods, class :math:`g` adds

    .. math::

        S_{g1}(P_{g1} - M) - S_{g0}(P_{g0} - M)
            = \underbrace{\bar S_g\, \Delta P_g}_{\text{within}}
            + \underbrace{\Delta S_g\, (\bar P_g - M)}_{\text{between}},
            \qquad M = \tfrac{1}{2}(P_0 + P_1)

    to the change of the aggregate. The same total, firm by firm, is what stayers, movers, entrants
    and exiters add.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with productivity and weights.
    classes : column name
        One of the panel's group columns, with the size class of each firm; see `size_class`.
    order : list of labels, optional
        All classes from the smallest firms to the largest; by default in the order of the labels,
        which for text is that of the alphabet.
    reference : label, optional
        The class that the others are compared with; the largest by default.
    class_of : {"moving", "start", "end"}
        In changes, contributions and moves: whether a firm is at each end of a pair in its class of
        then, or at both ends in its class at the start, or at the end.
    close : float, default 0.5
        What part of the gap between the means is closed in what-if rows, from 0 to 1.
    logs : bool, default True
        Whether productivity is in logs, so that ``relative`` is :math:`e^{P_S - P_L}`; else it is
        :math:`P_S / P_L`.
    groups : column name or list of column names, optional
        Others, within each of whose groups, or seen combinations, classes are compared; without it
        all firms form the group ``"all"``.
    periods : {"adjacent", "all"}, int, pair or list of pairs of periods, optional
        Which changes are given: from each period to the next, between all, over so many periods, or
        those named; from the first to the last by default.
    bootstrap : int, default 0
        How many resamples standard errors and intervals are taken from; 0 for none.
    seed : int, numpy.random.SeedSequence, numpy.random.Generator, optional
        Where the draws start from. Without it a fresh one is taken and recorded in ``meta``.
    level : float, default 0.95
        What part of the resamples an interval holds.
    interval : {"percentile", "normal"}
        Quantiles of the resamples, or the value plus and minus a normal quantile times the
        standard error.
    strata : column name, optional
        One of the panel's group columns, within each of which firms are resampled. A firm belongs
        where its first row does.
    threads : int, optional
        Processors to use; all by default. The result does not depend on it.
    progress : bool, optional
        Whether a bar is shown; by default when the work takes longer than two seconds.

    Returns
    -------
    SizeGap
        Tables `gap`, `changes`, `classes`, `contributions`, `moves`, `migration` and `what_if`, in
        the unit of productivity.

    Raises
    ------
    UnknownLabel
        When the panel has no such group column, class or period.
    InvalidInput, WrongType
        When there is one class only, the order leaves one out, the panel has one period only, an
        option is out of range or of the wrong kind, or strata tear clusters apart.

    Notes
    -----
    The comparison is that of :cite:t:`mcdermott2017`; their published ranges are in
    `weakties.datasets.published_size_gaps`. To compare with labour productivity as published, pass
    output per worker in levels with employment as weight and ``logs=False``: then :math:`P_g` is
    the class's output over its employment. With logs the aggregate is a weighted mean of logs.

    What-if rows hold all shares fixed. If part :math:`x` of the gap between means were closed,
    every firm of the class gaining alike, the class rises by :math:`x(\bar p_L - \bar p_S)`; with
    the reference's covariance by :math:`\mathrm{cov}_L - \mathrm{cov}_S`; the aggregate gains
    :math:`S_S` times that. They are arithmetic, not predictions.

    Classes select firms by size, and size and productivity move together. With ``"moving"`` classes
    a class loses its best firms upwards and receives the shrinking ones, so that its productivity
    can fall while every firm gains; `moves` shows how much that is. With classes fixed at the start
    small firms seem to catch up, with classes fixed at the end to fall behind, for regression to
    the mean alone; ``size_class(size_of="average")`` suffers least. Upgraders are survivors whose
    class at the end is larger. In `migration` a firm that enters or leaves comes from, or goes to,
    the class ``"(outside)"``.

    Entry and exit between two periods follow the rules of the panel, as in `melitz_polanec`. A
    class without firms, or whose firms weigh nothing, has no gap (NaN); what it adds in total is
    still defined.

    The bootstrap draws clusters (firms, unless the panel says otherwise) with all their rows, with
    replacement :cite:p:`efron1993`. Classes are not made anew in resamples.

    Examples
    --------
    >>> from weakties.datasets import synthetic_firms
    >>> from weakties.productivity import FirmPanel, size_class, size_gap
    >>> panel = FirmPanel.from_frame(synthetic_firms(200, 2, 2), "firm", "period",
    ...                              "log_productivity", weight="employees",
    ...                              variables="employees")
    >>> panel = size_class(panel, "employees", [20], labels=["small", "large"])
    >>> size_gap(panel, "size_class").gap.value.round(4)
                          mean  covariance     gap  relative
    group class period
    all   small 0       0.1106      0.0927  0.2033    0.8160
                1       0.0465      0.1013  0.1478    0.8626
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    names, codes = _ordered(panel, classes, order)
    question = Classes(
        classes=len(names),
        reference=(
            len(names) - 1
            if reference is None
            else int(codes_of([label_of(reference, "reference")], names, "reference")[0])
        ),
        close=number(close, "close", low=0, high=1),
        logs=flag(logs, "logs"),
        class_of=choice(class_of, "class_of", CLASS_OF),
    )
    pairs = pairs_of(panel.periods, periods)
    columns, labels = columns_asked(panel, groups, (names, codes))
    plan = plan_of(panel, bootstrap, seed, level, interval, strata)
    workers = threads_of(threads)
    with reporter(progress, "levels") as report:
        levels = _core.size_levels(columns, question, plan, workers, report)
    with reporter(progress, "changes") as report:
        ends = _core.size_changes(columns, question, pairs, panel.rules, plan, workers, report)
    with reporter(progress, "moves") as report:
        flows = _core.size_flows(columns, len(names), pairs, panel.rules, plan, workers, report)

    by_class = part_cells(panel, labels, "class", names)
    by_pair = with_level(pair_cells(panel, labels, pairs), "class", names)
    places = pd.Index([*names, "(outside)"], tupleize_cols=False)
    by_move = with_level(with_level(pair_cells(panel, labels, pairs), "from", places), "to", places)
    others = by_class.get_level_values("class") != names[question.reference]
    other_ends = by_pair.get_level_values("class") != names[question.reference]
    # From outside to outside nobody goes.
    movers = ~(
        (by_move.get_level_values("from") == "(outside)")
        & (by_move.get_level_values("to") == "(outside)")
    )

    def table(
        kernel: tuple[NDArray[np.float64], ...],
        cells: pd.MultiIndex,
        rows: NDArray[np.bool_] | slice,
        columns: list[int],
        names: list[str],
    ) -> Estimates:
        values, _, draws = kernel
        return estimated(
            values[rows][:, columns], draws[:, rows][:, :, columns], plan, cells[rows], names
        )

    everything = slice(None)
    gap = table(levels, by_class, others, [4, 5, 6, 7], ["mean", "covariance", "gap", "relative"])
    inner = ["share", "mean", "covariance", "aggregate"]
    contributions = table(ends, by_pair, everything, [3, 4, 5], ["within", "between", "total"])
    return SizeGap(
        gap=gap,
        changes=table(ends, by_pair, other_ends, [0, 1, 2], ["mean", "covariance", "gap"]),
        classes=table(levels, by_class, everything, [0, 1, 2, 3], inner),
        contributions=contributions,
        moves=table(ends, by_pair, everything, [*range(6, 13), 5], [*_MOVES, "total"]),
        migration=table(flows, by_move, movers, list(range(6)), _FLOWS),
        what_if=_what_if(levels, by_class, others, question.close, plan),
        counts=pd.DataFrame(levels[1].astype("int64"), index=by_class, columns=["n_firms"]),
        flows=pd.DataFrame(
            flows[1][movers].astype("int64"), index=by_move[movers], columns=["n_firms"]
        ),
        meta=Meta(
            method="size-gap",
            options=plan.options(
                classes=classes,
                order=list(names),
                reference=names[question.reference],
                class_of=question.class_of,
                close=question.close,
                logs=question.logs,
                groups=groups,
                strata=strata,
                gaps=panel.rules.gaps,
                group_change=panel.rules.group_change,
            ),
            counts={"firms": len(panel.firms), "rows": len(panel), "classes": len(names)},
            dropped=panel.dropped,
            seed=plan.entropy,
            sources=("mcdermott2017", *(("efron1993",) if len(levels[2]) else ())),
            notes=(_NOTES[question.class_of], *undefined_note(gap, contributions)),
        ),
    )


_NOTES = {
    "moving": "firms are at each end in their class of then: a class loses the firms that grow out "
    "of it and receives those that shrink into it; see `moves`",
    "start": "firms are at both ends in their class at the start: firms small by chance then seem "
    "to catch up (regression to the mean)",
    "end": "firms are at both ends in their class at the end: firms small by chance then seem to "
    "fall behind (regression to the mean)",
}


def _what_if(
    levels: tuple[NDArray[np.float64], ...],
    cells: pd.MultiIndex,
    rows: NDArray[np.bool_],
    close: float,
    plan: Plan,
) -> Estimates:
    """Stack the three scenarios below each class and period."""
    values, _, draws = levels
    scenarios = pd.Index(
        [f"close {close:.0%} of the mean gap", "reference covariance", "both"], name="scenario"
    )
    return estimated(
        values[rows, 8:].reshape(-1, 4),
        draws[:, rows, 8:].reshape(len(draws), 3 * int(rows.sum()), 4),
        plan,
        with_level(cells[rows], "scenario", scenarios),
        _WHAT_IF,
    )


def _ordered(panel: FirmPanel, classes: object, order: object) -> tuple[Index, Codes]:
    """Return the classes from small to large and each row's place among them."""
    names, codes = panel._group(classes, "classes")
    if len(names) < 2:
        raise InvalidInput(
            f"`classes` must have at least two classes to compare: got one, {shown(names[0])}; "
            "choose other cut points"
        )
    if order is None:
        return names, codes
    if not isinstance(order, list | tuple):
        raise WrongType(
            f"`order` must be a list of classes: got {type(order).__name__}; "
            f"write {names.tolist()!r} in the order of size"
        )
    places = codes_of(order, names, "order")
    if len(places) != len(names) or len(set(places.tolist())) < len(names):
        raise InvalidInput(
            f"`order` must name each of the {len(names)} classes once: got {list(order)!r}; "
            f"the classes are {names.tolist()!r}"
        )
    rank = np.empty(len(names), np.int64)
    rank[places] = np.arange(len(names))
    return names.take(places), rank[codes]
