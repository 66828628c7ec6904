"""What every decomposition gives: components, their spread, and what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._results import Result
from weakties.productivity.resample import Plan, spread

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes


@dataclass(frozen=True, eq=False, repr=False)
class Decomposition(Result):
    """Base of the decompositions; one row a cell (a group in a period or pair of periods).

    Attributes
    ----------
    components : pandas.DataFrame
        The components and their sum, by cell; NaN where a component is not defined.
    se, lo, hi : pandas.DataFrame
        Bootstrap standard errors and intervals of the same shape; NaN without a bootstrap.
    counts : pandas.DataFrame
        How many firms and what shares each cell rests on.
    draws : numpy.ndarray
        The resampled components, replicate × cell × component; of length 0 without a bootstrap.
    meta : Meta
        How the result was made.
    """

    components: pd.DataFrame
    se: pd.DataFrame
    lo: pd.DataFrame
    hi: pd.DataFrame
    counts: pd.DataFrame
    draws: NDArray[np.float64]

    whole: ClassVar[str]
    """The component that the others add up to."""

    @property
    def replicates(self) -> xr.DataArray:
        """The resampled components with named dimensions: replicate, cell, component.

        Each cell carries its group and periods as coordinates. The array is that of ``draws``.
        """
        import xarray as xr

        index = self.components.index
        cells = {
            str(name): ("cell", index.get_level_values(level).to_numpy())
            for level, name in enumerate(index.names)
        }
        return xr.DataArray(
            self.draws,
            dims=("replicate", "cell", "component"),
            coords={**cells, "component": list(self.components.columns)},
            name=self.meta.method,
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each cell and component.

        Returns
        -------
        pandas.DataFrame
            The method, group and period or pair (``t0``, ``t1``), component, value, standard error
            ``se``, interval ``lo`` to ``hi``, and the counts that every method has.
        """
        columns = list(self.components.columns)
        index = self.components.index.repeat(len(columns))
        frame = index.to_frame(index=False)
        frame.insert(0, "method", self.meta.method)
        frame["component"] = columns * len(self.components)
        for name, table in (
            ("value", self.components),
            ("se", self.se),
            ("lo", self.lo),
            ("hi", self.hi),
        ):
            frame[name] = table.to_numpy().ravel()
        for count, values in self._tidy_counts().items():
            frame[count] = np.repeat(values.to_numpy(), len(columns))
        return frame

    def _tidy_counts(self) -> pd.DataFrame:
        return self.counts

    def _shown(self) -> pd.DataFrame:
        if not len(self.draws):
            return self.components
        both = pd.concat({"estimate": self.components, "se": self.se})
        both.index.names = ["", *self.components.index.names]
        cells = len(self.components)
        # The error below its estimate, and which of the two it is after the labels of the cell.
        places = np.arange(2 * cells).reshape(2, cells).T.ravel()
        levels = [*range(1, both.index.nlevels), 0]
        return both.iloc[places].reorder_levels(levels)

    def _adding_up(self) -> tuple[pd.DataFrame, pd.Series[float]]:
        parts = self.components.drop(columns=self.whole)
        return parts, self.components[self.whole]


@dataclass(frozen=True, eq=False, repr=False)
class StaticDecomposition(Decomposition):
    """A level taken apart, for each group and period; see `Decomposition`."""

    title: ClassVar[str] = "Productivity: what the level is made of"
    whole: ClassVar[str] = "aggregate"

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.contributions import levels

        return levels(self, ax)


@dataclass(frozen=True, eq=False, repr=False)
class DynamicDecomposition(Decomposition):
    """A change taken apart, for each group and pair of periods; see `Decomposition`."""

    title: ClassVar[str] = "Productivity: what the change is made of"
    whole: ClassVar[str] = "total"

    def _tidy_counts(self) -> pd.DataFrame:
        sizes = ["n_firms", "n_survivors", "n_entrants", "n_exiters"]
        return self.counts[[*sizes, "share_survivors_t0", "share_survivors_t1"]]

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.contributions import changes

        return changes(self, ax)


def labelled(
    cells: pd.MultiIndex,
    names: list[str],
    values: NDArray[np.float64],
    draws: NDArray[np.float64],
    plan: Plan,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the fields of a `Decomposition` that hold numbers, and what to note about them."""
    around = spread(values, draws, plan)
    arrays = {
        "components": values,
        "se": around.error,
        "lo": around.low,
        "hi": around.high,
    }
    fields: dict[str, Any] = {
        field: pd.DataFrame(array, index=cells, columns=names) for field, array in arrays.items()
    }
    undefined = np.where(np.isnan(values), 0, around.undefined).max(axis=1)
    if not undefined.any():
        return fields | {"draws": draws}, ()
    note = (
        f"in {(undefined > 0).sum()} of {len(cells)} cells some resamples leave a component "
        f"undefined (at most {undefined.max()} of {len(draws)}); its spread is that of the others"
    )
    return fields | {"draws": draws}, (note,)
