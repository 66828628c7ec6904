"""Dispersion of productivity, taken apart into what lies within groups and between them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import flag, instance
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta
from weakties._wording import rows_text
from weakties.errors import InvalidInput

from .panel import FirmPanel
from .resample import Plan, spread, undefined_notes
from .resample import plan as plan_of
from .sectors import SectorDecomposition
from .variables import bounded, one_group

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_Floats = NDArray[np.float64]
_PARTS = ["within", "between"]


@dataclass(frozen=True, eq=False, repr=False)
class Dispersion(SectorDecomposition):
    """Dispersion within and between groups, for each period; see `SectorDecomposition`.

    The groups are what that calls sectors. Dispersion is a level.

    Attributes
    ----------
    sectors : pandas.DataFrame
        Of each sector, in the rows of ``contributions``: its share of output and of labour (or of
        the weight, and its mean productivity), and the dispersion ``inside`` it, NaN where it
        weighs nothing.
    counts : pandas.DataFrame
        How many rows each cell rests on, ``n_rows``.
    draws : numpy.ndarray
        The resampled components and total, replicate × cell × component; of length 0 without a
        bootstrap.
    """

    sectors: pd.DataFrame
    counts: pd.DataFrame
    draws: _Floats

    title: ClassVar[str] = "Productivity: dispersion within and between groups"

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.sectors import dispersion

        return dispersion(self, ax)


def theil(
    panel: FirmPanel,
    *,
    output: Hashable,
    labour: Hashable,
    groups: Hashable | None = None,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Dispersion:
    r"""Return Theil's index of labour productivity, within groups and between them.

    .. math::

        T = \sum_i y_i \ln \frac{y_i}{l_i}
          = \underbrace{\sum_g Y_g\, T_g}_{\text{within}}
          + \underbrace{\sum_g Y_g \ln \frac{Y_g}{L_g}}_{\text{between}}

    where :math:`y_i` and :math:`l_i` are a row's shares in output and labour of its period,
    :math:`Y_g` and :math:`L_g` those of a group, and :math:`T_g` is the index inside the group.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period; a table of sectors or regions is read as a panel whose firms they are.
    output, labour : column name
        Two of the panel's ``variables``, in levels and at least 0.
    groups : column name, optional
        One of the panel's group columns. Without it all is within the group ``"all"``.
    bootstrap : int, default 0
        How many resamples standard errors and intervals are taken from; 0 for none. Of use where
        the rows are a sample, such as of firms.
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
    Dispersion
        Components ``within`` and ``between`` and their total by period, and what each group adds,
        as its sector. Of no unit; 0 where all are equally productive, and at most :math:`-\ln` of
        the smallest :math:`l_i`.

    Raises
    ------
    UnknownLabel
        When the panel has no such variable or group column.
    InvalidInput, WrongType
        When output or labour is negative, a row has output without labour, or an option is out of
        range or of the wrong kind.

    Notes
    -----
    The index is that of :cite:t:`theil1967`. Its parts add up exactly, but for rounding, and the
    units of output and labour do not matter. A row without output adds nothing, though its labour
    counts. Rows in which output or labour is missing are left out and counted in ``meta.dropped``.
    A period without output, or with no rows left, has no index (NaN).

    The bootstrap draws clusters of firms with all their rows :cite:p:`efron1993`, as in
    `melitz_polanec`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import FirmPanel, theil
    >>> table = pd.DataFrame({"firm": [1, 2, 3, 4], "year": 2000, "sector": list("aabb"),
    ...                       "output": [2.0, 0, 3, 3], "hours": [1.0, 1, 1, 1]})
    >>> panel = FirmPanel.from_frame(table, "firm", "year", variables=["output", "hours"],
    ...                              group="sector")
    >>> found = theil(panel, output="output", labour="hours", groups="sector")
    >>> found.components[["value", "share"]].round(4).droplevel(["method", "group"])
                          value   share
    t0   t1   component
    2000 2000 within     0.1733  0.5698
              between    0.1308  0.4302
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    y = bounded(panel, output, "output", zero=True)
    x = bounded(panel, labour, "labour", zero=True)
    idle = np.flatnonzero((x == 0) & (y > 0))
    if len(idle):
        raise InvalidInput(
            "`labour` must be above 0 where there is output: see "
            f"{rows_text(np.sort(panel.positions[idle]))}; leave such rows out of the panel, or "
            "correct them"
        )
    dropped = {
        f"{output} missing": int(np.isnan(y).sum()),
        f"{labour} missing": int(np.isnan(x).sum()),
    }
    plan = plan_of(panel, bootstrap, seed, level, interval, strata)
    names = ["output_share", "labour_share", "inside"]
    return _taken_apart(
        panel,
        groups,
        (y, x),
        plan,
        names,
        "theil",
        {"output": output, "labour": labour, "groups": groups, "strata": strata},
        dropped,
        threads,
        progress,
    )


