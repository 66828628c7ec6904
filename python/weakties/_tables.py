"""How a table looks on the screen, on paper and in a notebook: text, LaTeX and HTML."""

from __future__ import annotations

import datetime
import html
import math
import unicodedata
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

# Labels longer than this are cut in text, where one of them would push all columns apart.
_LONGEST_LABEL = 40


@dataclass(frozen=True)
class Grid:
    """A table as text cells, ready to be laid out.

    Parameters
    ----------
    header
        One label a column, those of the index first.
    rows
        The cells, row by row.
    numeric
        For each column, whether it holds numbers.
    stubs
        How many of the columns came from the index.
    hidden
        How many rows were left out, after the first half of ``rows``.
    """

    header: list[str]
    rows: list[list[str]]
    numeric: list[bool]
    stubs: int
    hidden: int


def grid(frame: pd.DataFrame, *, digits: int, most_rows: int | None = None) -> Grid:
    """Turn a frame into cells; of a long one the first and the last rows.

    An index that only counts the rows is left out.
    """
    # Such an index says nothing about the rows, and cutting them would turn it into labels.
    counts_rows = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    hidden = 0
    if most_rows is not None and len(frame) > most_rows:
        hidden = len(frame) - most_rows
        head = (most_rows + 1) // 2
        frame = frame.iloc[[*range(head), *range(head + hidden, len(frame))]]
    index = frame.index
    levels = (
        [] if counts_rows else [index.get_level_values(level) for level in range(index.nlevels)]
    )
    columns: list[Any] = [frame.iloc[:, place] for place in range(frame.shape[1])]
    header = [label("" if level.name is None else level.name) for level in levels]
    header += [label(name) for name in frame.columns]
    cells = [[label(item) for item in level] for level in levels]
    numeric = [pd.api.types.is_numeric_dtype(level.dtype) for level in levels]
    for column in columns:
        numbers = pd.api.types.is_numeric_dtype(column.dtype) and not (
            pd.api.types.is_bool_dtype(column.dtype) or pd.api.types.is_complex_dtype(column.dtype)
        )
        numeric.append(numbers)
        cells.append([number(item, digits) if numbers else label(item) for item in column])
    rows = [list(row) for row in zip(*cells, strict=True)]
    return Grid(header, rows, numeric, len(levels), hidden)


def number(value: Any, digits: int) -> str:
    """Write a number with so many decimals; one that would vanish or sprawl as a power of ten."""
    if pd.isna(value):
        return "NaN"
    if isinstance(value, int | np.integer):
        return str(int(value))
    value = float(value)
    size = abs(value)
    if value != 0 and math.isfinite(value) and (size < 0.5 * 10.0**-digits or size >= 1e12):
        return f"{value:.{max(digits - 2, 1)}e}"
    return f"{abs(value) if value == 0 else value:.{digits}f}"


def label(value: Hashable) -> str:
    """Write a label on one line: dates without an empty time, whole floats without decimals."""
    if isinstance(value, tuple):
        return ", ".join(label(part) for part in value)
    if isinstance(value, datetime.datetime | np.datetime64) and not pd.isna(value):
        value = pd.Timestamp(value)
        value = value.date().isoformat() if value == value.normalize() else str(value)
    if isinstance(value, float | np.floating):
        value = number(value, 0) if float(value).is_integer() else repr(float(value))
    if value is None or value is pd.NA or value is pd.NaT:
        return "NaN"
    # Line breaks and other control signs would tear the table apart.
    return "".join(sign if sign.isprintable() else " " for sign in str(value))


