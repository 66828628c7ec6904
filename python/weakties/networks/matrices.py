"""What a matrix says about ties: its entries, its labels, and whether it is symmetric."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import matrix
from weakties.errors import InvalidInput, WrongType

_Codes: TypeAlias = NDArray[np.int64]
_Weights: TypeAlias = NDArray[np.float64]


def labels_of_frame(frame: pd.DataFrame, labels: object) -> pd.Index[Any]:
    """Return the labels of a matrix that brings its own."""
    if labels is not None:
        raise InvalidInput("`labels` are those of the DataFrame already; leave them out")
    if not frame.index.equals(frame.columns):
        same = len(frame.index) == len(frame.columns) and set(frame.index) == set(frame.columns)
        remedy = (
            "reorder it with matrix.loc[:, matrix.index]"
            if same
            else "give every node a row and a column"
        )
        raise InvalidInput(f"`matrix` must have the same labels in its index and columns; {remedy}")
    return frame.index


def entries(given: Any, *, square: bool = True) -> tuple[_Codes, _Codes, _Weights, tuple[int, int]]:
    """Return row, column and number of each entry of a matrix, and its shape."""
    if not hasattr(given, "tocoo"):
        kinds = given.dtypes if isinstance(given, pd.DataFrame) else [getattr(given, "dtype", None)]
        if all(kind == np.dtype(bool) for kind in kinds):
            given = np.asarray(given, dtype=np.float64)
        dense = matrix(given, "matrix", square=square, low=0)
        sources, targets = np.nonzero(dense)
        return sources, targets, dense[sources, targets], (dense.shape[0], dense.shape[1])
    if given.ndim != 2 or (square and given.shape[0] != given.shape[1]) or 0 in given.shape:
        expected = "(n, n) with n at least 1" if square else "(n, m) with both at least 1"
        raise InvalidInput(f"`matrix` has the wrong shape: expected {expected}, got {given.shape}")
    if given.dtype.kind not in "biuf":
        raise WrongType(f"`matrix` must hold numbers: got dtype {given.dtype}")
    # Through rows, because coordinates may name an entry twice; both add up.
    stored = given.tocsr().copy()
    stored.sum_duplicates()
    stored = stored.tocoo()
    weights = stored.data.astype(np.float64)
    bad = ~np.isfinite(weights) | (weights < 0)
    if bad.any():
        place = (int(stored.row[bad][0]), int(stored.col[bad][0]))
        raise InvalidInput(
            f"`matrix` must hold finite numbers of at least 0: position {place} is "
            f"{weights[bad][0]}; remove or correct it first"
        )
    return stored.row.astype(np.int64), stored.col.astype(np.int64), weights, given.shape


def refuse_numbers(weights: _Weights) -> None:
    """Refuse numbers other than 0 and 1 in a matrix that is to hold no weights."""
    if not np.isin(weights, (0.0, 1.0)).all():
        raise InvalidInput(
            "`matrix` must hold 0 and 1 only, unless its numbers are kept as weights: got "
            f'{weights[~np.isin(weights, (0.0, 1.0))][0]}; pass weight="weight", or compare '
            "the matrix with 0 first"
        )


def first_asymmetric(
    sources: _Codes, targets: _Codes, weights: _Weights, nodes: int
) -> tuple[int, int] | None:
    """Return the place of an entry that differs from the one across the diagonal."""
    forth, back = sources * nodes + targets, targets * nodes + sources
    order, reverse = np.argsort(forth), np.argsort(back)
    differ = np.flatnonzero((forth[order] != back[reverse]) | (weights[order] != weights[reverse]))
    if len(differ) == 0:
        return None
    place = min(forth[order[differ[0]]], back[reverse[differ[0]]])
    return int(place // nodes), int(place % nodes)
