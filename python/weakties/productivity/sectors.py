"""What sectors, or other groups, add to a change or to a level: the shape of such results."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from weakties._results import Result

from .decomposition.stacked import with_errors


@dataclass(frozen=True, eq=False, repr=False)
class SectorDecomposition(Result):
    """Base of what is taken apart by sector, or by group of firms; the same tables for all.

    Cells are named by method, group, ``t0`` and ``t1``. A level has its period in both.

    Attributes
    ----------
    contributions : pandas.DataFrame
        What each sector adds to each component: ``value``; ``growth``, the value over productivity
        at the start, NaN for a level; and ``share`` in the total. Indexed by method, group, ``t0``,
        ``t1``, sector and component.
    components : pandas.DataFrame
        The same, added up over sectors, and the standard error ``se`` and interval ``lo`` to ``hi``
        of the value; NaN where none were asked for.
    totals : pandas.DataFrame
        By method, group, ``t0`` and ``t1``: productivity at the ``start`` and the ``end``, NaN for
        a level; the ``total`` that is taken apart with ``se``, ``lo`` and ``hi``; its ``growth``;
        the ``residual``, the total less all contributions; and how many ``sectors`` there are.
    meta : Meta
        How the result was made.
    """

    contributions: pd.DataFrame
    components: pd.DataFrame
    totals: pd.DataFrame

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each method, group, pair of periods, sector and component.

        Returns
        -------
        pandas.DataFrame
            The contributions with their index as columns.
        """
        return self.contributions.reset_index()

    def _shown(self) -> pd.DataFrame:
        if len(self.totals.index.unique("method")) > 1:
            return self.components.dropna(axis=1, how="all")
        values, errors = (
            self._wide(column).assign(total=self.totals[whole])
            for column, whole in (("value", "total"), ("se", "se"))
        )
        return with_errors(values, errors)

    def _wide(self, column: str) -> pd.DataFrame:
        """Return components as columns, in the order of the methods."""
        names = list(dict.fromkeys(self.components.index.get_level_values("component")))
        return pd.DataFrame(
            {name: self.components[column].xs(name, level="component") for name in names},
            index=self.totals.index,
        )

    def _adding_up(self) -> tuple[pd.DataFrame, pd.Series[float]]:
        return self._wide("value").fillna(0.0), self.totals["total"]
