"""Iterative proportional fitting: tables of flows with given sums."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import integer, matrix, number, vector
from weakties._results import Meta, Result
from weakties._wording import did_you_mean, listing, shown
from weakties.errors import InvalidInput, UnknownLabel, WrongType

if TYPE_CHECKING:
    import xarray as xr
    from matplotlib.axes import Axes

_Index: TypeAlias = "pd.Index[Any]"
_Dims: TypeAlias = "tuple[Hashable, ...]"

# How far totals may differ that should be the same, as a part of them.
_AGREE = 1e-9


@dataclass(frozen=True, eq=False, repr=False)
class FittedTable(Result):
    """A table with given sums; see `ipf`.

    Attributes
    ----------
    table : DataFrame or xarray.DataArray
        The cells, of the kind and with the labels of the seed.
    rounds : int
        How many rounds it took.
    farthest : float
        The farthest that a sum was from its target in the last round.
    """

    title: ClassVar[str] = "Table with given sums"

    table: pd.DataFrame | xr.DataArray
    rounds: int
    farthest: float

    def to_frame(self) -> pd.DataFrame:
        """Return one row a cell.

        Returns
        -------
        pandas.DataFrame
            A column for each dimension, and ``value``.
        """
        dims, labels = _dimensions(self.table)
        index = pd.MultiIndex.from_product(labels, names=dims)
        cells = np.asarray(self.table, np.float64).ravel()
        return pd.DataFrame({"value": cells}, index=index).reset_index()

    def _flat(self) -> pd.DataFrame:
        """Return the table, or its sum over all dimensions but the first two."""
        if isinstance(self.table, pd.DataFrame):
            return self.table
        rest = self.table.dims[2:]
        return pd.DataFrame(self.table.sum(rest).to_pandas())

    def _shown(self) -> pd.DataFrame:
        return self._flat()

    def _draw(self, ax: Axes | None) -> Axes:
        from weakties.plots.matrix import heat_map

        rows, columns = _dimensions(self.table)[0][:2]
        return heat_map(self._flat(), rows=str(rows), columns=str(columns), colour="Value", ax=ax)


def ipf(
    seed: pd.DataFrame | xr.DataArray,
    margins: Mapping[Hashable | tuple[Hashable, ...], object],
    *,
    tolerance: float = 1e-10,
    rounds: int = 10_000,
) -> FittedTable:
    r"""Scale a table until its sums are those given: iterative proportional fitting.

    .. math::

        x_{ij} = a_i \, b_j \, m_{ij}, \qquad \sum_j x_{ij} = r_i, \quad \sum_i x_{ij} = c_j

    for two dimensions, where :math:`m` is the seed. Among all tables with these sums, :math:`x` is
    the one that changes the pattern of the seed least: it has the same odds ratios.

    Parameters
    ----------
    seed : DataFrame or xarray.DataArray
        The pattern: numbers from 0 up, such as earlier flows, or ones. A cell of 0 stays 0. A
        DataFrame has two dimensions, called as its index and its columns are, or else ``"rows"``
        and ``"columns"``. A DataArray has two or three, or more.
    margins : mapping
        The sums that the table shall have: from a dimension, or a tuple of dimensions, to a Series
        (DataFrame, DataArray) labelled as the seed, or to plain numbers in its order. Sums run over
        all other dimensions. All margins have the same total.
    tolerance : float, default 1e-10
        How far a sum may be from its target, as a part of the total.
    rounds : int, default 10000
        After how many rounds to give up.

    Returns
    -------
    FittedTable

    Raises
    ------
    InvalidInput, WrongType
        When a number is negative, missing or infinite; when margins contradict each other; or when
        a sum above 0 has only cells that are 0 in the seed.
    UnknownLabel
        When a margin names a dimension or label that the seed does not have, or leaves one out.
    NotConverged
        When the sums are not met after all rounds, as where zeros in the seed rule them out.

    Notes
    -----
    The method is that of :cite:t:`deming1940`. With origins and destinations it is the doubly
    constrained gravity model. With origin × birthplace and destination × birthplace it gives
    flows from two tables of stocks, as in `flows_from_stocks`.

    Examples
    --------
    >>> import pandas as pd
    >>> from weakties.chains import ipf
    >>> places = ["north", "south"]
    >>> seed = pd.DataFrame([[4.0, 1.0], [1.0, 4.0]], index=places, columns=places)
    >>> fitted = ipf(seed, {"rows": [30.0, 70.0], "columns": [50.0, 50.0]})
    >>> fitted.table.round(2)
           north  south
    north  26.67   3.33
    south  23.33  46.67
    """
    tolerance = number(tolerance, "tolerance", low=0, open_low=True)
    rounds = integer(rounds, "rounds", low=1)
    dims, labels = _dimensions(seed)
    cells = np.ascontiguousarray(
        matrix(np.asarray(seed).reshape(len(labels[0]), -1), "seed", low=0)
    ).ravel()
    shape = [len(one) for one in labels]
    if not isinstance(margins, Mapping):
        raise WrongType(
            "`margins` must be a mapping from dimensions to sums, such as "
            f"{{{dims[0]!r}: […], {dims[1]!r}: […]}}: got {type(margins).__name__}"
        )
    if not margins:
        raise InvalidInput("`margins` is empty: give the sums over at least one dimension")
    read = [_margin(key, value, dims, labels) for key, value in margins.items()]
    _refuse_contradictions(read, dims, labels)
    _refuse_impossible(cells.reshape(shape), read, dims, labels)
    flat = [(axes, np.ascontiguousarray(target).ravel()) for axes, target in read]
    table, taken, farthest = _core.ipf(cells, shape, flat, tolerance, rounds)
    fitted = table.reshape(shape)
    return FittedTable(
        table=(
            pd.DataFrame(fitted, index=seed.index, columns=seed.columns)
            if isinstance(seed, pd.DataFrame)
            else seed.copy(data=fitted)
        ),
        rounds=taken,
        farthest=farthest,
        meta=Meta(
            method="iterative proportional fitting",
            options={"tolerance": tolerance},
            counts={"cells": len(cells), "margins": len(read), "rounds": taken},
            sources=("deming1940",),
        ),
    )


def _dimensions(table: object) -> tuple[_Dims, list[_Index]]:
    """Return the names of a table's dimensions and their labels."""
    if isinstance(table, pd.DataFrame):
        axes = (table.index, table.columns)
        dims: _Dims = tuple(
            other if axis.name is None else axis.name
            for axis, other in zip(axes, ("rows", "columns"), strict=True)
        )
        labels = [pd.Index(axis) for axis in axes]
    elif hasattr(table, "dims") and hasattr(table, "get_index"):
        dims = tuple(table.dims)
        labels = [table.get_index(dim) for dim in dims]
        if len(dims) < 2:
            raise InvalidInput(f"`seed` must have two dimensions or more: got {len(dims)}")
    else:
        raise WrongType(
            f"`seed` must be a DataFrame or an xarray.DataArray: got {type(table).__name__}; "
            "make one first, such as pandas.DataFrame(…)"
        )
    for dim, one in zip(dims, labels, strict=True):
        if not len(one):
            raise InvalidInput(f"`seed` is empty: its dimension {dim!r} has no label")
        if not one.is_unique:
            raise InvalidInput(
                f"`seed` must have each label once: {shown(one[one.duplicated()][0])} is twice in "
                f"dimension {dim!r}; add such cells up"
            )
    return dims, labels


