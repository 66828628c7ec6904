"""The static decomposition of Olley and Pakes: mean productivity, and size going with it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import cast

import numpy as np
import pandas as pd

from weakties import _core
from weakties._arguments import choice
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta
from weakties.productivity.asked import level_cells
from weakties.productivity.columns import Columns, Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods, pairs_of
from weakties.productivity.pieces import (
    drawn_from,
    levels,
    panel_or_stream,
    refuse_stream,
)
from weakties.productivity.resample import plan as plan_of
from weakties.productivity.resample import replicated

from .dynamic import ERRORS, Productivity, refuse_analytic
from .periods import grouped
from .result import StaticDecomposition, labelled


def olley_pakes(
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
) -> StaticDecomposition:
    r"""Decompose productivity in each group and period into an unweighted mean and a covariance.

    .. math::

        P_t = \sum_i s_{it} p_{it}
            = \underbrace{\bar p_t}_{\text{mean}}
            + \underbrace{\sum_i (s_{it} - \tfrac{1}{n_t})(p_{it} - \bar p_t)}_{\text{covariance}}

    where :math:`s_{it}` is the firm's share in its group and period, :math:`p_{it}` its
    productivity, :math:`\bar p_t` the mean of :math:`n_t` firms that counts each alike. The
    covariance is positive where larger firms are the more productive ones.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period.
    groups : column name or list of column names, optional
        Group columns of the panel. Several are nested: each combination that is seen is a group.
        Without it all firms form the group ``"all"``.
    periods : {"adjacent", "all"}, int, pair or list of pairs of periods, optional
        Which pairs of periods levels are given for, at both ends; every period by default.
    errors, productivity : optional
        As in `decompose`.
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
    StaticDecomposition
        Components ``mean``, ``covariance`` and their sum ``aggregate`` by group and period, in
        the unit of productivity; counts ``n_firms``.

    Raises
    ------
    UnknownLabel
        When the panel has no such group column or period.
    InvalidInput, WrongType
        When an option is out of range or of the wrong kind, or strata tear clusters apart.

    Notes
    -----
    The decomposition is that of :cite:t:`olley1996`. With productivity in logs the aggregate is a
    weighted mean of logs, not the log of the aggregate.

    A group without firms in a period has no components (NaN). Where firms are there but weigh
    nothing, only the mean is defined.

    The bootstrap draws clusters (firms, unless the panel says otherwise) with all their rows, with
    replacement, as many as there are :cite:p:`efron1993`. A firm drawn :math:`m` times counts as
    :math:`m` firms in the mean and with :math:`m` times its weight in the aggregate, so shares and
    :math:`n_t` are those of the resample. Resamples in which a component is not defined are left
    out of its spread, which ``meta.notes`` then says.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, olley_pakes
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> olley_pakes(panel).components.round(4)
                    mean  covariance  aggregate
    group period
    all   0       1.6883      0.0715     1.7598
          1       1.3917      0.0397     1.4314
          3       1.6883      0.0715     1.7598
    """
    panel_or_stream(panel)
    ends = None if periods is None else np.unique(pairs_of(panel.periods, periods))
    columns, labels = grouped(panel, groups)
    plan = plan_of(drawn_from(panel, strata), bootstrap, seed, level, interval, strata)
    analytic = choice(errors, "errors", ERRORS) == "analytic"
    if analytic:
        refuse_analytic(plan, productivity)
    workers = threads_of(threads)
    refuse_stream(panel, analytic, productivity)
    given = replicated(productivity, panel, plan)
    deviations = None
    with reporter(progress, "bootstrap") as report:
        values, counts, draws = levels(columns, plan, given, workers, report)
        if analytic:
            deviations = _core.analytic_errors(
                cast(Columns, columns), [], [], panel.rules, plan, workers, report
            )
    cells = level_cells(panel, labels)
    if ends is not None:
        rows = (np.arange(len(labels))[:, None] * len(panel.periods) + ends).ravel()
        cells, values, counts, draws = cells[rows], values[rows], counts[rows], draws[:, rows]
        deviations = None if deviations is None else deviations[rows]
    names = ["mean", "covariance", "aggregate"]
    fields, notes = labelled(cells, names, values, draws, plan, deviations)
    options = plan.options(groups=groups, strata=strata)
    if analytic:
        options |= {"errors": "analytic", "level": plan.level, "strata": strata}
    if productivity is not None:
        options["productivity"] = "estimated anew in each resample"
    return StaticDecomposition(
        **fields,
        counts=pd.DataFrame(counts.astype("int64"), index=cells, columns=["n_firms"]),
        meta=Meta(
            method="olley-pakes",
            options=options,
            counts={"firms": len(panel.firms), "rows": len(panel), "cells": len(cells)},
            dropped=panel.dropped,
            seed=plan.entropy,
            sources=("olley1996", "efron1993") if len(draws) or analytic else ("olley1996",),
            notes=notes,
        ),
    )
