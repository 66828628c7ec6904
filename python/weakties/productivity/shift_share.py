"""Growth of labour productivity within sectors, and from moves between them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice
from weakties._frames import Column, read, refuse_duplicates
from weakties._labels import Codes
from weakties._results import Meta
from weakties.errors import InvalidInput

from .cube import Cube
from .periods import Periods, pairs_of
from .sectors import SectorDecomposition

if TYPE_CHECKING:
    from matplotlib.axes import Axes


# The parts of each method in the order of the kernel, and whether they are in logs.
PARTS = {
    "mcmillan-rodrik": ("within", "structural"),
    "fabricant": ("within", "static", "dynamic"),
    "csls": ("within", "reallocation_level", "reallocation_growth"),
    "gead": ("pure", "size", "interaction"),
    "nordhaus": ("pure", "baumol", "denison"),
}
_WITH_PRICES = ("gead", "nordhaus")
_IN_LOGS = ("nordhaus",)
_SOURCES = {
    "mcmillan-rodrik": ("mcmillan2011",),
    "fabricant": ("fabricant1942",),
    "csls": ("deavillez2012",),
    "gead": ("tang2004",),
    "nordhaus": ("nordhaus2001",),
}
_SAID = {
    "mcmillan-rodrik": "mcmillan-rodrik: structural values moves at productivity of the end, so "
    "that it holds what fabricant calls static and dynamic",
    "fabricant": "fabricant: static values moves at productivity of the start; dynamic is what "
    "moving and growing sectors add together",
    "csls": "csls: moves are valued against the average of all sectors, so that a sector which "
    "gains labour counts against growth where it is less productive than the average",
    "gead": "gead: shares of labour carry relative prices; size is positive where a sector's "
    "price or labour rises against the others",
    "nordhaus": "nordhaus: in logs, with shares in nominal output; the total is the growth of a "
    "Törnqvist index of output less that of labour",
}


@dataclass(frozen=True, eq=False, repr=False)
class ShiftShare(SectorDecomposition):
    """The change of labour productivity taken apart by sector; see `SectorDecomposition`.

    Values are in the unit of the method: output per unit of labour, or log points for
    ``"nordhaus"``, whose growth they are too, and whose index has a change only, with no level at
    the start or the end (NaN). There are no standard errors.
    """

    title: ClassVar[str] = "Labour productivity: growth within and between sectors"

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.sectors import shift_share

        return shift_share(self, ax)


def shift_share(
    data: object,
    sector: Hashable,
    time: Hashable,
    *,
    output: Hashable,
    labour: Hashable,
    price: Hashable | None = None,
    aggregate_price: Hashable | None = None,
    group: Hashable | None = None,
    method: str | list[str] = "mcmillan-rodrik",
    periods: Periods = None,
    missing: str = "raise",
) -> ShiftShare:
    r"""Take the change of labour productivity apart into growth within sectors and moves between.

    With :math:`\theta_{jt}` a sector's share of labour, :math:`x_{jt}` its output per unit of
    labour and :math:`X_t = \sum_j \theta_{jt} x_{jt}` that of all, the change :math:`X_1 - X_0` is

    .. math::

        \underbrace{\sum_j \theta_{j0}\, \Delta x_j}_{\text{within}}
        + \underbrace{\sum_j x_{j0}\, \Delta\theta_j}_{\text{static}}
        + \underbrace{\sum_j \Delta x_j\, \Delta\theta_j}_{\text{dynamic}}

    by the three terms of ``"fabricant"``. The other methods put moves between sectors otherwise;
    see the notes.

    Parameters
    ----------
    data : table
        One row for each sector and period (of each group), of pandas, polars, Arrow, DuckDB or
        another library that narwhals knows.
    sector, time : column name
        Label of the sector; period as whole number, date, period or ordered category.
    output : column name
        Real output, as a rule value added at constant prices.
    labour : column name
        Hours or persons, above 0.
    price : column name, optional
        The price of the sector's output, above 0; needed for ``"gead"`` and ``"nordhaus"``.
    aggregate_price : column name, optional
        The price of all output, the same in all rows of a group and period; read by ``"gead"``.
        Without it nominal output over real output, both added up over sectors.
    group : column name, optional
        Units that are taken apart each by itself, such as countries.
    method : {"mcmillan-rodrik", "fabricant", "csls", "gead", "nordhaus"} or list of these
        One method, or several side by side.
    periods : {"adjacent", "all"}, int, pair or list of pairs of periods, optional
        Which periods are compared; the first with the last by default.
    missing : {"raise", "drop"}
        Whether rows with a missing value are refused or dropped and counted.

    Returns
    -------
    ShiftShare
        Contributions by sector, components and totals. There are no standard errors: a table of
        all sectors is no sample of them.

    Raises
    ------
    UnknownLabel
        When a column or period is not there.
    InvalidInput
        When a sector has two rows in a period or is seen at one end only of a comparison, labour
        or a price is not above 0, a method lacks its prices, or ``"nordhaus"`` meets output that
        is not above 0.
    WrongType
        When ``data`` is no table or a column holds the wrong kind of values.

    Notes
    -----
    The methods, by the names of their components:

    - ``"mcmillan-rodrik"`` :cite:p:`mcmillan2011`: ``within`` :math:`\theta_{j0} \Delta x_j` and
      ``structural`` :math:`x_{j1} \Delta\theta_j`, which holds the cross term.
    - ``"fabricant"`` :cite:p:`fabricant1942`: ``within``, ``static``, ``dynamic`` as above.
    - ``"csls"`` :cite:p:`deavillez2012`: ``within``, ``reallocation_level``
      :math:`(x_{j0} - X_0) \Delta\theta_j` and ``reallocation_growth``
      :math:`(\Delta x_j - \Delta X) \Delta\theta_j`. Sums over sectors are those of
      ``"fabricant"``, as :math:`\sum_j \Delta\theta_j = 0`; what single sectors add differs.
    - ``"gead"`` :cite:p:`tang2004`: with :math:`q_{jt} = \theta_{jt} P_{jt} / P_t`, ``pure``
      :math:`q_{j0} \Delta x_j`, ``size`` :math:`x_{j0} \Delta q_j` and ``interaction``
      :math:`\Delta x_j \Delta q_j`. Real output then need not add up over sectors: give the price
      index of the accounts as ``aggregate_price``.
    - ``"nordhaus"`` :cite:p:`nordhaus2001`: with shares in nominal output :math:`v_{jt}`, their
      mean :math:`\bar v_j` over both periods, and shares of labour :math:`\theta_{jt}`, ``pure``
      :math:`v_{j0} \Delta \ln x_j`, ``baumol`` :math:`(\bar v_j - v_{j0}) \Delta \ln x_j` and
      ``denison`` :math:`\bar v_j \Delta \ln \theta_j - \Delta\theta_j`. The last is
      :math:`(\bar v_j - \tilde\theta_j) \Delta \ln \theta_j` with :math:`\tilde\theta_j` the
      logarithmic mean of the shares of labour, a discrete form in which the parts add up exactly
      to :math:`\sum_j \bar v_j \Delta \ln Y_j - \Delta \ln L`.

    Parts add up to the change exactly, but for rounding; the residual stands in ``totals``. A
    sector that opens or closes has no productivity at one end: it is refused, to be merged with a
    neighbour. Groups that have no rows at one end of a pair are left out of it, which
    ``meta.notes`` says. Growth is NaN where productivity at the start is not above 0, shares where
    the change is 0.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.productivity import shift_share
    >>> table = pd.DataFrame({
    ...     "sector": ["farms", "plants"] * 2, "year": [2000, 2000, 2010, 2010],
    ...     "output": [6.0, 12, 8, 24], "hours": [6, 4, 4, 6],
    ... })
    >>> found = shift_share(table, "sector", "year", output="output", labour="hours",
    ...                     method="fabricant")
    >>> found.components["value"].round(3).droplevel(["method", "group"])
    t0    t1    component
    2000  2010  within       1.0
                static       0.4
                dynamic      0.0
    Name: value, dtype: float64
    """
    methods = _methods(method)
    lacking = [name for name in methods if name in _WITH_PRICES and price is None]
    if lacking:
        raise InvalidInput(
            f"`price` must name a column for method {lacking[0]!r}: got none; for output in current"
            " prices, pass a column of ones"
        )
    table = read(
        data,
        [
            Column("sector", sector, "key"),
            Column("time", time, "time"),
            Column("output", output, "number", meaning="at constant prices"),
            Column("labour", labour, "number", low=0, open_low=True),
            Column("price", price, "number", low=0, open_low=True, optional=True),
            Column(
                "aggregate_price", aggregate_price, "number", low=0, open_low=True, optional=True
            ),
            Column("group", group, "key", optional=True),
        ],
        missing=missing,
    )
    keys = ["sector", "time", *(["group"] if "group" in table else [])]
    refuse_duplicates(table, keys, argument="data")
    cube = Cube.of(table)
    pairs = pairs_of(cube.periods, periods, argument="time", instead="add rows of another")
    known = cube.comparable(pairs)
    if "nordhaus" in methods and (bad := np.argwhere(cube.output <= 0)).size:
        raise InvalidInput(
            "`output` must be above 0 for method 'nordhaus', which takes logs: see "
            f"{cube.named(*bad[0])}; merge that sector with a neighbour"
        )
    found = [_labelled(cube, pairs, known, name) for name in methods]
    contributions, components, totals = (pd.concat(tables) for tables in zip(*found, strict=True))
    left_out = int((~known).sum())
    notes = [_SAID[name] for name in methods]
    if left_out:
        notes.append(f"{left_out} pairs of group and periods lack rows at one end: left out")
    return ShiftShare(
        contributions=contributions,
        components=components,
        totals=totals,
        meta=Meta(
            method=", ".join(methods),
            options={"group": group, "price": price, "aggregate_price": aggregate_price},
            counts={
                "rows": table.rows,
                "sectors": len(cube.sectors),
                "periods": len(cube.periods),
                "comparisons": int(known.sum()),
            },
            dropped=table.dropped,
            sources=tuple(source for name in methods for source in _SOURCES[name]),
            notes=tuple(notes),
        ),
    )


def _methods(method: object) -> list[str]:
    """Return the methods asked for, each once."""
    if not isinstance(method, list):
        return [choice(method, "method", tuple(PARTS))]
    methods = [choice(name, "method", tuple(PARTS)) for name in method]
    twice = [name for place, name in enumerate(methods) if name in methods[:place]]
    if twice:
        raise InvalidInput(f"`method` names {twice[0]!r} more than once; name each once")
    if not methods:
        raise InvalidInput(f"`method` is empty: give at least one of {', '.join(PARTS)}")
    return methods


def _labelled(
    cube: Cube, pairs: list[tuple[int, int]], known: NDArray[np.bool_], method: str
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the tables of one method: contributions, components, totals."""
    parts, totals = _core.shift_share(
        cube.output, cube.labour, cube.price, cube.aggregate_price, pairs, method
    )
    names = PARTS[method]
    group, pair = np.nonzero(known)
    parts, totals = parts[known.ravel()], totals[known.ravel()]
    seen = ~np.isnan(parts[:, :, 0])
    start, change = totals[:, 0], totals[:, 2]
    base = np.ones(len(start)) if method in _IN_LOGS else np.where(start > 0, start, np.nan)
    whole = np.where(change == 0, np.nan, change)

    def index(cells: Codes, **more: Any) -> pd.MultiIndex:
        ends = np.array(pairs)[pair[cells]]
        levels = {
            "method": [method] * len(cells),
            "group": cube.groups.take(group[cells]),
            "t0": cube.periods.take(ends[:, 0]),
            "t1": cube.periods.take(ends[:, 1]),
            **more,
        }
        return pd.MultiIndex.from_arrays(list(levels.values()), names=list(levels))

    def table(values: NDArray[np.float64], cells: Codes, labels: pd.MultiIndex) -> pd.DataFrame:
        columns = {"value": values, "growth": values / base[cells], "share": values / whole[cells]}
        return pd.DataFrame(columns, index=labels)

    cell, sector = np.nonzero(seen)
    cells = cell.repeat(len(names))
    contributions = table(
        parts[seen].ravel(),
        cells,
        index(
            cells,
            sector=cube.sectors.take(sector.repeat(len(names))),
            component=list(names) * len(cell),
        ),
    )
    sums = np.nansum(parts, axis=1)
    cells = np.arange(len(sums)).repeat(len(names))
    components = table(sums.ravel(), cells, index(cells, component=list(names) * len(sums)))
    nothing = dict.fromkeys(("se", "lo", "hi"), np.nan)
    whole_table = pd.DataFrame(
        {
            "start": start,
            "end": totals[:, 1],
            "total": change,
            **nothing,
            "growth": change / base,
            "residual": change - sums.sum(axis=1),
            "sectors": seen.sum(axis=1),
        },
        index=index(np.arange(len(sums))),
    )
    return contributions, components.assign(**nothing), whole_table
