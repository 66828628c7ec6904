"""The dynamic decomposition of Melitz and Polanec: survivors, entry and exit."""

from __future__ import annotations

from collections.abc import Hashable

from weakties.productivity.columns import Groups
from weakties.productivity.panel import FirmPanel
from weakties.productivity.periods import Periods

from .decompose import decompose
from .dynamic import Productivity
from .result import DynamicDecomposition


def melitz_polanec(
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
    groups, periods, errors, productivity
        As in `decompose`.
    bootstrap, seed, level, interval, strata, threads, progress
        As in `decompose`.

    Returns
    -------
    DynamicDecomposition
        Components ``mean``, ``covariance``, ``entry``, ``exit`` and their sum ``total`` by group
        and pair of periods, in the unit of productivity.

    Raises
    ------
    UnknownLabel, InvalidInput, WrongType
        As in `decompose`.

    Notes
    -----
    The decomposition is that of :cite:t:`melitz2015`, in their manuscript of 2012 the second line
    of eq. (6). The parts add up to the total exactly, but for rounding. Adding a constant to all
    productivities changes nothing, and running time backwards swaps entry and exit and turns all
    signs. Without entry and exit it is the change of the two parts of `olley_pakes`.

    Without survivors there is nobody to compare entrants and exiters with: the four parts are not
    defined (NaN), while the total is. Without entrants entry is 0, without exiters exit is 0. A
    group without firms at one of the two ends has no components, nor a total. Where survivors are
    there but weigh nothing at one end, only their mean, the total, and entry or exit at the other
    end are defined. ``meta.notes`` says how many cells that concerns.

    Examples
    --------
    >>> from weakties.datasets import decomposition_example
    >>> from weakties.productivity import FirmPanel, melitz_polanec
    >>> panel = FirmPanel.from_frame(decomposition_example(), "firm", "period",
    ...                              "log_productivity", share="share")
    >>> melitz_polanec(panel, periods="adjacent").components.round(4)
                  mean  covariance   entry    exit   total
    group t0 t1
    all   0  1  -0.305      0.0211 -0.1122  0.0677 -0.3284
          1  3   0.305     -0.0211 -0.0677  0.1122  0.3284
    """
    return decompose(
        panel,
        "melitz-polanec",
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
