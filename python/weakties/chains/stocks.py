"""Flows from stocks: who must have moved for one table of where people live to become another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import choice, number
from weakties._arguments import threads as threads_of
from weakties._results import Meta, Result
from weakties._wording import shown
from weakties.errors import InvalidInput

from ._places import per_place, square

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

_Table: TypeAlias = "NDArray[np.float64]"
_Index: TypeAlias = "pd.Index[Any]"

METHODS = (
    "drop-negative",
    "reverse-negative",
    "rates",
    "accounting-closed",
    "accounting-open",
    "pseudo-bayes",
)
_TOLERANCE, _ROUNDS = 1e-12, 100_000


@dataclass(frozen=True, eq=False, repr=False)
class StockFlows(Result):
    """Flows that stocks imply; see `flows_from_stocks`.

    Attributes
    ----------
    flows : pandas.DataFrame
        Movers by origin (rows) and destination (columns); 0 on the diagonal.
    by_birthplace : numpy.ndarray, or None
        For the accounting methods, birthplace × origin × destination with those who stay on the
        diagonal; `xarray` gives it with labels.
    start, end : pandas.DataFrame
        The stocks between which people moved: those given, after births, deaths and adjustment.
    """

    title: ClassVar[str] = "Flows from stocks"

    flows: pd.DataFrame
    by_birthplace: NDArray[np.float64] | None
    start: pd.DataFrame
    end: pd.DataFrame

    @property
    def xarray(self) -> xr.DataArray:
        """The flows by birthplace, origin and destination, with labels.

        Raises
        ------
        InvalidInput
            When the method knows no birthplaces.
        """
        import xarray as xr

        if self.by_birthplace is None:
            raise InvalidInput(
                f"`method` {self.meta.method!r} gives no flows by birthplace; use an accounting one"
            )
        places = list(self.flows.index)
        return xr.DataArray(
            self.by_birthplace,
            dims=("birthplace", "origin", "destination"),
            coords={"birthplace": places, "origin": places, "destination": places},
            name="flow",
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each two places.

        Returns
        -------
        pandas.DataFrame
            ``origin``, ``destination`` and ``flow``; without the pairs of a place with itself.
        """
        places = self.flows.index
        pairs = pd.MultiIndex.from_product([places, places], names=["origin", "destination"])
        long = pd.DataFrame({"flow": self.flows.to_numpy().ravel()}, index=pairs).reset_index()
        return long[long["origin"] != long["destination"]].reset_index(drop=True)

    def _shown(self) -> pd.DataFrame:
        return self.flows

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.matrix import heat_map

        return heat_map(self.flows, rows="Origin", columns="Destination", colour="Movers", ax=ax)


