"""The demonstration's chapters, on the screen and as one HTML page that needs nothing else."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import pandas as pd

from weakties._tables import as_html, as_text, grid

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WIDTH = 100
_DOTS_PER_INCH = 150


@dataclass(frozen=True)
class Exhibit:
    """One table with the sentence on how to read it."""

    title: str
    table: pd.DataFrame
    reading: str
    digits: int = 3
    rows: int = 12


@dataclass(frozen=True)
class Figure:
    """One picture: its file's name, what it shows, and how it is drawn on given axes."""

    name: str
    caption: str
    draw: Callable[[Axes], object]
    size: tuple[float, float] = (7.0, 4.2)


@dataclass(frozen=True)
class Chapter:
    """One part of the story: what is asked, of which data, what came out."""

    title: str
    question: str
    data: str
    exhibits: Sequence[Exhibit]
    figures: Sequence[Figure]
    sources: str


def on_screen(chapter: Chapter) -> str:
    """Lay a chapter out as text."""
    lines = ["", chapter.title, "=" * len(chapter.title)]
    lines += [*wrap(chapter.question, _WIDTH), *wrap(f"Data: {chapter.data}", _WIDTH)]
    for exhibit in chapter.exhibits:
        lines += ["", exhibit.title, "-" * len(exhibit.title)]
        table = grid(exhibit.table, digits=exhibit.digits, most_rows=exhibit.rows)
        lines += as_text(table, width=_WIDTH)
        lines += wrap(f"How to read it: {exhibit.reading}", _WIDTH)
    return "\n".join(lines)


def picture(figure: Figure, folder: Path) -> bytes:
    """Draw a figure, keep it as a PNG file in the folder and return the file's bytes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    # A figure of its own, outside pyplot, leaves the user's figures and backend alone.
    canvas = Canvas(figsize=figure.size, layout="constrained")
    FigureCanvasAgg(canvas)
    figure.draw(canvas.add_subplot())
    buffer = BytesIO()
    canvas.savefig(buffer, format="png", dpi=_DOTS_PER_INCH)
    (folder / f"{figure.name}.png").write_bytes(buffer.getvalue())
    return buffer.getvalue()


def page(chapters: Sequence[Chapter], pictures: Sequence[Sequence[bytes]], version: str) -> str:
    """Lay all chapters out as one HTML page with its pictures inside."""
    body = "\n".join(
        _chapter(number, chapter, drawn)
        for number, (chapter, drawn) in enumerate(zip(chapters, pictures, strict=True), start=1)
    )
    contents = "".join(
        f'<li><a href="#chapter-{number}">{html.escape(chapter.title)}</a></li>'
        for number, chapter in enumerate(chapters, start=1)
    )
    return _PAGE.format(style=_STYLE, contents=contents, body=body, version=html.escape(version))


def _chapter(number: int, chapter: Chapter, drawn: Sequence[bytes]) -> str:
    parts = [
        f'<section id="chapter-{number}"><h2>{html.escape(chapter.title)}</h2>',
        f'<p class="question">{html.escape(chapter.question)}</p>',
        f'<p class="data">Data: {html.escape(chapter.data)}</p>',
    ]
    for exhibit in chapter.exhibits:
        table = grid(exhibit.table, digits=exhibit.digits, most_rows=exhibit.rows)
        parts += [
            as_html(table, caption=exhibit.title),
            f'<p class="reading"><b>How to read it:</b> {html.escape(exhibit.reading)}</p>',
        ]
    for figure, image in zip(chapter.figures, drawn, strict=True):
        encoded = base64.b64encode(image).decode("ascii")
        caption = html.escape(figure.caption)
        parts.append(
            f'<figure><img src="data:image/png;base64,{encoded}" alt="{caption}">'
            f"<figcaption>{caption}</figcaption></figure>"
        )
    # Results of one chapter share sources; each is named once.
    sources = "<br>".join(dict.fromkeys(html.escape(chapter.sources).splitlines()))
    parts.append(f'<p class="sources"><b>Sources.</b><br>{sources}</p></section>')
    return "\n".join(parts)


_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; margin: 0; }
main { max-width: 50rem; margin: 0 auto; padding: 1.5rem; }
h1 { font-size: 1.7rem; margin-bottom: .2rem; }
h2 { font-size: 1.3rem; margin-top: 3rem; border-bottom: 2px solid #0072b2; }
.question { font-size: 1.05rem; }
.data, .sources, figcaption, footer { color: #555; font-size: .875rem; }
table { border-collapse: collapse; font-size: .875rem; }
caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }
th, td { padding: .15rem .7rem; text-align: right; font-variant-numeric: tabular-nums; }
thead th { border-bottom: 1px solid #222; }
tbody th { text-align: left; font-weight: 400; }
.reading { background: #f2f6f9; border-left: 3px solid #0072b2; padding: .4rem .8rem; }
figure { margin: 1.5rem 0; }
img { max-width: 100%; height: auto; }
"""

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>weakties: a demonstration</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>weakties: a demonstration</h1>
<p>Four kinds of questions about how firms and people find others who already know what they need
to know, each on data that anyone can install.</p>
<ol>{contents}</ol>
{body}
<footer><p>Made by weakties {version}. This page holds all it needs.</p></footer>
</main>
</body>
</html>
"""
