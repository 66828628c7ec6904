"""Paths and histories of the open-chain model, with labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core

if TYPE_CHECKING:
    import xarray as xr

    from ._ensemble import Ensemble, Plan

_Floats: TypeAlias = NDArray[np.float64]

# What is counted by place and rung.
BY_POST = ("people", "employed")
# What is said of a number over all replicates.
STATISTICS = ("mean", "sd", "se", "min", "max")
_NOBODY = 2**32 - 1


@dataclass(frozen=True)
class Shape:
    """How the numbers of a path are laid out: all that is told of a period side by side."""

    variables: list[str]
    places: list[str]
    rungs: int
    periods: int

    @classmethod
    def of(cls, plan: Plan) -> Shape:
        variables, _, _ = _core.open_chain_names()
        places = ["home", *(f"host {number}" for number in range(1, plan.scenario.hosts + 1))]
        return cls(variables, places, plan.scenario.rungs, plan.periods)

    @property
    def posts(self) -> int:
        return len(self.places) * self.rungs

    @property
    def size(self) -> int:
        return self.told * self.periods

    @property
    def told(self) -> int:
        """How many numbers are told of a period."""
        return len(self.variables) + len(BY_POST) * self.posts

    def dataset(self, rows: _Floats, by: str, labels: Any) -> xr.Dataset:
        """Label rows of numbers, of which each is a path or a statistic of paths."""
        import xarray as xr

        told = rows.reshape(len(rows), self.periods, self.told)
        data: dict[str, Any] = {
            name: ((by, "period"), told[..., place]) for place, name in enumerate(self.variables)
        }
        posts = told[..., len(self.variables) :].reshape(
            len(rows), self.periods, len(BY_POST), len(self.places), self.rungs
        )
        for place, name in enumerate(BY_POST):
            data[name] = ((by, "period", "place", "rung"), posts[:, :, place])
        coordinates = {
            by: list(labels),
            "period": np.arange(1, self.periods + 1),
            "place": self.places,
            "rung": np.arange(self.rungs),
        }
        return xr.Dataset(data, coordinates)


def paths(plan: Plan, found: Ensemble) -> xr.Dataset:
    """Return what is told of each replicate that was kept."""
    shape = Shape.of(plan)
    rows = found.paths.reshape(-1, shape.size)
    return shape.dataset(rows, "replicate", range(len(rows)))


def moments(plan: Plan, found: Ensemble) -> xr.Dataset:
    """Return the statistics of the same over all replicates."""
    shape = Shape.of(plan)
    return shape.dataset(found.statistics[:, : shape.size], "statistic", STATISTICS)


def histories(plan: Plan, found: Ensemble) -> pd.DataFrame:
    """Return one row a change in a person's life."""
    _, _, kinds = _core.open_chain_names()
    events, persons = found.events, plan.persons
    told = events["heard_from"].astype(np.int64)
    heard_from = pd.Series(persons.take(np.where(told == _NOBODY, 0, told))).convert_dtypes()
    places = ["home", *(f"host {number}" for number in range(1, plan.scenario.hosts + 1))]
    return pd.DataFrame(
        {
            "replicate": events["replicate"].astype(np.int64),
            "person": persons.take(events["person"].astype(np.int64)),
            "period": events["period"].astype(np.int64),
            "place": pd.Categorical.from_codes(
                events["place"].astype(np.int64), pd.Index(places), ordered=True
            ),
            "rung": events["rung"].astype(np.int64),
            "employed": events["employed"],
            "kind": pd.Categorical.from_codes(events["kind"].astype(np.int64), pd.Index(kinds)),
            "heard_from": heard_from.mask(told == _NOBODY),
        }
    )
