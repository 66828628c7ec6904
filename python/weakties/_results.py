"""What every result can do: tables, text, LaTeX, pictures, sources, and how it was made."""

from __future__ import annotations

import html
import json
import math
import textwrap
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import PurePath
from reprlib import Repr
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from ._arguments import choice, instance, integer
from ._sources import keys_cited, references, source
from ._tables import as_html, as_latex, as_text, grid
from .errors import InvalidInput, MissingPackage, WrongType

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 80
_MOST_ROWS = 20
_STYLES = ("text", "bibtex")

# Kinds of values whose text says all there is to say.
_SPOKEN = (
    np.datetime64,
    np.timedelta64,
    timedelta,
    pd.Period,
    pd.Interval,
    pd.offsets.BaseOffset,
    complex,
    Decimal,
    Fraction,
    PurePath,
)

# Options are shown in one line each; `Meta.to_dict` gives them whole.
_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 60


class Text(str):
    """Text that a notebook or prompt shows line by line, without quotation marks."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


@cache
def _version() -> str:
    # Imported here, since it is slow to import and only results need it.
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("weakties")
    except PackageNotFoundError:
        # The sources are read from a folder, without having been installed.
        return "unknown"


@dataclass(frozen=True)
class Meta:
    """How a result was made: enough to make it again and to write about it.

    Parameters
    ----------
    method
        What was computed, by the name the option has, such as ``"olley-pakes"``.
    options
        The arguments that shaped the result, by name.
    counts
        How much went in, such as ``{"firms": 157, "periods": 3}``.
    dropped
        How many rows were left out, by reason.
    seed
        The integer which, passed as ``seed=``, gives the same draws; None where nothing is drawn.
    sources
        Keys of references.bib for the method actually used.
    notes
        Sentences the reader of the result should not miss.
    version
        The version of weakties.
    """

    method: str
    options: Mapping[str, object] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)
    seed: int | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    version: str = field(default_factory=_version)

    def __post_init__(self) -> None:
        # What the caller does with its dictionaries afterwards must not reach the record.
        for name in ("options", "counts", "dropped"):
            object.__setattr__(self, name, dict(getattr(self, name)))

    def to_dict(self) -> dict[str, Any]:
        """Return plain Python values only: text, numbers, flags, None, lists and dictionaries.

        Dates become ISO text, arrays and tuples lists, and numbers that are not finite the texts
        ``"nan"``, ``"inf"`` and ``"-inf"``. A table or other object becomes the name of its type.
        """
        return {
            "method": self.method,
            "options": _plain(self.options),
            "counts": _plain(self.counts),
            "dropped": _plain(self.dropped),
            "seed": _plain(self.seed),
            "sources": list(self.sources),
            "notes": list(self.notes),
            "version": self.version,
        }

    def to_json(self, *, indent: int | None = None) -> str:
        """Return `to_dict` as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, indent=indent)


