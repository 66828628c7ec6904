"""Periods of equal length: from the user's times to numbers and back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from weakties._arguments import choice, integer
from weakties._frames import Keys
from weakties.errors import InvalidInput, WrongType

_Index: TypeAlias = "pd.Index[Any]"
_Numbers: TypeAlias = NDArray[np.int64]

# The longest step that there are 64-bit numbers for.
_LONGEST = 2**63 - 1

# Steps that dates can be given in, as the pandas frequency that counts them.
STEPS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}

_FREQUENCIES = {**STEPS, "day of month": "M", "end of month": "M"}


@dataclass(frozen=True)
class Timeline:
    """How the times of a table are numbered; consecutive periods have consecutive numbers.

    Parameters
    ----------
    kind
        ``"number"``, ``"category"`` or ``"period"``; for dates one of `STEPS` where the user said
        so, otherwise ``"day of month"`` or ``"end of month"`` where all dates are alike in that,
        and else ``"instant"``.
    step
        How many units of the kind a period lasts.
    origin
        The unit number of the first period.
    sample
        Labels to make others like: all categories, or one time.
    """

    kind: str
    step: int
    origin: int
    sample: _Index

    @classmethod
    def of(cls, keys: list[Keys], step: int | str | None, argument: str) -> Timeline:
        """Find the periods of all the columns of times a table has."""
        labels = keys[0].labels
        if any(one.categorical for one in keys):
            if not all(one.categorical and one.labels.equals(labels) for one in keys):
                raise InvalidInput(f"{argument} must have the same categories in the same order")
            if step is not None:
                raise InvalidInput(
                    f"`step` cannot be used with categories, which are one step apart: got {step!r}"
                )
            return cls("category", 1, 0, labels)
        if any(type(one.labels) is not type(labels) for one in keys):
            raise InvalidInput(f"{argument} must be of the same kind, such as all dates")
        for one in keys[1:]:
            labels = labels.append(one.labels).unique()
        labels = labels.sort_values()
        if isinstance(labels, pd.DatetimeIndex) and isinstance(step, str):
            kind = choice(step, "step", tuple(STEPS))
            return cls(kind, 1, 0, labels[:1])._starting(labels)
        if isinstance(step, str):
            raise WrongType(
                f"`step` must be a whole number where {argument} holds no dates: got {step!r}"
            )
        if isinstance(labels, pd.DatetimeIndex):
            if step is not None:
                raise WrongType(
                    f"`step` must be one of {', '.join(map(repr, STEPS))} where {argument} holds "
                    f"dates: got {step!r}"
                )
            kind = _kind_of_dates(labels)
        else:
            kind = "period" if isinstance(labels, pd.PeriodIndex) else "number"
        raw = cls(kind, 1, 0, labels[:1])._units(labels)
        gaps = np.diff(raw)
        found = math.gcd(*gaps.tolist()) if len(gaps) else 1
        wanted = found if step is None else integer(step, "step", low=1, high=_LONGEST)
        if found % wanted:
            apart = int(np.flatnonzero(gaps % wanted)[0])
            raise InvalidInput(
                f"{argument} must lie whole steps of {wanted} apart: {labels[apart]} and "
                f"{labels[apart + 1]} do not; give a `step` that divides {found}, or leave it out"
            )
        return cls(kind, wanted, 0, labels[:1])._starting(labels)

    def numbers(self, labels: _Index) -> _Numbers:
        """Return the number of the period of each label."""
        return (self._units(labels) - self.origin) // self.step

    def labels(self, numbers: _Numbers) -> _Index:
        """Return the label of each period, made like those of the table."""
        units = self.origin + self.step * numbers
        if self.kind == "category":
            categories: _Index = self.sample.take(units)
            return categories
        if self.kind == "number":
            return pd.Index(units, name=self.sample.name)
        if isinstance(self.sample, pd.PeriodIndex):
            return _periods(units, self.sample.freqstr)
        assert isinstance(self.sample, pd.DatetimeIndex)
        zone = self.sample.tz
        if self.kind == "instant":
            return pd.DatetimeIndex(units.view("M8[us]")).tz_localize(zone)
        periods = _periods(units, _FREQUENCIES[self.kind])
        dates = periods.to_timestamp(how="start").as_unit("us")
        first = self.sample[0].tz_localize(None)
        if self.kind == "day of month":
            dates += first - first.to_period("M").start_time
        elif self.kind == "end of month":
            dates += pd.to_timedelta(periods.days_in_month - 1, "D") + (first - first.normalize())
        return pd.DatetimeIndex(dates).tz_localize(zone)

    def __str__(self) -> str:
        if self.kind == "instant":
            return str(pd.Timedelta(self.step, "us"))
        if isinstance(self.sample, pd.PeriodIndex):
            return f"{self.step} × {self.sample.freqstr}"
        unit = (
            ""
            if self.kind == "number"
            else self.kind.removeprefix("day of ").removeprefix("end of ")
        )
        return f"{self.step} {unit}".rstrip()

    def _starting(self, labels: _Index) -> Timeline:
        return Timeline(self.kind, self.step, int(self._units(labels[:1])[0]), self.sample)

    def _units(self, labels: _Index) -> _Numbers:
        """Count units from some fixed time on."""
        if self.kind == "category":
            return np.arange(len(labels))
        if isinstance(labels, pd.PeriodIndex):
            return np.asarray(labels.asi8)
        if not isinstance(labels, pd.DatetimeIndex):
            return labels.to_numpy(np.int64)
        local = labels.tz_localize(None)
        if self.kind == "instant":
            return np.asarray(local.as_unit("us").asi8)
        return np.asarray(local.to_period(_FREQUENCIES[self.kind]).asi8)


def _kind_of_dates(dates: pd.DatetimeIndex) -> str:
    local = dates.tz_localize(None)
    times = local - local.normalize()
    if (times == times[0]).all():
        if local.is_month_end.all():
            return "end of month"
        if local.day[0] <= 28 and (local.day == local.day[0]).all():
            return "day of month"
    return "instant"


def _periods(numbers: _Numbers, freq: str) -> pd.PeriodIndex:
    made: pd.PeriodIndex = pd.PeriodIndex.from_ordinals(  # type: ignore[attr-defined]
        numbers, freq=freq
    )
    return made