def variance_decomposition(
    panel: FirmPanel,
    *,
    groups: Hashable | None = None,
    weighted: bool = True,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> Dispersion:
    r"""Return the variance of productivity, within groups and between them.

    .. math::

        \sum_i s_i (p_i - P)^2
          = \underbrace{\sum_g S_g V_g}_{\text{within}}
          + \underbrace{\sum_g S_g (P_g - P)^2}_{\text{between}}

    where :math:`s_i` is a row's share of its period, :math:`S_g` and :math:`P_g` are a group's
    share and its weighted mean of productivity, and :math:`V_g` is the variance inside it.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with productivity and weights.
    groups : column name, optional
        One of the panel's group columns. Without it all is within the group ``"all"``.
    weighted : bool, default True
        Whether shares are the panel's; otherwise all rows of a period count alike.
    bootstrap, seed, level, interval, strata, threads, progress
        As in `theil`.

    Returns
    -------
    Dispersion
        Components ``within`` and ``between`` and their total by period, and what each group adds,
        as its sector, in the unit of productivity squared. They are variances of what is there:
        the sum of squares is divided by the sum of weights, not by one less than a number of firms.

    Raises
    ------
    UnknownLabel
        When the panel has no such group column.
    InvalidInput, WrongType
        When the panel has no productivity or weights, or an option is out of range or of the wrong
        kind.

    Notes
    -----
    The law of total variance: the parts add up exactly, but for rounding, and adding a constant to
    all productivities changes nothing. A period with no rows has no variance (NaN). The bootstrap
    draws clusters of firms with all their rows :cite:p:`efron1993`, as in `melitz_polanec`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import FirmPanel, variance_decomposition
    >>> table = pd.DataFrame({"firm": [1, 2, 3, 4], "year": 2000, "sector": list("aabb"),
    ...                       "p": [0.0, 2, 3, 5], "size": 1})
    >>> panel = FirmPanel.from_frame(table, "firm", "year", "p", weight="size", group="sector")
    >>> variance_decomposition(panel, groups="sector").totals["total"].item()
    3.25
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    columns, _ = panel._columns(None)
    share = panel.share if flag(weighted, "weighted") else None
    size = np.ones(len(panel)) if share is None else share
    plan = plan_of(panel, bootstrap, seed, level, interval, strata)
    return _taken_apart(
        panel,
        groups,
        (size, columns.productivity),
        plan,
        ["share", "mean", "inside"],
        "variance",
        {"groups": groups, "weighted": weighted, "strata": strata},
        {},
        threads,
        progress,
    )


def _taken_apart(
    panel: FirmPanel,
    groups: Hashable | None,
    columns: tuple[_Floats, _Floats],
    plan: Plan,
    names: list[str],
    measure: str,
    options: dict[str, object],
    dropped: dict[str, int],
    threads: int | None,
    progress: bool | None,
) -> Dispersion:
    """Run the kernel on the rows that have both numbers, and label what it gives."""
    labels, group = one_group(panel, groups)
    size, level = columns
    known: NDArray[np.bool_] = ~(np.isnan(size) | np.isnan(level))
    counts = (len(panel.firms), len(panel.periods), len(labels))
    workers = threads_of(threads)
    with reporter(progress, "bootstrap") as report:
        values, details, draws = _core.between_within(
            panel.firm[known],
            panel.period[known],
            group[known],
            size[known],
            level[known],
            counts,
            measure,
            plan,
            workers,
            report,
        )
    around = spread(values, draws, plan)
    place = np.arange(len(panel.periods))
    rows = np.bincount(panel.period[known] * len(labels) + group[known], minlength=len(details))
    rows = rows.reshape(len(place), len(labels))
    period, sector = np.nonzero(rows)
    # A share in nothing is none.
    whole = np.where(values[:, 2] == 0, np.nan, values[:, 2])

    def index(at: NDArray[np.integer[Any]], **more: Any) -> pd.MultiIndex:
        """Name cells; a level has its period twice."""
        periods = panel.periods.take(at)
        levels: dict[str, Any] = {"method": [measure] * len(at), "group": ["all"] * len(at)}
        levels |= {"t0": periods, "t1": periods, **more}
        return pd.MultiIndex.from_arrays(list(levels.values()), names=list(levels))

    def table(adds: _Floats, at: NDArray[np.integer[Any]], **more: Any) -> pd.DataFrame:
        """Put what is added to both components below each other."""
        of_both = {name: each.repeat(2) for name, each in more.items()}
        cells = index(at.repeat(2), **of_both, component=_PARTS * len(at))
        shares = adds / whole[at, None]
        return pd.DataFrame(
            {"value": adds.ravel(), "growth": np.nan, "share": shares.ravel()}, index=cells
        )

    seen = details.reshape(len(place), len(labels), -1)[period, sector]
    labelled = labels.take(sector)
    ends = {"se": around.error, "lo": around.low, "hi": around.high}
    cells = index(place)
    notes: tuple[str, ...] = ()
    if empty := int(np.isnan(values[:, 2]).sum()):
        notes = (f"{empty} of {len(cells)} periods have nothing that weighs: not defined",)
    sources = ("theil1967",) if measure == "theil" else ()
    return Dispersion(
        contributions=table(seen[:, 3:], period, sector=labelled),
        components=table(values[:, :2], place).assign(
            **{name: each[:, :2].ravel() for name, each in ends.items()}
        ),
        totals=pd.DataFrame(
            {
                "start": np.nan,
                "end": np.nan,
                "total": values[:, 2],
                **{name: each[:, 2] for name, each in ends.items()},
                "growth": np.nan,
                "residual": values[:, 2] - values[:, :2].sum(axis=1),
                "sectors": (rows > 0).sum(axis=1),
            },
            index=cells,
        ),
        sectors=pd.DataFrame(seen[:, :3], index=index(period, sector=labelled), columns=names),
        counts=pd.DataFrame({"n_rows": rows.sum(axis=1)}, index=cells),
        draws=draws,
        meta=Meta(
            method=measure,
            options=plan.options(**options),
            counts={"firms": len(panel.firms), "rows": int(known.sum()), "groups": len(labels)},
            dropped=panel.dropped | dropped,
            seed=plan.entropy,
            sources=(*sources, "efron1993") if len(draws) else sources,
            notes=(*undefined_notes(values, around, len(draws)), *notes),
        ),
    )
