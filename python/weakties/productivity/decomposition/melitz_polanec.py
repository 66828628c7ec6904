"""The dynamic decomposition of Melitz and Polanec: survivors, entry and exit."""

from __future__ import annotations

from collections.abc import Hashable

from weakties import _core
from weakties._arguments import instance
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta
from weakties.productivity.panel import FirmPanel
from weakties.productivity.resample import plan as plan_of

from .pairs import Pairs, compared, pair_cells, pair_counts, turnover_counts, turnover_notes
from .result import DynamicDecomposition, labelled


def melitz_polanec(
    panel: FirmPanel,
    *,
    start: Hashable | None = None,
    end: Hashable | None = None,
    pairs: Pairs = None,
    by: Hashable | None = None,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> DynamicDecomposition:
    r"""Decompose the change of productivity between two periods by what becomes of firms.

    .. math::

        P_1 - P_0
            = \underbrace{\bar p_{C1} - \bar p_{C0}}_{\text{mean}}
            + \underbrace{\mathrm{cov}_{C1} - \mathrm{cov}_{C0}}_{\text{covariance}}
            + \underbrace{S_{N1} (P_{N1} - P_{C1})}_{\text{entry}}
            + \underbrace{S_{X0} (P_{C0} - P_{X0})}_{\text{exit}}

    where :math:`C`, :math:`N` and :math:`X` are the survivors, entrants and exiters of a group,
    :math:`S_{Gt}` is the share of :math:`G` in the group's weight, :math:`P_{Gt}` the weighted and
    :math:`\bar p_{Gt}` the unweighted mean of productivity in :math:`G`, and
    :math:`\mathrm{cov}_{Ct} = P_{Ct} - \bar p_{Ct}` the covariance of share and productivity among
    survivors. Entrants raise the aggregate where they are more productive than survivors at the
    end, exiters where they were less productive than survivors at the start.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with the rules of entry and exit.
    start, end : period, optional
        The two periods compared; the first and the last of the panel by default.
    pairs : {"consecutive", "all"} or list of pairs of periods, optional
        Several comparisons, in place of ``start`` and ``end``.
    by : column name, optional
        One of the panel's group columns. Without it all firms form the group ``"all"``.
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
    DynamicDecomposition
        Components ``mean``, ``covariance``, ``entry``, ``exit`` and their sum ``total`` by group
        and pair of periods, in the unit of productivity. Its ``counts`` hold, for each, the firms
        compared, survivors, entrants and exiters; the firms in being but not seen at the start
        (``n_unseen_t0``) or at the end (``n_unseen_t1``), which are among the entrants and exiters
        if the panel's ``gaps`` is ``"exit"`` and else left out; those that came from or went to
        another group, among the entrants and exiters; and the survivors' share of the weight at
        both ends.

    Raises
    ------
    UnknownLabel
        When the panel has no such group column or period.
    InvalidInput, WrongType
        When the panel has one period only, ``start`` does not come before ``end``, an option is
        out of range or of the wrong kind, or strata tear clusters apart.

    Notes
    -----
    The decomposition is that of :cite:t:`melitz2015`. The parts add up to the total exactly, but
    for rounding; the residual stands in ``summary()``. Adding a constant to all productivities
    changes nothing, and running time backwards swaps entry and exit and turns all signs. Without
    entry and exit it is the change of the two parts of `olley_pakes`.

    Without survivors there is nobody to compare entrants and exiters with: the four parts are not
    defined (NaN), while the total is. Without entrants entry is 0, without exiters exit is 0. A
    group without firms at one of the two ends has no components, nor a total. Where survivors are
    there but weigh nothing at one end, only their mean, and the total, are defined. ``meta.notes``
    says how many cells that concerns.

    The bootstrap draws clusters (firms, unless the panel says otherwise) with all their rows, with
    replacement, as many as there are :cite:p:`efron1993`. A firm drawn :math:`m` times counts as
    :math:`m` firms in the mean and with :math:`m` times its weight elsewhere, so shares are those
    of the resample. Resamples in which a component is not defined are left out of its spread,
    which ``meta.notes`` then says.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, melitz_polanec
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> melitz_polanec(panel, pairs="consecutive").components.round(4)
                  mean  covariance   entry    exit   total
    group t0 t1
    all   0  1  -0.305      0.0211 -0.1122  0.0677 -0.3284
          1  3   0.305     -0.0211 -0.0677  0.1122  0.3284
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    places = compared(panel, start, end, pairs)
    columns, groups = panel._columns(by)
    plan = plan_of(panel, bootstrap, seed, level, interval, strata)
    workers = threads_of(threads)
    with reporter(progress, "bootstrap") as report:
        values, counts, draws = _core.melitz_polanec(
            columns, places, panel.rules, plan, workers, report
        )
    cells = pair_cells(panel, groups, places)
    fields, notes = labelled(
        cells, ["mean", "covariance", "entry", "exit", "total"], values, draws, plan
    )
    table = pair_counts(cells, counts)
    return DynamicDecomposition(
        **fields,
        counts=table,
        meta=Meta(
            method="melitz-polanec",
            options=plan.options(
                by=by, strata=strata, gaps=panel.rules.gaps, group_change=panel.rules.group_change
            ),
            counts=turnover_counts(panel, table),
            dropped=panel.dropped,
            seed=plan.entropy,
            sources=("melitz2015", "efron1993") if len(draws) else ("melitz2015",),
            notes=(*turnover_notes(panel, table), *notes),
        ),
    )
