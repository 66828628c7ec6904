"""What every decomposition gives: components, their spread, and what they rest on."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice
from weakties._results import Result
from weakties.errors import InvalidInput
from weakties.productivity.cell_rows import ALL
from weakties.productivity.resample import Plan, by_normal, spread, undefined_notes

from .stacked import by_cell, by_class, by_pair, with_errors

# In the order of tables and pictures: survivors, those who come and go, and the sum.
ALL_COMPONENTS = (
    "mean",
    "covariance",
    "within",
    "between",
    "cross",
    "technical_efficiency",
    "reallocation",
    "entry",
    "exit",
    "between_groups",
    "total",
    "aggregate",
)
# What every tidy table tells of the firms that a row rests on.
COUNTS = [
    "n_firms",
    "n_survivors",
    "n_entrants",
    "n_exiters",
    "share_survivors_t0",
    "share_survivors_t1",
]

if TYPE_CHECKING:
    from typing import Self

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
        Standard errors and intervals of the same shape; NaN where none were asked for.
    counts : pandas.DataFrame
        How many firms and what shares each cell rests on.
    draws : numpy.ndarray
        The resampled components, replicate × cell × component; of length 0 without a bootstrap.
    classes : dict
        What each class of firms, such as an age group, adds to the components: a decomposition of
        the same cells for each; empty where the method tells no classes apart.
    meta : Meta
        How the result was made.
    """

    components: pd.DataFrame
    se: pd.DataFrame
    lo: pd.DataFrame
    hi: pd.DataFrame
    counts: pd.DataFrame
    draws: NDArray[np.float64]
    classes: dict[Hashable, Self] = field(default_factory=dict, kw_only=True)

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

    @property
    def residual(self) -> pd.Series[float]:
        """The whole less the sum of its parts, by cell: rounding, or NaN where one is unknown.

        Where firms are told apart into classes, their parts are cells too.
        """
        parts, whole = self._adding_up()
        return (whole - parts.sum(axis=1, skipna=False)).rename("residual")

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each cell and component, with the same columns for every method.

        Returns
        -------
        pandas.DataFrame
            The ``method``; the group, in a column for each that is nested; ``t0`` and ``t1``, which
            are both the period of a level; where the method tells classes of firms apart,
            ``firm_class``, which is ``"all"`` or the class; ``component``, ``value``, standard
            error ``se``, interval ``lo`` to ``hi``; ``n_firms``, ``n_survivors``,
            ``n_entrants``, ``n_exiters`` and the survivors' part of the weight,
            ``share_survivors_t0`` and ``share_survivors_t1``; NaN where a method does not know
            them.
        """
        if self.classes:
            frames = {label: each._own_frame() for label, each in self._all_and_classes().items()}
            return by_class(frames, self._by_pair()["value"].shape[1])
        return self._own_frame()

    def _own_frame(self) -> pd.DataFrame:
        """Return the tidy table of all firms."""
        tables = self._by_pair()
        names = list(tables["value"].columns)
        cells = tables["value"].index
        frame = cells.repeat(len(names)).to_frame(index=False)
        frame.insert(0, "method", self.meta.method)
        frame["component"] = names * len(cells)
        for name, table in tables.items():
            frame[name] = table.to_numpy().ravel()
        counts = self._tidy_counts().reindex(columns=COUNTS)
        for count in COUNTS:
            frame[count] = np.repeat(counts[count].to_numpy(), len(names))
        return frame

    def _by_pair(self) -> dict[str, pd.DataFrame]:
        """Return values and their spread, with cells named by two periods."""
        tables = {"value": self.components, "se": self.se, "lo": self.lo, "hi": self.hi}
        cells = by_pair(self.components.index)
        return {field: table.set_axis(cells) for field, table in tables.items()}

    def _tidy_counts(self) -> pd.DataFrame:
        """Return those of ``COUNTS`` that are known, in the rows of `_by_pair`."""
        return self.counts

    def _shown(self) -> pd.DataFrame:
        return with_errors(self._with_classes("components"), self._with_classes("se"))

    def _adding_up(self) -> tuple[pd.DataFrame, pd.Series[float]]:
        table = self._with_classes("components")
        return table.drop(columns=self.whole), table[self.whole]

    def _with_classes(self, name: str) -> pd.DataFrame:
        """Return a table of all firms, with the classes of a cell below it where there are any."""
        table: pd.DataFrame = getattr(self, name)
        if self.classes:
            tables = {label: getattr(each, name) for label, each in self._all_and_classes().items()}
            table = by_cell(pd.concat(tables, names=["firm_class"]), "firm_class")
        return table

    def _all_and_classes(self) -> dict[Hashable, Decomposition]:
        return {ALL: self, **self.classes}


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
        return self.counts[COUNTS]

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.contributions import changes

        return changes(self, ax)


@dataclass(frozen=True, eq=False, repr=False)
class ChainedDecomposition(DynamicDecomposition):
    """Changes since the first period, summed over adjacent steps; see `Decomposition`.

    The ``counts`` are those of the direct comparison of first and later period.

    Attributes
    ----------
    direct : pandas.DataFrame
        The components of that direct comparison, of the same shape. Both add up to the same total;
        their parts differ, since a chain takes a firm that comes and goes in between for an entrant
        and an exiter, and lets weights follow step by step.
    """

    direct: pd.DataFrame

    @property
    def difference(self) -> pd.DataFrame:
        """The chained components less the direct ones; that of the total is rounding alone."""
        return self.components - self.direct


@dataclass(frozen=True, eq=False, repr=False)
class GroupContributions(DynamicDecomposition):
    """What each group adds to the change of a whole; see `Decomposition`.

    Attributes
    ----------
    wholes : DynamicDecomposition
        The sums over the groups of each whole.
    """

    wholes: DynamicDecomposition

    title: ClassVar[str] = "Productivity: what each group adds to the change of the whole"


@dataclass(frozen=True, eq=False, repr=False)
class MethodComparison(Result):
    """Several decompositions of the same panel, side by side.

    Those of changes share their cells. Levels stand below them, with their period as both ``t0``
    and ``t1``.

    Attributes
    ----------
    by_method : dict
        The `Decomposition` of each method, by its name.
    differences : pandas.Series
        In words, what each method compares with; indexed by method.
    meta : Meta
        How the result was made.
    """

    by_method: dict[str, Decomposition]
    differences: pd.Series[str]

    title: ClassVar[str] = "Productivity, taken apart in several ways"

    def __getitem__(self, method: str) -> Decomposition:
        """Return the decomposition by one method."""
        return self.by_method[choice(method, "method", list(self.by_method))]

    @property
    def components(self) -> pd.DataFrame:
        """The components of all methods, one row a cell and method; NaN where there is no such."""
        return self._wide("value")

    @property
    def se(self) -> pd.DataFrame:
        """Their standard errors, of the same shape."""
        return self._wide("se")

    @property
    def lo(self) -> pd.DataFrame:
        """The lower ends of their intervals, of the same shape."""
        return self._wide("lo")

    @property
    def hi(self) -> pd.DataFrame:
        """The upper ends of their intervals, of the same shape."""
        return self._wide("hi")

    @property
    def residual(self) -> pd.Series[float]:
        """The whole less the sum of the parts, by cell and method."""
        parts, whole = self._adding_up()
        return (whole - parts["sum of parts"]).rename("residual")

    def to_frame(self) -> pd.DataFrame:
        """Return the tidy tables of all methods, one below the other; see `Decomposition`."""
        frames = [each.to_frame() for each in self.by_method.values()]
        if any("firm_class" in frame for frame in frames):
            for frame in frames:
                if "firm_class" not in frame:
                    frame.insert(list(frame).index("component"), "firm_class", ALL)
        return pd.concat(frames, ignore_index=True)

    def _wide(self, field: str) -> pd.DataFrame:
        tables = {name: each._by_pair()[field] for name, each in self.by_method.items()}
        both = pd.concat(tables, names=["method"])
        # A component of one method only, such as that of an input, stands before entry.
        places = {name: place for place, name in enumerate(ALL_COMPONENTS)}
        order = sorted(both.columns, key=lambda name: places.get(name, places["reallocation"]))
        table: pd.DataFrame = by_cell(both[order], "method")
        return table

    def _shown(self) -> pd.DataFrame:
        return with_errors(self.components, self.se)

    def _adding_up(self) -> tuple[pd.DataFrame, pd.Series[float]]:
        names = ["method"]
        told = any(each.classes for each in self.by_method.values())
        names += ["firm_class"] if told else []
        sums, wholes = {}, {}
        for name, each in self.by_method.items():
            for label, part in each._all_and_classes().items():
                key = (name, label) if told else name
                table = part.components.set_axis(by_pair(part.components.index))
                wholes[key] = table[part.whole]
                sums[key] = table.drop(columns=part.whole).sum(axis=1, skipna=False)
        added, whole = (by_cell(pd.concat(each, names=names), *names) for each in (sums, wholes))
        return added.to_frame("sum of parts"), whole

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.contributions import methods

        others = [
            name
            for name, each in self.by_method.items()
            if not isinstance(each, DynamicDecomposition)
        ]
        if others:
            raise InvalidInput(
                "a plot compares methods of changes: got also "
                f"{', '.join(map(repr, others))}; draw each by itself, such as "
                f"comparison[{others[0]!r}].plot()"
            )
        return methods(self, ax)


def labelled(
    cells: pd.MultiIndex,
    names: list[str],
    values: NDArray[np.float64],
    draws: NDArray[np.float64],
    plan: Plan,
    errors: NDArray[np.float64] | None = None,
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the fields of a `Decomposition` that hold numbers, and what to note about them.

    Standard errors and intervals come from draws, unless errors are given.
    """
    if errors is None:
        around = spread(values, draws, plan)
    else:
        around = by_normal(values, errors, plan.level)
    arrays = {
        "components": values,
        "se": around.error,
        "lo": around.low,
        "hi": around.high,
    }
    fields: dict[str, Any] = {
        field: pd.DataFrame(array, index=cells, columns=names) for field, array in arrays.items()
    }
    return fields | {"draws": draws}, undefined_notes(values, around, len(draws))
