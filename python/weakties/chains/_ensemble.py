"""Replicates of the open-chain model: run in batches, added up, kept as far as was asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties import _core
from weakties._arguments import Seed

from ._checkpoint import Checkpoint
from ._paths import Shape
from ._ties import Ties
from .scenario import Scenario

_Array: TypeAlias = NDArray[Any]
_Report: TypeAlias = Callable[[int, int], None]

# So many replicates lie between two checkpoints: fewer where one takes long.
_MOST_BETWEEN = 64
_STEPS_BETWEEN = 50_000_000
_EVENTS = ("replicate", "person", "period", "place", "rung", "employed", "kind", "heard_from")


@dataclass(frozen=True, eq=False)
class Plan:
    """What is simulated: enough to run it again, with other scenarios from some period on."""

    pieces: tuple[tuple[int, Scenario], ...]
    ties: Ties | None
    replicates: int
    periods: int
    paths: int
    histories: int
    counterfactual: bool
    seed: Seed

    @property
    def scenario(self) -> Scenario:
        """The scenario in force at the end."""
        return self.pieces[-1][1]

    @property
    def persons(self) -> pd.Index[Any]:
        """The labels of people."""
        people: pd.Index[Any] = (
            pd.RangeIndex(self.scenario.people) if self.ties is None else self.ties.labels
        )
        return people

    def changed(self, at: int, levers: dict[str, Any], replicates: int) -> Plan:
        """Return the plan with other values of some parameters after a period."""
        pieces = (*self.pieces, (at, self.scenario.with_(**levers)))
        paths = replicates if self.paths >= self.replicates else min(self.paths, replicates)
        return replace(
            self,
            pieces=pieces,
            replicates=replicates,
            paths=paths,
            histories=min(self.histories, replicates),
        )

    def checkpoint(self, path: object) -> Checkpoint:
        """Name the file that keeps what has been reached; it may hold more or fewer replicates."""
        ties = () if self.ties is None else (len(self.ties.labels), *self.ties.core.ties()[:2])
        return Checkpoint.of(
            path,
            [(at, scenario.to_json()) for at, scenario in self.pieces],
            *ties,
            [self.periods, self.paths, self.histories, self.counterfactual, list(self.seed.key)],
        )

    def batch(self) -> int:
        """How many replicates are run between two checkpoints."""
        steps = len(self.persons) * self.periods
        return max(1, min(_MOST_BETWEEN, _STEPS_BETWEEN // steps))


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Moments over all replicates, and paths, accounts, stages and histories of those kept."""

    count: int
    moments: tuple[_Array, _Array, _Array, _Array]
    paths: _Array
    accounts: _Array
    entered: _Array
    stages: _Array
    events: dict[str, _Array]

    @cached_property
    def statistics(self) -> _Array:
        """Those of `STATISTICS`, of each number of a path and then of an account."""
        mean, squares, low, high = self.moments
        many = self.count > 1
        sd = np.sqrt(squares / (self.count - 1)) if many else np.full_like(mean, np.nan)
        return np.stack([mean, sd, sd / np.sqrt(self.count), low, high])

    @classmethod
    def run(
        cls,
        plan: Plan,
        threads: int | None,
        report: _Report | None,
        checkpoint: Checkpoint | None = None,
    ) -> Ensemble:
        """Run all replicates, or those that a checkpoint does not hold yet."""
        stored = None if checkpoint is None else checkpoint.read()
        so_far = None if stored is None else cls._of_arrays(stored)
        done = 0 if so_far is None else so_far.count
        step = plan.replicates if checkpoint is None else plan.batch()
        while so_far is None or done < plan.replicates:
            count = min(step, plan.replicates - done)
            new = cls._of_core(plan, so_far, done, count, threads, _shifted(report, plan, done))
            so_far = new if so_far is None else so_far._followed_by(new)
            done += count
            if checkpoint is not None:
                checkpoint.write(so_far._arrays())
        return so_far

    @classmethod
    def _of_core(
        cls,
        plan: Plan,
        before: Ensemble | None,
        first: int,
        count: int,
        threads: int | None,
        report: _Report | None,
    ) -> Ensemble:
        # Made here, where a lack of memory is an error and does not end the process.
        paths = np.empty(min(max(plan.paths - first, 0), count) * Shape.of(plan).size)
        moments, kept, stages, events = _core.simulate(
            [(at, scenario.to_json()) for at, scenario in plan.pieces],
            None if plan.ties is None else plan.ties.core,
            (first, count),
            plan.periods,
            paths,
            plan.histories,
            plan.counterfactual,
            None if before is None else (before.count, *before.moments),
            plan.seed.key,
            threads,
            report,
        )
        who, where, told = events
        return cls(
            moments[0],
            moments[1:],
            paths,
            *kept,
            np.array(stages, np.int64),
            dict(zip(_EVENTS, (*who, *where, told), strict=True)),
        )

    def _followed_by(self, later: Ensemble) -> Ensemble:
        """Join what is kept; the later moments hold the earlier already."""
        return Ensemble(
            later.count,
            later.moments,
            np.concatenate([self.paths, later.paths]),
            np.concatenate([self.accounts, later.accounts]),
            np.concatenate([self.entered, later.entered]),
            self.stages + later.stages,
            {name: np.concatenate([self.events[name], later.events[name]]) for name in _EVENTS},
        )

    def _arrays(self) -> dict[str, _Array]:
        mean, squares, low, high = self.moments
        return {
            "count": np.array(self.count),
            "mean": mean,
            "squares": squares,
            "low": low,
            "high": high,
            "paths": self.paths,
            "accounts": self.accounts,
            "entered": self.entered,
            "stages": self.stages,
            **{f"event_{name}": values for name, values in self.events.items()},
        }

    @classmethod
    def _of_arrays(cls, arrays: dict[str, _Array]) -> Ensemble:
        return cls(
            int(arrays["count"]),
            (arrays["mean"], arrays["squares"], arrays["low"], arrays["high"]),
            arrays["paths"],
            arrays["accounts"],
            arrays["entered"],
            arrays["stages"],
            {name: arrays[f"event_{name}"] for name in _EVENTS},
        )


def _shifted(report: _Report | None, plan: Plan, done: int) -> _Report | None:
    """Count the replicates of earlier batches as done."""
    if report is None:
        return None
    total = plan.replicates * plan.periods
    return lambda now, _: report(done * plan.periods + now, total)
