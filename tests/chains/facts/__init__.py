"""The thirty stylised facts of the essay, as claims about simulations that can turn out false."""

from __future__ import annotations

from . import community, engagement, individuals, institutions
from .claims import Claim, Fact, Runs

FACTS: dict[int, Fact] = {
    fact.number: fact
    for module in (individuals, community, engagement, institutions)
    for fact in module.FACTS
}

__all__ = ["FACTS", "Claim", "Fact", "Runs"]
