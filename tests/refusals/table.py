"""The form of a refusal: which call, with which fault, is refused by which error and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from weakties import WeaktiesError

# Every public function refuses all of these, or says why it cannot meet one.
FAULTS = (
    "wrong type",
    "wrong shape",
    "empty input",
    "NaN",
    "infinity",
    "negative",
    "unknown label",
    "duplicated key",
)


@dataclass(frozen=True)
class Refusal:
    """One call that must be refused, the class of its error and words its message must hold.

    The words name the argument and the remedy.
    """

    fault: str
    call: Callable[[], object]
    error: type[WeaktiesError]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """All refusals of one public function, and the faults that it cannot meet with the reason."""

    refusals: tuple[Refusal, ...]
    cannot_meet: dict[str, str] = field(default_factory=dict)
