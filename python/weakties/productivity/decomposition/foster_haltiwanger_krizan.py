"""The two decompositions of Foster, Haltiwanger and Krizan."""

from __future__ import annotations

from collections.abc import Hashable

from weakties._arguments import integer
from weakties.productivity.columns import Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods

from .decompose import decompose
from .dynamic import Productivity
from .result import DynamicDecomposition


def foster_haltiwanger_krizan(
    panel: FirmPanel,
    *,
    method: int = 1,
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
    r"""Decompose the change of productivity as Foster, Haltiwanger and Krizan do.

    .. math::

        P_1 - P_0
            = \underbrace{\sum_C s_{i0} \Delta p_i}_{\text{within}}
            + \underbrace{\sum_C \Delta s_i (p_{i0} - P_0)}_{\text{between}}
            + \underbrace{\sum_C \Delta s_i \Delta p_i}_{\text{cross}}
            + \underbrace{\sum_N s_{i1} (p_{i1} - P_0)}_{\text{entry}}
            - \underbrace{\sum_X s_{i0} (p_{i0} - P_0)}_{\text{exit, with its sign}}

    where :math:`C`, :math:`N` and :math:`X` are survivors, entrants and exiters, :math:`s_{it}` is
    a firm's share in its group's weight and :math:`p_{it}` its productivity.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with the rules of entry and exit.
    method : {1, 2}
        Which of their two methods.
    groups, periods, errors, productivity
        As in `decompose`.
    bootstrap, seed, level, interval, strata, threads, progress
        As in `decompose`.

    Returns
    -------
    DynamicDecomposition
        Components ``within``, ``between``, ``cross`` (method 1 only), ``entry``, ``exit`` and their
        sum ``total`` by group and pair of periods, in the unit of productivity.

    Raises
    ------
    UnknownLabel, InvalidInput, WrongType
        As in `decompose`.

    Notes
    -----
    Both methods are those of :cite:t:`foster2001`. Method 1, above, compares with the aggregate at
    the start, so entry looks good whenever productivity grows, the more the longer the horizon.
    Where shares are of labour, errors in labour make within too large and cross too small. Method 2
    averages over both periods, has no cross part and is that of `griliches_regev`.

    Without survivors within, between and cross are 0.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, foster_haltiwanger_krizan
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> foster_haltiwanger_krizan(panel, periods=(0, 1)).components.round(4)
                 within  between   cross   entry    exit   total
    group t0 t1
    all   0  1  -0.1872  -0.0228  0.0067 -0.1792  0.0542 -0.3284
    """
    which = integer(method, "method", low=1, high=2)
    return decompose(
        panel,
        "foster-haltiwanger-krizan" if which == 1 else "foster-haltiwanger-krizan-2",
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
