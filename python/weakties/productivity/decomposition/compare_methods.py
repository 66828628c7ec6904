"""All methods of changes side by side."""

from __future__ import annotations

from collections.abc import Hashable

from weakties.productivity.columns import Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods

from .decompose import decompose
from .dynamic import Productivity
from .methods import DISTINCT
from .result import MethodComparison


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