def _margin(
    key: Hashable, value: object, dims: _Dims, labels: list[_Index]
) -> tuple[list[int], NDArray[np.float64]]:
    """Return the axes that a margin keeps, ascending, and its sums in their order."""
    named: _Dims = key if isinstance(key, tuple) and key not in dims else (key,)
    for dim in named:
        if dim not in dims:
            raise UnknownLabel(
                f"`margins`: `seed` has no dimension {dim!r}.{did_you_mean(dim, list(dims))} "
                f"{listing('Dimensions there are', list(dims))}"
            )
    places = [dims.index(dim) for dim in named]
    if len(set(places)) < len(places) or len(places) == len(dims):
        raise InvalidInput(
            f"`margins`: {key!r} must name each dimension once and leave one out to add up over; "
            "name fewer"
        )
    axes = [labels[place] for place in places]
    target = _sums(key, value, named, axes)
    order = np.argsort(places)
    return sorted(places), np.transpose(target, order)


def _sums(key: Hashable, value: Any, named: _Dims, axes: list[_Index]) -> NDArray[np.float64]:
    if hasattr(value, "dims") and hasattr(value, "get_index"):
        if set(value.dims) != set(named):
            raise InvalidInput(
                f"`margins`: the sums for {key!r} have dimensions {value.dims}; give them those"
            )
        value = value.transpose(*named)
        found = [value.get_index(dim) for dim in named]
    elif isinstance(value, pd.Series):
        found = [value.index]
    elif isinstance(value, pd.DataFrame):
        found = [value.index, value.columns]
    else:
        found = axes
    if len(found) != len(axes):
        raise InvalidInput(
            f"`margins`: the sums for {key!r} must have {len(axes)} dimensions: got {len(found)}"
        )
    array = np.asarray(value, dtype=object if value is None else None)
    for place, (one, wanted) in enumerate(zip(found, axes, strict=True)):
        if one is wanted:
            continue
        codes = one.get_indexer(wanted) if one.is_unique else np.array([-1])
        if len(one) != len(wanted) or (codes < 0).any():
            wrong = [*wanted.difference(one), *one.difference(wanted), *one[one.duplicated()]][0]
            raise UnknownLabel(
                f"`margins`: the sums for {key!r} must have each label of `seed` once: see "
                f"{shown(wrong)}; give both the same labels"
            )
        array = array.take(codes, axis=place)
    shape = tuple(len(axis) for axis in axes)
    if array.shape != shape:
        raise InvalidInput(
            f"`margins`: the sums for {key!r} must be of shape {shape}: got {array.shape}"
        )
    return vector(array.ravel(), "margins", low=0).reshape(shape)


