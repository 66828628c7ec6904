"""Tables of estimates with their standard errors and intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .resample import Plan, spread


@dataclass(frozen=True, eq=False)
class Estimates:
    """One table of a result that has several: a row a cell, a column an estimate.

    Attributes
    ----------
    value, se, lo, hi : pandas.DataFrame
        Estimates, and bootstrap standard errors and intervals of the same shape; these are NaN
        without a bootstrap.
    draws : numpy.ndarray
        The resampled estimates, replicate × cell × estimate; of length 0 without a bootstrap.
    """

    value: pd.DataFrame
    se: pd.DataFrame
    lo: pd.DataFrame
    hi: pd.DataFrame
    draws: NDArray[np.float64]

    def __repr__(self) -> str:
        return f"<Estimates: {len(self.value)} cells, {', '.join(self.value.columns)}>"

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each cell and estimate, with its standard error and interval."""
        names = list(self.value.columns)
        frame = self.value.index.repeat(len(names)).to_frame(index=False)
        frame["component"] = names * len(self.value)
        for name in ("value", "se", "lo", "hi"):
            frame[name] = getattr(self, name).to_numpy().ravel()
        return frame

    def _part(self, rows: slice, cells: pd.MultiIndex) -> Estimates:
        """Return some of the rows under other labels."""
        value, se, lo, hi = (
            table.iloc[rows].set_axis(cells) for table in (self.value, self.se, self.lo, self.hi)
        )
        return Estimates(value, se, lo, hi, self.draws[:, rows])

    def fields(self) -> dict[str, Any]:
        """Return the same under the names that a `Decomposition` has."""
        tables = {name: getattr(self, name) for name in ("se", "lo", "hi", "draws")}
        return {"components": self.value, **tables}


def estimated(
    values: NDArray[np.float64],
    draws: NDArray[np.float64],
    plan: Plan,
    cells: pd.MultiIndex,
    names: list[str],
) -> Estimates:
    """Label the numbers of a kernel and take their spread."""
    around = spread(values, draws, plan)
    value, se, lo, hi = (
        pd.DataFrame(array, index=cells, columns=names)
        for array in (values, around.error, around.low, around.high)
    )
    return Estimates(value, se, lo, hi, draws)


def undefined_note(*tables: Estimates) -> tuple[str, ...]:
    """Say in how many cells some resamples leave an estimate undefined."""
    cells = worst = 0
    for table in tables:
        if not table.draws.size:
            continue
        missing = np.isnan(table.draws).sum(axis=0)
        missing = np.where(table.value.isna(), 0, missing).max(axis=1)
        cells += int((missing > 0).sum())
        worst = max(worst, int(missing.max()))
    if not cells:
        return ()
    draws = len(tables[0].draws)
    return (
        f"in {cells} cells some resamples leave an estimate undefined (at most {worst} of "
        f"{draws}); its spread is that of the others",
    )
