"""The demonstration: four pillars on real data, told on the screen and in one HTML report."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from weakties.errors import InvalidInput

from . import chains, gvc, networks, productivity
from .report import on_screen, page, picture


def run(out: Path, table: Path | None = None) -> Path:
    """Tell the four chapters, write figures and report into a folder and return the report's path.

    Parameters
    ----------
    out : Path
        The folder; it is made where it is not there, and files of the same names are replaced.
    table : Path, optional
        An inter-country table of the user's own for the chapter on value chains.
    """
    if out.exists() and not out.is_dir():
        raise InvalidInput(f"`--out` must be a folder: {out} is a file; name another")
    # Read before anything else is done: a wrong path should not cost the user the wait.
    last = gvc.chapter(table)
    figures = out / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    chapters, pictures = [], []
    for chapter in (networks.chapter(), productivity.chapter(), chains.chapter(), last):
        print(on_screen(chapter), flush=True)
        chapters.append(chapter)
        pictures.append([picture(figure, figures) for figure in chapter.figures])
    report = out / "report.html"
    report.write_text(page(chapters, pictures, version("weakties")), encoding="utf-8")
    print(f"\nThe report with all figures: {report}")
    return report
