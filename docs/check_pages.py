"""Refuse built pages that load or link to anything outside, or that leave out a public measure."""

import importlib
import re
import sys
from html.parser import HTMLParser
from inspect import isfunction
from pathlib import Path

PILLARS = ("networks", "chains", "productivity", "gvc")
OUTSIDE = re.compile(r"\s*(https?:)?//", re.IGNORECASE)
OUTSIDE_IN_STYLE = re.compile(r"(?:@import|url\()\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE)
ADDRESSES = {"src", "href", "srcset", "poster", "data", "action", "xlink:href"}


class Page(HTMLParser):
    """One page: the outside addresses it names and the objects it links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.outside: list[str] = []
        self.linked: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None or name not in ADDRESSES:
                continue
            if OUTSIDE.match(value):
                self.outside.append(f"<{tag} {name}={value!r}>")
            self.linked.add(value.partition("#")[2])


def outside_addresses(pages: Path) -> list[str]:
    """Return every place at which a page or style sheet names an outside address."""
    found = [
        f"{page.relative_to(pages)}: {address}"
        for page in sorted(pages.rglob("*.html"))
        for address in Page(page.read_text(encoding="utf-8")).outside
    ]
    for file in sorted([*pages.rglob("*.html"), *pages.rglob("*.css")]):
        styles = OUTSIDE_IN_STYLE.findall(file.read_text(encoding="utf-8"))
        found += [f"{file.relative_to(pages)}: style {style!r}" for style in styles]
    return found


def measures_left_out(pages: Path) -> list[str]:
    """Return the public functions without a line in the measure table of their pillar."""
    found = []
    for pillar in PILLARS:
        module = importlib.import_module(f"weakties.{pillar}")
        chapter = pages / "methods"
        linked: set[str] = set()
        for file in (chapter / f"{pillar}.html", *sorted((chapter / pillar).glob("*.html"))):
            linked |= Page(file.read_text(encoding="utf-8")).linked
        found += [
            f"docs/methods/{pillar}: no line for {pillar}.{name} in a measure table"
            for name in module.__all__
            if isfunction(getattr(module, name)) and f"weakties.{pillar}.{name}" not in linked
        ]
    return found


if __name__ == "__main__":
    built = Path(sys.argv[1])
    problems = [*outside_addresses(built), *measures_left_out(built)]
    sys.exit("\n".join(problems) or None)
