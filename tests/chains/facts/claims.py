"""What a fact claims, when it holds, and the simulations that facts share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from weakties.chains import Scenario, simulate

LEVEL = 0.99

# A town with its whole history: people leave, climb, organise.
TOWN = {"people": 600, "periods": 200}
# Late enough for seniors to be many.
LONG = {"periods": 280}
# Engagement that is helped from the start, where institutions at home are good.
HELPED = {"programme": True}
STRONG = {"programme": True, "home_institutions": 0.8}


@dataclass(frozen=True)
class Claim:
    """A number of each replicate that the fact says is above 0, and by `floor` on average.

    Numbers of two scenarios are paired by replicate: both have the same draws.
    """

    what: str
    values: np.ndarray
    floor: float = 0.0

    @property
    def size(self) -> float:
        return float(np.mean(self.values))

    @property
    def holds(self) -> bool:
        """Whether the mean is above 0 by a one-sided test, and at least the floor."""
        if self.size <= 0 or self.size < self.floor:
            return False
        count = len(self.values)
        error = float(np.std(self.values, ddof=1)) / np.sqrt(count)
        return error == 0 or self.size / error > student.ppf(LEVEL, count - 1)


@dataclass(frozen=True)
class Fact:
    """One of the essay's statements and what it says of the model."""

    number: int
    statement: str
    claims: Callable[[Runs], list[Claim]]
    # What the statement says that the model does not show.
    unmet: tuple[str, ...] = ()


class Runs:
    """Simulations around one base scenario; each is run once, whichever facts ask for it."""

    def __init__(
        self, base: Scenario, *, replicates: int = 36, many: int = 150, seed: int = 1
    ) -> None:
        self.base, self.replicates, self.seed = base, replicates, seed
        # For what differs much between replicates and costs little.
        self.many = many
        self._done: dict[Any, Any] = {}

    def __call__(
        self,
        *,
        periods: int,
        replicates: int | None = None,
        histories: bool = False,
        counterfactual: bool = False,
        **levers: Any,
    ) -> Any:
        count = replicates or self.replicates
        key = (periods, count, histories, counterfactual, tuple(sorted(levers.items())))
        if key not in self._done:
            self._done[key] = simulate(
                self.base.with_(**levers),
                replicates=count,
                periods=periods,
                paths=count,
                histories=count if histories else 0,
                counterfactual=counterfactual,
                seed=self.seed,
                progress=False,
            )
        return self._done[key]

    def town(self, variable: str, **levers: Any) -> np.ndarray:
        """Return a variable of the town: replicate × period."""
        return self(**{**TOWN, **levers}).paths[variable].to_numpy()

    def block(self, variable: str, seniors: int, **levers: Any) -> np.ndarray:
        """Return a variable of the engagement block, in which so many seniors stay abroad."""
        still = dict.fromkeys(
            ("pioneers", "arrival", "learning_arrival", "separation", "return_low", "return_high"),
            0.0,
        )
        sizes = {"people": seniors, "initial_seniors": seniors, "neighbours": 2, "periods": 60}
        found: np.ndarray = self(**{**still, **sizes, **levers}).paths[variable].to_numpy()
        return found


def over_time(lives: pd.DataFrame, values: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """Return what each change in a life sets, from its period on: replicate × person × period."""
    found = np.zeros(shape, values.dtype)
    rows = lives[["replicate", "person", "period"]].to_numpy(np.int64)
    for (replicate, person, period), value in zip(rows, values, strict=True):
        found[replicate, person, period:] = value
    return found


def first(reached: np.ndarray) -> np.ndarray:
    """Return the first period, from 1, in which each replicate has reached something.

    One more than there are periods where it never has.
    """
    never = reached.shape[1] + 1
    return np.where(reached.any(axis=1), reached.argmax(axis=1) + 1, never)


def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """Return shares of sums over periods; 0 where there is nothing to share."""
    sums = whole.sum(axis=1)
    return part.sum(axis=1) / np.where(sums > 0, sums, 1)
