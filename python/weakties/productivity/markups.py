"""Markups from output elasticities: what firms charge over marginal cost."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import flag, instance, number
from weakties._results import Meta, Result
from weakties._wording import did_you_mean, listing, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

from .panel import FirmPanel
from .production.result import ProductionEstimate
from .variables import aligned, bounded, one_group

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Floats = NDArray[np.float64]

_COLUMNS = [
    "n_rows",
    "mean",
    "sd",
    "p10",
    "p25",
    "median",
    "p75",
    "p90",
    "revenue_weighted",
    "cost_weighted",
]


@runtime_checkable
class Estimated(Protocol):
    """What an estimate of a production function gives: elasticities and first-stage residuals."""

    @property
    def panel(self) -> FirmPanel:
        """The panel it was estimated on."""
        ...

    @property
    def residual(self) -> pd.Series[float]:
        """What the first stage took for measurement error, on the user's rows."""
        ...

    def elasticity(self, input: Hashable) -> pd.Series[float]:
        """Return the output elasticity of an input, on the user's rows."""
        ...


@dataclass(frozen=True, eq=False, repr=False)
class Markups(Result):
    """Markups of firms, and how they are spread.

    Attributes
    ----------
    markup : pandas.Series
        Price over marginal cost, on the rows of the user's table; NaN where a row was dropped or
        lacks what it is made of.
    distribution : pandas.DataFrame
        By group and period: ``n_rows``, ``mean``, ``sd``, the quantiles ``p10`` to ``p90``, and
        the means weighted by revenue and by what the input costs (``revenue_weighted``,
        ``cost_weighted``).
    errors : pandas.DataFrame
        The standard error of each of these statistics that comes of the elasticity's; NaN where
        the estimate has fewer than two resamples, or is none of this package.
    meta : Meta
        How the result was made.
    """

    markup: pd.Series[float]
    distribution: pd.DataFrame
    errors: pd.DataFrame

    title: ClassVar[str] = "Markups: price over marginal cost"

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each group, period and statistic.

        Returns
        -------
        pandas.DataFrame
            ``group``, ``period``, ``component`` (which statistic), ``value``, ``se`` and
            ``n_rows``.
        """
        counts = self.distribution["n_rows"]
        names = list(self.distribution.columns.drop("n_rows"))
        frame = self.distribution.index.repeat(len(names)).to_frame(index=False)
        frame["component"] = names * len(self.distribution)
        frame["value"] = self.distribution[names].to_numpy().ravel()
        frame["se"] = self.errors[names].to_numpy().ravel()
        return frame.assign(n_rows=np.repeat(counts.to_numpy(), len(names)))

    def _shown(self) -> pd.DataFrame:
        return self.distribution

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.sectors import markups

        return markups(self, ax)


def markups(
    estimate: object,
    input: Hashable,
    *,
    expenditure: Hashable,
    revenue: Hashable,
    panel: FirmPanel | None = None,
    residual: object = None,
    correct: bool = True,
    groups: Hashable | None = None,
) -> Markups:
    r"""Return markups: an input's output elasticity over its share in expected revenue.

    .. math::

        \mu_{it} = \theta_{it}
            \frac{P_{it} Q_{it} / \exp(\hat\varepsilon_{it})}{P^X_{it} X_{it}}

    with :math:`\theta` the output elasticity of the input, :math:`P Q` revenue, :math:`P^X X` what
    the input costs, and :math:`\hat\varepsilon` the part of log output that the firm did not know
    when it chose the input.

    Parameters
    ----------
    estimate : estimate of a production function, number, mapping, Series or array
        Whatever has ``elasticity(input)``, ``residual`` and ``panel``, such as an estimate of this
        package, by group or for all; or elasticities from elsewhere: one number, one number for
        each input by name, or one for each row of the table that the panel was made from. These
        need ``panel``.
    input : name
        The input, as the estimate names it. It must be free of adjustment costs, such as materials.
    expenditure, revenue : column name
        Two of the panel's ``variables``, above 0 and in the same currency: what the input costs and
        what output sells for.
    panel : FirmPanel, optional
        Firms by period. The estimate's own by default.
    residual : Series or array, optional
        :math:`\hat\varepsilon` for each row of the table that the panel was made from, in logs.
        The estimate's own by default.
    correct : bool, default True
        Whether revenue is divided by :math:`\exp(\hat\varepsilon)`.
    groups : column name, optional
        One of the panel's group columns, by which the distribution is described.

    Returns
    -------
    Markups
        The markup of each row, of no unit: 1 is a price at marginal cost; and how they are spread.
        Where the estimate has a bootstrap, with standard errors.

    Raises
    ------
    UnknownLabel
        When the panel has no such variable or group column, or a mapping no such input.
    InvalidInput
        When expenditure or revenue is not above 0, Series do not fit the panel's table, ``panel``
        is missing, or ``correct`` is asked for without residuals.
    WrongType
        When ``estimate`` is none of these, or an option is of the wrong kind.

    Notes
    -----
    The formula is that of :cite:t:`deloecker2012`, eq. (4) in the working paper (NBER 15198): a
    firm that minimises cost sets an input's elasticity equal to the input's share in revenue times
    the markup. It says nothing about demand.

    - The elasticity is that of output in quantities. Where revenue deflated by a common price
      stands in for quantity, what is estimated is the elasticity of revenue. A firm that maximises
      profit sets that equal to the input's share in revenue, so that the ratio says nothing about
      markups :cite:p:`bond2021`. Differences between firms under one elasticity are then those of
      shares in revenue.
    - Inputs give different markups: labour with hiring costs, or with buyers of labour that have
      power over wages, reads as a markup. Compare two inputs.
    - Where elasticities are not above 0, which translog ones may be, markups are not either; they
      stay in the result, and ``meta.notes`` counts them.

    Standard errors are the standard deviations of the statistics over the resamples of the
    estimate, each with the elasticities of its coefficients: what they leave out is that other
    firms might have been there, and the error of the residuals, which stay as they are
    :cite:p:`efron1993`. In resamples without an estimate there is no markup; they are left out.

    Rows in which something is missing have no markup (NaN) and are counted in ``meta.dropped``.
    Quantiles are interpolated as numpy does; the standard deviation divides by one less than the
    number of rows. Groups without rows in a period have no statistics (NaN), those with one row no
    standard deviation.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import FirmPanel, markups
    >>> table = pd.DataFrame({"firm": ["a", "b"], "year": 2000, "sales": [100.0, 80.0],
    ...                       "materials": [50.0, 32.0]})
    >>> panel = FirmPanel.from_frame(table, "firm", "year", variables=["sales", "materials"])
    >>> markups(0.6, "materials", expenditure="materials", revenue="sales", panel=panel,
    ...         correct=False).markup
    0    1.2
    1    1.5
    Name: markup, dtype: float64
    """
    correct = flag(correct, "correct")
    estimated = estimate if isinstance(estimate, Estimated) else None
    if panel is None:
        if estimated is None:
            raise InvalidInput(
                "`panel` must be given with elasticities that are no estimate of this package: got "
                "none; pass panel=FirmPanel.from_frame(…)"
            )
        panel = estimated.panel
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    theta = _elasticity(panel, estimate, input)
    spent = bounded(panel, expenditure, "expenditure")
    sold = bounded(panel, revenue, "revenue")
    if residual is None and estimated is not None:
        residual = estimated.residual
    if correct and residual is None:
        raise InvalidInput(
            "`residual` must be given to correct revenue for measurement error: got none; pass the "
            "residuals of the first stage, or correct=False"
        )
    error = aligned(panel, residual, "residual") if correct else np.zeros(len(panel))
    if len(error) and np.isnan(error).all():
        raise InvalidInput(
            "`residual` must be there in some row to correct revenue for measurement error: none "
            "is, as in estimates by index numbers; pass correct=False"
        )
    labels, group = one_group(panel, groups)
    cells = pd.MultiIndex.from_product([labels, panel.periods], names=["group", "period"])
    cell = group * len(panel.periods) + panel.period

    def spread_of(theta: _Floats) -> tuple[_Floats, _Floats]:
        return _core.markups(theta, sold, error, spent, cell, len(cells))

    values, table = spread_of(theta)
    draws = (
        [spread_of(drawn)[1] for drawn in estimate._elasticities_drawn(input, panel)]
        if isinstance(estimate, ProductionEstimate)
        else []
    )
    errors = np.full(table.shape, np.nan)
    if len(draws) > 1:
        errors = np.std(draws, axis=0, ddof=1)
    distribution = pd.DataFrame(table, index=cells, columns=_COLUMNS).astype({"n_rows": "int64"})
    missing = {
        f"{name} missing": int(np.isnan(column).sum())
        for name, column in (
            ("elasticity", theta),
            (revenue, sold),
            (expenditure, spent),
            ("residual", error),
        )
    }
    low = int((values <= 0).sum())
    notes = [f"{low} markups are not above 0, as their elasticities are not"] if low else []
    if not correct:
        notes.append("revenue is not corrected for measurement error")
    return Markups(
        markup=panel._per_row(values, "markup"),
        distribution=distribution,
        errors=pd.DataFrame(errors, index=cells, columns=_COLUMNS).drop(columns="n_rows"),
        meta=Meta(
            method="de-loecker-warzynski",
            options={
                "input": input,
                "expenditure": expenditure,
                "revenue": revenue,
                "correct": correct,
                "groups": groups,
            },
            counts={
                "firms": len(panel.firms),
                "rows": len(panel),
                "markups": int((~np.isnan(values)).sum()),
                "resamples": len(draws),
            },
            dropped=panel.dropped | missing,
            sources=("deloecker2012", "efron1993") if len(draws) > 1 else ("deloecker2012",),
            notes=tuple(notes),
        ),
    )


def _elasticity(panel: FirmPanel, estimate: object, input: Hashable) -> _Floats:
    """Return one elasticity a sorted row, whatever it was given as."""
    if isinstance(estimate, Estimated):
        return aligned(panel, estimate.elasticity(input), "estimate")
    if isinstance(estimate, Mapping):
        there = list(estimate)
        try:
            estimate = estimate[input]
        except TypeError:
            raise WrongType(
                f"`input` must be a name: got {type(input).__name__}; give that of one input"
            ) from None
        except KeyError:
            raise UnknownLabel(
                f"`input`: `estimate` has no elasticity of {shown(input)}."
                f"{did_you_mean(input, there)} {listing('Inputs there are', there)}; name one"
            ) from None
    if isinstance(estimate, int | float | np.number):
        return np.full(len(panel), number(estimate, "estimate"))
    return aligned(panel, estimate, "estimate")
