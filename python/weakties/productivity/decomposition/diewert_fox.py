"""The decomposition of Diewert and Fox: growth and reallocation among survivors."""

from __future__ import annotations

from collections.abc import Hashable

from weakties.productivity.columns import Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods

from .decompose import decompose
from .dynamic import Productivity
from .result import DynamicDecomposition


def diewert_fox(
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
    r"""Decompose the change of productivity as Diewert and Fox do.

    .. math::

        P_1 - P_0
            = \underbrace{\sum_C \bar\sigma_i \Delta p_i}_{\text{within}}
            + \underbrace{\sum_C \Delta\sigma_i \, \bar p_i}_{\text{between}}
            + \underbrace{S_{N1} (P_{N1} - P_{C1})}_{\text{entry}}
            + \underbrace{S_{X0} (P_{C0} - P_{X0})}_{\text{exit}}

    where :math:`C`, :math:`N` and :math:`X` are survivors, entrants and exiters, :math:`\sigma_{it}
    = s_{it} / S_{Ct}` is a survivor's share among survivors, :math:`S_{Gt}` the share of :math:`G`
    in the group's weight, :math:`P_{Gt}` its aggregate productivity, and a bar the mean over both
    periods.

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
    The decomposition is that of :cite:t:`diewert2010`. Entry and exit are those of
    `melitz_polanec`; survivors are split firm by firm. With time reversed all signs turn and entry
    and exit change places.

    Without survivors there is nobody to compare with: only the total is defined (NaN elsewhere).

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, diewert_fox
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> diewert_fox(panel, periods=(0, 1)).components.round(4)
                 within  between   entry    exit   total
    group t0 t1
    all   0  1  -0.2478  -0.0361 -0.1122  0.0677 -0.3284
    """
    return decompose(
        panel,
        "diewert-fox",
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
