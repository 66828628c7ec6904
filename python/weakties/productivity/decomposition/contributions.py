"""From groups to the whole: what each group adds to the change of the aggregate."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from typing import cast

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import choice, instance
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta
from weakties.errors import InvalidInput
from weakties.productivity.asked import pair_cells
from weakties.productivity.columns import Columns, Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods
from weakties.productivity.resample import plan as plan_of
from weakties.productivity.resample import replicated

from .dynamic import Productivity
from .methods import CHANGES, METHODS
from .periods import (
    compared,
    grouped,
    pair_counts,
    turnover_counts,
    turnover_notes,
)
from .result import DynamicDecomposition, GroupContributions, labelled

WEIGHTS = ("average", "start", "end")


def group_contributions(
    panel: FirmPanel,
    method: str = "melitz-polanec",
    *,
    groups: Groups,
    within: Groups = None,
    weights: str = "average",
    periods: Periods = None,
    productivity: Productivity = None,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> GroupContributions:
    r"""Decompose the change of the whole into what happens in each group and between groups.

    With group weights :math:`W_g`, which sum to 1 over the groups of a whole,

    .. math::

        P_1 - P_0 = \sum_g \Bigl( \underbrace{W_g \, \Delta P_g}_{\text{components of } g}
            + \underbrace{\Delta W_g \, (P_g - M)}_{\text{between groups}} \Bigr)

    where the change within a group, :math:`\Delta P_g`, is itself taken apart by a method, and
    each component is weighed alike.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with the rules of entry and exit.
    method : str, default "melitz-polanec"
        How the change within groups is taken apart; as in `decompose`.
    groups : column name or list of column names
        Group columns of the panel, such as the sector, or country and sector.
    within : column name or list of column names, optional
        Those of ``groups`` whose combinations are the wholes, such as the country. Without it
        there is one whole, ``"all"``.
    weights : {"average", "start", "end"}
        At which weights changes within groups count. ``"average"``: means of both periods are
        taken for :math:`W_g`, :math:`P_g` and :math:`M`, the aggregate of the whole. ``"start"``:
        weights are fixed at the start, :math:`P_g` is that of the end and :math:`M = P_0`.
        ``"end"``: the reverse. The total less ``between_groups`` is the change that there would be
        at these weights.
    periods, productivity, bootstrap, seed, level, interval, strata, threads, progress
        As in `decompose`; ``periods`` cannot be chained.

    Returns
    -------
    GroupContributions
        For each group and pair of periods the components of the method times the group's weight,
        ``between_groups``, and their sum ``total``, the group's contribution, in the unit of
        productivity. The sums over the groups of each whole stand in ``wholes``.

    Raises
    ------
    UnknownLabel
        When the panel has no such group column or period.
    InvalidInput, WrongType
        When ``within`` names columns that ``groups`` does not, or as in `decompose`.

    Notes
    -----
    The part between groups is that of :cite:t:`griliches1995` with groups in place of firms. The
    contributions add up to the change of the whole but for rounding. A group that is there at one
    end only, or within which a component of the method is not defined, contributes by
    ``between_groups`` alone: as if it left and came in as a whole; ``meta.notes`` counts such
    cells. A whole without firms, or weight, at one end has no numbers (NaN). Firms that change
    their group leave one and come into the other, unless the panel's rule says otherwise.

    In a resample the weights of groups are those of the resample, so the errors contain theirs
    :cite:p:`efron1993`.

    Examples
    --------
    >>> from weakties.datasets import synthetic_firms
    >>> from weakties.productivity import FirmPanel, group_contributions
    >>> panel = FirmPanel.from_frame(synthetic_firms(100, 3, 2), "firm", "period",
    ...                              "log_productivity", weight="employees", group="group")
    >>> parts = group_contributions(panel, groups="group")
    >>> parts.components.columns.tolist()
    ['mean', 'covariance', 'entry', 'exit', 'between_groups', 'total']
    >>> whole = parts.wholes.components["total"].item()
    >>> abs(float(parts.components["total"].sum()) - whole) < 1e-12
    True
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    name = choice(method, "method", CHANGES)
    rule = choice(weights, "weights", WEIGHTS)
    if groups is None:
        raise InvalidInput("`groups` must name a group column: got None; name at least one")
    listed, wanted = _listed(groups), _listed(within)
    columns, labels = grouped(panel, groups)
    strangers = [each for each in wanted if each not in listed]
    if strangers:
        raise InvalidInput(
            f"`within` must name some of `groups`: got {strangers[0]!r}; add it to `groups` or "
            "leave it out"
        )
    of, wholes = _wholes(labels, [listed.index(each) for each in wanted])
    pairs = compared(panel, periods)
    if pairs.steps:
        raise InvalidInput(
            "`periods` cannot be 'chained' here: take 'adjacent' ones, whose contributions can be "
            "summed"
        )
    plan = plan_of(panel, bootstrap, seed, level, interval, strata)
    workers = threads_of(threads)
    given = replicated(productivity, panel, plan)
    with reporter(progress, "bootstrap") as report:
        values, counts, draws = _core.group_contributions(
            cast(Columns, columns),
            name,
            pairs.places,
            panel.rules,
            of,
            rule,
            plan,
            given,
            workers,
            report,
        )
    parts = [*METHODS[name].components, "between_groups", "total"]
    options = plan.options(
        groups=groups,
        within=within,
        weights=rule,
        strata=strata,
        gaps=panel.rules.gaps,
        group_change=panel.rules.group_change,
    )
    if productivity is not None:
        options["productivity"] = "estimated anew in each resample"
    sources = [METHODS[name].source, "griliches1995", *(["efron1993"] if len(draws) else [])]
    own = len(labels) * len(pairs.places)
    results = []
    for names, rows in ((labels, slice(0, own)), (wholes, slice(own, None))):
        cells = pair_cells(panel, names, pairs.places)
        table = pair_counts(cells, counts[rows])
        fields, notes = labelled(cells, parts, values[rows], draws[:, rows], plan)
        meta = Meta(
            method=name,
            options=options,
            counts=turnover_counts(panel, table),
            dropped=panel.dropped,
            seed=plan.entropy,
            sources=tuple(dict.fromkeys(sources)),
            notes=notes,
        )
        results.append(DynamicDecomposition(**fields, counts=table, meta=meta))
    by_group, whole = results
    # Where nothing is told of a group its components are exactly 0, which else hardly happens.
    silent = (by_group.components[parts[:-2]] == 0).all(axis=1) & (by_group.counts["n_firms"] > 0)
    said = [note for note in turnover_notes(panel, by_group.counts) if "left out" in note]
    if silent.any():
        said.append(
            f"{silent.sum()} of {len(silent)} cells lack components and contribute by "
            "between_groups alone"
        )
    return GroupContributions(
        components=by_group.components,
        se=by_group.se,
        lo=by_group.lo,
        hi=by_group.hi,
        counts=by_group.counts,
        draws=by_group.draws,
        wholes=whole,
        meta=replace(by_group.meta, notes=(*said, *by_group.meta.notes)),
    )


def _listed(names: Groups) -> list[Hashable]:
    if names is None:
        return []
    return names if isinstance(names, list) else [names]


def _wholes(labels: pd.Index, levels: list[int]) -> tuple[np.ndarray, pd.Index]:
    """Return the whole of each group, and the labels of wholes."""
    if not levels:
        return np.zeros(len(labels), np.int64), pd.Index(["all"], name="group")
    if not isinstance(labels, pd.MultiIndex):
        return np.arange(len(labels)), labels
    kept = labels.droplevel([level for level in range(labels.nlevels) if level not in levels])
    # Nested labels are sorted, so wholes are numbered in their order.
    of, wholes = pd.factorize(kept, sort=False)
    if not isinstance(wholes, pd.MultiIndex):
        wholes = pd.Index(wholes, name=kept.name)
    return of.astype(np.int64), wholes
