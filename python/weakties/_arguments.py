"""Checks and casts of every argument that is not a table, before numbers go down to a kernel.

Every refusal names the argument, says what was found and what to do about it.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from reprlib import Repr
from typing import Any, TypeGuard, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from .errors import InvalidInput, WrongType

_Kind = TypeVar("_Kind")

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 60

# A mistyped `threads`, such as a seed, must not start a million threads.
_MOST_THREADS = 1024

# Nor may a mistyped `bootstrap` ask for more memory than any machine has.
_MOST_RESAMPLES = 1_000_000


def number(
    value: object,
    argument: str,
    *,
    low: float | None = None,
    high: float | None = None,
    open_low: bool = False,
    open_high: bool = False,
) -> float:
    """Return a finite float, within the limits where there are any.

    Parameters
    ----------
    value
        A Python or numpy integer or float.
    argument
        The name by which the caller knows the value.
    low, high
        The limits; they may be reached unless ``open_low`` or ``open_high`` is set.
    open_low, open_high
        Whether the limit itself is refused.
    """
    if not _is_number(value):
        raise WrongType(
            f"`{argument}` must be a number: got {_found(value)}; {_number_remedy(value)}"
        )
    cast = _exact_float(value)
    if cast is None:
        raise InvalidInput(
            f"`{argument}` must be a number that a 64-bit float holds exactly: got {value}, "
            "which would be rounded; round it yourself first"
        )
    below = low is not None and (cast < low or (open_low and cast == low))
    above = high is not None and (cast > high or (open_high and cast == high))
    if below or above or not math.isfinite(cast):
        what = _span("a finite number", low, high, open_low, open_high)
        raise InvalidInput(f"`{argument}` must be {what}: got {value}")
    return cast


def integer(
    value: object, argument: str, *, low: int | None = None, high: int | None = None
) -> int:
    """Return a Python integer, within the limits where there are any; the limits may be reached."""
    if not _is_number(value) or isinstance(value, float | np.floating):
        whole = isinstance(value, float | np.floating) and float(value).is_integer()
        remedy = f"write int({value})" if whole else _number_remedy(value)
        raise WrongType(f"`{argument}` must be a whole number: got {_found(value)}; {remedy}")
    cast = int(value)
    if (low is not None and cast < low) or (high is not None and cast > high):
        raise InvalidInput(
            f"`{argument}` must be {_span('a whole number', low, high)}: got {value}"
        )
    return cast


def flag(value: object, argument: str) -> bool:
    """Return True or False; 0, 1 and text are refused."""
    if not _is_flag(value):
        raise WrongType(
            f"`{argument}` must be True or False: got {_found(value)}; write one of the two"
        )
    return bool(value)


def choice(value: object, argument: str, options: Sequence[str]) -> str:
    """Return the value if it is one of the options, and otherwise say which there are."""
    listed = ", ".join(repr(option) for option in options)
    if not isinstance(value, str):
        raise WrongType(
            f"`{argument}` must be one of {listed}: got {_found(value)}; give the name as text"
        )
    if value not in options:
        close = get_close_matches(value.casefold(), options, n=1)
        hint = f"; did you mean {close[0]!r}?" if close else "; choose one of these"
        raise InvalidInput(f"`{argument}` must be one of {listed}: got {value!r}{hint}")
    return str(value)


def label(value: object, argument: str) -> Hashable:
    """Return what can name a column or stand for a label; lists, tables and the missing cannot."""
    try:
        hash(value)
    except TypeError:
        raise WrongType(
            f"`{argument}` must be one name or label: got {_with_article(type(value).__name__)}; "
            "give text, a number or a date"
        ) from None
    if _is_missing(value) or value != value:
        raise WrongType(f"`{argument}` must be one name or label: got a missing value; name it")
    return value


def vector(
    value: object,
    argument: str,
    *,
    length: int | None = None,
    low: float | None = None,
    allow_missing: bool = False,
) -> NDArray[np.float64]:
    """Return a C-contiguous float64 array of one dimension; it may share the caller's memory.

    Parameters
    ----------
    value
        A list, tuple, array, Series or anything else that numpy reads as numbers.
    argument
        The name by which the caller knows the value.
    length
        How many items there must be. Without it there must be at least one.
    low
        The least value allowed.
    allow_missing
        Whether NaN, None and ``pandas.NA`` pass, as NaN. Infinity never passes.
    """
    array = _floats(value, argument)
    expected = ("n" if length is None else str(length),)
    if array.ndim != 1 or length not in (None, array.size):
        raise InvalidInput(_shape_text(argument, expected, array.shape))
    if length is None and array.size == 0:
        raise InvalidInput(f"`{argument}` is empty: give at least one number")
    _refuse_items(array, argument, low, allow_missing)
    return array


def matrix(
    value: object,
    argument: str,
    *,
    rows: int | None = None,
    columns: int | None = None,
    square: bool = False,
    low: float | None = None,
    allow_missing: bool = False,
) -> NDArray[np.float64]:
    """Return a C-contiguous float64 array of two dimensions; it may share the caller's memory.

    Parameters
    ----------
    value
        A list of rows, a tuple of rows, an array, a DataFrame (its labels are not looked at).
    argument
        The name by which the caller knows the value.
    rows, columns
        How many there must be. Where one is left out, there must be at least one.
    square
        Whether there must be as many rows as columns.
    low
        The least value allowed. Infinity never passes.
    allow_missing
        Whether NaN, None and ``pandas.NA`` pass, as NaN.
    """
    array = _floats(value, argument)
    found = array.shape
    if square and array.ndim == 2:
        rows = columns = next(size for size in (rows, columns, found[0]) if size is not None)
    expected = tuple(
        letter if size is None else str(size)
        for size, letter in ((rows, "n"), (columns, "n" if square else "m"))
    )
    if array.ndim != 2 or rows not in (None, found[0]) or columns not in (None, found[1]):
        raise InvalidInput(_shape_text(argument, expected, found))
    if (
        (rows is None and found[0] == 0)
        or (columns is None and found[1] == 0)
        or (square and found[0] == 0)
    ):
        raise InvalidInput(
            f"`{argument}` is empty: give at least one row and one column of numbers"
        )
    _refuse_items(array, argument, low, allow_missing)
    return array


def instance(value: object, argument: str, kind: type[_Kind], made_by: str) -> _Kind:
    """Return the value if it is of the kind, and otherwise say how one is made.

    ``made_by`` is the call, such as ``"Network.from_edges"``.
    """
    if isinstance(value, kind):
        return value
    found = (
        f"the class {value.__name__} itself"
        if isinstance(value, type)
        else _with_article(type(value).__name__)
    )
    raise WrongType(
        f"`{argument}` must be {_with_article(kind.__name__)} (made by {made_by}): got {found}"
    )


def threads(value: object) -> int | None:
    """Return how many threads to use; None stands for every processor."""
    return None if value is None else integer(value, "threads", low=1, high=_MOST_THREADS)


def bootstrap(value: object) -> int:
    """Return how many resamples to draw; 0 stands for none."""
    count = integer(value, "bootstrap", low=0, high=_MOST_RESAMPLES)
    if count == 1:
        raise InvalidInput(
            "`bootstrap` must be 0 or at least 2: got 1, which has no spread; take some hundreds"
        )
    return count


@dataclass(frozen=True)
class Seed:
    """What a kernel draws from and what the result records.

    Parameters
    ----------
    key
        The two 64-bit words of the random generator's key.
    entropy
        The integer which gives the same key, and so the same result, when passed as ``seed=``.
    """

    key: tuple[int, int]
    entropy: int


def seed(value: object) -> Seed:
    """Turn what a user gives as ``seed=`` into a key.

    An integer, or a ``numpy.random.SeedSequence``, gives the same key every time; the sequence is
    not changed. A ``numpy.random.Generator`` gives one draw, and so moves on. None takes fresh
    entropy from the machine.
    """
    if value is None:
        return _seed_of(_draw(np.random.default_rng()))
    if isinstance(value, np.random.Generator):
        return _seed_of(_draw(value))
    if isinstance(value, np.random.SeedSequence):
        # A spawned sequence, or one of several integers, is stood for by one integer taken from it:
        # only an integer can be passed again as it is read in a report.
        if isinstance(value.entropy, int) and not value.spawn_key:
            return _seed_of(value.entropy)
        return _seed_of(int(value.generate_state(1, np.uint64)[0]) >> 1)
    if isinstance(value, np.random.RandomState | np.random.BitGenerator):
        raise WrongType(
            f"`seed` cannot be {_with_article(type(value).__name__)}; "
            "give numpy.random.default_rng(…) or a whole number"
        )
    if not _is_number(value) or isinstance(value, float | np.floating):
        raise WrongType(
            "`seed` must be a whole number from 0 up, a numpy.random.SeedSequence, "
            "a numpy.random.Generator or None: "
            f"got {_found(value)}; a whole number is the simplest"
        )
    return _seed_of(integer(value, "seed", low=0))


def _draw(generator: np.random.Generator) -> int:
    """Draw 63 bits: few enough for a column of int64, too many to meet the same twice."""
    return int(generator.integers(2**63))


def _seed_of(entropy: int) -> Seed:
    first, second = np.random.SeedSequence(entropy).generate_state(2, np.uint64)
    return Seed((int(first), int(second)), entropy)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool | np.bool_)


def _is_number(value: object) -> TypeGuard[int | float | np.integer[Any] | np.floating[Any]]:
    return isinstance(value, int | float | np.integer | np.floating) and not _is_flag(value)


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT


def _found(value: object) -> str:
    """Say what a value is, in a few words."""
    if value is None:
        return "None"
    return f"{_SHORT.repr(value)} ({_with_article(type(value).__name__)})"


def _with_article(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _number_remedy(value: object) -> str:
    if _is_flag(value):
        return "write 1 or 0 if a number is meant"
    if isinstance(value, str):
        return "write it without quotation marks"
    if isinstance(value, complex | np.complexfloating):
        return "take its real part if that is what is meant"
    if isinstance(value, float | np.floating):
        return "round it first" if math.isfinite(value) else "give one that is finite"
    if isinstance(value, numbers.Number):
        return "convert it with float(…) first"
    return "give one number"


def _exact_float(value: int | float | np.integer[Any] | np.floating[Any]) -> float | None:
    """Return the float that equals the value, or None where there is none."""
    try:
        cast = float(value)
    except OverflowError:
        return None
    # Compared as Python numbers, since numpy would round the integer before comparing.
    exact = (
        int(value) == cast
        if isinstance(value, int | np.integer)
        else (cast == value or math.isnan(cast))
    )
    return cast if exact else None


def _span(
    what: str,
    low: float | None,
    high: float | None,
    open_low: bool = False,
    open_high: bool = False,
) -> str:
    """Say which values are allowed, such as "a finite number above 0 and at most 1"."""
    ends = []
    if low is not None:
        ends.append(f"{'above' if open_low else 'at least'} {low}")
    if high is not None:
        ends.append(f"{'below' if open_high else 'at most'} {high}")
    return f"{what}, {' and '.join(ends)}" if ends else what


def _shape_text(argument: str, expected: tuple[str, ...], found: tuple[int, ...]) -> str:
    wanted = f"({expected[0]},)" if len(expected) == 1 else f"({', '.join(expected)})"
    return f"`{argument}` has the wrong shape: expected {wanted}, got {found}"


def _floats(value: object, argument: str) -> NDArray[np.float64]:
    """Cast whatever numpy can read to float64 without loss, or say by name what would be lost."""
    if isinstance(value, np.ma.MaskedArray) and value.mask.any():
        raise InvalidInput(
            f"`{argument}` is a masked array with hidden values ({value.mask.sum()}); "
            "fill or drop them first"
        )
    if (
        isinstance(value, str | bytes | dict | set | frozenset)
        or np.isscalar(value)
        or _is_missing(value)
    ):
        raise WrongType(f"`{argument}` must be a list or an array of numbers: got {_found(value)}")
    try:
        # Lists are read as objects first: numpy alone would take [1, True] for numbers.
        array = (
            np.array(value, dtype=object) if isinstance(value, list | tuple) else np.asarray(value)
        )
    except ValueError as problem:
        raise InvalidInput(
            f"`{argument}` has rows of different lengths; give every row the same length"
        ) from problem
    if array.ndim == 0:
        raise WrongType(f"`{argument}` must be a list or an array of numbers: got {_found(value)}")
    if array.dtype.kind == "O":
        return _floats_of_objects(array, argument)
    if array.dtype.kind not in "iuf":
        kind, remedy = {
            "b": ("booleans", "write .astype(float) if 1 and 0 are meant"),
            "c": ("complex numbers", "take the real part if that is what is meant"),
            "M": ("dates", "count the periods first"),
            "m": ("durations", "divide by a unit of time first"),
        }.get(array.dtype.kind, ("text", "convert it to numbers first"))
        raise WrongType(
            f"`{argument}` must hold numbers: got {kind} (dtype {array.dtype}); {remedy}"
        )
    with np.errstate(over="ignore"):
        cast = np.ascontiguousarray(array, dtype=np.float64)
    if array.dtype.kind in "iu" and array.dtype.itemsize == 8:
        # Integers up to 2**53 are exact; the few beyond are looked at one by one.
        doubtful = np.argwhere((array > 2**53) | (array < -(2**53)))
    elif array.dtype.itemsize > 8:
        doubtful = np.argwhere((cast != array) & ~np.isnan(array))
    else:
        return cast
    for place in map(tuple, doubtful):
        if _exact_float(array[place]) is None:
            raise _lossy(argument, place, array[place])
    return cast


def _floats_of_objects(array: NDArray[np.object_], argument: str) -> NDArray[np.float64]:
    """Cast an array of Python objects item by item; what is missing becomes NaN."""
    if set(map(type, array.flat)) <= {float}:
        return np.ascontiguousarray(array, dtype=np.float64)
    cast = np.empty(array.shape, dtype=np.float64)
    for place, item in np.ndenumerate(array):
        if _is_missing(item):
            cast[place] = np.nan
            continue
        if isinstance(item, list | tuple | np.ndarray | pd.Series):
            raise InvalidInput(
                f"`{argument}` has rows of different lengths; give every row the same length"
            )
        if not _is_number(item):
            raise WrongType(
                f"`{argument}` must hold numbers: {_place(place)} is {_found(item)}; "
                f"{_number_remedy(item)}"
            )
        exact = _exact_float(item)
        if exact is None:
            raise _lossy(argument, place, item)
        cast[place] = exact
    return cast


def _lossy(argument: str, place: Sequence[int], item: object) -> InvalidInput:
    return InvalidInput(
        f"`{argument}` must hold numbers that a 64-bit float holds exactly: "
        f"{_place(place)} is {item}, which would be rounded; round or scale it yourself first"
    )


def _refuse_items(
    array: NDArray[np.float64], argument: str, low: float | None, allow_missing: bool
) -> None:
    """Refuse infinity, missing values unless allowed, and too low values, naming the first."""
    rules = [(np.isinf(array), "finite numbers", "infinite; remove or correct them")]
    if not allow_missing:
        rules.append((np.isnan(array), "no missing values", "missing; fill or drop them"))
    if low is not None:
        rules.append((array < low, f"numbers of at least {low}", "less; remove or correct them"))
    for wrong, rule, remedy in rules:
        if wrong.any():
            place = tuple(np.argwhere(wrong)[0])
            raise InvalidInput(
                f"`{argument}` must hold {rule}: {_place(place)} is {array[place]} "
                f"({wrong.sum()} of {array.size} are {remedy} first)"
            )


def _place(place: Sequence[int]) -> str:
    """Name an item by its position, counted from 0 as in Python."""
    where = [int(step) for step in place]
    return f"position {where[0]}" if len(where) == 1 else f"position ({', '.join(map(str, where))})"