def flows_from_stocks(
    start: pd.DataFrame,
    end: pd.DataFrame,
    *,
    births: pd.Series[float] | None = None,
    deaths: pd.Series[float] | None = None,
    method: str = "accounting-closed",
    prior: pd.DataFrame | None = None,
    total: float | None = None,
    mix: float | None = None,
    threads: int | None = None,
) -> StockFlows:
    r"""Estimate flows between places from where people live at two times, by place of birth.

    Parameters
    ----------
    start, end : DataFrame or square of numbers
        People by place of birth (rows) and of residence (columns) at the start and at the end.
    births, deaths : Series or list of numbers, optional
        Of each place between the two times; none by default. Read by the accounting methods and
        ``"pseudo-bayes"``.
    method : str
        One of the methods below.
    prior : DataFrame or square of numbers, optional
        Pattern of the flows, origin by destination, such as a function of distance; ones by
        default. Read by the accounting methods and ``"pseudo-bayes"``. The diagonal is read where
        people who stay are spread too.
    total : float, optional
        How many move in all; needed by ``"rates"`` and read by it alone.
    mix : float, optional
        Weight of the fewest moves, from 0 to 1; needed by ``"pseudo-bayes"`` and read by it alone.
    threads : int, optional
        Processors to use; all by default. The result does not depend on it.

    Returns
    -------
    StockFlows

    Raises
    ------
    UnknownLabel
        When two tables have different places.
    InvalidInput, WrongType
        When a number is negative, missing or infinite; an option does not go with the method; or
        births or deaths are more than there are people.
    NotConverged
        When the stocks cannot be reconciled, as where nobody born in a place lives there.

    Notes
    -----
    With :math:`S_{bj}` for those born in :math:`b` who live in :math:`j`:

    ``"drop-negative"``
        The flow from :math:`b` to :math:`j` is the increase of :math:`S_{bj}`; decreases are
        dropped. ``"reverse-negative"`` takes a decrease for a return, and adds it to the flow from
        :math:`j` to :math:`b`. Natives are not read.
    ``"rates"``
        The ``total`` is spread like the stocks of migrants at the start :cite:p:`dennett2016`.
    ``"accounting-closed"``
        Demographic accounting :cite:p:`abel2019` in a system that nobody enters or leaves. Natives
        are scaled, half at each end, until the population grows by births less deaths. Births are
        taken from the natives at the end (from all in proportion where these are too few), deaths
        from all at the start in proportion. Both tables are then fitted to the mean of their sums
        by birthplace. For each birthplace, as many stay as can, and movers follow ``prior``
        between what is left over at the start and at the end: these are the fewest moves.
    ``"accounting-open"``
        The same, but where those born in a place become fewer, the rest has left the system, in
        proportion to where they lived at the start; where more, they have come into it, in
        proportion to where they live at the end.
    ``"pseudo-bayes"``
        ``mix`` times the fewest moves plus ``1 - mix`` times the flows of the closed system when
        all people, not only the rest, follow ``prior`` :cite:p:`azose2019`. Its authors set the
        weight by flows that were observed.

    The closed methods keep fractions of persons, where the R package migest rounds natives.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import flows_from_stocks
    >>> places = list("ABCD")
    >>> start = pd.DataFrame([[1000, 100, 10, 0], [55, 555, 50, 5], [80, 40, 800, 40],
    ...                       [20, 25, 20, 200]], index=places, columns=places)
    >>> end = pd.DataFrame([[950, 100, 60, 0], [80, 505, 75, 5], [90, 30, 800, 40],
    ...                     [40, 45, 0, 180]], index=places, columns=places)
    >>> flows_from_stocks(start, end).flows.round(1)
    destination     A     B     C    D
    origin
    A             0.0   0.0  50.0  0.0
    B            35.0   0.0  25.0  0.0
    C            10.0  10.0   0.0  0.0
    D            10.0  10.0   0.0  0.0
    """
    method = choice(method, "method", METHODS)
    workers = threads_of(threads)
    before, places = square(start, "start")
    after, _ = square(end, "end", places)
    accounting = method in ("accounting-closed", "accounting-open", "pseudo-bayes")
    _refuse_unread(method, accounting, births=births, deaths=deaths, prior=prior)
    if (total is None) == (method == "rates"):
        raise InvalidInput(
            "`total` must say how many move in all for method='rates'"
            if method == "rates"
            else f"`total` is not read by method={method!r}; leave it out"
        )
    if (mix is None) == (method == "pseudo-bayes"):
        raise InvalidInput(
            "`mix` must give the weight of the fewest moves for method='pseudo-bayes'"
            if mix is None
            else f"`mix` is not read by method={method!r}; leave it out"
        )
    notes: tuple[str, ...] = ()
    tables = None
    if not accounting:
        flows = _without_diagonal(
            _differences(before, after, method == "reverse-negative")
            if total is None
            else _spread_like(before, number(total, "total", low=0))
        )
    else:
        nobody = np.zeros(len(places))
        born = nobody if births is None else per_place(births, "births", places)
        died = nobody if deaths is None else per_place(deaths, "deaths", places)
        pattern = np.ones(before.shape) if prior is None else square(prior, "prior", places)[0]
        closed = method != "accounting-open"
        before, after, notes = _reconciled(before, after, born, died, closed, places)
        limits = (_TOLERANCE, _ROUNDS, workers)
        tables = _core.flows_between(before, after, pattern, True, *limits)
        if mix is not None:
            share = number(mix, "mix", low=0, high=1)
            mixed = _core.flows_between(before, after, pattern, False, *limits)
            tables = share * tables + (1 - share) * mixed
        flows = _without_diagonal(tables.sum(axis=0))
    sources = {"rates": "dennett2016", "pseudo-bayes": "azose2019"}.get(method, "abel2019")
    options = {"prior": "ones" if prior is None else "given"} if accounting else {}
    if mix is not None:
        options |= {"mix": str(mix)}
    stocks = (places.rename("birthplace"), places.rename("residence"))
    return StockFlows(
        flows=pd.DataFrame(flows, places.rename("origin"), places.rename("destination")),
        by_birthplace=tables,
        start=pd.DataFrame(before, *stocks),
        end=pd.DataFrame(after, *stocks),
        meta=Meta(
            method=method,
            options=options,
            counts={"places": len(places)},
            sources=(sources,),
            notes=notes,
        ),
    )