@dataclass(frozen=True, eq=False, repr=False)
class Result(ABC):
    """What every result is: labelled tables that do not change, and `meta`, how they were made.

    Parameters
    ----------
    meta : Meta
        The method, its options and sources, how much went in and what was left out.
    """

    # Each kind is written ``@dataclass(frozen=True, eq=False, repr=False)``, since tables have no
    # single truth value to compare by. It gives its ``title``, `to_frame` and ``_draw``; where
    # parts add up to a whole, ``_adding_up``; and where the tidy table is not the one to read,
    # ``_shown``.

    title: ClassVar[str]
    meta: Meta = field(kw_only=True)

    @abstractmethod
    def to_frame(self) -> pd.DataFrame:
        """Return the result as one tidy table, one observation a row."""

    @abstractmethod
    def _draw(self, ax: Axes | None) -> Axes:
        """Draw the result by a function of `weakties.plots`."""

    def _shown(self) -> pd.DataFrame:
        """Return the table for the reader; by default the tidy one."""
        return self.to_frame()

    def _adding_up(self) -> tuple[pd.DataFrame, pd.Series[float]] | None:
        """Return the parts as columns and the whole they should add up to, row by row."""
        return None

    def summary(self, *, digits: int = 4, rows: int = _MOST_ROWS) -> str:
        """Return how the result was made and its table as text of fixed width.

        Where parts add up to a whole, the largest residual, whole less sum of parts, is given.

        Parameters
        ----------
        digits : int, default 4
            Decimals of every number.
        rows : int, default 20
            Rows shown at most, half of them from the end.

        Returns
        -------
        str
            Text that shows itself line by line in a notebook.

        Raises
        ------
        WrongType, InvalidInput
            When ``digits`` is not a whole number from 0 to 15 or ``rows`` not one from 2 up.
        """
        table = grid(self._shown(), digits=_digits(digits), most_rows=integer(rows, "rows", low=2))
        body = as_text(table, width=_WIDTH)
        width = max(_WIDTH, *map(len, body))
        lines = ["=" * width, self.title.center(width).rstrip(), "=" * width]
        for name, value in self._header():
            indent = f"{name + ':':<10}"
            lines += _wrapped(value, width, indent, " " * len(indent))
        lines += ["-" * width, *body, "-" * width]
        for name, value in self._footer():
            lines += _wrapped(value, width, f"{name}: ", "  ")
        return Text("\n".join([*lines, "=" * width]))

    def to_latex(
        self, *, caption: str | None = None, label: str | None = None, digits: int = 4
    ) -> str:
        r"""Return the table for LaTeX, with the rules of the package booktabs.

        Parameters
        ----------
        caption, label : str, optional
            With either, the table stands in a ``table`` environment. The caption is LaTeX and is
            taken as it is; everything that comes from the data is escaped.
        digits : int, default 4
            Decimals of every number.

        Returns
        -------
        str
            LaTeX that needs ``\usepackage{booktabs}``; its first line, a comment, says how the
            result was made.

        Raises
        ------
        WrongType, InvalidInput
            When ``caption`` or ``label`` is not text, or ``digits`` not a whole number from 0 to
            15.
        """
        for name, value in (("caption", caption), ("label", label)):
            if value is not None:
                _refuse_unless_text(value, name)
        table = grid(self._shown(), digits=_digits(digits))
        made = f"% weakties {self.meta.version}: {self.meta.to_json()}\n"
        return Text(made + as_latex(table, caption=caption, label=label))

    def plot(self, ax: Axes | None = None) -> Axes:
        """Draw the result and return the axes; needs matplotlib.

        Parameters
        ----------
        ax : matplotlib.axes.Axes, optional
            Where to draw. Without it a new figure is made.

        Returns
        -------
        matplotlib.axes.Axes
            The axes drawn on, to be changed at will.

        Raises
        ------
        MissingPackage
            When matplotlib is not installed.
        WrongType
            When ``ax`` is something else, such as a figure.
        """
        drawable(ax)
        return self._draw(ax)

    def cite(self, style: str = "text") -> str:
        """Return the sources of the method that was used.

        Parameters
        ----------
        style : {"text", "bibtex"}
            Whether as references to read or as entries for a bibliography.

        Returns
        -------
        str
            One reference a line, or BibTeX entries.

        Raises
        ------
        InvalidInput
            When there is no such style.
        """
        return Text(references(self.meta.sources, choice(style, "style", _STYLES)))

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__}: {', '.join([self.meta.method, *_counted(self.meta.counts)])}>"
        )

    def _repr_html_(self) -> str:
        table = grid(self._shown(), digits=4, most_rows=_MOST_ROWS)
        made = "<br>".join(
            f"<b>{html.escape(name)}:</b> {html.escape(value)}"
            for name, value in [*self._header(), *self._footer()]
        )
        return (
            f"{as_html(table, caption=self.title)}"
            f"<details><summary>{html.escape(repr(self)[1:-1])}</summary>{made}</details>"
        )

    def _header(self) -> list[tuple[str, str]]:
        """Say how the result was made, as it stands above the table."""
        meta = self.meta
        options = [
            f"{name}={_SHORT.repr(value)}"  # as it would be written in the call
            for name, value in meta.to_dict()["options"].items()
        ]
        lines = [("Method", meta.method)]
        lines += [("Options", ", ".join(options))] if options else []
        lines += [("Counts", ", ".join(_counted(meta.counts)))] if meta.counts else []
        left_out = [f"{count} ({reason})" for reason, count in meta.dropped.items() if count]
        lines.append(("Dropped", ", ".join(left_out) or "nothing"))
        lines += [("Seed", str(meta.seed))] if meta.seed is not None else []
        return lines

    def _footer(self) -> list[tuple[str, str]]:
        """Say what stands below the table: residual, notes and sources."""
        lines = []
        if (identity := self._adding_up()) is not None:
            lines.append(("Residual", _residual(*identity)))
        lines += [("Note", note) for note in self.meta.notes]
        sources = "; ".join(source(key).short() for key in self.meta.sources)
        lines.append(("Sources", f"{sources or 'none'} (weakties {self.meta.version})"))
        return lines


