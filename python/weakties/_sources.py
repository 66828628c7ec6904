"""The papers and books behind the methods, read from references.bib when first asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from .errors import InternalError

# The roles by which documentation cites: :cite:t:`burt1992`, :cite:p:`burt1992, davis1941`.
_CITATION = re.compile(r":cite:[a-z]+:`([^`]+)`")
_ENTRY = re.compile(r"^@(\w+)\{([^,\s]+),$", re.MULTILINE)
_FIELD = re.compile(r"\s*(\w+)\s*=\s*\{")


@dataclass(frozen=True)
class Source:
    """One entry of references.bib.

    Parameters
    ----------
    kind, key
        The entry's type, such as ``"article"``, and the name it is cited by.
    fields
        The values by field, with their braces.
    entry
        The entry as it stands in the file.
    """

    kind: str
    key: str
    fields: Mapping[str, str]
    entry: str

    def short(self) -> str:
        """Return family names and year: "Olley and Pakes (1996)"."""
        families = [name.partition(",")[0] for name in self._names("author")]
        who = _listed(families, ", ") if len(families) < 4 else f"{families[0]} et al."
        return f"{who} ({self._plain('year')})"

    def text(self) -> str:
        """Return the whole reference on one line."""
        sentences = [f"{_listed(self._names('author'), '; ')} ({self._plain('year')})"]
        sentences.append(self._plain("title"))
        if "edition" in self.fields:
            sentences.append(f"{self._plain('edition')} ed.")
        if "journal" in self.fields:
            issue = f"({self._plain('number')})" if "number" in self.fields else ""
            volume = f" {self._plain('volume')}{issue}" if "volume" in self.fields else ""
            sentences.append(", ".join([self._plain("journal") + volume, *self._some("pages")]))
        if "booktitle" in self.fields:
            place = self._some("booktitle", "pages")
            if "editor" in self.fields:
                place.insert(0, f"{_listed(self._names('editor'), '; ')} (eds.)")
            sentences.append(f"In {', '.join(place)}")
        if "institution" in self.fields:
            sentences.append(" ".join(self._some("type", "number")))
        sentences.append(", ".join(self._some("publisher", "institution", "address")))
        sentences += [*self._some("note"), *(f"doi:{doi}" for doi in self._some("doi"))]
        return " ".join(part if part[-1] in ".?!" else f"{part}." for part in sentences if part)

    def _some(self, *names: str) -> list[str]:
        return [self._plain(name) for name in names if name in self.fields]

    def _plain(self, field: str) -> str:
        return self.fields[field].replace("{", "").replace("}", "").replace("--", "–")

    def _names(self, field: str) -> list[str]:
        return self._plain(field).split(" and ")


def source(key: str) -> Source:
    """Return the entry of one key."""
    try:
        return _library()[key]
    except KeyError:
        raise InternalError(
            f"the source {key!r} is not in references.bib; please report the call that named it"
        ) from None


def keys_cited(docstring: str) -> tuple[str, ...]:
    """Return the keys that a docstring cites, each once and in order."""
    found = (key.strip() for keys in _CITATION.findall(docstring) for key in keys.split(","))
    return tuple(dict.fromkeys(found))


def references(keys: Sequence[str], style: str) -> str:
    """Return the references one after the other, as ``"text"`` or ``"bibtex"``."""
    sources = [source(key) for key in keys]
    if style == "bibtex":
        return "\n\n".join(source.entry for source in sources)
    return "\n".join(source.text() for source in sources)


@cache
def _library() -> dict[str, Source]:
    text = files("weakties").joinpath("references.bib").read_text(encoding="utf-8")
    return {entry.key: entry for entry in read_entries(text)}


def read_entries(text: str) -> list[Source]:
    """Read BibTeX as our file writes it: one flat entry a source, every value in braces.

    Anything between the entries is a comment. There are no macros and no quoted values.
    """
    entries = []
    for start in _ENTRY.finditer(text):
        kind, key = start.groups()
        fields: dict[str, str] = {}
        at = start.end()
        while field := _FIELD.match(text, at):
            at = _closing(text, field.end(), key)
            fields[field[1].lower()] = " ".join(text[field.end() : at - 1].split())
            at += text[at : at + 1] == ","
        end = text.find("}", at)
        if end < 0 or text[at:end].strip():
            raise InternalError(f"references.bib cannot be read in {key!r} after {sorted(fields)}")
        entries.append(Source(kind.lower(), key, fields, text[start.start() : end + 1]))
    return entries


def _closing(text: str, at: int, key: str) -> int:
    """Return the place after the brace that closes the one before ``at``."""
    depth = 1
    while depth:
        if at == len(text):
            raise InternalError(f"references.bib lacks a closing brace in {key!r}")
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return at


def _listed(names: Sequence[str], between: str) -> str:
    return names[0] if len(names) == 1 else f"{between.join(names[:-1])} and {names[-1]}"
