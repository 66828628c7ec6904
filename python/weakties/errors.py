"""The exceptions a user can catch; all of them are kinds of `WeaktiesError`.

Each class is also the built-in exception it resembles, so ``except ValueError`` works too.
"""

__all__ = [
    "InternalError",
    "InvalidInput",
    "MissingPackage",
    "NotConverged",
    "UnknownLabel",
    "WeaktiesError",
    "WrongType",
]


class WeaktiesError(Exception):
    """Every error that weakties raises on purpose."""


class InvalidInput(WeaktiesError, ValueError):
    """A value cannot be used; the message names the argument, what was found and the remedy."""


class WrongType(WeaktiesError, TypeError):
    """An argument is of a kind that cannot be used, such as a frame where a network belongs."""


class UnknownLabel(WeaktiesError, KeyError):
    """A column, node, country or other label is not among those there are."""

    # KeyError shows its argument quoted, with line breaks escaped; a sentence is to be read.
    __str__ = Exception.__str__


class NotConverged(WeaktiesError, RuntimeError):
    """An iteration ran out of steps before its result settled; no half-finished result is given."""


class InternalError(WeaktiesError, RuntimeError):
    """A promise inside weakties was broken. Please report it with the call that caused it."""


class MissingPackage(WeaktiesError, ImportError):
    """The call needs an optional package that is not installed; the message says which."""