def cite(what: Result | Callable[..., object], style: str = "text") -> str:
    """Return the sources of a result or of a function of weakties.

    Parameters
    ----------
    what : Result or function
        A result gives the sources of the method that was used to make it; a function gives all that
        its documentation names.
    style : {"text", "bibtex"}
        Whether as references to read or as entries for a bibliography.

    Returns
    -------
    str
        One reference a line, or BibTeX entries.

    Raises
    ------
    WrongType
        When ``what`` is neither, such as a table that a function returned.
    InvalidInput
        When the function names no source, or there is no such style.
    """
    choice(style, "style", _STYLES)
    if isinstance(what, Result):
        return what.cite(style)
    module = getattr(what, "__module__", None)
    name = getattr(what, "__qualname__", type(what).__name__)
    if not callable(what) or not isinstance(module, str) or module.split(".")[0] != "weakties":
        raise WrongType(
            "`what` must be a result or a function of weakties: "
            f"got {name}; "
            "give the function that made it, such as cite(weakties.networks.constraint)"
        )
    keys = keys_cited(what.__doc__ or "")
    if not keys:
        raise InvalidInput(
            f"`what` must name its sources: the documentation of {name} names none; "
            "give the function that computes the measure"
        )
    return Text(references(keys, style))


def drawable(ax: object) -> None:
    """Refuse where nothing can be drawn: without matplotlib, or on something else than axes."""
    try:
        from matplotlib.axes import Axes
    except ImportError as problem:
        raise MissingPackage(
            "plots need matplotlib, which is not installed; install it with "
            '`pip install "weakties[plots]"`'
        ) from problem
    if ax is not None:
        instance(ax, "ax", Axes, "matplotlib.pyplot.subplots")


def _refuse_unless_text(value: object, argument: str) -> None:
    if not isinstance(value, str):
        raise WrongType(
            f"`{argument}` must be text: got {type(value).__name__}; put it in quotation marks"
        )


def _digits(digits: object) -> int:
    return integer(digits, "digits", low=0, high=15)


def _wrapped(text: str, width: int, first: str, others: str) -> list[str]:
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=others, break_on_hyphens=False
    )


def _counted(counts: Mapping[str, int]) -> list[str]:
    return [f"{count} {what}" for what, count in counts.items()]


def _residual(parts: pd.DataFrame, whole: pd.Series[float]) -> str:
    """Say by how much the parts miss the whole where they miss it most."""
    residual = (whole - parts.sum(axis=1, skipna=False)).abs()
    known = residual.dropna()
    rows = f"{len(known)} row{'' if len(known) == 1 else 's'}"
    if len(known) < len(residual):
        rows += f"; {len(residual) - len(known)} without a number"
    if not len(known):
        return f"whole less sum of parts is nowhere known ({rows})"
    return f"whole less sum of parts is at most {known.max():.2g} in size ({rows})"


def _plain(value: object) -> Any:
    """Turn a value into what JSON can hold, without memory addresses or other chance."""
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    if isinstance(value, np.generic) and not isinstance(value, np.datetime64 | np.timedelta64):
        value = float(value) if isinstance(value, np.floating) else value.item()
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(map(_plain, value), key=repr)
    if isinstance(value, list | tuple | range | np.ndarray | pd.Series | pd.Index):
        return [_plain(item) for item in value]
    if isinstance(value, date | time | pd.Timedelta):
        return value.isoformat()
    if isinstance(value, _SPOKEN):
        return str(value)
    return getattr(value, "__qualname__", type(value).__name__)
