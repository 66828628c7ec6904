"""A parameter of a scenario: how it is described, and which values it can have."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from weakties._arguments import choice, flag, integer, number
from weakties._sources import source

_TUNED = "hand-tuned"
ESSAY = "kuznetsov2006"


def field(
    default: Any,
    meaning: str,
    symbol: str = "",
    unit: str = "",
    *,
    low: float = 0,
    high: float = math.inf,
    source: str = _TUNED,
    options: tuple[str, ...] = (),
) -> Any:
    """Describe a parameter once: for validation, tables and documentation."""
    return dataclasses.field(
        default=default,
        metadata={
            "symbol": symbol,
            "unit": unit,
            "source": source,
            "low": low,
            "high": high,
            "meaning": meaning,
            "options": options,
        },
    )


def share(default: float, meaning: str, symbol: str = "", unit: str = "probability") -> Any:
    return field(default, meaning, symbol, unit, high=1)


# These may be infinite, which switches an effect off, lifts a limit, or lets nobody pass.
INFINITE = (
    "moving_cost_scale",
    "choice_scale",
    "niche_scale",
    "savings_scale",
    "thin_size",
    "engagement_seniors",
    "engagement_confidence",
    "budget",
)
# And these must not be 0.
_POSITIVE = ("moving_cost_scale", "choice_scale", "niche_scale", "savings_scale", "wage_premium")


def is_numeric(one: dataclasses.Field[Any]) -> bool:
    return not isinstance(one.default, bool | str)


def checked(one: dataclasses.Field[Any], value: object) -> int | float | bool | str:
    """Return a parameter's value if it can be one."""
    low, high = one.metadata["low"], one.metadata["high"]
    if isinstance(one.default, bool):
        return flag(value, one.name)
    if isinstance(one.default, str):
        return choice(value, one.name, one.metadata["options"])
    if isinstance(one.default, int):
        return integer(value, one.name, low=int(low), high=int(min(high, 2**32 - 1)))
    if one.name in INFINITE and isinstance(value, float) and value == math.inf:
        return math.inf
    limit = None if high == math.inf else high
    return number(value, one.name, low=low, high=limit, open_low=one.name in _POSITIVE)


def source_of(key: str) -> str:
    return key if key == _TUNED else source(key).short()
