"""The form of a refusal: which call, with which fault, is refused by which error and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from weakties import InvalidInput, WeaktiesError, WrongType

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

NAN, INFINITY = float("nan"), float("inf")


@dataclass(frozen=True)
class Refusal:
    """One call that must be refused, the class of its error, and what its message must hold.

    That is the argument, in backticks, and some words of the remedy.
    """

    fault: str
    call: Callable[[], object]
    error: type[WeaktiesError]
    argument: str
    remedy: str


@dataclass(frozen=True)
class Entry:
    """All refusals of one public function, and the faults that it cannot meet with the reason.

    Where an argument is a file or an object of another library, messages may name its ``parts``.
    """

    refusals: tuple[Refusal, ...]
    cannot_meet: dict[str, str] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()


def cannot(reason: str, *faults: str) -> dict[str, str]:
    """Give several faults the same reason."""
    return dict.fromkeys(faults, reason)


def number_refused(
    call: Callable[[float], object],
    argument: str,
    remedies: tuple[str, str, str],
    *,
    whole: bool,
) -> tuple[Refusal, ...]:
    """Give an option that is one number NaN, infinity and -1; a whole number is of another type."""
    error = WrongType if whole else InvalidInput
    return (
        Refusal("NaN", lambda: call(NAN), error, argument, remedies[0]),
        Refusal("infinity", lambda: call(INFINITY), error, argument, remedies[1]),
        Refusal("negative", lambda: call(-1), InvalidInput, argument, remedies[2]),
    )


def count_refused(
    call: Callable[[float], object], argument: str, least: int
) -> tuple[Refusal, ...]:
    """Give an option that is a whole number NaN, infinity and -1."""
    remedies = ("give one that is finite", "give one that is finite", f"at least {least}")
    return number_refused(call, argument, remedies, whole=True)


def threads_refused(call: Callable[[float], object]) -> tuple[Refusal, ...]:
    """Give the number of threads NaN, infinity and -1."""
    return count_refused(call, "threads", 1)


def option(call: Callable[[object], object], argument: str) -> tuple[Refusal, ...]:
    """Give an option that is one of several names what is none."""
    return (
        Refusal("wrong type", lambda: call(1), WrongType, argument, "as text"),
        Refusal("unknown label", lambda: call("zzz"), InvalidInput, argument, "choose one"),
    )


def flagged(call: Callable[[object], object], argument: str) -> Refusal:
    """Give an option that is True or False the number 1."""
    return Refusal("wrong type", lambda: call(1), WrongType, argument, "write one of the two")


def watched(call: Callable[..., object]) -> Refusal:
    """Ask for a bar by the number 1."""
    return Refusal(
        "wrong type", lambda: call(progress=1), WrongType, "progress", "write one of the three"
    )