def _refuse_contradictions(
    margins: list[tuple[list[int], NDArray[np.float64]]], dims: _Dims, labels: list[_Index]
) -> None:
    """Refuse two margins that add up to different sums over the dimensions they share."""
    for (one, first), (other, second) in combinations(margins, 2):
        shared = [axis for axis in one if axis in other]
        left, right = (
            target.sum(axis=tuple(i for i, axis in enumerate(axes) if axis not in shared))
            for axes, target in ((one, first), (other, second))
        )
        off = np.abs(left - right) > _AGREE * max(first.sum(), second.sum())
        if off.any():
            at = tuple(int(i[0]) for i in np.nonzero(np.atleast_1d(off)))
            named = ", ".join(
                f"{dims[axis]} {shown(labels[axis][i])}"
                for axis, i in zip(shared, at, strict=False)
            )
            low, high = (float(np.atleast_1d(x)[at]) for x in (left, right))
            raise InvalidInput(
                f"`margins` must add up to the same: those over {[dims[a] for a in one]} and "
                f"{[dims[a] for a in other]} add up to {low:.10g} and {high:.10g}"
                f"{f' for {named}' if named else ''}; scale one of them"
            )


def _refuse_impossible(
    cells: NDArray[np.float64],
    margins: list[tuple[list[int], NDArray[np.float64]]],
    dims: _Dims,
    labels: list[_Index],
) -> None:
    """Refuse a sum above 0 of cells that are all 0."""
    for axes, target in margins:
        others = tuple(axis for axis in range(cells.ndim) if axis not in axes)
        wrong = np.argwhere((cells.sum(axis=others) == 0) & (target > 0))
        if len(wrong):
            at = ", ".join(
                f"{dims[axis]} {shown(labels[axis][i])}"
                for axis, i in zip(axes, wrong[0], strict=True)
            )
            raise InvalidInput(
                f"`seed` has only zeros for {at}, where `margins` ask for "
                f"{target[tuple(wrong[0])]:.10g}; put a small number in their place"
            )
