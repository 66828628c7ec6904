"""Functions of networkx on edges and nodes without which a graph falls apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from weakties import _core

from .conditions import only, simple, without
from .graph import Graph


@only(simple, without("root"))
def bridges(G: Graph, root: Any = None) -> Iterator[tuple[Any, Any]]:
    """Yield the edges without which there are more components."""
    G.refuse_self_loops()
    found = _core.bridges(G.core, None)
    yield from (edge for edge, cuts in zip(G.edges(), found.tolist(), strict=True) if cuts)


@only(simple, without("root"))
def has_bridges(G: Graph, root: Any = None) -> bool:
    """Say whether there is such an edge."""
    G.refuse_self_loops()
    return bool(_core.bridges(G.core, None).any())


@only(simple, without("weight"))
def local_bridges(
    G: Graph, with_span: bool = True, weight: str | None = None
) -> Iterator[tuple[Any, ...]]:
    """Yield the edges whose ends share no contact, with the distance of the ends without them."""
    G.refuse_self_loops()
    if with_span is not True:
        shared = _core.embeddedness(G.core, None, None)
        edges = zip(G.edges(), shared.tolist(), strict=True)
        yield from (edge for edge, count in edges if count == 0)
        return
    for (one, other), span in zip(G.edges(), _core.span(G.core, None, None).tolist(), strict=True):
        if span > 2:
            yield one, other, span if np.isinf(span) else int(span)


@only(simple)
def articulation_points(G: Graph) -> Iterator[Any]:
    """Yield the nodes without which there are more components."""
    found = _core.articulation_points(G.core, None)
    yield from (G.nodes[at] for at in np.flatnonzero(found).tolist())
