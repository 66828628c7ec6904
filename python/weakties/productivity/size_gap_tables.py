"""The tables that tell of the gap between small and large firms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import pandas as pd

from weakties._results import Result

from .estimates import Estimates

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TABLES = ("gap", "changes", "classes", "contributions", "moves", "migration", "what_if")


@dataclass(frozen=True, eq=False, repr=False)
class SizeGap(Result):
    """The gap between size classes, how it changes, who moves, and what would close it.

    Attributes
    ----------
    gap : Estimates
        By group, class and period, what the reference is above the class: in the unweighted
        ``mean``, in the ``covariance``, and in both, ``gap``; and ``relative``, the class as a
        part of the reference.
    changes : Estimates
        By group, class and pair of periods: the change of mean, covariance and gap.
    classes : Estimates
        By group, class and period: ``share`` of the weight, ``mean``, ``covariance``,
        ``aggregate``.
    contributions : Estimates
        By group, pair and class: what the class adds to the change of the aggregate, ``within``
        it, ``between`` classes and in ``total``.
    moves : Estimates
        By group, pair and class: the same total by what firms do.
    migration : Estimates
        By group, pair and classes ``from`` and ``to``: ``part`` of the firms of the first class,
        shares of the weight and unweighted means at both ends, and the change of the mean.
    what_if : Estimates
        By group, class, period and ``scenario``: the ``gain`` of the aggregate, that
        ``aggregate``, the ``gap`` that is left, and the class ``relative`` to the reference.
    counts : pandas.DataFrame
        Firms by group, class and period.
    flows : pandas.DataFrame
        Firms by group, pair and classes from and to.
    meta : Meta
        How the result was made.
    """

    gap: Estimates
    changes: Estimates
    classes: Estimates
    contributions: Estimates
    moves: Estimates
    migration: Estimates
    what_if: Estimates
    counts: pd.DataFrame
    flows: pd.DataFrame

    title: ClassVar[str] = "The gap in productivity between size classes"

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each estimate of each table.

        Returns
        -------
        pandas.DataFrame
            ``table``, the labels of its cells, ``component``, ``value``, ``se``, ``lo``, ``hi``;
            labels that a table does not have are missing.
        """
        frames = {name: getattr(self, name).to_frame() for name in _TABLES}
        for name, frame in frames.items():
            frame.insert(0, "table", name)
        groups = self.gap.value.index.names[:-2]
        labels = ["table", *groups, "class", "period", "t0", "t1", "from", "to", "scenario"]
        ends = ["component", "value", "se", "lo", "hi"]
        full = [frame.reindex(columns=[*labels, *ends]) for frame in frames.values() if len(frame)]
        alike = [frame.astype(dict.fromkeys(labels, object)) for frame in full]
        return pd.DataFrame(pd.concat(alike, ignore_index=True))

    def _shown(self) -> pd.DataFrame:
        if not len(self.gap.draws):
            return self.gap.value
        return pd.concat([self.gap.value, self.gap.se.add_suffix(" se")], axis=1)

    def _adding_up(self) -> tuple[pd.DataFrame, pd.Series[float]]:
        return self.gap.value[["mean", "covariance"]], self.gap.value["gap"]

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.components import stacked

        label = f"{self.meta.options['reference']} above the class (in the unit of productivity)"
        return stacked(self.gap, "gap", label, ax, leave_out=("relative",))
