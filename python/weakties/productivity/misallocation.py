"""Misallocation: what output would gain if revenue productivity were equal within sectors."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import instance, number
from weakties._arguments import threads as threads_of
from weakties._labels import Index
from weakties._progress import reporter
from weakties._results import Meta, Result
from weakties._wording import listing, shown
from weakties.errors import InvalidInput, UnknownLabel

from .panel import FirmPanel
from .production.result import ProductionEstimate
from .resample import Plan, spread
from .resample import plan as plan_of
from .variables import bounded, one_group

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Misallocation(Result):
    """Gains from equal revenue productivity, and the wedges that stand in the way.

    Attributes
    ----------
    total : pandas.DataFrame
        By period: ``gain``, by what part output would grow, ``se``, ``lo``, ``hi`` (NaN without a
        bootstrap), ``log_gain`` and ``n_rows``.
    sectors : pandas.DataFrame
        The same by period and sector, with the ``revenue_share``, the standard deviations
        ``sd_tfpr`` and ``sd_tfpq`` of log revenue and physical productivity, ``lognormal``, the log
        gain if both were lognormal, and ``contribution``, share times log gain; these add up to the
        total's.
    firms : pandas.DataFrame
        On the rows of the user's table: ``output_wedge``, ``capital_wedge``, ``log_tfpr`` and
        ``log_tfpq`` against the sector's, and whether the row is ``kept`` after trimming. NaN, and
        not kept, where something is missing.
    draws : numpy.ndarray
        The resampled gains, replicate × cell, by period and sector and then by period.
    meta : Meta
        How the result was made.
    """

    total: pd.DataFrame
    sectors: pd.DataFrame
    firms: pd.DataFrame
    draws: _Floats

    title: ClassVar[str] = "Misallocation: gains from equal revenue productivity"

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each period and sector, and one for each period as a whole.

        Returns
        -------
        pandas.DataFrame
            ``scope`` ("sector" or "total"), ``period``, ``group`` (the sector; missing for totals),
            ``component`` ("gain"), ``value``, ``se``, ``lo``, ``hi`` and ``n_rows``.
        """
        scopes = {"sector": self.sectors.reset_index(), "total": self.total.reset_index()}
        table = pd.concat(
            [
                frame.rename(columns={"sector": "group", "gain": "value"}).assign(scope=scope)
                for scope, frame in scopes.items()
            ],
            ignore_index=True,
        )
        names = ["scope", "period", "group", "component", "value", "se", "lo", "hi", "n_rows"]
        return table.assign(component="gain")[names]

    def _shown(self) -> pd.DataFrame:
        names = ["n_rows", "revenue_share", "sd_tfpr", "gain", "contribution"]
        return self.sectors[names if self.meta.seed is None else [*names, "se", "lo", "hi"]]

    def _adding_up(self) -> tuple[pd.DataFrame, pd.Series[float]]:
        whole = self.total["log_gain"]
        sectors = self.sectors.index.unique("sector")
        parts = self.sectors["contribution"].fillna(0.0).to_numpy().reshape(len(whole), -1)
        return pd.DataFrame(parts, index=whole.index, columns=sectors), whole

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.sectors import misallocation

        return misallocation(self, ax)


