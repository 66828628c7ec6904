"""Levels of productivity between and within types of firms."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from weakties import _core
from weakties._arguments import instance
from weakties._arguments import threads as threads_of
from weakties._progress import reporter
from weakties._results import Meta

from .asked import (
    columns_asked,
    level_cells,
    pair_cells,
    part_cells,
    refuse_class_all,
    with_level,
)
from .columns import Groups
from .decomposition.result import Decomposition
from .estimates import Estimates, estimated, undefined_note
from .panel import FirmPanel
from .periods import Periods, pairs_of
from .resample import plan as plan_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PARTS = ["mean", "covariance", "between", "aggregate"]


@dataclass(frozen=True, eq=False, repr=False)
class TypesDecomposition(Decomposition):
    """Levels taken apart between and within types, for each group and period.

    Attributes
    ----------
    types : Estimates
        By group, type and period: ``share`` of the group's weight, ``mean``, ``covariance`` and
        ``aggregate`` of the type.
    changes : Estimates
        By group and pair of periods: the change of each component.
    classes : dict
        For each type, what it adds to each component and its change: a G-th of its mean and of its
        covariance, and its part of the sum ``between``.
    """

    types: Estimates
    changes: Estimates

    title: ClassVar[str] = "Productivity: between and within types of firms"
    whole: ClassVar[str] = "aggregate"

    def _by_pair(self) -> dict[str, pd.DataFrame]:
        """Return levels, and below them changes."""
        tables = super()._by_pair()
        return {
            field: pd.concat([table, getattr(self.changes, field)])
            for field, table in tables.items()
        }

    def _tidy_counts(self) -> pd.DataFrame:
        # Firms are counted in a level, not in a change of two.
        sizes = self.counts[["n_firms"]].reset_index(drop=True)
        return sizes.reindex(range(len(sizes) + len(self.changes.value)))

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.components import stacked

        return stacked(self.changes, "aggregate", "Change of productivity (in its own unit)", ax)


def across_types(
    panel: FirmPanel,
    types: Hashable,
    *,
    groups: Groups = None,
    periods: Periods = None,
    bootstrap: int = 0,
    seed: object = None,
    level: float = 0.95,
    interval: str = "percentile",
    strata: Hashable | None = None,
    threads: int | None = None,
    progress: bool | None = None,
) -> TypesDecomposition:
    r"""Decompose productivity between and within types, such as technologies or size classes.

    .. math::

        P_t
            = \underbrace{\frac{1}{G} \sum_g \bar p_{gt}}_{\text{mean}}
            + \underbrace{\frac{1}{G} \sum_g \mathrm{cov}_{gt}}_{\text{covariance}}
            + \underbrace{\sum_g \Bigl(S_{gt} - \frac{1}{G}\Bigr)
              \Bigl(P_{gt} - \frac{1}{G} \sum_h P_{ht}\Bigr)}_{\text{between}}

    where :math:`S_{gt}` is the share of type :math:`g` in the group's weight, :math:`P_{gt}` its
    weighted and :math:`\bar p_{gt}` its unweighted mean of productivity, and
    :math:`\mathrm{cov}_{gt} = P_{gt} - \bar p_{gt}` its covariance of Olley and Pakes. The part
    between is positive where the more productive types are the larger ones.

    Parameters
    ----------
    panel : FirmPanel
        Firms by period, with productivity and weights.
    types : column name
        One of the panel's group columns: the type of a firm, which may change over time. Size
        classes are made by `size_class`.
    groups : column name or list of column names, optional
        Others, within each of whose groups, or seen combinations, types are compared; without it
        all firms form the group ``"all"``.
    periods : {"adjacent", "all"}, int, pair or list of pairs of periods, optional
        Which changes are given: from each period to the next, between all, over so many periods, or
        those named; from the first to the last by default.
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
        One of the panel's group columns, within each of which firms are resampled. A firm belongs
        where its first row does.
    threads : int, optional
        Processors to use; all by default. The result does not depend on it.
    progress : bool, optional
        Whether a bar is shown; by default when the work takes longer than two seconds.

    Returns
    -------
    TypesDecomposition
        Components ``mean``, ``covariance``, ``between`` and their sum ``aggregate`` by group and
        period, in the unit of productivity; their ``changes``; the ``types`` themselves; what each
        adds in ``classes``, and so in the rows of the tidy table; counts ``n_firms`` and
        ``n_types``.

    Raises
    ------
    UnknownLabel
        When the panel has no such group column or period.
    InvalidInput, WrongType
        When the panel has one period only, an option is out of range or of the wrong kind, or
        strata tear clusters apart.

    Notes
    -----
    The decomposition is that of :cite:t:`collardwexler2015`, with both of their steps in one. Every
    type has the same weight in ``mean`` and ``covariance``, however small it is.

    A type adds :math:`\bar p_{gt} / G` to the mean, :math:`\mathrm{cov}_{gt} / G` to the covariance
    and its summand to ``between``, together its part of the aggregate; one that is not there adds
    0. In these rows of the tidy table types add up to all firms, in every component.

    :math:`G` counts the types with a firm in the group and period. A change therefore also holds
    the coming and going of whole types; ``n_types`` tells where that happens. Where the firms of a
    type weigh nothing, all but the mean and the aggregate are not defined (NaN); a group without
    firms in a period has no components.

    The bootstrap draws clusters (firms, unless the panel says otherwise) with all their rows, with
    replacement :cite:p:`efron1993`. Resamples in which a type has lost all its firms are left out
    of the spread, which ``meta.notes`` then says.

    Examples
    --------
    >>> from weakties.datasets import synthetic_firms
    >>> from weakties.productivity import FirmPanel, across_types
    >>> panel = FirmPanel.from_frame(synthetic_firms(60, 2, 2), "firm", "period",
    ...                              "log_productivity", weight="employees", group="group")
    >>> across_types(panel, "group").components.round(4)
                    mean  covariance  between  aggregate
    group period
    all   0      -0.0137      0.2811   0.0022     0.2696
          1      -0.0093      0.2950   0.0013     0.2870
    """
    instance(panel, "panel", FirmPanel, "FirmPanel.from_frame")
    kinds = panel._group(types, "types")
    refuse_class_all(kinds[0], "types")
    pairs = pairs_of(panel.periods, periods)
    columns, labels = columns_asked(panel, groups, kinds)
    plan = plan_of(panel, bootstrap, seed, level, interval, strata)
    workers = threads_of(threads)
    with reporter(progress, "bootstrap") as report:
        values, counts, draws = _core.across_types(
            columns, len(kinds[0]), pairs, plan, workers, report
        )
    levels = level_cells(panel, labels)
    moves = pair_cells(panel, labels, pairs)
    inner = part_cells(panel, labels, "type", kinds[0])
    first = 0

    def read(cells: pd.MultiIndex, names: list[str]) -> tuple[Estimates, pd.DataFrame]:
        """Return the next rows of the kernel, and what they rest on."""
        nonlocal first
        rows = slice(first, first := first + len(cells))
        sizes = pd.DataFrame(
            counts[rows].astype("int64"), index=cells, columns=["n_firms", "n_types"]
        )
        return estimated(values[rows], draws[:, rows], plan, cells, names), sizes

    whole, sizes = read(levels, _PARTS)
    within, _ = read(inner, ["share", "mean", "covariance", "aggregate"])
    change, _ = read(moves, _PARTS)
    added, added_sizes = read(with_level(levels, "type", kinds[0]), _PARTS)
    moved, _ = read(with_level(moves, "type", kinds[0]), _PARTS)
    everybody = TypesDecomposition(
        **whole.fields(),
        counts=sizes,
        types=within,
        changes=change,
        meta=Meta(
            method="collard-wexler-de-loecker",
            options=plan.options(types=types, groups=groups, strata=strata),
            counts={"firms": len(panel.firms), "rows": len(panel), "types": len(kinds[0])},
            dropped=panel.dropped,
            seed=plan.entropy,
            sources=("collardwexler2015", *(("efron1993",) if len(draws) else ())),
            notes=undefined_note(whole, within, change),
        ),
    )
    for at, kind in enumerate(kinds[0]):
        own = slice(at, None, len(kinds[0]))
        everybody.classes[kind] = replace(
            everybody,
            **added._part(own, levels).fields(),
            counts=added_sizes.iloc[own].set_axis(levels),
            changes=moved._part(own, moves),
            classes={},
        )
    return everybody
