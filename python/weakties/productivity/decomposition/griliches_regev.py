"""The decomposition of Griliches and Regev, symmetric in time."""

from __future__ import annotations

from collections.abc import Hashable

from weakties.productivity.columns import Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods

from .decompose import decompose
from .dynamic import Productivity
from .result import DynamicDecomposition


def griliches_regev(
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
) -> DynamicDecomposition:
    r"""Decompose the change of productivity as Griliches and Regev do, around means.

    .. math::

        P_1 - P_0
            = \underbrace{\sum_C \bar s_i \Delta p_i}_{\text{within}}
            + \underbrace{\sum_C \Delta s_i (\bar p_i - M)}_{\text{between}}
            + \underbrace{\sum_N s_{i1} (p_{i1} - M)}_{\text{entry}}
            - \underbrace{\sum_X s_{i0} (p_{i0} - M)}_{\text{exit, with its sign}},
        \qquad M = \tfrac12 (P_0 + P_1)

    where :math:`C`, :math:`N` and :math:`X` are survivors, entrants and exiters, :math:`s_{it}` is
    a firm's share in its group's weight and :math:`p_{it}` its productivity, a bar is the mean of a
    firm over both periods.

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
    DynamicDecomposition
        Components ``within``, ``between``, ``entry``, ``exit`` and their sum ``total`` by group and
        pair of periods, in the unit of productivity.

    Raises
    ------
    UnknownLabel, InvalidInput, WrongType
        As in `decompose`.

    Notes
    -----
    The decomposition is that of :cite:t:`griliches1995`, and method 2 of :cite:t:`foster2001`. With
    time reversed all signs turn and entry and exit change places. Averages dampen errors of
    measurement; in return, within contains half of what shares and productivity do together.

    Without survivors within and between are 0.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, griliches_regev
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> griliches_regev(panel, periods=(0, 1)).components.round(4)
                 within  between   entry    exit   total
    group t0 t1
    all   0  1  -0.1838  -0.0375 -0.1283  0.0213 -0.3284
    """
    return decompose(
        panel,
        "griliches-regev",
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