def _refuse_unread(method: str, accounting: bool, **given: object) -> None:
    for name, value in given.items():
        if value is not None and not accounting:
            raise InvalidInput(f"`{name}` is not read by method={method!r}; leave it out")


def _without_diagonal(table: _Table) -> _Table:
    table = table.copy()
    np.fill_diagonal(table, 0.0)
    return table


def _differences(before: _Table, after: _Table, reverse: bool) -> _Table:
    change = after - before
    flows = np.maximum(change, 0.0)
    return flows + np.maximum(-change.T, 0.0) if reverse else flows


def _spread_like(before: _Table, total: float) -> _Table:
    migrants = _without_diagonal(before)
    if migrants.sum() == 0:
        raise InvalidInput("`start` must have migrants for method='rates': it has none")
    spread: _Table = total * migrants / migrants.sum()
    return spread


def _reconciled(
    before: _Table,
    after: _Table,
    born: NDArray[np.float64],
    died: NDArray[np.float64],
    closed: bool,
    places: _Index,
) -> tuple[_Table, _Table, tuple[str, ...]]:
    """Return stocks between which everyone is alive, with the same sums by birthplace."""
    before, after = before.copy(), after.copy()
    diagonal = np.diag_indices(len(places))
    notes = []
    if closed:
        growth, natural = after.sum() - before.sum(), born.sum() - died.sum()
        missing = natural - growth
        for table, change in ((before, -missing / 2), (after, missing / 2)):
            natives = table[diagonal].sum()
            if natives + change < 0 or natives == 0:
                raise InvalidInput(
                    f"`start` and `end` differ by {growth:.10g} people, births and deaths by "
                    f"{natural:.10g}: there are too few natives to make up for it; correct the "
                    "tables, or use method='accounting-open'"
                )
            table[diagonal] *= (natives + change) / natives
        if abs(missing) > 1e-9 * before.sum():
            notes.append(
                f"the population grows by {abs(missing):.6g} {'less' if missing > 0 else 'more'} "
                "than births and deaths say; natives were scaled to make up for it"
            )
    _refuse_more(died, before.sum(axis=0), "deaths", "live there at the start", places)
    _refuse_more(born, after.sum(axis=0), "births", "live there at the end", places)
    before -= before * _ratio(died, before.sum(axis=0))
    natives = after[diagonal]
    few = born > natives
    taken = np.diag(np.where(few, 0.0, born))
    taken[:, few] = (after * _ratio(born, after.sum(axis=0)))[:, few]
    after -= taken
    if few.any():
        names = ", ".join(shown(place) for place in places[few])
        notes.append(f"more births than natives in {names}: taken from all who live there")
    if closed:
        target = (before.sum(axis=1) + after.sum(axis=1)) / 2
        before, after = (_fitted(table, target) for table in (before, after))
    else:
        gap = after.sum(axis=1) - before.sum(axis=1)
        left, come = np.maximum(-gap, 0.0), np.maximum(gap, 0.0)
        before -= before * _ratio(left, before.sum(axis=1))[:, np.newaxis]
        after -= after * _ratio(come, after.sum(axis=1))[:, np.newaxis]
        notes.append(f"{left.sum():.6g} left the system and {come.sum():.6g} came into it")
    return before, after, tuple(notes)


def _fitted(table: _Table, target: NDArray[np.float64]) -> _Table:
    """Fit sums by birthplace, keeping those by residence."""
    residents = table.sum(axis=0)
    total = target.sum()
    residents = residents * (total / residents.sum()) if total else residents
    margins = [([0], target), ([1], residents)]
    cells = np.ascontiguousarray(table).ravel()
    found, _, _ = _core.ipf(cells, list(table.shape), margins, _TOLERANCE, _ROUNDS)
    fitted: _Table = found.reshape(table.shape)
    return fitted


def _ratio(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    ratio: NDArray[np.float64] = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return ratio


def _refuse_more(
    part: NDArray[np.float64], whole: NDArray[np.float64], argument: str, who: str, places: _Index
) -> None:
    wrong = np.flatnonzero(part > whole)
    if len(wrong):
        at = wrong[0]
        raise InvalidInput(
            f"`{argument}` must not be more than the people who {who}: {shown(places[at])} has "
            f"{part[at]:.10g} of {whole[at]:.10g}; correct one of them"
        )
