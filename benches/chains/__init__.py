"""Chains, one file a topic."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules


def rows() -> Iterator[str]:
    for topic in iter_modules(__path__):
        if topic.name != "shared":
            yield from import_module(f"{__name__}.{topic.name}").rows()
