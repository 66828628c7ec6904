"""The inter-country input-output table that every measure of this pillar reads."""

from __future__ import annotations

import html
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from weakties import _core
from weakties._arguments import instance, matrix, vector
from weakties._results import Text
from weakties.errors import InvalidInput, WrongType
from weakties.gvc import forms, reading

if TYPE_CHECKING:
    import xarray as xr

    from weakties.gvc.diagnostics import Diagnostics

Floats: TypeAlias = NDArray[np.float64]
_MADE_BY = "InterCountryTable.from_arrays, from_frame, from_wide, from_pymrio or read_npz"


@dataclass(frozen=True, eq=False, repr=False)
class InterCountryTable:
    """What the sectors of every country sell to the sectors and final users of every country.

    Made by `from_arrays`, `from_frame`, `from_wide`, `from_pymrio` or `read_npz`. It keeps a copy
    of the numbers that cannot be changed, and factorises I − A once for all measures.

    Nothing is repaired on the way in. What a real table has that a model table has not, such as
    negative value added or rows that do not add up, is counted and shown by `diagnostics`.

    Attributes
    ----------
    countries, sectors : pandas.Index
        The labels, in the order of the rows: all sectors of the first country, then of the second.
    categories : pandas.Index or None
        The categories of final demand, where they are kept apart.
    unit : str or None
        The unit of every value, such as ``"million US dollars"``.
    year : object
        The year or other period, for titles.
    origin : dict
        How ``output`` and ``value_added`` came to be: ``"given"``, ``"row sums"``, ``"residual"``.
    notes : tuple of str
        What was found while reading, such as how many cells were left out and taken for zero.
    """

    countries: pd.Index[Any]
    sectors: pd.Index[Any]
    categories: pd.Index[Any] | None
    unit: str | None
    year: object
    origin: Mapping[str, str]
    notes: tuple[str, ...]
    _intermediates: Floats = field(repr=False)
    _demand: Floats = field(repr=False)
    _output: Floats = field(repr=False)
    _value_added: Floats = field(repr=False)

    @classmethod
    def from_arrays(
        cls,
        Z: ArrayLike,
        final_demand: ArrayLike,
        *,
        countries: Iterable[Hashable],
        sectors: Iterable[Hashable],
        categories: Iterable[Hashable] | None = None,
        output: ArrayLike | None = None,
        value_added: ArrayLike | None = None,
        unit: str | None = None,
        year: object = None,
    ) -> InterCountryTable:
        """Make a table of arrays whose rows run through the sectors of one country after another.

        Parameters
        ----------
        Z : array of shape (GN, GN)
            Intermediates: the row's sector sells to the column's. Labels are not looked at; for
            labelled frames there is `from_wide`.
        final_demand : array of shape (GN, G) or (GN, GC)
            What final users in each country buy from the row's sector. With ``categories``, the C
            columns of the first country come first, then those of the second.
        countries, sectors : sequence
            The G and N labels.
        categories : sequence, optional
            The C categories of final demand, such as households, capital formation, inventories.
        output : array of GN, optional
            Left out, output is the row sums of ``Z`` and ``final_demand``.
        value_added : array of GN, optional
            Left out, it is the residual: output less the column sums of ``Z``. It then includes
            whatever else the source keeps apart, such as taxes less subsidies on products.
        unit : str, optional
            The unit of every value.
        year : optional
            The year or other period.

        Returns
        -------
        InterCountryTable

        Raises
        ------
        InvalidInput
            When shapes do not fit, a value is NaN or infinite, or labels repeat or are missing.
        WrongType
            When an argument holds no numbers, or ``unit`` is no text.

        Examples
        --------
        >>> table = InterCountryTable.from_arrays(
        ...     [[10.0, 5.0], [4.0, 20.0]],
        ...     [[30.0, 5.0], [6.0, 50.0]],
        ...     countries=["Home", "Abroad"],
        ...     sectors=["All"],
        ...     unit="million euros",
        ... )
        >>> table.output
        country  sector
        Home     All       50.0
        Abroad   All       80.0
        Name: output, dtype: float64
        """
        return cls._checked(
            Z,
            final_demand,
            reading.labels(countries, "countries"),
            reading.labels(sectors, "sectors"),
            None if categories is None else reading.labels(categories, "categories"),
            output=output,
            value_added=value_added,
            unit=unit,
            year=year,
        )

    @classmethod
    def from_frame(
        cls,
        data: object,
        *,
        origin: Hashable = "origin",
        origin_sector: Hashable = "origin_sector",
        destination: Hashable = "destination",
        use: Hashable = "use",
        value: Hashable = "value",
        final_demand: Iterable[Hashable] | None = None,
        countries: Iterable[Hashable] | None = None,
        sectors: Iterable[Hashable] | None = None,
        output: ArrayLike | None = None,
        value_added: ArrayLike | None = None,
        unit: str | None = None,
        year: object = None,
        missing: str = "raise",
    ) -> InterCountryTable:
        """Make a table of a tidy frame: one row for each flow from a sector to a use.

        Parameters
        ----------
        data : frame
            A table of pandas, polars, Arrow, DuckDB or another library that narwhals knows.
        origin, origin_sector : column name
            Which country's sector sells.
        destination, use : column name
            Which country buys, and for which of its sectors or categories of final demand.
        value : column name
            The size of the flow. Flows without a row are zero, and counted in ``notes``.
        final_demand : sequence, optional
            Which labels of ``use`` are final demand. Left out, all that are no sector.
        countries, sectors : sequence, optional
            The order wanted; left out, labels are sorted (categoricals keep their own order).
        output, value_added : array of GN, optional
            In the order of countries and sectors; see `from_arrays`.
        unit, year
            See `from_arrays`.
        missing : {"raise", "drop"}
            What to do with rows in which something is missing: refuse them, or leave them out and
            count them in ``notes``.

        Returns
        -------
        InterCountryTable

        Raises
        ------
        UnknownLabel
            When there is no such column, or no such label of ``final_demand``, ``countries`` or
            ``sectors``.
        InvalidInput
            When a flow has two rows, a value is missing or infinite, or there is no final demand.

        Examples
        --------
        >>> import pandas as pd
        >>> flows = pd.DataFrame(
        ...     [
        ...         ("Home", "All", "Home", "All", 10.0),
        ...         ("Home", "All", "Abroad", "All", 5.0),
        ...         ("Home", "All", "Home", "Final", 30.0),
        ...         ("Abroad", "All", "Abroad", "Final", 50.0),
        ...     ],
        ...     columns=["origin", "origin_sector", "destination", "use", "value"],
        ... )
        >>> table = InterCountryTable.from_frame(flows, countries=["Home", "Abroad"])
        >>> table.notes
        ('4 of 8 flows have no row and are taken for zero',)
        """
        flows = reading.flows(
            data,
            (origin, origin_sector, destination, use, value),
            final_demand=final_demand,
            countries=countries,
            sectors=sectors,
            missing=missing,
        )
        return cls._checked(
            flows.intermediates,
            flows.demand,
            flows.countries,
            flows.sectors,
            flows.categories,
            output=output,
            value_added=value_added,
            unit=unit,
            year=year,
            notes=flows.notes,
        )

    @classmethod
    def from_wide(
        cls,
        Z: pd.DataFrame,
        final_demand: pd.DataFrame,
        *,
        output: ArrayLike | pd.Series[Any] | None = None,
        value_added: ArrayLike | pd.Series[Any] | None = None,
        unit: str | None = None,
        year: object = None,
    ) -> InterCountryTable:
        """Make a table of two labelled frames, which are matched by their labels.

        Parameters
        ----------
        Z : pandas.DataFrame
            Intermediates, with the levels (country, sector) on both axes. Countries and sectors
            keep the order in which its rows name them first.
        final_demand : pandas.DataFrame
            The same rows; the columns are countries, or have the levels (country, category).
        output, value_added : array or Series, optional
            A Series with the rows' labels is matched by them; see `from_arrays`.
        unit, year
            See `from_arrays`.

        Returns
        -------
        InterCountryTable

        Raises
        ------
        WrongType
            When ``Z`` or ``final_demand`` is no pandas DataFrame.
        InvalidInput
            When labels repeat, do not match, or a country lacks a sector that another has.

        Examples
        --------
        >>> from weakties.datasets import leather
        >>> table = leather()
        >>> again = InterCountryTable.from_wide(table.Z, table.final_demand)
        >>> bool((again.Z == table.Z).all(axis=None))
        True
        """
        wide = reading.wide(Z, final_demand, output, value_added)
        return cls._checked(
            wide.intermediates,
            wide.demand,
            wide.countries,
            wide.sectors,
            wide.categories,
            output=wide.output,
            value_added=wide.value_added,
            unit=unit,
            year=year,
        )

    @classmethod
    def from_pymrio(
        cls, io: Any, *, value_added: str | None = None, year: object = None
    ) -> InterCountryTable:
        """Make a table of a pymrio ``IOSystem`` that holds ``Z`` and ``Y``.

        Parameters
        ----------
        io : pymrio.IOSystem
            Where it holds ``x``, that is the output. Its unit is taken where all rows share one.
        value_added : str, optional
            The name of the extension whose rows add up to value added, such as
            ``"factor_inputs"``. Left out, value added is the residual.
        year : optional
            The year or other period.

        Returns
        -------
        InterCountryTable

        Raises
        ------
        WrongType
            When ``io`` has no ``Z`` and ``Y``.
        InvalidInput
            When they are empty (compute them first by ``io.calc_all()``) or there is no such
            extension.
        """
        parts = reading.of_pymrio(io, value_added)
        return cls.from_wide(
            parts.Z,
            parts.Y,
            output=parts.output,
            value_added=parts.value_added,
            unit=parts.unit,
            year=year,
        )

    @classmethod
    def read_npz(
        cls, path: str | PathLike[str], *, unit: str | None = None, year: object = None
    ) -> InterCountryTable:
        """Read a table from an ``.npz`` file of numpy.

        Parameters
        ----------
        path : path
            The file holds ``Z``, ``final_demand``, ``countries`` (or ``regions``) and ``sectors``
            (or ``industries``), and may hold ``categories`` (or ``final_demand_categories``),
            ``output`` and ``value_added``, all laid out as for `from_arrays`. Pickled objects are
            not read.
        unit, year
            See `from_arrays`.

        Returns
        -------
        InterCountryTable

        Raises
        ------
        InvalidInput
            When the file is no such archive or lacks an array.
        FileNotFoundError
            When there is no such file.
        """
        arrays = reading.npz(path)
        return cls.from_arrays(**arrays, unit=unit, year=year)

    @classmethod
    def _checked(
        cls,
        Z: ArrayLike,
        final_demand: ArrayLike,
        countries: pd.Index[Any],
        sectors: pd.Index[Any],
        categories: pd.Index[Any] | None,
        *,
        output: ArrayLike | None,
        value_added: ArrayLike | None,
        unit: str | None,
        year: object,
        notes: tuple[str, ...] = (),
    ) -> InterCountryTable:
        if unit is not None and not isinstance(unit, str):
            raise WrongType(f"`unit` must be text: got {type(unit).__name__}; quote it")
        size = len(countries) * len(sectors)
        by_category = 1 if categories is None else len(categories)
        intermediates = matrix(Z, "Z", square=True)
        demand = matrix(final_demand, "final_demand")
        wanted = f"{len(countries)} countries × {len(sectors)} sectors"
        if len(intermediates) != size:
            raise InvalidInput(
                f"`Z` must have a row and a column for each of {wanted} = {size}: "
                f"got {len(intermediates)}; correct the labels or leave out totals"
            )
        if demand.shape != (size, len(countries) * by_category):
            columns = f"{len(countries)} countries" + (
                "" if categories is None else f" × {by_category} categories"
            )
            raise InvalidInput(
                f"`final_demand` must have {size} rows and a column for each of {columns}: got "
                f"shape {demand.shape}; name its `categories`, all countries having the same"
            )
        origin = {
            "output": "row sums" if output is None else "given",
            "value_added": "residual" if value_added is None else "given",
        }
        x = (
            intermediates.sum(axis=1) + demand.sum(axis=1)
            if output is None
            else vector(output, "output", length=size)
        )
        v = (
            x - intermediates.sum(axis=0)
            if value_added is None
            else vector(value_added, "value_added", length=size)
        )
        return cls(
            countries.rename("country"),
            sectors.rename("sector"),
            None if categories is None else categories.rename("category"),
            unit,
            year,
            origin,
            notes,
            intermediates,
            demand.reshape(size, len(countries), by_category),
            x,
            v,
        )

    @property
    def rows(self) -> pd.MultiIndex:
        """The labels (country, sector) of every row."""
        return pd.MultiIndex.from_product([self.countries, self.sectors])

    @property
    def Z(self) -> pd.DataFrame:
        """Intermediates: from the row's sector to the column's; a view that cannot be changed."""
        columns = self.rows.set_names(["destination", "use"])
        return pd.DataFrame(self._intermediates, index=self.rows, columns=columns, copy=False)

    @property
    def final_demand(self) -> pd.DataFrame:
        """Final demand by destination, and by category where these are kept apart."""
        destinations = self.countries.rename("destination")
        columns: pd.Index[Any] = destinations
        if self.categories is not None:
            columns = pd.MultiIndex.from_product([destinations, self.categories])
        values = self._demand.reshape(len(self.rows), len(columns))
        return pd.DataFrame(values, index=self.rows, columns=columns, copy=False)

    @property
    def output(self) -> pd.Series[float]:
        """Output of every country's sector."""
        return pd.Series(self._output, index=self.rows, name="output", copy=False)

    @property
    def value_added(self) -> pd.Series[float]:
        """Value added of every country's sector."""
        return pd.Series(self._value_added, index=self.rows, name="value_added", copy=False)

    def to_frame(self) -> pd.DataFrame:
        """Return all flows as one tidy table, which `from_frame` reads back."""
        return forms.tidy(self)

    def to_xarray(self) -> xr.Dataset:
        """Return the table as an xarray Dataset, with destinations and uses as dimensions."""
        return forms.dataset(self)

    def diagnostics(self, *, tolerance: float = 1e-6) -> Diagnostics:
        """Check the table for what spoils its measures; every check is reported, none repairs.

        Parameters
        ----------
        tolerance : float, default 1e-6
            By how much of a sector's output a row or column may miss it, or a row differ from the
            sum of the others and still count as their total.

        Returns
        -------
        Diagnostics
            One row a check; ``.cells`` lists every cell that was found.

        Examples
        --------
        >>> from weakties.datasets import leather
        >>> int(leather().diagnostics().checks["found"].sum())
        0
        """
        from weakties.gvc.diagnostics import diagnose

        return diagnose(self, tolerance)

    def aggregated(
        self,
        *,
        countries: Mapping[Hashable, Hashable] | None = None,
        sectors: Mapping[Hashable, Hashable] | None = None,
    ) -> InterCountryTable:
        """Add countries or sectors up to groups.

        Parameters
        ----------
        countries, sectors : mapping, optional
            The group of each label; labels that are left out stay as they are. Groups take the
            place of their first member.

        Returns
        -------
        InterCountryTable
            Output and value added are the sums, whether they were given or not.

        Raises
        ------
        UnknownLabel
            When the table has no such label.
        WrongType
            When an argument is no mapping.

        Examples
        --------
        >>> from weakties.datasets import leather
        >>> union = leather().aggregated(countries={"TUR": "Union", "DEU": "Union"})
        >>> list(union.countries)
        ['ARG', 'Union']
        """
        return forms.grouped(self, countries, sectors)

    def summary(self) -> str:
        """Return what the table holds and what its diagnostics found, as text."""
        facts = forms.facts(self)
        width = max(len(name) for name, _ in facts) + 2
        lines = [f"{name + ':':<{width}}{value}" for name, value in facts]
        return Text("\n".join(["Inter-country input-output table", "-" * 32, *lines]))

    def __repr__(self) -> str:
        year = "" if self.year is None else f", {self.year}"
        return (
            f"<InterCountryTable: {len(self.countries)} countries × {len(self.sectors)} "
            f"sectors{year}>"
        )

    def _repr_html_(self) -> str:
        rows = "".join(
            f'<tr><th style="text-align:left">{html.escape(name)}</th>'
            f'<td style="text-align:left">{html.escape(value)}</td></tr>'
            for name, value in forms.facts(self)
        )
        return f"<table><caption>Inter-country input-output table</caption>{rows}</table>"

    def __post_init__(self) -> None:
        # What the caller does with its arrays afterwards must not reach the table.
        for name in ("_intermediates", "_demand", "_output", "_value_added"):
            object.__setattr__(self, name, _frozen(getattr(self, name)))

    @cached_property
    def _final_demand_by_country(self) -> Floats:
        return _frozen(self._demand.sum(axis=2))

    @property
    def _arrays(self) -> tuple[Floats, Floats, Floats, Floats]:
        """What kernels take: intermediates, final demand by country, output, value added."""
        return self._intermediates, self._final_demand_by_country, self._output, self._value_added

    @cached_property
    def _exports(self) -> Floats:
        """Exports of every row to every country."""
        return _frozen(_core.gross_exports(*self._arrays))

    def _leontief(self, threads: int | None, progress: Any) -> _core.Leontief:
        """Return the factors of I − A, made when first needed."""
        if "_factors" not in self.__dict__:
            try:
                factors = _core.Leontief(self._intermediates, self._output, threads, progress)
            except InvalidInput as problem:
                raise InvalidInput(f"{problem}. {self._largest_inputs()}") from None
            self.__dict__["_factors"] = factors
        found: _core.Leontief = self.__dict__["_factors"]
        return found

    def _largest_inputs(self) -> str:
        inputs = self._intermediates.sum(axis=0)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.where(self._output == 0, 0, inputs / self._output)
        worst = np.argsort(-share, kind="stable")[:3]
        named = ", ".join(f"{share[at]:.4g} in {tuple(self.rows[at])}" for at in worst)
        return f"Inputs a unit of output are largest, {named}"


def the_table(table: object) -> InterCountryTable:
    """Return the argument of a measure, refusing anything but a table."""
    return instance(table, "table", InterCountryTable, _MADE_BY)


def _frozen(values: Floats) -> Floats:
    """Return a copy that nobody can change."""
    copy = np.array(values, dtype=np.float64, order="C")
    copy.flags.writeable = False
    return copy