def as_text(grid: Grid, *, width: int) -> list[str]:
    """Lay a table out in lines of fixed width; what is too wide goes on below itself."""
    cells = [[_cut(cell) for cell in row] for row in [grid.header, *grid.rows]]
    if grid.hidden:
        cells.insert(1 + (len(grid.rows) + 1) // 2, ["…"] * len(grid.header))
    widths = [max(_width(row[place]) for row in cells) for place in range(len(grid.header))]
    lines: list[str] = []
    for block in _blocks(widths, grid.stubs, width):
        lines += [""] if lines else []
        for row in cells:
            padded = [_pad(row[place], widths[place], right=grid.numeric[place]) for place in block]
            lines.append("  ".join(padded).rstrip())
    if grid.hidden:
        lines.append(f"({_hidden(grid)})")
    return lines


def as_latex(grid: Grid, *, caption: str | None, label: str | None) -> str:
    """Lay a table out with the rules of the LaTeX package booktabs.

    Labels are escaped. The caption is the author's own LaTeX and is taken as it is.
    """
    layout = "".join("r" if numeric else "l" for numeric in grid.numeric)
    lines = [rf"\begin{{tabular}}{{{layout}}}", r"\toprule"]
    lines += [" & ".join(map(escape_latex, grid.header)) + r" \\", r"\midrule"]
    for row in grid.rows:
        cells = [
            _latex_number(cell) if numeric else escape_latex(cell)
            for cell, numeric in zip(row, grid.numeric, strict=True)
        ]
        lines.append(" & ".join(cells) + r" \\")
    lines += [r"\bottomrule", r"\end{tabular}"]
    if caption is not None or label is not None:
        above = [r"\begin{table}", r"\centering"]
        above += [] if caption is None else [rf"\caption{{{caption}}}"]
        above += [] if label is None else [rf"\label{{{label}}}"]
        lines = [*above, *lines, r"\end{table}"]
    return "\n".join(lines) + "\n"


def as_html(grid: Grid, *, caption: str) -> str:
    """Lay a table out in HTML that needs nothing else and takes the page's own colours."""
    sides = ["right" if numeric else "left" for numeric in grid.numeric]

    def row(cells: Sequence[str], tag: str) -> str:
        filled = (
            f'<{"th" if place < grid.stubs else tag} style="text-align:{side}">{html.escape(cell)}'
            f"</{'th' if place < grid.stubs else tag}>"
            for place, (cell, side) in enumerate(zip(cells, sides, strict=True))
        )
        return f"<tr>{''.join(filled)}</tr>"

    rows = [row(cells, "td") for cells in grid.rows]
    if grid.hidden:
        gap = f'<tr><td colspan="{len(sides)}" style="text-align:center">{_hidden(grid)}</td></tr>'
        rows.insert((len(grid.rows) + 1) // 2, gap)
    return (
        '<div style="overflow-x:auto"><table>'
        f'<caption style="text-align:left;font-weight:bold">{html.escape(caption)}</caption>'
        f"<thead>{row(grid.header, 'th')}</thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
} | {sign: f"\\{sign}" for sign in "{}$&#_%"}


def escape_latex(text: str) -> str:
    """Write text so that LaTeX prints it as it stands."""
    escaped = "".join(_LATEX.get(sign, sign) for sign in text)
    # A bracket at the start of a row would be read as an option of the line break before it.
    return f"{{{escaped[0]}}}{escaped[1:]}" if escaped[:1] in ("[", "*") else escaped


def _latex_number(cell: str) -> str:
    if cell == "NaN":
        return "--"
    mantissa, e, power = cell.partition("e")
    infinite = mantissa.replace("inf", r"\infty")
    if e:
        return rf"${mantissa} \times 10^{{{int(power)}}}$"
    return f"${infinite}$" if cell.startswith("-") or infinite != cell else cell


def _hidden(grid: Grid) -> str:
    return f"{grid.hidden} of {grid.hidden + len(grid.rows)} rows not shown"


def _blocks(widths: Sequence[int], stubs: int, width: int) -> list[list[int]]:
    """Share the columns out over blocks of a width, each with the index in front."""
    front = list(range(stubs))
    blocks: list[list[int]] = [[]]
    room = start = width - sum(widths[place] + 2 for place in front)
    for place in range(stubs, len(widths)):
        if blocks[-1] and widths[place] > room:
            blocks.append([])
            room = start
        blocks[-1].append(place)
        room -= widths[place] + 2
    return [front + block for block in blocks]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else text[: _LONGEST_LABEL - 1] + "…"


def _width(text: str) -> int:
    """Count the columns a text fills on the screen: two a wide East Asian sign, none an accent."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def _pad(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
