"""Refusals of the chains pillar, one file a topic."""

from importlib import import_module
from pkgutil import iter_modules

from ..table import Entry

ENTRIES: dict[str, Entry] = {
    name: entry
    for topic in iter_modules(__path__)
    if topic.name != "shared"
    for name, entry in import_module(f"{__name__}.{topic.name}").ENTRIES.items()
}
