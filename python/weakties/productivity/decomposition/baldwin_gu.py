"""The decomposition of Baldwin and Gu, in which entrants replace exiters."""

from __future__ import annotations

from collections.abc import Hashable

from weakties.productivity.columns import Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods

from .decompose import decompose
from .dynamic import Productivity
from .result import DynamicDecomposition


def baldwin_gu(
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
    r"""Decompose the change of productivity as Baldwin and Gu do: entrants replace those who left.

    .. math::

        P_1 - P_0
            = \underbrace{\sum_C \bar s_i \Delta p_i}_{\text{within}}
            + \underbrace{\sum_C \Delta s_i (\bar p_i - P_{X0})}_{\text{between}}
            + \underbrace{\sum_N s_{i1} (p_{i1} - P_{X0})}_{\text{entry}}

    where :math:`C`, :math:`N` and :math:`X` are survivors, entrants and exiters, :math:`s_{it}` is
    a firm's share in its group's weight and :math:`p_{it}` its productivity, :math:`P_{X0}` is the
    aggregate productivity of exiters, and a bar is the mean over both periods.

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
    The decomposition is that of :cite:t:`baldwin2006`. The part ``exit`` is 0 by construction. Over
    a long horizon the assumption that entrants replace exiters becomes a strong one.

    Without exiters, or where these weigh nothing, there is nobody to compare with: only the total
    is defined (NaN elsewhere). Without survivors within and between are 0.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, baldwin_gu
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> baldwin_gu(panel, periods=(0, 1)).components.round(4)
                 within  between   entry  exit   total
    group t0 t1
    all   0  1  -0.1838  -0.0493 -0.0953   0.0 -0.3284
    """
    return decompose(
        panel,
        "baldwin-gu",
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
