"""The decomposition of Baily, Hulten and Campbell, which compares with no level."""

from __future__ import annotations

from collections.abc import Hashable

from weakties.productivity.columns import Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods

from .decompose import decompose
from .dynamic import Productivity
from .result import DynamicDecomposition


def baily_hulten_campbell(
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
    r"""Decompose the change of productivity as Baily, Hulten and Campbell do, without a reference.

    .. math::

        P_1 - P_0
            = \underbrace{\sum_C s_{i0} \Delta p_i}_{\text{within}}
            + \underbrace{\sum_C \Delta s_i \, p_{i1}}_{\text{between}}
            + \underbrace{\sum_N s_{i1} p_{i1}}_{\text{entry}}
            - \underbrace{\sum_X s_{i0} p_{i0}}_{\text{exit, with its sign}}

    where :math:`C`, :math:`N` and :math:`X` are survivors, entrants and exiters, :math:`s_{it}` is
    a firm's share in its group's weight and :math:`p_{it}` its productivity.

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
    The decomposition is that of :cite:t:`baily1992`. It compares with no level of productivity: a
    constant added to every firm's moves mass between the parts other than within, so these depend
    on the unit. The other methods do not have that weakness.

    Without survivors within and between are 0.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, baily_hulten_campbell
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> baily_hulten_campbell(panel, periods=(0, 1)).components.round(4)
                 within  between   entry    exit   total
    group t0 t1
    all   0  1  -0.1872  -0.2097  0.3663 -0.2978 -0.3284
    """
    return decompose(
        panel,
        "baily-hulten-campbell",
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