def misallocation(
    panel: FirmPanel,
    *,
    revenue: Hashable,
    labour_cost: Hashable,
    capital: Hashable,
    labour_share: float | Mapping[Hashable, float] | pd.Series[float] | ProductionEstimate,
    groups: Hashable | None = None,
    sigma: float = 3.0,
    rental: float = 0.10,
    trim: float = 0.01,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Misallocation:
    r"""Return what output would gain if all firms of a sector had equal marginal revenue products.

    Firm :math:`i` of sector :math:`s` makes
    :math:`A_{si} K_{si}^{\alpha_s} L_{si}^{1-\alpha_s}` and faces demand of elasticity
    :math:`\sigma`. Sectors are put together by a Cobb-Douglas function with their shares
    :math:`\theta_s` in revenue. Then

    .. math::

        \frac{Y^*}{Y} = \prod_s \Bigl( \frac{\bar A_s}{TFP_s} \Bigr)^{\theta_s}, \quad
        \bar A_s = \Bigl( \sum_i A_{si}^{\sigma-1} \Bigr)^{\frac{1}{\sigma-1}}, \quad
        TFP_s = \Bigl[ \sum_i \Bigl( A_{si} \frac{\overline{TFPR}_s}{TFPR_{si}} \Bigr)^{\sigma-1}
        \Bigr]^{\frac{1}{\sigma-1}}

    and the gain is :math:`Y^*/Y - 1`.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period.
    revenue, labour_cost, capital : column name
        Three of the panel's ``variables``, above 0: value added, what labour costs (which also
        stands for how much labour there is, so that skill is counted by pay), and the capital
        stock. Each may be in a unit of its own, but ``revenue`` and ``labour_cost`` must share one
        for the output wedge, and all three for the capital wedge; gains need none.
    labour_share : number, mapping, Series or ProductionEstimate
        :math:`1 - \alpha_s`, between 0 and 1: one for all, or one for each sector. Take it from
        where wedges are small, not from shares in the firms' own revenue, or a sector's common
        wedge is taken for technology. Of an estimate, for all or by the same ``groups``, it is the
        part of free inputs in the sum of elasticities; its error is not counted.
    groups : column name, optional
        One of the panel's group columns, the sector. Without it all firms are the sector ``"all"``.
    sigma : float, default 3
        Elasticity of substitution between firms of a sector, above 1. Gains rise with it.
    rental : float, default 0.1
        What capital costs a year. It shifts the capital wedge and nothing else.
    trim : float, default 0.01
        What part of a period's rows is left out at each end of log TFPR and of log TFPQ, both
        against the sector's, below 0.5; sectors are pooled. 0 leaves out nothing.
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
        One of the panel's group columns, within each of which firms are resampled.
    threads : int, optional
        Processors to use; all by default. The result does not depend on it.
    progress : bool, optional
        Whether a bar is shown; by default when the work takes longer than two seconds.

    Returns
    -------
    Misallocation
        Gains by sector and in all, dispersions, and each row's wedges and productivities.

    Raises
    ------
    UnknownLabel
        When the panel has no such variable or group column, or ``labour_share`` lacks a sector.
    InvalidInput
        When a variable is not above 0, no row has all three, or a parameter is out of range.
    WrongType
        When ``panel`` is no panel or an option is of the wrong kind.

    Notes
    -----
    The model is that of :cite:t:`hsieh2009`. From revenue :math:`PY`, cost of labour :math:`wL` and
    capital,

    .. math::

        1 - \tau_Y = \frac{\sigma}{\sigma-1} \frac{wL}{(1-\alpha) PY}, \quad
        1 + \tau_K = \frac{\alpha}{1-\alpha} \frac{wL}{RK}, \quad
        TFPR = \frac{PY}{K^\alpha (wL)^{1-\alpha}}, \quad
        A = \frac{(PY)^{\sigma/(\sigma-1)}}{K^\alpha (wL)^{1-\alpha}},

    and :math:`\overline{TFPR}_s` is the sector's revenue over its inputs,
    :math:`\sum PY / [(\sum K)^\alpha (\sum wL)^{1-\alpha}]`, which is the same as the usual one by
    revenue-weighted marginal products. ``log_tfpr`` is :math:`\ln (TFPR / \overline{TFPR}_s)`,
    ``log_tfpq`` is :math:`\ln (A M^{1/(\sigma-1)} / \bar A_s)` with :math:`M` the number of firms.

    Where :math:`A`, TFPR and :math:`1 + \tau_K` are jointly lognormal, the log gain of a sector is

    .. math::

        \frac{\sigma}{2} \mathrm{Var} \ln TFPR
            + \frac{\alpha(1-\alpha)}{2} \mathrm{Var} \ln (1 + \tau_K)

    in the limit of many firms, whatever the covariances; ``lognormal`` is that number.

    A gain is at least 0, and 0 where marginal products of both inputs are equal. It does not change
    when one variable is multiplied by a constant for all firms of a sector. It reads as distortion
    whatever moves revenue off its inputs: errors of measurement, costs of adjustment, overhead
    inputs, differences in technology or markups within a sector.

    Trimming is decided once, on all rows, with averages taken before it; all that is shown rests on
    the rows kept, except that ``firms`` has every row. Rows with a missing number are left out.
    Both are counted in ``meta.dropped``. A sector without rows in a period has no gain (NaN) and no
    part in the total; one with a single row has a gain of 0.

    The bootstrap draws clusters of firms with all their rows :cite:p:`efron1993`, as in
    `melitz_polanec`; gains of small sectors are biased downwards in resamples, as repeated firms
    are equal to each other.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import FirmPanel, misallocation
    >>> table = pd.DataFrame({"firm": ["a", "b"], "year": 2000, "value_added": [4.0, 16.0],
    ...                       "wages": 4.0, "capital": 4.0})
    >>> panel = FirmPanel.from_frame(table, "firm", "year",
    ...                              variables=["value_added", "wages", "capital"])
    >>> found = misallocation(panel, revenue="value_added", labour_cost="wages",
    ...                       capital="capital", labour_share=0.5, trim=0)
    >>> found.total["gain"].round(4)
    period
    2000    0.4422
    Name: gain, dtype: float64
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    sigma = number(sigma, "sigma", low=1, open_low=True)
    rental = number(rental, "rental", low=0, open_low=True)
    trim = number(trim, "trim", low=0, high=0.5, open_high=True)
    named = {"revenue": revenue, "labour_cost": labour_cost, "capital": capital}
    columns = {role: bounded(panel, name, role) for role, name in named.items()}
    labels, group = one_group(panel, groups)
    plan = plan_of(panel, bootstrap, seed, level, interval, strata)
    known: NDArray[np.bool_] = ~np.isnan(sum(columns.values(), np.zeros(len(panel))))
    if not known.any():
        raise InvalidInput(
            "`revenue`, `labour_cost` and `capital` must be there together in some row: none has "
            "all three; choose other variables"
        )
    shares = _labour_shares(labour_share, labels.take(np.unique(group[known])), labels)
    workers = threads_of(threads)
    counts = (len(panel.firms), len(panel.periods), len(labels))
    with reporter(progress, "bootstrap") as report:
        wedges, kept, described, gains, draws = _core.misallocation(
            panel.firm[known],
            panel.period[known],
            group[known],
            columns["revenue"][known],
            columns["labour_cost"][known],
            columns["capital"][known],
            counts,
            shares,
            sigma,
            rental,
            trim,
            plan,
            workers,
            report,
        )
    cells = pd.MultiIndex.from_product([panel.periods, labels], names=["period", "sector"])
    table = _described(gains, draws, plan)
    of_sectors = pd.DataFrame(
        described,
        index=cells,
        columns=["n_rows", "revenue_share", "sd_tfpr", "sd_tfpq", "lognormal"],
    ).astype({"n_rows": "int64"})
    sectors = pd.concat([of_sectors, table.iloc[: len(cells)].set_index(cells)], axis=1)
    contribution = sectors["revenue_share"] * sectors["log_gain"]
    rows = of_sectors["n_rows"].to_numpy().reshape(len(panel.periods), -1).sum(axis=1)
    periods = panel.periods.rename("period")
    dropped = {f"{named[role]} missing": int(np.isnan(c).sum()) for role, c in columns.items()}
    alone = int((of_sectors["n_rows"] == 1).sum())
    notes = [f"{alone} of {len(cells)} sectors and periods have one row: no gain there"]
    return Misallocation(
        total=table.iloc[len(cells) :].set_index(periods).assign(n_rows=rows),
        sectors=sectors.assign(contribution=contribution),
        firms=_on_rows(panel, known, wedges, kept),
        draws=np.expm1(draws),
        meta=Meta(
            method="hsieh-klenow",
            options=plan.options(
                groups=groups,
                labour_share=labour_share
                if isinstance(labour_share, int | float)
                else dict(zip(labels, shares, strict=True)),
                sigma=sigma,
                rental=rental,
                trim=trim,
                strata=strata,
            ),
            counts={"firms": len(panel.firms), "rows": int(kept.sum()), "sectors": len(labels)},
            dropped=panel.dropped | dropped | {"trimmed": int((~kept).sum())},
            seed=plan.entropy,
            sources=("hsieh2009", "efron1993") if len(draws) else ("hsieh2009",),
            notes=tuple(notes) if alone else (),
        ),
    )


def _described(gains: _Floats, draws: _Floats, plan: Plan) -> pd.DataFrame:
    """Return gains as parts of output with their spread, from gains in logs."""
    values = np.expm1(gains)
    around = spread(values, np.expm1(draws), plan)
    return pd.DataFrame(
        {
            "gain": values,
            "se": around.error,
            "lo": around.low,
            "hi": around.high,
            "log_gain": gains,
        }
    )


def _on_rows(
    panel: FirmPanel, known: NDArray[np.bool_], wedges: _Floats, kept: NDArray[np.bool_]
) -> pd.DataFrame:
    """Label what the kernel says of rows by the user's own."""
    places = panel.positions[known]
    whole = np.full((4, len(panel.index)), np.nan)
    whole[:, places] = wedges.T
    names = ["output_wedge", "capital_wedge", "log_tfpr", "log_tfpq"]
    table = pd.DataFrame(whole.T, index=panel.index, columns=names, copy=False)
    left = np.zeros(len(panel.index), bool)
    left[places] = kept
    return table.assign(kept=left)


def _labour_shares(given: object, sectors: Index, labels: Index) -> _Floats:
    """Return one labour share a sector; a sector without rows may lack its own."""
    if isinstance(given, ProductionEstimate):
        given = given._free_shares()
    if not isinstance(given, Mapping | pd.Series):
        share = number(given, "labour_share", low=0, high=1, open_low=True, open_high=True)
        return np.full(len(labels), share)
    of_sector = given if isinstance(given, Mapping) else given.to_dict()
    if isinstance(given, pd.Series) and not given.index.is_unique:
        raise InvalidInput("`labour_share` has more than one value for a sector; keep one of each")
    lacking = [sector for sector in sectors if sector not in of_sector]
    if lacking:
        raise UnknownLabel(
            f"`labour_share` must have a value for each sector: none for {shown(lacking[0])}"
            f"{f' and {len(lacking) - 1} more' if len(lacking) > 1 else ''}. "
            f"{listing('Sectors there are', list(of_sector))}; add it"
        )
    shares = []
    for sector in labels:
        # A category without rows has no firms to take a share for.
        role, share = f"labour_share[{shown(sector)}]", of_sector.get(sector, 0.5)
        shares.append(number(share, role, low=0, high=1, open_low=True, open_high=True))
    return np.array(shares)
